"""`llmpapers fmt`: the files of the catalog in canonical form."""

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from llmpapers.cli.common import plural, project_of, project_to_change, refuse_paths_outside, show_problems

if TYPE_CHECKING:
    from llmpapers.formatting import FormattedFile


@click.command("fmt")
@click.argument("paths", nargs=-1, metavar="[PATH]…", type=click.Path(exists=True, path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Write nothing; leave with status 1 if a file would change.")
@click.option("--diff", "show_diff", is_flag=True, help="Write nothing; show what would change.")
@click.pass_context
def fmt_command(ctx: click.Context, paths: tuple[Path, ...], only_check: bool, show_diff: bool) -> None:
    """Put the files of the catalog, or the named ones, into the one canonical form.

    Fields stand in the order of the format, texts are quoted and folded alike, and lists have one item a line. Comments
    stay with the field that they are at. What a file says is never changed; a file that cannot be read is left alone.
    """
    from llmpapers.formatting import formatted_files
    from llmpapers.lasting_files import FileText, write_many

    project = (project_of if only_check or show_diff else project_to_change)(ctx)
    refuse_paths_outside(project, paths)
    files = list(formatted_files(project.root, paths))
    changed = [file for file in files if file.changes]
    unreadable = [file for file in files if file.problems]
    if show_diff:
        click.echo("".join(map(_diff, changed)), nl=False)
    elif only_check:
        for file in changed:
            click.echo(f"{file.name} is not in canonical form")
    else:
        texts = (FileText(file.path, file.after) for file in changed)
        for file, _ in zip(changed, write_many(texts, within=project.catalog), strict=True):
            click.echo(f"{file.name} formatted")
    for file in unreadable:
        show_problems(file.problems)
    click.echo(_summary(files, changed, unreadable, written=not only_check and not show_diff), err=True)
    ctx.exit(1 if unreadable or (changed and only_check) else 0)


def _diff(file: "FormattedFile") -> str:
    before, after = (text.splitlines(keepends=True) for text in (file.before, file.after))
    lines = difflib.unified_diff(before, after, file.name, file.name)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _summary(
    files: Sequence["FormattedFile"],
    changed: Sequence["FormattedFile"],
    unreadable: Sequence["FormattedFile"],
    *,
    written: bool,
) -> str:
    fine = len(files) - len(changed) - len(unreadable)
    parts = [f"{plural(len(changed), 'file')} {'formatted' if written else 'would be formatted'}"] if changed else []
    parts += [f"{plural(len(unreadable), 'file')} left alone because of problems"] if unreadable else []
    parts += [f"{plural(fine, 'file')} in canonical form"] if fine or not parts else []
    return ", ".join(parts)
