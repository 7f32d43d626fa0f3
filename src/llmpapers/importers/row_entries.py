"""Rows of tables that are entries."""

import re
from collections.abc import Iterator

from llmpapers.importers.columns import column_role
from llmpapers.importers.entry_fields import Reading, read_entry
from llmpapers.importers.entry_signs import is_only_code
from llmpapers.importers.list_entry import ListEntry
from llmpapers.importers.list_items import Item
from llmpapers.importers.marked_text import MarkedText
from llmpapers.importers.titles import count_words, is_title_like
from llmpapers.importers.venue_year import read_tag


def entries_of_row(item: Item) -> Iterator[ListEntry]:
    """Read a row of a table, which is an entry if a cell of it is a title."""
    given: dict[str, MarkedText] = {}
    rest: list[MarkedText] = []
    roles = [column_role(name) for name, _ in item.cells]
    title_at = _title_column(item, roles)
    for index, (_, cell) in enumerate(item.cells):
        role = roles[index]
        if index == title_at or not cell.text.strip():
            continue
        if role == "title":
            role = "link"
        # Whatever the column is called, a cell that names a meeting with its year says where and when.
        if role is None and (tag := read_tag(cell.text.strip())) and tag.venue and tag.year:
            role = "venue"
        if role and role != "note":
            given[role] = given[role].joined(cell) if role in given else cell
        elif role is None:
            rest.append(cell)
    if title_at is None:
        return
    text = item.cells[title_at][1]
    if not any(roles):
        text = text.joined(*rest, between="\n\n")
    reading = read_entry(text, given)
    if any(roles):
        for cell in rest:
            reading = _with_links(reading, read_entry(cell))
    if not reading.title:
        return
    sure = bool(reading.papers and reading.url and not is_only_code(reading)) or reading.has_venue
    # A table of datasets names the papers that they come from; those are not what it lists.
    datasets = bool(item.section) and re.search(r"\bdatasets?\b", item.section[-1], re.IGNORECASE)
    sure = sure and not (datasets and not {"venue", "year", "authors"} & set(roles) and not reading.has_venue)
    yield ListEntry(reading, item.section, item.group, sure=sure)


def _with_links(reading: Reading, other: Reading) -> Reading:
    """Add the links and identifiers of a further part."""
    reading.papers += [address for address in other.papers if address not in reading.papers]
    reading.code += [address for address in other.code if address not in reading.code]
    reading.project = reading.project or other.project
    reading.arxiv = reading.arxiv or other.arxiv
    reading.doi = reading.doi or other.doi
    reading.url = reading.url or other.url
    return reading


def _title_column(item: Item, roles: list[str | None]) -> int | None:
    """Choose the column that holds titles."""
    named = [index for index, role in enumerate(roles) if role == "title"]
    like = [index for index in named if is_title_like(item.cells[index][1].text, 2)]
    if like:
        return max(like, key=lambda index: count_words(item.cells[index][1].text))
    fallback = named[0] if named and item.cells[named[0]][1].text.strip() else None
    longest = max(
        (
            index
            for index, role in enumerate(roles)
            if role in {None, "link", "short_name"} and is_title_like(item.cells[index][1].text)
        ),
        key=lambda index: count_words(item.cells[index][1].text),
        default=None,
    )
    return longest if longest is not None else fallback
