"""The canonical form of YAML: how values are quoted and folded, and where comments stand."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

import yaml

from llmpapers.commented_yaml import Collection, Item, Scalar, Value
from llmpapers.yaml_values import LOADER

WIDTH = 96
"""Characters that a line of folded text may have, its indentation included."""

# Texts that need no second thought: no sign that means something, and a letter that no number has.
_SAFE = re.compile(r"(?=.*[G-WYZg-wyz])[A-Za-z0-9][A-Za-z0-9 ,.()/&'+_-]*[A-Za-z0-9).]|https?://[^\s#]*[^\s#:]")
# What one version of YAML or the other takes for a number, a date, a truth value or nothing.
_AMBIGUOUS = re.compile(
    r"[-+.]*\d[\d_.,:eE+-]*|[-+]?0[xXoObB][\da-fA-F_]+|[-+]?\.(?:inf|nan)|\d+-\d+-\d+(?:[Tt ].*)?"
    r"|y|n|yes|no|on|off|true|false|null|~|=|<<|",
    re.IGNORECASE,
)
_INDICATORS = "-?:,[]{}#&*!|>'\"%@`<="
# What JSON lets stand as it is, though YAML does not, or no reader would see it.
_UNPRINTABLE = re.compile(
    "[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ue000-\uf8ff\ufeff\ufffe\uffff]"
)


def layout(root: Value, styles: dict[str, str], head: Iterable[str] = ()) -> list[str]:
    """Lay out a tree.

    Args:
        root: what a file holds; its items are in order already.
        styles: fields whose values are always `quoted`, `folded` or `literal`, at any depth.
        head: comments at the top.

    Returns:
        The lines, without their ends.
    """
    return [*_comments(head, 0, is_first=True), *_root_lines(root, styles)]


def _root_lines(root: Value, styles: dict[str, str]) -> list[str]:
    if isinstance(root, Scalar):
        return [scalar_text(root)]
    if not root.items:
        return [*_comments(root.tail, 0, is_first=False), "{}" if root.is_mapping else "[]"]
    return list(_collection(root, 0, styles))


def _collection(collection: Collection, depth: int, styles: dict[str, str]) -> Iterator[str]:
    for number, item in enumerate(collection.items):
        yield from item_lines(item, depth, styles, is_first=number == 0)
    yield from _comments(collection.tail, depth, is_first=False)


def item_lines(item: Item, depth: int, styles: dict[str, str], *, is_first: bool = False) -> list[str]:
    """Lay out a field or an item of a list, with what stands above it.

    Args:
        item: what to lay out.
        depth: blanks before it.
        styles: as in `layout`.
        is_first: whether it opens its collection; no blank line goes before it then.
    """
    head = f"{scalar_text(item.key)}:" if item.key else "-"
    above, inline, value = [*item.leading, *item.extra], item.inline, item.value
    body: list[str] = []
    if isinstance(value, Scalar):
        first, *rest = _value_lines(value, styles.get(item.name, ""), depth + 2)
        head = f"{head} {first}".rstrip()
        body = [f"{' ' * depth}  {line}" if line else "" for line in rest]
    elif not value.items:
        head += " {}" if value.is_mapping else " []"
        above += value.tail
    elif item.key or not value.is_mapping:
        body = list(_collection(value, depth + 2, styles))
    else:  # A mapping begins on the line of its dash, so what stands above its first field goes above the dash.
        opening, *others = value.items
        above += [*filter(None, [inline]), *opening.leading, *opening.extra]
        opening = replace(opening, leading=[], extra=[])
        first, *body = _collection(replace(value, items=[opening, *others]), depth + 2, styles)
        head, inline = f"- {first.lstrip()}", ""
    head = " " * depth + (f"{head}  {inline}" if inline else head)
    return [*_comments(above, depth, is_first=is_first), head, *body]


def _comments(texts: Iterable[str], depth: int, *, is_first: bool) -> Iterator[str]:
    """Lay out comments with the blank lines between them, one of several."""
    blank = is_first
    for text in texts:
        if text or not blank:
            yield " " * depth + text if text else ""
        blank = not text


def _value_lines(scalar: Scalar, style: str, depth: int) -> list[str]:
    """Give a value's lines: the first stands behind its field's name, the others are to be indented."""
    if scalar.kind != "str":
        return [scalar_text(scalar)]
    text = scalar.text.strip() if style in {"folded", "literal"} else scalar.text
    if not text:
        return [_quoted(text)]
    if style == "folded" and "\n" not in text:
        lines = [">-", *_filled(text, WIDTH - depth)]
    elif style in {"folded", "literal"}:
        lines = ["|", *text.split("\n")]
        text += "\n"
    else:
        return [_quoted(text) if style == "quoted" else scalar_text(scalar)]
    return lines if _reads_as(lines, text) else [_quoted(text)]


def _filled(text: str, width: int) -> list[str]:
    lines: list[str] = []
    # YAML joins lines by one blank, so only a blank that stands alone may become the end of a line.
    for part in re.split(r"(?<=\S) (?=\S)", text):
        if lines and len(lines[-1]) + 1 + len(part) <= width:
            lines[-1] += f" {part}"
        else:
            lines.append(part)
    return lines


def scalar_text(scalar: Scalar) -> str:
    """Write a value on one line: bare where no reader could take it for anything else, else in double quotes."""
    if scalar.kind == "null":
        return ""
    if scalar.kind != "str":
        return scalar.text
    return scalar.text if _is_plain(scalar.text) else _quoted(scalar.text)


@lru_cache(maxsize=4096)
def _is_plain(text: str) -> bool:
    if _SAFE.fullmatch(text) and not _AMBIGUOUS.fullmatch(text):
        return True
    if not text or text[0] in _INDICATORS or _AMBIGUOUS.fullmatch(text) or not text.isprintable():
        return False
    return _reads_as([text], text)


def _reads_as(lines: list[str], text: str) -> bool:
    """Tell whether a value written so is read back as it was."""
    written = "\n".join([f"- key: {lines[0]}", *(f"    {line}" if line else "" for line in lines[1:])]) + "\n"
    try:
        node = yaml.compose(written, Loader=LOADER)
        value = node.value[0].value[0][1]  # type: ignore[union-attr]
    except (yaml.YAMLError, ValueError, AttributeError, IndexError):
        return False
    return isinstance(value, yaml.ScalarNode) and value.value == text and value.tag.endswith(":str")


def _quoted(text: str) -> str:
    return _UNPRINTABLE.sub(_escaped, json.dumps(text, ensure_ascii=False))


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
