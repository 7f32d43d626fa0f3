"""The whole catalog as one JSON document: the site's `catalog.json`."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from llmpapers.catalog import Catalog, Sourced
from llmpapers.exporters.json_entries import entry_fields
from llmpapers.models import Paper

FORMAT = 1
"""Version of the document's shape. Fields may be added within a version; none is renamed or removed."""

SCHEMA_NAME = "catalog-export"
"""Name of the schema that describes the document."""


def paper_lines(papers: Iterable[Sourced[Paper]]) -> Iterator[str]:
    """Write papers as they stand in the document, each on a line without its end."""
    for paper in papers:
        yield json.dumps(entry_fields(paper), ensure_ascii=False)


def around_papers(catalog: Catalog) -> tuple[str, str, str]:
    """Write what stands before, between and after the papers."""
    topics = (
        {"path": path, **topic.record.model_dump(mode="json", exclude_none=True)}
        for path, topic in catalog.topics.items()
    )
    venues = (venue.record.model_dump(mode="json", exclude_none=True) for venue in catalog.venues.values())
    resources = map(entry_fields, catalog.resources.values())
    lists = [_list(name, rows) for name, rows in (("resources", resources), ("topics", topics), ("venues", venues))]
    head = f'{{\n"format": {FORMAT},\n"papers": [' + ("\n" if catalog.papers else "")
    return head, _BETWEEN, "\n]" + "".join(lists) + "\n}\n"


_BETWEEN = ",\n"


def _list(name: str, records: Iterable[dict[str, Any]]) -> str:
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    return f'{_BETWEEN}"{name}": [' + ("\n" if lines else "") + _BETWEEN.join(lines) + "\n]"
