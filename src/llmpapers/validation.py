"""From plain data to records: every fault of a document's fields becomes a problem at its place."""

import datetime
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from llmpapers.models import LabelledLink, Link, PaperReference, Recommendation
from llmpapers.problem_codes import CODES
from llmpapers.problems import did_you_mean
from llmpapers.reading import DataPath, Document, Misread, Plain

TYPED_FIELDS = {"year": "int", "format": "int", "added": "timestamp", "until": "timestamp"}
"""The fields that are not text, with the YAML type that they take."""

_Record = TypeVar("_Record", bound=BaseModel)

# What stands in for a required field that is absent or at fault, so that the rest can be looked at.
_PLACEHOLDERS: dict[str, Any] = {
    "authors": ["Unknown"], "year": 2000, "added": datetime.date(2000, 1, 1), "topics": ["unknown"],
    "url": "https://placeholder.invalid/", "format": 1,
}  # fmt: skip


class Validated(NamedTuple):
    """A record as far as its document allows."""

    record: Any
    """The record; fields named in `faulty` hold placeholders."""
    faulty: frozenset[str]
    """Top-level fields that are missing or wrong; empty for a sound record."""


def validate(document: Document, model: type[_Record], path: DataPath = ()) -> Validated | None:
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
        data = data[step]  # type: ignore[index, call-overload]
    if not isinstance(data, dict):
        document.problem("not-a-mapping", "expected `field: value` lines here", "see `llmpapers schema`", path)
        return None
    fields = dict(data)
    faulty = _note_unreadable(document, fields, path)
    # A second round finds nothing new, but has placeholders in place of what the first one found.
    for _ in range(2):
        try:
            return Validated(model.model_validate(_with_placeholders(fields, faulty, model)), frozenset(faulty))
        except ValidationError as error:
            faulty |= _note(document, model, error, path, faulty)
    raise AssertionError(f"placeholders of {model.__name__} are not valid")


def _with_placeholders(fields: dict[str, Any], faulty: set[str], model: type[BaseModel]) -> dict[str, Any]:
    values = {name: value for name, value in fields.items() if name not in faulty}
    for name in faulty & model.model_fields.keys():
        info = model.model_fields[name]
        if info.is_required():
            kind = info.annotation
            is_enum = isinstance(kind, type) and issubclass(kind, StrEnum)
            values[name] = next(iter(kind)) if is_enum else _PLACEHOLDERS.get(name, "unknown")
    return values


def _note_unreadable(document: Document, fields: dict[str, Any], path: DataPath) -> set[str]:
    """Note values that YAML misread, and fields without value, before their types are looked at."""
    faulty = set()
    for name, value in list(fields.items()):
        found = list(_unreadable(value, (*path, name)))
        for place, scalar in found:
            if scalar is None:
                what = f"`{name}` has" if len(place) == len(path) + 1 else "an item has"
                document.problem(
                    "empty-field", f"{what} no value", "write one, or delete the line", place, at_key=True
                )
            else:
                document.problem(
                    "misread-value",
                    f"YAML reads {scalar.raw} as {scalar.kind}",
                    f'put it in double quotes: "{scalar.raw}"',
                    place,
                )
        if found:
            faulty.add(name)
    return faulty


def _unreadable(value: Any, place: DataPath) -> list[tuple[DataPath, Misread | None]]:
    if value is None or isinstance(value, Misread):
        return [(place, value)]
    if isinstance(value, list):
        return [found for index, item in enumerate(value) for found in _unreadable(item, (*place, index))]
    if isinstance(value, dict):
        return [found for key, item in value.items() for found in _unreadable(item, (*place, key))]
    return []


def _note(
    document: Document, model: type[BaseModel], error: ValidationError, path: DataPath, known: set[str]
) -> set[str]:
    """Turn pydantic's errors into problems; gives the top-level fields that they are in."""
    faulty: set[str] = set()
    noted: set[tuple[DataPath, str]] = set()
    for details in error.errors(include_url=False):
        location = tuple(step for step in details["loc"] if not _is_union_tag(step))
        field = str(location[0]) if location else ""
        if field in known:
            continue
        faulty.add(field)
        code, message, hint = _explain(details, model, location, document, path)
        # A union reports once for each of its members.
        if (location, code) not in noted and not any(place == location for place, _ in noted):
            noted.add((location, code))
            at_key = code in {"unknown-field"}
            place = (*path, *location[:-1]) if code == "missing-field" else (*path, *location)
            document.problem(code, message, hint, place, at_key=at_key)
    return faulty


def _is_union_tag(step: str | int) -> bool:
    """Pydantic puts the tried member of a union into the location."""
    return isinstance(step, str) and (step.startswith(("function-", "constrained-")) or step == "PaperReference")


_NAMES = {
    "string": "a text", "list": "a list (lines that begin with `- `)", "int": "a number", "date": "a date (2026-11-23)",
    "model": "`field: value` lines", "dict": "`field: value` lines",
}  # fmt: skip


def _explain(
    details: ErrorDetails, model: type[BaseModel], location: tuple[str | int, ...], document: Document, path: DataPath
) -> tuple[str, str, str]:
    kind, name = details["type"], str(location[-1]) if location else ""
    if kind in CODES:
        context = details.get("ctx") or {}
        return kind, str(context["message"]), str(context["hint"])
    if kind == "missing":
        meaning = model.model_fields[name].description if name in model.model_fields else None
        return "missing-field", f"the required field `{name}` is missing", meaning or f"add `{name}:`"
    if kind == "extra_forbidden":
        fields = _fields_at(model, location[:-1])
        return "unknown-field", f"there is no field `{name}` here", did_you_mean(
            name, fields, f"the fields are {', '.join(fields)}"
        )
    if kind == "enum":
        given, allowed = str(details["input"]), _options(model, name)
        hint = did_you_mean(given, allowed, f"use one of {', '.join(allowed)}")
        return "bad-value", f"{given!r} is not a possible {name}", hint
    if kind == "too_short":
        return "empty-field", f"`{name}` is an empty list", "write an item, or delete the field"
    expected = next((text for prefix, text in _NAMES.items() if kind.startswith(prefix)), "another kind of value")
    if kind.startswith("date") and isinstance(details["input"], str):
        return "bad-date", f"{details['input']!r} is no date", "write year-month-day without quotes: 2026-11-23"
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
    "code": Link, "links": LabelledLink, "paper": PaperReference, "start_here": Recommendation,
}  # fmt: skip


def _fields_at(model: type[BaseModel], location: tuple[str | int, ...]) -> list[str]:
    """List the fields of the record at a place inside another."""
    return list((_NESTED[str(location[0])] if location else model).model_fields)


def _options(model: type[BaseModel], name: str) -> list[str]:
    """List the words that a field takes."""
    annotation = model.model_fields[name].annotation
    for kind in (annotation, *getattr(annotation, "__args__", ())):
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return [member.value for member in kind]
    return []
