"""`llmpapers list`: papers or resources in the terminal, with the filters of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from llmpapers.cli.common import format_option, plural, project_of, read_sound_catalog
from llmpapers.cli.filter_options import ChosenFilters, filter_options

if TYPE_CHECKING:
    from llmpapers.catalog import Sourced
    from llmpapers.models import Paper, Resource


@click.command("list")
@filter_options
@click.option("--resources", is_flag=True, help="List the resources; of the filters --topic and --text apply.")
@format_option("text", "json")
@click.pass_context
def list_command(ctx: click.Context, chosen: ChosenFilters, resources: bool, output: str) -> None:
    """List papers, newest first, or resources by name."""
    from llmpapers.exporters.json_entries import entries_json
    from llmpapers.filters import select_papers, select_resources
    from llmpapers.problems import visible

    catalog = read_sound_catalog(project_of(ctx)).catalog
    filters = chosen.of(catalog)
    if resources and chosen.given("topics", "text"):
        raise click.UsageError("with --resources only --topic and --text apply")
    entries: list[Sourced[Paper] | Sourced[Resource]] = [
        *(select_resources(catalog, filters) if resources else select_papers(catalog, filters))
    ]
    if output == "json":
        for piece in entries_json(entries):
            click.echo(piece, nl=False)
        return
    width = max((len(entry.id) for entry in entries), default=0)
    for entry in entries:
        click.echo(visible(f"{entry.id:<{width}}  {_line(entry.record)}"))
    click.echo(plural(len(entries), "resource" if resources else "paper"), err=True)


def _line(record: Paper | Resource) -> str:
    from llmpapers.models import Paper

    if isinstance(record, Paper):
        return f"{record.title}  ({record.venue} {record.year})"
    return f"{record.name}  ({record.kind.value})"
