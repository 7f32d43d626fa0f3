"""The text of hand-written pages, for search to find."""

from html.parser import HTMLParser
from typing import NamedTuple

_PAGE_TEXT = 1200
"""Characters of a hand-written page that can be found."""
_PIECE = 4096
"""Characters of HTML that are read at a time."""


class PageText(NamedTuple):
    """A hand-written page as search sees it."""

    address: str
    """From the site's root."""
    title: str
    text: str


def page_text(html: str, address: str, site_name: str = "") -> PageText | None:
    """Take title and text out of a rendered page.

    A page whose article is a slot gives its title and description.

    Args:
        html: the page.
        address: its address from the site's root.
        site_name: what stands behind the title in the page's head.

    Returns:
        What search needs, or None for a page without a title.
    """
    reader = _ArticleReader()
    for start in range(0, len(html), _PIECE):
        reader.feed(html[start : start + _PIECE])
        if reader.has_enough:
            break
    title = _line(reader.heading) or _line(reader.head_title).removesuffix(f" - {site_name}")
    text = _line(reader.text) or reader.description
    return PageText(address, title, text[:_PAGE_TEXT]) if title else None


def _line(pieces: list[str]) -> str:
    return " ".join("".join(pieces).split())


class _ArticleReader(HTMLParser):
    """Collects the headings of first rank and the text of the article, and what the page's head says of it."""

    def __init__(self) -> None:
        super().__init__()
        self.heading: list[str] = []
        self.text: list[str] = []
        self.head_title: list[str] = []
        self.description = ""
        self._in_head_title = False
        self._in_article = 0
        self._in_heading = False
        self._skipping = 0
        self._letters = 0

    @property
    def has_enough(self) -> bool:
        """Whether what follows would not be found anyway."""
        return bool(self.heading) and not self._in_heading and self._letters >= _PAGE_TEXT

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "article":
            self._in_article += 1
        elif tag == "title":
            self._in_head_title = not self._in_article
        elif tag == "meta" and ("name", "description") in attrs:
            self.description = dict(attrs).get("content") or ""
        elif self._in_article and tag == "h1":
            self._in_heading = True
        elif tag in {"script", "style", "svg"} or (tag == "a" and ("class", "headerlink") in attrs):
            self._skipping += 1
        self.text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self._in_article -= 1
        elif tag == "h1":
            self._in_heading = False
        elif tag == "title":
            self._in_head_title = False
        elif tag in {"script", "style", "svg", "a"} and self._skipping:
            self._skipping -= 1
        self.text.append(" ")

    def handle_data(self, data: str) -> None:
        if self._in_head_title:
            self.head_title.append(data)
        elif self._in_article and not self._skipping:
            (self.heading if self._in_heading else self.text).append(data)
            self._letters += 0 if self._in_heading else len("".join(data.split()))
