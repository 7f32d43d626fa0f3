"""`llmpapers add`: one more paper, from a reference, from BibTeX, or from answers to questions."""

from __future__ import annotations

import datetime
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from llmpapers.cli.common import format_option, plural, project_of, project_to_change
from llmpapers.cli.filter_options import refuse_unknown
from llmpapers.errors import LlmpapersError

if TYPE_CHECKING:
    from llmpapers.candidates import Candidate
    from llmpapers.catalog import Catalog
    from llmpapers.drafts import Draft
    from llmpapers.lookups.look_up import LookedUp
    from llmpapers.project import Project
    from llmpapers.venue_names import VenueNames

_NO_REFERENCE = (
    "say which paper: an arXiv id, a DOI, the address of its page, --bibtex FILE, or BibTeX through a pipe; in a "
    "terminal, nothing at all begins with questions"
)


@click.command("add")
@click.argument("reference", required=False)
@click.option("--topic", "topics", multiple=True, metavar="PATH", help="A topic of the paper; repeatable.")
@click.option("--bibtex", metavar="FILE", help="Read papers from a BibTeX file instead; - is standard input.")
@click.option("--id", "id_", metavar="ID", help="The entry's id, instead of the one that is proposed.")
@click.option("--add-venues", is_flag=True, help="Add the venue to venues.yaml if the catalog lacks it.")
@click.option("--dry-run", is_flag=True, help="Print the file instead of writing it.")
@click.option("--force", is_flag=True, help="Write it though it looks like a paper of the catalog.")
@format_option("text", "json")
@click.pass_context
def add_command(
    ctx: click.Context,
    reference: str | None,
    topics: tuple[str, ...],
    bibtex: str | None,
    id_: str | None,
    add_venues: bool,
    dry_run: bool,
    force: bool,
    output: str,
) -> None:
    """Add a paper by its arXiv id, its DOI or the address of its page, or from BibTeX.

    REFERENCE may be an arXiv id or any address of arXiv, a DOI or its address, or a page of the ACL Anthology,
    OpenReview, USENIX, PMLR or any other that carries citation tags. Without one, the command reads BibTeX from a pipe,
    `cat my.bib | llmpapers add`, or asks in a terminal. BibTeX needs no network. The formal publication is preferred to
    the preprint. The file that is written lacks a summary, which is for you to write.

    The services are asked under the addresses in LLMPAPERS_ARXIV_URL, LLMPAPERS_CROSSREF_URL, LLMPAPERS_DOI_URL,
    LLMPAPERS_DBLP_URL, LLMPAPERS_OPENALEX_URL, LLMPAPERS_SEMANTIC_SCHOLAR_URL and LLMPAPERS_OPENREVIEW_URL, if set
    ("off": not at all). LLMPAPERS_CONTACT is a mail address that the requests carry.
    """
    from llmpapers.drafts import draft_of
    from llmpapers.venue_names import VenueNames

    if reference and bibtex:
        raise click.UsageError("give a reference or --bibtex, not both")
    project = (project_of if dry_run else project_to_change)(ctx)
    catalog = _read_catalog(project)
    bibtex = bibtex or ("-" if reference is None and _is_piped() else None)
    refuse_unknown("--topic", topics, catalog.topics)
    _refuse_bad_id(id_, catalog)
    venues = VenueNames(catalog.venues)
    if bibtex:
        papers = _from_bibtex(bibtex, id_)
    else:
        papers, topics = _found(reference, topics, catalog, venues, any_venue=add_venues)
    today, chosen, rows = datetime.date.today(), set[str](), []
    for found in papers:
        draft = draft_of(
            found.candidate, catalog, topics=topics, today=today, venues=venues, id_=id_, also_taken=chosen,
            any_venue=add_venues,
        )  # fmt: skip
        stopped = bool(draft.matches) and not force
        text = "" if stopped else _text_of(draft)
        if not stopped and not dry_run:
            if add_venues:
                _add_venue(draft, catalog, project)
            _write(draft, text, project)
        chosen.add(draft.id)
        rows.append(_row(draft, found, project, written=not stopped and not dry_run))
        if output == "text":
            _tell(draft, found, project, text, dry_run=dry_run, force=force)
    if output == "json":
        click.echo(json.dumps(rows if bibtex else rows[0], ensure_ascii=False, indent=2, default=str))
    ctx.exit(1 if not force and any(row["matches"] for row in rows) else 0)


def _read_catalog(project: Project) -> Catalog:
    """Read the catalog as far as it can be read: another entry's problems are no reason to take none."""
    from llmpapers.loading import load_catalog

    catalog = load_catalog(project.root)
    for name in ("catalog/topics.yaml", "catalog/venues.yaml"):
        if name in catalog.unread:
            raise LlmpapersError(f"{name} cannot be read; `llmpapers check` says why")
    return catalog


def _refuse_bad_id(id_: str | None, catalog: Catalog) -> None:
    from llmpapers.identifiers import id_hint, is_entry_id
    from llmpapers.proposals import taken_ids

    if id_ is None:
        return
    if not is_entry_id(id_):
        message = f"{id_!r} is no id: {id_hint(id_)}"
        raise click.BadParameter(message, param_hint="--id")
    if id_ in taken_ids(catalog):
        raise click.BadParameter(f"another paper has or had the id {id_!r}", param_hint="--id")


def _found(
    reference: str | None, topics: tuple[str, ...], catalog: Catalog, venues: VenueNames, *, any_venue: bool
) -> tuple[list[LookedUp], tuple[str, ...]]:
    """Look the paper up, or ask for it."""
    from llmpapers.lookups.look_up import LookedUp

    if reference is not None:
        return [_looked_up(reference, venues)], topics
    from llmpapers.cli.questions import Questions, is_interactive

    if not is_interactive():
        raise click.UsageError(_NO_REFERENCE)
    questions = Questions(catalog, venues, any_venue=any_venue)
    named = questions.reference()
    found = _looked_up(named, venues) if named else LookedUp(questions.candidate(), (), ())
    return [found], topics or tuple(questions.topics())


def _is_piped() -> bool:
    """Tell whether standard input is a pipe or a file."""
    from llmpapers.cli.questions import is_interactive

    return not is_interactive() and sys.stdin is not None and not sys.stdin.isatty()


def _from_bibtex(name: str, id_: str | None) -> list[LookedUp]:
    """Read the papers of a file; what cannot be read in it is named, and takes nothing else with it."""
    from llmpapers.importers.source_file import import_file
    from llmpapers.lookups.look_up import LookedUp
    from llmpapers.problems import visible

    found, shown = import_file(name, "bibtex"), "standard input" if name == "-" else name
    if not found.candidates and not found.notices and name == "-":
        raise click.UsageError(f"there is no BibTeX in standard input; {_NO_REFERENCE}")
    for notice in found.notices:
        click.echo(visible(f"{shown}:{notice.line}: {notice.message}"), err=True)
    if not found.candidates:
        raise LlmpapersError(f"there is no paper in {shown}")
    if id_ and len(found.candidates) > 1:
        raise click.UsageError(f"--id names one paper, but {name} has {len(found.candidates)}")
    return [LookedUp(candidate, (), ()) for candidate in found.candidates]


def _looked_up(reference: str, venues: VenueNames) -> LookedUp:
    from llmpapers.lookups.client import Client
    from llmpapers.lookups.faults import NoAnswerError
    from llmpapers.lookups.look_up import look_up
    from llmpapers.lookups.references import parse_reference
    from llmpapers.lookups.services import Services

    wanted = parse_reference(reference)
    with Client(Services.from_environment()) as client:
        try:
            return look_up(client, wanted, venues)
        except NoAnswerError as error:
            offline = "\nWithout a network: --bibtex FILE, or write the file by hand" if error.is_offline else ""
            raise LlmpapersError(f"{error.message}{offline}") from error


def _text_of(draft: Draft) -> str:
    from llmpapers.models import Paper
    from llmpapers.writing import entry_text

    return entry_text(Paper, draft.fields)


def _add_venue(draft: Draft, catalog: Catalog, project: Project) -> None:
    """Add the venue of a draft where the catalog has none of its name, by what is known of it."""
    from llmpapers.import_files import add_to_list, venue_items
    from llmpapers.loading import load_catalog
    from llmpapers.models import Venue

    name = draft.fields.get("venue")
    # Read anew, since an earlier paper of the same call may have brought it.
    venues = load_catalog(project.root).venues if name not in catalog.venues else catalog.venues
    if name and name not in venues:
        items = venue_items([name], [venue.record.id for venue in venues.values()])
        file = add_to_list(project.root, "venues.yaml", items, Venue)
        click.echo(f"added {items[0]['name']}, {items[0]['full_name']}, to {file}", err=True)


def _write(draft: Draft, text: str, project: Project) -> None:
    from llmpapers.lasting_files import write_whole

    path = draft.path(project.catalog)
    path.parent.mkdir(exist_ok=True)
    write_whole(path, text, within=project.catalog, new=True)


def _tell(draft: Draft, found: LookedUp, project: Project, text: str, *, dry_run: bool, force: bool) -> None:
    from llmpapers.problems import visible

    def say(line: str) -> None:
        click.echo(visible(line), err=True)

    say(_headline(found.candidate))
    for record in found.records:
        say(f"  found at {record}")
    for remark in found.remarks:
        say(f"note: {remark}")
    for match in draft.matches:
        name = f"catalog/papers/{match.second.key}.yaml"
        say(f"{'warning' if force else 'error'}: this {_SAID[match.verdict.value]} {name}: {match.reason}")
    if draft.matches and not force:
        say("Nothing was written. Edit that entry, or, if this is another work: --force")
        return
    for gap in draft.gaps:
        say(f"to mend: {gap}")
    if dry_run:
        click.echo(text, nl=False)
        return
    path = os.path.relpath(draft.path(project.catalog))
    click.echo(f"wrote {path}")
    steps = ["write the summary where it says TODO", f"llmpapers check {path}", "open a pull request"]
    say("Next:" + "".join(f"  {number}. {step}" for number, step in enumerate(steps, 1)))


_SAID = {"same": "is the same work as", "likely": "looks like", "conflict": "shares an identifier with"}


def _headline(candidate: Candidate) -> str:
    authors = ", ".join(candidate.authors[:3]) + (" …" if len(candidate.authors) > 3 else "")
    parts = [candidate.title, f"by {authors} ({plural(len(candidate.authors), 'author')})" if authors else ""]
    where = " ".join(str(part) for part in (candidate.venue, candidate.year) if part)
    return ", ".join(filter(None, [*parts, where]))


def _row(draft: Draft, found: LookedUp, project: Project, *, written: bool) -> dict[str, Any]:
    from llmpapers.problems import relative_name

    matches = [
        {"id": str(match.second.key), "verdict": match.verdict.value, "reason": match.reason} for match in draft.matches
    ]
    return {
        "id": draft.id,
        "file": relative_name(Path(draft.path(project.catalog)), project.root),
        "written": written,
        "fields": draft.fields,
        "records": list(found.records),
        "notes": list(found.remarks),
        "gaps": draft.gaps,
        "matches": matches,
    }
