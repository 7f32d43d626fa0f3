"""How often search puts the right paper first, over all papers of the catalog."""

import random
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from llmpapers.catalog import Catalog
from llmpapers.loading import load_catalog

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("e2e")]

OpenPage = Callable[..., Page]

_MEASURE = """
async (cases) => {
  const assets = new URL("assets/llmpapers/", document.baseURI);
  const { SearchEngine, openIndex } = await import(new URL("search-engine.js", assets));
  const engine = new SearchEngine(await openIndex(new URL("search/", assets)));
  const missed = [];
  for (const [query, wanted] of cases) {
    const { results } = await engine.search(query, 3);
    if (results[0]?.address !== wanted) missed.push(query);
  }
  return missed;
}
"""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(Path(__file__).parents[2])


def titles(catalog: Catalog) -> Iterable[tuple[str, str]]:
    return ((entry.record.title, id_) for id_, entry in catalog.papers.items())


def names(catalog: Catalog) -> Iterable[tuple[str, str]]:
    return ((entry.record.short_name, id_) for id_, entry in catalog.papers.items() if entry.record.short_name)


def without_a_letter(cases: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    chance = random.Random(20)
    for text, id_ in cases:
        place = chance.choice([place for place, letter in enumerate(text) if letter.isalpha()])
        yield text[:place] + text[place + 1 :], id_


def with_letters_swapped(cases: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    chance = random.Random(20)
    for text, id_ in cases:
        places = [place for place in range(len(text) - 1) if text[place].lower() != text[place + 1].lower()]
        if len(text) >= 4:
            place = chance.choice(places)
            yield text[:place] + text[place + 1] + text[place] + text[place + 2 :], id_


@pytest.mark.parametrize(
    ("cases", "least"),
    [
        (titles, 0.99),
        (names, 0.98),
        (lambda catalog: without_a_letter(titles(catalog)), 0.98),
        (lambda catalog: with_letters_swapped(names(catalog)), 0.9),
    ],
    ids=["titles", "short names", "titles without a letter", "short names with letters swapped"],
)
def test_the_right_paper_comes_first(
    open_page: OpenPage, catalog: Catalog, cases: Callable[[Catalog], Iterable[tuple[str, str]]], least: float
) -> None:
    wanted = [(query, f"papers/{id_}/") for query, id_ in cases(catalog)]
    missed = open_page().evaluate(_MEASURE, wanted)
    share = 1 - len(missed) / len(wanted)
    print(f"{share:.1%} of {len(wanted)}")
    assert share >= least, missed
