"""`llmpapers build`: the site."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from llmpapers.cli.common import count_problems, plural, project_of, show_problems
from llmpapers.errors import LlmpapersError
from llmpapers.project import real_path

if TYPE_CHECKING:
    from llmpapers.website.build_report import BuildReport


@click.command("build")
@click.option(
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to publish into; otherwise `site_dir` of mkdocs.yml, or site/.",
)
@click.option(
    "--engine",
    default="mkdocs",
    show_default=True,
    metavar="NAME",
    help="Site generator for the prose: mkdocs, properdocs or zensical.",
)
@click.option("--strict", is_flag=True, help="Let warnings stop the build too.")
@click.option("--no-search", is_flag=True, help="Leave out the search box's data.")
@click.option("--profile", is_flag=True, help="Say how long each phase took.")
@click.pass_context
def build_command(
    ctx: click.Context, site_dir: Path | None, engine: str, strict: bool, no_search: bool, profile: bool
) -> None:
    """Check the catalog and build the site; a catalog with errors leaves the former site as it is."""
    from llmpapers.website.building import build_site
    from llmpapers.website.engine import ENGINES
    from llmpapers.website.site_options import SiteOptions

    if engine not in ENGINES:
        raise click.BadParameter(f"there is no engine {engine!r}; known: {', '.join(ENGINES)}", param_hint="--engine")
    project = project_of(ctx)
    site = real_path(site_dir) if site_dir else project.root / project.setting("site_dir", "site")
    options = SiteOptions(search=not no_search)
    try:
        report = build_site(project, site, engine=engine, strict=strict, options=options, progress=_say)
    finally:
        _say_no_more()
    show_problems(report.checked.problems, most_warnings_of_a_kind=3)
    show_engine_warnings(report)
    if report.published is None:
        raise LlmpapersError(f"{count_problems(report.checked.problems)}; the site was not touched")
    if profile:
        for name, seconds in report.phases.items():
            click.echo(f"{name:<10} {seconds:6.2f} s")
        for kind, seconds in report.published.seconds.items():
            click.echo(f"  {kind:<8} {seconds:6.2f} s of processor time")
    done = report.published
    what = f"{plural(report.checked.papers, 'paper')} and {plural(report.checked.resources, 'resource')}"
    changes = f"{done.written} written, {done.unchanged} unchanged, {done.removed} removed"
    click.echo(f"Built {what} into {_short(site)} in {report.seconds:.1f} s ({changes})")


def show_engine_warnings(report: BuildReport) -> None:
    """Show on standard error what is wrong with the hand-written pages and their settings."""
    for warning in report.engine_warnings:
        click.echo(f"docs: {warning}", err=True)


def _say(phase: str) -> None:
    """Show the phase on a terminal; a log needs only the last line."""
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{phase} …", err=True, nl=False)


def _say_no_more() -> None:
    if sys.stderr.isatty():
        click.echo("\r\033[K", err=True, nl=False)


def _short(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
