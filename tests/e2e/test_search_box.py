"""The search box: opened from anywhere, driven by the keyboard, forgiving."""

import random
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from llmpapers.identifiers import fold
from llmpapers.website.search.words import compounds, plain_words, squeeze

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("e2e")]

OpenPage = Callable[..., Page]


class Site(Protocol):
    url: str


@pytest.fixture(scope="module")
def search_page(browser: Browser, site: Site) -> Iterator[Page]:
    """A page whose search box stays open for many queries."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(site.url)
        page.keyboard.press("/")
        expect(page.locator(".search__status")).to_have_text(re.compile("Type a word"))
        yield page


def type_query(page: Page, query: str) -> None:
    """Open the box if need be, and wait until it shows what was found for this query."""
    if not page.locator("dialog.search[open]").count():
        page.keyboard.press("/")
    page.get_by_role("combobox").fill(query)
    expect(page.locator(".search__results")).to_have_attribute("data-query", query.strip())
    expect(page.locator(".search__status")).to_have_text(re.compile("result|Nothing|Type a word"))


def found(page: Page) -> list[str]:
    options = page.locator(".search__hit")
    return [address.split("/catalog/")[1] for address in options.evaluate_all("all => all.map(o => o.dataset.address)")]


@pytest.mark.parametrize(
    ("address", "key"),
    [("", "/"), ("papers/lora/", "Control+k"), ("topics/moe/", "/"), ("about/", "/"), ("not-here/", "/")],
)
def test_a_key_opens_search_on_every_page(open_page: OpenPage, address: str, key: str) -> None:
    page = open_page(address)
    page.keyboard.press(key)
    expect(page.get_by_role("combobox", name=re.compile("Search"))).to_be_focused()


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 800}, {"width": 390, "height": 800}])
def test_the_button_in_the_header_opens_search(open_page: OpenPage, viewport: dict[str, int]) -> None:
    page = open_page("topics/", viewport=viewport)
    page.locator("header [data-search]").click()
    expect(page.get_by_role("combobox", name=re.compile("Search"))).to_be_focused()


def test_the_large_button_of_the_home_page_opens_search(open_page: OpenPage) -> None:
    page = open_page()
    page.locator("main [data-search]").click()
    expect(page.get_by_role("combobox", name=re.compile("Search"))).to_be_focused()


def test_a_slash_typed_into_a_field_is_a_slash(open_page: OpenPage) -> None:
    page = open_page("papers/")
    field = page.get_by_role("searchbox", name="Filter by title")
    field.press("/")
    expect(field).to_have_value("/")
    expect(page.locator("dialog.search[open]")).to_have_count(0)


def test_arrows_and_enter_lead_to_the_page(open_page: OpenPage) -> None:
    page = open_page()
    type_query(page, "low-rank adaptation")
    second = found(page)[1]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/catalog/{second}")


def test_a_click_leads_to_the_page(open_page: OpenPage) -> None:
    page = open_page("topics/compression/pruning/")
    type_query(page, "SparseGPT")
    page.locator("[role=option]").first.click()
    page.wait_for_url("**/catalog/papers/sparsegpt/")


def test_arrows_go_round_at_both_ends(open_page: OpenPage) -> None:
    page = open_page()
    type_query(page, "quantization")
    options = page.locator("[role=option]")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")


@pytest.mark.parametrize("how", ["key", "button", "beside"])
def test_search_closes_and_gives_the_focus_back(open_page: OpenPage, how: str) -> None:
    page = open_page("papers/lora/")
    page.locator("header [data-search]").click()
    dialog = page.locator("dialog.search")
    expect(dialog).to_be_visible()
    if how == "key":
        page.keyboard.press("Escape")
    elif how == "button":
        page.get_by_role("button", name="Close search").click()
    else:
        page.mouse.click(5, 5)
    expect(dialog).to_be_hidden()
    expect(page.locator("header [data-search]")).to_be_focused()


def test_the_box_is_a_combobox_to_assistive_software(open_page: OpenPage) -> None:
    page = open_page()
    page.keyboard.press("/")
    field = page.get_by_role("combobox")
    listing = page.locator(f"#{field.get_attribute('aria-controls')}")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_attribute("aria-autocomplete", "list")
    type_query(page, "expert offloading")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(listing).to_have_attribute("role", "listbox")
    page.keyboard.press("ArrowDown")
    expect(listing.locator("[aria-selected=true]")).to_have_count(1)
    active = listing.locator("[aria-selected=true]").get_attribute("id")
    expect(field).to_have_attribute("aria-activedescendant", active or "")
    expect(field).to_be_focused()


def test_the_number_of_results_is_announced(open_page: OpenPage) -> None:
    page = open_page()
    type_query(page, "zzzzqqqq")
    expect(page.get_by_role("status").filter(has_text="Nothing found for “zzzzqqqq”")).to_be_visible()
    expect(page.get_by_role("combobox")).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("combobox")).not_to_have_attribute("aria-activedescendant", re.compile(".*"))


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("LoRA", "papers/lora/"),
        ("lora+", "papers/lora-plus/"),
        ("low-rank adaptation of large language models", "papers/lora/"),
        ("SADMoE", "papers/d2dmoe/"),
        ("D2DMoE", "papers/d2dmoe/"),
        ("sigma-moe", "papers/sigma-moe/"),
        ("σ-MoE", "papers/sigma-moe/"),
        ("powerinfr", "papers/powerinfer/"),
        ("SprseGPT", "papers/sparsegpt/"),
        ("spasregpt", "papers/sparsegpt/"),
        ("lazy neuron", "papers/lazy-neuron-phenomenon/"),
        ("Wójcik", "papers/d2dmoe/"),
        ("wojcik", "papers/d2dmoe/"),
        ("Bartosz Wojcik", "papers/d2dmoe/"),
        ("lm-evaluation-harness", "resources/#lm-evaluation-harness"),
        ("KV cache", "topics/compression/kv-cache/"),
    ],
)
def test_what_a_reader_types_finds_what_is_meant(search_page: Page, query: str, first: str) -> None:
    type_query(search_page, query)
    assert found(search_page)[0] == first


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("quantizaton", "topics/quantization/"),
        ("learning rate of the two adapter matrices", "papers/lora-plus/"),
        ("Edward Hu", "papers/lora/"),
        ("stanford alpaca dataset", "resources/#stanford-alpaca"),
        ("contribute", "contribute/"),
    ],
)
def test_the_wanted_is_among_the_first_results(search_page: Page, query: str, wanted: str) -> None:
    type_query(search_page, query)
    assert wanted in found(search_page)[:5]


@pytest.mark.parametrize("query", ["*", "+", "-", "~2", "title:", "^5", "a*b~c", '"', "\\", "🦙", "    ", "x" * 5000])
def test_signs_of_query_languages_are_only_text(search_page: Page, query: str) -> None:
    type_query(search_page, query)


def test_search_works_where_the_site_is_at_the_root(open_page: OpenPage, site_at_root: str) -> None:
    page = open_page(f"{site_at_root}papers/lora/")
    type_query(page, "tutel")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site_at_root}papers/tutel/")


def test_no_key_is_lost_while_the_data_are_on_their_way(browser: Browser, site: Site) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        held: list[Route] = []
        page.route("**/search/index.json", lambda route: held.append(route))  # noqa: PLW0108 - it marks its handler
        page.goto(site.url)
        with page.expect_request("**/search/index.json"):
            page.keyboard.press("/")
        page.keyboard.type("SADMoE")
        page.keyboard.press("Enter")
        expect(page.get_by_role("combobox")).to_have_value("SADMoE")
        expect(page.locator(".search__status")).to_have_text("Loading …")
        with page.expect_response("**/search/index.json"):
            held[0].continue_()
        page.wait_for_url("**/catalog/papers/d2dmoe/")


@pytest.mark.parametrize("identifier", ["2106.09685", "arXiv:2106.09685", "10.1145/3694715.3695964"])
def test_an_identifier_leads_to_its_paper(search_page: Page, identifier: str) -> None:
    type_query(search_page, identifier)
    wanted = "papers/powerinfer/" if identifier.startswith("10.") else "papers/lora/"
    assert found(search_page)[0] == wanted


def test_a_result_says_by_which_earlier_name_it_was_found(search_page: Page) -> None:
    type_query(search_page, "SADMoE")
    expect(search_page.locator(".search__facts").first).to_have_text(re.compile("also known as SADMoE"))


TEXTS = [
    "LoRA+", "σ-MoE", "ΑΒΓ ο ς", "Jürgen Schmidhuber", "Wójcik", "Łukasz", "straße", "STRASSE ẞ", "ﬁne", "ℋ𝐀",
    "İstanbul ı", "æœøđðþ ÆŒØĐÐÞ", "ReLU²", "(IA)³", "Ångström", "Ελλάδα ΟΔΟΣ", "naïve ½", "日本語のモデル",
    "大模型LLM压缩", "한국어 모델", "Ⅻ", "LLM.int8()", "4-bit and low-rank", "state-of-the-art", "model's models’",
    "snake_case __init__", "a--b a---b", "हिन्दी भाषा", "ภาษาไทย", "עברית", "العربية", "x" * 100, "é" * 100,
    "🦙 llama", "a\u00a0b\u2009c\u200bd", "Ǆ ǅ ſ K Å", "",
]  # fmt: skip


def test_the_page_cuts_and_folds_text_as_the_program_does(search_page: Page) -> None:
    chance = random.Random(7)
    # Letters of all scripts; of what was added to Unicode lately a browser and Python may know different things.
    letters = [chr(code) for code in range(0x20, 0x3000) if unicodedata.ucd_3_2_0.category(chr(code))[0] in "LMNPSZ"]
    texts = TEXTS + ["".join(chance.choices(letters, k=12)) for _ in range(1500)] + letters
    cut = search_page.evaluate(
        """async (texts) => {
          const words = await import(new URL("assets/llmpapers/search-words.js", document.baseURI));
          return texts.map((text) => {
            const folded = words.fold(text);
            return [folded, words.plainWords(folded), words.compounds(folded), words.squeeze(text)];
          });
        }""",
        texts,
    )
    wanted = [[fold(text), plain_words(fold(text)), compounds(fold(text)), squeeze(text)] for text in texts]
    assert [(t, one, other) for t, one, other in zip(texts, cut, wanted, strict=True) if one != other] == []


def test_checksums_are_those_of_zlib(search_page: Page) -> None:
    texts = ["", "lora", "日本", "x" * 300]
    found = search_page.evaluate(
        """async (texts) => {
          const { checksum } = await import(new URL("assets/llmpapers/search-words.js", document.baseURI));
          return texts.map(checksum);
        }""",
        texts,
    )
    assert found == [zlib.crc32(text.encode()) for text in texts]


def test_found_words_are_marked_and_facts_are_shown(search_page: Page) -> None:
    type_query(search_page, "kv cache quantizaton 2024")
    first = search_page.locator(".search__hit").first
    assert [mark.lower() for mark in first.locator(".search__title mark").all_inner_texts()] == [
        "kv", "cache", "quantization",
    ]  # fmt: skip
    expect(first.locator(".search__topic")).to_have_text("Quantization")
    expect(first.locator(".search__facts")).to_have_text(re.compile(r"NeurIPS 2024 · arXiv Jan 2024 · .+ and \d+ more"))


def test_the_last_option_looks_among_all_papers(open_page: OpenPage) -> None:
    page = open_page("papers/lora/")
    type_query(page, "quantization")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/catalog/papers/?q=quantization*")


def test_where_nothing_is_found_the_box_says_what_to_try(open_page: OpenPage) -> None:
    page = open_page("papers/lora/")
    type_query(page, "zzzzqqqq")
    expect(page.locator(".search__empty")).to_be_visible()
    page.locator(".search__empty").get_by_role("link", name="all papers").click()
    page.wait_for_url("**/catalog/papers/")


def test_a_late_answer_to_an_earlier_query_is_dropped(open_page: OpenPage) -> None:
    page = open_page("papers/lora/")
    page.keyboard.press("/")
    page.keyboard.type("tutel")
    type_query(page, "gshard")
    assert found(page)[0] == "papers/gshard/"
