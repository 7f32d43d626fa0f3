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
_MISREADINGS = {"bool": "a truth value", "float": "a number", "int": "a number", "timestamp": "a date", "value": "a key"}

DataPath: TypeAlias = tuple[str | int, ...]
"""Where a value is in the data: keys and indexes (from 0) from the root."""
Plain: TypeAlias = "str | int | None | datetime.date | Misread | list[Plain] | dict[str, Plain]"
"""What reading yields."""

# What YAML 1.1 counts as the end of a line.
_LINE_BREAK = "\r\n|[\n\r\x85\u2028\u2029]"
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
        self.problem_at(code, message, hint, line, column, length)

    def problem_at(self, code: str, message: str, hint: str, line: int, column: int, length: int = 1) -> None:
        """Note a problem at a line and a column, both from 1."""
        source = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        self.problems.append(Problem(self.name, line, column, code, message, hint, length, source))

    def place(self, path: DataPath, *, at_key: bool = False) -> tuple[int, int, int]:
        """Find a value in the text.

        Returns:
            Line and column, both from 1, and the number of characters at fault on that line.
        """
        node, key = self.root, None
        for step in path:
            child_key, child = _child(node, step)
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


def _child(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node | None, yaml.Node | None]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value == step:
                return key, value
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    return None, None


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
    text = _read_text(path, document, catalog.resolve(), limit)
    if text is None:
        return document
    document.lines = re.split(_LINE_BREAK, text)
    if not _is_plain(text, document):
        return document
    try:
        document.root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        _note_syntax(error, document)
        return document
    if document.root is None:
        document.problem_at("empty-file", "the file holds no entry", "write the entry, or delete the file", 1, 1)
        return document
    document.data = _construct(document.root, document, typed, ())
    document.readable = True
    return document


def _read_text(path: Path, document: Document, catalog: Path, limit: int) -> str | None:
    raw = _read_bytes(path, document, catalog, limit)
    if raw is None:
        return None
    if raw.startswith(b"\xef\xbb\xbf"):
        document.lines = [raw[3:].split(b"\n", 1)[0].decode("utf-8", "replace")]
        document.problem_at(
            "byte-order-mark", "the file begins with a byte-order mark", "save it as UTF-8 without BOM", 1, 1
        )
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        document.lines = raw.decode("utf-8", "replace").split("\n")
        document.problem_at(
            "not-utf8",
            f"the byte 0x{raw[error.start]:02x} is not UTF-8 text",
            "save the file as UTF-8",
            line,
            column,
        )
        return None


def _read_bytes(path: Path, document: Document, catalog: Path, limit: int) -> bytes | None:
    try:
        if path.is_symlink() and not path.resolve().is_relative_to(catalog):
            document.problem_at(
                "link-outside", "the file is a symbolic link that leaves the catalog", "put the file itself here", 1, 1
            )
            return None
        # Not blocking, so that a named pipe is refused instead of waited for.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise OSError("it is no regular file")
            if status.st_size > limit:
                size = f"{status.st_size / 1024:.0f} KB"
                document.problem_at(
                    "file-too-large",
                    f"the file has {size}, more than the {limit // 1024} KB that it may have",
                    "keep to one short entry a file",
                    1,
                    1,
                )
                return None
            return file.read()
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        document.problem_at("unreadable-file", f"the file cannot be read: {reason}", "mend or delete it", 1, 1)
        return None


def _is_plain(text: str, document: Document) -> bool:
    """Look for what YAML offers beyond plain data, before anything is built of it."""
    found = len(document.problems)
    if text.count("[") + text.count("{") > DEPTH_LIMIT or re.search(r"^(?: {40}|\s*(?:- ){20})", text, re.MULTILINE):
        _note_depth(text, document)
    if len(document.problems) == found and re.search(r"[&*!]|^%|^---|^\.\.\.|<<", text, re.MULTILINE):
        _note_features(text, document)
    return len(document.problems) == found


def _note_depth(text: str, document: Document) -> None:
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > DEPTH_LIMIT:
                    mark = event.start_mark
                    document.problem_at(
                        "yaml-depth",
                        f"more than {DEPTH_LIMIT} levels of nesting",
                        "write plain fields and lists",
                        mark.line + 1,
                        mark.column + 1,
                    )
                    return
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError as error:
        _note_syntax(error, document)


def _note_features(text: str, document: Document) -> None:
    started = 0
    try:
        for token in yaml.scan(text, Loader=_Loader):
            if isinstance(token, yaml.DocumentStartToken):
                started += 1
            fault = _feature(token, started)
            if fault:
                code, message, hint = fault
                mark = token.start_mark
                length = token.end_mark.column - mark.column if token.end_mark.line == mark.line else 1
                document.problem_at(code, message, hint, mark.line + 1, mark.column + 1, max(1, length))
                if code == "yaml-documents":
                    return
    except yaml.YAMLError:
        return  # Composing meets the same error, and says it better.


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


def _note_syntax(error: yaml.YAMLError, document: Document) -> None:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or "characters that YAML does not allow"
    if mark is None:
        line, column = _forbidden_character(document.lines)
        document.problem_at("yaml-syntax", what, "delete the invisible character", line, column)
        return
    line = min(mark.line, max(0, len(document.lines) - 1))
    source = document.lines[line] if document.lines else ""
    if tab := re.match(r"\s*\t", source):
        document.problem_at(
            "yaml-tab", "a tab indents this line", "indent with two blanks a level", line + 1, tab.end(), 1
        )
        return
    document.problem_at("yaml-syntax", str(what), _syntax_hint(str(what), source), line + 1, mark.column + 1)


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


def _forbidden_character(lines: list[str]) -> tuple[int, int]:
    for number, line in enumerate(lines, 1):
        for column, character in enumerate(line, 1):
            if not (character == "\t" or " " <= character <= "~" or character == "\x85" or character >= "\xa0"):
                return number, column
            if "\ud800" <= character <= "\udfff" or character in "\ufffe\uffff":
                return number, column
    return 1, 1


def _construct(node: yaml.Node, document: Document, typed: dict[str, str], path: DataPath) -> Plain:
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node, document, typed.get(str(path[-1]) if path else ""), path)
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
                len(key),
            )
            continue
        seen[key] = mark.line + 1
        yield key, _construct(value_node, document, typed, (*path, key))


def _scalar(node: yaml.ScalarNode, document: Document, wanted: str | None, path: DataPath) -> Plain:
    kind = node.tag.removeprefix(_TAG)
    if kind == "str":
        return str(node.value)
    if kind == "null":
        return None
    if kind == wanted == "int" and re.fullmatch(r"-?(0|[1-9]\d{0,17})", node.value):
        return int(node.value)
    if kind == wanted == "timestamp":
        try:
            return datetime.date.fromisoformat(node.value)
        except ValueError:
            return str(node.value)
    return Misread(str(node.value), _MISREADINGS.get(kind, "something else"))
