"""`llmpapers schema`: for editors and other tools."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from llmpapers.cli import main
from llmpapers.schema import KINDS


def schema(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(root), "schema", *arguments])


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_file_has_a_schema(write_project, kind: str) -> None:
    assert "$schema" in json.loads(schema(write_project(), kind).stdout)


def test_the_catalogs_topics_and_venues_are_the_possible_values(write_project) -> None:
    text = schema(write_project()).stdout
    for name in ("baking/sourdough", "Journal of Dough"):
        assert f'"{name}"' in text


def test_the_help_names_every_kind(tmp_path: Path) -> None:
    said = schema(tmp_path, "--help").stdout.partition("KIND of file: ")[2].partition(".")[0]
    assert " ".join(said.split()).replace(" or ", ", ").split(", ") == list(KINDS)


def test_an_unknown_kind_gives_the_nearest(tmp_path: Path) -> None:
    assert "there is no kind 'papers'; did you mean 'paper'?" in schema(tmp_path, "papers").stderr


def test_without_a_catalog_the_fields_are_given(tmp_path: Path) -> None:
    result = schema(tmp_path, "resource")
    assert result.exit_code == 0
    assert "also_known_as" in result.stdout


def test_schemas_are_written_where_editors_look(write_project) -> None:
    root = write_project()
    result = schema(root, "--write")
    assert result.exit_code == 0, result.output
    written = {path.name for path in (root / "catalog" / "schema").iterdir()}
    assert written == {f"{kind}.json" for kind in KINDS}
    assert CliRunner().invoke(main, ["--root", str(root), "check", "--strict"]).exit_code == 0
    for kind in KINDS:
        assert (root / "catalog" / "schema" / f"{kind}.json").read_text(encoding="utf-8") == schema(root, kind).stdout


def test_a_catalog_with_errors_still_has_schemas(write_project) -> None:
    assert schema(write_project({"catalog/papers/levain.yaml": "a: ["})).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "status"), [(["papers"], 2), (["--read"], 2), (["--write"], 1)], ids=["kind", "option", "nowhere"]
)
def test_what_cannot_be_done_is_said(tmp_path: Path, arguments: list[str], status: int) -> None:
    result = schema(tmp_path, *arguments)
    assert result.exit_code == status
    assert isinstance(result.exception, SystemExit)


def test_a_file_in_the_place_of_the_folder_is_said(write_project) -> None:
    result = schema(write_project({"catalog/schema": "a file"}), "--write")
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit), result.exception
    assert "catalog/schema" in result.stderr
