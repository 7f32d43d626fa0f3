"""Counts of a catalog, and how complete its entries are."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from llmpapers.catalog import Catalog, Sourced, submitted
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
    papers = list(catalog.papers.values())
    lengths = sorted(len(entry.record.summary) for entry in papers if entry.record.summary) or [0]
    topics = [topic.record for topic in catalog.topics.values()]
    sizes = {topic.path: len(catalog.papers_of_topic(topic.path)) for topic in topics}
    preprints = [entry for entry in papers if _is_preprint(catalog, entry.record)]
    return Quality(
        authors=_share(papers, lambda paper: bool(paper.authors)),
        summary=_share(papers, lambda paper: bool(paper.summary)),
        doi=_share(papers, lambda paper: paper.doi is not None),
        arxiv=_share(papers, lambda paper: paper.arxiv is not None),
        code=_share(papers, lambda paper: paper.code is not None),
        formal_venue=Share(len(papers) - len(preprints), len(papers)),
        short_name=_share(papers, lambda paper: paper.short_name is not None),
        summary_lengths=(lengths[0], median(lengths), lengths[-1]),
        topics_without_prose=[topic.path for topic in topics if not topic.description],
        topics_without_start=[topic.path for topic in topics if not topic.start_here],
        topics_with_few_papers={path: size for path, size in sizes.items() if size < FEW_PAPERS},
        old_preprints=[entry.id for entry in preprints if _is_old(entry.record, today)],
    )


def _share(papers: Sequence[Sourced[Paper]], has: Callable[[Paper], bool]) -> Share:
    return Share(sum(has(entry.record) for entry in papers), len(papers))


def _is_preprint(catalog: Catalog, paper: Paper) -> bool:
    venue = catalog.venue(paper.venue)
    return venue is not None and venue.kind is VenueKind.PREPRINT


def _is_old(paper: Paper, today: datetime.date) -> bool:
    year, month = submitted(paper) or (paper.year, 12)
    return (today.year - year) * 12 + (today.month - month) > OLD_PREPRINT * 12
