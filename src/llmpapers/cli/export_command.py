"""`llmpapers export`: papers in the formats of other programs."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import click

from llmpapers.cli.common import plural, project_of, read_sound_catalog
from llmpapers.cli.filter_options import ChosenFilters, filter_options
from llmpapers.errors import LlmpapersError

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

    catalog = read_sound_catalog(project_of(ctx)).catalog
    ids = [entry.id for entry in select_papers(catalog, chosen.of(catalog))]
    pieces = Export(catalog, format_, ids).pieces()
    if target is None or str(target) == "-":
        # As bytes: the line ends are those of the format, on every system.
        for piece in pieces:
            click.echo(piece.encode(), nl=False)
    else:
        _write_whole(target, pieces)
    click.echo(plural(len(ids), "paper"), err=True)


def _write_whole(target: Path, pieces: Iterable[str]) -> None:
    """Write a file beside its place, then move it there.

    Raises:
        LlmpapersError: if it cannot be written; what stood there is as it was.
    """
    target = Path(os.path.realpath(target))  # A link stays one, and leads to the new content.
    beside = ""
    try:
        descriptor, beside = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(piece.encode() for piece in pieces)
        Path(beside).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        Path(beside).replace(target)
    except OSError as error:
        with suppress(OSError):
            Path(beside).unlink()
        raise LlmpapersError(f"{target} cannot be written: {error.strerror or error}") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
