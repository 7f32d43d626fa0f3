"""JSON Schema for editors and other tools, generated from the models and the catalog's own words."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, TypeAlias

from pydantic import TypeAdapter

from llmpapers.catalog import Catalog, topic_lineage
from llmpapers.field_examples import EXAMPLES, MEANINGS
from llmpapers.models import CatalogInfo, LinkWaiver, Paper, Resource, Topic, Venue
from llmpapers.problem_codes import CODES

FOLDER = Path("catalog/schema")
"""Where editors look for the schemas, from the project's root."""

Words: TypeAlias = Mapping[str, Mapping[str, str]]
"""Words with their meanings, by the mark of the fields that take them."""

KINDS: dict[str, Any] = {
    "paper": Paper,
    "resource": Resource,
    "topics": list[Topic],
    "venues": list[Venue],
    "links": list[LinkWaiver],
    "catalog": CatalogInfo,
}
"""What there is a schema of, by the name of its file."""


def schema_of(kind: str, catalog: Catalog | None = None) -> dict[str, Any]:
    """Generate a schema.

    Args:
        kind: one of `KINDS`.
        catalog: if given, its topics and venues are the possible values, so that editors complete them.

    Returns:
        A JSON Schema, draft 2020-12.
    """
    return schema_of_model(KINDS[kind], kind.capitalize(), _words(catalog))


def _words(catalog: Catalog | None) -> Words:
    """Give the words that fields take, each with what it means."""
    titles = {path: topic.record.title for path, topic in catalog.topics.items()} if catalog else {}
    venues = catalog.venues.items() if catalog else ()
    return {
        "topics": {path: " › ".join(titles.get(above, above) for above in topic_lineage(path)) for path in titles},
        "venues": {name: venue.record.full_name for name, venue in venues},
        "warnings": {code: known.title for code, known in CODES.items() if known.severity == "warning"},
    }


def schema_of_model(
    model: Any, title: str, words: Words | None = None, mode: Literal["validation", "serialization"] = "validation"
) -> dict[str, Any]:
    """Generate the schema of a model.

    Args:
        model: what pydantic can describe.
        title: the schema's title.
        words: what fields take, by the word that the models mark their fields with.
        mode: whether it describes what is read or what is written.

    Returns:
        A JSON Schema, draft 2020-12.
    """
    schema: dict[str, Any] = TypeAdapter(model).json_schema(mode=mode)
    _add_examples({str(schema.get("title")): schema, **schema.get("$defs", {})})
    for node in _nodes(schema):
        _add_words(node, words or {})
        node.pop("strict", None)
    # A file states `paper:` or leaves it out; null is not among its values.
    _drop_nulls(schema)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **schema}


def _add_examples(models: Mapping[str, dict[str, Any]]) -> None:
    """Show each field's name, as it is written, above its description, and examples below it."""
    for name, model in models.items():
        for field, node in model.get("properties", {}).items():
            node["title"] = field
            if examples := EXAMPLES.get(name.removeprefix("_Whole"), {}).get(field):
                node["examples"] = examples
        if name in MEANINGS:
            model["enumDescriptions"] = [MEANINGS[name][value] for value in model["enum"]]


def _add_words(node: dict[str, Any], words: Words) -> None:
    """Put the words of the catalog where the models ask for them.

    `enumDescriptions` is what editors show beside each value.
    """
    if known := words.get(str(node.pop("x-names", ""))):
        node |= {"enum": list(known), "enumDescriptions": list(known.values())}
    if known := words.get(str(node.pop("x-hints", ""))):
        node["examples"] = list(known)
    if known := words.get(str(node.pop("x-keys", ""))):
        node["propertyNames"] = {"enum": list(known), "enumDescriptions": list(known.values())}


def schema_text(kind: str, catalog: Catalog | None = None) -> str:
    """Generate a schema as the text of a file."""
    return json.dumps(schema_of(kind, catalog), ensure_ascii=False, indent=2) + "\n"


def stale_schema_files(catalog: Catalog, root: Path) -> Iterator[str]:
    """Name the schema files of a project that are not what would be written now.

    A project without the folder keeps no schemas, and none is missed.
    """
    for kind in KINDS:
        path = root / FOLDER / f"{kind}.json"
        if path.is_file() and not _holds(path, schema_text(kind, catalog)):
            yield (FOLDER / path.name).as_posix()


def _holds(path: Path, text: str) -> bool:
    try:
        return path.read_bytes() == text.encode()
    except OSError:
        return False


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for child in list(value.values()):
            yield from _nodes(child)
    elif isinstance(value, list):
        for child in value:
            yield from _nodes(child)


def _drop_nulls(schema: dict[str, Any]) -> None:
    for node in _nodes(schema):
        options = node.get("anyOf")
        if isinstance(options, list) and {"type": "null"} in options:
            rest = [option for option in options if option != {"type": "null"}]
            del node["anyOf"]
            if len(rest) == 1:
                node.update({**rest[0], **node})
            else:
                node["anyOf"] = rest
        if node.get("default", ...) is None:
            del node["default"]
