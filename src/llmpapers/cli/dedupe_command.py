"""`llmpapers dedupe`: the same work more than once, in the catalog or in a file of candidates."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from llmpapers.cli.common import format_option, plural, project_of, project_to_change
from llmpapers.errors import LlmpapersError

if TYPE_CHECKING:
    from llmpapers.clusters import Cluster, Repeats
    from llmpapers.duplicates import Work

_Fields = Callable[["Work"], dict[str, Any]]


@click.command("dedupe")
@click.argument("candidates", required=False, metavar="[FILE.jsonl]", type=click.File(encoding="utf-8"))
@click.option("--write", is_flag=True, help="Join the entries of each cluster into one, after asking.")
@click.option("--yes", is_flag=True, help="Join without asking what is certain.")
@click.option("--likely", is_flag=True, help="With --yes, join also what is only likely.")
@format_option("text", "json")
@click.pass_context
def dedupe_command(
    ctx: click.Context, candidates: TextIO | None, write: bool, yes: bool, likely: bool, output: str
) -> None:
    """Find the same work in several entries of the catalog, with the fields in which they differ, and join them.

    With a FILE of candidates, one in JSON a line as `import --json` prints them, or - for standard input, these are
    compared with each other instead, and named by their lines.

    Joining unites topics, links and names. The published entry is kept before the preprint; the other id becomes a
    former id, and whoever named it names the kept one.
    """
    from llmpapers.clusters import find_repeats

    if candidates is not None:
        if write:
            raise click.UsageError("--write joins entries of the catalog; a file of candidates is only compared")
        works, fields = _read_candidates(candidates)
        _show(find_repeats(works), fields, output)
        return
    if write and output == "json":
        raise click.UsageError("--write asks and tells in text; leave out --format json")
    _dedupe_catalog(ctx, write=write, yes=yes, likely=likely, output=output)


def _dedupe_catalog(ctx: click.Context, *, write: bool, yes: bool, likely: bool, output: str) -> None:
    from llmpapers.clusters import find_repeats
    from llmpapers.loading import load_catalog
    from llmpapers.merging import plain_fields
    from llmpapers.same_work import is_reviewed, works_of

    project = (project_to_change if write else project_of)(ctx)
    catalog = load_catalog(project.root)
    papers = catalog.papers
    repeats = find_repeats(
        works_of(catalog), lambda one, other: is_reviewed(papers[str(one.key)], papers[str(other.key)])
    )

    def fields(work: Work) -> dict[str, Any]:
        return plain_fields(papers[str(work.key)].record)

    _show(repeats, fields, output, written=write)
    for number, cluster in enumerate(repeats.clusters if write else (), 1):
        click.echo(f"\n{_heading(number, cluster)}\n{_table(cluster, fields)}")
        ids = [str(work.key) for work in cluster.members]
        if yes and not cluster.certain and not likely:
            click.echo("only likely: left as it is; look at it, then join it with --likely, or without --yes")
        elif yes or click.confirm("Join them?", default=False):
            _join(project.root, ids)


def _join(root: Path, ids: Sequence[str]) -> None:
    from llmpapers.joining import apply_join, plan_join
    from llmpapers.loading import load_catalog

    # Read anew, since an earlier join may have changed the files.
    join = plan_join(load_catalog(root), root, ids)
    apply_join(join, root / "catalog")
    click.echo(f"{', '.join(other.id for other in join.others)} joined into {join.kept.document.name}")
    for conflict in join.conflicts:
        click.echo(f"  {conflict.field}: kept {_cell(conflict.kept)}\n    given up: {_cell(conflict.other)}")


def _read_candidates(file: TextIO) -> tuple[list[Work], _Fields]:
    from llmpapers.candidates import Candidate
    from llmpapers.duplicates import Work

    rows: dict[object, dict[str, Any]] = {}
    works = []
    try:
        for number, line in enumerate(file, 1):
            if line.strip():
                rows[number] = _row(line, f"{file.name}:{number}")
                found = Candidate.from_row(rows[number], line=number)
                works.append(Work(number, found.title, found.authors, found.arxiv, found.doi, found.url))
    except UnicodeDecodeError as error:
        raise LlmpapersError(f"{file.name} is not UTF-8 text") from error
    return works, lambda work: {name: value for name, value in rows[work.key].items() if value not in (None, [], "")}


_TEXTS = ("title", "url", "arxiv", "doi")


def _row(line: str, place: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise LlmpapersError(f"{place}: this is not JSON: {error}") from error
    if not isinstance(row, dict):
        raise LlmpapersError(f"{place}: expected an object with `title`, such as `llmpapers import --json` prints")
    for name in _TEXTS:
        if not isinstance(row.get(name), str | None):
            raise LlmpapersError(f"{place}: `{name}` should be a text")
    if not isinstance(row.get("authors"), list | None) or not isinstance(row.get("code"), list | None):
        raise LlmpapersError(f"{place}: `authors` and `code` should be lists")
    return row


def _show(repeats: Repeats, fields: _Fields, output: str, *, written: bool = False) -> None:
    if output == "json":
        click.echo(json.dumps(_as_json(repeats), ensure_ascii=False, indent=2))
        return
    for number, cluster in enumerate(() if written else repeats.clusters, 1):
        click.echo(f"{_heading(number, cluster)}\n{_table(cluster, fields)}\n")
    for match in repeats.conflicts:
        click.echo(f"conflict: {match.first.key} and {match.second.key}: {match.reason}; one of the two is wrong")
        click.echo(f"  {match.first.title}\n  {match.second.title}\n")
    counts = [plural(len(repeats.clusters), "cluster")]
    counts += [plural(len(repeats.conflicts), "conflict")] if repeats.conflicts else []
    click.echo(", ".join(counts) if repeats.clusters or repeats.conflicts else "nothing repeats", err=True)


def _as_json(repeats: Repeats) -> dict[str, Any]:
    clusters = [
        {"members": [work.key for work in cluster.members], "reason": cluster.reason, "certain": cluster.certain}
        for cluster in repeats.clusters
    ]
    conflicts = [
        {"members": [match.first.key, match.second.key], "reason": match.reason} for match in repeats.conflicts
    ]
    return {"clusters": clusters, "conflicts": conflicts}


def _heading(number: int, cluster: Cluster) -> str:
    return f"{number}. {'the same work' if cluster.certain else 'likely the same work'}: {cluster.reason}"


def _table(cluster: Cluster, fields: _Fields) -> str:
    """Show the differing fields side by side."""
    from llmpapers.clusters import differing_fields

    columns = len(cluster.members)
    width = max(12, (min(shutil.get_terminal_size().columns, 140) - 17) // columns - 2)
    rows = [("", [str(work.key) for work in cluster.members])]
    rows += [
        (name, [_cell(value) for value in values])
        for name, values in differing_fields([fields(work) for work in cluster.members])
    ]
    return "\n".join(line for name, cells in rows for line in _row_lines(name, cells, width))


def _row_lines(name: str, cells: Sequence[str], width: int) -> Iterator[str]:
    wrapped = [textwrap.wrap(cell, width) or ["–"] for cell in cells]
    for number in range(max(map(len, wrapped))):
        parts = [lines[number] if number < len(lines) else "" for lines in wrapped]
        label = name if number == 0 else ""
        yield f"   {label:<14}{'  '.join(f'{part:<{width}}' for part in parts)}".rstrip()


def _cell(value: Any) -> str:
    from llmpapers.problems import visible

    if isinstance(value, list | tuple):
        return visible(", ".join(map(_cell, value)))
    if isinstance(value, dict):
        return visible(" ".join(map(str, value.values())))
    return "" if value is None else visible(str(value))
