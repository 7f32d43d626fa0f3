"""What the browse page filters: the papers in columns, in parts that change only where their papers do."""

import hashlib
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import groupby

from pydantic_core import to_json

from llmpapers.catalog import Sourced
from llmpapers.identifiers import ArxivId
from llmpapers.models import Paper, VenueKind
from llmpapers.website.assets import ASSETS
from llmpapers.website.paper_groups import PaperGroups
from llmpapers.website.site_files import FileKeys, SiteFile
from llmpapers.website.views import Views

_FULL = 500
"""Papers with which a part is closed at the end of a month."""
_ENOUGH = 250
"""Papers with which a part is closed at the end of a year."""
_MOST = 1000
"""Papers of one month beyond which they are dealt out to several parts by their ids."""

_Entries = Sequence[Sourced[Paper]]


@dataclass(frozen=True)
class Part:
    """Some of the papers, which are one file."""

    name: str
    entries: _Entries
    key: str
    """Digest of everything that it is made of."""


def divide(ordered: _Entries) -> list[tuple[str, _Entries]]:
    """Divide papers into parts that a new paper changes as little as possible.

    A part holds whole months, from the oldest on, until it is full; at the end of a year it is closed earlier, so that
    a paper added to one year moves no limits in another. A month beyond all measure is dealt out by the ids' checksums.

    Args:
        ordered: the papers, newest first.

    Returns:
        The name of each part, that of its first month, with its papers; the newest first. Few papers are one part.
    """
    if len(ordered) <= _FULL:
        return [("all", ordered)]
    parts: list[tuple[str, _Entries]] = []
    open_: list[Sourced[Paper]] = []
    months = [(month, list(found)) for month, found in groupby(ordered, key=_month)]
    for place in range(len(months) - 1, -1, -1):
        month, found = months[place]
        if len(found) > _MOST:
            parts += [(f"{_named(month)}-{bucket}", some) for bucket, some in enumerate(_dealt(found))][::-1]
            continue
        if not open_:
            parts.append((_named(month), open_))
        open_[:0] = found
        ends_year = place == 0 or months[place - 1][0][0] != month[0]
        if len(open_) >= (_ENOUGH if ends_year else _FULL):
            open_ = []
    return parts[::-1]


def _month(entry: Sourced[Paper]) -> tuple[int, int]:
    """Give the year of publication, and when the preprint was posted, as one number; 0 where there is none."""
    arxiv = entry.record.arxiv
    first = ArxivId(arxiv, None).submitted if arxiv else (0, 0)
    return entry.record.year, first[0] * 100 + first[1]


def _named(month: tuple[int, int]) -> str:
    return f"{month[0]}-{month[1]}" if month[1] else str(month[0])


def _dealt(entries: _Entries) -> list[list[Sourced[Paper]]]:
    """Deal papers out to so many parts, a power of two, that a part is seldom longer than `_FULL`."""
    buckets = 1 << max(1, (len(entries) // _FULL).bit_length())
    parts: list[list[Sourced[Paper]]] = [[] for _ in range(buckets)]
    for entry in entries:
        parts[zlib.crc32(entry.id.encode()) % buckets].append(entry)
    return parts


def columns(views: Views, entries: _Entries) -> dict[str, object]:
    """Write papers as columns.

    Numbers in `venue`, `topics` and `authors` are places in the lists `venueNames`, `topicPaths` and `authorNames`, in
    the order in which they first occur, so that a part depends on nothing outside its papers. `name` is what stands
    before the title; `names` holds what else finds the paper; both, `award` and `withdrawn` by place, where there are.
    """
    venues: dict[str, int] = {}
    topics: dict[str, int] = {}
    authors: dict[str, int] = {}
    sparse: dict[str, dict[int, str]] = {"name": {}, "names": {}, "award": {}, "withdrawn": {}}
    records = [entry.record for entry in entries]
    for place, (entry, record) in enumerate(zip(entries, records, strict=True)):
        if record.short_name and (shown := views.paper(entry.id).short_name):
            sparse["name"][place] = shown
        if record.also_known_as:
            sparse["names"][place] = "\n".join(record.also_known_as)
        if record.award:
            sparse["award"][place] = record.award
        if record.withdrawn:
            sparse["withdrawn"][place] = record.withdrawn
    return {
        "id": [entry.id for entry in entries],
        "title": [record.title for record in records],
        "year": [record.year for record in records],
        "added": [record.added.year * 10000 + record.added.month * 100 + record.added.day for record in records],
        "venue": [venues.setdefault(record.venue, len(venues)) for record in records],
        "topics": [[topics.setdefault(path, len(topics)) for path in record.topics] for record in records],
        "authors": [[authors.setdefault(name, len(authors)) for name in record.authors] for record in records],
        "arxiv": [record.arxiv or 0 for record in records],
        "code": [record.code[0].url if record.code else 0 for record in records],
        **sparse,
        "venueNames": list(venues),
        "topicPaths": list(topics),
        "authorNames": list(authors),
    }


class BrowseData:
    """The data of the browse page: its parts, and what the page holds from the start."""

    def __init__(self, views: Views, groups: PaperGroups, keys: FileKeys, notes: Mapping[str, str]) -> None:
        """Prepare.

        Args:
            views: the catalog's entries.
            groups: the papers in order.
            keys: those of the site's files.
            notes: what the last build noted of its files, by name.
        """
        self._views = views
        self.groups = groups
        self._keys = keys
        self._notes = notes
        self._versions: dict[str, str] = {}
        """Of parts that were made, by their keys."""

    @cached_property
    def parts(self) -> list[Part]:
        """The papers, newest first."""
        return [
            Part(name, entries, self._keys.key("browse", self._keys.entries(entries)))
            for name, entries in divide(self.groups.ordered)
        ]

    def files(self) -> Iterator[SiteFile]:
        """Give the parts as files."""
        for part in self.parts:
            version = self._noted_version(part)
            if version:
                yield SiteFile(_file_of(part), partial(self.content, part), part.key, f"{part.key} {version}")
            else:
                content = self.content(part)
                self._versions[part.key] = version = _version(content)
                yield SiteFile(_file_of(part), content, part.key, f"{part.key} {version}")

    def content(self, part: Part) -> bytes:
        """Write a part."""
        return _compact(columns(self._views, part.entries))

    def version(self, part: Part) -> str:
        """Name a part's content, so that browsers may keep it."""
        return self._noted_version(part) or self._versions.get(part.key) or _version(self.content(part))

    def _noted_version(self, part: Part) -> str:
        """Give the version that the last build noted of a part, if the part is as it was; empty otherwise."""
        key, _, version = self._notes.get(_file_of(part), "").partition(" ")
        return version if key == part.key else ""

    def overview(self) -> dict[str, object]:
        """Give what the page shows before the papers are there: every value of every facet, and where the parts are."""
        entries = self.groups.ordered
        kinds = {name: self.groups.venue(name).kind for name in self.groups.venues}
        venues = sorted(self.groups.venues, key=lambda name: (-len(self.groups.venues[name]), name.casefold()))
        return {
            "total": len(entries),
            "parts": [[part.name, self.version(part), len(part.entries)] for part in self.parts],
            "topics": [[t.path, t.title, t.full_title, t.hue, t.count] for t in self._views.topics.values()],
            "venues": [[n, len(self.groups.venues[n]), int(kinds[n] is VenueKind.PREPRINT)] for n in venues],
            "years": [[year, count] for year, count in Counter(entry.record.year for entry in entries).items()],
            "code": sum(bool(entry.record.code) for entry in entries),
            "preprints": sum(kinds[entry.record.venue] is VenueKind.PREPRINT for entry in entries),
        }


def _file_of(part: Part) -> str:
    return f"{ASSETS}/papers/{part.name}.json"


def _version(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:8]


def _compact(value: object) -> bytes:
    return to_json(value) + b"\n"
