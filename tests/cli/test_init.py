"""`llmpapers init`: a new catalog that is sound and builds at once; a folder with something in it is left alone."""

import json
import signal
import subprocess
import sys

import pytest
import yaml
from click.testing import CliRunner

from llmpapers.checking import read_and_check
from llmpapers.cli import main
from llmpapers.formatting import formatted_files
from llmpapers.project import Project
from llmpapers.website.building import build_site


def run(*arguments):
    return CliRunner().invoke(main, ["init", *map(str, arguments)])


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("new") / "robot-papers"
    result = run(folder)
    assert result.exit_code == 0, result.output
    return folder


def test_a_new_catalog_has_no_problem_and_is_in_canonical_form(made):
    assert read_and_check(made, strict=True).problems == []
    assert [file.name for file in formatted_files(made) if file.changes or file.problems] == []


def test_a_new_catalog_builds_without_a_warning(made, tmp_path):
    report = build_site(Project(made), tmp_path / "site", strict=True)
    assert (report.checked.problems, report.engine_warnings) == ([], [])
    assert (tmp_path / "site" / "papers" / "example-net" / "index.html").is_file()


def test_every_file_names_a_schema_that_is_there(made):
    for path in made.glob("catalog/**/*.yaml"):
        first = path.read_text("utf-8").partition("\n")[0]
        assert (path.parent / first.partition("$schema=")[2]).is_file()
    settings = json.loads((made / ".vscode" / "settings.json").read_text("utf-8"))
    assert all((made / schema).is_file() for schema in settings["yaml.schemas"])


def test_the_site_is_named_after_the_folder_and_takes_its_addresses_from_the_environment(made, monkeypatch):
    assert Project(made).setting("site_name") == "Robot papers"
    monkeypatch.setenv("SITE_URL", "https://papers.example.org/")
    monkeypatch.setenv("REPO_URL", "https://example.org/owner/name")
    project = Project(made)
    assert project.setting("site_url") == "https://papers.example.org/"
    assert project.setting("repo_url") == "https://example.org/owner/name"


def test_no_placeholder_is_left(made):
    for path in made.rglob("*"):
        if path.is_file() and ".cache" not in path.parts:
            assert "[[ " not in path.read_text("utf-8"), path


@pytest.mark.parametrize("name", ['Say: "hi" # {x} é', "'", "yes", "{{ x }}", "<b>"])
def test_any_name_will_do(tmp_path, name):
    folder = tmp_path / "new"
    assert run(folder, "--name", name).exit_code == 0
    assert yaml.safe_load((folder / "mkdocs.yml").read_text("utf-8").replace("!ENV", ""))["site_name"] == name


@pytest.mark.parametrize("name", ["", " ", "a\nb", "x" * 101])
def test_a_name_that_is_no_line_is_refused(tmp_path, name):
    assert run(tmp_path / "new", "--name", name).exit_code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", ["note.txt", ".hidden"])
def test_a_folder_with_something_in_it_is_left_alone(tmp_path, content):
    (tmp_path / content).write_text("mine")
    result = run(tmp_path)
    assert (result.exit_code, f"is not empty: it has {content}" in result.stderr) == (1, True)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(content, "mine")]


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "new").write_text("mine")
    assert run(tmp_path / "new").exit_code == 1
    assert (tmp_path / "new").read_text() == "mine"


def test_an_empty_folder_and_one_with_a_repository_are_filled(tmp_path):
    (tmp_path / ".git").mkdir()
    assert run(tmp_path).exit_code == 0
    assert (tmp_path / "catalog" / "papers").is_dir()
    assert (tmp_path / ".git").is_dir()


@pytest.mark.parametrize("is_there", [True, False])
def test_what_a_killed_command_left_is_no_obstacle_and_goes(is_there, tmp_path):
    target = tmp_path / "new"
    script = (
        "import os, signal; from llmpapers import cli, new_catalog\n"
        "new_catalog.schema_text = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"cli.main(['init', {str(target)!r}])"
    )
    if is_there:
        target.mkdir()
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == -signal.SIGKILL
    left = [path for path in tmp_path.rglob("catalog") if path.is_dir()]
    assert [path.parent.name for path in left] == [".llmpapers-new.new"]

    assert run(target).exit_code == 0
    assert list(tmp_path.rglob(".llmpapers-*")) == []


def test_a_failure_leaves_nothing_behind(tmp_path, monkeypatch):
    def no_space(kind, catalog):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("llmpapers.new_catalog.schema_text", no_space)
    result = run(tmp_path / "new")
    assert (result.exit_code, "No space left on device" in result.stderr) == (1, True)
    assert list(tmp_path.iterdir()) == []


LIST = """\
# Awesome Dough

## Papers

### Sourdough

- [Levain: Keeping a Starter Alive](https://arxiv.org/abs/2011.01234), ICBB 2021. [code](https://github.com/example/levain)
- [Levain: Keeping a Starter Alive](https://arxiv.org/abs/2011.01234)
- [Rye Helps a Starter <b>Grow</b> {{ x }}](https://arxiv.org/abs/2111.04321) - Crumb 2022

### Ovens

- [Stone, Steel or Sand: A Comparison of Floors](https://arxiv.org/abs/1905.00042)
"""


@pytest.fixture(scope="module")
def from_list(tmp_path_factory):
    folder = tmp_path_factory.mktemp("list")
    (folder / "list.md").write_text(LIST, encoding="utf-8")
    result = run(folder / "dough", "--from", folder / "list.md")
    assert result.exit_code == 0, result.output
    return folder / "dough", result.stdout


def test_a_list_becomes_a_catalog_without_errors(from_list):
    root, _ = from_list
    checked = read_and_check(root)
    assert {problem.code for problem in checked.problems} == {"unfinished-entry"}
    assert len(checked.catalog.papers) == 3
    assert checked.catalog.resources == {}
    # What all sections stand under would be a topic of everything.
    assert list(checked.catalog.topics) == ["sourdough", "ovens"]
    assert {"ICBB", "arXiv"} <= set(checked.catalog.venues)
    assert [file.name for file in formatted_files(root) if file.changes or file.problems] == []


def test_a_catalog_from_a_list_builds(from_list, tmp_path):
    root, _ = from_list
    report = build_site(Project(root), tmp_path / "site")
    assert report.published
    assert report.engine_warnings == []
    page = next((tmp_path / "site" / "papers").glob("rye*/index.html")).read_text("utf-8")
    assert "<b>Grow</b>" not in page


def test_the_report_says_what_needs_a_persons_eye(from_list):
    root, told = from_list
    assert "3 papers, 1 repeat joined. The check has 6 warnings; IMPORTED.md says what to look at." in told
    report = (root / "IMPORTED.md").read_text("utf-8")
    assert "3 papers became entries. 1 repeats were joined" in report
    for part in ("summaries: 3", "authors: 3", "`unfinished-entry`, 6", "`ICBB`: 1"):
        assert part in report


def test_a_list_without_papers_makes_nothing(tmp_path):
    (tmp_path / "list.md").write_text("# Nothing here\n", encoding="utf-8")
    result = run(tmp_path / "new", "--from", tmp_path / "list.md")
    assert (result.exit_code, "has no paper that could be read" in result.stderr) == (1, True)
    assert not (tmp_path / "new").exists()
