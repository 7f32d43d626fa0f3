"""`llmpapers list`: filters, their mistakes, and the shape for programs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from llmpapers.cli import main

BY_DATE = ["stone-again", "foldformer", "levain-2", "steam", "levain", "kneadnet", "stone", "wild-yeast"]


def list_(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(root), "list", *arguments])


def ids(result: Result) -> list[str]:
    assert result.exit_code == 0, result.output
    return [entry["id"] for entry in json.loads(result.stdout)]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], BY_DATE),
        (["--topic", "baking"], ["stone-again", "foldformer", "levain-2", "levain", "kneadnet", "wild-yeast"]),
        (["--topic", "baking/sourdough"], ["stone-again", "levain-2", "levain", "wild-yeast"]),
        (
            ["--topic", "ovens", "--topic", "baking/sourdough"],
            [id_ for id_ in BY_DATE if id_ not in {"foldformer", "kneadnet"}],
        ),
        (["--year", "2022"], ["levain-2", "steam"]),
        (["--year", "2020-2021"], ["levain", "kneadnet"]),
        (["--year", "2023-"], ["stone-again", "foldformer"]),
        (["--year", "-2018"], ["wild-yeast"]),
        (["--year=-2018"], ["wild-yeast"]),
        (["--venue", "ICBB"], ["steam", "levain", "wild-yeast"]),
        (["--venue", "Crumbs Workshop", "--venue", "Journal of Dough"], ["stone-again", "foldformer", "kneadnet"]),
        (["--venue", "icbb"], ["steam", "levain", "wild-yeast"]),
        (["--venue", "better BREAD"], ["steam", "levain", "wild-yeast"]),
        (["--venue", "CoRR"], ["levain-2", "stone"]),
        (["--author", "muster"], ["levain"]),
        (["--author", "Example Ada"], ["levain-2", "steam", "levain"]),
        (["--author", "Ada Example"], ["levain-2", "steam", "levain"]),
        (["--code"], ["foldformer", "levain"]),
        (["--no-code", "--venue", "ICBB"], ["steam", "wild-yeast"]),
        (["--text", "starter"], ["levain-2", "levain", "wild-yeast"]),
        (["--text", "DO NOT die"], ["levain"]),
        (["--text", "celik"], ["levain"]),
        (["--text", "2205.04321"], ["levain-2"]),
        (["--text", "10.1234/Dough.2020.5"], ["kneadnet"]),
        (["--topic", "ovens", "--year", "2019-2022", "--author", "pretend"], ["stone"]),
        (["--text", "nothing has all of these words"], []),
        (["--resources"], ["flour-index", "loafbench", "starter-kit"]),
        (["--resources", "--topic", "baking"], ["loafbench", "starter-kit"]),
        (["--resources", "--text", "flour LIST"], ["flour-index"]),
    ],
)
def test_filters_choose_and_the_newest_come_first(write_project, arguments: list[str], expected: list[str]) -> None:
    assert ids(list_(write_project(), "--format", "json", *arguments)) == expected


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--topic", "bakin"], "did you mean 'baking'?"),
        (["--topic", "sourdough"], "did you mean 'baking/sourdough'?"),
        (["--topic", "zzz"], "known: baking, baking/sourdough, ovens"),
        (["--venue", "ICBBB"], "did you mean 'ICBB'?"),
        (["--venue", "ICBB 2021"], "did you mean 'ICBB'?"),
        (["--year", "22"], "no year or range"),
        (["--year", "2022-20"], "no year or range"),
        (["--year", "20222023"], "no year or range"),
        (["--year", "-"], "no year or range"),
        (["--year", ""], "no year or range"),
        (["--year", "2023-2020"], "ends before it begins"),
        (["--resources", "--year", "2020"], "only --topic and --text"),
        (["--resources", "--no-code"], "only --topic and --text"),
        (["--format", "xml"], "'xml' is not one of"),
        (["--topics", "x"], "--topic"),
        (["stray"], "stray"),
    ],
)
def test_a_filter_that_makes_no_sense_is_wrong_usage(write_project, arguments: list[str], message: str) -> None:
    result = list_(write_project(), *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


def test_people_get_a_line_an_entry_and_the_number_aside(write_project) -> None:
    result = list_(write_project(), "--topic", "ovens")
    assert result.stdout.splitlines() == [
        "stone-again  Baking on Stone, on Steel and on Nothing, Again  (Journal of Dough 2024)",
        "steam        Steam in the First Ten Minutes Decides the Crust  (ICBB 2022)",
        "stone        Baking on Stone, on Steel and on Nothing  (arXiv 2019)",
    ]
    assert result.stderr == "3 papers\n"


def test_programs_get_whole_entries(write_project) -> None:
    first = json.loads(list_(write_project(), "--format", "json", "--text", "levain alive").stdout)[0]
    assert first["id"] == "levain"
    assert first["added"] == "2026-01-15"
    assert first["code"] == [
        {"url": "https://github.com/example/levain"},
        {"url": "https://gitlab.com/example/levain-port", "label": "Port"},
    ]
    assert "withdrawn" not in first


@pytest.mark.parametrize("arguments", [["list"], ["show", "levain"], ["stats"], ["stats", "--quality"]])
def test_a_catalog_with_errors_is_reported(write_project, arguments: list[str]) -> None:
    root = write_project({"catalog/papers/levain.yaml": "a: [", "catalog/venues.yaml": b"\xff"})
    result = CliRunner().invoke(main, ["--root", str(root), *arguments])
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit), result.exception
    assert "catalog/papers/levain.yaml:1" in result.stderr
    assert "catalog/venues.yaml:1:1" in result.stderr
    assert result.stdout == ""


def test_warnings_do_not_matter_here(write_project) -> None:
    root = write_project({"catalog/papers/ovens/stone.yaml": ("not_duplicates:\n  - stone-again\n", "")})
    result = list_(root)
    assert result.exit_code == 0
    assert result.stderr == "8 papers\n"


@pytest.mark.parametrize("arguments", [["list", "--format", "json"], ["list"], ["stats"], ["schema"], ["show", "lora"]])
def test_a_reader_that_stops_reading_is_no_error(arguments: list[str]) -> None:
    repository = Path(__file__).parents[2]
    command = [sys.executable, "-m", "llmpapers", "--root", str(repository), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        complaints = process.stderr.read()
        process.wait(timeout=60)
    assert "Traceback" not in complaints
    assert "BrokenPipe" not in complaints


def test_a_terminal_of_few_letters_is_no_error(write_project) -> None:
    command = [sys.executable, "-m", "llmpapers", "--root", str(write_project()), "show", "levain"]
    result = subprocess.run(command, capture_output=True, env={"PYTHONIOENCODING": "ascii"}, check=False)
    assert result.returncode == 0, result.stderr
    assert b"Ada Example" in result.stdout
