"""From plain data to records: every fault of a document's fields becomes a problem at its place."""

import datetime
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from llmpapers.models import LabeledLink, Link, PaperReference, Recommendation, Resource
from llmpapers.problem_codes import CODES
from llmpapers.problems import did_you_mean
from llmpapers.reading import Document
from llmpapers.yaml_values import DataPath, Misread, Plain

TYPED_FIELDS = {"year": "int", "format": "int", "added": "timestamp", "until": "timestamp"}
"""The fields that are not text, with the YAML type that they take."""

_Record = TypeVar("_Record", bound=BaseModel)

# What stands in for a required field that is absent or at fault, so that the rest can be looked at.
_PLACEHOLDERS: dict[str, Any] = {
    "authors": ["Unknown"], "year": 2000, "added": datetime.date(2000, 1, 1), "topics": ["unknown"],
    "url": "https://placeholder.invalid/", "format": 1,
}  # fmt: skip


class Validated(NamedTuple, Generic[_Record]):
    """A record as far as its document allows."""

    record: _Record
    """The record; fields named in `faulty` hold placeholders."""
    faulty: frozenset[str]
    """Top-level fields that are missing or wrong; empty for a sound record."""


def validate(document: Document, model: type[_Record], path: DataPath = ()) -> Validated[_Record] | None:
    """Turn a document, or one item of it, into a record.

    Args:
        document: what was read; it takes the problems.
        model: the kind of record.
        path: where in the document the record's fields are.

    Returns:
        The record with the names of its faulty fields, or None where there are no fields at all.
    """
    data: Plain = document.data
    for step in path:
        data = data[step]  # type: ignore[index]
    if not isinstance(data, dict):
        document.problem("not-a-mapping", "expected `field: value` lines here", "see `llmpapers schema`", path)
        return None
    fields = model.model_fields
    known = {name: value for name, value in data.items() if name in fields}
    unreadable = _note_unreadable(document, known, path)
    faulty = {str(place[0]) for place in unreadable}
    try:
        return Validated(model.model_validate(data), frozenset(faulty))
    except ValidationError as error:
        faulty |= _note(document, model, error, path, unreadable)
    record = model.model_validate(_with_placeholders(data, faulty, model))
    return Validated(record, frozenset(faulty))


def _with_placeholders(fields: dict[str, Any], faulty: set[str], model: type[BaseModel]) -> dict[str, Any]:
    values = {name: value for name, value in fields.items() if name not in faulty}
    for name in faulty & model.model_fields.keys():
        info = model.model_fields[name]
        if info.is_required():
            words = _options(model, name)
            values[name] = words[0] if words else _PLACEHOLDERS.get(name, "unknown")
    return values


def _note_unreadable(document: Document, fields: dict[str, Plain], path: DataPath) -> set[DataPath]:
    """Note values that YAML misread, and fields without value; gives their places below the path."""
    places = set()
    for place, scalar in _unreadable(fields, ()):
        places.add(place)
        if scalar is None:
            what = f"`{place[0]}` has" if len(place) == 1 else "an item has"
            hint = "write one, or delete the line"
            document.problem("empty-field", f"{what} no value", hint, (*path, *place), at_key=True)
        else:
            document.problem(*_misread(str(place[-1]), scalar), (*path, *place))
    return places


def _misread(name: str, scalar: Misread) -> tuple[str, str, str]:
    if name in TYPED_FIELDS:
        return _wrong_scalar(TYPED_FIELDS[name], scalar.raw)
    hint = f'put it in double quotes: "{scalar.raw}"'
    return "misread-value", f"YAML reads {scalar.raw} as {scalar.kind}", hint


def _wrong_scalar(wanted: str, raw: str) -> tuple[str, str, str]:
    if wanted == "timestamp":
        return "bad-date", f"{raw!r} is no date", "write year-month-day without quotes: 2026-11-23"
    return "wrong-type", f"{raw!r} is no plain number", "write it in digits, such as 2024"


_READABLE = frozenset({str, int, datetime.date})


def _unreadable(value: Plain, place: DataPath) -> Iterator[tuple[DataPath, Misread | None]]:
    if value is None or isinstance(value, Misread):
        yield place, value
    elif isinstance(value, list | dict):
        if _READABLE.issuperset(map(type, value if isinstance(value, list) else value.values())):
            return  # Most are, and need no look.
        for key, item in enumerate(value) if isinstance(value, list) else value.items():
            if type(item) not in _READABLE:
                yield from _unreadable(item, (*place, key))


def _note(
    document: Document, model: type[BaseModel], error: ValidationError, path: DataPath, known: set[DataPath]
) -> set[str]:
    """Turn pydantic's errors into problems, except at known places; gives the top-level fields that they are in."""
    faulty: set[str] = set()
    noted = set(known)
    for details in _of_the_fitting_member(error.errors(include_url=False)):
        location = _location(details, model)
        faulty.add(str(location[0]))
        # A key and its value can both be wrong, and are at one place.
        if location not in noted:
            noted.add(location)
            code, message, hint = _explain(details, model, location)
            place = (*path, *location[:-1]) if code == "missing-field" else (*path, *location)
            document.problem(code, message, hint, place, at_key=code == "unknown-field")
    return faulty


def _location(details: ErrorDetails, model: type[BaseModel]) -> DataPath:
    """Give where an error is, without the union's member that pydantic tried."""
    location = tuple(details["loc"])
    return location[:1] + location[2:] if _is_union(location, model) else location


def _is_union(location: DataPath, model: type[BaseModel]) -> bool:
    return model is Resource and location[0] == "paper" and len(location) > 1


def _of_the_fitting_member(errors: list[ErrorDetails]) -> Iterator[ErrorDetails]:
    """Leave out what pydantic says of a union's other member: no one who wrote fields meant an id."""
    for details in errors:
        tried_as_text = details["loc"][:1] == ("paper",) and "PaperReference" not in details["loc"][1:2]
        if not (tried_as_text and len(details["loc"]) > 1 and isinstance(details["input"], dict)):
            yield details


_NAMES = {
    "string": "a text", "list": "a list (lines that begin with `- `)", "int": "a number", "date": "a date (2026-11-23)",
    "model": "`field: value` lines", "dict": "`field: value` lines",
}  # fmt: skip


def _explain(details: ErrorDetails, model: type[BaseModel], location: DataPath) -> tuple[str, str, str]:
    kind, name = details["type"], str(location[-1])
    if kind in CODES:
        context = details.get("ctx") or {}
        return kind, str(context["message"]), str(context["hint"])
    if kind == "missing":
        meaning = _model_at(model, location[:-1]).model_fields[name].description
        return "missing-field", f"the required field `{name}` is missing", meaning or f"add `{name}:`"
    if kind == "extra_forbidden":
        fields = list(_model_at(model, location[:-1]).model_fields)
        return (
            "unknown-field",
            f"there is no field `{name}` here",
            did_you_mean(name, fields, f"the fields are {', '.join(fields)}"),
        )
    if kind == "enum":
        given, allowed = str(details["input"]), _options(model, name)
        hint = did_you_mean(given, allowed, f"use one of {', '.join(allowed)}")
        return "bad-value", f"{given!r} is not a possible {name}", hint
    if kind == "too_short":
        return "empty-field", f"`{name}` holds nothing", "write an item, or delete the field"
    expected = next((text for prefix, text in _NAMES.items() if kind.startswith(prefix)), "another kind of value")
    if kind.startswith("date") and isinstance(details["input"], str):
        return _wrong_scalar("timestamp", details["input"])
    return "wrong-type", f"`{_spoken(location)}` should be {expected}", _type_hint(kind, details["input"])


def _type_hint(kind: str, given: object) -> str:
    if kind.startswith("int") and isinstance(given, str):
        return "write the number without quotes" if given.isdigit() else "write digits only"
    if kind.startswith("list") and isinstance(given, str):
        return f"write it as an item of a list, on a line of its own: - {given}"
    if kind.startswith("string") and isinstance(given, list):
        return "write one text, not a list"
    if kind.startswith("string") and not isinstance(given, str | dict):
        return f'put it in double quotes: "{given}"'
    return "see `llmpapers schema` for what the field takes"


def _spoken(location: tuple[str | int, ...]) -> str:
    """Name a place for a message: `code[2].url`, counted from 1."""
    return "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in location).lstrip(".")


_NESTED: dict[str, type[BaseModel]] = {
    "code": Link, "links": LabeledLink, "paper": PaperReference, "start_here": Recommendation,
}  # fmt: skip


def _model_at(model: type[BaseModel], location: DataPath) -> type[BaseModel]:
    """Give the kind of the record at a place inside another."""
    return _NESTED[str(location[0])] if location else model


def _options(model: type[BaseModel], name: str) -> list[str]:
    """List the words that a field takes."""
    annotation = model.model_fields[name].annotation
    for kind in (annotation, *getattr(annotation, "__args__", ())):
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return [member.value for member in kind]
    return []
