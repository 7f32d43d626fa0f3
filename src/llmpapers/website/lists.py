"""The lists that a hand-written page can hold in a slot, each with what its template receives."""

from collections.abc import Callable, Sequence
from typing import Any

from llmpapers.catalog import Catalog, Sourced
from llmpapers.models import Paper, ResourceKind, VenueKind
from llmpapers.website.browse_data import BrowseData
from llmpapers.website.contribute_data import form_data
from llmpapers.website.repository_host import FileHost, new_paper_address
from llmpapers.website.site_files import Entry, FileKeys
from llmpapers.website.statistics_page import StatisticsPage
from llmpapers.website.view_types import RecommendationView
from llmpapers.website.views import Views

HOME_NEWEST = 6
"""Newest papers on the home page."""
BROWSE_WHOLE = 600
"""Papers that the page of all papers lists itself; of more it lists the first and leads to the pages of the years."""
BROWSE_FIRST = 100
_MOST_STARTS = 3
"""Papers to begin with on a topic's card."""


_Told = tuple[tuple[object, ...], Sequence[Entry]]
"""What a list depends on, in a form whose `repr` says all of it; and the entries that it shows."""


class Lists:
    """Makes the content of list slots; the template of a slot has its name."""

    def __init__(
        self,
        catalog: Catalog,
        views: Views,
        browse: BrowseData,
        statistics: StatisticsPage,
        keys: FileKeys,
        host: FileHost | None,
    ) -> None:
        self._catalog = catalog
        self._views = views
        self._browse_data = browse
        self._statistics = statistics
        self._keys = keys
        self._host = host
        self._makers: dict[str, Callable[[], dict[str, Any]]] = {
            "home": self._home,
            "browse": self._browse,
            "topics": self._topics,
            "resources": self._resources,
            "contribute": self._contribute,
            "statistics": lambda: {**self._counts(), **self._statistics.values()},
            "years": self._years,
            "venues": self._venues,
        }
        # What the browse page holds names the versions of its data, which change with every paper.
        self._tellers: dict[str, Callable[[], _Told]] = {
            "home": self._home_told,
            "topics": self._topics_told,
            "resources": self._resources_told,
            "contribute": self._contribute_told,
            "statistics": self._statistics_told,
            "years": lambda: ((self._years(),), []),
            "venues": lambda: ((self._venues(),), []),
        }

    @property
    def names(self) -> list[str]:
        """The slots that there are."""
        return list(self._makers)

    def values(self, name: str) -> dict[str, Any] | None:
        """Give what the template of a slot receives, or None if there is no such slot."""
        maker = self._makers.get(name)
        return maker() if maker else None

    def told(self, name: str) -> tuple[object, ...] | None:
        """Tell what the content of a slot depends on, in a form for keys; None where any change changes it."""
        teller = self._tellers.get(name)
        if teller is None:
            return None
        told, entries = teller()
        return *told, self._keys.entries(entries)

    def _home_told(self) -> _Told:
        told, starts = self._topics_told()
        newest = [self._catalog.papers[paper.id] for paper in self._views.newest(HOME_NEWEST)]
        return (*told, self._counts(), self._views.years_chart(), len(starts)), [*starts, *newest]

    def _topics_told(self) -> _Told:
        starts = [(start.paper.id, start.why) for found in self._topics()["starts"].values() for start in found]
        return (self._roots(), starts), [self._catalog.papers[id_] for id_, _ in starts]

    def _resources_told(self) -> _Told:
        resources = self._catalog.resources.values()
        papers = [self._catalog.papers[e.record.paper] for e in resources if isinstance(e.record.paper, str)]
        return (len(papers),), [*resources, *papers]

    def _contribute_told(self) -> _Told:
        topics = [topic.record for topic in self._catalog.topics.values()]
        newest = self._newest()
        return (new_paper_address(self._host), form_data(self._catalog, self._host), topics), [newest] if newest else []

    def _statistics_told(self) -> _Told:
        told, entries = self._statistics.told()
        return (self._counts(), *told), entries

    def _counts(self) -> dict[str, int]:
        return {
            "paper_count": len(self._catalog.papers),
            "resource_count": len(self._catalog.resources),
            "topic_count": len(self._views.topics),
        }

    def _home(self) -> dict[str, Any]:
        return {
            **self._topics(),
            **self._counts(),
            "newest": self._views.newest(HOME_NEWEST),
            "chart": self._views.years_chart(),
        }

    def _browse(self) -> dict[str, Any]:
        entries = self._browse_data.groups.ordered
        return {
            **self._counts(),
            "years": self._views.papers_by_year(entries if len(entries) <= BROWSE_WHOLE else entries[:BROWSE_FIRST]),
            "counts": self._browse_data.groups.year_split(),
            "overview": self._browse_data.overview(),
        }

    def _topics(self) -> dict[str, Any]:
        return {**self._roots(), "starts": {root.path: self._starts(root.path) for root in self._views.top_topics()}}

    def _starts(self, path: str) -> list[RecommendationView]:
        """List what to read first, as far as it has names that are short enough for a card."""
        every = self._views.recommendations(self._catalog.topics[path].record)
        return [start for start in every if start.paper.record.short_name][:_MOST_STARTS]

    def _roots(self) -> dict[str, Any]:
        roots = self._views.top_topics()
        return {"topics": roots, "children": {root.path: self._views.children(root.path) for root in roots}}

    def _resources(self) -> dict[str, Any]:
        return {"groups": self._views.resources_by_kind()}

    def _years(self) -> dict[str, Any]:
        return {"years": self._browse_data.groups.year_split()}

    def _venues(self) -> dict[str, Any]:
        return {"kinds": self._browse_data.groups.venues_by_kind()}

    def _contribute(self) -> dict[str, Any]:
        venues = [venue.record for venue in self._catalog.venues.values()]
        # Most new papers are preprints; a catalog without a server for them begins with its first venue.
        venues.sort(key=lambda venue: venue.kind != VenueKind.PREPRINT)
        newest = self._newest()
        return {
            "new_paper_address": new_paper_address(self._host),
            "form_data": form_data(self._catalog, self._host),
            "topics": list(self._catalog.topics),
            "topic_tree": [topic.record for topic in self._catalog.topics.values()],
            "venue_names": sorted(self._catalog.venues, key=str.casefold),
            "resource_kinds": [kind.value for kind in ResourceKind],
            "venue": venues[0] if venues else None,
            "newest": newest.record if newest else None,
        }

    def _newest(self) -> Sourced[Paper] | None:
        return max(self._catalog.papers.values(), key=lambda e: (e.record.added, e.record.year), default=None)
