"""Papers counted by year, over the same few years for all charts of a site."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

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

    def counts(self, years: Mapping[int, int]) -> list[int]:
        """Give the number of papers for each label.

        Args:
            years: how many papers there are of each year that has some.
        """
        earlier = [sum(count for year, count in years.items() if year < self.first)] if self.has_earlier else []
        return [*earlier, *(years.get(year, 0) for year in self.years)]


def year_span(years: Collection[int]) -> YearSpan | None:
    """Find the years that are worth a bar: the newest, back to the first paper as far as there is room."""
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
