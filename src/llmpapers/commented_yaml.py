"""Plain YAML as a tree that holds its comments, each with the field or item that it belongs to.

A comment above a field, and blank lines there, belong to that field; a comment at the end of a line belongs to what
stands on the line. PyYAML decides what the text says, as it does for every other command; it drops the comments, which
are found here between its tokens.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from llmpapers.errors import LlmpapersError
from llmpapers.yaml_notes import Note, find_notes, is_schema_line, split_as_yaml
from llmpapers.yaml_values import LOADER, TAG

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
    indent: int | None = 0
    """Blanks before the fields or items of the root; None where it is written in brackets."""


def read_tree(text: str) -> Tree:
    """Read a file's text.

    Args:
        text: YAML of plain data, whose lines end in line feeds only.

    Raises:
        LlmpapersError: if it is no YAML, or holds nothing.
    """
    try:
        notes = list(find_notes(text))
        root = yaml.compose(text, Loader=LOADER)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = getattr(error, "problem", None) or str(error)
        raise LlmpapersError(f"the text cannot be read as YAML: {reason}") from error
    if root is None:
        raise LlmpapersError("the text holds no entry")
    return _Reader(notes, split_as_yaml(text)).tree(root)


class _Reader:
    """Walks the nodes in the order of the text, and gives each the comments that it comes by."""

    def __init__(self, notes: list[Note], lines: list[str]) -> None:
        self.notes = notes
        self.lines = lines
        self.next = 0
        self.last_line = 0

    def tree(self, root: yaml.Node) -> Tree:
        top = self._before(root.start_mark.index)
        indent = None if getattr(root, "flow_style", None) else root.start_mark.column
        holder = Item(Scalar(""))
        self._fill(holder, root, _ENDLESS, -1)
        rest = [note.text for note in self.notes[self.next :]]
        while rest and not rest[-1]:
            rest.pop()
        head, leading = _parted(top)
        if isinstance(holder.value, Scalar) or not holder.value.items:
            head += [*leading, *holder.extra, *filter(None, [holder.inline]), *rest]
            return Tree(holder.value, head, indent)
        first = holder.value.items[0]
        first.leading = [*leading, *holder.extra, *filter(None, [holder.inline]), *first.leading]
        holder.value.tail += rest
        return Tree(holder.value, head, indent)

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
        # A list's items are as deep as its dashes, and not as what stands behind those.
        column = starts[0].column if item.value.is_mapping and starts else node.start_mark.column
        for child, end in zip(node.value, ends, strict=False):
            item.value.items.append(self._item(child, end, column))
        if node.flow_style:
            item.value.tail = list(filter(None, self._before(node.end_mark.index)))
            self.last_line = max(self.last_line, node.end_mark.line)
            behind += self._behind(node.end_mark.line, limit)
        else:
            item.value.tail = self._tail(max(node.start_mark.column, parent_column + 1), limit)
        _put(item, behind)

    def _fill_scalar(self, item: Item, node: yaml.ScalarNode, limit: float) -> None:
        item.value = Scalar(node.value, node.tag.removeprefix(TAG))
        behind = self._before(node.start_mark.index)
        end = node.end_mark.line
        if node.style in ("|", ">"):
            behind += self._behind(node.start_mark.line, limit)
            # Its mark is where the next thing begins, behind the blank lines below.
            end = max(node.start_mark.line, end - (node.end_mark.column == 0))
            keeps_blank_lines = "+" in self.lines[node.start_mark.line][node.start_mark.column :][:3]
            while not keeps_blank_lines and end > node.start_mark.line and not self.lines[end].strip(" \t"):
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
            item.key = Scalar(key.value, key.tag.removeprefix(TAG))
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
