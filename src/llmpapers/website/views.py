"""A catalog's records made into views for templates: sorted, grouped, linked to each other."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from functools import cached_property
from itertools import groupby

from llmpapers.catalog import Catalog, Sourced, submitted, topic_lineage
from llmpapers.exporters.citing import citation_keys
from llmpapers.filters import newest_first
from llmpapers.models import Paper, Resource, ResourceKind, Topic, Venue, VenueKind
from llmpapers.website.cards import card_address
from llmpapers.website.view_types import (
    SPARK_HEIGHT,
    BarView,
    LinkView,
    PaperView,
    RecommendationView,
    ResourceGroup,
    ResourceView,
    TopicTag,
    TopicView,
    YearView,
)
from llmpapers.website.year_counts import heights, year_span

_MOST_KEPT = 10_000
_MOST_OF_MORE = 2_000
"""Views of one kind that are kept for when they are shown again: all of them, or of a larger catalog so many. Most of
those are shown again soon or never."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Views:
    """Makes views of a catalog's records."""

    def __init__(self, catalog: Catalog, former: "Views | None" = None) -> None:
        """Prepare.

        Args:
            catalog: what is shown.
            former: those of an earlier build by this process; its views of papers that did not change are taken over.
        """
        self.catalog = catalog
        self.most_kept = _MOST_KEPT if len(catalog.papers) <= _MOST_KEPT else _MOST_OF_MORE
        """How many views of one kind are kept at most."""
        self._papers: dict[str, PaperView] = self._taken_over(former) if former else {}

    def _taken_over(self, former: "Views") -> dict[str, PaperView]:
        venues = [[venue.record for venue in catalog.venues.values()] for catalog in (self.catalog, former.catalog)]
        if self.tags != former.tags or venues[0] != venues[1]:
            return {}
        papers = self.catalog.papers
        return {
            id_: view for id_, view in former._papers.items() if id_ in papers and papers[id_].record is view.record
        }

    @cached_property
    def tags(self) -> dict[str, TopicTag]:
        """The topics that have papers as entries name them, by path, in reading order."""
        shown = self.catalog.shown_topics()
        roots = [topic.record.path for topic in shown if not topic.record.parent]
        step = 360 / max(1, len(roots))
        return {
            topic.record.path: TopicTag(
                path=topic.record.path,
                title=topic.record.title,
                full_title=": ".join(self._title(path) for path in topic_lineage(topic.record.path)),
                address=f"topics/{topic.record.path}/",
                hue=round(190 + step * roots.index(topic.record.path.split("/")[0])) % 360,
                depth=topic.record.path.count("/"),
                card_address=card_address(topic.record.path),
            )
            for topic in shown
        }

    @cached_property
    def topics(self) -> dict[str, TopicView]:
        """The topics that have papers, by path, in reading order."""
        span = year_span(self.years)
        return {
            path: TopicView(
                **asdict(tag),
                count=len(self.catalog.papers_of_topic(path)),
                spark=tuple(heights(span.counts(self.years_of[path]), SPARK_HEIGHT)) if span else (),
            )
            for path, tag in self.tags.items()
        }

    @cached_property
    def years(self) -> Counter[int]:
        """How many papers there are of each year."""
        return Counter([entry.record.year for entry in self.catalog.papers.values()])

    @cached_property
    def years_of(self) -> dict[str, Counter[int]]:
        """How many papers of each topic that has some there are of each year, by the topic's path."""
        papers_of = self.catalog.papers_of_topic
        return {path: Counter([entry.record.year for entry in papers_of(path)]) for path in self.tags}

    def _title(self, path: str) -> str:
        return self.catalog.topics[path].record.title

    def top_topics(self) -> list[TopicView]:
        """List the topics without parent."""
        return [topic for topic in self.topics.values() if topic.depth == 0]

    def children(self, path: str) -> list[TopicView]:
        """List the topics right below one."""
        return [t for t in self.topics.values() if t.path.rpartition("/")[0] == path and t.depth > 0]

    def lineage(self, path: str) -> list[TopicView]:
        """List the topics above one, the highest first."""
        return [self.topics[above] for above in topic_lineage(path)[:-1]]

    def paper(self, id_: str) -> PaperView:
        """Make a paper ready for showing."""
        found = self._papers.get(id_)
        if found is None:
            found = self._make_paper(self.catalog.papers[id_])
            if len(self._papers) >= self.most_kept:
                self._papers.clear()
            self._papers[id_] = found
        return found

    def _make_paper(self, entry: Sourced[Paper]) -> PaperView:
        record = entry.record
        first = submitted(record)
        venue = self.venue(record.venue)
        preprint = venue.kind is VenueKind.PREPRINT
        month = f"{_MONTHS[first[1] - 1]} {first[0]}" if first else ""
        name = record.short_name or ""
        return PaperView(
            id=entry.id,
            record=record,
            title=record.title,
            short_name="" if record.title.lower().startswith(name.lower()) else name,
            address=f"papers/{entry.id}/",
            when=month if preprint and first else str(record.year),
            posted="" if preprint or not first else f"arXiv {month}",
            date=f"{first[0]}-{first[1]:02}" if preprint and first else str(record.year),
            topics=[self.tags[path] for path in record.topics],
            venue=venue,
            is_preprint=preprint,
        )

    def venue(self, name: str) -> Venue:
        """Give the record of a venue that a paper names."""
        venue = self.catalog.venue(name)
        assert venue, "the check has seen to that"
        return venue

    @cached_property
    def ordered(self) -> list[Sourced[Paper]]:
        """All papers, newest first."""
        return newest_first(self.catalog.papers.values())

    @cached_property
    def places(self) -> dict[str, int]:
        """Where in this order each paper stands, by id."""
        return {entry.id: place for place, entry in enumerate(self.ordered)}

    def newest_first(self, entries: Iterable[Sourced[Paper]]) -> list[Sourced[Paper]]:
        """Sort papers of the catalog."""
        return sorted(entries, key=lambda entry: self.places[entry.id])

    def papers_by_year(self, entries: Iterable[Sourced[Paper]]) -> list[YearView]:
        """Group papers by year, newest first."""
        return [
            YearView(year, [self.paper(entry.id) for entry in group])
            for year, group in groupby(self.newest_first(entries), key=lambda entry: entry.record.year)
        ]

    def newest(self, count: int) -> list[PaperView]:
        """List the entries added last; of those added on one day, the newest papers."""
        ordered = sorted(self.ordered, key=lambda entry: entry.record.added, reverse=True)
        return [self.paper(entry.id) for entry in ordered[:count]]

    def recommendations(self, topic: Topic) -> list[RecommendationView]:
        """List the papers to read first."""
        return [RecommendationView(self.paper(start.paper), start.why) for start in topic.start_here or []]

    @cached_property
    def _built_on_by(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for id_, entry in self.catalog.papers.items():
            for other in entry.record.builds_on or []:
                found.setdefault(other, []).append(id_)
        return found

    @cached_property
    def _related_to(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for id_, entry in self.catalog.papers.items():
            for other in entry.record.related or []:
                found.setdefault(other, []).append(id_)
        return found

    def builds_on(self, id_: str) -> list[str]:
        """List the papers that one builds on, by id."""
        return self.catalog.papers[id_].record.builds_on or []

    def built_on_by(self, id_: str) -> list[str]:
        """List the papers that build on one, by id, the newest first."""
        found = self._built_on_by.get(id_)
        return [entry.id for entry in self.newest_first(map(self.catalog.papers.__getitem__, found))] if found else []

    def related(self, id_: str) -> list[str]:
        """List the papers related to one, stated on either side, by id."""
        return list(dict.fromkeys([*(self.catalog.papers[id_].record.related or []), *self._related_to.get(id_, [])]))

    @cached_property
    def citation_keys(self) -> dict[str, str]:
        """The citation keys of all papers, by id."""
        return citation_keys(self.catalog.papers)

    def resources_by_kind(self) -> list[ResourceGroup]:
        """Group the resources by kind, in the order of the kinds; within a kind by name."""
        titles = {
            ResourceKind.DATASET: "Datasets",
            ResourceKind.BENCHMARK: "Benchmarks",
            ResourceKind.LEADERBOARD: "Leaderboards",
            ResourceKind.TOOL: "Tools and libraries",
            ResourceKind.LIST: "Lists and surveys elsewhere",
        }
        groups = []
        for kind, title in titles.items():
            entries = [entry for entry in self.catalog.resources.values() if entry.record.kind == kind]
            entries.sort(key=lambda entry: (entry.record.name.casefold(), entry.id))
            if entries:
                groups.append(ResourceGroup(kind.value, title, [self.resource(entry) for entry in entries]))
        return groups

    def resource(self, entry: Sourced[Resource]) -> ResourceView:
        """Make a resource ready for showing."""
        paper = entry.record.paper
        link, here = None, False
        if isinstance(paper, str):
            link, here = LinkView(self.catalog.papers[paper].record.title, self.paper(paper).address, "paper"), True
        elif paper:
            link = LinkView(paper.title, paper.url, "paper")
        return ResourceView(
            id=entry.id,
            record=entry.record,
            host=entry.record.url.partition("://")[2].partition("/")[0].removeprefix("www."),
            topics=[self.tags[path] for path in entry.record.topics or [] if path in self.tags],
            paper=link,
            paper_is_here=here,
        )

    def resources_of_topic(self, path: str) -> list[ResourceView]:
        """List a topic's resources by name."""
        entries = self.catalog.resources_of_topic(path)
        return [self.resource(entry) for entry in sorted(entries, key=lambda e: (e.record.name.casefold(), e.id))]

    def years_chart(self) -> list[BarView]:
        """Count the papers of the newest years, and those of all years before them."""
        span = year_span(self.years)
        if span is None:
            return []
        counts = span.counts(self.years)
        return [
            BarView(label, label.replace("–", "-"), count, round(100 * count / max(counts), 1))
            for label, count in zip(span.labels, counts, strict=True)
        ]
