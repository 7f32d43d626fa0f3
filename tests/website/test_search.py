"""What the search box reads."""

import json
from pathlib import Path

import pytest

from llmpapers.loading import load_catalog
from llmpapers.website.search import PageText, lunr_library, page_text, search_file
from llmpapers.website.views import Views


@pytest.fixture
def rows(root: Path) -> dict[str, dict[str, object]]:
    pages = [PageText("guide/", "Guide", "How to read.")]
    return {row["u"]: row for row in json.loads(search_file(Views(load_catalog(root)), pages))}


@pytest.mark.parametrize(
    ("address", "row"),
    [
        (
            "papers/levain/",
            {
                "y": "paper",
                "t": "Levain: Keeping a Starter Alive Across Many Loaves",
                "n": "Levain",
                "k": ["Starters That Do Not Die"],
                "a": ["Ada Example", "Ben Sample", "Çelik Müster"],
                "i": ["2011.01234", "10.1234/icbb.2021.17"],
                "s": "A starter usually dies between two loaves. Levain feeds it a fixed share of every dough, "
                "which keeps it active for months with no further work.",
                "p": "ICBB 2021 · arXiv Nov 2020",
            },
        ),
        ("topics/baking/sourdough/", {"y": "topic", "t": "Baking: Sourdough", "k": ["Sourdough"], "p": "4 papers"}),
        (
            "resources/#flour-index",
            {
                "y": "resource",
                "t": "The Flour Index",
                "k": ["Flour List"],
                "s": "A list of mills with the protein, ash and enzyme activity of their flours.",
                "p": "list",
            },
        ),
        ("guide/", {"y": "page", "t": "Guide", "s": "How to read."}),
    ],
)
def test_a_row_says_what_can_be_found(rows: dict[str, dict[str, object]], address: str, row: dict[str, object]) -> None:
    assert rows[address] == {"u": address, **row}


def test_every_entry_topic_and_page_has_a_row(rows: dict[str, dict[str, object]]) -> None:
    kinds = [row["y"] for row in rows.values()]
    assert {kind: kinds.count(kind) for kind in kinds} == {"paper": 8, "topic": 3, "resource": 3, "page": 1}


def test_the_library_is_the_one_that_mkdocs_ships() -> None:
    assert b"lunr.version" in lunr_library()


HEAD = "<head><title>T - Site</title><meta name='description' content='D'></head>"
FRAME = HEAD + "<nav>Menu</nav><article>{}</article><p>End</p>"


@pytest.mark.parametrize(
    ("article", "title", "text"),
    [
        ("<h1>A &amp; B</h1><p>One <b>two</b>.</p>", "A & B", "One two ."),
        ("<h1>A<a class='headerlink' href='#a'>¶</a></h1><p>b</p>", "A", "b"),
        ("<h1>A</h1><script>no()</script><style>no{}</style><p>b</p>", "A", "b"),
        ("<h1>A</h1><svg><title>no</title></svg>b", "A", "b"),
        ("<!-- slot:contribute -->", "T", "D"),
        ("<p>No heading</p>", "T", "No heading"),
        ("<h1>A</h1>" + "word " * 1000, "A", ("word " * 240)),
    ],
)
def test_the_article_of_a_page_can_be_found(article: str, title: str, text: str) -> None:
    found = page_text(FRAME.format(article), "x/", "Site")
    assert found == PageText("x/", title, text)


def test_a_page_without_any_title_is_left_out() -> None:
    assert page_text("<article>text</article>", "x/") is None
