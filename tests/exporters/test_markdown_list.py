"""A Markdown list that renders as it was meant."""

from markdown_it import MarkdownIt

from llmpapers.exporters.citing import cited_papers
from llmpapers.exporters.markdown_list import markdown_list


def test_papers_stand_below_their_years(catalog) -> None:
    text = "".join(markdown_list(cited_papers(catalog, ["levain", "kneadnet"])))
    assert text == (
        "## 2021\n\n"
        "- **Levain**: [Levain: Keeping a Starter Alive Across Many Loaves](<https://icbb.example.org/2021/levain>). "
        "Ada Example, Ben Sample, Çelik Müster. ICBB 2021 · [arXiv](https://arxiv.org/abs/2011.01234) · "
        "[code](https://github.com/example/levain) · [code](https://gitlab.com/example/levain-port)\n"
        "\n## 2020\n\n"
        "- **KneadNet**: Learning to Knead without a Mixer. Dee Placeholder, Eli Fictitious. Journal of Dough 2020\n"
    )


def test_many_authors_are_counted(cite) -> None:
    text = "".join(markdown_list([cite(authors=["A B", "C D", "E F", "G H", "I J"])]))
    assert "A B, C D, E F, and 2 more. ICBB 2023" in text


def test_no_character_of_a_title_is_a_mark(cite) -> None:
    title = "*A* _b_ `c` [d](e) <script> #f ![g](h) | ~i~ \\ &amp; $x$"
    [_, heading, _, *_] = MarkdownIt().parse("".join(markdown_list([cite(title=title, authors=["A B"])])))
    assert heading.content == "2023"
    html = MarkdownIt("commonmark", {"html": True}).render("".join(markdown_list([cite(title=title)])))
    assert "<script>" not in html
    assert "*A* _b_ `c` [d](e) &lt;script&gt; #f ![g](h) | ~i~ \\ &amp;amp; $x$" in html
