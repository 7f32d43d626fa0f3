"""`llmpapers export`: papers in the formats of other programs."""

from __future__ import annotations

from pathlib import Path

import click

from llmpapers.cli.common import plural, project_of, read_sound_catalog
from llmpapers.cli.filter_options import ChosenFilters, filter_options
from llmpapers.errors import LlmpapersError
from llmpapers.project import real_path

# As `exporters.formats` has them; a test compares, so that --help need not import it.
FORMATS = ("bibtex", "csl-json", "ris", "json", "jsonl", "csv", "markdown")


@click.command("export")
@click.argument("format_", metavar="FORMAT", type=click.Choice(FORMATS))
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE",
    help="Write this file, whole or not at all, instead of to standard output.",
)
@filter_options
@click.pass_context
def export_command(ctx: click.Context, format_: str, target: Path | None, chosen: ChosenFilters) -> None:
    """Write papers as bibtex, csl-json, ris, json, jsonl, csv or markdown.

    All papers, newest first, or those that pass the filters.
    """
    from llmpapers.exporters.formats import Export
    from llmpapers.filters import select_papers
    from llmpapers.lasting_files import write_whole

    catalog = read_sound_catalog(project_of(ctx)).catalog
    ids = [entry.id for entry in select_papers(catalog, chosen.of(catalog))]
    pieces = Export(catalog, format_, ids).pieces()
    if target is None or str(target) == "-":
        # As bytes: the line ends are those of the format, on every system.
        for piece in pieces:
            click.echo(piece.encode(), nl=False)
    elif target.exists() and not target.is_file():
        # A device or a pipe takes what it is given; a file that took its name would be another thing.
        try:
            with target.open("wb") as out:
                out.writelines(piece.encode() for piece in pieces)
        except OSError as error:
            raise LlmpapersError(f"{target} cannot be written: {error.strerror or error}") from error
    else:
        # A link stays one, and leads to the new content.
        write_whole(real_path(target), "".join(pieces))
    click.echo(plural(len(ids), "paper"), err=True)
