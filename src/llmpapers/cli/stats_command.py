"""`llmpapers stats`: counts, and how complete the entries are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from llmpapers.cli.common import format_option, plural, project_of, read_sound_catalog

if TYPE_CHECKING:
    from llmpapers.statistics import Counts, Quality, Share

_MOST_VENUES = 12


@click.command("stats")
@click.option("--quality", is_flag=True, help="Say how complete the entries are instead.")
@format_option("text", "json")
@click.pass_context
def stats_command(ctx: click.Context, quality: bool, output: str) -> None:
    """Count the papers by topic, year and venue, or report on the entries' quality."""
    import datetime

    from llmpapers.statistics import assess, count

    catalog = read_sound_catalog(project_of(ctx)).catalog
    if quality:
        found = assess(catalog, datetime.date.today())
        click.echo(json.dumps(_quality_data(found), indent=2) if output == "json" else _quality_text(found))
    else:
        counts = count(catalog)
        data = json.dumps(asdict(counts), indent=2, ensure_ascii=False)
        click.echo(data if output == "json" else _counts_text(counts))


def _counts_text(counts: Counts) -> str:
    parts = [f"{plural(counts.papers, 'paper')}, {plural(counts.resources, 'resource')}"]
    venues = dict(list(counts.venues.items())[:_MOST_VENUES])
    rest = sum(counts.venues.values()) - sum(venues.values())
    if rest:
        venues[f"{len(counts.venues) - len(venues)} others"] = rest
    tables: dict[str, Mapping[Any, int]] = {
        "Topics": counts.topics,
        "Years": counts.years,
        "Venues": venues,
        "Resources": counts.resource_kinds,
    }
    for heading, table in tables.items():
        if table:
            parts += ["", heading, *_table(table)]
    return "\n".join(parts)


def _table(counts: Mapping[Any, int]) -> list[str]:
    width = max(len(str(name)) for name in counts)
    digits = len(str(max(counts.values())))
    return [f"  {name!s:<{width}}  {number:>{digits}}" for name, number in counts.items()]


_SHARES = {
    "authors": "with authors",
    "summary": "with a summary",
    "formal_venue": "formally published",
    "code": "with code",
    "arxiv": "with an arXiv id",
    "doi": "with a DOI",
    "short_name": "with a short name",
}


def _quality_text(quality: Quality) -> str:
    from llmpapers.statistics import FEW_PAPERS, OLD_PREPRINT

    rows = []
    for field, label in _SHARES.items():
        share: Share = getattr(quality, field)
        rows.append(f"{label:<28} {_spoken(share)}")
    fewest, middle, most = quality.summary_lengths
    rows.append(f"{'summary, in characters':<28} {fewest} to {most}, median {middle:g}")
    few = ", ".join(f"{path} ({size})" for path, size in quality.topics_with_few_papers.items())
    rows.append(f"{'topics without prose':<28} {', '.join(quality.topics_without_prose) or 'none'}")
    rows.append(f"{'topics without a start':<28} {', '.join(quality.topics_without_start) or 'none'}")
    rows.append(f"{f'topics below {FEW_PAPERS} papers':<28} {few or 'none'}")
    rows.append(f"{f'preprints over {OLD_PREPRINT} years old':<28} {len(quality.old_preprints)}")
    return "\n".join([*rows, *(f"  {id_}" for id_ in quality.old_preprints)])


def _spoken(share: Share) -> str:
    return "no papers" if share.percent is None else f"{share.count:>5} of {share.of}  {share.percent:5.1f} %"


def _quality_data(quality: Quality) -> dict[str, Any]:
    data = asdict(quality)
    for field in _SHARES:
        share: Share = getattr(quality, field)
        percent = None if share.percent is None else round(share.percent, 1)
        data[field] = {"count": share.count, "of": share.of, "percent": percent}
    fewest, middle, most = quality.summary_lengths
    data["summary_lengths"] = {"fewest": fewest, "median": middle, "most": most}
    return data
