"""Entries made ready for showing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from llmpapers.loading import load_catalog
from llmpapers.website.views import Views

AddPaper = Callable[..., Path]


@pytest.fixture
def views(root: Path) -> Views:
    return Views(load_catalog(root))


@pytest.mark.parametrize(
    ("id_", "dates", "date"),
    [
        ("levain", "ICBB 2021 · arXiv Nov 2020", "2021"),
        ("levain-2", "arXiv May 2022", "2022-05"),
        ("kneadnet", "Journal of Dough 2020", "2020"),
        ("foldformer", "Crumbs Workshop 2023", "2023"),
    ],
)
def test_where_and_when_a_paper_was_published(views: Views, id_: str, dates: str, date: str) -> None:
    paper = views.paper(id_)
    assert (paper.dates, paper.date) == (dates, date)


def test_links_stand_in_a_fixed_order(views: Views) -> None:
    links = [(link.label, link.kind, link.url) for link in views.paper("levain").links]
    assert links == [
        ("ICBB page", "venue", "https://icbb.example.org/2021/levain"),
        ("arXiv", "arxiv", "https://arxiv.org/abs/2011.01234"),
        ("PDF", "pdf", "https://icbb.example.org/2021/levain.pdf"),
        ("DOI", "doi", "https://doi.org/10.1234/icbb.2021.17"),
        ("Code 1", "code", "https://github.com/example/levain"),
        ("Code: Port", "code", "https://gitlab.com/example/levain-port"),
        ("Project", "project", "https://levain.example.org/"),
        ("Slides", "other", "https://icbb.example.org/2021/levain-slides"),
    ]


def test_signs_of_a_doi_are_kept_and_made_safe(root: Path, add_paper: AddPaper) -> None:
    add_paper("odd", doi="10.1002/(sici)17:8<857::aid-x>3.0.co;2-#")
    links = {link.kind: link.url for link in Views(load_catalog(root)).paper("odd").links}
    assert links["doi"] == "https://doi.org/10.1002/(sici)17:8%3C857::aid-x%3E3.0.co;2-%23"


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["A B"], "A B"),
        (["A B", "C D", "E F"], "A B, C D, E F"),
        (["A B", "C D", "E F", "G H"], "A B, C D and 2 more"),
    ],
)
def test_many_authors_are_shortened(root: Path, add_paper: AddPaper, names: list[str], short: str) -> None:
    add_paper("many", authors=names)
    assert Views(load_catalog(root)).paper("many").short_authors == short


@pytest.mark.parametrize(
    ("title", "name", "shown"),
    [("Levain: A Starter", "Levain", ""), ("levain, a starter", "Levain", ""), ("A Starter", "Levain", "Levain")],
)
def test_a_short_name_is_not_shown_twice(root: Path, add_paper: AddPaper, title: str, name: str, shown: str) -> None:
    add_paper("named", title=title, short_name=name)
    assert Views(load_catalog(root)).paper("named").short_name == shown


def test_an_authors_name_is_safe_in_an_address(root: Path, add_paper: AddPaper) -> None:
    add_paper("named", authors=["Zoë O'Example & Son"])
    address = Views(load_catalog(root)).paper("named").authors[0].address
    assert address == "papers/?author=Zo%C3%AB%20O%27Example%20%26%20Son"


def test_topics_count_what_is_below_them_and_share_its_color(views: Views) -> None:
    topics = {path: (topic.full_title, topic.count, topic.depth) for path, topic in views.topics.items()}
    assert topics == {
        "baking": ("Baking", 6, 0),
        "baking/sourdough": ("Baking: Sourdough", 4, 1),
        "ovens": ("Ovens", 3, 0),
    }
    assert views.topics["baking"].hue == views.topics["baking/sourdough"].hue != views.topics["ovens"].hue
    assert [topic.path for topic in views.children("baking")] == ["baking/sourdough"]
    assert [topic.path for topic in views.lineage("baking/sourdough")] == ["baking"]


def test_papers_of_a_year_stand_together_newest_first(views: Views) -> None:
    years = views.papers_by_year(views.catalog.papers.values())
    assert [(year.year, [paper.id for paper in year.papers]) for year in years] == [
        (2024, ["stone-again"]),
        (2023, ["foldformer"]),
        (2022, ["levain-2", "steam"]),
        (2021, ["levain"]),
        (2020, ["kneadnet"]),
        (2019, ["stone"]),
        (2018, ["wild-yeast"]),
    ]


def test_the_newest_entries_are_those_added_last(root: Path, add_paper: AddPaper) -> None:
    add_paper("old-but-new-here", year=1990)
    add_paper("young-and-new-here", year=2025)
    newest = Views(load_catalog(root)).newest(3)
    assert [paper.id for paper in newest] == ["young-and-new-here", "old-but-new-here", "wild-yeast"]


def test_relations_are_shown_on_both_sides(views: Views) -> None:
    assert views.builds_on("levain-2") == ["levain"]
    assert views.built_on_by("levain") == ["levain-2"]
    assert views.related("kneadnet") == ["foldformer"]
    assert views.related("foldformer") == ["kneadnet"]


def test_resources_stand_by_kind_and_name(views: Views) -> None:
    groups = [(group.title, [resource.id for resource in group.resources]) for group in views.resources_by_kind()]
    assert groups == [
        ("Benchmarks", ["loafbench"]),
        ("Tools and libraries", ["starter-kit"]),
        ("Lists and surveys elsewhere", ["flour-index"]),
    ]


def test_the_paper_of_a_resource_is_here_or_elsewhere(views: Views) -> None:
    found = {r.id: (r.paper and r.paper.url, r.paper_is_here) for g in views.resources_by_kind() for r in g.resources}
    assert found == {
        "loafbench": ("https://icbb.example.org/2019/loafbench", False),
        "starter-kit": ("papers/levain/", True),
        "flour-index": (None, False),
    }


def test_a_topics_resources_include_those_below(views: Views) -> None:
    assert [resource.id for resource in views.resources_of_topic("baking")] == ["loafbench", "starter-kit"]


def test_the_chart_has_a_bar_for_every_recent_year_and_one_for_those_before(root: Path, add_paper: AddPaper) -> None:
    bars = [(bar.label, bar.count, bar.share) for bar in Views(load_catalog(root)).years_chart()]
    assert bars[0] == ("2018", 1, 50.0)
    assert ("2022", 2, 100.0) in bars
    assert len(bars) == 7
    add_paper("early", year=1950)
    first, *rest = Views(load_catalog(root)).years_chart()
    assert (first.label, first.years, first.count) == ("–2014", "-2014", 1)
    assert [(bar.label, bar.years) for bar in rest] == [(str(year), str(year)) for year in range(2015, 2025)]


def test_recommendations_say_why(views: Views) -> None:
    topic = views.catalog.topics["baking/sourdough"].record
    found = [(item.paper.id, item.why) for item in views.recommendations(topic)]
    assert found == [("levain", "The starter from which most of the others descend.")]
