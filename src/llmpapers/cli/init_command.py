"""`llmpapers init`: a new catalog on any subject."""

import shlex
from pathlib import Path

import click


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", metavar="TEXT", help="Name of the site; otherwise made from the folder's name.")
def init_command(folder: Path, name: str | None) -> None:
    """Make a new catalog in DIR, which does not exist yet or is empty, and say what to do next.

    It has invented entries to replace, topics and venues, a page for contributors, settings for editors, and workflows
    that check pull requests, publish the site, and look for published preprints and dead links. It builds at once.
    """
    import datetime

    from llmpapers.new_catalog import Subject, make_catalog

    name = _name_of(folder.resolve()) if name is None else name.strip()
    if not name or not name.isprintable() or len(name) > 100:
        raise click.BadParameter("write one line of at most 100 visible characters", param_hint="--name")
    files = make_catalog(folder, Subject(name, datetime.date.today()))
    click.echo(f"Made “{name}” in {folder}, {len(files)} files. Next:\n")
    for line in (
        f"cd {shlex.quote(str(folder))}",
        "llmpapers check --strict",
        "llmpapers serve",
        'git init --initial-branch=main && git add . && git commit -m "Begin the catalog"',
    ):
        click.echo(f"  {line}")
    click.echo("\nThen put your own topics into catalog/topics.yaml, and papers into catalog/papers/.")


def _name_of(folder: Path) -> str:
    """Make a name of a folder's: `robot-papers` gives "Robot papers"."""
    words = " ".join(folder.name.replace("_", "-").split("-")).strip()
    return words[:1].upper() + words[1:]
