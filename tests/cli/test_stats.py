"""`llmpapers stats`: counts, and how complete the entries are."""

import json
from pathlib import Path

from click.testing import CliRunner

from llmpapers.cli import main


def stats(root: Path, *arguments: str) -> str:
    result = CliRunner().invoke(main, ["--root", str(root), "stats", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_programs_get_the_counts(write_project) -> None:
    assert json.loads(stats(write_project(), "--format", "json")) == {
        "papers": 8,
        "resources": 3,
        "topics": {"baking": 6, "baking/sourdough": 4, "ovens": 3},
        "years": {"2024": 1, "2023": 1, "2022": 2, "2021": 1, "2020": 1, "2019": 1, "2018": 1},
        "venues": {"ICBB": 3, "Journal of Dough": 2, "arXiv": 2, "Crumbs Workshop": 1},
        "resource_kinds": {"benchmark": 1, "list": 1, "tool": 1},
    }


def test_people_get_tables(write_project) -> None:
    lines = stats(write_project()).splitlines()
    assert lines[0] == "8 papers, 3 resources"
    assert "  baking/sourdough  4" in lines
    assert "  Journal of Dough  2" in lines


def test_programs_get_the_quality(write_project) -> None:
    quality = json.loads(stats(write_project(), "--quality", "--format", "json"))
    assert quality["authors"] == {"count": 8, "of": 8, "percent": 100.0}
    assert quality["code"] == {"count": 2, "of": 8, "percent": 25.0}
    assert quality["formal_venue"] == {"count": 6, "of": 8, "percent": 75.0}
    assert quality["topics_with_few_papers"] == {"baking": 6, "baking/sourdough": 4, "ovens": 3}
    assert quality["topics_without_start"] == ["baking", "ovens"]
    assert quality["old_preprints"] == ["levain-2", "stone"]
    lengths = quality["summary_lengths"]
    assert lengths["fewest"] <= lengths["median"] <= lengths["most"]


def test_people_get_the_quality(write_project) -> None:
    output = stats(write_project(), "--quality")
    assert "with authors                     8 of 8  100.0 %" in output
    assert "topics without a start       baking, ovens" in output
    assert output.endswith("  levain-2\n  stone\n")


def test_an_empty_catalog_has_statistics(write_project) -> None:
    files = {"catalog/catalog.yaml": "format: 1\n", "catalog/topics.yaml": "[]\n", "catalog/venues.yaml": "[]\n"}
    root = write_project(files, small=False)
    assert stats(root).strip() == "0 papers, 0 resources"
    quality = stats(root, "--quality")
    assert "with authors                 no papers\n" in quality
    assert "%" not in quality
    assert json.loads(stats(root, "--quality", "--format", "json"))["code"] == {"count": 0, "of": 0, "percent": None}
