"""`llmpapers list`: papers or resources in the terminal, with the filters of the site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from llmpapers.cli.common import format_option, plural, project_of, read_sound_catalog

if TYPE_CHECKING:
    from llmpapers.catalog import Sourced
    from llmpapers.models import Paper, Resource

    _ParamType = click.ParamType[tuple[int, int]]
else:
    # Not every version of click that will do has generic types of parameters.
    _ParamType = click.ParamType


class _Years(_ParamType):
    """A year, or a range of years: 2024, 2022-2024, 2022-, -2022."""

    name = "years"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        if isinstance(value, tuple):
            return value
        found = re.fullmatch(r"(\d{4})?(-)?(\d{4})?", str(value))
        if not found or not (found[1] or found[3]) or (found[1] and found[3] and not found[2]):
            self.fail(f"{value!r} is no year or range such as 2024 or 2022-2024", param, ctx)
        first = int(found[1] or 0)
        last = int(found[3] or 9999) if found[2] else first
        if first > last:
            self.fail(f"the range {value!r} ends before it begins", param, ctx)
        return first, last


@click.command("list")
@click.option("--topic", "topics", multiple=True, metavar="PATH", help="Only this topic and below; repeatable.")
@click.option("--year", "years", type=_Years(), metavar="YEAR", help="Only this year or range: 2024, 2022-2024, 2022-.")
@click.option("--venue", "venues", multiple=True, metavar="NAME", help="Only this venue, also by an alias; repeatable.")
@click.option("--author", metavar="TEXT", help="Only papers with these words in an author's name.")
@click.option("--code/--no-code", default=None, help="Only papers with code, or only those without.")
@click.option(
    "--text", metavar="WORDS", help="Only what has all these words in its title, names, authors, summary or ids."
)
@click.option("--resources", is_flag=True, help="List the resources; of the filters --topic and --text apply.")
@format_option("text", "json")
@click.pass_context
def list_command(
    ctx: click.Context,
    topics: tuple[str, ...],
    years: tuple[int, int] | None,
    venues: tuple[str, ...],
    author: str | None,
    code: bool | None,
    text: str | None,
    resources: bool,
    output: str,
) -> None:
    """List papers, newest first, or resources by name."""
    from llmpapers.exporters.json_entries import entries_json
    from llmpapers.filters import Filters, select_papers, select_resources
    from llmpapers.problems import did_you_mean, visible

    catalog = read_sound_catalog(project_of(ctx)).catalog
    venues = tuple(catalog.find_venue(name) or name for name in venues)
    for option, given, known in (("--topic", topics, catalog.topics), ("--venue", venues, catalog.venues)):
        for value in given:
            if value not in known:
                hint = did_you_mean(value, known, f"known: {', '.join(sorted(known))}")
                raise click.BadParameter(f"there is no {option[2:]} {value!r}; {hint}", param_hint=option)
    if resources and (years or venues or author or code is not None):
        raise click.UsageError("with --resources only --topic and --text apply")
    filters = Filters(topics=topics, years=years, venues=venues, code=code, author=author, text=text)
    entries: list[Sourced[Paper] | Sourced[Resource]] = [
        *(select_resources(catalog, filters) if resources else select_papers(catalog, filters))
    ]
    if output == "json":
        click.echo(entries_json(entries), nl=False)
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
