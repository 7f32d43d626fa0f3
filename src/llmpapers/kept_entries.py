"""Sound entries as rows of JSON, kept from one reading to the next.

A row is as good as reading the file again: it belongs to a file in exactly this state, found without any fault by
this version of the program.
"""

import datetime
import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel
from pydantic_core import to_json

from llmpapers.catalog import Sourced
from llmpapers.file_states import FileState
from llmpapers.kept_rows import KeptRows, Row
from llmpapers.models import LabeledLink, Link, PaperReference, Record, ResourceKind, Status

_R = TypeVar("_R", bound=Record)
_DIGEST = 16

Fields = dict[str, Any]
"""A record's fields as JSON has them."""


class KeptEntries:
    """The entries that were sound at the last reading, by the names of their files."""

    def __init__(self, file: Path) -> None:
        self._kept = KeptRows(file)
        self._rows: dict[str, Row] = {}
        self._taken: set[str] = set()

    def load(self) -> None:
        """Take up what an earlier reading kept; nothing if that cannot be trusted."""
        self._rows = self._kept.load()

    def entry(self, name: str, state: FileState | None) -> tuple[str, Fields] | None:
        """Give digest and fields of a file in this state, if they are known."""
        found = self._rows.get(name)
        if not found or not state or found[1] != [*state]:
            return None
        self._taken.add(name)
        return found[2], found[3]

    def save(self, sound: Mapping[str, tuple[FileState, Sourced[Any]]]) -> None:
        """Keep these sound entries for the next reading, with the states of their files, by the names of those."""
        self._kept.save(sound.keys(), sound.keys() - self._taken, lambda name: _row(name, *sound[name]))


def _row(name: str, state: FileState, entry: Sourced[Any]) -> bytes:
    return to_json((name, state, entry.digest, entry.record), exclude_none=True)


def record_json(record: BaseModel) -> bytes:
    """Give a record's fields as JSON."""
    return to_json(record, exclude_none=True)


def entry_digest(name: str, fields: bytes) -> str:
    """Give what tells whether an entry says the same, in the same file.

    Args:
        name: of its file.
        fields: its record's fields as JSON.
    """
    # With the name's length, so that no two run together to the same.
    told = f"{len(name)} {name}".encode("utf-8", "surrogateescape") + fields
    return hashlib.blake2b(told, digest_size=_DIGEST).hexdigest()


class Restorer:
    """Makes records again of what `to_json` made of sound ones, without checking them again.

    Validating takes twenty times as long. What many records of a catalog have in common (names of people, venues,
    topics, days) is held once for all that one restorer makes.
    """

    def __init__(self) -> None:
        self._one = _One()
        self._lists: dict[tuple[str, ...], list[str]] = {}
        # Fields whose values are more than JSON has, or the same in many records; a test fills every field there is,
        # and compares.
        self._makers: dict[str, Callable[[Any], object]] = {
            "authors": self._ones,
            "venue": self._one.__getitem__,
            "year": self._one.__getitem__,
            "topics": self._one_list,
            "added": _Days().__getitem__,
            "code": _links,
            "links": _labeled_links,
            "paper": _paper,
            "kind": ResourceKind,
            "status": Status,
        }

    def record(self, model: type[_R], fields: Fields) -> _R:
        """Make a record; its fields are taken over."""
        for name in fields:
            make = self._makers.get(name)
            if make:
                fields[name] = make(fields[name])
        return _unpickled(model, fields)

    def _one_list(self, values: list[str]) -> list[str]:
        """Give one list for all that hold the same; there are few, and nobody changes a record's."""
        return self._lists.setdefault(tuple(values), values)

    def _ones(self, values: list[str]) -> list[str]:
        return [*map(self._one.__getitem__, values)]


class _One(dict[Any, Any]):
    """Gives for a value the first one that was equal to it."""

    def __missing__(self, value: Any) -> Any:
        self[value] = value
        return value


class _Days(dict[str, datetime.date]):
    """Days by how they are written."""

    def __missing__(self, text: str) -> datetime.date:
        self[text] = day = datetime.date.fromisoformat(text)
        return day


def _unpickled(model: type[_R], values: Fields) -> _R:
    """Make a record as pydantic itself unpickles one, but in the space of an object that was given its attributes."""
    record = model.__new__(model)
    held = _absent(model).copy()
    held.update(values)
    _set(record, "__dict__", held)
    _set(record, "__pydantic_fields_set__", _names(tuple(values)))
    _set(record, "__pydantic_extra__", None)
    _set(record, "__pydantic_private__", None)
    return record


# A record is frozen.
_set = object.__setattr__
_SHARED = 32
"""Attributes that Python keeps room for at first."""


@cache
def _names(names: tuple[str, ...]) -> set[str]:
    """Give the set of these names; one for all records that have them, since a record never changes."""
    return set(names)


@cache
def _absent(model: type[BaseModel]) -> dict[str, None]:
    """Give the attributes of a record that has nothing, to be copied.

    Python lets the objects of a class share the table of their attributes' names, and copies of the attributes share it
    too: for a paper, that is a third of the space of a dictionary of its own. The room that it keeps for attributes to
    come gets less with every object that has no more than the others.
    """

    class Attributes:
        """A class that has no other objects, so that nothing keeps Python from sharing."""

    for _ in range(_SHARED):
        absent = Attributes()
        for name in model.model_fields:
            setattr(absent, name, None)
    return vars(absent)


def _links(items: list[Fields]) -> list[Link]:
    return [_unpickled(Link, item) for item in items]


def _labeled_links(items: list[Fields]) -> list[LabeledLink]:
    return [_unpickled(LabeledLink, item) for item in items]


def _paper(value: str | Fields) -> str | PaperReference:
    return value if isinstance(value, str) else _unpickled(PaperReference, value)
