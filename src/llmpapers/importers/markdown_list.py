"""From a Markdown list of papers to candidates."""

import re
from collections.abc import Iterator

from llmpapers.candidates import Candidate
from llmpapers.identifiers import is_web_address
from llmpapers.importers.bullet_entries import entries_of_bullet
from llmpapers.importers.found import Found
from llmpapers.importers.heading_entries import end_of_heading, entry_of_heading
from llmpapers.importers.list_entry import ListEntry
from llmpapers.importers.list_items import Item, read_items
from llmpapers.importers.markup import read_events
from llmpapers.importers.paragraph_entries import end_of_paragraphs, entries_of_paragraphs
from llmpapers.importers.row_entries import entries_of_row
from llmpapers.importers.titles import count_words
from llmpapers.importers.venue_year import Tag, read_tag


def read_markdown(text: str, source: str = "") -> Found:
    """Read a list of papers.

    Args:
        text: the file; any layout of bullets, numbers, tables, HTML and headings.
        source: name of the file, for the candidates.

    Returns:
        One candidate an entry, in order, with repeats. Fields that the list does not state stay empty.
    """
    events, notices = read_events(text)
    items = read_items(events)
    entries = _with_siblings(list(_entries(items)))
    return Found([_candidate(entry, source) for entry in entries], notices)


def _candidate(entry: ListEntry, source: str) -> Candidate:
    reading = entry.reading
    venue, year = reading.venue, reading.year
    for heading in reversed(entry.section):
        tag = None if venue and year else _heading_tag(heading)
        if tag and not (venue and tag.venue and venue != tag.venue):
            venue, year = venue or tag.venue, year or tag.year
    return Candidate(
        title=reading.title,
        authors=reading.authors,
        venue=venue,
        year=year,
        arxiv=reading.arxiv,
        doi=reading.doi,
        url=_web_address(reading.url),
        code=tuple(filter(is_web_address, reading.code)),
        project=_web_address(reading.project),
        short_name=reading.short_name if reading.short_name != reading.title else None,
        section=" > ".join(entry.section) or None,
        source=source,
        line=reading.line or None,
    )


def _web_address(href: str | None) -> str | None:
    """Give an address that leads to a page, unlike one within the list's own repository."""
    return href if href and is_web_address(href) else None


def _heading_tag(heading: str) -> Tag | None:
    words = re.sub(r"\b(?:papers?|publications?|in|list|year|conferences?)\b", " ", heading, flags=re.IGNORECASE).strip(
        " ()-:"
    )
    tag = read_tag(words)
    return (
        tag
        if tag and not tag.is_note and not (tag.venue and not tag.year and not read_tag(words, marked=False))
        else None
    )


def _entries(items: list[Item]) -> Iterator[ListEntry]:
    index = 0
    while index < len(items):
        item = items[index]
        if item.kind in {"heading", "summary"}:
            stop = end_of_heading(items, index)
            entry = entry_of_heading(item, items[index + 1 : stop])
            if entry:
                yield entry
                index = stop
                continue
        elif item.kind == "row":
            yield from entries_of_row(item)
        elif item.kind == "bullet":
            yield from entries_of_bullet(item)
        elif not item.quoted:
            stop = end_of_paragraphs(items, index)
            yield from entries_of_paragraphs(items[index:stop])
            index = stop
            continue
        index += 1


def _with_siblings(entries: list[ListEntry]) -> list[ListEntry]:
    """Keep what is unsure only where most of its list or table are papers."""
    sure: dict[int, int] = {}
    unsure: dict[int, int] = {}
    for entry in entries:
        counts = sure if entry.sure else unsure
        counts[entry.group] = counts.get(entry.group, 0) + 1

    def is_kept(entry: ListEntry) -> bool:
        group = entry.group
        if entry.sure:
            return True
        several = sure.get(group, 0) >= 3 and sure.get(group, 0) > 2 * unsure.get(group, 0)
        return several and count_words(entry.reading.title) >= 4 and not entry.reading.code

    return [entry for entry in entries if is_kept(entry)]
