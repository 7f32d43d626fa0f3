"""The text of hand-written pages, for search to find."""

import pytest

from llmpapers.website.search.pages import PageText, page_text

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
        ("<h1>A</h1><script>" + "no();" * 2000 + "</script>b", "A", "b"),
        ("<h1>A</h1>" + "<i title='x'>&amp;</i>" * 3000, "A", "& " * 600),
        ("<p>" + "word " * 1000 + "</p><h1>A</h1>", "A", ("word " * 240)),
    ],
)
def test_the_article_of_a_page_can_be_found(article: str, title: str, text: str) -> None:
    found = page_text(FRAME.format(article), "x/", "Site")
    assert found == PageText("x/", title, text)


def test_a_page_without_any_title_is_left_out() -> None:
    assert page_text("<article>text</article>", "x/") is None
