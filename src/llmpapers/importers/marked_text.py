"""A text with the marks that a list gives it: links, images, bold, italic, code."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from operator import itemgetter

IMAGE = "\ufffc"
"""Stands in a text where an image is."""
GAP = "\x1f"
"""Stands where something was taken out, so that what stood around it does not run together."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text with a meaning."""

    start: int
    end: int
    kind: str
    """``link``, ``image``, ``bold``, ``italic`` or ``code``."""
    href: str = ""
    """Address of a link or of an image."""
    alt: str = ""

    def covers(self, other: "Mark") -> bool:
        """Tell whether the other mark lies within this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(slots=True)
class MarkedText:
    """What one item of a list says; lines are parted by line breaks."""

    text: str = ""
    marks: list[Mark] = field(default_factory=list)
    line: int = 0
    """Line of the file on which it begins."""
    places: list[tuple[int, int]] = field(default_factory=list)
    """Positions from which on the text stands on a line of the file, in order."""

    def of_kind(self, kind: str) -> Iterator[Mark]:
        """Give the marks of a kind, in order."""
        return (mark for mark in self.marks if mark.kind == kind)

    def joined(self, *others: "MarkedText", between: str = "\n") -> "MarkedText":
        """Put other texts behind this one."""
        parts, marks, places = [self.text], [*self.marks], [*self.places]
        shift = len(self.text)
        for other in others:
            shift += len(between)
            parts.append(other.text)
            marks += (replace(mark, start=mark.start + shift, end=mark.end + shift) for mark in other.marks)
            places += ((place + shift, line) for place, line in other.places)
            shift += len(other.text)
        return MarkedText(between.join(parts), marks, self.line, places)

    def blanked(self, *stretches: tuple[int, int]) -> str:
        """Give the text with stretches replaced by gaps of the same length, so that positions stay true."""
        letters = list(self.text)
        for start, end in stretches:
            letters[start:end] = GAP * (end - start)
        return "".join(letters)

    def lines(self) -> Iterator["MarkedText"]:
        """Give the lines one by one; a break inside a link ends none."""
        linked = {
            found.start()
            for mark in self.of_kind("link")
            for found in re.compile("\n").finditer(self.text, mark.start, mark.end)
        }
        ends = [found.start() for found in re.finditer("\n", self.text) if found.start() not in linked]
        starts = [0, *(end + 1 for end in ends)]
        marks: list[list[Mark]] = [[] for _ in starts]
        for mark in self.marks:
            for index in range(bisect_right(starts, mark.start) - 1, bisect_left(starts, mark.end)):
                marks[index].append(mark)
        for start, end, on_line in zip(starts, [*ends, len(self.text)], marks, strict=True):
            yield self._part(start, end, on_line)

    def _part(self, start: int, end: int, marks: list[Mark]) -> "MarkedText":
        """Cut out a part, with what lies in it of some marks."""
        text = self.text[start:end]
        kept = [
            replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start)
            for mark in marks
            if mark.start < end and mark.end > start
        ]
        begins = start + len(text) - len(text.lstrip())
        first, last = (bisect_right(self.places, place, key=itemgetter(0)) for place in (start, begins))
        line = self.places[last - 1][1] if last else self.line
        stop = bisect_left(self.places, end, key=itemgetter(0))
        places = [(max(0, place - start), line) for place, line in self.places[max(0, first - 1) : stop]]
        return MarkedText(text, kept, line, places)


_BROKEN_LINK = re.compile(
    r"\[(?P<label>[^\[\]\n]{1,300})\]\s{0,2}\(\s*(?P<href>https?://[^\s()<>]+(?:\([^\s()<>]*\))?[^\s()<>]*)\s*\)?"
)
_BARE = re.compile(r"https?://[^\s<>\[\]{}|\"'`\x1f\ufffc]+")
_ADDRESS_END = ".,;:!?*_~）】"


def with_bare_links(marked: MarkedText) -> MarkedText:
    """Find addresses that stand in the text itself, and links whose Markdown is broken."""
    if any("%5Bhttp" in mark.href for mark in marked.marks):
        marked.marks = [replace(mark, href=_unnested(mark.href)) for mark in marked.marks]
    if "http" not in marked.text:
        return marked
    found = list(marked.marks)
    taken = bytearray(len(marked.text))
    """One for each letter that is part of a link."""

    def take(start: int, end: int) -> None:
        taken[start:end] = b"\1" * (end - start)

    for mark in marked.of_kind("link"):
        take(mark.start, mark.end)
    addresses = []
    for match in _BROKEN_LINK.finditer(marked.text):
        if not any(taken[match.start() : match.end()]):
            found.append(Mark(*match.span("label"), "link", match["href"]))
            take(*match.span())
            addresses.append((match.end("label"), match.end()))
    text = marked.blanked(*addresses)  # The address itself is no text of the entry.
    for match in _BARE.finditer(text):
        address = match[0].rstrip(_ADDRESS_END)
        if address.count(")") > address.count("("):
            address = address.rstrip(")")
        start, end = match.start(), match.start() + len(address)
        if len(address) > 10 and not any(taken[start:end]):
            found.append(Mark(start, end, "link", address))
            take(start, end)
    return MarkedText(text, sorted(found, key=lambda mark: (mark.start, -mark.end)), marked.line, marked.places)


def _unnested(href: str) -> str:
    """Take the address out of a link that was written inside another link's address."""
    found = re.fullmatch(r"%5Bhttps?://.*%5D\((https?://.+?)\)?", href)
    return found[1] if found else href
