"""`llmpapers refresh`: preprints that were published since, and code that moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from llmpapers.cli.common import format_option, plural, project_of, project_to_change
from llmpapers.cli.filter_options import ChosenFilters, filter_options

if TYPE_CHECKING:
    from llmpapers.catalog import Catalog, Sourced
    from llmpapers.models import Paper
    from llmpapers.project import Project
    from llmpapers.upkeep.proposed_edits import ProposedEdits


@click.command("refresh")
@filter_options
@click.option("--limit", type=click.IntRange(min=1), help="Ask about at most so many papers.")
@click.option("--max-age", type=click.FloatRange(min=0), default=7.0, show_default=True, metavar="DAYS",
              help="Use answers that are at most so old; 0 asks anew.")  # fmt: skip
@click.option("--write", is_flag=True, help="Write the proposed values into the entries; comments stay.")
@format_option("text", "json", "markdown")
@click.pass_context
def refresh_command(
    ctx: click.Context, chosen: ChosenFilters, limit: int | None, max_age: float, write: bool, output: str
) -> None:
    """Ask whether preprints were published since, and whether code moved.

    Proposes edits, each with the page where you can see it; without --write nothing is changed. A paper is
    recognized by its title and its authors, never by the title alone. Answers are kept for a week, so a call that
    was stopped goes on where it was. The services are those of `llmpapers add`.
    """
    from llmpapers.filters import select_papers
    from llmpapers.loading import load_catalog
    from llmpapers.upkeep.proposed_edits import apply_edits
    from llmpapers.upkeep.refreshing import is_preprint
    from llmpapers.upkeep.reports import edits_json, edits_markdown, edits_text

    project = (project_to_change if write else project_of)(ctx)
    catalog = load_catalog(project.root)
    papers = select_papers(catalog, chosen.of(catalog))
    asked = [paper for paper in papers if is_preprint(catalog, paper) or paper.record.code][:limit]
    proposals = [found for found in _asked(project, catalog, asked, max_age) if found.edits or found.remarks]
    changed = [proposed for proposed in proposals if proposed.edits]
    if write:
        for proposed in changed:
            apply_edits(project.root, proposed)
    show = {"json": edits_json, "markdown": edits_markdown, "text": edits_text}[output]
    if proposals or output != "text":
        click.echo(show(proposals))
    if output == "text":
        done = "changed" if write else "to change" + ("; --write does it" if changed else "")
        click.echo(f"{plural(len(asked), 'paper')} asked about, {len(changed)} {done}", err=True)


def _asked(project: Project, catalog: Catalog, papers: list[Sourced[Paper]], max_age: float) -> list[ProposedEdits]:
    from llmpapers.cli.progress import progress
    from llmpapers.lookups.cache import Cache
    from llmpapers.lookups.client import Client
    from llmpapers.lookups.services import Services
    from llmpapers.upkeep.refreshing import refresh_paper
    from llmpapers.venue_names import VenueNames

    venues = VenueNames(catalog.venues)
    kept = Cache(project.cache / "lookups", max_age * 86400)
    found = []
    with (
        Client(Services.from_environment(), kept=kept, interval=0.5, tries=3) as client,
        progress("Asking about papers", len(papers)) as step,
    ):
        for paper in papers:
            found.append(refresh_paper(client, catalog, paper, venues, kept))
            step()
    return found
