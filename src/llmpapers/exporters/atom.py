"""Papers as an Atom feed.

Format: RFC 4287; `tag:` addresses: RFC 4151.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import quote

from llmpapers.catalog import Sourced
from llmpapers.identifiers import fold
from llmpapers.models import Paper

_NOBODYS = "catalog.invalid,2026"
"""Authority of ids where the site has no address: a domain that, by RFC 2606, nobody has, with a year."""


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A link of an entry to a page elsewhere."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A paper as a feed shows it."""

    paper: Sourced[Paper]
    address: str
    """Of its page, from the site's root."""
    published: str
    """Where and when: ``ICML 2024 · arXiv Feb 2024``."""
    summary: str
    """Without marks."""
    topics: list[tuple[str, str]]
    """Path and title of each."""
    links: list[FeedLink]


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of itself."""

    title: str
    subtitle: str
    address: str
    """Of the feed, from the site's root."""
    page: str
    """Of the page whose news it brings, from the site's root."""
    site_url: str
    """Without a slash at its end; empty where it is not known, and then links are relative to the feed."""
    site_name: str

    def absolute(self, address: str) -> str:
        """Give an address of the site as the feed can state it."""
        if self.site_url:
            return f"{self.site_url}/{address}"
        return "../" * self.address.count("/") + address or "./"

    def id_of(self, address: str) -> str:
        """Give the id that stands for a page for ever."""
        if self.site_url:
            return f"{self.site_url}/{address}"
        name = re.sub(r"[^a-z0-9]+", "-", fold(self.site_name)).strip("-") or "papers"
        return f"tag:{_NOBODYS}:{name}/{quote(address)}"


def atom_feed(feed: Feed, entries: Iterable[FeedEntry]) -> str:
    """Write a feed of papers in their order; a paper counts as updated on the day on which it was added."""
    listed = list(entries)
    newest = max((entry.paper.record.added for entry in listed), default=date(1970, 1, 1))
    rows = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
        f"<id>{_escape(feed.id_of(feed.address))}</id>",
        f"<title>{_escape(feed.title)}</title>",
        *([f"<subtitle>{_escape(feed.subtitle)}</subtitle>"] if feed.subtitle else []),
        f"<updated>{_instant(newest)}</updated>",
        f'<link rel="self" type="application/atom+xml" href={_quoted(feed.absolute(feed.address))}/>',
        f'<link rel="alternate" type="text/html" href={_quoted(feed.absolute(feed.page))}/>',
        # RFC 4287, section 4.1.1: the feed's author stands for those whom an entry does not name.
        f"<author><name>{_escape(feed.site_name)}</name></author>",
        "<generator>llmpapers</generator>",
    ]
    for entry in listed:
        rows += _entry(feed, entry)
    return "\n".join([*rows, "</feed>", ""])


def _entry(feed: Feed, entry: FeedEntry) -> Iterator[str]:
    record = entry.paper.record
    yield "<entry>"
    # Readers know an entry by its id, so one that was renamed keeps the first.
    first = (record.former_ids or [entry.paper.id])[0]
    yield f"<id>{_escape(feed.id_of(f'papers/{first}/'))}</id>"
    yield f"<title>{_escape(record.title)}</title>"
    yield from (f"<author><name>{_escape(name)}</name></author>" for name in record.authors)
    yield f"<published>{_instant(record.added)}</published>"
    yield f"<updated>{_instant(record.added)}</updated>"
    yield f'<link rel="alternate" type="text/html" href={_quoted(feed.absolute(entry.address))}/>'
    for link in entry.links:
        yield f'<link rel="related" title={_quoted(link.label)} href={_quoted(_iri(link.url))}/>'
    for path, title in entry.topics:
        yield f"<category term={_quoted(path)} label={_quoted(title)}/>"
    if entry.summary:
        yield f"<summary>{_escape(entry.summary)}</summary>"
    yield f'<content type="html">{_escape(_content(entry))}</content>'
    yield "</entry>"


def _content(entry: FeedEntry) -> str:
    """Show what a reader decides by: where it was published, what it says, where to go on."""
    links = " · ".join(f"<a href={_quoted(link.url)}>{_escape(link.label)}</a>" for link in entry.links)
    facts = f"<p><strong>{_escape(entry.published)}</strong></p>"
    summary = f"<p>{_escape(entry.summary)}</p>" if entry.summary else ""
    return facts + summary + (f"<p>{links}</p>" if links else "")


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _iri(address: str) -> str:
    """Write an address as feeds have it: brackets stand for themselves in a host alone, a percent sign nowhere."""
    scheme, slashes, rest = re.sub("%(?![0-9A-Fa-f]{2})", "%25", address).partition("://")
    return scheme + slashes + rest.replace("[", "%5B").replace("]", "%5D")


# As `xml.sax.saxutils` has them, which brings in a client for HTTP.
def _escape(text: str) -> str:
    return html.escape(text, quote=False)


@lru_cache(maxsize=1 << 12)  # Labels of links and titles of topics stand in most entries.
def _quoted(text: str) -> str:
    """Write a text as the value of an attribute."""
    value = _escape(text).replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")
    if '"' in value and "'" not in value:
        return f"'{value}'"
    return '"' + value.replace('"', "&quot;") + '"'
