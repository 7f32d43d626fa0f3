"""`llmpapers refresh`: what was published since, and what moved, proposed and written."""

import json

import pytest
from click.testing import CliRunner, Result

from fake_services import FakeServices, Reply, addresses
from llmpapers.checking import read_and_check
from llmpapers.cli import main

FILE = "catalog/papers/ryenet.yaml"
ENTRY = """\
# Kept by hand.
title: "RyeNet: Rising without Gluten & Yeast"
authors:
  - Ada Example
  - Çelik Müster
venue: arXiv  # for now
year: 2024
arxiv: "2402.01234"
topics:
  - ovens
code:
  - {base}/code/old
summary: Rye holds little gluten; a network that plans its folds in water instead of flour makes light loaves.
added: 2026-02-01
"""


@pytest.fixture
def refresh(write_project, services: FakeServices, time, recorded, monkeypatch):
    """Gives a function that refreshes one preprint, published since, with code that moved; and the project's folder."""
    root = write_project({FILE: ENTRY.format(base=services.base)})
    for name in ("stone", "levain-2"):
        next((root / "catalog/papers").rglob(f"{name}.yaml")).write_text("", encoding="utf-8")
    services.reply("/dblp", recorded("dblp-rye.json"))
    services.reply("/code/old", Reply(status=301, headers={"Location": "/code/new"}))
    services.reply("/code/new", Reply())
    for name, value in addresses(services.base).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(root)

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["refresh", "--topic", "ovens", "--preprint", *arguments])

    return call, root


def test_edits_are_proposed_with_their_sources(refresh, services):
    call, root = refresh
    before = (root / FILE).read_bytes()
    result = call("--format", "json")
    [paper] = json.loads(result.stdout)["papers"]
    record = "https://dblp.org/rec/conf/icbb/ExampleM24"
    assert [(edit["field"], edit["old"], edit["new"], edit["source"]) for edit in paper["edits"]] == [
        ("venue", "arXiv", "ICBB", record),
        (
            "title",
            "RyeNet: Rising without Gluten & Yeast",
            "RyeNet: How Rye Rises without Gluten and Yeast",
            record,
        ),
        ("also_known_as", None, ["RyeNet: Rising without Gluten & Yeast"], record),
        ("doi", None, "10.1234/ICBB.2024.9", record),
        ("url", None, "https://icbb.example.org/2024/ryenet", record),
        ("code", [f"{services.base}/code/old"], [f"{services.base}/code/new"], f"{services.base}/code/new"),
    ]
    assert (root / FILE).read_bytes() == before


def test_edits_are_written_with_comments_kept(refresh, services):
    call, root = refresh
    result = call("--write")
    assert result.stderr == "1 paper asked about, 1 changed\n"
    assert "venue: arXiv -> ICBB" in result.stdout
    text = (root / FILE).read_text(encoding="utf-8")
    assert text.startswith('# Kept by hand.\ntitle: "RyeNet: How Rye Rises without Gluten and Yeast"\n')
    assert "venue: ICBB" in text
    assert "# for now" in text
    assert f"  - {services.base}/code/new\n" in text
    assert [problem for problem in read_and_check(root).problems if problem.file == FILE] == []


def test_a_call_that_was_stopped_asks_nothing_twice(refresh, services, time):
    call, _ = refresh
    first = call("--format", "json").stdout
    asked = len(services.requests)
    time.moment += 6 * 86400
    assert call("--format", "json").stdout == first
    assert len(services.requests) == asked
    time.moment += 2 * 86400
    call()
    assert len(services.requests) > asked


def test_a_namesake_is_not_taken_for_the_paper(refresh, services):
    call, _ = refresh
    services.reply(
        "/dblp",
        json.dumps(
            {
                "result": {
                    "hits": {
                        "hit": [
                            {
                                "info": {
                                    "title": "RyeNet: Rising without Gluten and Yeast.",
                                    "authors": {"author": {"text": "Zoe Stranger"}},
                                    "venue": "J. Dough",
                                    "year": "2025",
                                    "type": "Journal Articles",
                                }
                            }
                        ]
                    }
                }
            }
        ),
    )
    for name in ("/semantic-scholar", "/crossref", "/openalex"):
        services.reply(name, "{}")
    [paper] = json.loads(call("--format", "json").stdout)["papers"]
    assert [edit["field"] for edit in paper["edits"]] == ["code"]


def test_services_that_fail_are_noted(refresh, services):
    call, _ = refresh
    for name in ("/dblp", "/semantic-scholar", "/crossref", "/openalex"):
        services.reply(name, Reply(status=503))
    services.reply("/code/old", Reply(status=404))
    result = call()
    assert result.exit_code == 0
    assert "note: DBLP was left out: DBLP has trouble (status 503)" in result.stdout
    assert f"note: the code at {services.base}/code/old is gone: status 404" in result.stdout


def test_markdown_only_shows_what_services_say(refresh, services, recorded):
    call, _ = refresh
    evil = recorded("dblp-rye.json").replace(
        b"RyeNet: How Rye Rises", b"RyeNet: `@team <img src=x> [a](b) How Rye Rises"
    )
    services.reply("/dblp", evil)
    text = call("--format", "markdown").stdout
    assert "Proposed by `llmpapers refresh`" in text
    lines = [line for line in text.splitlines() if "@team" in line]
    assert lines
    assert all(line.count("`") % 2 == 0 and "`@" not in line for line in lines)


def test_nothing_new_is_said_in_one_line(refresh, services):
    call, root = refresh
    (root / FILE).unlink()
    result = call()
    assert (result.stdout, result.stderr) == ("", "0 papers asked about, 0 to change\n")
    assert call("--format", "markdown").stdout.endswith("Nothing has changed.\n")


def test_without_a_network_it_stops_and_says_so(refresh, monkeypatch):
    call, root = refresh
    before = (root / FILE).read_bytes()
    for name, value in addresses("http://127.0.0.1:9").items():
        monkeypatch.setenv(name, value)
    result = call("--write")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no service can be reached" in result.stderr
    assert (root / FILE).read_bytes() == before
