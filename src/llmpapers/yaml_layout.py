"""Where the values of a YAML file stand."""

import re
from dataclasses import dataclass, field

import yaml

from llmpapers.yaml_values import DataPath

# What editors count as the end of a line; YAML 1.1 has three more.
_LINE_BREAK = "\r\n|[\n\r]"


def split_lines(text: str) -> list[str]:
    """Split a text as editors do."""
    return re.split(_LINE_BREAK, text)


@dataclass(slots=True)
class Layout:
    """The lines of a file, and the places of its values."""

    lines: list[str]
    root: yaml.Node | None = None
    """What the file holds; None if it cannot be read as YAML."""
    _members: dict[int, dict[str, tuple[yaml.Node, yaml.Node]]] = field(default_factory=dict)

    def line(self, number: int) -> str:
        """Give a line, counted from 1; empty if there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

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
        if start.line >= len(self.lines):  # An empty value at the end, on a line of which there is nothing.
            return len(self.lines), len(self.lines[-1]) + 1, 1
        last = end.column if end.line == start.line else len(self.line(start.line + 1).rstrip())
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
