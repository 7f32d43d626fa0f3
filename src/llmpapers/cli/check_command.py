"""`llmpapers check`: every problem of the catalog."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from llmpapers.cli.common import count_problems, format_option, project_of, refuse_paths_outside

if TYPE_CHECKING:
    from llmpapers.findings import Findings
    from llmpapers.problems import Problem


def _explain(ctx: click.Context, param: click.Parameter, code: str | None) -> None:
    """Print what a code means, and end there."""
    if code is None:
        return
    from llmpapers.problem_codes import CODES
    from llmpapers.problems import did_you_mean

    if code == "all":
        for name, known in CODES.items():
            click.echo(f"{name:<24} {known.severity:<8} {known.title}")
    elif code in CODES:
        known = CODES[code]
        click.echo(f"{code} ({known.severity}): {known.title}\n\n{known.explanation}")
    else:
        hint = did_you_mean(code, CODES, "`--explain` lists the codes")
        raise click.BadParameter(f"there is no code {code!r}; {hint}", ctx, param)
    ctx.exit()


def _findings(root: Path) -> Findings:
    """Check the catalog, or recall what was found if nothing changed since."""
    from llmpapers.findings import KeptFindings

    kept = KeptFindings(root)
    found = kept.recall()
    if found is None:
        from llmpapers.checking import read_and_check

        found = read_and_check(root, kept=kept).findings
    return found


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]…", type=click.Path(exists=True, path_type=Path))
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@format_option("text", "json", "github")
@click.option(
    "--explain",
    metavar="CODE",
    callback=_explain,
    expose_value=False,
    is_eager=True,
    is_flag=False,
    flag_value="all",
    help="Say what a problem's code means; without CODE list them all.",
)
@click.pass_context
def check_command(ctx: click.Context, paths: tuple[Path, ...], strict: bool, output: str) -> None:
    """Report every problem of the catalog, or of the named files and folders.

    Prints nothing and leaves with status 0 where all is well; with status 1 where there are errors.
    """
    from llmpapers.problems import Severity, to_github, to_json, to_text

    project = project_of(ctx)
    refuse_paths_outside(project, paths)
    findings = _findings(project.root)
    findings = findings.strictly() if strict else findings
    problems: Sequence[Problem] = findings.problems
    if paths:
        from llmpapers.checking import problems_in

        problems = problems_in(problems, paths, project.root)
    if output == "json":
        click.echo(to_json(problems, papers=findings.papers, resources=findings.resources))
    elif problems and output == "github":
        click.echo(to_github(problems))
    elif problems:
        click.echo(to_text(problems, color=sys.stdout.isatty()))
        click.echo(f"\n{count_problems(problems)}", err=True)
    ctx.exit(1 if any(problem.severity is Severity.ERROR for problem in problems) else 0)
