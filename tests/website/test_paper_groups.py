"""The pages of years and venues: which papers are on them, and how long ones are cut."""

from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from llmpapers.loading import load_catalog
from llmpapers.project import Project
from llmpapers.website import paper_groups
from llmpapers.website.building import build_site
from llmpapers.website.paper_groups import GroupPage, PaperGroups
from llmpapers.website.views import Views

AddPaper = Callable[..., Path]


def groups(root: Path) -> PaperGroups:
    return PaperGroups(Views(load_catalog(root)))


def year_pages(root: Path) -> list[GroupPage]:
    return [file.page() for file in groups(root).year_files()]


def ids(page: GroupPage) -> list[str]:
    return [paper.id for section in page.group.sections for paper in section.papers]


def test_every_paper_is_on_the_page_of_its_year_and_of_its_venue(root: Path) -> None:
    made = groups(root)
    for id_ in load_catalog(root).papers:
        paper = Views(load_catalog(root)).paper(id_)
        for address, files in (
            (paper.year_address, made.year_files()),
            (paper.venue_address, made.venue_files()),
        ):
            assert [id_ in ids(file.page()) for file in files if file.name == f"{address}index.html"] == [True]


def test_a_year_shows_its_papers_by_topic_in_reading_order(root: Path, add_paper: AddPaper) -> None:
    add_paper("first", year=1999, topics=["ovens"])
    add_paper("second", year=1999, topics=["baking/sourdough", "ovens"])
    [page] = [page for page in year_pages(root) if page.group.name == "1999"]
    assert [(s.title, s.count, [p.id for p in s.papers]) for s in page.group.sections] == [
        ("Baking", 1, ["second"]),
        ("Ovens", 1, ["first"]),
    ]
    assert [(s.label, s.count, s.address) for s in page.group.topics] == [
        ("Ovens", 2, "papers/?year=1999&topic=ovens"),
        ("Baking", 1, "papers/?year=1999&topic=baking"),
    ]
    assert [(s.label, s.count, s.address) for s in page.group.others] == [("ICBB", 2, "venues/icbb/")]


def test_years_lead_to_the_ones_beside_them_that_have_papers(root: Path, add_paper: AddPaper) -> None:
    add_paper("early", year=1999)
    around = {page.group.name: (page.before, page.after) for page in year_pages(root)}
    assert around["1999"] == (None, 2018)
    assert around["2018"][0] == 1999


def test_a_long_year_has_several_pages_with_each_paper_on_one(
    root: Path, add_paper: AddPaper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_groups, "PAGE_SIZE", 3)
    for number in range(5):
        add_paper(f"oven-{number}", year=1999)
    for number in range(2):
        add_paper(f"bread-{number}", year=1999, topics=["baking"])
    pages = [page for page in year_pages(root) if page.group.name == "1999"]
    assert [page.name for page in pages] == [f"years/1999{tail}/index.html" for tail in ("", "-2", "-3")]
    assert [ids(page) for page in pages] == [
        ["bread-0", "bread-1", "oven-0"],
        ["oven-1", "oven-2", "oven-3"],
        ["oven-4"],
    ]
    assert [s.count for s in pages[1].group.sections] == [5]
    site = root / "site"
    build_site(Project(root), site)
    html = (site / "years/1999-2/index.html").read_text(encoding="utf-8")
    assert 'href="../../years/1999-3/"' in html
    assert 'href="../../papers/oven-2/"' in html


def test_a_venue_shows_its_newest_papers_and_says_where_the_others_are(
    root: Path, add_paper: AddPaper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_groups, "VENUE_NEWEST", 2)
    add_paper("newest", year=2025, added="2026-02-01")
    build_site(Project(root), root / "site")
    html = (root / "site/venues/icbb/index.html").read_text(encoding="utf-8")
    assert html.count('class="row"') == 2
    assert "../../papers/newest/" in html
    count = len(groups(root).venues["ICBB"])
    assert f"the newest 2 of {count} papers" in html
    assert '<a href="../../papers/?venue=ICBB">All of them</a>' in html


def test_a_venues_page_names_it_in_full_and_leads_to_its_home(root: Path) -> None:
    build_site(Project(root), root / "site")
    html = unescape((root / "site/venues/icbb/index.html").read_text(encoding="utf-8"))
    assert "International Conference on Better Bread" in html
    assert 'href="https://icbb.example.org/"' in html
    assert not (root / "site/venues/never").exists()


def test_the_index_pages_lead_to_all_of_them(root: Path) -> None:
    build_site(Project(root), root / "site")
    for folder in ("years", "venues"):
        html = (root / f"site/{folder}/index.html").read_text(encoding="utf-8")
        pages = [path.parent.name for path in (root / f"site/{folder}").glob("*/index.html")]
        assert pages
        assert [page for page in pages if f'href="../{folder}/{page}/"' not in html] == []
