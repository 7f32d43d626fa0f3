"""Pages of entries that try to run something: in a browser nothing runs, and every text is text."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from hostile_entries import SHOWN, write_shown
from llmpapers.project import Project
from llmpapers.website.building import build_site

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("hostile")]


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hostile") / "shown"
    write_shown(root)
    report = build_site(Project(root), root / "site")
    assert report.published, report.checked.problems
    return root / "site"


class Guarded:
    """One page for all addresses, with everything that it did and should not have done."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self._note(said.type, said.text))
        page.on("dialog", self._dismiss)
        page.on("popup", lambda other: self.faults.append(f"{page.url}: a window {other.url}"))
        page.on("request", lambda asked: asked.url.startswith(url) or self.faults.append(f"{page.url}: {asked.url}"))

    def _note(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.faults.append(f"{self.page.url}: {text}")

    def _dismiss(self, dialog: Dialog) -> None:
        self.faults.append(f"{self.page.url}: a dialog {dialog.message}")
        dialog.dismiss()

    def go(self, address: str) -> Page:
        self.page.goto(self.url + address, wait_until="load")
        return self.page

    def has_run(self) -> bool:
        return bool(self.page.evaluate("'ran' in window || Object.prototype.title !== undefined"))


@pytest.fixture
def guarded(browser: Browser, hostile_site: Path, serve: Callable[[Path], str]) -> Iterator[Guarded]:
    context = browser.new_context()
    context.set_default_timeout(10_000)
    guarded = Guarded(context.new_page(), serve(hostile_site))
    yield guarded
    assert guarded.faults == []
    context.close()


# What is live in a page of papers: links with their addresses, handlers, elements that the templates never write.
LIVE = """() => [...document.querySelectorAll("*")].flatMap((element) => [
  ...[...element.attributes].filter((a) => a.name.startsWith("on") || a.name === "srcdoc").map((a) => a.name),
  ...["href", "src", "action", "formaction"].map((name) => element.getAttribute(name) ?? "")
    .filter((value) => /^\\s*(javascript|data|vbscript):/i.test(value)),
  ...(["IFRAME", "OBJECT", "EMBED", "BASE", "MARQUEE"].includes(element.tagName) ? [element.tagName] : []),
])"""


def joined(text: str) -> str:
    return " ".join(text.split())


def test_papers_show_their_titles_and_nothing_runs(guarded: Guarded) -> None:
    for id_, text in SHOWN.items():
        page = guarded.go(f"papers/x-{id_}/")
        assert joined(page.locator("h1").first.text_content() or "").endswith(joined(text)), id_
        assert joined(page.title()).startswith(joined(text)[:100]), id_
        assert page.locator('meta[name="citation_title"]').get_attribute("content") == text
        assert page.evaluate(LIVE) == [], id_
        assert not guarded.has_run(), id_


def test_topics_and_venues_do_neither(guarded: Guarded) -> None:
    for id_, text in SHOWN.items():
        for folder, letter in (("topics", "t"), ("venues", "v")):
            page = guarded.go(f"{folder}/{letter}-{id_}/")
            assert joined(text)[:250].rstrip() in joined(page.locator("main h1").first.text_content() or ""), page.url
            assert page.evaluate(LIVE) == [], page.url
            assert not guarded.has_run(), page.url


@pytest.mark.parametrize("address", ["", "papers/", "topics/", "venues/", "years/2024/", "resources/", "statistics/"])
def test_lists_do_neither(address: str, guarded: Guarded) -> None:
    page = guarded.go(address)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(LIVE) == []
    assert not guarded.has_run()


def test_browse_filters_by_every_text_as_text(guarded: Guarded) -> None:
    for id_, text in SHOWN.items():
        value = quote(text, safe="")
        page = guarded.go(
            "papers/?" + "&".join(f"{name}={value}" for name in ("q", "author", "venue", "topic", "sort"))
        )
        page.wait_for_selector("[data-browse][data-ready]")
        assert page.evaluate(LIVE) == [], id_
        assert not guarded.has_run(), id_
        if id_ in FINDABLE:
            page = guarded.go(f"papers/?q={value}")
            expect(
                page.locator(f'a[href$="papers/x-{id_}/"], a[href="x-{id_}/"], a[href$="../x-{id_}/"]').first
            ).to_contain_text(joined(text))


# A few are waited for; the other queries go by as they do under a fast typist.
FINDABLE = {"script", "image", "markdown", "entity", "formula-at", "linked-data", "word-of-code"}


def test_the_search_box_shows_what_it_found_as_text(guarded: Guarded) -> None:
    page = guarded.go("")
    page.keyboard.press("/")
    box = page.get_by_role("combobox")
    for id_, text in SHOWN.items():
        box.fill(text)
        if id_ in FINDABLE:
            expect(page.locator("dialog.search")).to_contain_text(joined(text))
        assert page.evaluate(LIVE) == [], id_
        assert not guarded.has_run(), id_


def test_the_form_holds_an_entry_to_correct_as_it_is(guarded: Guarded) -> None:
    for id_, text in SHOWN.items():
        page = guarded.go(f"contribute/?id=x-{id_}")
        expect(page.locator("[data-editing]")).to_contain_text(joined(text))
        # A line of the form has single blanks.
        assert page.locator('[data-kind="paper"] [name="title"]').input_value() == joined(text), id_
        assert page.evaluate(LIVE) == [], id_
        assert not guarded.has_run(), id_
