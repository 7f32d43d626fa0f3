"""`llmpapers schema`: JSON Schema for editors and other tools."""

import click

from llmpapers.cli.common import project_of
from llmpapers.errors import LlmpapersError


@click.command("schema")
@click.argument("kind", required=False, default="paper", metavar="[KIND]")
@click.option("--write", is_flag=True, help="Write all schemas to catalog/schema/, where editors look for them.")
@click.pass_context
def schema_command(ctx: click.Context, kind: str, write: bool) -> None:
    """Print the JSON Schema of a KIND of file: paper, resource, topics, venues, links or catalog.

    In a project the topics and venues of its catalog are the possible values. Without one, only the fields are given.
    """
    from llmpapers.lasting_files import write_whole
    from llmpapers.loading import load_catalog
    from llmpapers.problems import did_you_mean
    from llmpapers.schema import FOLDER, KINDS, schema_text

    if kind not in KINDS:
        hint = did_you_mean(kind, KINDS, f"known: {', '.join(KINDS)}")
        raise click.BadParameter(f"there is no kind {kind!r}; {hint}", param_hint="KIND")
    try:
        project = project_of(ctx)
    except LlmpapersError:
        if write:
            raise
        click.echo(schema_text(kind), nl=False)
        return
    catalog = load_catalog(project.root)
    if not write:
        click.echo(schema_text(kind, catalog), nl=False)
        return
    folder = project.root / FOLDER
    try:
        folder.mkdir(exist_ok=True)
        for name in KINDS:
            write_whole(folder / f"{name}.json", schema_text(name, catalog), within=project.catalog)
    except OSError as error:
        raise LlmpapersError(f"the schemas cannot be written to {FOLDER.as_posix()}/: {error}") from error
    click.echo(f"Wrote {len(KINDS)} schemas to {FOLDER.as_posix()}/")
