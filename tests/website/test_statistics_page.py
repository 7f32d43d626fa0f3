"""The page of statistics, and the small charts elsewhere."""

import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from llmpapers.loading import load_catalog
from llmpapers.project import Project
from llmpapers.website.building import build_site
from llmpapers.website.views import Views
from llmpapers.website.year_counts import YearSpan, heights, year_span

AddPaper = Callable[..., Path]


def page(root: Path, name: str = "statistics", settings: str | None = None) -> str:
    if settings is not None:
        (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    report = build_site(Project(root), root / "site")
    assert report.published, report.checked.problems
    return (root / "site" / name / "index.html").read_text(encoding="utf-8")


class Rows(HTMLParser):
    """Collects the rows of the tables by the id of the figure or the section around."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self._name = ""
        self._cell = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in {"figure", "h2"} and values.get("id"):
            self._name = str(values["id"])
        if tag == "tr":
            self.tables.setdefault(self._name, []).append([])
        self._cell = tag in {"td", "th"} or (self._cell and tag == "a")
        if tag in {"td", "th"}:
            self.tables[self._name][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._cell = self._cell and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.tables[self._name][-1][-1] += data


def test_behind_every_chart_are_its_numbers(root: Path) -> None:
    tables = Rows(page(root)).tables
    assert tables["by-year"] == [
        ["Year", "Papers"], ["2018", "1"], ["2019", "1"], ["2020", "1"], ["2021", "1"], ["2022", "2"], ["2023", "1"],
        ["2024", "1"],
    ]  # fmt: skip
    assert tables["code"][0] == ["Year", "With code", "Without code", "With code"]
    assert ["2021", "1", "0", "100 %"] in tables["code"]
    assert ["2022", "0", "2", "0 %"] in tables["code"]
    assert ["2022", "1", "1", "50 %"] in tables["published"]
    assert tables["by-venue"][:2] == [["Venue", "Papers"], ["ICBB", "3"]]
    assert [row[:2] for row in tables["by-topic"]] == [
        ["Topic", "All"], ["Baking", "6"], ["Sourdough", "4"], ["Ovens", "3"],
    ]  # fmt: skip
    assert ["Formally published", "6 of 8", "75 %"] in tables["quality"]


def test_every_chart_is_named_and_asks_nobody_for_anything(root: Path) -> None:
    html = page(root)
    main = html[html.index("<article") : html.index("</article>")]
    assert len(re.findall(r'<svg [^>]*role="img" aria-label="[^"]{10,}"', main)) == 4
    assert "<script" not in main
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', main)
    assert len(html) < 150_000


def test_the_day_is_that_of_the_newest_entry_and_not_today(root: Path, add_paper: AddPaper) -> None:
    add_paper("late", added="2026-03-04")
    path = root / "catalog/papers/late.yaml"
    path.write_text(path.read_text("utf-8").replace("'2026-03-04'", "2026-03-04"), encoding="utf-8")
    assert "as of 2026-03-04" in page(root)


def test_old_preprints_are_listed_to_look_up_again(root: Path) -> None:
    html = page(root)
    listed = html[html.index("older than 2 years") :]
    assert re.findall(r'href="\.\./papers/([\w-]+)/"', listed.partition("</details>")[0]) == ["levain-2", "stone"]


def test_a_topic_has_a_chart_of_its_years_unless_it_has_few_papers(root: Path) -> None:
    assert "Papers on Baking by year: 2018 1, 2019 0" in page(root, "topics/baking")
    assert "chart__drawing" not in page(root, "topics/ovens")


@pytest.mark.parametrize(
    ("years", "labels"),
    [
        ([2020], ["2020"]),
        ([2018, 2020], ["2018", "2019", "2020"]),
        ([2014, 2024], [str(year) for year in range(2014, 2025)]),
        ([1990, 2024], ["–2014", *(str(year) for year in range(2015, 2025))]),
    ],
)
def test_years_are_consecutive_and_as_many_as_can_be_read(years: list[int], labels: list[str]) -> None:
    counted = Counter(years)
    span = year_span(counted)
    assert span
    assert span.labels == labels
    assert len(span.labels) <= 11
    assert (sum(span.counts(counted)), span.counts(counted)[0], span.counts(counted)[-1]) == (len(years), 1, 1)


def test_without_papers_there_are_no_years() -> None:
    assert year_span([]) is None
    assert YearSpan(2024, 2025, has_earlier=True).counts({}) == [0, 0, 0]


def test_no_bar_vanishes_unless_it_stands_for_nothing() -> None:
    assert heights([0, 1, 500, 1000], 20) == [0, 2, 10, 20]
    assert heights([], 20) == []


def test_topics_have_small_charts_of_the_same_years(root: Path) -> None:
    sparks = {path: topic.spark for path, topic in Views(load_catalog(root)).topics.items()}
    assert {len(spark) for spark in sparks.values()} == {7}
    assert max(sparks["ovens"]) == 20
    assert 'class="spark"' in page(root, ".")


ADDRESS = "site_name: Bread\nsite_url: https://bread.example.org/sub/\n"


@pytest.mark.parametrize(
    ("name", "image"),
    [
        (".", "card.png"),
        ("about", "card.png"),
        ("statistics", "card.png"),
        ("topics/baking/sourdough", "cards/baking/sourdough.png"),
    ],
)
def test_a_page_names_its_card_by_an_absolute_address(root: Path, name: str, image: str) -> None:
    html = page(root, name, ADDRESS)
    [named] = re.findall(r'<meta property="og:image" content="([^"]*)">', html)
    assert named == f"https://bread.example.org/sub/assets/llmpapers/{image}"
    assert (root / "site/assets/llmpapers" / image).read_bytes().startswith(b"\x89PNG")


def test_without_an_address_of_the_site_there_are_no_cards(root: Path) -> None:
    assert "og:image" not in page(root, ".", "site_name: Bread\n")
    assert not list((root / "site").rglob("card*.png"))


def test_a_card_stands_at_the_address_that_its_topic_has(root: Path) -> None:
    page(root, ".", ADDRESS)
    for topic in Views(load_catalog(root)).topics.values():
        assert (root / "site" / topic.card_address).is_file()
