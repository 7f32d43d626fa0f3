"""The search of a large catalog, whose index is read in parts."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from llmpapers.loading import load_catalog
from llmpapers.website.search.files import index_files
from llmpapers.website.search.findable import Findable, Kind, everything_findable
from llmpapers.website.views import Views

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("e2e")]

_ASK = """
async ([folder, queries]) => {
  const { SearchEngine, openIndex } = await import(new URL("assets/llmpapers/search-engine.js", document.baseURI));
  const engine = new SearchEngine(await openIndex(new URL(folder, document.baseURI)));
  const answers = [];
  for (const query of queries) answers.push((await engine.search(query, 3)).results.map((result) => result.address));
  return answers;
}
"""
_SYLLABLES = "ba bro da do fen fi ga gri ha ko la li mo nu pa ra ri sta su ta ti vo we xi zu".split()
HOSTILE = "<img src=x onerror=alert(1)> & </script><script>alert(2)</script> \\ {{ 7*7 }}"


class Site(Protocol):
    folder: Path
    url: str


def invented(count: int) -> Iterator[Findable]:
    chance = random.Random(11)
    common = ["".join(chance.choices(_SYLLABLES, k=3)) for _ in range(400)]

    def word() -> str:
        return chance.choice(common) if chance.random() < 0.8 else "".join(chance.choices(_SYLLABLES, k=4))

    for number in range(count):
        yield Findable(
            Kind.PAPER,
            f"p-{number}",
            " ".join(word() for _ in range(7)).capitalize(),
            authors=[f"{word()} {word()}".title() for _ in range(3)],
            text=" ".join(word() for _ in range(25)),
            facts=[str(2015 + number % 10), f"ICX{number % 7}"],
            identifiers=[f"2101.{number:05}"],
            shown=f"ICX{number % 7} {2015 + number % 10}",
        )


@pytest.fixture(scope="module")
def real() -> list[Findable]:
    return list(everything_findable(Views(load_catalog(Path(__file__).parents[2])), []))


@pytest.fixture(scope="module")
def large(site: Site, browser: Browser, real: list[Findable]) -> Iterator[Page]:
    """A page of the site, with the index of a few thousand invented papers beside those of the catalog."""
    folder = site.folder / "large"
    files = dict(index_files([*invented(3000), Findable(Kind.PAPER, "hostile", HOSTILE), *real], [("T", 1)] * 40))
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    assert "search/all.bin" not in files
    assert len(files) > 200
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(site.url)
        yield page


def first(page: Page, queries: list[str]) -> list[str]:
    return [answer[0] if answer else "" for answer in page.evaluate(_ASK, ["large/search/", queries])]


def test_papers_are_found_by_title_author_identifier_and_slip(large: Page) -> None:
    things = list(invented(3000))[::150]
    queries, wanted = [], []
    for thing in things:
        slip = thing.title[:9] + thing.title[10:]
        parts = thing.title.split()
        queries += [thing.title, slip, thing.identifiers[0], f"{thing.authors[0]} {parts[2]}", " ".join(parts[1:6])]
        wanted += [f"papers/{thing.address}/"] * 5
    missed = [q for q, got, want in zip(queries, first(large, queries), wanted, strict=True) if got != want]
    assert len(missed) <= len(queries) * 0.02, missed


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("lora", "papers/lora/"),
        ("LoRA+", "papers/lora-plus/"),
        ("lroa", "papers/lora/"),
        ("oLRA", "papers/lora/"),
        ("owerinfer", "papers/powerinfer/"),
        ("sigma moe", "papers/sigma-moe/"),
        ("flash attention", "papers/flashattention/"),
        ("kv cache", "topics/compression/kv-cache/"),
        ("pagedatention", "papers/vllm/"),
        ("song han smoothquant", "papers/smoothquant/"),
        ("icml 2024 pruning", "papers/owl/"),
        ("arXiv:2106.09685v2", "papers/lora/"),
        ("low rankadaptation of large language models", "papers/lora/"),
        (HOSTILE, "papers/hostile/"),
    ],
)
def test_real_papers_are_found_among_thousands(large: Page, query: str, wanted: str) -> None:
    assert first(large, [query]) == [wanted]


def test_short_names_with_a_slip_are_found_among_thousands(large: Page, real: list[Findable]) -> None:
    chance = random.Random(5)
    names = [(thing.name, thing.address) for thing in real if len(thing.name) > 5 and thing.name.isalpha()]
    cases = []
    for name, id_ in names:
        place = chance.randrange(len(name) - 1)
        cases.append((name[:place] + name[place + 1] + name[place] + name[place + 2 :], f"papers/{id_}/"))
    found = first(large, [query for query, _ in cases])
    missed = [query for (query, wanted), got in zip(cases, found, strict=True) if got != wanted]
    assert len(missed) <= len(cases) * 0.06, missed


def test_a_part_that_cannot_be_fetched_is_asked_for_again(large: Page) -> None:
    large.route("**/large/search/p-*", lambda route: route.abort())
    with pytest.raises(Exception, match="Failed to fetch"):
        large.evaluate(_ASK, ["large/search/", ["quantization"]])
    large.unroute("**/large/search/p-*")
    assert first(large, ["quantization"]) == ["topics/quantization/"]


def box_over_large_index(page: Page, site: Site, held: str = "") -> Callable[[], None]:
    """Put the large index in place of the site's own.

    Files whose names begin with `held` are not answered before the function that this gives is called.
    """
    late: list[Route] = []

    def fulfill(route: Route) -> None:
        route.fulfill(path=site.folder / "large" / "search" / urlsplit(route.request.url).path.split("/")[-1])

    def answer(route: Route) -> None:
        (late.append if held and f"/{held}" in route.request.url else fulfill)(route)

    def release() -> None:
        nonlocal held
        assert late
        held = ""
        for route in late:
            fulfill(route)

    page.route("**/assets/llmpapers/search/*", answer)
    page.reload()  # So that no request of this page was made before requests were caught.
    page.keyboard.press("/")
    return release


def test_hostile_text_is_shown_as_text_in_the_box(large: Page, open_page: Callable[..., Page], site: Site) -> None:
    page = open_page("papers/lora/")
    box_over_large_index(page, site)
    page.get_by_role("combobox").fill(HOSTILE)
    hit = page.locator(".search__hit").first
    expect(hit.locator(".search__title")).to_have_text(HOSTILE)
    assert page.locator("dialog.search :is(img, script)").count() == 0
    expect(page.locator(".search__results")).to_have_attribute("data-query", HOSTILE)


TITLE = "LoRA: Low-Rank Adaptation of Large Language Models"


def test_a_whole_title_is_answered_before_the_lists_of_its_words_are_there(
    large: Page, open_page: Callable[..., Page], site: Site
) -> None:
    page = open_page("papers/dora/")
    box_over_large_index(page, site, held="p-")
    page.get_by_role("combobox").fill(TITLE)
    hits = page.locator(".search__hit")
    expect(hits).to_have_count(1)
    expect(hits.locator(".search__title")).to_have_text(TITLE)
    expect(page.locator(".search__status")).to_have_text("Looking for more …")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.url}papers/lora/")


def test_a_misspelled_title_is_answered_before_other_spellings_are_tried(
    large: Page, open_page: Callable[..., Page], site: Site
) -> None:
    page = open_page("papers/dora/")
    release = box_over_large_index(page, site, held="e-")
    page.get_by_role("combobox").fill(TITLE.replace("Adaptation", "Adabtation"))
    first_title = page.locator(".search__hit .search__title").first
    expect(first_title).to_have_text(TITLE)
    expect(page.locator(".search__status")).to_have_text("Looking for more …")
    release()
    expect(page.locator(".search__status")).to_contain_text("results")
    expect(first_title).to_have_text(TITLE)


def test_what_a_reader_chose_stays_chosen_when_misspellings_were_tried(
    large: Page, open_page: Callable[..., Page], site: Site
) -> None:
    page = open_page("papers/dora/")
    release = box_over_large_index(page, site, held="e-")
    # Words that are known, and that no paper has all of.
    page.get_by_role("combobox").fill("pagedattention smoothquant")
    chosen = page.locator(".search__hit[aria-selected=true]")
    expect(page.locator(".search__status")).to_have_text("Looking for more …")
    page.keyboard.press("ArrowDown")
    title = chosen.locator(".search__title").inner_text()
    assert title != page.locator(".search__title").first.inner_text()
    release()
    expect(page.locator(".search__status")).to_contain_text("results")
    expect(chosen.locator(".search__title")).to_have_text(title)


@pytest.mark.parametrize(
    ("one", "other", "is_related"),
    [
        ("quantization", "quantized", True),
        ("quantizing", "quantizer", True),
        ("pruning", "pruned", True),
        ("sparsity", "sparse", True),
        ("efficient", "efficiency", True),
        ("caches", "caching", True),
        ("memories", "memory", True),
        ("distillation", "distilled", True),
        ("adaptation", "adapters", True),
        ("models", "model", True),
        ("compress", "compression", True),
        ("attention", "attend", False),
        ("string", "sting", False),
        ("basis", "bases", False),
        ("lora", "loras", True),
        ("bert", "berth", False),
        ("h2o", "h2", False),
    ],
)
def test_forms_of_a_word_meet(large: Page, one: str, other: str, is_related: bool) -> None:
    stems = large.evaluate(
        """async (words) => {
          const { stem } = await import(new URL("assets/llmpapers/search-words.js", document.baseURI));
          return words.map(stem);
        }""",
        [one, other],
    )
    assert (stems[0] == stems[1]) is is_related
    assert all(word.startswith(found) for word, found in zip([one, other], stems, strict=True))


@pytest.mark.parametrize(
    ("one", "other", "most", "number"),
    [
        ("lora", "lora", 1, 0),
        ("lora", "lroa", 1, 1),
        ("lora", "olra", 1, 1),
        ("lora", "lor", 1, 1),
        ("lora", "loraa", 1, 1),
        ("lora", "lira", 1, 1),
        ("quantization", "quntizaton", 2, 2),
        ("lora", "qlroa", 1, None),
        ("a", "abc", 1, None),
    ],
)
def test_slips_between_words_are_counted(large: Page, one: str, other: str, most: int, number: int | None) -> None:
    found = large.evaluate(
        """async ([one, other, most]) => {
          const { slips } = await import(new URL("assets/llmpapers/search-words.js", document.baseURI));
          const number = slips(one, other, most);
          return Number.isFinite(number) ? number : null;
        }""",
        [one, other, most],
    )
    assert found == number
