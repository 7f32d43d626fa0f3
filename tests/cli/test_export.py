"""`llmpapers export`: formats, filters, and files that are written whole."""

import csv
import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from llmpapers.cli import main


def export(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(root), "export", *arguments])


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--topic", "ovens"], ["stone-again", "steam", "stone"]),
        (["--published", "--topic", "ovens"], ["stone-again", "steam"]),
        (["--preprint"], ["levain-2", "stone"]),
        (["--year", "-2019", "--venue", "better bread"], ["wild-yeast"]),
        (["--text", "nothing has all of these words"], []),
    ],
)
def test_the_filters_are_those_of_list(write_project, arguments: list[str], expected: list[str]) -> None:
    root = write_project()
    result = export(root, "json", *arguments)
    listed = CliRunner().invoke(main, ["--root", str(root), "list", "--format", "json", *arguments])
    assert [paper["id"] for paper in json.loads(result.stdout)] == expected
    assert result.stdout == listed.stdout
    assert result.stderr == f"{len(expected)} paper{'' if len(expected) == 1 else 's'}\n"


def test_standard_output_has_the_bytes_of_the_format(write_project) -> None:
    result = export(write_project(), "ris", "-o", "-", "--text", "levain alive")
    assert result.stdout_bytes.startswith(b"TY  - CONF\r\nID  - example2021levain\r\n")


def test_a_file_is_written_whole_with_the_rights_that_it_had(write_project, tmp_path: Path) -> None:
    target = tmp_path / "papers.csv"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    result = export(write_project(), "csv", "--output", str(target))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "8 papers\n")
    with target.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 8
    assert target.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in tmp_path.iterdir() if path.name != "project"] == ["papers.csv"]


def test_a_link_stays_a_link(write_project, tmp_path: Path) -> None:
    (tmp_path / "real.bib").write_text("old", encoding="utf-8")
    (tmp_path / "link.bib").symlink_to("real.bib")
    export(write_project(), "bibtex", "-o", str(tmp_path / "link.bib"))
    assert (tmp_path / "link.bib").is_symlink()
    assert (tmp_path / "real.bib").read_text(encoding="utf-8").startswith("@")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_takes_what_it_is_given_and_stays_one(write_project, tmp_path) -> None:
    root, pipe = write_project(), tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(pipe.read_bytes)
        assert export(root, "bibtex", "-o", str(pipe)).exit_code == 0
        assert reading.result(timeout=10) == export(root, "bibtex").stdout_bytes
    assert pipe.is_fifo()


def test_a_device_stays_one(write_project) -> None:
    if not Path("/dev/full").is_char_device():
        pytest.skip("has no such device")
    result = export(write_project(), "bibtex", "-o", "/dev/full")
    assert (result.exit_code, result.stderr) == (1, "Error: /dev/full cannot be written: No space left on device\n")
    assert Path("/dev/full").is_char_device()


def test_a_file_that_cannot_be_written_is_told_and_leaves_nothing(write_project, tmp_path: Path) -> None:
    result = export(write_project(), "bibtex", "-o", str(tmp_path / "missing" / "x.bib"))
    assert result.exit_code == 1
    assert "cannot be written: No such file or directory" in result.output
    assert not (tmp_path / "missing").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["bibtext"], "'bibtext' is not one of"),
        (["bibtex", "--topic", "bakin"], "did you mean 'baking'?"),
        (["bibtex", "-o", "."], "is a directory"),
        ([], "FORMAT"),
    ],
)
def test_wrong_usage_is_told(write_project, arguments: list[str], message: str) -> None:
    result = export(write_project(), *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_catalog_with_errors_is_reported_and_nothing_written(write_project, tmp_path: Path) -> None:
    root = write_project({"catalog/papers/levain.yaml": "a: ["})
    result = export(root, "bibtex", "-o", str(tmp_path / "x.bib"))
    assert result.exit_code == 1
    assert "catalog/papers/levain.yaml:1" in result.stderr
    assert not (tmp_path / "x.bib").exists()
