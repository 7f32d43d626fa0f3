"""What the pages of topics list where a topic has many papers."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from llmpapers.loading import load_catalog
from llmpapers.project import Project
from llmpapers.website.building import build_site

AddPaper = Callable[..., Path]


def listed(html: str) -> list[str]:
    return re.findall(r'<h4 class="paper__title"><a href="[./]*papers/([a-z0-9-]+)/"', html)


def test_a_large_topic_lists_its_newest_papers_and_leads_to_the_others(
    root: Path, add_paper: AddPaper, monkeypatch: pytest.MonkeyPatch
) -> None:
    for year in (2019, 2021, 2023):
        add_paper(f"of-{year}", year=year)
    monkeypatch.setattr("llmpapers.website.topic_pages.TOPIC_WHOLE", 3)
    monkeypatch.setattr("llmpapers.website.topic_pages.TOPIC_NEWEST", 2)
    build_site(Project(root), root / "site")
    html = (root / "site" / "topics" / "ovens" / "index.html").read_text("utf-8")
    years = sorted((paper.record.year for paper in load_catalog(root).papers_of_topic("ovens")), reverse=True)
    shown = [load_catalog(root).papers[id_].record.year for id_ in listed(html)]
    assert shown == years[:2]
    assert f"the newest 2 of {len(years)} papers" in html
    for year in set(years):
        entry = f'papers/?topic=ovens&amp;year={year}">{year} <span class="count">{years.count(year)}</span>'
        assert entry in html


def test_a_small_topic_lists_all_of_its_papers(root: Path) -> None:
    build_site(Project(root), root / "site")
    html = (root / "site" / "topics" / "ovens" / "index.html").read_text("utf-8")
    assert set(listed(html)) == {paper.id for paper in load_catalog(root).papers_of_topic("ovens")}
    assert "All of them" not in html
    assert 'class="by-year"' not in html


def test_a_change_of_a_paper_that_a_page_only_counts_makes_the_same_page(
    root: Path, add_paper: AddPaper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("llmpapers.website.topic_pages.TOPIC_WHOLE", 3)
    monkeypatch.setattr("llmpapers.website.topic_pages.TOPIC_NEWEST", 2)
    add_paper("of-2023", year=2023)
    add_paper("of-2022", year=2022)
    path = add_paper("of-2019", year=2019)
    build_site(Project(root), root / "site")
    for year in (2018, 2017):
        path.write_text(path.read_text("utf-8").replace(f"year: {year + 1}", f"year: {year}"), "utf-8")
        build_site(Project(root), root / "site")
        again = (root / "site" / "topics" / "ovens" / "index.html").read_bytes()
        build_site(Project(root), root / "anew")
        assert again == (root / "anew" / "topics" / "ovens" / "index.html").read_bytes()
        assert f">{year} <".encode() in again
