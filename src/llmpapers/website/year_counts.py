"""Papers counted by year, over the same few years for all charts of a site."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from llmpapers.models import Paper

MOST_YEARS = 11
"""Bars that are readable side by side on a phone."""


@dataclass(frozen=True)
class YearSpan:
    """The years that charts show; what is older is one bar before them."""

    first: int
    last: int
    has_earlier: bool
    """Whether there are papers from before the first year."""

    @property
    def years(self) -> range:
        """Every year, those without papers too."""
        return range(self.first, self.last + 1)

    @property
    def labels(self) -> list[str]:
        """What stands below the bars."""
        return [*([f"–{self.first - 1}"] if self.has_earlier else []), *map(str, self.years)]

    def counts(self, papers: Iterable[Paper]) -> list[int]:
        """Count papers for each label."""
        found = Counter(paper.year for paper in papers)
        earlier = [sum(count for year, count in found.items() if year < self.first)] if self.has_earlier else []
        return [*earlier, *(found[year] for year in self.years)]


def year_span(papers: Iterable[Paper]) -> YearSpan | None:
    """Find the years that are worth a bar: the newest, back to the first paper as far as there is room."""
    years = {paper.year for paper in papers}
    if not years:
        return None
    first, last = min(years), max(years)
    if last - first < MOST_YEARS:
        return YearSpan(first, last, has_earlier=False)
    return YearSpan(last - MOST_YEARS + 2, last, has_earlier=True)


def heights(counts: Sequence[int], highest: int) -> list[int]:
    """Scale counts to bars, none of which vanishes unless it stands for nothing."""
    most = max(counts, default=0)
    return [max(2, round(highest * count / most)) if count else 0 for count in counts]
