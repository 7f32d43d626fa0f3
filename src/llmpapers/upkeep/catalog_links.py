"""Every address that a catalog states, with the places that state it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from markdown_it import MarkdownIt

from llmpapers.catalog import Sourced
from llmpapers.identifiers import doi_address, is_web_address
from llmpapers.models import Paper, Record, Resource, Topic, Venue
from llmpapers.yaml_values import DataPath

ARXIV = "https://arxiv.org/abs/"


@dataclass(frozen=True, order=True)
class Place:
    """Where an address stands."""

    file: str
    line: int
    """From 1."""
    field: str


@dataclass(frozen=True)
class Records:
    """The records whose links are meant."""

    papers: Iterable[Sourced[Paper]] = ()
    resources: Iterable[Sourced[Resource]] = ()
    topics: Iterable[Sourced[Topic]] = ()
    venues: Iterable[Sourced[Venue]] = ()

    def __iter__(self) -> Iterator[Sourced[Record]]:
        for records in (self.papers, self.resources, self.topics, self.venues):
            yield from records


def links_of(records: Records, *, identifiers: bool = False) -> dict[str, list[Place]]:
    """List the addresses with their places, in a stable order.

    Args:
        records: whose links are meant.
        identifiers: whether the pages of arXiv ids and DOIs are meant too, to which the site links.
    """
    found: dict[str, list[Place]] = {}
    for record in records:
        named = chain(_addresses(record), _in_prose(record), _identified(record) if identifiers else ())
        for address, path in named:
            line = record.document.line_with((*record.path, *path), address)
            found.setdefault(address, []).append(Place(record.document.name, line, str(path[0])))
    return dict(sorted(found.items()))


def _in_prose(entry: Sourced[Record]) -> Iterator[tuple[str, DataPath]]:
    """Give the addresses in a topic's prose, which is the only text that may hold links."""
    if not isinstance(entry.record, Topic) or "description" in entry.faulty:
        return
    tokens = MarkdownIt("commonmark").parse(entry.record.description or "")
    for token in (inner for outer in tokens for inner in outer.children or ()):
        address = str(token.attrGet("href") or "")
        if is_web_address(address):
            yield address, ("description",)


def _identified(entry: Sourced[Record]) -> Iterator[tuple[str, DataPath]]:
    record = entry.record
    if isinstance(record, Paper):
        if record.arxiv and "arxiv" not in entry.faulty:
            yield f"{ARXIV}{record.arxiv}", ("arxiv",)
        if record.doi and "doi" not in entry.faulty:
            yield doi_address(record.doi), ("doi",)


def _addresses(entry: Sourced[Record]) -> Iterator[tuple[str, DataPath]]:
    for name in ("url", "pdf", "project", "repository"):
        address = getattr(entry.record, name, None)
        if address and name not in entry.faulty:
            yield address, (name,)
    for name in ("code", "links"):
        for index, link in enumerate(getattr(entry.record, name, None) or []):
            if name not in entry.faulty:
                yield link.url, (name, index)
    paper = getattr(entry.record, "paper", None)
    if paper is not None and hasattr(paper, "url"):
        yield paper.url, ("paper", "url")
