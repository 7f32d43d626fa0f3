"""`llmpapers import`: papers from lists, bibliographies and tables."""

from __future__ import annotations

import datetime
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from llmpapers.cli.common import format_option, plural, project_of, project_to_change
from llmpapers.cli.progress import progress
from llmpapers.errors import LlmpapersError
from llmpapers.importers.source_file import FORMATS

if TYPE_CHECKING:
    from llmpapers.candidates import Candidate
    from llmpapers.import_plan import ImportPlan
    from llmpapers.import_run import ImportRun


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=str)
@click.option(
    "--from",
    "kind",
    type=click.Choice(FORMATS),
    help="Format of the files; otherwise it is found out by the name's ending and by the content.",
)
@click.option("--json", "as_json", is_flag=True, help="Print every paper found as a line of JSON, and write nothing.")
@click.option("--topic", "topics", multiple=True, metavar="PATH", help="A topic of all the papers; repeatable.")
@click.option(
    "--map",
    "mapping",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Which topic each section of the list gets; written for you to edit where there is no such file.",
)
@click.option("--new-topics", is_flag=True, help="Make a topic of each section.")
@click.option("--add-venues", is_flag=True, help="Add the venues that the catalog lacks to venues.yaml.")
@click.option("--dry-run", is_flag=True, help="Say what would become of the papers, and write nothing.")
@click.option("--yes", is_flag=True, help="Write without asking.")
@format_option("text", "json")
@click.pass_context
def import_command(
    ctx: click.Context,
    files: tuple[str, ...],
    kind: str | None,
    as_json: bool,
    topics: tuple[str, ...],
    mapping: Path | None,
    new_topics: bool,
    add_venues: bool,
    dry_run: bool,
    yes: bool,
    output: str,
) -> None:
    """Read papers from Markdown lists, BibTeX, CSV or JSON, and make entries of them.

    FILE may be `-` for standard input. Papers of the catalog are recognized by identifier or title, and gain what they
    lack; where the two contradict each other, the catalog's word stays and the conflict is listed. What a list does not
    say, such as most summaries, stands as TODO in the new entries.
    """
    candidates = _read(files, kind)
    if as_json:
        for candidate in candidates:
            click.echo(candidate.to_json())
        click.echo(f"{plural(len(candidates), 'paper')} found", err=True)
        return
    from llmpapers.import_run import ImportRun

    project = (project_of if dry_run else project_to_change)(ctx)
    with progress("Comparing with the catalog", 2) as step:
        run = ImportRun(project.root, candidates, datetime.date.today())
        step()
        run.choose_topics(topics, mapping, new_topics=new_topics)
        plan = None if run.mapping_written else run.plan(add_venues=add_venues)
    if plan is None:
        click.echo(f"{mapping} is written: give each section its topic there, then run the same command again.")
        return
    click.echo(_as_json(plan, run) if output == "json" else _as_text(plan, run))
    if dry_run or not run.has_work:
        return
    if not yes and not _agreed(plan):
        raise LlmpapersError("nothing was written; say --yes to write without being asked")
    count = _write(run)
    click.echo(f"{plural(count, 'file')} written. Next: `llmpapers check` lists what is still to be done.", err=True)


def _read(files: tuple[str, ...], kind: str | None) -> list[Candidate]:
    from llmpapers.importers.source_file import import_file

    read = []
    with progress("Reading", len(files)) as step:
        for name in files:
            read.append((name, import_file(name, kind)))
            step()
    for name, found in read:
        for notice in found.notices:
            shown = "standard input" if name == "-" else name
            click.echo(f"{shown}:{notice.line}: {notice.message}", err=True)
    return [candidate for _, found in read for candidate in found.candidates]


def _agreed(plan: ImportPlan) -> bool:
    if not sys.stdin.isatty():
        return False
    gaining = sum(bool(addition.changes) for addition in plan.additions)
    return click.confirm(f"Write {plural(len(plan.new), 'new paper')} and change {plural(gaining, 'other')}?", err=True)


def _write(run: ImportRun) -> int:
    count = 0
    with progress("Writing", run.files_to_write) as step:
        for _ in run.write():
            count += 1
            step()
    return count


def _as_text(plan: ImportPlan, run: ImportRun) -> str:
    from llmpapers.import_plan import unwritten

    lines = [f"new      {entry.id}: {entry.candidate.title}" for entry in plan.new]
    for addition in plan.additions:
        if addition.changes:
            lines.append(f"gains    {addition.id}: {', '.join(addition.changes)}")
        lines += [
            f"conflict {addition.id}: {conflict.field} is {conflict.kept!r}, the list has {conflict.other!r}"
            for conflict in addition.conflicts
        ]
    lines += [
        f"skipped  {_place(skipped.candidate)}{skipped.candidate.title}: {skipped.why}" for skipped in plan.skipped
    ]
    if plan.venues:
        lines += [
            "",
            "Venues that the catalog does not have" + (", added:" if run.venues_added else "; for venues.yaml:"),
        ]
        lines.append(run.venue_text.rstrip())
    counts = (
        plural(len(plan.new), "new paper"),
        f"{plan.known} known with nothing to add",
        plural(len(plan.additions), "known paper") + " with more or other facts",
        plural(plan.repeats, "repeat"),
        f"{len(plan.skipped)} skipped",
        f"{unwritten(plan, 'authors')} without authors",
        *([f"{without_venue} without venue"] if (without_venue := unwritten(plan, "venue")) else []),
    )
    return "\n".join([*lines, "", ", ".join(counts)]).lstrip("\n")


def _place(candidate: Candidate) -> str:
    return f"{candidate.source}:{candidate.line}: " if candidate.line else ""


def _as_json(plan: ImportPlan, run: ImportRun) -> str:
    report = {
        "added": [{"id": entry.id, "title": entry.candidate.title, "line": entry.candidate.line} for entry in plan.new],
        "merged": [
            {
                "id": addition.id,
                "changes": addition.changes,
                "conflicts": [vars(conflict) for conflict in addition.conflicts],
            }
            for addition in plan.additions
        ],
        "known": plan.known,
        "repeats": plan.repeats,
        "skipped": [
            {
                "title": one.candidate.title,
                "source": one.candidate.source,
                "line": one.candidate.line,
                "why": one.why,
            }
            for one in plan.skipped
        ],
        "venues": dict(plan.venues),
        "venues_added": run.venues_added,
    }
    return json.dumps(report, ensure_ascii=False, indent=2, default=str)
