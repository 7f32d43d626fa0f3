"""The feeds of a site: what is new, in a stable order."""

import feedparser
import pytest

from llmpapers.loading import load_catalog
from llmpapers.website.feeds import feed_files
from llmpapers.website.site_files import FileKeys
from llmpapers.website.views import Views


def feeds(root) -> dict[str, feedparser.FeedParserDict]:
    views = Views(load_catalog(root))
    return {
        file.name: feedparser.parse(file.made())
        for file in feed_files(views, FileKeys(views.catalog), "https://bread.example.org", "Bread", "On bread")
    }


def ids(feed: feedparser.FeedParserDict) -> list[str]:
    return [entry.link.split("/")[-2] for entry in feed.entries]


def test_there_is_one_of_all_papers_and_one_of_each_topic(root) -> None:
    found = feeds(root)
    assert list(found) == [
        "feed.xml",
        "topics/baking/feed.xml",
        "topics/baking/sourdough/feed.xml",
        "topics/ovens/feed.xml",
    ]
    assert ids(found["feed.xml"]) == [
        "wild-yeast", "stone-again", "stone", "steam", "foldformer", "kneadnet", "levain-2", "levain",
    ]  # fmt: skip
    assert set(ids(found["topics/ovens/feed.xml"])) == {"stone-again", "stone", "steam"}
    assert found["topics/baking/sourdough/feed.xml"].feed.title == "Baking: Sourdough – Bread"
    assert found["feed.xml"].feed.subtitle == "On bread"


def test_papers_of_one_day_stand_by_date_of_publication_then_id(root, add_paper) -> None:
    add_paper("old", year=2019)
    add_paper("young-b", year=2024, venue="arXiv", arxiv="2402.00001")
    add_paper("young-a", year=2024, venue="arXiv", arxiv="2402.00002")
    add_paper("younger", year=2024, venue="arXiv", arxiv="2403.00001")
    assert ids(feeds(root)["feed.xml"])[:4] == ["younger", "young-a", "young-b", "old"]


@pytest.mark.parametrize("count", [60])
def test_only_the_newest_fifty_are_in_a_feed(root, add_paper, count) -> None:
    for number in range(count):
        add_paper(f"roll-{number:02}")
    assert len(feeds(root)["feed.xml"].entries) == 50


def test_an_entry_says_where_it_was_published_and_where_to_go(root) -> None:
    levain = feeds(root)["feed.xml"].entries[-1]
    assert "ICBB 2021 · arXiv Nov 2020" in levain.content[0].value
    assert {link.title for link in levain.links if link.rel == "related"} >= {"arXiv", "PDF", "DOI", "Code: Port"}
