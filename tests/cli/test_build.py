"""`llmpapers build` as people call it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from llmpapers.cli import main


def build(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(root), "build", *arguments])


@pytest.fixture(autouse=True)
def no_addresses_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SITE_URL", "REPO_URL"):
        monkeypatch.delenv(name, raising=False)


def test_the_last_line_says_what_was_built_where_and_how_long_it_took(write_project, monkeypatch) -> None:
    root = write_project()
    monkeypatch.chdir(root)
    result = CliRunner().invoke(main, ["build"])
    assert result.exit_code == 0, result.output
    last = result.stdout.splitlines()[-1]
    assert re.fullmatch(
        r"Built 8 papers and 3 resources into site in \d+\.\d s \(\d+ written, 0 unchanged, 0 removed\)", last
    )
    again = CliRunner().invoke(main, ["build"])
    assert re.search(r"\(0 written, \d+ unchanged, 0 removed\)", again.stdout)


@pytest.mark.parametrize(
    ("settings", "arguments", "folder"),
    [
        ("site_name: x\n", [], "site"),
        ("site_name: x\nsite_dir: public\n", [], "public"),
        ("site_name: x\nsite_dir: public\n", ["--site-dir", "{root}/elsewhere"], "elsewhere"),
    ],
)
def test_the_site_goes_where_it_is_wanted(write_project, settings: str, arguments: list[str], folder: str) -> None:
    root = write_project({"mkdocs.yml": settings})
    result = build(root, *[argument.format(root=root) for argument in arguments])
    assert result.exit_code == 0, result.output
    assert (root / folder / "papers" / "levain" / "index.html").is_file()


def test_a_folder_is_meant_from_where_one_is(write_project, monkeypatch) -> None:
    root = write_project()
    monkeypatch.chdir(root / "catalog" / "papers")
    result = CliRunner().invoke(main, ["build", "--site-dir", "../../here"])
    assert result.exit_code == 0, result.output
    assert (root / "here" / "index.html").is_file()


def test_a_profile_names_the_phases(write_project) -> None:
    result = build(write_project(), "--profile")
    lines = result.stdout.splitlines()[:-1]
    assert [line.split()[0] for line in lines if not line.startswith(" ")] == ["check", "engine", "pages"]
    assert {"papers", "topics", "data", "search"} <= {line.split()[0] for line in lines if line.startswith(" ")}


def test_errors_are_shown_and_the_site_was_not_touched(write_project) -> None:
    root = write_project({"catalog/papers/levain.yaml": ("venue: ICBB", "venue: ICBBB")})
    result = build(root)
    assert result.exit_code == 1
    assert "catalog/papers/levain.yaml:7:8" in result.stderr
    assert result.stderr.splitlines()[-1] == "Error: 1 error; the site was not touched"
    assert not (root / "site").exists()


def test_a_setting_that_is_not_followed_is_told(write_project) -> None:
    result = build(write_project({"mkdocs.yml": "theme: {name: material, features: [navigation.tabs]}\n"}))
    assert result.exit_code == 0
    assert result.stderr == "docs: mkdocs.yml, `theme.features`: the templates use none\n"


def test_a_strict_build_stops_at_a_document_that_links_nowhere(write_project) -> None:
    root = write_project({"docs/guide.md": "# Guide\n\n[x](missing.md)\n"})
    result = build(root, "--strict")
    assert result.exit_code == 1
    assert "missing.md" in result.stderr
    assert not (root / "site").exists()


@pytest.mark.skipif(os.name == "nt", reason="needs a terminal of its own")
@pytest.mark.parametrize("changes", [{}, {"templates/content/home.html": "{{ nobody.knows }}"}])
def test_on_a_terminal_the_progress_gives_way_to_what_comes_next(write_project, changes: dict[str, str]) -> None:
    ours, its = os.openpty()
    command = [sys.executable, "-m", "llmpapers", "--root", str(write_project(changes)), "build"]
    process = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=its, timeout=60, check=False)
    os.close(its)
    said = os.read(ours, 100_000).decode()
    os.close(ours)
    assert process.returncode == (1 if changes else 0)
    assert said.startswith("\r\033[Kcheck …\r\033[Kengine …\r\033[Kpages …\r\033[K"), said
    rest = said.rpartition("\033[K")[2]
    assert rest.startswith("Error: the template") if changes else rest == ""


def test_a_document_that_links_nowhere_is_told_at_every_build(write_project) -> None:
    root = write_project({"docs/guide.md": "# Guide\n\n[x](missing.md)\n"})
    for _ in range(2):
        result = build(root)
        assert result.exit_code == 0
        assert "missing.md" in result.stderr


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"mkdocs.yml": "site_name: [\n"}, "mkdocs.yml:2:1: cannot be read"),
        ({"mkdocs.yml": "docs_dir: .\n"}, "`docs_dir` of mkdocs.yml should be a folder of its own"),
        ({"mkdocs.yml": "docs_dir: [a]\n"}, "`docs_dir` of mkdocs.yml should be one text"),
        ({"mkdocs.yml": "site_dir: {a: b}\n"}, "`site_dir` of mkdocs.yml should be one text"),
        ({"mkdocs.yml": "exclude_docs: topics/\n"}, "look at exclude_docs and draft_docs"),
        ({"mkdocs.yml": "- a\n- b\n"}, "mkdocs.yml should hold"),
        ({"mkdocs.yml": "site_name: x\nday: 2024-13-45\n"}, "mkdocs.yml cannot be read"),
        ({"mkdocs.yml": b"site_name: \xff\n"}, "mkdocs.yml cannot be read"),
        ({"mkdocs.yml": "[" * 5000}, "mkdocs.yml"),
        ({"mkdocs.yml": "site_name: x\nmarkdown_extensions: [no_such_extension]\n"}, "mkdocs cannot render"),
        ({"mkdocs.yml": "site_name: x\nnav: 5\n"}, "mkdocs cannot render"),
        ({"mkdocs.yml": "site_name: x\nsite_url: nonsense\n"}, "mkdocs cannot render"),
        ({"mkdocs.yml": "site_name: x\ntheme: {name: material, language: 5}\n"}, "mkdocs cannot render"),
        ({"docs/papers/levain.md": "# Ours"}, "papers/levain/index.html"),
        ({"docs/topics/ovens.md": "# Ours"}, "docs/topics/ovens.md"),
        ({"docs/latin.md": b"# Caf\xe9"}, "mkdocs cannot render"),
        ({"templates/content/home.html": "{% if %}"}, "home.html"),
        ({"templates/engine/main.html": "{% if %}"}, "mkdocs cannot render"),
        ({"site/thesis.tex": "precious"}, "not made by llmpapers"),
        ({"site": "a file"}, "not made by llmpapers"),
        ({".cache": "a file"}, "cache"),
    ],
)
def test_what_is_in_the_way_is_named(write_project, changes: dict[str, str | bytes], message: str) -> None:
    root = write_project(changes)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    result = build(root)
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.stderr.startswith("Error: "), result.stderr
    assert message in result.stderr
    after = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert {path: after.get(path) for path in before} == before


def test_a_place_that_cannot_be_written_is_named(write_project) -> None:
    root = write_project({"notes.txt": "a file"})
    result = build(root, "--site-dir", str(root / "notes.txt" / "site"))
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit), result.exception
    assert "cannot be" in result.stderr


@pytest.mark.parametrize("folder", ["docs/site", "catalog/site", "templates/site", "catalog", "."])
def test_a_site_inside_what_it_is_made_of_is_refused(write_project, folder: str) -> None:
    root = write_project({"docs/guide.md": "# Guide"})
    result = build(root, "--site-dir", str(root / folder))
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit), result.exception
    assert not (root / folder / "index.html").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["--engine", "jekyll"], "no engine 'jekyll'"), (["--site-dir"], "requires an argument"), (["--fast"], "--fast")],
)
def test_wrong_usage_is_status_2(write_project, arguments: list[str], message: str) -> None:
    result = build(write_project(), *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_without_a_catalog_there_is_nothing_to_build(tmp_path: Path) -> None:
    result = build(tmp_path)
    assert result.exit_code == 1
    assert "no folder 'catalog'" in result.stderr


def test_many_warnings_of_a_kind_are_counted_rather_than_shown(write_project) -> None:
    papers = {
        f"catalog/papers/draft-{name}.yaml": (
            f"title: The Unlike Story of {name.title()} Dough\nauthors:\n  - Ada {name.title()}\n"
            "venue: arXiv\nyear: 2024\n"
            "topics:\n  - baking\nsummary: TODO\nadded: 2026-01-05\n"
        )
        for name in ("apple", "rhubarb", "turnip", "walnut", "zebra")
    }
    root = write_project({"catalog/catalog.yaml": "format: 1\ndrafts: allowed\n", **papers})
    result = build(root)
    assert result.exit_code == 0, result.output
    assert result.stderr.count("warning[unfinished-entry]") == 3
    assert "and 2 more warnings [unfinished-entry]; `llmpapers check` shows all" in result.stderr


@pytest.mark.parametrize("name", ["site", "docs", "templates"])
def test_a_link_to_itself_is_no_folder(name: str, write_project) -> None:
    root = write_project()
    (root / name).symlink_to(name)
    result = build(root)
    told = f"Error: the site cannot be written to {root}/site: " if name == "site" else ""
    assert (result.exit_code, result.stderr.startswith(told)) == (1 if told else 0, True), result.output


@pytest.mark.skipif(sys.platform == "win32", reason="there a path is far shorter")
def test_folders_without_end_end_no_build_with_a_traceback(write_project) -> None:
    root = write_project()
    deep = root / "docs"
    deep.mkdir()
    for _ in range(sys.getrecursionlimit() + 100):
        deep /= "a"
        deep.mkdir()
    (deep / "page.md").write_text("# Deep")
    try:
        result = build(root)
    finally:
        subprocess.run(["rm", "-r", root / "docs"], check=True)  # Python's own way gives up.
    # How deep a Python looks differs.
    too_deep = "Error: folders of docs/ or templates/ lie too deep in each other\n"
    assert (result.exit_code, result.stderr) in [(0, ""), (1, too_deep)]
