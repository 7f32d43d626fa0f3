"""`llmpapers links`: which links of the catalog are dead, have moved, or keep programs out."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import click

from llmpapers.cli.common import format_option, plural, project_of
from llmpapers.cli.filter_options import refuse_unknown
from llmpapers.errors import LlmpapersError

if TYPE_CHECKING:
    from pathlib import Path

    from llmpapers.catalog import Catalog
    from llmpapers.lookups.services import Services
    from llmpapers.upkeep.catalog_links import Place, Records
    from llmpapers.upkeep.link_check import LinkReport

_TRIES = 2


@click.command("links")
@click.option("--topic", "topics", multiple=True, metavar="PATH", help="Only entries of this topic; repeatable.")
@click.option("--limit", type=click.IntRange(min=1), help="Check at most so many links.")
@click.option("--max-age", type=click.FloatRange(min=0), default=24.0, show_default=True, metavar="HOURS",
              help="Ask anew after so many hours; 0 asks about every link.")  # fmt: skip
@click.option("--identifiers", is_flag=True,
              help="Also ask whether arXiv and doi.org know the identifiers; arXiv wants 3 s between two.")  # fmt: skip
@click.option("--write", is_flag=True, help="Write where links have moved to for good; comments stay.")
@click.option("--fail", is_flag=True, help="Leave with status 1 if a link is dead or gives no answer.")
@format_option("text", "json", "markdown")
@click.pass_context
def links_command(
    ctx: click.Context,
    topics: tuple[str, ...],
    limit: int | None,
    max_age: float,
    identifiers: bool,
    write: bool,
    fail: bool,
    output: str,
) -> None:
    """Check the links of the catalog: those of papers, resources and venues, and those in the prose of topics.

    A link that has moved for good is told from one that leads elsewhere for now, and a host that keeps programs out
    from one that is gone. `catalog/links.yaml` waives links, with a reason and, if you like, a day on which they
    are checked again. What is alive is remembered for a day, so a check that was stopped goes on where it was.
    """
    from llmpapers.loading import load_catalog
    from llmpapers.lookups.services import Services
    from llmpapers.upkeep.catalog_links import links_of
    from llmpapers.upkeep.reports import links_json, links_markdown, links_text
    from llmpapers.upkeep.waivers import stale_waivers, waived_links

    project = project_of(ctx)
    services = Services.from_environment()
    catalog = load_catalog(project.root)
    refuse_unknown("--topic", topics, catalog.topics)
    places = links_of(_records(catalog, topics), identifiers=identifiers)
    today = datetime.date.today()
    waived = {url: reason for url, reason in waived_links(catalog, today).items() if url in places}
    stale = [] if topics else stale_waivers(catalog, places, today)
    chosen = [url for url in places if url not in waived][:limit]
    reports = sorted(_checked(project.cache, services, chosen, max_age), key=lambda report: report.url)
    if len(reports) > 1 and all(report.no_host for report in reports):
        raise LlmpapersError("not one of the hosts was found; check the connection to the network")
    if write:
        _write(project.root, reports, places)
    if output == "json":
        click.echo(links_json(reports, places, stale, waived))
    elif output == "markdown":
        click.echo(links_markdown(reports, places, stale))
    else:
        if text := links_text(reports, places, stale):
            click.echo(text)
        _sum_up(reports, len(waived))
    ctx.exit(1 if fail and any(report.is_broken for report in reports) else 0)


def _records(catalog: Catalog, topics: tuple[str, ...]) -> Records:
    from llmpapers.catalog import topic_lineage
    from llmpapers.filters import Filters, select_papers, select_resources
    from llmpapers.upkeep.catalog_links import Records

    filters = Filters(topics=topics)
    return Records(
        select_papers(catalog, filters),
        select_resources(catalog, filters),
        [topic for path, topic in catalog.topics.items() if not topics or set(topics) & set(topic_lineage(path))],
        () if topics else catalog.venues.values(),
    )


def _checked(folder: Path, services: Services, urls: list[str], max_age: float) -> list[LinkReport]:
    from llmpapers.cli.progress import progress
    from llmpapers.lookups.cache import Cache
    from llmpapers.lookups.client import Client
    from llmpapers.upkeep.link_check import check_links

    kept = Cache(folder / "lookups", max_age * 3600)
    with Client(services, interval=0.5, tries=_TRIES) as client, progress("Checking links", len(urls)) as step:
        return list(check_links(client, urls, kept, step))


def _write(root: Path, reports: list[LinkReport], places: dict[str, list[Place]]) -> None:
    from llmpapers.upkeep.moved_links import write_new_addresses

    done = write_new_addresses(root, reports, places)
    click.echo(f"{plural(len(done.files), 'file')} changed", err=True)
    for address in done.left:
        click.echo(f"not written, look where it leads: {address}", err=True)


def _sum_up(reports: list[LinkReport], waived: int) -> None:
    from collections import Counter

    counts = Counter(report.state.value for report in reports)
    parts = [
        f"{counts[state]} {state}"
        for state in ("ok", "moved", "guarded", "trouble", "private", "dead")
        if counts[state]
    ]
    parts += [f"{waived} waived"] if waived else []
    click.echo(f"{plural(len(reports), 'link')}: {', '.join(parts) or 'none'}", err=True)
