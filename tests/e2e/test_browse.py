"""The page of all papers: what is chosen, what is shown of it, and the address that remembers it."""

import csv
import io
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from llmpapers.catalog import Catalog, Sourced
from llmpapers.filters import Filters, newest_first, select_papers
from llmpapers.identifiers import fold
from llmpapers.loading import load_catalog
from llmpapers.models import Paper

REPOSITORY = Path(__file__).parents[2]
pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("e2e")]

OpenPage = Callable[..., Page]
PHONE = {"width": 390, "height": 844}


@cache
def catalog() -> Catalog:
    return load_catalog(REPOSITORY)


def papers(accepts: Callable[[Paper], object]) -> list[str]:
    return [e.id for e in newest_first(e for e in catalog().papers.values() if accepts(e.record))]


def is_preprint(paper: Paper) -> bool:
    return catalog().venues[paper.venue].record.kind == "preprint"


def browse(open_page: OpenPage, query: str = "", **options: object) -> Page:
    page = open_page(f"papers/{query}", **options)
    page.wait_for_selector("[data-browse][data-ready]")
    return page


def shown(page: Page) -> list[str]:
    links: list[str] = page.locator(".row__title").evaluate_all(
        "links => links.map(link => link.href.split('/').at(-2))"
    )
    return links


def shows(page: Page, expected: list[str]) -> bool:
    """Tell whether the first rows are these, and all of them if they are few."""
    found = shown(page)
    return len(found) >= min(60, len(expected)) and found == expected[: len(found)]


def counted(page: Page) -> str:
    return page.locator("[data-count]").text_content() or ""


@pytest.mark.parametrize(
    ("query", "accepts"),
    [
        ("?topic=compression", lambda p: any(t.split("/")[0] == "compression" for t in p.topics)),
        ("?topic=compression/pruning", lambda p: "compression/pruning" in p.topics),
        ("?topic=peft&topic=surveys", lambda p: {"peft", "surveys"} & set(p.topics)),
        ("?venue=MLSys", lambda p: p.venue == "MLSys"),
        ("?venue=MLSys&venue=OSDI", lambda p: p.venue in {"MLSys", "OSDI"}),
        ("?year=2023", lambda p: p.year == 2023),
        ("?year=2019-2021", lambda p: 2019 <= p.year <= 2021),
        ("?year=-2020", lambda p: p.year <= 2020),
        ("?code=yes", lambda p: p.code),
        ("?code=no", lambda p: not p.code),
        ("?kind=preprint", is_preprint),
        ("?kind=published&code=no", lambda p: not is_preprint(p) and not p.code),
        ("?author=Song+Han", lambda p: "Song Han" in p.authors),
        ("?q=bartosz+wojcik", lambda p: "Bartosz Wójcik" in p.authors),
        ("?q=SIGMA-moe", lambda p: "sigma-moe" in fold(f"{p.title} {p.short_name} {p.also_known_as}")),
        ("?topic=quantization&year=2024&code=yes", lambda p: "quantization" in p.topics and p.year == 2024 and p.code),
    ],
)
def test_an_address_brings_its_papers_back_in_order(
    open_page: OpenPage, query: str, accepts: Callable[[Paper], object]
) -> None:
    page = browse(open_page, query)
    expected = papers(accepts)
    assert 0 < len(expected) < 310
    assert counted(page).startswith(f"{len(expected)} of 310 papers")
    assert shows(page, expected)


def value(page: Page, name: str) -> Any:
    return page.locator(f'.facets input[value="{name}"]')


def facet_counts(page: Page, name: str) -> dict[str, int]:
    found: dict[str, int] = page.locator(f'.facets input[name="{name}"]').evaluate_all(
        "boxes => Object.fromEntries(boxes.map(b => [b.value, +b.parentElement.querySelector('.count').textContent]))"
    )
    return found


def test_counts_of_a_facet_follow_the_other_facets_and_not_itself(open_page: OpenPage) -> None:
    page = browse(open_page, "?topic=quantization&code=yes")
    for path, count in facet_counts(page, "topic").items():
        assert count == len(select_papers(catalog(), Filters(topics=(path,), code=True))), path
    venues = facet_counts(page, "venue")
    assert len(venues) == 8
    for venue, count in venues.items():
        assert count == len(select_papers(catalog(), Filters(topics=("quantization",), venues=(venue,), code=True)))
    chosen = Filters(topics=("quantization",), code=False)
    assert facet_counts(page, "code")["no"] == len(select_papers(catalog(), chosen))
    authors = facet_counts(page, "author")
    for author, count in authors.items():
        assert count == len(papers(lambda p, a=author: a in p.authors and "quantization" in p.topics and p.code))
    bar = page.get_by_role("button", name=re.compile("^2024: "))
    papers_2024 = len(select_papers(catalog(), Filters(topics=("quantization",), years=(2024, 2024), code=True)))
    expect(bar).to_have_accessible_name(f"2024: {papers_2024} papers")


def test_values_without_results_are_disabled_and_stay_in_sight(open_page: OpenPage) -> None:
    page = browse(open_page, "?venue=OSDI")
    empty = [path for path, count in facet_counts(page, "topic").items() if not count]
    assert empty
    for path in empty:
        expect(value(page, path)).to_be_visible()
        expect(value(page, path)).to_be_disabled()
    expect(value(page, "OSDI")).to_be_enabled()


def test_choices_are_steps_of_the_history_and_typing_is_none(open_page: OpenPage) -> None:
    page = browse(open_page)
    value(page, "offloading").check()
    value(page, "yes").check()
    page.get_by_label("Filter by title").press_sequentially("powerinfer")
    expect(page).to_have_url(re.compile(r"\?q=powerinfer&topic=offloading&code=yes$"))
    expected = papers(lambda p: "offloading" in p.topics and p.code and "powerinfer" in fold(p.title))
    assert shown(page) == expected
    page.reload()
    page.wait_for_selector("[data-ready]")
    expect(value(page, "offloading")).to_be_checked()
    assert shown(page) == expected
    page.go_back()
    expect(page).to_have_url(re.compile(r"\?topic=offloading$"))
    expect(value(page, "yes")).not_to_be_checked()
    expect(page.get_by_label("Filter by title")).to_have_value("")
    page.go_back()
    expect(page).to_have_url(re.compile(r"/papers/$"))
    expect(page.locator("[data-count]")).to_have_text("310 papers")
    page.go_forward()
    expect(value(page, "offloading")).to_be_checked()


def test_chips_name_what_is_chosen_and_remove_it(open_page: OpenPage) -> None:
    page = browse(open_page, "?q=moe&topic=compression/pruning&year=2023-&kind=published&author=Song+Han")
    chips = page.get_by_role("list", name="Active filters")
    expect(chips.get_by_role("button")).to_contain_text(
        ["“moe”", "Compression: Pruning", "from 2023", "Published", "Song Han", "Clear all"]
    )
    chips.get_by_role("button", name="Remove the filter: year from 2023").click()
    expect(page).not_to_have_url(re.compile("year="))
    expect(chips.get_by_role("button", name="Remove the filter: publication Published")).to_be_focused()
    chips.get_by_role("button", name="Clear all").click()
    expect(page).to_have_url(re.compile(r"/papers/$"))
    expect(chips).to_be_hidden()
    expect(page.get_by_label("Filter by title")).to_be_focused()


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("oldest", lambda e: e.record.year),
        ("added", lambda e: -e.record.added.toordinal()),
        ("title", lambda e: fold(e.record.title)),
        ("venue", lambda e: e.record.venue.lower()),
    ],
)
@pytest.mark.parametrize("view", ["list", "table"])
def test_papers_are_sorted(open_page: OpenPage, sort: str, view: str, key: Callable[[Sourced[Paper]], Any]) -> None:
    page = browse(open_page, "?topic=peft")
    page.get_by_label("Sort").select_option(sort)
    page.get_by_role("button", name=view.title(), exact=True).click()
    keys = [key(catalog().papers[id_]) for id_ in shown(page)]
    assert len(keys) == len(select_papers(catalog(), Filters(topics=("peft",))))
    assert keys == sorted(keys)
    expect(page).to_have_url(re.compile(rf"sort={sort}{'&view=table' if view == 'table' else ''}$"))


def test_a_head_of_the_table_sorts_and_says_so(open_page: OpenPage) -> None:
    page = browse(open_page, "?view=table", viewport={"width": 1500, "height": 900})
    head = page.get_by_role("columnheader", name="Year")
    expect(head).to_have_attribute("aria-sort", "descending")
    head.get_by_role("button").press("Enter")
    expect(page.get_by_role("columnheader", name="Year")).to_have_attribute("aria-sort", "ascending")
    expect(page.get_by_role("columnheader", name="Year").get_by_role("button")).to_be_focused()
    row = page.get_by_role("row").nth(1)
    first = catalog().papers[shown(page)[0]].record
    for text in (first.title, first.authors[0], str(first.year), first.added.isoformat()):
        expect(row).to_contain_text(text)


def test_everything_is_done_by_keyboard(open_page: OpenPage) -> None:
    page = browse(open_page)
    value(page, "peft").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(r"topic=moe$"))
    expect(value(page, "moe")).to_be_focused()
    find = page.get_by_role("searchbox", name="Find an author")
    find.focus()
    name = catalog().papers["switch-transformer"].record.authors[0]
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name=name)).to_be_checked()
    assert shown(page) == papers(lambda p: name in p.authors and any(t.split("/")[0] == "moe" for t in p.topics))
    page.get_by_role("group", name="Venue").get_by_role("button", name=re.compile("^Show")).press("Enter")
    assert page.locator('.facets input[name="venue"]').count() == len(
        {e.record.venue for e in catalog().papers.values()}
    )
    export = page.locator("[data-export] summary")
    export.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Copy BibTeX")).to_be_focused()
    page.keyboard.press("Escape")
    expect(export).to_be_focused()
    expect(page.get_by_role("button", name="Copy BibTeX")).to_be_hidden()


def test_an_author_is_found_among_all(open_page: OpenPage) -> None:
    page = browse(open_page)
    page.get_by_role("searchbox", name="Find an author").fill("wojcik")
    page.get_by_role("checkbox", name="Bartosz Wójcik").check()
    assert shown(page) == papers(lambda p: "Bartosz Wójcik" in p.authors)
    page.get_by_role("searchbox", name="Find an author").fill("nobody at all")
    expect(page.get_by_role("group", name="Author").get_by_text("None of that name.")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Bartosz Wójcik")).to_be_checked()


def test_years_are_chosen_by_bar_and_by_range(open_page: OpenPage) -> None:
    page = browse(open_page)
    page.get_by_role("button", name=re.compile("^2022: ")).click()
    expect(page).to_have_url(re.compile(r"year=2022$"))
    page.get_by_label("To year").select_option("2023")
    expect(page).to_have_url(re.compile(r"year=2022-2023$"))
    expect(page.get_by_role("button", name=re.compile("^2023: "))).to_have_attribute("aria-pressed", "true")
    page.get_by_label("From year").select_option("")
    expect(page).to_have_url(re.compile(r"year=-2023$"))
    assert counted(page).startswith(f"{len(papers(lambda p: p.year <= 2023))} of")


def test_on_a_phone_the_filters_are_in_a_drawer(open_page: OpenPage) -> None:
    page = browse(open_page, viewport=PHONE)
    button = page.get_by_role("button", name="Filters")
    button.click()
    drawer = page.get_by_role("dialog", name="Filters")
    expect(drawer).to_be_visible()
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(button).to_be_focused()
    button.click()
    drawer.get_by_label("Quantization").check()
    count = len(select_papers(catalog(), Filters(topics=("quantization",))))
    drawer.get_by_role("button", name=f"Show {count} papers").click()
    expect(drawer).to_be_hidden()
    expect(page.get_by_role("button", name="Filters, 1 active")).to_be_visible()
    assert counted(page) == f"{count} of 310 papers"


def test_the_number_of_results_is_announced(open_page: OpenPage) -> None:
    page = browse(open_page)
    status = page.get_by_role("status").first
    expect(status).to_have_text("310 papers")
    page.get_by_label("Filter by title").fill("zzzzqqqq")
    expect(status).to_have_text("0 of 310 papers")
    page.get_by_role("button", name="Clear all filters").click()
    expect(status).to_have_text("310 papers")


def test_without_scripts_the_page_is_a_list_by_year_that_reads_the_same(open_page: OpenPage) -> None:
    plain = open_page("papers/", java_script_enabled=False)
    assert plain.locator(".row").count() == 310
    expect(plain.locator(".browse__tools")).to_be_hidden()
    expect(plain.get_by_role("link", name=re.compile("^2023 "))).to_have_attribute("href", "../years/2023/")
    scripted = browse(open_page, "?year=1900-")
    served, made = (page.locator(".row").all_text_contents() for page in (plain, scripted))
    assert len(made) >= 60
    assert made == [text.strip() for text in served[: len(made)]]


def test_a_long_list_comes_in_pieces(open_page: OpenPage) -> None:
    page = browse(open_page, "?sort=title")
    expected = sorted(catalog().papers, key=lambda id_: fold(catalog().papers[id_].record.title))
    assert len(shown(page)) < 310
    more = page.locator(".browse__more")
    for _ in range(10):
        page.mouse.wheel(0, 20_000)
        page.wait_for_timeout(50)
        if not more.is_visible():
            break
    assert shown(page) == expected


def test_the_way_back_from_a_paper_leads_to_the_same_place(open_page: OpenPage) -> None:
    page = browse(open_page, "?code=yes")
    row = page.locator(".row").nth(50)
    row.scroll_into_view_if_needed()
    name = row.locator(".row__title").text_content()
    row.locator(".row__title").click()
    page.wait_for_url(re.compile(r"/papers/[a-z0-9-]+/$"))
    page.go_back()
    page.wait_for_selector("[data-ready]")
    expect(value(page, "yes")).to_be_checked()
    expect(page.get_by_role("link", name=name, exact=True)).to_be_in_viewport()


def test_an_author_leads_from_a_paper_to_all_their_papers_and_back(open_page: OpenPage) -> None:
    page = open_page("papers/awq/")
    page.get_by_role("link", name="Song Han").click()
    page.wait_for_url("**/papers/?author=Song%20Han")
    expect(page.get_by_role("status").first).to_have_text(re.compile(r"^\d+ of \d+ papers by Song Han$"))
    page.go_back()
    page.wait_for_url("**/papers/awq/")


@pytest.mark.parametrize(
    "query",
    ["?topic=nonsense", "?year=1700", "?q=%3Cscript%3E", "?author=%22%3E", "?%%%", "?q=%ff", "?sort=x&view=y&year=z"],
)
def test_a_crooked_address_does_no_harm(open_page: OpenPage, query: str) -> None:
    page = browse(open_page, query)
    assert re.match(r"^\d+ ", counted(page))


def exported(page: Page, format_: str) -> str:
    page.locator("[data-export] summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Download {format_}", exact=True).click()
    expect(page.locator(".menu__told")).to_have_text(re.compile("^Downloaded "))
    assert download.value.suggested_filename.startswith("papers.")
    return download.value.path().read_bytes().decode("utf-8")


OSDI = "?venue=OSDI&sort=title"


def test_what_is_shown_is_downloaded_as_bibtex(open_page: OpenPage, site: Any) -> None:
    page = browse(open_page, OSDI)
    entries = exported(page, "BibTeX").split("\n\n")
    assert len(entries) == len(shown(page)) > 5
    whole = (site.folder / "catalog.bib").read_text(encoding="utf-8")
    for id_, entry in zip(shown(page), entries, strict=True):
        assert entry.strip() in whole
        record = catalog().papers[id_].record
        assert re.sub(r"\W", "", record.title)[:12] in re.sub(r"\W", "", entry.partition("title")[2])


def test_what_is_shown_is_downloaded_as_json(open_page: OpenPage) -> None:
    page = browse(open_page, OSDI)
    entries = json.loads(exported(page, "JSON"))
    assert [entry["id"] for entry in entries] == shown(page)
    assert entries[0]["summary"] == catalog().papers[entries[0]["id"]].record.summary


def test_what_is_shown_is_downloaded_as_csv(open_page: OpenPage) -> None:
    page = browse(open_page, OSDI)
    rows = list(csv.DictReader(io.StringIO(exported(page, "CSV").removeprefix("\ufeff"), newline="")))
    assert [row["id"] for row in rows] == shown(page)
    assert [row["title"] for row in rows] == [catalog().papers[id_].record.title for id_ in shown(page)]


def test_what_is_shown_is_copied_as_bibtex(open_page: OpenPage) -> None:
    page = browse(open_page, "?venue=FAST", permissions=["clipboard-read", "clipboard-write"])
    page.locator("[data-export] summary").click()
    page.get_by_role("button", name="Copy BibTeX").click()
    expect(page.locator(".menu__told")).to_have_text("Copied the BibTeX of 1 paper.")
    assert page.evaluate("navigator.clipboard.readText()").startswith("@inproceedings{")


Columns = dict[str, Any]


def cut(part: Columns, start: int, end: int) -> Columns:
    """Take some papers out of a part."""
    named = ("name", "names", "award", "withdrawn")
    sparse = {k: {str(int(i) - start): t for i, t in part[k].items() if start <= int(i) < end} for k in named}
    rows = {k: v[start:end] for k, v in part.items() if isinstance(v, list) and len(v) == len(part["id"])}
    return {**part, **rows, **sparse}


def test_papers_come_in_parts_and_the_first_show_at_once(open_page: OpenPage, site: Any) -> None:
    whole = json.loads((site.folder / "assets/llmpapers/papers/all.json").read_bytes())
    html = (site.folder / "papers/index.html").read_text(encoding="utf-8")
    parted = re.sub(r'"parts": \[\[.*?\]\]', '"parts": [["first", "1", 100], ["second", "2", 210]]', html)
    assert parted != html
    held: list[Route] = []
    page = open_page("about/")
    page.route("**/papers/?code=yes", lambda route: route.fulfill(body=parted, content_type="text/html"))
    page.route("**/papers/first.json?1", lambda route: route.fulfill(json=cut(whole, 0, 100)))
    page.route("**/papers/second.json?2", lambda route: held.append(route))  # noqa: PLW0108 - Playwright takes no built-in method
    page.goto(site.url + "papers/?code=yes")
    expect(page.locator("[data-count]")).to_have_text(re.compile(r"^\d+ of 310 papers …$"))
    first = papers(lambda p: p.code)
    assert shows(page, [id_ for id_ in first if id_ in whole["id"][:100]])
    held[0].fulfill(json=cut(whole, 100, 310))
    page.wait_for_selector("[data-ready]")
    assert counted(page) == f"{len(first)} of 310 papers"
    assert shows(page, first)
    assert facet_counts(page, "kind")["preprint"] == len(papers(lambda p: p.code and is_preprint(p)))


def test_text_of_an_entry_stays_text(open_page: OpenPage, site: Any) -> None:
    whole = json.loads((site.folder / "assets/llmpapers/papers/all.json").read_bytes())
    hostile = '</script><img src=x onerror="window.ran = 1">{{ 7 * 7 }} \u202ex'
    whole["authorNames"].append(hostile)
    whole["authors"][0] = [len(whole["authorNames"]) - 1]
    whole["title"][0] = whole["name"]["0"] = whole["award"]["0"] = hostile
    whole["code"][0] = "javascript:window.ran=1"
    page = open_page("about/")
    page.route("**/papers/all.json*", lambda route: route.fulfill(json=whole))
    page.goto(site.url + "papers/?q=onerror")
    page.wait_for_selector("[data-ready]")
    row = page.locator(".row")
    expect(row.locator(".paper__name")).to_have_text(hostile)
    assert hostile in (row.text_content() or "").removeprefix(hostile)
    expect(row.locator("img, script")).to_have_count(0)
    expect(row.get_by_role("link", name="Code")).to_have_count(0)
    page.get_by_role("searchbox", name="Find an author").fill("onerror")
    page.locator(".facets").get_by_label(hostile).check()
    expect(page.get_by_role("list", name="Active filters")).to_contain_text(hostile)
    assert page.evaluate("window.ran") is None


def test_where_the_data_cannot_be_had_the_list_stays(open_page: OpenPage, site: Any) -> None:
    page = open_page("about/")
    page.route("**/papers/all.json*", lambda route: route.fulfill(json={}, status=200))
    page.add_init_script("console.warn = () => {}")
    page.goto(site.url + "papers/")
    expect(page.locator("[data-count]")).to_have_text(re.compile("could not be loaded"))
    assert page.locator(".row").count() == 310
