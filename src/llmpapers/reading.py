"""YAML in, as plain data that knows where each of its values stands."""

import datetime
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import yaml

from llmpapers.problems import Problem

ENTRY_LIMIT = 256 * 1024
"""Bytes that a paper or a resource may have."""
LIST_LIMIT = 4 * 1024 * 1024
"""Bytes that topics.yaml, venues.yaml and links.yaml may have."""
DEPTH_LIMIT = 20
"""Levels of nesting; libyaml's own recursion overflows the stack on hostile input, so depth is counted first."""

_TAG = "tag:yaml.org,2002:"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_MISREADINGS = {
    "bool": "a truth value", "float": "a number", "int": "a number", "timestamp": "a date", "value": "a key",
    "merge": "a merge key",
}  # fmt: skip
_LONGEST_MESSAGE = 600

DataPath: TypeAlias = tuple[str | int, ...]
"""Where a value is in the data: keys and indexes (from 0) from the root."""
Plain: TypeAlias = "str | int | datetime.date | Misread | list[Plain] | dict[str, Plain] | None"
"""What reading yields."""

# What editors count as the end of a line; YAML 1.1 has three more, see `_without_odd_characters`.
_LINE_BREAK = "\r\n|[\n\r]"
# Characters that YAML refuses, and the three that it takes for the end of a line though no editor does.
_ODD_CHARACTER = re.compile("[^\t\n\r -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_BREAKS_OF_YAML = "\x85\u2028\u2029"
# Only text that matches needs to be looked at token by token, which takes ten times as long as reading it.
_MAY_NEST_DEEPLY = re.compile(r"(?:^|\r)(?: {40}|[ \t]*(?:[-?:][ \t]+){20})", re.MULTILINE)
_MAY_HOLD_FEATURES = re.compile(r"[&*!]|<<|(?:^|\r)(?:%|---|\.\.\.)", re.MULTILINE)
# The C reader is about ten times as fast; a Python without libyaml still works.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Misread:
    """A scalar without quotes that YAML takes for something else than text."""

    raw: str
    """As it stands in the file."""
    kind: str
    """What YAML takes it for, for a message: "a number"."""


@dataclass(slots=True)
class Document:
    """One file of YAML: its data, its text, and what is wrong with it so far."""

    name: str
    """The file's path from the project's root, as problems show it."""
    data: Plain = None
    """The content; None where reading had to stop."""
    readable: bool = False
    """Whether there is data to look at."""
    problems: list[Problem] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    root: yaml.Node | None = None
    _members: dict[int, dict[str, tuple[yaml.Node, yaml.Node]]] = field(default_factory=dict)

    def problem(self, code: str, message: str, hint: str, path: DataPath = (), *, at_key: bool = False) -> None:
        """Note a problem at a place of the data.

        Args:
            code: one of the problem codes.
            message: what is wrong.
            hint: what to do.
            path: the value at fault; where it does not exist, the nearest one around it that does.
            at_key: whether the name of the field is at fault rather than its value.
        """
        line, column, length = self.place(path, at_key=at_key)
        self.problem_at(code, message, hint, line, column, length=length)

    def problem_at(
        self, code: str, message: str, hint: str, line: int = 1, column: int = 1, *, length: int = 1
    ) -> None:
        """Note a problem at a line and a column, both from 1."""
        source = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        message, hint = _shortened(message), _shortened(hint)
        self.problems.append(Problem(self.name, line, column, code, message, hint, length, source))

    def place(self, path: DataPath, *, at_key: bool = False) -> tuple[int, int, int]:
        """Find a value in the text.

        Returns:
            Line and column, both from 1, and the number of characters at fault on that line.
        """
        node, key = self.root, None
        for step in path:
            child_key, child = self._child(node, step)
            if child is None:
                break
            node, key = child, child_key
        target = key if at_key and key is not None else node
        if target is None:
            return 1, 1, 1
        start, end = target.start_mark, target.end_mark
        line = self.lines[start.line] if start.line < len(self.lines) else ""
        last = end.column if end.line == start.line else len(line.rstrip())
        return start.line + 1, start.column + 1, max(1, last - start.column)

    def _child(self, node: yaml.Node | None, step: str | int) -> tuple[yaml.Node | None, yaml.Node | None]:
        if isinstance(node, yaml.MappingNode) and isinstance(step, str):
            return self._members_of(node).get(step, (None, None))
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            return None, node.value[step]
        return None, None

    def _members_of(self, node: yaml.MappingNode) -> dict[str, tuple[yaml.Node, yaml.Node]]:
        """Index a mapping, so that a file with a fault on every line is still shown in no time."""
        members = self._members.get(id(node))
        if members is None:
            members = self._members[id(node)] = {}
            for key, value in node.value:
                if isinstance(key, yaml.ScalarNode):
                    members.setdefault(key.value, (key, value))
        return members


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_MESSAGE else text[: _LONGEST_MESSAGE - 1] + "…"


def read_document(path: Path, name: str, *, catalog: Path, limit: int, typed: dict[str, str]) -> Document:
    """Read a file of YAML; whatever is wrong with it becomes a problem, nothing is raised.

    Args:
        path: the file.
        name: its name in problems.
        catalog: the folder that the file, links followed, must lie in.
        limit: the most bytes it may have.
        typed: the fields whose values are not text, with the YAML type they take: ``int`` or ``timestamp``.
    """
    document = Document(name)
    text = _read_text(path, document, catalog, limit)
    if text is None:
        return document
    document.lines = re.split(_LINE_BREAK, text)
    text = _without_odd_characters(text, document)
    if not _is_safe_to_compose(text, document):
        return document
    try:
        document.root = yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, ValueError) as error:
        _note_syntax(error, document)
        return document
    if document.root is None:
        document.problem_at("empty-file", "the file holds no entry", "write the entry, or delete the file")
        return document
    document.data = _construct(document.root, document, typed, ())
    document.readable = True
    return document


def _read_text(path: Path, document: Document, catalog: Path, limit: int) -> str | None:
    raw = _read_bytes(path, document, catalog, limit)
    if raw is None:
        return None
    if raw.startswith(_BYTE_ORDER_MARK):
        raw = raw.removeprefix(_BYTE_ORDER_MARK)
        document.lines = [re.split(_LINE_BREAK, raw.decode("utf-8", "replace"), maxsplit=1)[0]]
        document.problem_at("byte-order-mark", "the file begins with a byte-order mark", "save it as UTF-8 without BOM")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = re.split(_LINE_BREAK, raw[: error.start].decode("utf-8"))
        document.lines = re.split(_LINE_BREAK, raw.decode("utf-8", "replace"))
        message = f"the byte 0x{raw[error.start]:02x} is not UTF-8 text"
        document.problem_at("not-utf8", message, "save the file as UTF-8", len(before), len(before[-1]) + 1)
        return None


def _read_bytes(path: Path, document: Document, catalog: Path, limit: int) -> bytes | None:
    try:
        # All of the path is followed, since a folder may be a link as well.
        if not path.resolve().is_relative_to(catalog.resolve()):
            document.problem_at(
                "link-outside", "the file is reached by a link that leaves the catalog", "put the file itself here"
            )
            return None
        # Not blocking, so that a named pipe is refused instead of waited for.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise OSError("it is no regular file")
            raw = file.read(limit + 1)
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        document.problem_at("unreadable-file", f"the file cannot be read: {reason}", "mend or delete it")
        return None
    if len(raw) > limit:
        message = f"the file has more than the {limit // 1024} KB that it may have"
        document.problem_at("file-too-large", message, "keep to one short entry a file")
        return None
    return raw


def _without_odd_characters(text: str, document: Document) -> str:
    """Put a blank for each character that YAML refuses or splits lines at, so that the rest can be read.

    Noted is the first of each line: an editor shows the others beside it.
    """
    if not _ODD_CHARACTER.search(text):
        return text
    for number, line in enumerate(document.lines, 1):
        if found := _ODD_CHARACTER.search(line):
            code = "bad-text" if found[0] in _LINE_BREAKS_OF_YAML else "yaml-syntax"
            message = f"the line holds the character U+{ord(found[0]):04X}"
            document.problem_at(code, message, "delete the invisible character", number, found.start() + 1)
    return _ODD_CHARACTER.sub(" ", text)


def _is_safe_to_compose(text: str, document: Document) -> bool:
    """Look for what YAML offers beyond plain data, before anything is built of it."""
    nests = text.count("[") + text.count("{") > DEPTH_LIMIT or _MAY_NEST_DEEPLY.search(text)
    if nests and not _is_shallow(text, document):
        return False
    return not _MAY_HOLD_FEATURES.search(text) or _note_features(text, document)


def _is_shallow(text: str, document: Document) -> bool:
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > DEPTH_LIMIT:
                    message = f"more than {DEPTH_LIMIT} levels of nesting"
                    line, column = _start(event)
                    document.problem_at("yaml-depth", message, "write plain fields and lists", line, column)
                    return False
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except (yaml.YAMLError, ValueError):
        return True  # Composing meets the same error at the same place, and notes it.
    return True


def _note_features(text: str, document: Document) -> bool:
    """Note anchors, tags and their like; gives whether what is left can be read all the same."""
    started, safe = 0, True
    try:
        for token in yaml.scan(text, Loader=_Loader):
            started += isinstance(token, yaml.DocumentStartToken)
            if fault := _feature(token, started):
                line, column = _start(token)
                length = token.end_mark.column - token.start_mark.column
                document.problem_at(*fault, line, column, length=max(1, length))
                # Aliases can stand for endless data, and what a second document means is anyone's guess.
                safe = safe and not isinstance(token, yaml.AliasToken | yaml.DocumentStartToken)
    except (yaml.YAMLError, ValueError):
        pass  # Composing meets the same error, and says it better.
    return safe


def _start(found: yaml.Token | yaml.Event) -> tuple[int, int]:
    mark = found.start_mark
    assert mark is not None
    return mark.line + 1, mark.column + 1


def _feature(token: yaml.Token, started: int) -> tuple[str, str, str] | None:
    quote = "write the value out, or put quotes around a text that begins so"
    match token:
        case yaml.AnchorToken():
            return "yaml-feature", f"an anchor: &{token.value}", quote
        case yaml.AliasToken():
            return "yaml-feature", f"an alias: *{token.value}", quote
        case yaml.TagToken():
            return "yaml-feature", f"a tag: {''.join(part or '' for part in token.value)}", quote
        case yaml.DirectiveToken():
            return "yaml-feature", f"a directive: %{token.name}", "delete the line"
        case yaml.DocumentStartToken() if started > 1:
            return "yaml-documents", "a second document begins here", "put each entry into a file of its own"
        case _:
            return None


def _note_syntax(error: Exception, document: Document) -> None:
    mark = getattr(error, "problem_mark", None)
    what = str(getattr(error, "problem", None) or error)
    if mark is None:
        document.problem_at("yaml-syntax", what, "check quotes and backslashes")
        return
    line = min(mark.line, max(0, len(document.lines) - 1))
    source = document.lines[line] if document.lines else ""
    if tab := re.match(r"\s*\t", source):
        message, hint = "a tab indents this line", "indent with two blanks a level"
        document.problem_at("yaml-tab", message, hint, line + 1, tab.end())
    elif "document start" in what or "another document" in what:
        message, hint = "a second document begins here", "put each entry into a file of its own"
        document.problem_at("yaml-documents", message, hint, line + 1, mark.column + 1)
    else:
        document.problem_at("yaml-syntax", what, _syntax_hint(what, source), line + 1, mark.column + 1)


def _syntax_hint(what: str, source: str) -> str:
    if "mapping values are not allowed" in what:
        return "put double quotes around a text that holds a colon and a blank; or check the indentation"
    if "cannot start any token" in what:
        return "put double quotes around a text that begins with a special character"
    if "end of stream" in what or "quoted scalar" in what:
        return "close the quotes that were opened above"
    if source.count('"') % 2:
        return "a double quote is missing, or one inside the text needs a backslash before it"
    return "check quotes, brackets and indentation here and on the line above"


def _construct(node: yaml.Node, document: Document, typed: dict[str, str], path: DataPath) -> Plain:
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node, typed.get(str(path[-1]) if path else ""))
    if isinstance(node, yaml.SequenceNode):
        return [_construct(item, document, typed, (*path, index)) for index, item in enumerate(node.value)]
    assert isinstance(node, yaml.MappingNode)
    return dict(_members(node, document, typed, path))


def _members(
    node: yaml.MappingNode, document: Document, typed: dict[str, str], path: DataPath
) -> Iterator[tuple[str, Plain]]:
    seen: dict[str, int] = {}
    for key_node, value_node in node.value:
        mark = key_node.start_mark
        if not isinstance(key_node, yaml.ScalarNode) or key_node.tag == _TAG + "merge":
            document.problem_at(
                "yaml-feature", "a key that is not a plain word", "write `field: value`", mark.line + 1, mark.column + 1
            )
            continue
        key = key_node.value
        if key in seen:
            document.problem_at(
                "repeated-key",
                f"the field {key!r} stands twice; the first is on line {seen[key]}",
                "join the two, or delete one",
                mark.line + 1,
                mark.column + 1,
                length=len(key),
            )
            continue
        seen[key] = mark.line + 1
        yield key, _construct(value_node, document, typed, (*path, key))


def _scalar(node: yaml.ScalarNode, wanted: str | None) -> Plain:
    kind = node.tag.removeprefix(_TAG)
    if kind == "null":
        return None
    if kind == wanted == "int" and re.fullmatch(r"-?(0|[1-9]\d{0,17})", node.value):
        return int(node.value)
    if kind == wanted == "timestamp":
        try:
            return datetime.date.fromisoformat(node.value)
        except ValueError:
            return str(node.value)
    # A tag of one's own is noted already.
    return Misread(str(node.value), _MISREADINGS[kind]) if kind in _MISREADINGS else str(node.value)
