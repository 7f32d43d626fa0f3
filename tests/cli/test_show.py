"""`llmpapers show`: one entry, however it is called."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from llmpapers.cli import main


def show(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(root), "show", *arguments])


@pytest.mark.parametrize(
    ("wanted", "id_"),
    [
        ("levain", "levain"),
        ("eternal-starter", "levain"),
        ("Levain: Keeping a Starter Alive Across Many Loaves", "levain"),
        ("LEVAIN, keeping a starter alive across many loaves!", "levain"),
        ("starters that do not die", "levain"),
        ("FoldFormer", "foldformer"),
        ("Levain 2", "levain-2"),
        ("2205.04321", "levain-2"),
        ("arXiv:2205.04321v3", "levain-2"),
        ("https://arxiv.org/pdf/2205.04321", "levain-2"),
        ("10.48550/arXiv.2205.04321", "levain-2"),
        ("10.1234/DOUGH.2020.5", "kneadnet"),
        ("https://doi.org/10.1234/dough.2020.5", "kneadnet"),
        ("loafbench", "loafbench"),
        ("The Flour Index", "flour-index"),
        ("flour list", "flour-index"),
    ],
)
def test_an_entry_is_found_by_every_name_that_it_has(write_project, wanted: str, id_: str) -> None:
    result = show(write_project(), wanted, "--format", "json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["id"] == id_


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [
        ("levian", "did you mean 'levain'?"),
        ("starterkit", "did you mean 'starter-kit'?"),
        ("zzzz", "`llmpapers list`"),
        ("zzzz", "`llmpapers list --resources`"),
        ("2205.04322", "`llmpapers list`"),
    ],
)
def test_an_unknown_name_gives_the_nearest(write_project, wanted: str, hint: str) -> None:
    result = show(write_project(), wanted)
    assert result.exit_code == 1
    assert f"there is no entry {wanted!r}; " in result.stderr
    assert hint in result.stderr


def test_people_read_title_summary_and_fields(write_project) -> None:
    lines = show(write_project(), "levain").stdout.splitlines()
    assert lines[0] == "Levain: Keeping a Starter Alive Across Many Loaves"
    assert lines[2].startswith("A starter usually dies between two loaves.")
    fields = dict(line.split(":", 1) for line in lines[5:] if ":" in line and not line.startswith(" "))
    assert fields["authors"].strip() == "Ada Example; Ben Sample; Çelik Müster"
    assert fields["file"].strip() == "catalog/papers/levain.yaml"
    assert fields["links"].strip() == "Slides: https://icbb.example.org/2021/levain-slides"


def test_a_resource_is_shown_too(write_project) -> None:
    output = show(write_project(), "loafbench").stdout
    assert output.startswith("LoafBench\n")
    assert "LoafBench: Rating the Crumb: https://icbb.example.org/2019/loafbench" in output


def test_no_sign_of_an_entry_reaches_the_terminal_as_a_command(write_project) -> None:
    root = write_project({"catalog/papers/levain.yaml": ("A starter usually", "A \u200b starter usually")})
    assert "\u200b" not in show(root, "levain").stdout


def test_a_paper_is_shown_as_bibtex(write_project) -> None:
    output = show(write_project(), "levain", "--format", "bibtex").stdout
    assert output.startswith("@inproceedings{example2021levain,\n")
    assert output.endswith("}\n")


def test_a_resource_has_no_bibtex(write_project) -> None:
    result = show(write_project(), "loafbench", "--format", "bibtex")
    assert result.exit_code == 1
    assert "only papers are cited" in result.stderr


@pytest.mark.parametrize("arguments", [[], ["levain", "--format", "xml"], ["levain", "more"]])
def test_wrong_usage_is_status_2(write_project, arguments: list[str]) -> None:
    assert show(write_project(), *arguments).exit_code == 2
