"""Folders that cannot be written: what only reads works, what has to write says so and changes nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from faults.builds import edit_entries
from faults.cases import CASES, KNEADNET, Case
from faults.commands import Faults, read_tree

pytestmark = pytest.mark.xdist_group("faults")

REFUSALS = {"EROFS": "Read-only file system", "EACCES": "Permission denied"}


@pytest.mark.parametrize("kind", REFUSALS)
@pytest.mark.parametrize("folder", ["papers", "no papers"])
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_catalog_that_cannot_be_written_is_told(
    case: Case, folder: str, kind: str, faults: Faults, write_project: Callable[..., Path]
) -> None:
    root = write_project(case.changes)
    if folder == "no papers":
        (root / "catalog/papers").rename(root / "elsewhere")
    before = read_tree(root)
    ran = faults.run(root, case.arguments, kind, 1, below=root / "catalog")

    assert "Traceback" not in ran.said
    if ran.status == 0:
        assert folder == "no papers"
        assert ran.operations == []
    else:
        assert f"written: {REFUSALS[kind]}" in ran.said or "does not exist" in ran.said, ran.said
    assert read_tree(root) == before


@pytest.mark.parametrize("kind", REFUSALS)
@pytest.mark.parametrize("cache", ["new", "there"])
@pytest.mark.parametrize(
    "arguments",
    ["check", "list", "show levain", "stats", f"fmt --check {KNEADNET}", "dedupe", "export bibtex"],
)
def test_what_only_reads_needs_no_cache(
    arguments: str, cache: str, kind: str, faults: Faults, write_project: Callable[..., Path],
) -> None:  # fmt: skip
    root = write_project({KNEADNET: ("Learning to Knead", "Learning to Knead Dough")})
    expected = faults.run(root, arguments.split())
    if cache == "new":
        expected = faults.run(root, arguments.split())
    ran = faults.run(root, arguments.split(), kind, 1, below=root)

    assert (ran.status, ran.said) == (expected.status, expected.said)
    assert "Traceback" not in ran.said


@pytest.mark.parametrize("kind", REFUSALS)
@pytest.mark.parametrize(
    ("below", "told"),
    [
        ("site", "the site cannot be written to {root}/site"),
        (".site.llmpapers-staging", "the site cannot be written to {root}/site"),
        (".cache", "its cache cannot be written"),
        ("", "its cache cannot be written"),
    ],
)
def test_a_site_or_a_cache_that_cannot_be_written_stops_a_build(
    below: str, told: str, kind: str, faults: Faults, first_build: Path, again: Callable[[Path], Path]
) -> None:
    root = again(first_build)
    edit_entries(root)
    before = read_tree(root / "site")
    ran = faults.run(root, ["build"], kind, 1, below=root / below)

    assert ran.status == 1
    assert told.format(root=root) in ran.said
    assert REFUSALS[kind] in ran.said
    assert "Traceback" not in ran.said
    assert read_tree(root / "site") == before
