"""`llmpapers import`: papers from lists, bibliographies and tables."""

import click

from llmpapers.cli.common import plural
from llmpapers.importers.source_file import FORMATS


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=str)
@click.option(
    "--from",
    "kind",
    type=click.Choice(FORMATS),
    help="Format of the files; otherwise it is found out by the name's ending and by the content.",
)
@click.option("--json", "as_json", is_flag=True, help="Print every paper found as a line of JSON, and write nothing.")
def import_command(files: tuple[str, ...], kind: str | None, as_json: bool) -> None:
    """Read papers from Markdown lists, BibTeX, CSV or JSON; `-` is standard input."""
    from llmpapers.importers.source_file import import_file

    count = 0
    for name in files:
        found = import_file(name, kind)
        for candidate in found.candidates:
            click.echo(candidate.to_json())
        for notice in found.notices:
            click.echo(f"{'standard input' if name == '-' else name}:{notice.line}: {notice.message}", err=True)
        count += len(found.candidates)
    click.echo(f"{plural(count, 'paper')} found", err=True)
