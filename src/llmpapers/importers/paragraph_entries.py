"""Paragraphs that are entries, several to one or one over several."""

from collections.abc import Iterator

from llmpapers.importers.entry_fields import Reading, read_entry
from llmpapers.importers.entry_signs import is_field, may_be_entry, stands_alone
from llmpapers.importers.list_entry import ListEntry
from llmpapers.importers.list_items import Item, is_bold_heading
from llmpapers.importers.marked_text import MarkedText
from llmpapers.importers.titles import count_words


def end_of_paragraphs(items: list[Item], index: int) -> int:
    """Find where a run of paragraphs of one section ends."""
    stop = index + 1
    while stop < len(items) and items[stop].kind == "paragraph" and items[stop].section == items[index].section:
        stop += 1
    return stop


def entries_of_paragraphs(items: list[Item]) -> Iterator[ListEntry]:
    """Read paragraphs, where one entry may take several."""
    pending: list[MarkedText] = []
    section: tuple[str, ...] = ()
    for item in items:
        texts = parted(item.text)
        for text in texts:
            if pending and _continues(text):
                pending.append(text)
                continue
            if pending:
                yield from entries_of_text(_whole(pending), section, group=-1)
            pending, section = [text], item.section
    if pending:
        yield from entries_of_text(_whole(pending), section, group=-1)


def _whole(parts: list[MarkedText]) -> MarkedText:
    return parts[0].joined(*parts[1:], between="\n\n")


def _continues(text: MarkedText) -> bool:
    """Tell whether a paragraph goes on with the entry above it: authors, links, venue."""
    if is_field(text):
        return True
    reading = read_entry(text)
    return bool(reading.authors and reading.how in {"", "plain", "italic"} and not stands_alone(reading))


def entries_of_text(text: MarkedText, section: tuple[str, ...], group: int) -> Iterator[ListEntry]:
    """Read a text that may be an entry."""
    if is_bold_heading(text):
        return
    reading = read_entry(text)
    if may_be_entry(reading, text) and not _is_running_text(reading, text):
        yield ListEntry(reading, section, group)


def _is_running_text(reading: Reading, text: MarkedText) -> bool:
    """Tell a paragraph of prose with a link in it from an entry."""
    words = count_words(text.text)
    return words > 25 and count_words(reading.title) * 4 < words and not reading.has_venue and not reading.authors


def parted(text: MarkedText) -> list[MarkedText]:
    """Part a text of several lines that holds several entries."""
    lines = [line for line in text.lines() if line.text.strip()]
    if len(lines) < 2 or len(text.text) > 400_000:
        return [text]
    starts = [_begins_entry(line) for line in lines]
    if sum(starts) < 2:
        return [text]
    parts: list[list[MarkedText]] = []
    for line, begins in zip(lines, starts, strict=True):
        if begins or not parts:
            parts.append([line])
        else:
            parts[-1].append(line)
    return [first.joined(*rest) for first, *rest in parts]


def _begins_entry(line: MarkedText) -> bool:
    reading = read_entry(line)
    return stands_alone(reading) and not is_field(line) and reading.how in {"link", "bold", "quote", "plain"}
