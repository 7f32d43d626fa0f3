"""Two descriptions of one work made into one: what the kept one gains, and where the two contradict each other."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from llmpapers.catalog import Catalog, topic_lineage
from llmpapers.identifiers import author_key, parse_arxiv, parse_doi, title_key, url_key
from llmpapers.models import UNWRITTEN, Record, VenueKind

_LISTS = ("topics", "code", "links", "also_known_as", "former_ids", "builds_on", "related", "not_duplicates")
_SINGLE = ("short_name", "authors", "arxiv", "doi", "url", "pdf", "project", "award", "summary", "withdrawn")
_OF_PUBLICATION = ("title", "venue", "year", "doi", "url", "pdf", "award")
"""What the formal publication says better than a preprint."""


@dataclass(frozen=True)
class Conflict:
    """A field about which the two disagree; the kept value stays."""

    field: str
    kept: Any
    other: Any


@dataclass
class Merge:
    """What becomes of the kept description."""

    changes: dict[str, Any] = field(default_factory=dict)
    """New values by field."""
    conflicts: list[Conflict] = field(default_factory=list)
    """In the order of the fields."""


def plain_fields(record: Record) -> dict[str, Any]:
    """Give the fields of a record as a file states them; what it leaves out is absent."""
    fields = record.model_dump(exclude_none=True)
    if "code" in fields:
        fields["code"] = [link["url"] if link.keys() == {"url"} else link for link in fields["code"]]
    return fields


def merge_fields(kept: Mapping[str, Any], other: Mapping[str, Any], catalog: Catalog) -> Merge:
    """Merge two descriptions of one work.

    Lists are united. The formal publication wins over a preprint, with its title, year and addresses. What the kept one
    lacks is taken over; where both have a value and the values differ, the kept one stays and the conflict is noted.

    Args:
        kept: the fields of the entry that stays, as plain data.
        other: the fields of the entry or candidate that goes into it; fields that are None are ignored.
        catalog: the one whose venues say what is formal.
    """
    kept, other = _written(kept), _written(other)
    merge = Merge()
    if _is_preprint(kept, catalog) and "venue" in other and not _is_preprint(other, catalog):
        _take_publication(kept, other, merge)
    else:
        _compare_publication(kept, other, merge, catalog)
    for name in _SINGLE:
        if name not in merge.changes:
            _take_or_compare(name, kept, other, merge)
    _unite_names(kept, other, merge)
    for name in _LISTS:
        _unite(name, kept, other, merge)
    _unite_rest(kept, other, merge)
    return merge


def _written(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is absent or still to be written."""
    written = {name: value for name, value in fields.items() if value not in (None, [], "", UNWRITTEN, [UNWRITTEN])}
    if str(written.get("summary", "")).startswith(UNWRITTEN):
        del written["summary"]
    return written


def _is_preprint(fields: Mapping[str, Any], catalog: Catalog) -> bool:
    name = fields.get("venue")
    if not name:
        return True
    venue = catalog.venues.get(catalog.find_venue(str(name)) or "")
    return venue is not None and venue.record.kind is VenueKind.PREPRINT


def _take_publication(kept: Mapping[str, Any], other: Mapping[str, Any], merge: Merge) -> None:
    for name in _OF_PUBLICATION:
        if name in other and other[name] != kept.get(name):
            merge.changes[name] = other[name]


def _compare_publication(kept: Mapping[str, Any], other: Mapping[str, Any], merge: Merge, catalog: Catalog) -> None:
    """Compare venue and year, unless the other is only the preprint of what is kept as published."""
    formal_wins = not _is_preprint(kept, catalog) and _is_preprint(other, catalog)
    for name in () if formal_wins else ("venue", "year"):
        _take_or_compare(name, kept, other, merge)


def _take_or_compare(name: str, kept: Mapping[str, Any], other: Mapping[str, Any], merge: Merge) -> None:
    if name not in other or _repeats_identifier(name, kept, other):
        return
    mine, theirs = kept.get(name), other[name]
    if mine is None:
        merge.changes[name] = theirs
    # Another short name becomes one more name.
    elif not _alike(name, mine, theirs) and name != "short_name":
        merge.conflicts.append(Conflict(name, mine, theirs))


def _repeats_identifier(name: str, kept: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell an address that says no more than the arXiv id or the DOI."""
    if name not in {"url", "pdf"}:
        return False
    text = str(other[name])
    arxiv, doi = parse_arxiv(text), parse_doi(text)
    stated = (
        {str(fields.get("arxiv")) for fields in (kept, other)},
        {parse_doi(str(fields.get("doi"))) for fields in (kept, other)},
    )
    return bool((arxiv and arxiv.text in stated[0]) or (doi and doi in stated[1]))


def _alike(name: str, one: Any, other: Any) -> bool:
    if name == "authors":
        return [author_key(author) for author in one] == [author_key(author) for author in other]
    key = _KEYS.get(name, str)
    return key(str(one)) == key(str(other))


_KEYS: dict[str, Callable[[str], object]] = {
    "doi": str.lower, "url": url_key, "pdf": url_key, "project": url_key, "short_name": title_key, "award": title_key,
}  # fmt: skip


def _unite_names(kept: Mapping[str, Any], other: Mapping[str, Any], merge: Merge) -> None:
    """Keep every title and name by which either was known."""
    title = merge.changes.get("title", kept.get("title"))
    short_name = merge.changes.get("short_name", kept.get("short_name"))
    known = {title_key(str(name)) for name in (title, short_name) if name}
    names = list(kept.get("also_known_as") or [])
    known |= {title_key(name) for name in names}
    found = [kept.get("title"), other.get("title"), other.get("short_name"), *(other.get("also_known_as") or [])]
    for name in found:
        if name and title_key(name) not in known:
            known.add(title_key(name))
            names.append(name)
    if names != list(kept.get("also_known_as") or []):
        merge.changes["also_known_as"] = names


def _unite(name: str, kept: Mapping[str, Any], other: Mapping[str, Any], merge: Merge) -> None:
    if name == "also_known_as":
        return
    mine: Sequence[Any] = kept.get(name) or []
    seen = {_item_key(item) for item in mine}
    new = [item for item in other.get(name) or [] if _item_key(item) not in seen]
    united = [*mine, *new]
    if name == "topics":
        # A paper of a topic is one of the topics above it as well.
        above = {path for topic in united for path in topic_lineage(str(topic))[:-1]}
        united = [topic for topic in united if topic not in above]
    if new and united != mine:
        merge.changes[name] = united


def _item_key(item: Any) -> str:
    """Reduce an item to what tells two apart: a link is its address, whatever it is called."""
    text = str(item.get("url", item)) if isinstance(item, Mapping) else str(item)
    return url_key(text) if "://" in text else text


def _unite_rest(kept: Mapping[str, Any], other: Mapping[str, Any], merge: Merge) -> None:
    """Keep the earlier day of entry, and what either waives."""
    mine, theirs = kept.get("added"), other.get("added")
    if isinstance(mine, datetime.date) and isinstance(theirs, datetime.date) and theirs < mine:
        merge.changes["added"] = theirs
    waivers = {**(other.get("waive") or {}), **(kept.get("waive") or {})}
    if waivers != (kept.get("waive") or {}):
        merge.changes["waive"] = waivers
