"""The whole catalog as one JSON document: the site's `catalog.json`, described by a schema of its own."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from llmpapers.catalog import Catalog
from llmpapers.exporters.json_entries import entry_fields
from llmpapers.models import EntryId, Line, Paper, Prose, Resource, Topic, Venue
from llmpapers.schema import schema_of_model

FORMAT = 1
"""Version of the document's shape. Fields may be added within a version; none is renamed or removed."""

SCHEMA_NAME = "catalog-export"


class _WholePaper(Paper):
    id: EntryId = Field(description="The entry's id: its address on the site is papers/<id>/.")
    authors: list[Line] = Field(description="All authors in order; empty in a draft whose authors are not recorded.")
    venue: Line | Literal[""] = Field(description="The venue's name; empty in a draft whose venue is not recorded.")
    summary: Prose | Literal[""] = Field(description="Problem, idea, result; empty in a draft that has none yet.")


class _WholeResource(Resource):
    id: EntryId = Field(description="The entry's id.")


class _CatalogFile(BaseModel):
    """A whole catalog: its papers and resources by id, its topics and venues as listed."""

    model_config = ConfigDict(extra="forbid")

    format: Literal[1] = Field(description="Version of this document's shape.")
    papers: list[_WholePaper]
    resources: list[_WholeResource]
    topics: list[Topic]
    venues: list[Venue]


def catalog_schema() -> dict[str, Any]:
    """Describe `catalog.json` in JSON Schema, draft 2020-12."""
    schema = schema_of_model(_CatalogFile, "Catalog export", mode="serialization")
    topic = schema["$defs"]["Topic"]
    topic["properties"]["path"] = {"type": "string", "description": "By which papers name it: compression/low-rank."}
    topic["required"].append("path")
    return schema


def catalog_json(catalog: Catalog) -> Iterator[str]:
    """Write the whole catalog as JSON, an entry a line."""
    topics = (
        {"path": path, **topic.record.model_dump(mode="json", exclude_none=True)}
        for path, topic in catalog.topics.items()
    )
    yield f'{{\n"format": {FORMAT},\n'
    yield from _list("papers", map(entry_fields, catalog.papers.values()))
    yield from _list("resources", map(entry_fields, catalog.resources.values()))
    yield from _list("topics", topics)
    venues = (venue.record.model_dump(mode="json", exclude_none=True) for venue in catalog.venues.values())
    yield from _list("venues", venues, end="\n}\n")


def _list(name: str, records: Iterable[dict[str, Any]], end: str = ",\n") -> Iterator[str]:
    yield f'"{name}": ['
    for number, record in enumerate(records):
        yield (",\n" if number else "\n") + json.dumps(record, ensure_ascii=False)
    yield f"\n]{end}"
