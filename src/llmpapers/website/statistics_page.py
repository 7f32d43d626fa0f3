"""What the statistics page and the topics' charts show: counts as charts, each with its table."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from llmpapers.catalog import Catalog, Sourced
from llmpapers.models import Paper
from llmpapers.statistics import FEW_PAPERS, OLD_PREPRINT, Quality, Share, assess
from llmpapers.website.charts import Chart, chart_svg
from llmpapers.website.view_types import TopicView
from llmpapers.website.views import Views
from llmpapers.website.year_counts import YearSpan, year_span

_MOST_VENUES = 12
"""Venues in the chart; the table has all."""
_LEAST_IN_TOPIC = 5
"""Papers of a topic from which on a chart of their years says something."""


@dataclass(frozen=True)
class Cell:
    """A cell of a table."""

    text: str
    address: str = ""
    """From the site's root; empty where it leads nowhere."""


@dataclass(frozen=True)
class Figure:
    """A chart with its numbers."""

    id: str
    title: str
    svg: str
    legend: Sequence[str]
    """What the colors mean, in order; empty where there is one."""
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    is_sideways: bool = False


@dataclass(frozen=True)
class TopicRow:
    """A topic's papers by year, the newest year first."""

    topic: TopicView
    counts: Sequence[tuple[int, int]]
    """Number of papers, and its share of the highest number of all topics in percent."""


@dataclass(frozen=True)
class QualityRow:
    """How many entries have something."""

    label: str
    share: Share


class StatisticsPage:
    """Makes what the templates of charts receive."""

    def __init__(self, catalog: Catalog, views: Views) -> None:
        self._catalog = catalog
        self._views = views
        self._papers = [entry.record for entry in catalog.papers.values()]
        self._span = year_span(views.years)

    def told(self) -> tuple[tuple[object, ...], list[Sourced[Paper]]]:
        """Tell what the statistics page depends on: numbers, and the papers that it shows."""
        if self._span is None:
            return (), []
        numbers = (self._span, self.year_counts(), self._coded, self._published, self._venue_counts)
        listed = [self._catalog.papers[id_] for id_ in self._assessed[1].old_preprints]
        return (*numbers, self._topic_counts, self._assessed), listed

    @cached_property
    def _coded(self) -> tuple[list[int], list[int]]:
        """Count the papers with code, and those without, by year."""
        return self._parted(lambda paper: bool(paper.code))

    @cached_property
    def _published(self) -> tuple[list[int], list[int]]:
        """Count the papers that were published, and those that are preprints alone, by year."""
        formal = {name for name, _ in self._venue_counts if self._views.venue(name).kind != "preprint"}
        return self._parted(lambda paper: paper.venue in formal)

    def _parted(self, has: Callable[[Paper], bool]) -> tuple[list[int], list[int]]:
        assert self._span
        having = Counter([paper.year for paper in self._papers if has(paper)])
        return self._span.counts(having), self._span.counts(self._views.years - having)

    @cached_property
    def _venue_counts(self) -> list[tuple[str, int]]:
        """Count the papers by venue, the most first."""
        return sorted(Counter(paper.venue for paper in self._papers).items(), key=lambda item: (-item[1], item[0]))

    @cached_property
    def _topic_counts(self) -> dict[str, list[int]]:
        """Count the papers of each topic by year."""
        return {path: self.year_counts(path)[1] for path in self._views.topics}

    @cached_property
    def _assessed(self) -> tuple[date, Quality]:
        """Measure how complete the entries are, on a day.

        The age of preprints counts from the newest entry, since the same catalog has to give the same page.
        """
        day = max(paper.added for paper in self._papers)
        return day, assess(self._catalog, day)

    def values(self) -> dict[str, object]:
        """Give what the statistics page shows."""
        if self._span is None:
            return {"figures": [], "year_labels": [], "topic_rows": [], "venues": None, "quality": None}
        return {
            "figures": [self._years(self._span), self._code(self._span), self._preprints(self._span)],
            "venues": self._venues(),
            "year_labels": self._span.labels[::-1],
            "topic_rows": self._topic_rows(),
            **self._quality(),
        }

    def year_counts(self, topic: str = "") -> tuple[list[str], list[int]]:
        """Count the papers of a topic, or all, by year: the years' labels and the numbers."""
        if self._span is None:
            return [], []
        return self._span.labels, self._span.counts(self._views.years_of[topic] if topic else self._views.years)

    def topic_chart(self, path: str) -> str:
        """Draw a topic's papers by year; empty where they are too few for a chart."""
        labels, numbers = self.year_counts(path)
        if sum(numbers) < _LEAST_IN_TOPIC:
            return ""
        told = f"Papers on {self._views.topics[path].title} by year: {_told(labels, numbers)}"
        return chart_svg(Chart(told, labels, [numbers], height=170))

    def _years(self, span: YearSpan) -> Figure:
        numbers = span.counts(self._views.years)
        chart = Chart(f"Papers by year: {_told(span.labels, numbers)}", span.labels, [numbers])
        rows = [[_year(label), Cell(str(number))] for label, number in zip(span.labels, numbers, strict=True)]
        return Figure("by-year", "Papers by year", chart_svg(chart), [], ["Year", "Papers"], rows)

    def _code(self, span: YearSpan) -> Figure:
        return self._of_two(span, "code", "Code by year", ("With code", "Without code"), self._coded)

    def _preprints(self, span: YearSpan) -> Figure:
        names = ("Published", "Preprint only")
        return self._of_two(span, "published", "Published and preprints", names, self._published)

    def _of_two(
        self, span: YearSpan, id_: str, title: str, names: tuple[str, str], numbers: tuple[list[int], list[int]]
    ) -> Figure:
        """Show, of the papers of each year, those that have something and those that have not."""
        yes, no = numbers
        told = ", ".join(f"{label} {a} of {a + b}" for label, a, b in zip(span.labels, yes, no, strict=True))
        chart = Chart(f"{title}, {names[0].lower()}: {told}", span.labels, numbers)
        rows = [
            [_year(label), Cell(str(a)), Cell(str(b)), Cell(_percent(Share(a, a + b)))]
            for label, a, b in zip(span.labels, yes, no, strict=True)
        ]
        return Figure(id_, title, chart_svg(chart), names, ["Year", *names, names[0]], rows)

    def _venues(self) -> Figure:
        found = self._venue_counts
        shown = found[:_MOST_VENUES]
        labels, numbers = [name for name, _ in shown], [number for _, number in shown]
        chart = Chart(
            f"Papers by venue: {_told(labels, numbers)}",
            labels,
            [numbers],
            height=24 * len(shown) + 12,
            is_horizontal=True,
        )
        rows = [[Cell(name, f"venues/{self._views.venue(name).id}/"), Cell(str(number))] for name, number in found]
        return Figure("by-venue", "Papers by venue", chart_svg(chart), [], ["Venue", "Papers"], rows, is_sideways=True)

    def _topic_rows(self) -> list[TopicRow]:
        most = max(map(max, self._topic_counts.values()), default=1) or 1
        # The newest year first, so that it is in sight on a phone.
        return [
            TopicRow(self._views.topics[path], [(number, round(100 * number / most)) for number in numbers[::-1]])
            for path, numbers in self._topic_counts.items()
        ]

    def _quality(self) -> dict[str, object]:
        day, quality = self._assessed
        return {
            "day": day,
            "quality": _quality_rows(quality),
            "summary_lengths": quality.summary_lengths,
            "old_preprints": [self._views.paper(id_) for id_ in quality.old_preprints],
            "old_preprint_years": OLD_PREPRINT,
            "few_papers": FEW_PAPERS,
            "small_topics": self._titles([*quality.topics_with_few_papers]),
            "without_prose": self._titles(quality.topics_without_prose),
            "without_start": self._titles(quality.topics_without_start),
        }

    def _titles(self, paths: Sequence[str]) -> list[TopicView]:
        return [self._views.topics[path] for path in paths if path in self._views.topics]


def _quality_rows(quality: Quality) -> list[QualityRow]:
    unwritten = [QualityRow("With authors", quality.authors), QualityRow("With a summary", quality.summary)]
    return [
        # A catalog without drafts has all of both.
        *(row for row in unwritten if row.share.count < row.share.of),
        QualityRow("Formally published", quality.formal_venue),
        QualityRow("With code", quality.code),
        QualityRow("With an arXiv id", quality.arxiv),
        QualityRow("With a DOI", quality.doi),
        QualityRow("With a short name", quality.short_name),
    ]


def _told(labels: Sequence[str], numbers: Sequence[int]) -> str:
    return ", ".join(f"{label} {number}" for label, number in zip(labels, numbers, strict=True))


def _year(label: str) -> Cell:
    return Cell(label, f"years/{label}/" if label.isdigit() else "")


def _percent(share: Share) -> str:
    return "–" if share.percent is None else f"{share.percent:.0f} %"
