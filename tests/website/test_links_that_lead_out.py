"""Links in a proposed change never let a command write or delete where they lead."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from llmpapers.cli import main
from llmpapers.website.site_folder import staging_folder

LEVAIN, RYE = "catalog/papers/levain.yaml", "catalog/papers/rye.yaml"
NEW = """\
title: Rye at Night
authors:
  - Ida Invented
venue: ICBB
year: 2020
topics:
  - ovens
summary: |
  Rye is baked at night, when the oven has lost the first of its heat and the crust has time to set.
added: 2026-01-18
"""


@pytest.fixture
def dear(tmp_path: Path) -> Path:
    """A folder outside the project, of the kind that has what a build would call old results."""
    folder = tmp_path / "dear"
    for name in ("a", "b", "c", "d", "e", "levain"):
        (folder / name).mkdir(parents=True)
        (folder / name / "index.html").write_text(f"dear {name}")
    (folder / "findings.json").write_text("dear")
    (folder / "paper.json").write_text("dear")
    return folder


@pytest.fixture
def unharmed(dear: Path, tree):
    """At the end of the test, the folder is as it was."""
    before = tree(dear)
    yield
    assert tree(dear) == before


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(root), *arguments])


def link(place: Path, target: Path) -> None:
    """Put a link in the place of whatever is there."""
    if place.is_dir():
        shutil.rmtree(place)
    place.unlink(missing_ok=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(target)


@pytest.mark.parametrize("command", ["build", "check", "refresh", "links"])
@pytest.mark.parametrize("place", ["", "llmpapers", "llmpapers/engine", "llmpapers/drawings", "llmpapers/lookups"])
def test_the_cache_is_no_link(place, command, write_project, dear, unharmed):
    root = write_project()
    link(root / ".cache" / place, dear)
    result = run(root, command)

    assert (result.exit_code, type(result.exception)) == (1, SystemExit)
    assert result.stderr.startswith(f"Error: {root / '.cache' / place} is a link")
    assert not (root / "site").exists()


@pytest.mark.parametrize("change", ["a page goes", "a page changes", "a page comes"])
def test_no_folder_of_the_site_is_a_link(change, write_project, dear, unharmed):
    root = write_project({RYE: NEW} if change == "a page goes" else None)
    assert run(root, "build").exit_code == 0
    link(root / "site/papers", dear)
    if change == "a page goes":
        (root / RYE).unlink()
    elif change == "a page comes":
        (root / RYE).write_text(NEW)
    else:
        (root / LEVAIN).write_text((root / LEVAIN).read_text().replace("Across Many Loaves", "Across All Loaves"))
    result = run(root, "build")

    assert (result.exit_code, f"{root / 'site/papers'} is a link" in result.stderr) == (1, True)


@pytest.mark.parametrize("is_new", [True, False])
def test_where_files_wait_is_no_link(is_new, write_project, dear, unharmed):
    root = write_project()
    if not is_new:
        assert run(root, "build").exit_code == 0
        shutil.rmtree(root / ".cache")
        (root / "site/index.html").write_text("changed")
    link(staging_folder(root / "site"), dear)

    assert run(root, "build").exit_code == 0
    assert not (root / "site").is_symlink()
    assert not staging_folder(root / "site").is_symlink()


def test_schemas_are_not_written_through_a_link(write_project, dear, unharmed):
    root = write_project()
    link(root / "catalog/schema", dear)
    result = run(root, "schema", "--write")

    assert result.exit_code == 1
    assert "is reached by a link that leaves" in result.stderr
