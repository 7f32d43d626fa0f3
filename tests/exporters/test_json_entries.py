"""Entries as JSON, for other programs."""

import json

from llmpapers.exporters.json_entries import entries_json, entries_jsonl, entry_fields
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


def test_letters_are_written_as_they_are(write_project) -> None:
    assert "Çelik Müster" in "".join(entries_json([load_catalog(write_project()).papers["levain"]]))


def test_a_list_and_lines_hold_the_same(write_project) -> None:
    papers = list(load_catalog(write_project()).papers.values())
    lines = "".join(entries_jsonl(papers)).splitlines()
    assert [json.loads(line) for line in lines] == json.loads("".join(entries_json(papers)))
    assert len(lines) == len(papers)


def test_a_list_of_nothing_is_a_list() -> None:
    assert json.loads("".join(entries_json([]))) == []
    assert "".join(entries_jsonl([])) == ""
