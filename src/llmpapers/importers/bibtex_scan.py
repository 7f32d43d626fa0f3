"""BibTeX text into entries and fields, so that one broken entry takes no other with it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from llmpapers.importers.found import Notice

LONGEST_VALUE = 50_000
"""Characters of a field, macros put in; more is a trap and no bibliography."""

_START = re.compile(r"@\s*(?P<kind>[A-Za-z][\w-]*)\s*(?P<open>[{(])")
_START_OF_LINE = re.compile(r"^[ \t]*@\s*[A-Za-z][\w-]*\s*[{(]\s*[^\s,={}]+\s*(?:,|=|$)", re.MULTILINE)
_KEY = re.compile(r"\s*(?P<key>[^\s,={}()\"#%]*[^\s,={}()\"#%]|[^,=\n]*?)\s*(?:,|(?=\n)|$)")
_FIELD = re.compile(r"[\s,]*(?P<name>[A-Za-z_][\w:.+/-]*)\s*=\s*")
_WORD = re.compile(r"[^\s,#{}\"=]+")
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
        self._breaks = [match.start() for match in re.finditer("\n", self.text)]

    def scan(self) -> list[RawEntry]:
        """Read all entries, in order."""
        position = 0
        while found := _START.search(self.text, position):
            if self._is_commented(found.start()):
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
        from bisect import bisect_left

        return bisect_left(self._breaks, position) + 1

    def _is_commented(self, position: int) -> bool:
        begin = self.text.rfind("\n", 0, position) + 1
        return self.text[begin:position].lstrip().startswith("%")

    def _end(self, start: int) -> tuple[int, bool]:
        """Find where an entry ends, and whether it was closed; an open one ends where the next begins."""
        opened = self.text[start]
        next_ = _START_OF_LINE.search(self.text, start)
        limit = next_.start() if next_ else len(self.text)
        stop = _closing(self.text, start, opened, limit)
        if stop:
            return stop, True
        # What looks like the next entry may stand inside a field.
        stop = _closing(self.text, start, opened, min(len(self.text), start + LONGEST_VALUE))
        inner = self.text[start:stop]
        if stop and opened == "{" and _balanced_values(inner):
            return stop, True
        return limit, False

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
        for name, value in self._fields(body, position, start):
            if name in entry.fields and entry.fields[name] != value:
                self._note(start, f"the entry {entry.key!r} has the field {name!r} twice; the first counts")
            entry.fields.setdefault(name, value)
        if not entry.fields:
            self._note(start, f"the entry {entry.key or kind!r} has no field that could be read")
            return
        self.entries.append(entry)

    def _fields(self, body: str, position: int, start: int) -> Iterator[tuple[str, str]]:
        offset = start + self.text[start:].find(body[:40]) if body else start
        while position < len(body):
            found = _FIELD.match(body, position)
            if not found:
                rest = body[position:].strip(" \t\n,")
                following = re.compile(r"[,\n]\s*(?=[A-Za-z][\w-]*\s*=)").search(body, position + 1)
                if rest:
                    self._note(offset + position, f"could not read {rest[:40].splitlines()[0]!r}")
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
            if word.lower() in self.macros:
                return self.macros[word.lower()], found.end()
            if not word[0].isdigit():
                self._note(start, f"there is no @string {word!r}; it was taken as it stands")
            return word, found.end()
        return "", position + (0 if letter in {",", ""} else 1)

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


def _balanced_values(inner: str) -> bool:
    """Tell whether what looks like an entry inside an entry stands inside one of its values."""
    found = _START_OF_LINE.search(inner, 1)
    return bool(found) and not re.search(r"[}\"\d]\s*,?\s*$", inner[: found.start() if found else 0])
