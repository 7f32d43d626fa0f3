"""The command line: one thin module a command, imported only when it is called."""

import atexit
import errno
import gc
import sys
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import click

from llmpapers import __version__

COMMANDS = {
    "add": "Add a paper by arXiv id, DOI, address or BibTeX.",
    "build": "Check the catalog and build the site.",
    "check": "Report every problem of the catalog or of some files.",
    "dedupe": "Find the same work in several entries, and join them.",
    "export": "Write papers as BibTeX, CSL-JSON, RIS, JSON, CSV or Markdown.",
    "fmt": "Put files into the one canonical form.",
    "import": "Make entries of Markdown lists, BibTeX, CSV or JSON.",
    "init": "Make a new catalog, and say what to do next.",
    "links": "Check the links of papers, resources, venues and prose.",
    "list": "List papers, newest first, or resources by name.",
    "refresh": "Ask whether preprints were published, and whether code moved.",
    "schema": "Print the JSON Schema of a kind of file.",
    "serve": "Build the site, serve it here, and rebuild on every change.",
    "show": "Show a paper or a resource.",
    "stats": "Count papers by topic, year and venue, or report on quality.",
}
"""What each does, in a line that fits a terminal. Each is the function of the same name, with `_command` after it, in a
module of this package."""


_REFUSALS = {
    errno.EACCES, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOSPC, errno.EPERM,
    errno.EROFS,
}  # fmt: skip
"""What a system answers that is full, protected or broken; any other error of it is one of this program."""


class _LazyGroup(click.Group):
    """Imports a command when it is used, so that a call costs only what it needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"llmpapers.cli.{cmd_name}_command")
        command = getattr(module, f"{cmd_name}_command")
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        # To ask each command for its help would import them all.
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def main(self, *arguments: Any, **options: Any) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                # A file or another program gets UTF-8 from every system; a terminal shows what it can.
                stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
        try:
            return super().main(*arguments, **options)
        except OSError as error:
            if error.errno not in _REFUSALS:
                raise
            place = error.filename or "a file or standard output"
            click.ClickException(f"{place} cannot be read or written: {error.strerror}").show()
            sys.exit(1)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            from llmpapers.problems import did_you_mean

            ctx.fail(f"there is no command {name!r}; {did_you_mean(name, COMMANDS, 'known: ' + ', '.join(COMMANDS))}")
        return super().resolve_command(ctx, args)


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="llmpapers")
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the project; otherwise the nearest one upward that has a catalog/.",
)
@click.pass_context
def main(ctx: click.Context, root: Path | None) -> None:
    """Keep a catalog of papers as YAML, check it, and publish it as a searchable site."""
    ctx.obj = root
    try:
        Path.cwd()
    except FileNotFoundError as error:
        raise click.ClickException("the folder that you are in is gone; go to another") from error
    # A command makes many objects and drops few: looking for garbage as often as usual costs a tenth of a check.
    gc.set_threshold(1_000_000)
    # Nor is what is there at the end worth a look: all of it goes with the process.
    atexit.register(gc.freeze)
