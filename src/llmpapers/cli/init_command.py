"""`llmpapers init`: a new catalog on any subject."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from llmpapers.cli.common import count_problems, plural
from llmpapers.project import real_path

if TYPE_CHECKING:
    from llmpapers.importers.found import Found
    from llmpapers.new_catalog import NewCatalog


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", metavar="TEXT", help="Name of the site; otherwise made from the folder's name.")
@click.option(
    "--from",
    "source",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="Begin with the papers of this list: Markdown, BibTeX, CSV or JSON.",
)
def init_command(folder: Path, name: str | None, source: str | None) -> None:
    """Make a new catalog in DIR, which does not exist yet or holds at most a .git, and say what to do next.

    It has invented entries to replace, topics and venues, a page for contributors, settings for editors, and workflows
    that check pull requests, publish the site, and look for published preprints and dead links. It builds at once.

    With --from the papers of a list stand in for the invented ones: its sections become topics, its venues are
    collected, repeats are joined, and what it does not say is left as TODO. IMPORTED.md says what to look at.
    """
    import datetime

    from llmpapers.new_catalog import Subject, make_catalog

    name = _name_of(real_path(folder)) if name is None else name.strip()
    if not name or not name.isprintable() or len(name) > 100:
        raise click.BadParameter("write one line of at most 100 visible characters", param_hint="--name")
    found = _read(source) if source else None
    made = make_catalog(folder, Subject(name, datetime.date.today()), found.candidates if found else None)
    click.echo(f"Made “{name}” in {folder}, {len(made.files)} files.")
    if source and found:
        _report(folder, source, made, found)
    click.echo("Next:\n")
    for line in (
        f"cd {shlex.quote(str(folder))}",
        "llmpapers check" if source else "llmpapers check --strict",
        "llmpapers serve",
        'git init --initial-branch=main && git add . && git commit -m "Begin the catalog"',
    ):
        click.echo(f"  {line}")
    if not source:
        click.echo("\nThen put your own topics into catalog/topics.yaml, and papers into catalog/papers/.")


def _name_of(folder: Path) -> str:
    """Make a name of a folder's: `robot-papers` gives "Robot papers"."""
    words = " ".join(folder.name.replace("_", "-").split("-")).strip()
    return words[:1].upper() + words[1:]


def _read(source: str) -> Found:
    from llmpapers.errors import LlmpapersError
    from llmpapers.importers.source_file import import_file

    found = import_file(source)
    if not found.candidates:
        raise LlmpapersError(f"{source} has no paper that could be read; nothing was made")
    return found


def _report(folder: Path, source: str, made: NewCatalog, found: Found) -> None:
    """Write the page for the person who goes through the entries, and say what is in it."""
    from llmpapers.checking import read_and_check
    from llmpapers.import_report import NAME, report_text
    from llmpapers.lasting_files import write_whole

    assert made.plan is not None
    problems = read_and_check(folder).problems
    write_whole(folder / NAME, report_text(Path(source).name, made.plan, found.notices, problems))
    counts = [plural(len(made.plan.new), "paper"), plural(made.plan.repeats, "repeat") + " joined"]
    counts += [f"{len(made.plan.skipped)} left out"] if made.plan.skipped else []
    click.echo(f"{', '.join(counts)}. The check has {count_problems(problems)}; {NAME} says what to look at.")
