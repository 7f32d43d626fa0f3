"""The feeds of the site: one of all papers, one a topic."""

from collections.abc import Iterable, Iterator
from heapq import nsmallest

from llmpapers.catalog import Sourced, submitted
from llmpapers.exporters.atom import Feed, FeedEntry, FeedLink, atom_feed
from llmpapers.models import Paper
from llmpapers.website.site_files import FileKeys, SiteFile
from llmpapers.website.templates import plain_text
from llmpapers.website.views import Views

_ENTRIES = 50
"""Papers in a feed: the newest."""


def feed_files(
    views: Views, keys: FileKeys, site_url: str, site_name: str, site_description: str
) -> Iterator[SiteFile]:
    """List every feed.

    Args:
        views: the catalog's entries.
        keys: those of the site's files.
        site_url: the site's address without a slash at its end, or nothing.
        site_name: its name.
        site_description: what it is, or nothing.
    """
    ordered = sorted(views.catalog.papers.values(), key=_newest_first)
    places = {entry.id: place for place, entry in enumerate(ordered)}

    def feed_file(feed: Feed, papers: Iterable[Sourced[Paper]]) -> SiteFile:
        newest = [ordered[place] for place in nsmallest(_ENTRIES, (places[entry.id] for entry in papers))]
        key = keys.key("feed", feed, keys.entries(newest))
        return SiteFile(feed.address, lambda: atom_feed(feed, (_entry(views, entry) for entry in newest)), key)

    whole = Feed(site_name, site_description, "feed.xml", "", site_url, site_name)
    yield feed_file(whole, ordered)
    for topic in views.topics.values():
        title = f"{topic.full_title} – {site_name}"
        feed = Feed(title, "", f"{topic.address}feed.xml", topic.address, site_url, site_name)
        yield feed_file(feed, views.catalog.papers_of_topic(topic.path))


def _newest_first(entry: Sourced[Paper]) -> tuple[int, int, int, str]:
    """Sort by the day of adding, then by date of publication, newest first; then by id."""
    record = entry.record
    year, month = submitted(record) or (0, 0)
    return (-record.added.toordinal(), -record.year, -(12 * year + month), entry.id)


def _entry(views: Views, entry: Sourced[Paper]) -> FeedEntry:
    paper = views.paper(entry.id)
    return FeedEntry(
        entry,
        paper.address,
        paper.dates,
        plain_text(paper.record.summary),
        [(topic.path, topic.full_title) for topic in paper.topics],
        [FeedLink(link.label, link.url) for link in paper.links],
    )
