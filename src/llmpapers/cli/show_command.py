"""`llmpapers show`: one entry in the terminal."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

from llmpapers.cli.common import format_option, project_of, read_sound_catalog
from llmpapers.errors import LlmpapersError

if TYPE_CHECKING:
    from llmpapers.catalog import Catalog, Sourced
    from llmpapers.models import Paper, Resource

_WIDTH = 96


@click.command("show")
@click.argument("id_", metavar="ID")
@format_option("text", "json", "bibtex", "csl-json", "ris", "citation")
@click.pass_context
def show_command(ctx: click.Context, id_: str, output: str) -> None:
    """Show one entry: a paper or a resource by its ID, former id, title, or an earlier title or name.

    A paper is also found by its arXiv id or DOI, in any form.
    """
    import json

    from llmpapers.exporters.json_entries import entry_fields
    from llmpapers.problems import visible

    catalog = read_sound_catalog(project_of(ctx)).catalog
    entry = _find(catalog, id_)
    if output == "json":
        click.echo(json.dumps(entry_fields(entry), ensure_ascii=False, indent=2))
    elif output != "text":
        if entry.id not in catalog.papers or catalog.papers[entry.id] is not entry:
            raise LlmpapersError(f"{entry.id!r} is a resource; only papers are cited")
        click.echo(_cited(catalog, entry.id, output))
    else:
        for row in _rows(entry):
            click.echo(visible(row))


def _cited(catalog: Catalog, id_: str, output: str) -> str:
    from llmpapers.exporters.bibtex import bibtex_entry
    from llmpapers.exporters.citation import citation_text
    from llmpapers.exporters.citing import cited_papers
    from llmpapers.exporters.csl_json import csl_item, csl_json_text
    from llmpapers.exporters.ris import ris_record

    [paper] = cited_papers(catalog, [id_])
    match output:
        case "bibtex":
            return bibtex_entry(paper)
        case "csl-json":
            return csl_json_text(paper)
        case "ris":
            return ris_record(csl_item(paper)).rstrip("\r\n")
        case _:
            return citation_text(csl_item(paper))


def _find(catalog: Catalog, wanted: str) -> Sourced[Paper] | Sourced[Resource]:
    """Find an entry; a paper goes before a resource of the same id.

    Raises:
        LlmpapersError: if there is none, with the nearest id.
    """
    from llmpapers.problems import did_you_mean

    for entries in (catalog.papers, catalog.resources):
        for id_, entry in entries.items():
            if wanted == id_ or wanted in (entry.record.former_ids or []):
                return entry
    found = catalog.find_by_identifier(wanted) or catalog.find_by_title(wanted)
    if found:
        return found
    for resource in catalog.resources.values():
        names = (resource.record.name, *(resource.record.also_known_as or []))
        if wanted.casefold() in {name.casefold() for name in names}:
            return resource
    known = "`llmpapers list` names the papers, `llmpapers list --resources` the resources"
    hint = did_you_mean(wanted, [*catalog.papers, *catalog.resources], known)
    raise LlmpapersError(f"there is no entry {wanted!r}; {hint}")


def _rows(entry: Sourced[Paper] | Sourced[Resource]) -> list[str]:
    fields = entry.record.model_dump(mode="json", exclude_none=True)
    heading = fields.pop("title", None) or fields.pop("name")
    prose = fields.pop("summary" if "summary" in fields else "description")
    prose = " ".join(prose.split()) or "No summary yet."
    rows = [*textwrap.wrap(heading, _WIDTH), "", *textwrap.wrap(prose, _WIDTH), ""]
    fields = {"id": entry.id, **fields, "file": entry.document.name}
    for name, value in ((name, value) for name, value in fields.items() if value not in ("", [])):
        label = f"{name.replace('_', ' ')}:"
        rows += textwrap.wrap(
            f"{label:<16}{_spoken(value)}",
            _WIDTH,
            subsequent_indent=" " * 16,
            break_long_words=False,
            break_on_hyphens=False,
        )
    return rows


def _spoken(value: object) -> str:
    if isinstance(value, dict):
        if "url" in value:
            label = value.get("label") or value.get("title")
            return f"{label}: {value['url']}" if label else str(value["url"])
        return "; ".join(f"{key}: {item}" for key, item in value.items())
    if isinstance(value, list):
        return "; ".join(_spoken(item) for item in value)
    return str(value)
