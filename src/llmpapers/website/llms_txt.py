"""What language models are told of the site: `llms.txt`.

Format: https://llmstxt.org/
"""

import re
from collections.abc import Iterable

from llmpapers.website.search.pages import PageText
from llmpapers.website.views import Views

_DATA = (
    ("catalog.json", "every field of every paper and resource, the topics and the venues"),
    ("schema/catalog-export.json", "JSON Schema of catalog.json"),
    ("catalog.bib", "all papers as BibTeX"),
    ("catalog.ris", "all papers as RIS"),
    ("catalog.csv", "all papers as a table"),
    ("feed.xml", "the papers added last, as an Atom feed"),
)


def llms_txt(views: Views, pages: Iterable[PageText], site_url: str, name: str, description: str) -> str:
    """Describe the site in Markdown: what it holds, its topics, its data files, its hand-written pages.

    Args:
        views: the catalog's entries.
        pages: the hand-written pages.
        site_url: the site's address without a slash at its end; without it links are relative to the site's root.
        name: the site's name.
        description: what it is, or nothing.
    """
    base = f"{site_url}/" if site_url else ""
    papers = len(views.catalog.papers)
    blocks = [f"# {_plain(name)}", *([f"> {_plain(description)}"] if description else [])]
    blocks.append(
        f"A catalog of {papers} {'paper' if papers == 1 else 'papers'}. Each has a page below {base}papers/ with its "
        "authors, venue, links, a summary, BibTeX and related papers; the data files below hold the same facts."
    )
    blocks += _section("Data", [_link(file, f"{base}{file}", what) for file, what in _DATA])
    topics = [
        _link(topic.full_title, f"{base}{topic.address}", f"{topic.count} {'paper' if topic.count == 1 else 'papers'}")
        for topic in views.topics.values()
    ]
    blocks += _section("Topics", topics)
    blocks += _section("Optional", [_link(page.title, f"{base}{page.address}") for page in pages if page.address])
    return "\n\n".join(blocks) + "\n"


def _section(heading: str, links: list[str]) -> list[str]:
    return [f"## {heading}", "\n".join(links)] if links else []


def _link(title: str, address: str, what: str = "") -> str:
    return f"- [{_plain(title)}]({address}){f': {what}' if what else ''}"


def _plain(text: str) -> str:
    """Write text on one line, no character of it a mark to Markdown."""
    return re.sub(r"([\\`*_~&\[\]<>])", r"\\\1", " ".join(text.split()))
