"""What is promised of the catalog in this repository."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from llmpapers.checking import CheckedCatalog
from llmpapers.cli import main

pytestmark = pytest.mark.integration


def test_the_strict_check_is_silent(repository: Path) -> None:
    result = CliRunner().invoke(main, ["--root", str(repository), "check", "--strict"])
    assert (result.exit_code, result.output) == (0, "")


def test_the_catalog_is_large_enough(checked: CheckedCatalog) -> None:
    assert len(checked.catalog.papers) >= 300
    assert len(checked.catalog.resources) >= 42


def test_every_topic_orients_a_newcomer(checked: CheckedCatalog) -> None:
    for path, topic in checked.catalog.topics.items():
        words = len(re.findall(r"\S+", topic.record.description or ""))
        assert 80 <= words <= 200, path
        assert 3 <= len(topic.record.start_here or []) <= 5, path


def test_every_topic_recommends_papers_of_its_own(checked: CheckedCatalog) -> None:
    for path, topic in checked.catalog.topics.items():
        members = {entry.id for entry in checked.catalog.papers_of_topic(path)}
        recommended = [start.paper for start in topic.record.start_here or []]
        assert set(recommended) <= members, path
        assert len(recommended) == len(set(recommended)), path


def test_every_topic_has_at_least_eight_papers(checked: CheckedCatalog) -> None:
    sizes = {path: len(checked.catalog.papers_of_topic(path)) for path in checked.catalog.topics}
    assert {path: size for path, size in sizes.items() if size < 8} == {}


def test_every_venue_is_used(checked: CheckedCatalog) -> None:
    used = {entry.record.venue for entry in checked.catalog.papers.values()}
    assert set(checked.catalog.venues) == used


def test_every_paper_has_its_authors_and_a_summary_of_its_own(repository: Path, checked: CheckedCatalog) -> None:
    result = CliRunner().invoke(main, ["--root", str(repository), "stats", "--quality", "--format", "json"])
    quality = json.loads(result.stdout)
    assert quality["authors"]["percent"] == 100.0
    assert quality["topics_without_prose"] == quality["topics_without_start"] == []
    assert quality["topics_with_few_papers"] == {}
    summaries = [entry.record.summary for entry in checked.catalog.papers.values()]
    assert len(summaries) == len(set(summaries))


def test_every_entry_tells_editors_its_schema(repository: Path, checked: CheckedCatalog) -> None:
    for document in checked.catalog.documents:
        first = (repository / document.name).read_text(encoding="utf-8").partition("\n")[0]
        assert first.startswith("# yaml-language-server: $schema="), document.name
        schema = first.partition("=")[2]
        assert ((repository / document.name).parent / schema).is_file(), document.name
