"""Entries as JSON: all their fields, each with its id."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from llmpapers.catalog import NO_VENUE, Sourced
from llmpapers.models import Paper, Resource


def entry_fields(entry: Sourced[Paper] | Sourced[Resource]) -> dict[str, Any]:
    """Give an entry's fields as JSON has them: its id first, absent fields left out, dates as text.

    What is still to be written is an empty list or text.
    """
    fields = {"id": entry.id, **entry.record.model_dump(mode="json", exclude_none=True)}
    if fields.get("venue") == NO_VENUE:
        fields["venue"] = ""
    return fields


def entries_json(entries: Iterable[Sourced[Paper] | Sourced[Resource]]) -> Iterator[str]:
    """Write entries as a JSON list, piece by piece."""
    yield "["
    separator = "\n"
    for entry in entries:
        text = json.dumps(entry_fields(entry), ensure_ascii=False, indent=2)
        yield separator + "  " + text.replace("\n", "\n  ")
        separator = ",\n"
    yield "]\n" if separator == "\n" else "\n]\n"


def entries_jsonl(entries: Iterable[Sourced[Paper] | Sourced[Resource]]) -> Iterator[str]:
    """Write entries as JSON lines: one entry a line."""
    for entry in entries:
        yield json.dumps(entry_fields(entry), ensure_ascii=False) + "\n"
