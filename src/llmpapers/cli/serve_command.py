"""`llmpapers serve`: the site on loopback while one works on it."""

import click

from llmpapers.cli.build_command import show_engine_warnings
from llmpapers.cli.common import count_problems, plural, project_of, show_problems


@click.command("serve")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--no-search", is_flag=True, help="Leave out the search box's data.")
@click.pass_context
def serve_command(ctx: click.Context, port: int, no_search: bool) -> None:
    """Build the site, serve it on this machine, and rebuild and reload it on every change.

    A catalog with errors shows them here and in the page, while the last good site stays up.
    """
    from llmpapers.website.build_report import BuildReport
    from llmpapers.website.serving import Preview, builds, running_server
    from llmpapers.website.site_options import SiteOptions

    preview = Preview(project_of(ctx), SiteOptions(search=not no_search))

    def tell(report: BuildReport | None) -> None:
        if report is None:
            click.echo(f"Error: {preview.failure}", err=True)
            return
        show_problems(report.checked.problems)
        show_engine_warnings(report)
        if report.published is None:
            click.echo(f"{count_problems(report.checked.problems)}; the last good site stays", err=True)
        else:
            click.echo(f"Built in {report.seconds:.1f} s, {plural(report.published.written, 'file')} changed")

    try:
        with running_server(preview, port) as server:
            click.echo(f"Serving on http://127.0.0.1:{server.server_port}/ – stop with Ctrl+C")
            for report in builds(preview):
                tell(report)
    except KeyboardInterrupt:
        pass  # The way to end it.
