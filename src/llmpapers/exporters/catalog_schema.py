"""The schema that describes the whole catalog as one JSON document."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from llmpapers.models import EntryId, Line, Paper, Prose, Resource, Topic, Venue
from llmpapers.schema import schema_of_model


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
