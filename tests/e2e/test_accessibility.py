"""axe-core finds nothing on any kind of page, light or dark, on a phone or a desk."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("e2e")]

OpenPage = Callable[..., Page]

PAGES = [
    "",
    "topics/compression/low-rank/",
    "topics/moe/",
    "papers/dora/",
    "papers/d2dmoe/",
    "papers/",
    "years/2024/",
    "years/",
    "venues/arxiv/",
    "venues/icml/",
    "venues/",
    "resources/",
    "topics/",
    "contribute/",
    "statistics/",
    "about/",
    "reading/",
    "reference/format/",
    "not-here/",
]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


# Of the rows of a list that are made alike, to the colors of their topics, one is as good as all for judging.
ONE_OF_EACH = """
for (const list of document.querySelectorAll("ul, ol, tbody")) {
  const seen = new Set();
  for (const row of [...list.children]) {
    const telling = /^(class|style|role|type|tabindex|aria-(hidden|current|sort|pressed|expanded|selected))$/;
    const made = [row, ...row.querySelectorAll("*")].map((element) => {
      const said = [...element.attributes].map(({ name, value }) => (telling.test(name) ? `${name}=${value}` : name));
      return [element.tagName, ...said].join(" ");
    }).join();
    if (seen.has(made)) row.remove();
    seen.add(made);
  }
}
"""


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """Say what axe finds, by all its rules or by some."""
    # What passes is told once a rule; to describe every element of it takes longer than to judge it.
    options = {"resultTypes": ["violations", "incomplete"], **({"runOnly": rules} if rules else {})}
    found: dict[str, Any] = Axe().run(page, options=options).response
    # A rule that cannot read a page's colors is incomplete without naming an element, and then shows nothing.
    assert [rule["id"] for rule in found["incomplete"] if not rule["nodes"]] == []
    assert "color-contrast" in [rule["id"] for kind in ("passes", "violations") for rule in found[kind]]
    return [
        f"{page.url}: {violation['id']}: {node['html'][:160]} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_no_page_keeps_anybody_out(open_page: OpenPage, scheme: str, viewport: dict[str, int]) -> None:
    page = open_page(color_scheme=scheme, viewport=viewport)
    start = page.url
    found = []
    # All else of a page is the same in both schemes.
    rules = ["color-contrast"] if scheme == "dark" else None
    for address in PAGES:
        page.goto(start + address)
        page.evaluate(ONE_OF_EACH)
        found += violations(page, rules)
    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_form_with_faults_keeps_nobody_out(open_page: OpenPage, scheme: str) -> None:
    page = open_page("contribute/", color_scheme=scheme)
    page.locator("#paper-title").fill("LoRA: Low-Rank Adaptation of Large Language Models")
    page.locator("#paper-year").fill("1066")
    page.locator("#paper-year").blur()
    expect(page.locator("#paper-year-problem")).to_contain_text("cannot be")
    expect(page.locator("#paper-title-problem").get_by_role("link")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("query", ["sparsity", "zzzzqqqq"])
def test_the_open_search_box_keeps_nobody_out(open_page: OpenPage, scheme: str, query: str) -> None:
    page = open_page("papers/lora/", color_scheme=scheme)
    page.keyboard.press("/")
    page.get_by_role("combobox").fill(query)
    expect(page.locator(".search__status")).not_to_have_text("Loading …")
    assert violations(page) == []


def test_text_too_dim_to_read_is_found(open_page: OpenPage) -> None:
    page = open_page("papers/lora/")
    page.add_style_tag(content=".paper-page__summary { color: #bbb !important }")
    assert [fault for fault in violations(page) if "color-contrast" in fault]


def test_the_open_menu_keeps_nobody_out(open_page: OpenPage) -> None:
    page = open_page(viewport=PHONE)
    page.get_by_role("button", name="Menu").click()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_browse_with_filters_keeps_nobody_out(open_page: OpenPage, scheme: str) -> None:
    page = open_page("papers/", color_scheme=scheme, viewport=DESK, reduced_motion="reduce")
    start = page.url.partition("?")[0]
    found = []
    for query in ("?venue=OSDI", "?view=table&topic=moe", "?q=zzzz"):
        page.goto(start + query)
        page.wait_for_selector("[data-browse][data-ready]")
        page.locator("[data-export] summary").click()
        page.evaluate(ONE_OF_EACH)
        found += violations(page)
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="Filters, 1 active").click()
    expect(page.get_by_role("dialog", name="Filters")).to_be_visible()
    assert found + violations(page) == []
