"""The page of all papers: filters, and their state in the address."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("e2e")]

OpenPage = Callable[..., Page]


def shown(page: Page) -> int:
    return page.locator(".rows .row:visible").count()


def counted(page: Page) -> int:
    return int((page.get_by_role("status").first.text_content() or "").split()[0])


@pytest.mark.parametrize(
    ("query", "is_right"),
    [
        ("?topic=compression", "row => row.dataset.topics.includes('compression')"),
        ("?topic=compression/pruning", "row => row.dataset.topics.includes('compression/pruning')"),
        ("?venue=MLSys", "row => row.dataset.venue === 'MLSys'"),
        ("?year=2023", "row => row.closest('[data-year]').dataset.year === '2023'"),
        ("?code=yes", "row => 'code' in row.dataset"),
        ("?author=Song+Han", "row => row.dataset.authors.split('|').includes('Song Han')"),
        ("?q=bartosz+wojcik", "row => row.dataset.authors.includes('Wójcik')"),
        ("?topic=quantization&year=2024&code=yes", "row => row.dataset.topics.includes('quantization')"),
    ],
)
def test_an_address_brings_its_papers_back(open_page: OpenPage, query: str, is_right: str) -> None:
    page = open_page(f"papers/{query}")
    rows = page.locator(".rows .row:visible")
    assert 0 < shown(page) < 310
    assert counted(page) == shown(page)
    assert rows.evaluate_all(f"rows => rows.every({is_right})")


def test_choosing_changes_list_and_address_and_clearing_undoes_it(open_page: OpenPage) -> None:
    page = open_page("papers/")
    total = shown(page)
    page.get_by_label("Topic").select_option("offloading")
    page.get_by_label("With code").check()
    page.get_by_label("Words or author").fill("powerinfer")
    expect(page).to_have_url(re.compile(r"\?q=powerinfer&topic=offloading&code=yes$"))
    assert 0 < shown(page) < 5
    page.reload()
    expect(page.get_by_label("Topic")).to_have_value("offloading")
    expect(page.get_by_label("With code")).to_be_checked()
    assert 0 < shown(page) < 5
    page.get_by_role("button", name="Clear").click()
    expect(page).to_have_url(re.compile(r"/papers/$"))
    assert shown(page) == total


def test_years_without_papers_go(open_page: OpenPage) -> None:
    page = open_page("papers/?year=2024")
    expect(page.locator("section.year:visible")).to_have_count(1)
    expect(page.locator(".jumps li:visible")).to_have_count(1)


def test_nothing_found_is_said(open_page: OpenPage) -> None:
    page = open_page("papers/?q=zzzzqqqq")
    expect(page.get_by_role("status").first).to_have_text(re.compile("^0 of"))


def test_an_author_leads_from_a_paper_to_all_their_papers_and_back(open_page: OpenPage) -> None:
    page = open_page("papers/awq/")
    page.get_by_role("link", name="Song Han").click()
    page.wait_for_url("**/papers/?author=Song%20Han")
    expect(page.get_by_role("status").first).to_have_text(re.compile(r"^\d+ of \d+ papers by Song Han$"))
    assert shown(page) > 1
    page.go_back()
    page.wait_for_url("**/papers/awq/")


def test_the_filters_stand_after_a_visit_to_a_paper(open_page: OpenPage) -> None:
    page = open_page("papers/")
    page.get_by_role("combobox", name="Year").select_option("2022")
    before = shown(page)
    page.locator(".row:visible a").first.click()
    page.wait_for_url(re.compile(r"/papers/[a-z0-9-]+/$"))
    page.go_back()
    expect(page.get_by_role("combobox", name="Year")).to_have_value("2022")
    assert shown(page) == before


@pytest.mark.parametrize(
    "query", ["?topic=nonsense", "?year=1700", "?q=%3Cscript%3E", "?author=%22%3E", "?%%%", "?q=%ff"]
)
def test_a_crooked_address_does_no_harm(open_page: OpenPage, query: str) -> None:
    page = open_page(f"papers/{query}")
    expect(page.get_by_role("status").first).to_have_text(re.compile(r"^\d+ "))
