"""`llmpapers check` as people and programs call it."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from llmpapers.cli import main
from llmpapers.problem_codes import CODES

FOLD = "catalog/papers/foldformer.yaml"
STONE = "catalog/papers/ovens/stone.yaml"
AGAIN = "catalog/papers/ovens/stone-again.yaml"
ERROR = {FOLD: ("Crumbs Workshop", "Crumb Workshop")}
WARNING = {STONE: ("not_duplicates:\n  - stone-again\n", "")}


def check(root, *arguments: str):
    return CliRunner().invoke(main, ["--root", str(root), "check", *arguments])


@pytest.mark.parametrize(
    ("changes", "arguments", "status"),
    [
        ({}, [], 0),
        ({}, ["--strict"], 0),
        (ERROR, [], 1),
        (ERROR, ["--strict"], 1),
        (WARNING, [], 0),
        (WARNING, ["--strict"], 1),
        (ERROR, ["--format", "json"], 1),
        (ERROR, ["--format", "github"], 1),
        ({}, ["--format", "yaml"], 2),
        ({}, ["--strickt"], 2),
        ({}, ["no-such-file.yaml"], 2),
        ({}, ["--explain", "x"], 2),
    ],
)
def test_the_status_is_0_when_fine_1_with_errors_and_2_for_wrong_usage(changes, arguments, status, write_project):
    assert check(write_project(changes), *arguments).exit_code == status


def test_nothing_is_printed_where_all_is_well(write_project):
    assert check(write_project(), "--strict").output == ""


def test_people_see_the_problem_on_standard_output_and_the_count_beside_it(write_project):
    result = check(write_project(ERROR | WARNING))

    assert result.stdout.startswith(
        f"{FOLD}:5:8: error[unknown-venue]: there is no venue 'Crumb Workshop'\n"
        "  5 | venue: Crumb Workshop\n"
        "    |        ^^^^^^^^^^^^^^\n"
        "  hint: did you mean 'Crumbs Workshop'?\n\n"
    )
    assert result.stderr == "\n1 error, 2 warnings\n"


def test_programs_get_every_problem_and_the_counts(write_project):
    result = check(write_project(ERROR | WARNING), "--format", "json")
    found = json.loads(result.stdout)

    assert found["problems"][0] == {
        "severity": "error",
        "code": "unknown-venue",
        "file": FOLD,
        "line": 5,
        "column": 8,
        "message": "there is no venue 'Crumb Workshop'",
        "hint": "did you mean 'Crumbs Workshop'?",
    }
    assert [problem["severity"] for problem in found["problems"]] == ["error", "warning", "warning"]
    assert (found["papers"], found["resources"]) == (8, 3)
    assert result.stderr == ""


def test_strictness_shows_in_the_severity(write_project):
    found = json.loads(check(write_project(WARNING), "--strict", "--format", "json").stdout)

    assert [problem["severity"] for problem in found["problems"]] == ["error", "error"]


def test_a_pull_request_gets_an_annotation_a_problem(write_project):
    result = check(write_project(ERROR), "--format", "github")

    assert result.stdout == (
        f"::error file={FOLD},line=5,col=8,title=unknown-venue::"
        "there is no venue 'Crumb Workshop' (did you mean 'Crumbs Workshop'?)\n"
    )


@pytest.mark.parametrize("output", ["text", "json", "github"])
def test_a_hostile_value_or_file_name_is_printed_harmlessly(output, write_project):
    name = os.fsdecode(b"catalog/papers/\x1b[2J\xff\xc2\x9b,x%\n::error::.yaml")
    root = write_project({FOLD: ("Crumbs Workshop", '"\\e]0;gone\\a\\u202e\\x9b"'), name: "title: x"})
    result = check(root, "--format", output)

    assert result.exit_code == 1
    assert not set("\x1b\x07\x9b\u202e\udcff") & set(result.stdout)
    assert not any(line.startswith("::error::") for line in result.stdout.splitlines())


@pytest.mark.parametrize(
    ("paths", "files"),
    [
        ([FOLD], [FOLD]),
        ([STONE], [STONE]),
        ([AGAIN], [AGAIN]),
        (["catalog/papers/ovens"], [AGAIN, STONE]),
        ([FOLD, STONE], [FOLD, STONE]),
        (["catalog"], [FOLD, AGAIN, STONE]),
        (["."], [FOLD, AGAIN, STONE]),
        (["catalog/papers/levain.yaml"], []),
        (["catalog/resources"], []),
    ],
)
def test_named_files_bring_their_problems_and_what_they_clash_with(paths, files, write_project, monkeypatch):
    monkeypatch.chdir(write_project(ERROR | WARNING))
    result = CliRunner().invoke(main, ["check", "--format", "json", *paths])

    assert [problem["file"] for problem in json.loads(result.stdout)["problems"]] == files
    assert result.exit_code == (1 if FOLD in files else 0)


def test_a_file_that_is_not_of_the_catalog_is_wrong_usage(write_project, monkeypatch):
    monkeypatch.chdir(write_project({}))
    result = CliRunner().invoke(main, ["check", "mkdocs.yml"])

    assert result.exit_code == 2
    assert "mkdocs.yml has nothing of" in result.stderr


def test_a_file_may_be_named_from_a_folder_below_and_by_its_full_path(write_project, monkeypatch):
    root = write_project(ERROR)
    monkeypatch.chdir(root / "catalog/papers")

    assert CliRunner().invoke(main, ["check", "foldformer.yaml"]).exit_code == 1
    assert CliRunner().invoke(main, ["check", str(root / FOLD)]).exit_code == 1
    assert CliRunner().invoke(main, ["check", "levain.yaml"]).exit_code == 0


def test_a_loop_of_links_elsewhere_does_not_disturb_the_check_of_one_file(write_project):
    root = write_project({"catalog/papers/rye.yaml": Path("rye.yaml")})

    assert check(root, str(root / FOLD)).exit_code == 0
    assert check(root, str(root / "catalog/papers")).exit_code == 1


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_explained(code):
    result = CliRunner().invoke(main, ["check", "--explain", code])
    known = CODES[code]

    assert result.exit_code == 0
    assert result.stdout == f"{code} ({known.severity}): {known.title}\n\n{known.explanation}\n"


def test_all_codes_are_listed():
    result = CliRunner().invoke(main, ["check", "--explain", "all"])

    assert result.exit_code == 0
    assert [line.split()[:2] for line in result.stdout.splitlines()] == [
        [c, known.severity] for c, known in CODES.items()
    ]


def test_an_unknown_code_names_the_one_meant():
    result = CliRunner().invoke(main, ["check", "--explain", "unkown-topic"])

    assert result.exit_code == 2
    assert "there is no code 'unkown-topic'; did you mean 'unknown-topic'?" in result.stderr


def test_a_folder_without_a_catalog_is_said_to_be_one(tmp_path):
    result = check(tmp_path)

    assert result.exit_code == 1
    assert "no folder 'catalog'" in result.stderr
