"""What stands on the page of a paper."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from llmpapers.loading import load_catalog
from llmpapers.project import Project
from llmpapers.website.kept_relatives import KeptRelatives
from llmpapers.website.paper_pages import PaperPages
from llmpapers.website.relatives import Relatives
from llmpapers.website.site_files import FileKeys
from llmpapers.website.templates import Renderer
from llmpapers.website.views import Views

AddPaper = Callable[..., Path]


def content(root: Path, id_: str, site_url: str = "") -> str:
    catalog = load_catalog(root)
    shared = {"site_name": "Bread", "assets": "assets", "assets_version": "1"}
    relatives = KeptRelatives(Relatives(catalog.papers, "bread"), catalog.papers.keys(), str, {})
    renderer = Renderer(Project(root), **shared)
    keys = FileKeys(catalog)
    pages = PaperPages(Views(catalog), renderer, relatives, keys, b"", site_url=site_url, edit_address=None)
    slots = pages.slots(catalog.papers[id_], pages.shown(id_))
    return slots["head"] + slots["content"]


def texts(html: str, pattern: str) -> list[str]:
    found = re.findall(pattern, html, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", "", text)).split()) for text in found]


def relatives(html: str) -> dict[str, list[str]]:
    """Give the related papers with their reasons, by heading."""
    sections = re.findall(r'<section class="relatives">(.*?)</section>', html, re.DOTALL)
    return {texts(section, r"<h2>(.*?)</h2>")[0]: texts(section, r'<li class="row">(.*?)</li>') for section in sections}


def test_what_it_builds_on_comes_first_and_each_other_paper_stands_once(root: Path) -> None:
    found = relatives(content(root, "levain-2"))
    assert list(found) == ["Builds on 1", "Related papers"]
    assert found["Builds on 1"][0].startswith("Levain: Keeping a Starter Alive")
    assert not [row for row in found["Related papers"] if row.startswith("Levain")]


def test_a_reason_stands_with_every_related_paper(root: Path, add_paper: AddPaper) -> None:
    add_paper("rye", title="Levain Fed by Rye", authors=["Ada Example"], topics=["baking/sourdough"], related=["steam"])
    rows = relatives(content(root, "rye"))["Related papers"]
    assert rows[0] == "Steam in the First Ten Minutes Decides the Crust ICBB 2022named by the editors"
    assert any(row.endswith("names Levain · 1 shared author · Baking: Sourdough · levain") for row in rows)


def test_enough_that_the_editors_named_are_not_filled_up(root: Path, add_paper: AddPaper) -> None:
    named = ["levain", "levain-2", "steam", "stone", "kneadnet", "foldformer", "wild-yeast"]
    add_paper("social", related=named)
    rows = relatives(content(root, "social"))["Related papers"]
    assert len(rows) == len(named)
    assert all(row.endswith("named by the editors") for row in rows)


@pytest.mark.parametrize(
    ("id_", "facts", "links"),
    [
        ("levain", "ICBB 2021 · arXiv Nov 2020 Best Loaf", ["venues/icbb/", "years/2021/"]),
        ("levain-2", "arXiv May 2022", ["venues/breadrxiv/", "years/2022/"]),
        ("stone-again", "Journal of Dough 2024", ["venues/journal-of-dough/", "years/2024/"]),
    ],
)
def test_venue_and_year_lead_to_their_pages(root: Path, id_: str, facts: str, links: list[str]) -> None:
    html = content(root, id_)
    [line] = re.findall(r'<p class="paper-page__facts">(.*?)</p>', html, re.DOTALL)
    assert texts(html, r'<p class="paper-page__facts">(.*?)</p>') == [facts]
    assert re.findall(r'href="\.\./\.\./([^"]*)"', line) == links


def test_links_stand_in_groups(root: Path) -> None:
    html = content(root, "levain")
    groups = re.findall(r'<ul aria-label="(Read|Code|More)">(.*?)</ul>', html, re.DOTALL)
    assert {name: texts(group, r"<a [^>]*>(.*?)</a>") for name, group in groups} == {
        "Read": ["ICBB page", "arXiv", "PDF", "DOI"],
        "Code": ["Code 1", "Code: Port"],
        "More": ["Project", "Slides"],
    }


def test_everything_else_that_is_known_is_told(root: Path) -> None:
    html = content(root, "levain")
    assert texts(html, r"<dt>(.*?)</dt>") == ["Conference", "Short name", "Also known as", "arXiv", "DOI", "Added"]
    assert texts(html, r"<dd>(.*?)</dd>") == [
        "International Conference on Better Bread",
        "Levain",
        "Starters That Do Not Die",
        "2011.01234",
        "10.1234/icbb.2021.17",
        "2026-01-15",
    ]


def test_a_card_is_named_where_the_sites_address_is_known(root: Path) -> None:
    assert "citation_abstract_html_url" not in content(root, "levain")
    html = content(root, "levain", "https://bread.example.org")
    assert '<meta name="citation_abstract_html_url" content="https://bread.example.org/papers/levain/">' in html
    assert re.search(r'<meta property="og:image" content="https://bread\.example\.org/[^"]+\.png">', html)
