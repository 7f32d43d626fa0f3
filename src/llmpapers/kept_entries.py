"""Sound entries as rows of JSON, kept from one reading to the next.

A row is as good as reading the file again: it belongs to a file in exactly this state, found without any fault by
this version of the program.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel
from pydantic_core import to_json

from llmpapers.file_states import FileState
from llmpapers.kept_files import keep, kept
from llmpapers.models import LabeledLink, Link, Paper, PaperReference, Resource, ResourceKind, Status

_R = TypeVar("_R", Paper, Resource)

Fields = dict[str, Any]
"""A record's fields as JSON has them."""


class KeptEntries:
    """The entries that were sound at the last reading, by the names of their files."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._rows: dict[str, tuple[list[int], Fields]] = {}

    def load(self) -> None:
        """Take up what an earlier reading kept; nothing if that cannot be trusted."""
        self._rows = {name: (state, fields) for name, state, fields in kept(self._file) or []}

    def fields(self, name: str, state: FileState | None) -> Fields | None:
        """Give the fields of a file in this state, if they are known."""
        found = self._rows.get(name)
        return found[1] if found and state and found[0] == list(state) else None

    def names(self) -> set[str]:
        """Name the files that are known."""
        return set(self._rows)

    def save(self, rows: Iterable[tuple[str, FileState, BaseModel]]) -> None:
        """Keep these sound records for the next reading."""
        keep(self._file, (to_json(row, exclude_none=True) for row in rows))


def restored(model: type[_R], fields: Fields) -> _R:
    """Make a record again of what `to_json` made of a sound one, without checking it again.

    Validating takes twenty times as long as this, which is how pydantic itself unpickles a record.
    """
    for name in _MAKERS.keys() & fields.keys():
        fields[name] = _MAKERS[name](fields[name])
    return _unpickled(model, fields)


def _unpickled(model: type[_R], values: Mapping[str, Any]) -> _R:
    record = model.__new__(model)
    record.__setstate__(
        {
            "__dict__": {**_absent(model), **values},
            "__pydantic_fields_set__": _names(tuple(values)),
            "__pydantic_extra__": None,
            "__pydantic_private__": None,
        }
    )
    return record


@cache
def _names(names: tuple[str, ...]) -> set[str]:
    """Give the set of these names; one for all records that have them, since a record never changes."""
    return set(names)


@cache
def _absent(model: type[BaseModel]) -> dict[str, None]:
    return dict.fromkeys(model.model_fields)


def _links(items: list[Fields]) -> list[Link]:
    return [_unpickled(Link, item) for item in items]  # type: ignore[type-var]


def _labeled_links(items: list[Fields]) -> list[LabeledLink]:
    return [_unpickled(LabeledLink, item) for item in items]  # type: ignore[type-var]


def _paper(value: str | Fields) -> str | PaperReference:
    return value if isinstance(value, str) else _unpickled(PaperReference, value)  # type: ignore[type-var]


# Fields whose values are more than JSON has; a test fills every field there is, and compares.
_MAKERS: dict[str, Callable[[Any], object]] = {
    "added": datetime.date.fromisoformat,
    "code": _links,
    "links": _labeled_links,
    "paper": _paper,
    "kind": ResourceKind,
    "status": Status,
}
