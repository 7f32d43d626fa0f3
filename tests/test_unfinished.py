"""What is still to be written is nowhere taken for a fact."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

import llmpapers
from llmpapers.cli import main
from llmpapers.exporters.catalog_schema import catalog_schema
from llmpapers.exporters.formats import FORMATS
from llmpapers.project import Project
from llmpapers.website.building import build_site

DRAFT = """\
title: {}
authors: [TODO]
venue: TODO
year: 2024
url: https://example.org/{}
topics: [ovens]
summary: "TODO: say in one to three sentences of your own the problem, the idea and the result."
added: 2026-02-03
"""
PLACEHOLDER = re.compile(r"TODO|not recorded|No summary", re.IGNORECASE)


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """A project with two unfinished entries, and its site."""
    root = tmp_path_factory.mktemp("drafts") / "project"
    shutil.copytree(Path(__file__).parent / "data" / "small", root)
    (root / "catalog" / "catalog.yaml").write_text("format: 1\ndrafts: allowed\n", encoding="utf-8")
    for id_, title in {"undone": "Undone Nets for Bread", "idle": "Two Idle Ovens Compared at Night"}.items():
        (root / "catalog" / "papers" / f"{id_}.yaml").write_text(DRAFT.format(title, id_), encoding="utf-8")
    report = build_site(Project(root), root / "site")
    assert report.published, report.checked.problems
    return root


def run(project, *arguments):
    result = CliRunner().invoke(main, ["--root", str(project), *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("name", FORMATS)
def test_no_export_states_a_placeholder(project, name):
    text = run(project, "export", name)
    assert "Undone Nets" in text.replace("{", "").replace("}", "")
    assert not PLACEHOLDER.search(text)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("bibtex", "@misc{undone2024,\n  title = {Undone Nets for Bread},\n  year  = {2024},\n"
                   "  url   = {https://example.org/undone},\n}"),
        ("ris", "TY  - UNPB\nID  - undone2024\nTI  - Undone Nets for Bread\nPY  - 2024\nDA  - 2024///\n"
                "UR  - https://example.org/undone\nER  -"),
        ("citation", "2024. Undone Nets for Bread. https://example.org/undone"),
    ],
)  # fmt: skip
def test_citations_leave_out_what_is_not_recorded(project, form, expected):
    shown = run(project, "show", "undone", "--format", form).replace("\r\n", "\n").strip()
    assert shown == expected


def test_a_page_says_what_is_missing_and_its_machine_readable_parts_are_silent(project):
    page = (project / "site" / "papers" / "undone" / "index.html").read_text(encoding="utf-8")
    for words in ("No summary yet.", "Authors not recorded.", "Venue not recorded"):
        assert words in page
    assert "shared author" not in page
    assert 'name="citation_author"' not in page
    article = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert not {"author", "abstract", "publisher", "isPartOf"} & set(article)
    assert 'name="description" content="Undone Nets for Bread. Venue not recorded 2024."' in page


def test_feeds_browse_data_and_search_index_name_no_placeholder_as_a_person(project):
    site = project / "site"
    feed = (site / "feed.xml").read_text(encoding="utf-8")
    assert "Undone Nets for Bread" in feed
    assert not re.search(r"Authors? not recorded|No summary|TODO", feed)
    assert feed.index("<author>") < feed.index("<entry>"), "the feed's author stands for those who are not recorded"
    others = [path for path in site.rglob("*.json") if path.parent.name != "schema"]
    assert len(others) > 3
    for path in others:
        assert not re.search(r"TODO|Authors? not recorded|No summary yet", path.read_text(encoding="utf-8")), path


def test_the_whole_catalog_as_json_fits_its_schema(project):
    whole = json.loads((project / "site" / "catalog.json").read_text(encoding="utf-8"))
    Draft202012Validator(catalog_schema()).validate(whole)
    [undone] = [paper for paper in whole["papers"] if paper["id"] == "undone"]
    assert (undone["authors"], undone["venue"], undone["summary"]) == ([], "", "")


def test_the_quality_report_counts_what_is_not_recorded_as_missing(project):
    quality = json.loads(run(project, "stats", "--quality", "--format", "json"))
    assert quality["authors"]["of"] - quality["authors"]["count"] == 2
    assert quality["summary"]["of"] - quality["summary"]["count"] == 2
    assert quality["summary_lengths"]["fewest"] > 20
    statistics = (project / "site" / "statistics" / "index.html").read_text(encoding="utf-8")
    assert "With authors" in statistics


def test_the_python_api_gives_empty_values_and_filters_find_no_placeholder(project):
    library = llmpapers.load(project)
    assert (library["undone"].authors, library["undone"].summary) == ([], "")
    assert library.filter(author="TODO") == {}
    assert library.filter(text="not recorded") == {}
    assert "undone" in library.filter(published=False)
    assert "TODO" not in run(project, "list") + run(project, "show", "undone")
