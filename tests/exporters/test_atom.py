"""Feeds that RFC 4287 allows, and that another reader understands."""

import datetime
from pathlib import Path

import feedparser
import pytest
from lxml import etree

from llmpapers.catalog import Sourced
from llmpapers.exporters.atom import Feed, FeedEntry, FeedLink, atom_feed
from llmpapers.reading import Document

GRAMMAR = Path(__file__).parents[1] / "data" / "atom.rng"
SITE = "https://bread.example.org/sub"


def feed(address: str = "feed.xml", page: str = "", site_url: str = SITE) -> Feed:
    return Feed("Bread & Butter", "What <rises>", address, page, site_url, "Brot & Butter")


def entry(cite, id_: str = "rye", **values: object) -> FeedEntry:
    paper = Sourced(id_, cite(**values).record, Document("x"))
    links = [FeedLink('Code "one"', "https://github.com/example/rye?a=1&b=2")]
    return FeedEntry(paper, f"papers/{id_}/", "ICBB 2023", "Says <b>little</b> & less.", [("a/b", "A: B")], links)


def read(text: str) -> feedparser.FeedParserDict:
    grammar = etree.RelaxNG(etree.parse(GRAMMAR))
    grammar.assertValid(etree.fromstring(text.encode()))
    found = feedparser.parse(text)
    assert not found.bozo, found.get("bozo_exception")
    return found


def test_the_grammar_knows_a_feed_that_is_none() -> None:
    grammar = etree.RelaxNG(etree.parse(GRAMMAR))
    whole = atom_feed(feed(), [])
    for part in ("<title>Bread &amp; Butter</title>", "<updated>1970-01-01T00:00:00Z</updated>"):
        assert part in whole
        assert not grammar.validate(etree.fromstring(whole.replace(part, "").encode()))
        assert not grammar.validate(etree.fromstring(whole.replace(part, part * 2).encode()))
    assert not grammar.validate(etree.fromstring(whole.replace("T00:00:00Z", "").encode()))


def test_a_reader_gets_everything_about_a_paper(cite) -> None:
    found = read(atom_feed(feed(), [entry(cite, title="1 < 2 & so on", authors=["Ada Example", "Çelik <Müster>"])]))
    assert (found.feed.title, found.feed.subtitle) == ("Bread & Butter", "What <rises>")
    assert found.feed.id == f"{SITE}/feed.xml"
    [one] = found.entries
    assert one.title == "1 < 2 & so on"
    assert [author.name for author in one.authors] == ["Ada Example", "Çelik <Müster>"]
    assert one.link == one.id == f"{SITE}/papers/rye/"
    assert one.updated == one.published == "2026-02-01T00:00:00Z"
    assert [(tag.term, tag.label) for tag in one.tags] == [("a/b", "A: B")]
    assert one.summary == "Says <b>little</b> & less."
    related = [(link.href, link.title) for link in one.links if link.rel == "related"]
    assert related == [("https://github.com/example/rye?a=1&b=2", 'Code "one"')]
    assert "<p>Says &lt;b&gt;little&lt;/b&gt; &amp; less.</p>" in one.content[0].value


def test_the_feed_is_as_new_as_its_newest_entry(cite) -> None:
    days = [datetime.date(2026, 1, 5), datetime.date(2026, 3, 1), datetime.date(2026, 2, 1)]
    entries = [entry(cite, f"rye-{day.month}", added=day) for day in days]
    assert read(atom_feed(feed(), entries)).feed.updated == "2026-03-01T00:00:00Z"


@pytest.mark.parametrize(
    ("address", "page", "self_link", "page_link", "paper_link"),
    [
        ("feed.xml", "", "feed.xml", "./", "papers/rye/"),
        ("topics/a/feed.xml", "topics/a/", "../../topics/a/feed.xml", "../../topics/a/", "../../papers/rye/"),
    ],
)
def test_without_an_address_ids_are_tags_and_links_relative(cite, address, page, self_link, page_link, paper_link):
    text = atom_feed(feed(address, page, site_url=""), [entry(cite)])
    found = read(text)
    assert found.feed.id == f"tag:catalog.invalid,2026:brot-butter/{address}"
    assert found.entries[0].id == "tag:catalog.invalid,2026:brot-butter/papers/rye/"
    links = [link.get("href") for link in etree.fromstring(text.encode()).iter("{*}link")]
    assert links[:3] == [self_link, page_link, paper_link]


def test_a_paper_that_was_renamed_keeps_the_id_that_readers_know(cite) -> None:
    [one] = read(atom_feed(feed(), [entry(cite, former_ids=["oldest-rye", "old-rye"])])).entries
    assert one.id == f"{SITE}/papers/oldest-rye/"
    assert one.link == f"{SITE}/papers/rye/"
