"""Entries as JSON, for other programs."""

import json

from llmpapers.exporters.json_entries import catalog_json, entries_json, entry_fields
from llmpapers.loading import load_catalog


def test_a_paper_has_its_id_first_and_only_what_it_knows(write_project) -> None:
    fields = entry_fields(load_catalog(write_project()).papers["steam"])
    assert fields == {
        "id": "steam",
        "title": "Steam in the First Ten Minutes Decides the Crust",
        "authors": ["Gus Imaginary", "Ada Example"],
        "venue": "ICBB",
        "year": 2022,
        "url": "https://icbb.example.org/2022/steam",
        "topics": ["ovens"],
        "summary": "Measures crusts under forty schedules of steam; "
        "what happens after the tenth minute turns out not to matter.",
        "added": "2026-01-19",
    }
    assert next(iter(fields)) == "id"


def test_a_resource_has_its_kind_and_paper(write_project) -> None:
    resources = load_catalog(write_project()).resources
    assert entry_fields(resources["starter-kit"])["paper"] == "levain"
    bench = entry_fields(resources["loafbench"])
    assert bench["paper"] == {"title": "LoafBench: Rating the Crumb", "url": "https://icbb.example.org/2019/loafbench"}
    assert (bench["kind"], bench["status"]) == ("benchmark", "archived")


def test_the_whole_catalog_is_there_in_order(write_project) -> None:
    data = json.loads(catalog_json(load_catalog(write_project())))
    assert list(data) == ["papers", "resources", "topics", "venues"]
    assert [paper["id"] for paper in data["papers"]] == sorted(paper["id"] for paper in data["papers"])
    assert [topic["path"] for topic in data["topics"]] == ["baking", "baking/sourdough", "ovens"]
    assert [venue["name"] for venue in data["venues"]] == ["arXiv", "ICBB", "Journal of Dough", "Crumbs Workshop"]


def test_letters_are_written_as_they_are(write_project) -> None:
    assert "Çelik Müster" in entries_json([load_catalog(write_project()).papers["levain"]])


def test_a_list_of_nothing_is_a_list() -> None:
    assert json.loads(entries_json([])) == []
