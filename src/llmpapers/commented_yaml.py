"""Plain YAML as a tree that holds its comments, each with the field or item that it belongs to.

A comment above a field, and blank lines there, belong to that field; a comment at the end of a line belongs to what
stands on the line. PyYAML decides what the text says, as it does for every other command; it drops the comments, which
are found here between its tokens.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from llmpapers.errors import LlmpapersError
from llmpapers.yaml_faults import DEPTH_LIMIT

_TAG = "tag:yaml.org,2002:"
# The C reader is about ten times as fast; a Python without libyaml still works.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OPENING = (
    yaml.BlockMappingStartToken, yaml.BlockSequenceStartToken, yaml.FlowMappingStartToken, yaml.FlowSequenceStartToken,
)  # fmt: skip
_CLOSING = (yaml.BlockEndToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)
_ENDLESS = float("inf")


@dataclass(slots=True)
class Scalar:
    """A single value."""

    text: str
    """What it says, without quotes and folding."""
    kind: str = "str"
    """What YAML takes it for: `str`, `int`, `timestamp`, `null` and so on."""


@dataclass(slots=True)
class Item:
    """A field of a mapping or an item of a list."""

    value: "Value"
    key: Scalar | None = None
    """The field's name; None for an item of a list."""
    leading: list[str] = field(default_factory=list)
    """Comments above it, in order; an empty text is a blank line."""
    extra: list[str] = field(default_factory=list)
    """Comments between its name and its end for which there is no place; they go above it."""
    inline: str = ""
    """The comment at the end of its line."""
    lines: tuple[int, int] = (0, 0)
    """Where it stands in the text: its first line, and the line after its last, from 0 and without `leading`."""

    @property
    def name(self) -> str:
        """The field's name as text; empty for an item of a list."""
        return self.key.text if self.key else ""


@dataclass(slots=True)
class Collection:
    """A mapping or a list."""

    is_mapping: bool
    items: list[Item] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)
    """Comments below the last item."""

    def find(self, name: str) -> Item | None:
        """Give the field of a name, if there is one."""
        return next((item for item in self.items if item.name == name), None)


Value: TypeAlias = Scalar | Collection


@dataclass(slots=True)
class Tree:
    """A file of YAML."""

    root: Value
    head: list[str]
    """Comments at the top that belong to the file rather than to its first field."""
    in_blocks: bool = True
    """Whether the root is written as lines rather than in brackets."""


@dataclass(frozen=True, slots=True)
class _Note:
    """A comment, or a blank line, as it stands in the text."""

    index: int
    line: int
    column: int
    own_line: bool
    text: str


def read_tree(text: str) -> Tree:
    """Read a file's text.

    Args:
        text: YAML of plain data, whose lines end in line feeds only.

    Raises:
        LlmpapersError: if it is no YAML, or holds nothing.
    """
    try:
        notes = list(_notes(text))
        root = yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = getattr(error, "problem", None) or str(error)
        raise LlmpapersError(f"the text cannot be read as YAML: {reason}") from error
    if root is None:
        raise LlmpapersError("the text holds no entry")
    return _Reader(notes, text.split("\n")).tree(root)


def comments(text: str) -> list[str]:
    """Give the comments of a text in order, each as a line of its own.

    One that stands beside something brings that along: `# arxiv: "2402.12354"  # the second version`. The line by which
    an editor finds the schema is none.

    Args:
        text: YAML of plain data, whose lines end in line feeds only.
    """
    lines = text.split("\n")
    found = [note for note in _notes(text) if note.text and not is_schema_line(note.text)]
    return [note.text if note.own_line else f"# {lines[note.line].strip()}" for note in found]


def _notes(text: str) -> Iterator[_Note]:
    """Find the comments and the blank lines: they are what is between two tokens."""
    end = depth = 0
    for token in yaml.scan(text, Loader=_Loader):
        depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
        # Both stand for endless work, and plain data has neither.
        if depth > DEPTH_LIMIT or isinstance(token, yaml.AliasToken):
            raise LlmpapersError(f"line {token.start_mark.line + 1}: this is more than plain fields and lists")
        start = token.start_mark.index
        if start > end:
            yield from _notes_between(text, end, start)
        end = max(end, token.end_mark.index)
        if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
            yield from _note_of_header(text, start)
            # The blank lines below are no part of what it says.
            end = start + len(text[start:end].rstrip())
    yield from _notes_between(text, end, len(text))


def _notes_between(text: str, start: int, end: int) -> Iterator[_Note]:
    line = text.count("\n", 0, start)
    own_line = start == 0 or text[start - 1] == "\n"
    index = start
    parts = text[start:end].split("\n")
    for number, part in enumerate(parts):
        bare = part.strip()
        column = index - (text.rfind("\n", 0, index) + 1) + len(part) - len(part.lstrip())
        if bare.startswith("#"):
            yield _Note(index + part.index("#"), line, column, own_line, bare)
        elif not bare and own_line and number < len(parts) - 1:
            yield _Note(index, line, 0, True, "")
        index += len(part) + 1
        line += 1
        own_line = True


def _note_of_header(text: str, start: int) -> Iterator[_Note]:
    """Find the comment behind the sign that opens a text of several lines: `summary: >-  # why`."""
    header = text[start:].partition("\n")[0]
    if found := re.match(r"[|>][-+0-9]{0,2}[ \t]+(#.*)", header):
        yield _Note(start + found.start(1), text.count("\n", 0, start), 0, False, found[1].rstrip())


class _Reader:
    """Walks the nodes in the order of the text, and gives each the comments that it comes by."""

    def __init__(self, notes: list[_Note], lines: list[str]) -> None:
        self.notes = notes
        self.lines = lines
        self.next = 0
        self.last_line = 0

    def tree(self, root: yaml.Node) -> Tree:
        top = self._before(root.start_mark.index)
        in_blocks = not getattr(root, "flow_style", None)
        holder = Item(Scalar(""))
        self._fill(holder, root, _ENDLESS, -1)
        rest = [note.text for note in self.notes[self.next :]]
        while rest and not rest[-1]:
            rest.pop()
        head, leading = _parted(top)
        if isinstance(holder.value, Scalar) or not holder.value.items:
            head += [*leading, *holder.extra, *filter(None, [holder.inline]), *rest]
            return Tree(holder.value, head, in_blocks)
        first = holder.value.items[0]
        first.leading = [*leading, *holder.extra, *filter(None, [holder.inline]), *first.leading]
        holder.value.tail += rest
        return Tree(holder.value, head, in_blocks)

    def _before(self, index: float) -> list[str]:
        """Take the notes that stand before a place."""
        found = []
        while self.next < len(self.notes) and self.notes[self.next].index < index:
            found.append(self.notes[self.next].text)
            self.next += 1
        return found

    def _behind(self, line: int, limit: float) -> list[str]:
        """Take the comment at the end of a line, if it stands before the limit."""
        if self.next < len(self.notes):
            note = self.notes[self.next]
            if not note.own_line and note.line == line and note.index < limit:
                self.next += 1
                return [note.text]
        return []

    def _fill(self, item: Item, node: yaml.Node, limit: float, parent_column: int) -> None:
        """Make the value of an item, with all comments inside it and behind it, up to where the next thing begins."""
        if isinstance(node, yaml.ScalarNode):
            self._fill_scalar(item, node, limit)
            return
        assert isinstance(node, yaml.CollectionNode)
        item.value = Collection(isinstance(node, yaml.MappingNode))
        starts = [(child[0] if isinstance(child, tuple) else child).start_mark for child in node.value]
        ends = [start.index for start in starts[1:]] + [node.end_mark.index if node.flow_style else limit]
        line = node.start_mark.line if node.flow_style else item.lines[0]
        behind = self._behind(line, starts[0].index if starts else node.end_mark.index)
        for child, end in zip(node.value, ends, strict=False):
            item.value.items.append(self._item(child, end, starts[0].column))
        if node.flow_style:
            item.value.tail = list(filter(None, self._before(node.end_mark.index)))
            self.last_line = max(self.last_line, node.end_mark.line)
            behind += self._behind(node.end_mark.line, limit)
        else:
            item.value.tail = self._tail(max(node.start_mark.column, parent_column + 1), limit)
        _put(item, behind)

    def _fill_scalar(self, item: Item, node: yaml.ScalarNode, limit: float) -> None:
        item.value = Scalar(node.value, node.tag.removeprefix(_TAG))
        behind = self._before(node.start_mark.index)
        end = node.end_mark.line
        if node.style in ("|", ">"):
            behind += self._behind(node.start_mark.line, limit)
            # Its mark is where the next thing begins, behind the blank lines below.
            end = max(node.start_mark.line, end - (node.end_mark.column == 0))
            keeps_blank_lines = "+" in self.lines[node.start_mark.line][node.start_mark.column :][:3]
            while not keeps_blank_lines and end > node.start_mark.line and not self.lines[end].strip():
                end -= 1
        else:
            behind += self._behind(end, limit)
        self.last_line = max(self.last_line, end)
        _put(item, [text for text in behind if text])

    def _item(self, child: "yaml.Node | tuple[yaml.Node, yaml.Node]", limit: float, column: int) -> Item:
        key, node = child if isinstance(child, tuple) else (None, child)
        start = (key or node).start_mark
        item = Item(Scalar(""), leading=self._before(start.index), lines=(start.line, 0))
        if key is not None:
            if not isinstance(key, yaml.ScalarNode):
                raise LlmpapersError(f"line {start.line + 1}: a key that is not a plain word")
            item.key = Scalar(key.value, key.tag.removeprefix(_TAG))
        self.last_line = start.line
        self._fill(item, node, limit, column)
        item.lines = (start.line, self.last_line + 1)
        return item

    def _tail(self, column: int, limit: float) -> list[str]:
        """Take the comments below the last item that stand as deep as it does, with the blank lines between them."""
        found: list[str] = []
        passed: list[str] = []
        for number, note in enumerate(self.notes[self.next :], self.next + 1):
            if note.index >= limit or (note.text and note.column < column):
                break
            passed.append(note.text)
            if note.text:
                found += passed
                passed = []
                self.next = number
                self.last_line = note.line
        return found


def _put(item: Item, behind: list[str]) -> None:
    """Keep a comment at the end of the line; where there are several, the others go above."""
    item.extra += behind[:-1]
    item.inline = behind[-1] if behind else ""


def _parted(top: list[str]) -> tuple[list[str], list[str]]:
    """Tell what the top says of the file from what it says of the first field: a blank line, or an editor's line."""
    last = max((number for number, text in enumerate(top) if not text or is_schema_line(text)), default=-1)
    return top[: last + 1], top[last + 1 :]


def is_schema_line(comment: str) -> bool:
    """Tell the comment by which an editor finds the schema of a file."""
    return re.match(r"#\s*yaml-language-server:", comment) is not None
