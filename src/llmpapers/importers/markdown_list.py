"""From a Markdown list of papers to candidates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from llmpapers.candidates import Candidate
from llmpapers.identifiers import is_web_address
from llmpapers.importers.columns import column_role
from llmpapers.importers.entry_fields import Reading, read_entry
from llmpapers.importers.found import Found
from llmpapers.importers.link_roles import Role, is_code_address, is_nowhere, is_paper_address, role_of_label
from llmpapers.importers.list_items import Item, is_bold_heading, plain, read_items
from llmpapers.importers.marked_text import MarkedText, with_bare_links
from llmpapers.importers.markup import read_events
from llmpapers.importers.titles import count_words, is_name_list, is_title_like
from llmpapers.importers.venue_year import Tag, read_tag

_LONGEST_ITEM = 6000
_ENUMERATED = re.compile(r"^(?:\d{1,3}(?:\.\d{1,3})*[.)]?|[IVX]{1,4}\.|[A-Z]\.)\s+")


@dataclass(slots=True)
class _Entry:
    reading: Reading
    section: tuple[str, ...]
    group: int = 0
    sure: bool = True


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


def _candidate(entry: _Entry, source: str) -> Candidate:
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


def _entries(items: list[Item]) -> Iterator[_Entry]:
    index = 0
    while index < len(items):
        item = items[index]
        if item.kind in {"heading", "summary"}:
            stop = _end_of_heading(items, index)
            entry = _from_heading(item, items[index + 1 : stop])
            if entry:
                yield entry
                index = stop
                continue
        elif item.kind == "row":
            yield from _from_row(item)
        elif item.kind == "bullet":
            yield from _from_bullet(item)
        elif not item.quoted:
            stop = _end_of_paragraphs(items, index)
            yield from _from_paragraphs(items[index:stop])
            index = stop
            continue
        index += 1


# Headings


def _end_of_heading(items: list[Item], index: int) -> int:
    stop = index + 1
    while stop < len(items) and items[stop].kind not in {"heading", "summary", "row"}:
        stop += 1
    return stop


def _from_heading(item: Item, below: list[Item]) -> _Entry | None:
    """Read a heading that is a paper's title, with its fields in the heading or below it."""
    text = item.text
    own = read_entry(text)
    if item.level == 1 and not own.papers:
        return None
    if own.papers and is_title_like(own.title, 2) and is_paper_address(own.papers[0]):
        pass
    elif not (is_title_like(_ENUMERATED.sub("", plain(text)), 3) and below and _are_fields(below)):
        return None
    for child in below:
        for part in [child, *child.children]:
            text = text.joined(part.text, "\n\n")
    reading = read_entry(text)
    if not (reading.papers or reading.venue):
        return None
    if own.title:
        reading.title, reading.how = own.title, own.how
    return _Entry(reading, item.section)


def _are_fields(items: list[Item]) -> bool:
    """Tell whether what stands below a heading are fields of one paper and no papers themselves."""
    parts = [part for item in items for part in [item, *item.children]][:25]
    fields = sum(_is_field(part.text) for part in parts)
    return fields >= 1 and not any(_stands_alone(read_entry(part.text)) and not _is_field(part.text) for part in parts)


def _is_field(text: MarkedText) -> bool:
    """Tell whether a text is a field such as "Code: …" or nothing but links with labels."""
    words = text.text.strip()
    found = re.match(r"[\W_]*([A-Za-z][A-Za-z /_-]{1,24}?)[\s*_\])]*[:：]", words)
    if found and (column_role(found[1]) or role_of_label(found[1])):
        return True
    links = [mark for mark in text.of_kind("link") if not is_nowhere(mark.href)]
    labels = [words_of for mark in links if (words_of := text.text[mark.start : mark.end].strip(" []()"))]
    return (
        bool(labels)
        and all(role_of_label(label) for label in labels)
        and count_words(words) <= sum(map(count_words, labels)) + 3
    )


# Tables


def _from_row(item: Item) -> Iterator[_Entry]:
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
        if role and role != "note":
            given[role] = given[role].joined(cell) if role in given else cell
        elif role is None:
            rest.append(cell)
    if title_at is None:
        return
    text = item.cells[title_at][1]
    if not any(roles):
        for cell in rest:
            text = text.joined(cell, "\n\n")
    reading = read_entry(text, given)
    if any(roles):
        for cell in rest:
            reading = _with_links(reading, read_entry(cell))
    if not reading.title:
        return
    sure = bool(reading.papers and reading.url and not _is_only_code(reading)) or reading.has_venue
    # A table of datasets names the papers that they come from; those are not what it lists.
    datasets = bool(item.section) and re.search(r"\bdatasets?\b", item.section[-1], re.IGNORECASE)
    sure = sure and not (datasets and not {"venue", "year", "authors"} & set(roles) and not reading.has_venue)
    yield _Entry(reading, item.section, item.group, sure=sure)


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


# Bullets and paragraphs


def _from_bullet(item: Item, above: tuple[str, ...] = ()) -> Iterator[_Entry]:
    section = (*item.section, *above)
    texts = _parted(item.text)
    if len(texts) > 1:
        for text in texts:
            yield from _single(text, section, item.group)
        for child in item.children:
            yield from _nested(child, section)
        return
    own = read_entry(item.text)
    if not _may_be_entry(own, item.text):
        if item.children:
            name = plain(item.text)
            deeper = (*above, name) if 0 < len(name) <= 80 else above
            if own.title and len(item.children) <= 12 and _all_are_parts(item.children):
                yield from _with_fields(item, section)
                return
            for child in item.children:
                yield from _nested(child, section[: len(item.section)], deeper)
        elif own.title and own.how != "italic":
            yield _Entry(own, section, item.group, sure=False)
        return
    yield from _with_fields(item, section)


def _all_are_parts(children: list[Item]) -> bool:
    """Tell whether nested items are the authors, links and fields of the paper above them, and no papers themselves."""
    useful = False
    for child in children:
        if child.kind == "row" or child.children:
            return False
        reading = read_entry(child.text)
        named = is_name_list(re.split(r"(?<!\b[A-Z])\.\s|\.?\s*[\[(\n]", child.text.text.strip())[0])
        if not (_is_field(child.text) or named or not (reading.title and _stands_alone(reading))):
            return False
        useful = useful or _is_field(child.text) or bool(named and (reading.papers or reading.venue))
    return useful


def _nested(child: Item, section: tuple[str, ...], above: tuple[str, ...] = ()) -> Iterator[_Entry]:
    if child.kind == "bullet":
        yield from _from_bullet(child, above)
    elif child.kind == "row":
        yield from _from_row(child)
    elif child.kind == "paragraph" and not child.quoted:
        yield from _single(child.text, (*section, *above), child.group)


def _with_fields(item: Item, section: tuple[str, ...]) -> Iterator[_Entry]:
    """Read an entry with what is nested in it, which is part of it or further entries."""
    text = item.text
    further: list[Item] = []
    for child in item.children:
        reading = read_entry(child.text)
        own = child.kind == "row" or (_stands_alone(reading) and not _is_field(child.text) and not _is_aside(reading))
        if own and not _is_version(child.text):
            further.append(child)
        elif child.quoted or _is_prose(child.text):
            continue
        else:
            text = text.joined(child.text, "\n\n")
    yield _Entry(read_entry(text), section, item.group)
    for child in further:
        yield from _nested(child, section)


def _is_aside(reading: Reading) -> bool:
    """Tell a note such as "Related to ExampleNet (ICML'22)", which only mentions a paper."""
    return not reading.papers and bool(
        re.match(
            r"(?:related|similar|extend|extension|see also|also|based on|follow|builds|cited|version)",
            reading.title,
            re.IGNORECASE,
        )
    )


def _is_prose(text: MarkedText) -> bool:
    """Tell a note of a sentence or more, whose years and names say nothing of the paper."""
    return count_words(text.text) > 30 and not any(
        role_of_label(text.text[m.start : m.end]) for m in text.of_kind("link")
    )


def _is_version(text: MarkedText) -> bool:
    return bool(
        re.match(
            r"[\W_]*(?:arxiv|extended|journal|conference|preprint|earlier|previous|old|full|short)\b[\w ]{0,20}version",
            text.text,
            re.IGNORECASE,
        )
    )


def _end_of_paragraphs(items: list[Item], index: int) -> int:
    stop = index + 1
    while stop < len(items) and items[stop].kind == "paragraph" and items[stop].section == items[index].section:
        stop += 1
    return stop


def _from_paragraphs(items: list[Item]) -> Iterator[_Entry]:
    """Read paragraphs, where one entry may take several."""
    pending: tuple[MarkedText, tuple[str, ...]] | None = None
    for item in items:
        texts = _parted(item.text)
        for text in texts:
            if pending and _continues(text):
                pending = (pending[0].joined(text, "\n\n"), pending[1])
                continue
            if pending:
                yield from _single(*pending, group=-1)
            pending = (text, item.section)
    if pending:
        yield from _single(*pending, group=-1)


def _continues(text: MarkedText) -> bool:
    """Tell whether a paragraph goes on with the entry above it: authors, links, venue."""
    if _is_field(text):
        return True
    reading = read_entry(text)
    return bool(reading.authors and reading.how in {"", "plain", "italic"} and not _stands_alone(reading))


def _single(text: MarkedText, section: tuple[str, ...], group: int) -> Iterator[_Entry]:
    if len(text.text) > _LONGEST_ITEM or is_bold_heading(text):
        return
    reading = read_entry(text)
    if _may_be_entry(reading, text) and not _is_running_text(reading, text):
        yield _Entry(reading, section, group)


def _is_running_text(reading: Reading, text: MarkedText) -> bool:
    """Tell a paragraph of prose with a link in it from an entry."""
    words = count_words(text.text)
    return words > 25 and count_words(reading.title) * 4 < words and not reading.has_venue and not reading.authors


def _parted(text: MarkedText) -> list[MarkedText]:
    """Part a text of several lines that holds several entries."""
    lines = [line for line in text.lines() if line.text.strip()]
    if len(lines) < 2 or len(text.text) > 400_000:
        return [text]
    starts = [_begins_entry(line) for line in lines]
    if sum(starts) < 2:
        return [text]
    parts: list[MarkedText] = []
    for line, begins in zip(lines, starts, strict=True):
        if begins or not parts:
            parts.append(line)
        else:
            parts[-1] = parts[-1].joined(line)
    return parts


def _begins_entry(line: MarkedText) -> bool:
    reading = read_entry(line)
    return _stands_alone(reading) and not _is_field(line) and reading.how in {"link", "bold", "quote", "plain"}


# What is an entry


def _stands_alone(reading: Reading) -> bool:
    """Tell whether a text is an entry whatever stands around it."""
    if not is_title_like(reading.title, 2):
        return False
    if reading.how == "link":
        return bool(reading.papers and is_paper_address(reading.papers[0])) or (
            reading.has_venue and count_words(reading.title) >= 3
        )
    has_paper = any(is_paper_address(address) for address in reading.papers)
    return count_words(reading.title) >= 3 and (has_paper or (reading.has_venue and reading.year is not None))


def _is_only_code(reading: Reading) -> bool:
    return all(is_code_address(address) for address in reading.papers)


def _may_be_entry(reading: Reading, text: MarkedText) -> bool:
    """Tell whether a bullet or a paragraph is an entry."""
    if not reading.title or len(reading.title) < 3 or (reading.is_mixed and not reading.has_venue):
        return False
    if _stands_alone(reading):
        return True
    has_paper = any(is_paper_address(address) for address in reading.papers)
    labeled = any(
        role_of_label(text.text[mark.start : mark.end].strip(" []()")) is Role.PAPER and not is_nowhere(mark.href)
        for mark in with_bare_links(text).of_kind("link")
    )
    if reading.how == "link" and reading.papers and not _is_only_code(reading):
        return has_paper or labeled or reading.has_venue or bool(reading.authors)
    return (has_paper or labeled or (reading.has_venue and reading.year is not None)) and count_words(
        reading.title
    ) >= 1


def _with_siblings(entries: list[_Entry]) -> list[_Entry]:
    """Keep what is unsure only where most of its list or table are papers."""
    sure: dict[int, int] = {}
    unsure: dict[int, int] = {}
    for entry in entries:
        counts = sure if entry.sure else unsure
        counts[entry.group] = counts.get(entry.group, 0) + 1

    def is_kept(entry: _Entry) -> bool:
        group = entry.group
        if entry.sure:
            return True
        several = sure.get(group, 0) >= 3 and sure.get(group, 0) > 2 * unsure.get(group, 0)
        return several and count_words(entry.reading.title) >= 4 and not entry.reading.code

    return [entry for entry in entries if is_kept(entry)]
