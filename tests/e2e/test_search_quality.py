"""How often search puts the right paper first, over all papers of the catalog."""

import random
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from llmpapers.catalog import Catalog
from llmpapers.identifiers import title_words
from llmpapers.loading import load_catalog

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("e2e")]

OpenPage = Callable[..., Page]
REPOSITORY = Path(__file__).parents[2]

_MEASURE = """
async (cases) => {
  const assets = new URL("assets/llmpapers/", document.baseURI);
  const { SearchEngine, openIndex } = await import(new URL("search-engine.js", assets));
  const engine = new SearchEngine(await openIndex(new URL("search/", assets)));
  const places = [];
  for (const [query, wanted] of cases) {
    const { results } = await engine.search(query, 3);
    places.push(results.findIndex((result) => wanted.includes(result.address)));
  }
  return places;
}
"""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(REPOSITORY)


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


def some_words(cases: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    chance = random.Random(20)
    for text, id_ in cases:
        words = title_words(text)
        yield " ".join(chance.sample(words, min(6, len(words)))), id_


@pytest.mark.parametrize(
    ("cases", "least"),
    [
        (titles, 0.99),
        (names, 0.98),
        (lambda catalog: without_a_letter(titles(catalog)), 0.99),
        (lambda catalog: some_words(titles(catalog)), 0.96),
        (lambda catalog: with_letters_swapped(names(catalog)), 0.95),
    ],
    ids=["titles", "short names", "titles without a letter", "six words of titles", "short names with letters swapped"],
)
def test_the_right_paper_comes_first(
    open_page: OpenPage, catalog: Catalog, cases: Callable[[Catalog], Iterable[tuple[str, str]]], least: float
) -> None:
    wanted = [(query, [f"papers/{id_}/"]) for query, id_ in cases(catalog)]
    places = open_page().evaluate(_MEASURE, wanted)
    missed = [query for (query, _), place in zip(wanted, places, strict=True) if place]
    share = 1 - len(missed) / len(wanted)
    print(f"{share:.1%} of {len(wanted)}")
    assert share >= least, missed


@pytest.mark.parametrize("table", ["search_queries.tsv", "search_queries_held_out.tsv"])
def test_what_readers_ask_for_is_found(open_page: OpenPage, table: str) -> None:
    lines = (REPOSITORY / "benchmarks" / table).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    places = open_page().evaluate(_MEASURE, [(query, right.split()) for _, query, right in rows])
    beyond = [row[1] for row, place in zip(rows, places, strict=True) if place < 0]
    assert len(rows) >= 60
    assert sum(place == 0 for place in places) / len(rows) >= 0.95
    assert beyond == []
