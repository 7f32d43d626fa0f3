"""Counts of a catalog, and how complete its entries are."""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from llmpapers.catalog import Catalog, submitted
from llmpapers.models import Paper, VenueKind

FEW_PAPERS = 8
"""Papers below which a topic's page hardly teaches its subject."""
OLD_PREPRINT = 2
"""Years after which a preprint has mostly been published, or never will be."""


@dataclass(frozen=True)
class Counts:
    """How many papers there are of each kind."""

    papers: int
    resources: int
    topics: dict[str, int]
    """By path, in reading order; papers below a topic count for it."""
    years: dict[int, int]
    """The newest first."""
    venues: dict[str, int]
    """The most frequent first."""
    resource_kinds: dict[str, int]


@dataclass(frozen=True)
class Share:
    """A part of the papers."""

    count: int
    of: int

    @property
    def percent(self) -> float | None:
        """The share in percent, 0 to 100; of nothing there is none."""
        return 100 * self.count / self.of if self.of else None


@dataclass(frozen=True)
class Quality:
    """How complete the entries are, and where something is missing."""

    authors: Share
    summary: Share
    doi: Share
    arxiv: Share
    code: Share
    formal_venue: Share
    short_name: Share
    summary_lengths: tuple[int, float, int]
    """Fewest, median and most characters of those that are written."""
    topics_without_prose: Sequence[str]
    topics_without_start: Sequence[str]
    """Topics that recommend nothing to begin with."""
    topics_with_few_papers: dict[str, int]
    old_preprints: Sequence[str]
    """Ids of preprints posted more than `OLD_PREPRINT` years before the day of the report."""


def count(catalog: Catalog) -> Counts:
    """Count a catalog's entries."""
    papers = [entry.record for entry in catalog.papers.values()]
    years = Counter(paper.year for paper in papers)
    return Counts(
        papers=len(papers),
        resources=len(catalog.resources),
        topics={topic.record.path: len(catalog.papers_of_topic(topic.record.path)) for topic in catalog.shown_topics()},
        years=dict(sorted(years.items(), reverse=True)),
        venues=_most_first(paper.venue for paper in papers),
        resource_kinds=_most_first(entry.record.kind.value for entry in catalog.resources.values()),
    )


def _most_first(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items(), key=lambda item: (-item[1], item[0])))


def assess(catalog: Catalog, today: datetime.date) -> Quality:
    """Measure how complete a catalog's entries are.

    Args:
        catalog: the catalog.
        today: the day from which the age of preprints counts.
    """
    papers = [entry.record for entry in catalog.papers.values()]
    lengths = sorted(len(paper.summary) for paper in papers if paper.summary) or [0]
    topics = [topic.record for topic in catalog.topics.values()]
    sizes = {topic.path: len(catalog.papers_of_topic(topic.path)) for topic in topics}
    servers = {venue for venue in {paper.venue for paper in papers} if _is_for_preprints(catalog, venue)}
    preprints = [entry for entry in catalog.papers.values() if entry.record.venue in servers]
    return Quality(
        authors=_share([paper.authors for paper in papers]),
        summary=_share([paper.summary for paper in papers]),
        doi=_share([paper.doi for paper in papers]),
        arxiv=_share([paper.arxiv for paper in papers]),
        code=_share([paper.code for paper in papers]),
        formal_venue=Share(len(papers) - len(preprints), len(papers)),
        short_name=_share([paper.short_name for paper in papers]),
        summary_lengths=(lengths[0], median(lengths), lengths[-1]),
        topics_without_prose=[topic.path for topic in topics if not topic.description],
        topics_without_start=[topic.path for topic in topics if not topic.start_here],
        topics_with_few_papers={path: size for path, size in sizes.items() if size < FEW_PAPERS},
        old_preprints=[entry.id for entry in preprints if _is_old(entry.record, today)],
    )


def _share(values: Sequence[object]) -> Share:
    return Share(sum(map(bool, values)), len(values))


def _is_for_preprints(catalog: Catalog, name: str) -> bool:
    venue = catalog.venue(name)
    return venue is not None and venue.kind is VenueKind.PREPRINT


def _is_old(paper: Paper, today: datetime.date) -> bool:
    year, month = submitted(paper) or (paper.year, 12)
    return (today.year - year) * 12 + (today.month - month) > OLD_PREPRINT * 12
