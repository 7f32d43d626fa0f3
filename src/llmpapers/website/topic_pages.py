"""The pages of topics: what fills the slots of each."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from llmpapers.catalog import Catalog, Sourced
from llmpapers.models import Paper, Topic
from llmpapers.website.site_files import FileKeys, SiteFile, content_key
from llmpapers.website.stamping import Shell
from llmpapers.website.statistics_page import StatisticsPage
from llmpapers.website.templates import Renderer
from llmpapers.website.views import Views

_SLOTS = ("topic-head", "topic-body")
TOPIC_WHOLE = 400
"""Papers that the page of a topic lists all; of more it lists the newest, and leads to the others year by year."""
TOPIC_NEWEST = 200


class TopicPages:
    """Makes the pages of topics."""

    def __init__(
        self, catalog: Catalog, views: Views, renderer: Renderer, statistics: StatisticsPage, keys: FileKeys
    ) -> None:
        self._catalog = catalog
        self._views = views
        self._renderer = renderer
        self._statistics = statistics
        self._keys = keys

    def file(self, topic: Sourced[Topic], name: str, html: str, base: str) -> SiteFile:
        """Give a topic's page.

        Args:
            topic: a topic that is shown.
            name: the page's file on the site.
            html: what the engine made of the topic's prose, with slots.
            base: the way from the page to the site's root.
        """
        path = topic.record.path
        starts = topic.record.start_here or []
        around = (self._views.topics[path], self._views.lineage(path), self._views.children(path))
        # The years of the chart are those of all papers, so they may change though nothing of the topic does.
        counted = (self._years(path), self._statistics.year_counts(path))
        listed = (starts, self._views.resources_of_topic(path), *counted)
        named = [self._catalog.papers[start.paper] for start in starts]
        papers = self._listed(path)
        shown = self._keys.entries([*named, *papers])
        key = self._keys.key("topic", content_key(html.encode()), *around, *listed, shown)
        return SiteFile(name, partial(self._stamped, topic, papers, html, base), key)

    def _stamped(self, topic: Sourced[Topic], papers: Sequence[Sourced[Paper]], html: str, base: str) -> bytes:
        values = self._values(topic, papers, base)
        return Shell(html).stamp({slot: self._renderer.render(f"{slot}.html", **values) for slot in _SLOTS})

    def _listed(self, path: str) -> list[Sourced[Paper]]:
        entries = self._views.newest_first(self._catalog.papers_of_topic(path))
        return entries if len(entries) <= TOPIC_WHOLE else entries[:TOPIC_NEWEST]

    def _years(self, path: str) -> list[tuple[int, int]]:
        """Count the papers of a topic by year, the newest first."""
        return sorted(self._views.years_of[path].items(), reverse=True)

    def _values(self, topic: Sourced[Topic], papers: Sequence[Sourced[Paper]], base: str) -> dict[str, Any]:
        path = topic.record.path
        return {
            "base": base,
            "topic": self._views.topics[path],
            "lineage": self._views.lineage(path),
            "children": self._views.children(path),
            "start_here": self._views.recommendations(topic.record),
            "years": self._views.papers_by_year(papers),
            "year_counts": self._years(path),
            "chart": self._statistics.topic_chart(path),
            "resources": self._views.resources_of_topic(path),
        }
