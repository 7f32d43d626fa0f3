"""What several commands do: find the project, read its catalog, show its problems."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from llmpapers.errors import LlmpapersError
from llmpapers.project import Project, find_project, real_path

if TYPE_CHECKING:
    from llmpapers.checking import CheckedCatalog
    from llmpapers.problems import Problem


_FORMATS = {
    "text": "text for people",
    "json": "json for programs",
    "markdown": "markdown for a pull request",
    "github": "github for annotations of a pull request",
    "bibtex": "bibtex for a bibliography",
    "csl-json": "csl-json for citation processors",
    "ris": "ris for reference managers",
    "citation": "citation as one line of text",
}


def format_option(*formats: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make the option ``--format`` with these formats, the first by default."""
    return click.option(
        "--format",
        "output",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help=f"How to print: {', '.join(_FORMATS[name] for name in formats)}.",
    )


def project_of(ctx: click.Context) -> Project:
    """Find the project that a command works on."""
    root: Path | None = ctx.obj
    return find_project(real_path(root or Path.cwd()))


def project_to_change(ctx: click.Context) -> Project:
    """Find the project whose catalog a command changes, and clear away what a killed command left in it."""
    from llmpapers.whole_files import clear_unfinished_below

    project = project_of(ctx)
    clear_unfinished_below(project.catalog)
    return project


def refuse_paths_outside(project: Project, paths: Sequence[Path]) -> None:
    """Refuse to work on paths that have nothing of the catalog.

    Raises:
        BadParameter: at the first such path.
    """
    for path in paths:
        if not any(_overlap(place, project.catalog) for place in (path.absolute(), real_path(path))):
            raise click.BadParameter(f"{path} has nothing of {project.catalog}", param_hint="PATH")


def _overlap(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)


def read_sound_catalog(project: Project) -> CheckedCatalog:
    """Read the catalog for looking things up; errors end the command, warnings do not matter here.

    Raises:
        LlmpapersError: if the catalog has errors, after showing them.
    """
    from dataclasses import replace

    from llmpapers.checking import read_and_check
    from llmpapers.unfinished import presentable

    checked = read_and_check(project.root)
    if checked.has_errors:
        errors = [problem for problem in checked.problems if problem.severity == "error"]
        show_problems(errors)
        raise LlmpapersError(count_problems(errors))
    return replace(checked, catalog=presentable(checked.catalog))


def show_problems(problems: Sequence[Problem], most_warnings_of_a_kind: int | None = None) -> None:
    """Show problems to a person, on standard error, with color only on a terminal.

    Args:
        problems: what was found.
        most_warnings_of_a_kind: warnings of one code to show at most; how many more there are is told.
    """
    if not problems:
        return
    from llmpapers.problems import to_text

    shown, more = _few_of_each(problems, most_warnings_of_a_kind or len(problems))
    click.echo(to_text(shown, color=sys.stderr.isatty()) + "\n", err=True)
    for code, count in more.items():
        click.echo(f"and {plural(count, 'more warning')} [{code}]; `llmpapers check` shows all\n", err=True)


def _few_of_each(problems: Sequence[Problem], most: int) -> tuple[list[Problem], dict[str, int]]:
    shown: list[Problem] = []
    seen: Counter[str] = Counter()
    for problem in problems:
        seen[problem.code] += problem.severity == "warning"
        if seen[problem.code] <= most:
            shown.append(problem)
    return shown, {code: count - most for code, count in seen.items() if count > most}


def count_problems(problems: Sequence[Problem]) -> str:
    """Say how many problems there are: "2 errors, 1 warning"."""
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    counts = [plural(errors, "error")] if errors else []
    counts += [plural(warnings, "warning")] if warnings else []
    return ", ".join(counts) or "no problems"


def plural(count: int, noun: str) -> str:
    """Count a noun: "1 paper", "2 papers"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
