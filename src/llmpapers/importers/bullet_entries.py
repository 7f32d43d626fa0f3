"""Bullets that are entries, with what is nested in them."""

import re
from collections.abc import Iterator

from llmpapers.importers.entry_fields import LONGEST_ENTRY, Reading, read_entry
from llmpapers.importers.entry_signs import is_aside, is_field, is_prose, is_version, may_be_entry, stands_alone
from llmpapers.importers.list_entry import ListEntry
from llmpapers.importers.list_items import Item, plain
from llmpapers.importers.marked_text import MarkedText
from llmpapers.importers.paragraph_entries import entries_of_text, parted
from llmpapers.importers.row_entries import entries_of_row
from llmpapers.importers.titles import is_name_list


def entries_of_bullet(item: Item, above: tuple[str, ...] = ()) -> Iterator[ListEntry]:
    """Read a bullet: one entry, several, or a heading of those nested in it."""
    section = (*item.section, *above)
    texts = parted(item.text)
    if len(texts) > 1:
        for text in texts:
            yield from entries_of_text(text, section, item.group)
        for child in item.children:
            yield from _nested(child, section)
        return
    own = read_entry(item.text)
    if not may_be_entry(own, item.text):
        if item.children:
            name = plain(item.text)
            deeper = (*above, name) if 0 < len(name) <= 80 else above
            if own.title and len(item.children) <= 12 and _all_are_parts(item.children):
                yield from _with_fields(item, own, section)
                return
            for child in item.children:
                yield from _nested(child, section[: len(item.section)], deeper)
        elif own.title and own.how != "italic":
            yield ListEntry(own, section, item.group, sure=False)
        return
    yield from _with_fields(item, own, section)


def _all_are_parts(children: list[Item]) -> bool:
    """Tell whether nested items are the authors, links and fields of the paper above them, and no papers themselves."""
    useful = False
    for child in children:
        if child.kind == "row" or child.children:
            return False
        reading = read_entry(child.text)
        named = is_name_list(re.split(r"(?<!\b[A-Z])\.\s|\.?\s*[\[(\n]", child.text.text.strip())[0])
        if not (is_field(child.text) or named or not (reading.title and stands_alone(reading))):
            return False
        useful = useful or is_field(child.text) or bool(named and (reading.papers or reading.venue))
    return useful


def _nested(child: Item, section: tuple[str, ...], above: tuple[str, ...] = ()) -> Iterator[ListEntry]:
    if child.kind == "bullet":
        yield from entries_of_bullet(child, above)
    elif child.kind == "row":
        yield from entries_of_row(child)
    elif child.kind == "paragraph" and not child.quoted:
        yield from entries_of_text(child.text, (*section, *above), child.group)


def _with_fields(item: Item, own: Reading, section: tuple[str, ...]) -> Iterator[ListEntry]:
    """Read an entry with what is nested in it, which is part of it or further entries."""
    parts: list[MarkedText] = []
    further: list[Item] = []
    for child in item.children:
        reading = read_entry(child.text)
        alone = child.kind == "row" or (stands_alone(reading) and not is_field(child.text) and not is_aside(reading))
        if alone and not is_version(child.text):
            further.append(child)
        elif child.quoted or is_prose(child.text):
            continue
        else:
            parts.append(child.text)
    whole = item.text.joined(*parts, between="\n\n")
    reading = read_entry(whole) if parts and len(whole.text) <= LONGEST_ENTRY else own
    yield ListEntry(reading, section, item.group)
    for child in further:
        yield from _nested(child, section)
