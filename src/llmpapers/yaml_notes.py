"""The comments and blank lines of a YAML text, which PyYAML drops: they are what stands between its tokens."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from llmpapers.errors import LlmpapersError
from llmpapers.yaml_faults import DEPTH_LIMIT
from llmpapers.yaml_values import LOADER

# PyYAML counts more ends of lines than an editor does.
_LINE_END = re.compile("[\n\x85\u2028\u2029]")
# The sign that opens a text of several lines, with a comment behind it: `>-  # why`.
_HEADER = re.compile("[|>][-+0-9]{0,2}[ \t]+(#[^\n\x85\u2028\u2029]*)")
_BLANKS = " \t\n\x85\u2028\u2029"
_OPENING = (
    yaml.BlockMappingStartToken, yaml.BlockSequenceStartToken, yaml.FlowMappingStartToken, yaml.FlowSequenceStartToken,
)  # fmt: skip
_CLOSING = (yaml.BlockEndToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)
# Aliases stand for endless work; the others would be lost in writing.
_NOT_PLAIN = (yaml.AliasToken, yaml.AnchorToken, yaml.TagToken, yaml.DirectiveToken)


@dataclass(frozen=True, slots=True)
class Note:
    """A comment, or a blank line, as it stands in the text."""

    index: int
    line: int
    """From 0, as the index and the column."""
    column: int
    own_line: bool
    """Whether nothing stands before it on its line."""
    text: str
    """Empty for a blank line."""


def split_as_yaml(text: str) -> list[str]:
    """Split a text into the lines that PyYAML counts."""
    return _LINE_END.split(text)


def is_schema_line(comment: str) -> bool:
    """Tell the comment by which an editor finds the schema of a file."""
    return re.match(r"#\s*yaml-language-server:", comment) is not None


def comments(text: str) -> list[str]:
    """Give the comments of a text in order, each as a line of its own.

    One that stands beside something brings that along: `# arxiv: "2402.12354"  # the second version`. The line by which
    an editor finds the schema is none.

    Args:
        text: YAML of plain data, whose lines end in line feeds only.
    """
    lines = split_as_yaml(text)
    found = [note for note in find_notes(text) if note.text and not is_schema_line(note.text)]
    return [note.text if note.own_line else f"# {lines[note.line].strip()}" for note in found]


def find_notes(text: str) -> Iterator[Note]:
    """Find the comments and the blank lines of a text, in order.

    Raises:
        LlmpapersError: if the text holds more of YAML than plain data.
        yaml.YAMLError: if it is no YAML.
    """
    starts = [0, *(found.end() for found in _LINE_END.finditer(text))]
    end = depth = 0
    for token in yaml.scan(text, Loader=LOADER):
        depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
        if depth > DEPTH_LIMIT or isinstance(token, _NOT_PLAIN):
            raise LlmpapersError(f"line {token.start_mark.line + 1}: this is more than plain fields and lists")
        start = token.start_mark.index
        if start > end:
            yield from _notes_between(text, end, start, starts)
        end = max(end, token.end_mark.index)
        if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
            yield from _note_of_header(text, start, starts)
            # The blank lines below are no part of what it says.
            end = start + len(text[start:end].rstrip(_BLANKS))
    yield from _notes_between(text, end, len(text), starts)


def _notes_between(text: str, start: int, end: int, starts: list[int]) -> Iterator[Note]:
    line = bisect_right(starts, start) - 1
    index = start
    own_line = start == starts[line]
    parts = split_as_yaml(text[start:end])
    for number, part in enumerate(parts):
        bare = part.strip()
        column = index - starts[line] + len(part) - len(part.lstrip())
        if bare.startswith("#"):
            yield Note(index + part.index("#"), line, column, own_line, bare)
        elif not bare and own_line and number < len(parts) - 1:
            yield Note(index, line, 0, True, "")
        index += len(part) + 1
        line += 1
        own_line = True


def _note_of_header(text: str, start: int, starts: list[int]) -> Iterator[Note]:
    if found := _HEADER.match(text, start):
        yield Note(found.start(1), bisect_right(starts, start) - 1, 0, False, found[1].rstrip())
