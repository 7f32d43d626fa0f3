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


def test_a_chart_follows_the_years_of_other_topics(root: Path, add_paper: AddPaper) -> None:
    with (root / "catalog" / "topics.yaml").open("a", encoding="utf-8") as file:
        file.write("- id: pans\n  title: Pans\n  description: What holds the dough.\n")
    for number in range(6):
        add_paper(f"pan-{number}", year=2000, topics=["pans"])
    assert built_twice(root, lambda: add_paper("later", year=2026)) == ("–2014", "–2016")


def built_twice(root: Path, change: Callable[[], object]) -> tuple[str, str]:
    """Build before and after a change; gives the oldest label of a topic's chart each time."""
    page = Path("topics", "pans", "index.html")
    assert build_site(Project(root), root / "site").published
    before = (root / "site" / page).read_text("utf-8")
    change()
    assert build_site(Project(root), root / "site").published
    after = (root / "site" / page).read_text("utf-8")
    build_site(Project(root), root / "anew")
    assert after == (root / "anew" / page).read_text("utf-8")
    first, second = (re.findall("–20[0-9]{2}", html)[0] for html in (before, after))
    return first, second
