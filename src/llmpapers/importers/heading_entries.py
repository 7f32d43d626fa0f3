"""Headings that are titles of papers, with their fields below them."""

import re

from llmpapers.importers.entry_fields import read_entry
from llmpapers.importers.entry_signs import is_field, stands_alone
from llmpapers.importers.link_roles import is_paper_address
from llmpapers.importers.list_entry import ListEntry
from llmpapers.importers.list_items import Item, plain
from llmpapers.importers.titles import is_title_like

_ENUMERATED = re.compile(r"^(?:\d{1,3}(?:\.\d{1,3})*[.)]?|[IVX]{1,4}\.|[A-Z]\.)\s+")


def end_of_heading(items: list[Item], index: int) -> int:
    """Find where what stands below a heading ends."""
    stop = index + 1
    while stop < len(items) and items[stop].kind not in {"heading", "summary", "row"}:
        stop += 1
    return stop


def entry_of_heading(item: Item, below: list[Item]) -> ListEntry | None:
    """Read a heading that is a paper's title, with its fields in the heading or below it."""
    text = item.text
    own = read_entry(text)
    if item.level == 1 and not own.papers:
        return None
    if own.papers and is_title_like(own.title, 2) and is_paper_address(own.papers[0]):
        pass
    elif not (is_title_like(_ENUMERATED.sub("", plain(text)), 3) and below and _are_fields(below)):
        return None
    parts = [part.text for child in below for part in [child, *child.children]]
    reading = read_entry(text.joined(*parts, between="\n\n"))
    if not (reading.papers or reading.venue):
        return None
    if own.title:
        reading.title, reading.how = own.title, own.how
    return ListEntry(reading, item.section)


def _are_fields(items: list[Item]) -> bool:
    """Tell whether what stands below a heading are fields of one paper and no papers themselves."""
    parts = [part for item in items for part in [item, *item.children]][:25]
    fields = sum(is_field(part.text) for part in parts)
    return fields >= 1 and not any(stands_alone(read_entry(part.text)) and not is_field(part.text) for part in parts)
