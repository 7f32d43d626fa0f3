"""The citation of a paper in four formats: shown, copied, downloaded, by keyboard, and without a script."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from llmpapers.checking import read_and_check
from llmpapers.exporters.bibtex import bibtex_entries
from llmpapers.exporters.citation import citation_text
from llmpapers.exporters.citing import CitedPaper, cited_papers
from llmpapers.exporters.csl_json import csl_item, csl_json_text
from llmpapers.exporters.ris import ris_record

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("e2e")]

OpenPage = Callable[..., Page]
REPOSITORY = Path(__file__).parents[2]
ENDINGS = {"BibTeX": "bib", "CSL-JSON": "json", "RIS": "ris", "Text": "txt"}


@pytest.fixture(scope="module")
def cited() -> dict[str, CitedPaper]:
    return {paper.id: paper for paper in cited_papers(read_and_check(REPOSITORY).catalog)}


def written(paper: CitedPaper) -> dict[str, str]:
    """What the program itself writes, by format."""
    return {
        "BibTeX": "".join(bibtex_entries([paper])).removesuffix("\n"),
        "CSL-JSON": csl_json_text(paper) + "\n",
        "RIS": ris_record(csl_item(paper)),
        "Text": citation_text(csl_item(paper)) + "\n",
    }


def test_the_script_writes_every_paper_as_the_program_does(open_page: OpenPage, cited: dict[str, CitedPaper]) -> None:
    # The same script on the data of every paper, without loading every page; only the test runs a script made of text.
    page = open_page("papers/lora/", bypass_csp=True)
    shown = page.evaluate(
        """async (ids) => {
          const script = await (await fetch(document.querySelector('script[src*="cite.js"]').src)).text();
          const found = {};
          for (const id of ids) {
            const html = await (await fetch(`../${id}/`)).text();
            const section = new DOMParser().parseFromString(html, "text/html").querySelector("[data-cite]");
            document.querySelector("[data-cite]").replaceWith(document.adoptNode(section));
            new Function(script)();
            found[id] = [...section.querySelectorAll("[role=tabpanel]")].map((panel) => panel.textContent);
          }
          return found;
        }""",
        list(cited),
    )
    for id_, paper in cited.items():
        expected = [text.replace("\r\n", "\n").removesuffix("\n") for text in written(paper).values()]
        assert shown[id_] == expected, id_


@pytest.mark.parametrize("name", ENDINGS)
def test_a_format_is_downloaded_as_the_program_writes_it(
    open_page: OpenPage, cited: dict[str, CitedPaper], name: str
) -> None:
    page = open_page("papers/lora/")
    page.get_by_role("tab", name=name, exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download", exact=True).click()
    assert download.value.suggested_filename == f"lora.{ENDINGS[name]}"
    assert download.value.path().read_bytes().decode() == written(cited["lora"])[name]


@pytest.mark.parametrize("name", ENDINGS)
def test_a_format_goes_to_the_clipboard(open_page: OpenPage, cited: dict[str, CitedPaper], name: str) -> None:
    page = open_page("papers/lora/", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("tab", name=name, exact=True).click()
    button = page.get_by_role("button", name="Copy", exact=True)
    button.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text=f"{name} copied")).to_have_count(1)
    expected = written(cited["lora"])[name].replace("\r\n", "\n").removesuffix("\n")
    assert page.evaluate("navigator.clipboard.readText()") == expected
    expect(button).to_be_visible()


def test_bibtex_is_copied_where_the_clipboard_is_closed(open_page: OpenPage) -> None:
    page = open_page("papers/lora/")
    page.evaluate(
        """() => {
          Object.defineProperty(navigator, "clipboard", { value: undefined });
          document.addEventListener("copy", () => (window.copied = String(getSelection())));
        }"""
    )
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("window.copied").startswith("@inproceedings{hu2022lora,")


def test_formats_are_chosen_by_keyboard(open_page: OpenPage) -> None:
    page = open_page("papers/lora/")
    tab = page.get_by_role("tab", name="BibTeX")
    expect(tab).to_have_attribute("aria-selected", "true")
    tab.focus()
    for key, name in [
        ("ArrowRight", "CSL-JSON"), ("End", "Text"), ("ArrowRight", "BibTeX"), ("ArrowLeft", "Text"),
        ("Home", "BibTeX"), ("ArrowRight", "CSL-JSON"), ("ArrowRight", "RIS"),
    ]:  # fmt: skip
        page.keyboard.press(key)
        expect(page.get_by_role("tab", name=name, exact=True)).to_be_focused()
        expect(page.get_by_role("tabpanel", name=name, exact=True)).to_be_visible()
        expect(page.get_by_role("tabpanel")).to_have_count(1)
    # Only the chosen tab is a stop of the Tab key; from it one comes to the buttons and the text.
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Copy", exact=True)).to_be_focused()


def test_without_a_script_the_bibtex_is_there(open_page: OpenPage, cited: dict[str, CitedPaper]) -> None:
    page = open_page("papers/lora/", java_script_enabled=False)
    shown = page.locator("#bibtex-text")
    expect(shown).to_be_visible()
    assert shown.text_content() == written(cited["lora"])["BibTeX"].removesuffix("\n")
    expect(page.get_by_role("button", name=re.compile("Copy|Download"))).to_have_count(0)
    expect(page.get_by_role("tab")).to_have_count(0)


def test_a_related_paper_says_why_it_is_there(open_page: OpenPage) -> None:
    page = open_page("papers/flashattention/")
    related = page.locator(".relatives").filter(has=page.get_by_role("heading", name="Related papers"))
    row = related.locator(".row").filter(has_text="FlashAttention-3")
    expect(row).to_contain_text("names FlashAttention · 1 shared author · Serving and inference systems")


def test_the_first_visit_of_a_paper_page_is_light(open_page: OpenPage) -> None:
    page = open_page("papers/deepseek-v3/")
    page.wait_for_load_state("networkidle")
    sizes = page.evaluate(
        """async () => {
          const size = async (url) => {
            const body = (await fetch(url)).body.pipeThrough(new CompressionStream("gzip"));
            return (await new Response(body).arrayBuffer()).byteLength;
          };
          const files = performance.getEntriesByType("resource").map((entry) => entry.name);
          const html = await size(location.href);
          return { html, all: html + (await Promise.all([...new Set(files)].map(size))).reduce((a, b) => a + b, 0) };
        }"""
    )
    assert sizes["html"] < 30_000
    assert sizes["all"] < 250_000
