"""The plain part of YAML that nearly all entries are written in, read many times as fast as by a whole YAML reader.

Accepted are `field: value` with values on one line (plain, or in quotes without escapes), texts folded by `>-`, lists
and mappings in blocks, and comments on lines of their own. Whatever else a file holds, sound or not, is left to the
YAML reader. What is accepted means the same to both.
"""

import re
from collections.abc import Iterator, Mapping

import yaml

from llmpapers.yaml_values import TAG, Plain, scalar

# What a value and a word begin with, told by what they do not: a class of all letters takes long to compile.
_BEGINNING, _LETTER = r"[^\x00-/:-@\[-`{-\xa0]", r"[^\x00-@\[-`{-\xa0]"
_VALUE = rf"(?P<value>\"[^\"\\\n]*\"|'[^'\n]*'|{_BEGINNING}[^\n]*)"
_FIELD = re.compile(
    rf"(?P<key>[a-z_]+):(?: {_VALUE}| >-(?P<folded>(?:\n  [^ \n][^\n]*)+)|(?P<block>(?:\n  [^\n]*)+))\n|(?:#[^\n]*)?\n"
)
_ITEM = re.compile(rf"  - (?:(?P<key>[a-z_]+): )?{_VALUE}")
_MEMBER = re.compile(rf"(?P<indent>(?:  ){{1,2}})(?P<key>[a-z][a-z_-]*): {_VALUE}")
# Most lists are names and addresses. A word of YAML's own that begins with a letter has at most five of them.
_WORDS = re.compile(rf"(?:\n  - {_LETTER}[^\n]*)+")
_LONGEST_KEYWORD = 5
_RESOLVERS: Mapping[str, list[tuple[str, re.Pattern[str]]]] = yaml.SafeLoader.yaml_implicit_resolvers


class _UnsureError(Exception):
    """Something that is left to the YAML reader."""


def read_plain(text: str, typed: Mapping[str, str]) -> dict[str, Plain] | None:
    """Read a mapping that is written in the plain part of YAML.

    Args:
        text: the file, without characters that YAML refuses.
        typed: the fields whose values are not text, with the YAML type they take.

    Returns:
        What the YAML reader would make of it, or None if that is not certain.
    """
    if not text.endswith("\n"):
        text += "\n"
    # What these mean depends on their place.
    if " \n" in text or "\t" in text or "\r" in text or "\ufeff" in text:
        return None
    try:
        return _fields(text, typed) or None
    except _UnsureError:
        return None


def _fields(text: str, typed: Mapping[str, str]) -> dict[str, Plain]:
    fields: dict[str, Plain] = {}
    found = None
    # Each match begins where the one before it ended; Python's own `re.Scanner` is made of the same.
    for found in iter(_FIELD.scanner(text).match, None):  # type: ignore[attr-defined]
        key, value, folded, block = found.groups()
        if key is None:
            continue
        if key in fields:
            raise _UnsureError
        if value is not None:
            fields[key] = _scalar(value, typed.get(key))
        elif folded is not None:
            fields[key] = folded[3:].replace("\n  ", " ")
        else:
            fields[key] = _block(block, typed)
    if not found or found.end() != len(text):
        raise _UnsureError
    return fields


def _block(block: str, typed: Mapping[str, str]) -> Plain:
    if _is_plain(block) and _WORDS.fullmatch(block):
        return [
            item if len(item) > _LONGEST_KEYWORD else _scalar(item, None)
            for item in block.removeprefix("\n  - ").split("\n  - ")
        ]
    lines = block[1:].split("\n")
    if lines[0].startswith("  - "):
        return list(_items(lines, typed))
    members: dict[str, Plain] = {}
    for line in lines:
        _add_member(members, line, "  ", typed)
    return members


def _items(lines: list[str], typed: Mapping[str, str]) -> Iterator[Plain]:
    item: dict[str, Plain] | None = None
    for line in lines:
        found = _ITEM.fullmatch(line)
        if not found:
            if item is None:
                raise _UnsureError
            _add_member(item, line, "    ", typed)
            continue
        if item is not None:
            yield item
        key, value = found.groups()
        item = None if key is None else {key: _scalar(value, typed.get(key))}
        if item is None:
            yield _scalar(value, None)
    if item is not None:
        yield item


def _add_member(members: dict[str, Plain], line: str, indent: str, typed: Mapping[str, str]) -> None:
    found = _MEMBER.fullmatch(line)
    if not found or found["indent"] != indent or found["key"] in members:
        raise _UnsureError
    members[found["key"]] = _scalar(found["value"], typed.get(found["key"]))


def _is_plain(text: str) -> bool:
    """Tell whether nothing in a scalar without quotes, or in lines of them, begins something else."""
    return ": " not in text and " #" not in text and ":\n" not in text and text[-1] != ":"


def _scalar(text: str, wanted: str | None) -> Plain:
    if text[0] in "\"'":
        return text[1:-1]
    if not _is_plain(text):
        raise _UnsureError
    if len(text) > _LONGEST_KEYWORD and text[0].isalpha():
        return text
    for tag, pattern in _RESOLVERS.get(text[0], ()):
        if pattern.match(text):
            return scalar(tag.removeprefix(TAG), text, wanted)
    return text
