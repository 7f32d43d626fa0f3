"""The items of a list - bullets, rows, paragraphs, headings - read off a stream of events."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from llmpapers.importers.marked_text import IMAGE, Mark, MarkedText
from llmpapers.importers.markup import Event

_STYLES = {"strong": "bold", "b": "bold", "em": "italic", "i": "italic", "code": "code", "tt": "code", "samp": "code"}
_SUMMARY_LEVEL = 10
_BOLD_LEVEL = 8


@dataclass(slots=True)
class Item:
    """One item, with the items inside it."""

    kind: str
    """``bullet``, ``paragraph``, ``heading``, ``row``, ``summary`` or ``rule``."""
    text: MarkedText
    section: tuple[str, ...] = ()
    """Headings above it, the highest first, without the document's title."""
    level: int = 0
    """Level of a heading, from 1."""
    group: int = 0
    """Items of one list or one table have the same number."""
    quoted: bool = False
    children: list["Item"] = field(default_factory=list)
    cells: list[tuple[str, MarkedText]] = field(default_factory=list)
    """Of a row: each column's heading, and the cell."""


def read_items(events: Iterable[Event]) -> list[Item]:
    """Group events into items, in order.

    Returns:
        The outermost items; bullets hold what is nested in them.
    """
    reader = _Reader()
    for event in events:
        reader.take(event)
    reader.flush()
    return reader.items


class _Writer:
    """Writes down one text with its marks."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.marks: list[Mark] = []
        self.open: list[tuple[str, int, str]] = []
        self.line = 0
        self.places: list[tuple[int, int]] = []

    def add(self, text: str, line: int) -> None:
        if line and (not self.places or self.places[-1][1] != line) and text.strip():
            self.places.append((self.length, line))
        if not self.line and text.strip():
            self.line = line
        self.parts.append(text)
        self.length += len(text)

    def begin(self, kind: str, href: str = "") -> None:
        self.open.append((kind, self.length, href))

    def end(self, kind: str) -> None:
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index][0] == kind:
                _, start, href = self.open.pop(index)
                self.marks.append(Mark(start, self.length, kind, href))
                return

    def image(self, src: str, alt: str, line: int) -> None:
        self.marks.append(Mark(self.length, self.length + 1, "image", src, alt))
        self.add(IMAGE, line)

    def finish(self) -> MarkedText:
        # A link that is never closed ends where its line does; styles that are never closed mean nothing.
        whole = "".join(self.parts)
        for kind, start, href in self.open:
            if kind == "link":
                stop = whole.find("\n", start)
                self.marks.append(Mark(start, stop if stop >= 0 else len(whole), kind, href))
        marks = sorted((mark for mark in self.marks if mark.end > mark.start), key=lambda mark: (mark.start, -mark.end))
        return MarkedText(whole, marks, self.line, self.places)


@dataclass(slots=True)
class _Table:
    """A table that is being read."""

    group: int
    names: list[str] = field(default_factory=list)
    cells: list[MarkedText] = field(default_factory=list)
    heads: list[bool] = field(default_factory=list)
    spans: list[int] = field(default_factory=list)
    """How many rows each cell of the current row takes."""
    hanging: dict[int, tuple[int, MarkedText]] = field(default_factory=dict)
    """By column: rows for which a cell from above still stands, and the cell."""

    def whole_row(self) -> list[MarkedText]:
        """Put cells that hang down from above among those of the current row."""
        row: list[MarkedText] = []
        own = list(zip(self.cells, self.spans, strict=False))
        while own or len(row) in self.hanging:
            column = len(row)
            if column in self.hanging:
                left, cell = self.hanging.pop(column)
                if left > 1:
                    self.hanging[column] = (left - 1, cell)
                row.append(cell)
                continue
            cell, span = own.pop(0)
            if span > 1:
                self.hanging[column] = (span - 1, cell)
            row.append(cell)
        return row


class _Reader:
    """Keeps the place in the document while events pass."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.headings: list[tuple[int, str]] = []
        self.writer = _Writer()
        self.target = "paragraph"
        self.level = 0
        self.bullets: list[Item] = []
        self.groups: list[int] = [0]
        self.count = 0
        self.details: list[list[tuple[int, str]]] = []
        self.tables: list[_Table] = []
        self.quotes = 0

    def take(self, event: Event) -> None:
        match event.kind:
            case "text" if event.text:
                self.writer.add(event.text, event.line)
            case "code":
                self.writer.begin("code")
                self.writer.add(event.text, event.line)
                self.writer.end("code")
            case "break":
                # A break that the author asked for is doubled, so that it differs from a wrapped line.
                self.writer.add("\n\n" if event.name == "hard" else "\n", event.line)
            case "void":
                self._void(event)
            case "open":
                self._open(event)
            case "close":
                self._close(event.name)

    def _void(self, event: Event) -> None:
        if event.name == "img":
            self.writer.image(event.attributes.get("src", ""), event.attributes.get("alt", ""), event.line)
        elif event.name == "hr":
            self.flush()

    def _open(self, event: Event) -> None:  # noqa: PLR0912 - one branch an element
        name = event.name
        if name in _STYLES:
            self.writer.begin(_STYLES[name])
        elif name == "a":
            self.writer.end("link")
            self.writer.begin("link", event.attributes.get("href", ""))
        elif re.fullmatch(r"h[1-6]", name):
            if self.target != "cell":
                self._start("heading")
                self.level = int(name[1])
        elif name == "summary":
            self._start("summary")
        elif name == "details":
            self.flush()
            self.details.append(list(self.headings))
        elif name in {"ul", "ol"}:
            self._enter_list()
        elif name == "li":
            self._enter_bullet()
        elif name == "table":
            self.flush()
            self.count += 1
            self.tables.append(_Table(self.count))
        elif name == "tr" and self.tables:
            self._start("row")
        elif name in {"td", "th"} and self.tables:
            self._start("cell")
            self.tables[-1].heads.append(name == "th")
            span = event.attributes.get("rowspan", "1")
            self.tables[-1].spans.append(int(span) if re.fullmatch(r"\d{1,3}", span) else 1)
        elif name == "blockquote":
            self.flush()
            self.quotes += 1
        elif name in {"p", "div", "dd", "dt", "section", "center"}:
            self._part()

    def _close(self, name: str) -> None:  # noqa: PLR0912 - one branch an element
        if name in _STYLES:
            self.writer.end(_STYLES[name])
        elif name == "a":
            self.writer.end("link")
        elif name in {"p", "div", "dd", "dt", "section", "center"}:
            self._part()
        elif (re.fullmatch(r"h[1-6]", name) and self.target != "cell") or name == "summary":
            self.flush()
        elif name == "details":
            self.flush()
            if self.details:
                self.headings = self.details.pop()
        elif name == "li":
            self.flush()
            if self.bullets:
                self.bullets.pop()
        elif name in {"ul", "ol"}:
            self.flush()
            if len(self.groups) > 1:
                self.groups.pop()
        elif name in {"td", "th"} and self.tables:
            self._cell()
        elif name == "tr" and self.tables:
            self._row()
        elif name == "table" and self.tables:
            self._row()
            self.tables.pop()
        elif name == "blockquote":
            self.flush()
            self.quotes = max(0, self.quotes - 1)

    def _start(self, target: str) -> None:
        self.flush()
        self.target = target

    def _part(self) -> None:
        """Begin a new paragraph: inside a bullet, a cell or a heading that is only a new line."""
        if self.target in {"cell", "heading", "summary", "bullet"}:
            if self.writer.length:
                self.writer.add("\n\n", 0)
        else:
            self.flush()

    def _enter_list(self) -> None:
        if self.target == "cell":
            return
        self.flush()
        self.count += 1
        self.groups.append(self.count)

    def _enter_bullet(self) -> None:
        if self.target == "cell":
            self.writer.add("\n\n", 0)
            return
        self.flush()
        item = Item("bullet", MarkedText(), self._section(), group=self.groups[-1])
        (self.bullets[-1].children if self.bullets else self.items).append(item)
        self.bullets.append(item)
        self.target = "bullet"

    def flush(self) -> None:
        """End the text that is being written and put it where it belongs."""
        text, target = self.writer.finish(), self.target
        self.writer = _Writer()
        self.target = "bullet" if self.bullets else "paragraph"
        if target == "cell":
            self.tables[-1].cells.append(text) if self.tables else None
            return
        if not text.text.strip():
            return
        if target == "heading":
            self._heading(text, self.level, "heading")
        elif target == "summary":
            self._heading(text, _SUMMARY_LEVEL + len(self.details), "summary")
        elif self.bullets and not self.quotes:
            bullet = self.bullets[-1]
            bullet.text = bullet.text.joined(text, between="\n\n") if bullet.text.text else text
        else:
            self._paragraph(text)

    def _paragraph(self, text: MarkedText) -> None:
        item = Item("paragraph", text, self._section(), quoted=bool(self.quotes))
        if self.bullets:
            item.group = self.groups[-1]
            self.bullets[-1].children.append(item)
            return
        self.items.append(item)
        if is_bold_heading(text):
            self._enter(_BOLD_LEVEL, plain(text))

    def _heading(self, text: MarkedText, level: int, kind: str) -> None:
        where = [pair for pair in self.headings if pair[0] < level]
        item = Item(kind, text, tuple(name for above, name in where if above > 1), level)
        (self.bullets[-1].children if self.bullets else self.items).append(item)
        self._enter(level, plain(text))

    def _enter(self, level: int, name: str) -> None:
        self.headings = [pair for pair in self.headings if pair[0] < level]
        self.headings.append((level, name))

    def _section(self) -> tuple[str, ...]:
        return tuple(name for level, name in self.headings if level > 1 or len(self.headings) == 1)

    def _cell(self) -> None:
        if self.target == "cell":
            self.flush()
            self.target = "row"

    def _row(self) -> None:
        self._cell()
        table = self.tables[-1]
        self.writer = _Writer()
        if not table.cells:
            return
        is_head = not table.names and (all(table.heads) or _is_head(table.cells))
        cells = table.whole_row()
        if is_head:
            table.names += [plain(cell) for cell in cells]
        else:
            padded = [table.names[index] if index < len(table.names) else "" for index in range(len(cells))]
            item = Item(
                "row", cells[0], self._section(), group=table.group, cells=list(zip(padded, cells, strict=True))
            )
            (self.bullets[-1].children if self.bullets else self.items).append(item)
        for part in (table.cells, table.heads, table.spans):
            part.clear()


def _is_head(cells: list[MarkedText]) -> bool:
    """Tell a row of headings that is not marked as one."""
    from llmpapers.importers.columns import column_role

    return (
        len(cells) > 1
        and all(len(cell.text) < 40 and not any(cell.of_kind("link")) for cell in cells)
        and (sum(column_role(plain(cell)) is not None for cell in cells) * 2 >= len(cells))
    )


def is_bold_heading(text: MarkedText) -> bool:
    """Tell whether a paragraph is nothing but a few bold words, which many lists take for a heading."""
    bold = list(text.of_kind("bold"))
    covered = sum(mark.end - mark.start for mark in bold)
    words = text.text.strip().strip(":").strip()
    return (
        bool(bold)
        and covered >= len(words) - 2
        and len(words) <= 60
        and not any(text.of_kind("link"))
        and "\n" not in words
    )


def plain(text: MarkedText) -> str:
    """Give the words of a heading or a label, without links back, emoji and decoration."""
    kept = text.text
    for mark in sorted(text.of_kind("link"), key=lambda mark: -mark.start):
        label = kept[mark.start : mark.end]
        if "back" in label.lower() or "top" in label.lower() or not re.search(r"\w", label):
            kept = kept[: mark.start] + kept[mark.end :]
    kept = re.sub(r"\(\s*\[?\s*\]?\s*\)|\[\s*\]", "", kept.replace(IMAGE, " "))
    kept = re.sub(r"^[^\w(\[<$]+|[^\w)\]>$!?%+#.\"]+$", "", kept, flags=re.UNICODE)
    return re.sub(r"\s+", " ", kept).strip()
