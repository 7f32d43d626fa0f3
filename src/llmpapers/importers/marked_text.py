"""A text with the marks that a list gives it: links, images, bold, italic, code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

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

    def line_at(self, position: int) -> int:
        """Give the line of the file on which a position stands."""
        return max((line for start, line in self.places if start <= position), default=self.line)

    def of_kind(self, kind: str) -> Iterator[Mark]:
        """Give the marks of a kind, in order."""
        return (mark for mark in self.marks if mark.kind == kind)

    def slice(self, start: int, end: int) -> "MarkedText":
        """Cut out a part, with the marks that lie in it."""
        kept = [
            replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start)
            for mark in self.marks
            if mark.start < end and mark.end > start
        ]
        places = [(max(0, place - start), line) for place, line in self.places if place < end]
        first = start + len(self.text[start:end]) - len(self.text[start:end].lstrip())
        return MarkedText(self.text[start:end], kept, self.line_at(first), places)

    def joined(self, other: "MarkedText", between: str = "\n") -> "MarkedText":
        """Put another text behind this one."""
        shift = len(self.text) + len(between)
        moved = [replace(mark, start=mark.start + shift, end=mark.end + shift) for mark in other.marks]
        places = [*self.places, *((place + shift, line) for place, line in other.places)]
        return MarkedText(self.text + between + other.text, [*self.marks, *moved], self.line, places)

    def blanked(self, *stretches: tuple[int, int]) -> str:
        """Give the text with stretches replaced by gaps of the same length, so that positions stay true."""
        letters = list(self.text)
        for start, end in stretches:
            letters[start:end] = GAP * (end - start)
        return "".join(letters)

    def lines(self) -> Iterator["MarkedText"]:
        """Give the lines one by one; a break inside a link ends none."""
        start = 0
        linked = [(mark.start, mark.end) for mark in self.of_kind("link") if "\n" in self.text[mark.start : mark.end]]
        for found in re.finditer("\n", self.text):
            if not any(begin <= found.start() < end for begin, end in linked):
                yield self.slice(start, found.start())
                start = found.end()
        yield self.slice(start, len(self.text))


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
    taken = [(mark.start, mark.end) for mark in marked.marks if mark.kind == "link"]
    found = list(marked.marks)
    text = marked.text

    def is_free(start: int, end: int) -> bool:
        return all(end <= begin or start >= stop for begin, stop in taken)

    for match in _BROKEN_LINK.finditer(text):
        if is_free(*match.span()):
            found.append(Mark(*match.span("label"), "link", match["href"]))
            taken.append(match.span())
            # The address itself is no text of the entry.
            text = text[: match.end("label")] + GAP * (match.end() - match.end("label")) + text[match.end() :]
    for match in _BARE.finditer(text):
        address = match[0].rstrip(_ADDRESS_END)
        if address.count(")") > address.count("("):
            address = address.rstrip(")")
        start, end = match.start(), match.start() + len(address)
        if is_free(start, end) and len(address) > 10:
            found.append(Mark(start, end, "link", address))
            taken.append((start, end))
    return MarkedText(text, sorted(found, key=lambda mark: (mark.start, -mark.end)), marked.line, marked.places)


def _unnested(href: str) -> str:
    """Take the address out of a link that was written inside another link's address."""
    found = re.fullmatch(r"%5Bhttps?://.*%5D\((https?://.+?)\)?", href)
    return found[1] if found else href
