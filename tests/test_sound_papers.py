"""Papers that broke no rule are not held against the rules again, unless they or what they are held against changed."""

import shutil
from pathlib import Path

import pytest

from llmpapers import checks
from llmpapers.checking import read_and_check

TOPICS, VENUES = "catalog/topics.yaml", "catalog/venues.yaml"
STEAM, LEVAIN = "catalog/papers/ovens/steam.yaml", "catalog/papers/levain.yaml"


@pytest.fixture
def ruled(monkeypatch) -> list[str]:
    """Takes the ids of the papers that are held against the rules."""
    ids: list[str] = []
    monkeypatch.setattr(checks, "_PAPER_RULES", (*checks._PAPER_RULES, lambda catalog, paper: ids.append(paper.id)))
    return ids


def change(root: Path, name: str, old: str, new: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (root / name).write_text(text.replace(old, new), encoding="utf-8")


def test_only_what_changed_is_held_against_the_rules(write_project, ruled):
    root = write_project()
    papers = read_and_check(root).catalog.papers
    assert sorted(ruled) == sorted(papers)

    ruled.clear()
    change(root, LEVAIN, "Across Many Loaves", "Across All Loaves")
    assert read_and_check(root).problems == []
    assert ruled == ["levain", "wild-yeast"]  # What the second breaks, it waives.


def test_a_paper_that_breaks_a_rule_is_told_every_time(write_project, ruled):
    root = write_project({LEVAIN: ("year: 2021", "year: 1900")})
    first = read_and_check(root).problems

    ruled.clear()
    assert read_and_check(root).problems == first != []
    assert ruled == ["levain", "wild-yeast"]  # What the second breaks, it waives.


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (TOPICS, "id: ovens", "id: stoves"),
        (TOPICS, "parent: baking\n", ""),
        (TOPICS, "- id: baking", "- id: [baking"),
        (VENUES, "name: ICBB\n", "name: ICBX\n"),
        (VENUES, "kind: preprint", "kind: journal"),
        (VENUES, "kind: preprint", "kind: NO"),
        ("catalog/catalog.yaml", "format: 1", "format: 1\ndrafts: allowed"),
    ],
)
def test_what_they_are_held_against_decides_too(name, old, new, write_project):
    root = write_project({STEAM: ("  - ovens", "  - ovens\n  - sourdough")} if "parent" in old else None)
    read_and_check(root)
    assert (root / ".cache/llmpapers/sound.json").exists()
    change(root, name, old, new)

    with_cache = read_and_check(root).problems
    shutil.rmtree(root / ".cache")
    assert with_cache == read_and_check(root).problems


def test_a_cache_that_cannot_be_trusted_is_none(write_project, ruled):
    root = write_project()
    papers = read_and_check(root).catalog.papers
    kept = root / ".cache/llmpapers/sound.json"
    kept.write_bytes(kept.read_bytes().replace(b"[", b" [", 1))

    ruled.clear()
    read_and_check(root)
    assert len(ruled) == len(papers)
