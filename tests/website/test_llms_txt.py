"""What language models are told, in the form of llmstxt.org."""

from markdown_it import MarkdownIt

from llmpapers.loading import load_catalog
from llmpapers.website.llms_txt import llms_txt
from llmpapers.website.search.pages import PageText
from llmpapers.website.views import Views

PAGES = [PageText("about/", "About [it] `now`", "text"), PageText("", "Home", "text")]


def test_it_has_a_title_a_quote_and_lists_of_links(root) -> None:
    text = llms_txt(Views(load_catalog(root)), PAGES, "https://bread.example.org", "Bread", "All on *bread*.")
    assert text.startswith("# Bread\n\n> All on \\*bread\\*.\n\nA catalog of 8 papers.")
    tokens = MarkdownIt().parse(text)
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h1", "h2", "h2", "h2"]
    links = [child.attrs["href"] for token in tokens for child in token.children or [] if child.type == "link_open"]
    assert "https://bread.example.org/catalog.json" in links
    assert "https://bread.example.org/topics/baking/sourdough/" in links
    assert links[-1] == "https://bread.example.org/about/"
    assert "[About \\[it\\] \\`now\\`]" in text


def test_without_an_address_links_are_relative(root) -> None:
    text = llms_txt(Views(load_catalog(root)), [], "", "Bread", "")
    assert "- [catalog.bib](catalog.bib): all papers as BibTeX\n" in text
    assert "> " not in text
