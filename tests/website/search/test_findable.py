"""What can be found, in one form."""

from collections.abc import Callable
from pathlib import Path

import pytest

from llmpapers.loading import load_catalog
from llmpapers.website.search.findable import Findable, Kind, everything_findable
from llmpapers.website.search.pages import PageText
from llmpapers.website.views import Views


@pytest.fixture
def things(root: Path) -> list[Findable]:
    return list(everything_findable(Views(load_catalog(root)), [PageText("guide/", "Guide", "How to read.")]))


@pytest.mark.parametrize(
    "thing",
    [
        Findable(
            Kind.PAPER,
            "levain",
            "Levain: Keeping a Starter Alive Across Many Loaves",
            name="Levain",
            others=["Starters That Do Not Die"],
            authors=["Ada Example", "Ben Sample", "Çelik Müster"],
            text="A starter usually dies between two loaves. Levain feeds it a fixed share of every dough, "
            "which keeps it active for months with no further work.",
            facts=["2021", "ICBB", "Better Bread", "International Bread Conference", "Baking: Sourdough"],
            identifiers=["2011.01234", "10.1234/icbb.2021.17"],
            shown="ICBB 2021 · arXiv Nov 2020",
            topic=1,
        ),
        Findable(
            Kind.TOPIC,
            "topics/baking/sourdough/",
            "Sourdough",
            others=["Baking: Sourdough", "baking sourdough"],
            shown="4 papers",
            topic=1,
        ),
        Findable(
            Kind.RESOURCE,
            "resources/#flour-index",
            "The Flour Index",
            others=["Flour List"],
            text="A list of mills with the protein, ash and enzyme activity of their flours.",
            shown="list",
        ),
        Findable(Kind.PAGE, "guide/", "Guide", text="How to read."),
    ],
    ids=["paper", "topic", "resource", "page"],
)
def test_everything_of_an_entry_can_be_found(things: list[Findable], thing: Findable) -> None:
    assert [found for found in things if found.address == thing.address] == [thing]


def test_every_entry_topic_and_page_can_be_found_once(things: list[Findable]) -> None:
    kinds = [thing.kind for thing in things]
    assert {kind: kinds.count(kind) for kind in Kind} == {
        Kind.PAPER: 8, Kind.TOPIC: 3, Kind.RESOURCE: 3, Kind.PAGE: 1,
    }  # fmt: skip
    assert len({thing.address for thing in things}) == len(things)


def test_a_new_paper_comes_last(root: Path, add_paper: Callable[..., Path]) -> None:
    before = [thing.address for thing in everything_findable(Views(load_catalog(root)), [])]
    add_paper("a-new-one")
    after = [thing.address for thing in everything_findable(Views(load_catalog(root)), [])]
    assert after == [*before, "a-new-one"]


@pytest.mark.parametrize(
    ("thing", "record"),
    [
        (Findable(Kind.PAGE, "a/", "T"), [3, "a/", "T"]),
        (Findable(Kind.PAPER, "a", "T", authors=["A B"], topic=0), [0, "a", "T", "", "", 0, ["A B"]]),
        (
            Findable(Kind.PAPER, "a", "T", authors=[f"A {number}" for number in range(15)]),
            [0, "a", "T", "", "", -1, [*(f"A {number}" for number in range(12)), 3]],
        ),
    ],
)
def test_a_record_holds_what_results_show(thing: Findable, record: list[object]) -> None:
    assert thing.record() == record
