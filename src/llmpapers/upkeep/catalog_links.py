"""Every address that a catalog states, with the places that state it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from llmpapers.catalog import Catalog, Sourced
from llmpapers.models import Paper, Record, Resource
from llmpapers.reading import DataPath


@dataclass(frozen=True, order=True)
class Place:
    """Where an address stands."""

    file: str
    line: int
    """From 1."""
    field: str


def links_of(
    catalog: Catalog, papers: Iterable[Sourced[Paper]], resources: Iterable[Sourced[Resource]], *, venues: bool
) -> dict[str, list[Place]]:
    """List the addresses with their places, in a stable order.

    Args:
        catalog: the whole.
        papers: those whose links are meant.
        resources: likewise.
        venues: whether those of the venues are meant too.
    """
    found: dict[str, list[Place]] = {}
    records: list[Sourced[Record]] = [*papers, *resources, *(catalog.venues.values() if venues else ())]
    for record in records:
        for address, path in _addresses(record):
            line = record.document.line_of((*record.path, *path))
            found.setdefault(address, []).append(Place(record.document.name, line, str(path[0])))
    return dict(sorted(found.items()))


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
