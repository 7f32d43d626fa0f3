"""Markdown with the HTML inside it, as one stream of events."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.token import Token

from llmpapers.importers.found import Notice

LONGEST_LINE = 10_000
"""Characters of a line above which nobody has written it by hand; it is left out and reported."""
LONGEST_PARAGRAPH = 20_000
"""Characters of a paragraph above which its lines are read one by one."""
DEEPEST_NESTING = 60
"""Lists and quotes within each other; deeper ones are read as text."""
MOST_OPEN_BRACKETS = 200
"""Brackets of one paragraph that may stay open before it is taken as plain text, since each costs a search."""

_VOID = frozenset({"br", "hr", "img", "input", "wbr", "source"})


@dataclass(frozen=True, slots=True)
class Event:
    """An element that begins or ends, or a text between."""

    kind: str
    """``open``, ``close``, ``void``, ``text``, ``code`` or ``break``."""
    name: str = ""
    """Name of the element, as in HTML."""
    text: str = ""
    line: int = 0
    """Line of the file, from 1."""
    attributes: dict[str, str] = field(default_factory=dict)


def read_events(text: str) -> tuple[list[Event], list[Notice]]:
    """Read a Markdown text into events.

    Args:
        text: the whole file. Comments and front matter bring no events.

    Returns:
        The events in order, and what was left out.
    """
    lines, numbers, notices = _prepared(text)
    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST_NESTING}).enable("table").disable("code")
    # Texts between blocks are read here one by one, so that none of them can cost more than its length.
    parser.core.ruler.disable(["inline", "text_join"])
    environment: dict[str, object] = {}
    tokens = parser.parse("\n".join(lines), environment)
    return list(_Stream(parser, environment, numbers).events(tokens)), notices


def _prepared(text: str) -> tuple[list[str], list[int], list[Notice]]:
    """Give the lines to read, the number of each in the file, and what is left out.

    A blank line is put between a line of nothing but tags and Markdown below it, which many lists forget.
    """
    lines: list[str] = []
    numbers: list[int] = []
    notices: list[Notice] = []
    fenced = False
    all_lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    begin = _end_of_front_matter(all_lines)
    for number, written in enumerate(all_lines[begin:], begin + 1):
        line = written if len(written) <= LONGEST_LINE else ""
        if written and not line:
            notices.append(Notice(number, f"a line of {len(written):,} characters was left out"))
        if re.match(r" {0,3}(```|~~~)", line):
            fenced = not fenced
        if not fenced and lines and _needs_blank(lines[-1], line):
            lines.append("")
            numbers.append(number)
        lines.append(line)
        numbers.append(number)
    numbers.append(len(all_lines))
    return lines, numbers, notices


_ONLY_TAGS = re.compile(
    r"\s*(?:</?(?:details|summary|p|div|center|br|ul|ol|b|strong|a|span|font|h[1-6]|sub|sup)\b[^<>]*>[^<>|\[\]]{0,120})+\s*$",
    re.IGNORECASE,
)
_MARKDOWN_BEGINS = re.compile(r"\s{0,8}(?:[-*+] |\d{1,4}[.)] |#{1,6} |\||\*\*|\[|!\[|>)")


def _needs_blank(above: str, line: str) -> bool:
    return bool(
        above.lstrip().startswith("<")
        and len(above) < 1000
        and _MARKDOWN_BEGINS.match(line)
        and _ONLY_TAGS.fullmatch(above)
    )


def _end_of_front_matter(lines: Sequence[str]) -> int:
    """Give the index of the first line after the front matter, 0 where there is none."""
    if lines[0].rstrip("\ufeff \t").lstrip("\ufeff") != "---":
        return 0
    for index, line in enumerate(lines[1:200], 1):
        if line.rstrip() in {"---", "..."}:
            return index + 1
        if line.strip() and not re.match(r"[\w\"'-]+\s*:|\s|- |#", line):
            return 0
    return 0


class _Stream:
    """Turns the parser's tokens into events, with HTML taken apart."""

    def __init__(self, parser: MarkdownIt, environment: dict[str, object], numbers: Sequence[int]) -> None:
        self.parser = parser
        self.environment = environment
        self.numbers = numbers

    def events(self, tokens: Sequence[Token]) -> Iterator[Event]:
        for token in tokens:
            index = token.map[0] if token.map else 0
            line = self.numbers[min(index, len(self.numbers) - 1)]
            if token.type == "inline":
                yield from self._inline(token.content, index)
            elif token.type == "html_block":
                yield from self._html(token.content, index)
            elif token.nesting and token.tag:
                yield Event("open" if token.nesting > 0 else "close", token.tag, line=line)
            elif token.type == "hr":
                yield Event("void", "hr", line=line)

    def _inline(self, content: str, index: int) -> Iterator[Event]:
        if len(content) <= LONGEST_PARAGRAPH:
            yield from self._text(content, index)
            return
        for offset, line in enumerate(content.split("\n")):
            yield from self._text(line, index + offset)
            yield Event("break", line=self._number(index + offset + 1))

    def _number(self, index: int) -> int:
        return self.numbers[min(index, len(self.numbers) - 1)]

    def _text(self, content: str, index: int) -> Iterator[Event]:
        if content.count("[") - content.count("]") > MOST_OPEN_BRACKETS:
            yield Event("text", text=content[:LONGEST_LINE], line=self._number(index))
            return
        children: list[Token] = []
        self.parser.inline.parse(content, self.parser, self.environment, children)
        for token in children:
            line = self._number(index)
            match token.type:
                case "text" | "text_special":
                    yield Event("text", text=token.content, line=line)
                case "code_inline":
                    yield Event("code", text=token.content, line=line)
                case "softbreak":
                    index += 1
                    yield Event("break", "soft", line=self._number(index))
                case "hardbreak":
                    index += 1
                    yield Event("break", "hard", line=self._number(index))
                case "html_inline":
                    yield from self._html(token.content, index)
                    index += token.content.count("\n")
                case "image":
                    attributes = {"src": str(token.attrs.get("src", "")), "alt": token.content}
                    yield Event("void", "img", line=line, attributes=attributes)
                case _ if token.nesting:
                    attributes = {name: str(value) for name, value in token.attrs.items()}
                    kind = "open" if token.nesting > 0 else "close"
                    yield Event(kind, token.tag, line=line, attributes=attributes)

    def _html(self, content: str, index: int) -> Iterator[Event]:
        reader = _HtmlReader()
        reader.feed(content)
        reader.close()
        for offset, event in reader.found:
            line = self._number(index + offset)
            yield Event(event.kind, event.name, event.text, line, event.attributes)


class _HtmlReader(HTMLParser):
    """Collects the events of one piece of HTML, which may begin or end anywhere."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, Event]] = []

    def _add(self, event: Event) -> None:
        self.found.append((self.getpos()[0] - 1, event))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "br":
            self._add(Event("break", "hard"))
        else:
            self._add(Event("void" if tag in _VOID else "open", tag, attributes=attributes))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        # `</br>` is wrong, and common.
        self._add(Event("break", "hard") if tag == "br" else Event("close", tag))

    def handle_data(self, data: str) -> None:
        for offset, part in enumerate(data.split("\n")):
            if offset:
                self.found.append((self.getpos()[0] - 1 + offset, Event("break", "soft")))
            if part:
                self.found.append((self.getpos()[0] - 1 + offset, Event("text", text=part)))

    def unknown_decl(self, data: str) -> None:
        """Leave out what HTML does not know; the base class would raise in some versions."""
