"""BibTeX text into entries and fields, so that one broken entry takes no other with it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from llmpapers.importers.found import Notice

LONGEST_VALUE = 50_000
"""Characters of a field, macros put in; more is a trap and no bibliography."""
MOST_FIELDS = 200
"""Fields of an entry, which others may inherit."""
MOST_PUT_IN = 10_000_000
"""Characters that macros may stand for in a whole file."""

# A line of comment, or what begins an entry.
_START = re.compile(r"^[^\S\n]*%[^\n]*|@\s*(?P<kind>[A-Za-z][\w-]*)\s*(?P<open>[{(])", re.MULTILINE)
_START_OF_LINE = re.compile(r"^(?=[ \t]*@\s*[A-Za-z][\w-]*\s*[{(]\s*[^\s,={}]+\s*(?:,|=|$))", re.MULTILINE)
_KEY = re.compile(r"\s*(?P<key>[^\s,={}()\"#%]*[^\s,={}()\"#%]|[^,=\n]*?)\s*(?:,|(?=\n)|$)")
_FIELD = re.compile(r"[\s,]*(?P<name>[A-Za-z_][\w:.+/-]*)\s*=\s*")
_WORD = re.compile(r"[^\s,#{}\"=]+")
# What lies between fields is looked at once, however long it is.
_BEFORE_FIELD = re.compile(r"(?<![\s,])(?=[^\S\n]*+[,\n])[\s,]*+(?=[A-Za-z][\w-]*\s*=)")
_REMNANT = re.compile(r"[^\s,][^\n]{0,39}")
_MONTHS = dict(
    zip(
        "jan feb mar apr may jun jul aug sep oct nov dec".split(),
        "January February March April May June July August September October November December".split(),
        strict=True,
    )
)


@dataclass(slots=True)
class RawEntry:
    """An entry with its fields as they are written, macros put in, LaTeX not yet decoded."""

    kind: str
    """In lower case: ``article``."""
    key: str
    line: int
    fields: dict[str, str] = field(default_factory=dict)
    """By name in lower case."""


class BibtexScanner:
    """Reads a whole file; what cannot be read becomes a notice."""

    def __init__(self, text: str) -> None:
        self.text = text.replace("\r\n", "\n").replace("\r", "\n")
        self.macros = dict(_MONTHS)
        self.entries: list[RawEntry] = []
        self.notices: list[Notice] = []
        self._most_put_in = MOST_PUT_IN
        self._breaks = [match.start() for match in re.finditer("\n", self.text)]
        self._starts = [match.start() for match in _START_OF_LINE.finditer(self.text)]

    def scan(self) -> list[RawEntry]:
        """Read all entries, in order."""
        position = 0
        while found := _START.search(self.text, position):
            if not found["kind"]:
                position = found.end()
                continue
            stop, closed = self._end(found.end() - 1)
            body = self.text[found.end() : stop - 1 if closed else stop]
            kind = found["kind"].lower()
            if kind == "string":
                self._define(body, found.start())
            elif kind not in {"comment", "preamble"}:
                self._read(kind, body, found.start(), closed)
            position = stop
        return self.entries

    def line(self, position: int) -> int:
        """Give the line of a position, from 1."""
        return bisect_left(self._breaks, position) + 1

    def _end(self, start: int) -> tuple[int, bool]:
        """Find where an entry ends, and whether it was closed; an open one ends where the next begins."""
        opened = self.text[start]
        next_ = bisect_right(self._starts, start)
        is_last = next_ == len(self._starts)
        limit = len(self.text) if is_last else self._starts[next_]
        stop = _closing(self.text, start, opened, limit)
        if stop:
            return stop, True
        # What looks like the next entry may stand inside a field.
        if not is_last and opened == "{" and not _ends_a_field(self.text[start:limit]):
            stop = self._ends.get(start, 0)
            if 0 < stop - start <= LONGEST_VALUE:
                return stop, True
        return limit, False

    @cached_property
    def _ends(self) -> dict[int, int]:
        """The positions behind the braces that close those of entries, by the positions of these; found in one go."""
        starts = {found.end() - 1 for found in _START.finditer(self.text) if found["kind"]}
        ends: dict[int, int] = {}
        opened: list[int] = []
        for found in re.finditer(r"\\.|[{}]", self.text, re.DOTALL):
            if found[0] == "{":
                opened.append(found.start())
            elif found[0] == "}" and opened and (start := opened.pop()) in starts:
                ends[start] = found.end()
        return ends

    def _define(self, body: str, start: int) -> None:
        found = _FIELD.match(body)
        if not found:
            self._note(start, "this @string has no name")
            return
        value, _ = self._value(body, found.end(), start)
        self.macros[found["name"].lower()] = value

    def _read(self, kind: str, body: str, start: int, closed: bool) -> None:
        found = _KEY.match(body)
        key = found["key"].strip() if found else ""
        position = found.end() if found and "=" not in key else 0
        entry = RawEntry(kind, key if position else "", self.line(start))
        if not closed:
            self._note(
                start, f"the entry {entry.key or kind!r} is never closed; its fields were read as far as they go"
            )
        for name, value in islice(self._fields(body, position, start), MOST_FIELDS):
            if name in entry.fields and entry.fields[name] != value:
                self._note(start, f"the entry {entry.key!r} has the field {name!r} twice; the first counts")
            entry.fields.setdefault(name, value)
        if not entry.fields:
            self._note(start, f"the entry {entry.key or kind!r} has no field that could be read")
            return
        self.entries.append(entry)

    def _fields(self, body: str, position: int, start: int) -> Iterator[tuple[str, str]]:
        offset = self.text.find(body[:40], start)
        while position < len(body):
            found = _FIELD.match(body, position)
            if not found:
                found = _REMNANT.search(body, position)
                rest = found[0].rstrip(" \t,") if found else ""
                following = _BEFORE_FIELD.search(body, position + 1)
                if rest:
                    self._note(offset + position, f"could not read {rest!r}")
                if not following:
                    return
                position = following.end()
                continue
            value, position = self._value(body, found.end(), start)
            yield found["name"].lower(), value.strip()

    def _value(self, body: str, position: int, start: int) -> tuple[str, int]:
        """Read a value with its concatenations; give it and the position behind it."""
        parts: list[str] = []
        while True:
            part, position = self._part(body, position, start)
            parts.append(part)
            joined = re.compile(r"\s*#\s*").match(body, position)
            if not joined:
                return re.sub(r"\s+", " ", "".join(parts)[:LONGEST_VALUE]), position
            position = joined.end()

    def _part(self, body: str, position: int, start: int) -> tuple[str, int]:
        letter = body[position : position + 1]
        if letter == "{":
            stop = _closing(body, position, "{", len(body)) or len(body) + 1
            return body[position + 1 : stop - 1], min(stop, len(body))
        if letter == '"':
            stop = _closing_quote(body, position)
            return body[position + 1 : stop], stop + 1
        if found := _WORD.match(body, position):
            word = found[0]
            if (value := self.macros.get(word.lower())) is not None and self._may_put_in(value):
                return value, found.end()
            if not word[0].isdigit():
                what = "there is no @string" if value is None else "too much text is put in by"
                self._note(start, f"{what} {word!r}; it was taken as it stands")
            return word, found.end()
        return "", position + (0 if letter in {",", ""} else 1)

    def _may_put_in(self, value: str) -> bool:
        self._most_put_in -= len(value)
        return self._most_put_in >= 0

    def _note(self, position: int, message: str) -> None:
        self.notices.append(Notice(self.line(position), message))


def _closing(text: str, start: int, opened: str, limit: int) -> int:
    """Give the position behind the bracket that closes the one at ``start``, 0 where none does before the limit."""
    depth = 0
    for found in re.compile(r"\\.|[{}()]", re.DOTALL).finditer(text, start, limit):
        letter = found[0]
        if letter == "{" or (letter == "(" and found.start() == start):
            depth += 1
        elif letter == "}" or (letter == ")" and opened == "(" and depth == 1):
            depth -= 1
            if depth == 0:
                return found.end()
    return 0


def _closing_quote(body: str, start: int) -> int:
    depth = 0
    for found in re.compile(r"\\.|[{}\"]", re.DOTALL).finditer(body, start + 1):
        depth += (found[0] == "{") - (found[0] == "}")
        if found[0] == '"' and depth <= 0:
            return found.start()
    return len(body)


def _ends_a_field(text: str) -> bool:
    """Tell whether a text ends as the fields of an entry do: with a value, and maybe a comma."""
    last = text.rstrip().removesuffix(",").rstrip()[-1:]
    return last in {"}", '"'} or last.isdecimal()
