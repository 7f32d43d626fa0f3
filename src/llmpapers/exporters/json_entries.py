"""Entries as JSON: all their fields, each with its id; what `list --format json` and the site's catalog.json hold."""

import json
from collections.abc import Iterable
from typing import Any

from llmpapers.catalog import Catalog, Sourced
from llmpapers.models import Paper, Resource


def entry_fields(entry: Sourced[Paper] | Sourced[Resource]) -> dict[str, Any]:
    """Give an entry's fields as JSON has them: its id first, absent fields left out, dates as text."""
    return {"id": entry.id, **entry.record.model_dump(mode="json", exclude_none=True)}


def entries_json(entries: Iterable[Sourced[Paper] | Sourced[Resource]]) -> str:
    """Write entries as a JSON list."""
    return json.dumps([entry_fields(entry) for entry in entries], ensure_ascii=False, indent=2) + "\n"


def catalog_json(catalog: Catalog) -> str:
    """Write the whole catalog as JSON: its papers and resources by id, its topics and venues as listed."""
    content = {
        "papers": [entry_fields(entry) for entry in catalog.papers.values()],
        "resources": [entry_fields(entry) for entry in catalog.resources.values()],
        "topics": [
            {"path": path, **topic.record.model_dump(mode="json", exclude_none=True)}
            for path, topic in catalog.topics.items()
        ],
        "venues": [venue.record.model_dump(mode="json", exclude_none=True) for venue in catalog.venues.values()],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
