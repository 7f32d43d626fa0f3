"""What every kind of page has to be: without faults, without foreign requests, as wide as the screen."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("e2e")]

OpenPage = Callable[..., Page]

KINDS = {
    "home": "",
    "browse": "papers/",
    "paper": "papers/deepseek-v3/",
    "paper with a long title": "papers/d2dmoe/",
    "topics": "topics/",
    "topic": "topics/compression/low-rank/",
    "parent topic": "topics/moe/",
    "table": "papers/?view=table",
    "year": "years/2024/",
    "years": "years/",
    "venue": "venues/icml/",
    "venues": "venues/",
    "resources": "resources/",
    "contribute": "contribute/",
    "correction": "contribute/?id=lora",
    "statistics": "statistics/",
    "about": "about/",
    "guide": "reading/",
    "reference": "reference/format/",
    "list of problems": "reference/problems/",
    "missing": "not-here/at-all/",
}


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_no_kind_of_page_scrolls_sideways_or_is_at_fault(open_page: OpenPage, width: int) -> None:
    # Faults in the console, errors and requests to other hosts fail the test at its end.
    page = open_page(viewport={"width": width, "height": 900})
    too_wide = {}
    for kind, address in KINDS.items():
        page.goto(page.url.partition("/catalog/")[0] + "/catalog/" + address)
        over = page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            too_wide[kind] = over
    assert too_wide == {}


def test_the_search_box_fits_on_a_phone(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 390, "height": 700})
    page.keyboard.press("/")
    page.get_by_role("combobox").fill("quantization")
    box = page.locator("dialog.search").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["y"] + box["height"] <= 700


def test_a_paper_page_says_what_the_entry_says(open_page: OpenPage) -> None:
    page = open_page("papers/d2dmoe/")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Exploiting Activation Sparsity with Dense to Dynamic-k Mixture-of-Experts Conversion"
    )
    main = page.locator("article")
    for text in ("Bartosz Wójcik", "NeurIPS 2024 · arXiv Oct 2023", "SADMoE", "sparser"):
        expect(main.get_by_text(text, exact=False).first).to_be_visible()
    links = {"arXiv": "https://arxiv.org/abs/2310.04361", "Code": "https://github.com/bartwojcik/D2DMoE"}
    for name, address in links.items():
        expect(main.get_by_role("link", name=name, exact=True)).to_have_attribute("href", address)
    expect(main.get_by_role("link", name="Edit this entry")).to_have_attribute(
        "href", "https://github.com/example/catalog/edit/main/catalog/papers/d2dmoe.yaml"
    )


def test_a_parent_topic_shows_prose_children_recommendations_and_all_papers(open_page: OpenPage) -> None:
    page = open_page("topics/compression/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Compression")
    assert len((page.locator(".topic-intro__prose").text_content() or "").split()) >= 80
    assert 3 <= page.locator(".start-here li").count() <= 5
    page.get_by_role("link", name="Low-rank").first.click()
    page.wait_for_url("**/topics/compression/low-rank/")
    first = page.locator(".papers .paper__title a").first
    title = first.text_content() or ""
    page.go_back()
    expect(page.locator(".papers").get_by_role("link", name=title, exact=True)).to_have_count(1)


def test_years_of_a_long_topic_can_be_jumped_to(open_page: OpenPage) -> None:
    page = open_page("topics/quantization/")
    page.get_by_role("navigation", name="Years").get_by_role("link").last.click()
    heading = page.locator(page.url[page.url.index("#") :])
    expect(heading).to_be_in_viewport()


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def brightness(color: str) -> float:
    return sum(float(part) for part in re.findall(r"[\d.]+", color)[:3]) / 3


@pytest.mark.parametrize(("preferred", "is_dark"), [("dark", True), ("light", False)])
def test_colors_follow_the_system(open_page: OpenPage, preferred: str, is_dark: bool) -> None:
    page = open_page(color_scheme=preferred)
    assert (brightness(background(page)) < 100) is is_dark


@pytest.mark.parametrize("preferred", ["dark", "light"])
def test_the_chosen_colors_are_kept_on_the_next_page_and_after_a_reload(open_page: OpenPage, preferred: str) -> None:
    page = open_page(color_scheme=preferred)
    before = background(page)
    page.get_by_role("button", name=re.compile("light and dark")).click()
    chosen = background(page)
    assert chosen != before
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Topics").click()
    page.wait_for_url("**/topics/")
    assert background(page) == chosen
    page.reload()
    assert background(page) == chosen


def test_the_menu_of_a_phone_works_by_keyboard(open_page: OpenPage) -> None:
    page = open_page("papers/lora/", viewport={"width": 390, "height": 844})
    menu = page.get_by_role("button", name="Menu")
    link = page.get_by_role("navigation", name="Site").get_by_role("link", name="Resources")
    expect(link).to_be_hidden()
    menu.focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("aria-expanded", "true")
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(menu).to_be_focused()
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/resources/")


def test_a_page_is_fetched_when_the_reader_is_about_to_go_there(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 1280, "height": 900})
    with page.expect_request("**/catalog/papers/"):
        page.get_by_role("navigation", name="Site").get_by_role("link", name="Papers").hover()
    assert page.url.endswith("/catalog/")


def test_the_first_stop_of_the_keyboard_skips_to_the_content(open_page: OpenPage) -> None:
    page = open_page("papers/lora/")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    expect(focused).to_have_text(re.compile("Skip to"))
    expect(focused).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('article'))")


@pytest.mark.parametrize("address", [address for kind, address in KINDS.items() if kind != "missing"])
def test_without_javascript_all_is_there_and_nothing_is_dead(open_page: OpenPage, address: str) -> None:
    page = open_page(address, java_script_enabled=False)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("button:visible, form:visible, input:visible, select:visible")).to_have_count(0)
    expect(page.get_by_role("navigation", name="Site").get_by_role("link", name="Papers")).to_be_visible()


def test_without_javascript_the_browse_page_lists_every_paper(open_page: OpenPage) -> None:
    page = open_page("papers/", java_script_enabled=False)
    total = int((page.locator("[data-count]").text_content() or "").split()[0])
    expect(page.locator(".rows .row:visible")).to_have_count(total)


def test_a_missing_page_leads_back(open_page: OpenPage) -> None:
    page = open_page("not-here/deeper/still")
    page.locator("article").get_by_role("link", name="All papers").click()
    page.wait_for_url("**/catalog/papers/")
