"""Papers gathered by year and by venue, and what the page of each shows."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from itertools import groupby
from urllib.parse import urlencode

from llmpapers.catalog import Sourced
from llmpapers.models import Paper, Venue
from llmpapers.website.view_types import PaperView, TopicView
from llmpapers.website.views import Views

PAGE_SIZE = 500
"""Papers on one page of a year; compact rows of so many make about 25 KB of compressed HTML."""
VENUE_NEWEST = 300
"""Papers on a venue's page; the pages of the years hold them all."""

_Entries = Sequence[Sourced[Paper]]


@dataclass(frozen=True)
class SplitView:
    """A part of a group, in a list of parts with bars."""

    label: str
    count: int
    share: float
    """Length of its bar, as a share of the longest, 0 to 100."""
    address: str
    """From the site's root; empty for a part without a page."""
    hue: int | None = None


@dataclass(frozen=True)
class SectionView:
    """Papers under one heading, as far as they are on this page."""

    anchor: str
    title: str
    count: int
    """Papers in the whole section."""
    papers: Sequence[PaperView]
    address: str
    """From the site's root, the same papers in browse."""
    hue: int | None = None


@dataclass(frozen=True)
class VenueKindView:
    """The venues of one kind."""

    kind: str
    title: str
    venues: Sequence[tuple[Venue, int]]
    """With the number of their papers, in the order of names."""


@dataclass(frozen=True)
class GroupView:
    """What the page of a year or of a venue shows."""

    name: str
    address: str
    """From the site's root."""
    browse: str
    """From the site's root, the same papers in browse."""
    count: int
    with_code: int
    preprints: int
    sections: Sequence[SectionView]
    topics: Sequence[SplitView]
    others: Sequence[SplitView]
    """The venues of a year, or the years of a venue."""


@dataclass(frozen=True)
class GroupPage:
    """One page of a group; a long year has several."""

    name: str
    """File on the site."""
    group: GroupView
    number: int
    """From 1."""
    addresses: Sequence[str]
    """From the site's root, the pages of the group in order."""
    venue: Venue | None = None
    before: int | None = None
    """The next year before this that has papers."""
    after: int | None = None


@dataclass(frozen=True)
class GroupFile:
    """A page of a group before it is made."""

    name: str
    """File on the site."""
    entries: _Entries
    """All papers of the group, in order."""
    told: tuple[object, ...]
    """What the page depends on beside its papers and the topics."""
    page: Callable[[], GroupPage]
    """Makes it."""


class PaperGroups:
    """Gathers a catalog's papers by year and by venue."""

    def __init__(self, views: Views) -> None:
        self._views = views

    @cached_property
    def ordered(self) -> _Entries:
        """All papers, newest first."""
        return self._views.ordered

    @cached_property
    def years(self) -> dict[int, _Entries]:
        """The papers of every year that has some, the newest first."""
        return {year: list(found) for year, found in groupby(self.ordered, key=lambda entry: entry.record.year)}

    @cached_property
    def venues(self) -> dict[str, _Entries]:
        """The papers of every venue that has some, by the venue's name, in the order of names."""
        found: dict[str, list[Sourced[Paper]]] = {}
        for entry in self.ordered:
            found.setdefault(entry.record.venue, []).append(entry)
        return dict(sorted(found.items(), key=lambda item: item[0].casefold()))

    def venue(self, name: str) -> Venue:
        """Give the record of a venue."""
        return self._views.venue(name)

    def year_split(self) -> list[SplitView]:
        """Count the papers of every year."""
        return _split((str(year), len(found), f"years/{year}/", None) for year, found in self.years.items())

    def venues_by_kind(self) -> list[VenueKindView]:
        """Group the venues that have papers by kind, in the order of the kinds."""
        titles = {"conference": "Conferences", "journal": "Journals", "workshop": "Workshops", "preprint": "Preprints"}
        every = [(self.venue(name), len(entries)) for name, entries in self.venues.items()]
        kinds = [VenueKindView(kind, title, [v for v in every if v[0].kind == kind]) for kind, title in titles.items()]
        return [kind for kind in kinds if kind.venues]

    def year_files(self) -> Iterator[GroupFile]:
        """List the pages of every year: its papers by topic."""
        years = list(self.years)
        for place, (year, entries) in enumerate(self.years.items()):
            after = years[place - 1] if place else None
            before = years[place + 1] if place + 1 < len(years) else None
            pages = -(-len(entries) // PAGE_SIZE)
            addresses = [f"years/{year}{f'-{number}' if number > 1 else ''}/" for number in range(1, pages + 1)]
            whole = cache(partial(self._year, year, addresses[0]))  # All pages of a year show it.
            for number, address in enumerate(addresses, 1):
                page = partial(self._year_page, year, whole, number, addresses, before=before, after=after)
                yield GroupFile(f"{address}index.html", entries, (number, addresses, before, after), page)

    def _year(self, year: int, address: str) -> tuple[GroupView, dict[str, _Entries]]:
        """Give what all pages of a year show, and its papers by topic."""
        entries = self.years[year]
        return self._group(str(year), address, {"year": year}, entries, []), self._by_topic(entries)

    def _year_page(
        self,
        year: int,
        whole: Callable[[], tuple[GroupView, dict[str, _Entries]]],
        number: int,
        addresses: Sequence[str],
        *,
        before: int | None,
        after: int | None,
    ) -> GroupPage:
        group, by_topic = whole()
        sections = [
            self._topic_section(self._views.topics[path], len(by_topic[path]), papers, {"year": year})
            for path, papers in _paged(by_topic)[number - 1]
        ]
        group = replace(group, sections=sections)
        return GroupPage(f"{addresses[number - 1]}index.html", group, number, addresses, before=before, after=after)

    def venue_files(self) -> Iterator[GroupFile]:
        """List the page of every venue: its newest papers by year."""
        for name, entries in self.venues.items():
            address = f"venues/{self.venue(name).id}/"
            yield GroupFile(f"{address}index.html", entries, (), partial(self._venue_page, name, address))

    def _venue_page(self, name: str, address: str) -> GroupPage:
        entries = self.venues[name]
        counts = Counter(entry.record.year for entry in entries)
        sections = [
            SectionView(
                anchor=f"year-{year}",
                title=str(year),
                count=counts[year],
                papers=[self._views.paper(entry.id) for entry in found],
                address=_browse({"venue": name, "year": year}),
            )
            for year, found in groupby(entries[:VENUE_NEWEST], key=lambda entry: entry.record.year)
        ]
        group = self._group(name, address, {"venue": name}, entries, sections)
        return GroupPage(f"{address}index.html", group, 1, [address], venue=self.venue(name))

    def _group(
        self, name: str, address: str, query: dict[str, object], entries: _Entries, sections: Sequence[SectionView]
    ) -> GroupView:
        is_year = "year" in query
        return GroupView(
            name=name,
            address=address,
            browse=_browse(query),
            count=len(entries),
            with_code=sum(bool(entry.record.code) for entry in entries),
            preprints=sum(self.venue(entry.record.venue).kind == "preprint" for entry in entries),
            sections=sections,
            topics=self._topic_split(entries, query),
            others=self._venue_split(entries) if is_year else _year_split(entries, name),
        )

    def _root(self, entry: Sourced[Paper]) -> TopicView:
        """Name the highest topic above a paper's first."""
        return self._views.topics[entry.record.topics[0].split("/")[0]]

    def _by_topic(self, entries: _Entries) -> dict[str, _Entries]:
        found: dict[str, list[Sourced[Paper]]] = {topic.path: [] for topic in self._views.top_topics()}
        for entry in entries:
            found[self._root(entry).path].append(entry)
        return {path: members for path, members in found.items() if members}

    def _topic_section(self, topic: TopicView, count: int, entries: _Entries, query: dict[str, object]) -> SectionView:
        return SectionView(
            anchor=f"topic-{topic.path}",
            title=topic.title,
            count=count,
            papers=[self._views.paper(entry.id) for entry in entries],
            address=_browse({**query, "topic": topic.path}),
            hue=topic.hue,
        )

    def _topic_split(self, entries: _Entries, query: dict[str, object]) -> list[SplitView]:
        counts = Counter(root for entry in entries for root in {path.split("/")[0] for path in entry.record.topics})
        topics = [(self._views.topics[path], count) for path, count in counts.items()]
        topics.sort(key=lambda pair: (-pair[1], pair[0].title))
        return _split((t.title, count, _browse({**query, "topic": t.path}), t.hue) for t, count in topics)

    def _venue_split(self, entries: _Entries) -> list[SplitView]:
        counts = Counter(entry.record.venue for entry in entries)
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0].casefold()))
        return _split((name, count, f"venues/{self.venue(name).id}/", None) for name, count in ranked)


def _year_split(entries: _Entries, venue: str) -> list[SplitView]:
    counts = Counter(entry.record.year for entry in entries)
    return _split((str(y), counts[y], _browse({"venue": venue, "year": y}), None) for y in sorted(counts, reverse=True))


def _split(parts: Iterable[tuple[str, int, str, int | None]]) -> list[SplitView]:
    rows = list(parts)
    longest = max((count for _, count, _, _ in rows), default=1)
    return [SplitView(label, n, round(100 * n / longest, 1), address, hue) for label, n, address, hue in rows]


def _paged(groups: dict[str, _Entries]) -> list[list[tuple[str, _Entries]]]:
    """Deal groups out to pages of at most `PAGE_SIZE` papers, each page with pieces of one or more groups."""
    pages: list[list[tuple[str, _Entries]]] = [[]]
    room = PAGE_SIZE
    for name, entries in groups.items():
        start = 0
        while start < len(entries):
            if not room:
                pages.append([])
                room = PAGE_SIZE
            piece = entries[start : start + room]
            pages[-1].append((name, piece))
            start += len(piece)
            room -= len(piece)
    return pages


def _browse(query: dict[str, object]) -> str:
    """Give the address of the browse page with filters set."""
    return f"papers/?{urlencode(query)}"
