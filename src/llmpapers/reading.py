"""YAML in, as plain data; where a value stands is found out when something is wrong with it."""

import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from llmpapers.plain_yaml import read_plain
from llmpapers.problems import Problem
from llmpapers.project import real_path
from llmpapers.yaml_faults import Fault, composed, faults_before_composing
from llmpapers.yaml_layout import Layout, split_lines
from llmpapers.yaml_values import TAG, DataPath, Plain, scalar

ENTRY_LIMIT = 256 * 1024
"""Bytes that a paper or a resource may have."""
LIST_LIMIT = 4 * 1024 * 1024
"""Bytes that topics.yaml, venues.yaml and links.yaml may have."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_LONGEST_MESSAGE = 600

# Characters that YAML refuses, and the three that it takes for the end of a line though no editor does.
_ODD_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_LINE_BREAKS_OF_YAML = "\x85\u2028\u2029"
# Not blocking, so that a named pipe is refused instead of waited for.
_FOLLOWING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_NOT_FOLLOWING = _FOLLOWING | getattr(os, "O_NOFOLLOW", 0)
_USUAL_BYTES = b"\t\n\r" + bytes(range(0x20, 0x7F))


@dataclass(slots=True)
class Document:
    """One file of YAML: its data, and what is wrong with it so far."""

    name: str
    """The file's path from the project's root, as problems show it."""
    root: str | None = None
    """The folder from which the name leads to the file, which is read again if something of it has to be placed or
    shown; None where there is no file to read."""
    data: Plain = None
    """The content; None where reading had to stop."""
    readable: bool = False
    """Whether there is data to look at."""
    layout: Layout | None = None
    """Where everything stands; None until it is asked for."""
    _noted: list[Problem] | None = None
    """None for most, of which there may be very many."""

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with it so far."""
        return self._noted or []

    def problem(self, code: str, message: str, hint: str, path: DataPath = (), *, at_key: bool = False) -> None:
        """Note a problem at a place of the data.

        Args:
            code: one of the problem codes.
            message: what is wrong.
            hint: what to do.
            path: the value at fault; where it does not exist, the nearest one around it that does.
            at_key: whether the name of the field is at fault rather than its value.
        """
        line, column, length = self._layout().place(path, at_key=at_key)
        self.problem_at(code, message, hint, line, column, length=length)

    def line_of(self, path: DataPath) -> int:
        """Give the line, from 1, on which a value of the data stands."""
        return self._layout().place(path, at_key=False)[0]

    def line_with(self, path: DataPath, text: str) -> int:
        """Give the line, from 1, on which a text stands inside a value; the value's own where it stands on none."""
        first = self.line_of(path)
        lines = enumerate(self._layout().lines[first - 1 :], first)
        return next((number for number, line in lines if text in line), first)

    def problem_at(
        self, code: str, message: str, hint: str, line: int = 1, column: int = 1, *, length: int = 1
    ) -> None:
        """Note a problem at a line and a column, both from 1."""
        source = self._layout().line(line)
        message, hint = _shortened(message), _shortened(hint)
        self._noted = self._noted or []
        self._noted.append(Problem(self.name, line, column, code, message, hint, length, source))

    def note(self, fault: Fault) -> None:
        """Note a fault of the text."""
        self.problem_at(fault.code, fault.message, fault.hint, fault.line, fault.column, length=fault.length)

    def _layout(self) -> Layout:
        if self.layout is None:
            self.layout = _layout_of(f"{self.root}/{self.name}") if self.root and self.readable else Layout([])
        return self.layout


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_MESSAGE else text[: _LONGEST_MESSAGE - 1] + "…"


def read_document(root: str, name: str, *, catalog: Path | None, limit: int, typed: Mapping[str, str]) -> Document:
    """Read a file of YAML; whatever is wrong with it becomes a problem, nothing is raised.

    Args:
        root: the folder from which the name leads to the file.
        name: the file's name in problems.
        catalog: the folder that the file, links followed, must lie in; None follows no link.
        limit: the most bytes it may have.
        typed: the fields whose values are not text, with the YAML type they take: ``int`` or ``timestamp``.
    """
    document = Document(name, root)
    raw = _read_bytes(f"{root}/{name}", document, catalog, limit)
    text = None if raw is None else _decoded(raw, document)
    if raw is None or text is None:
        return document
    is_usual = not raw.translate(None, _USUAL_BYTES) or not _ODD_CHARACTER.search(text)
    if is_usual and (data := read_plain(text, typed)) is not None:
        document.data, document.readable = data, True
    else:
        _read_any(text, document, typed)
    return document


def _read_any(text: str, document: Document, typed: Mapping[str, str]) -> None:
    """Read a text that may hold anything."""
    document.layout = Layout(split_lines(text))
    root = _compose(text, document)
    if root is None:
        if not document.problems:
            document.problem_at("empty-file", "the file holds no entry", "write the entry, or delete the file")
        return
    document.layout.root = root
    document.data = _construct(root, document, typed, ())
    document.readable = True
    if not document.problems:
        document.layout = None  # Most files with unusual YAML are sound, and need no places.


def _compose(text: str, document: Document) -> yaml.Node | None:
    text = _without_odd_characters(text, document)
    is_safe = True
    for fault in faults_before_composing(text):
        document.note(fault)
        is_safe = is_safe and not fault.is_fatal
    if not is_safe:
        return None
    root = composed(text, document.layout.lines if document.layout else [])
    if isinstance(root, Fault):
        document.note(root)
        return None
    return root


def _layout_of(path: str) -> Layout:
    """Read a file again for where everything stands; it may have changed or gone since."""
    try:
        text = Path(path).read_bytes()[:LIST_LIMIT].removeprefix(_BYTE_ORDER_MARK).decode("utf-8", "replace")
    except OSError:
        return Layout([])
    layout = Layout(split_lines(text))
    layout.root = _compose(text, Document("", layout=layout))
    return layout


def _decoded(raw: bytes, document: Document) -> str | None:
    if raw.startswith(_BYTE_ORDER_MARK):
        raw = raw.removeprefix(_BYTE_ORDER_MARK)
        document.layout = Layout(split_lines(raw.decode("utf-8", "replace"))[:1])
        document.problem_at("byte-order-mark", "the file begins with a byte-order mark", "save it as UTF-8 without BOM")
        document.layout = None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = split_lines(raw[: error.start].decode("utf-8"))
        document.layout = Layout(split_lines(raw.decode("utf-8", "replace")))
        message = f"the byte 0x{raw[error.start]:02x} is not UTF-8 text"
        document.problem_at("not-utf8", message, "save the file as UTF-8", len(before), len(before[-1]) + 1)
        return None


def _read_bytes(path: str, document: Document, catalog: Path | None, limit: int) -> bytes | None:
    try:
        if catalog and not real_path(Path(path)).is_relative_to(real_path(catalog)):
            document.problem_at(
                "link-outside", "the file is reached by a link that leaves the catalog", "put the file itself here"
            )
            return None
        raw = _regular_content(path, limit, follow=catalog is not None)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        document.problem_at("unreadable-file", f"the file cannot be read: {reason}", "mend or delete it")
        return None
    if len(raw) > limit:
        message = f"the file has more than the {limit // 1024} KB that it may have"
        document.problem_at("file-too-large", message, "keep to one short entry a file")
        return None
    return raw


def _regular_content(path: str, limit: int, *, follow: bool) -> bytes:
    """Read a file up to a byte more than the limit.

    Raises:
        OSError: if it cannot be read, or is no regular file.
    """
    descriptor = os.open(path, _FOLLOWING if follow else _NOT_FOLLOWING)
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise OSError("it is no regular file")
        raw = os.read(descriptor, min(found.st_size, limit) + 1)
        # One that has just its size is read to its end.
        while len(raw) != found.st_size and len(raw) <= limit and (more := os.read(descriptor, limit + 1 - len(raw))):
            raw += more
        return raw
    finally:
        os.close(descriptor)


def _without_odd_characters(text: str, document: Document) -> str:
    """Put a blank for each character that YAML refuses or splits lines at, so that the rest can be read.

    Noted is the first of each line: an editor shows the others beside it.
    """
    if not _ODD_CHARACTER.search(text):
        return text
    for number, line in enumerate(split_lines(text), 1):
        if found := _ODD_CHARACTER.search(line):
            code = "bad-text" if found[0] in _LINE_BREAKS_OF_YAML else "yaml-syntax"
            message = f"the line holds the character U+{ord(found[0]):04X}"
            document.problem_at(code, message, "delete the invisible character", number, found.start() + 1)
    return _ODD_CHARACTER.sub(" ", text)


def _construct(node: yaml.Node, document: Document, typed: Mapping[str, str], path: DataPath) -> Plain:
    if isinstance(node, yaml.ScalarNode):
        return scalar(node.tag.removeprefix(TAG), str(node.value), typed.get(str(path[-1]) if path else ""))
    if isinstance(node, yaml.SequenceNode):
        return [_construct(item, document, typed, (*path, index)) for index, item in enumerate(node.value)]
    assert isinstance(node, yaml.MappingNode)
    return dict(_members(node, document, typed, path))


def _members(
    node: yaml.MappingNode, document: Document, typed: Mapping[str, str], path: DataPath
) -> Iterator[tuple[str, Plain]]:
    seen: dict[str, int] = {}
    for key_node, value_node in node.value:
        mark = key_node.start_mark
        if not isinstance(key_node, yaml.ScalarNode) or key_node.tag == TAG + "merge":
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
