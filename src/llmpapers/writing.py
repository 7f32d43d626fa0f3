"""YAML out: the canonical form of a catalog's files, and edits that keep comments."""

import datetime
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from pydantic import BaseModel

from llmpapers import models
from llmpapers.commented_yaml import Collection, Item, Scalar, Tree, Value, read_tree
from llmpapers.errors import LlmpapersError
from llmpapers.yaml_notes import is_schema_line
from llmpapers.yaml_style import item_lines, layout

_SCHEMA_LINE = "# yaml-language-server: $schema="
_SCHEMAS: dict[type[BaseModel], str] = {
    models.Paper: "paper", models.Resource: "resource", models.Topic: "topics", models.Venue: "venues",
    models.LinkWaiver: "links", models.CatalogInfo: "catalog",
}  # fmt: skip
_LINE_ENDS_OF_YAML = "\x85\u2028\u2029"
_KINDS = ((bool, "bool"), (int, "int"), (datetime.date, "timestamp"))
_STYLES = ((models.Arxiv, "quoted"), (models.Prose, "folded"), (models.Markdown, "literal"))


def schema_address(model: type[BaseModel], depth: int) -> str:
    """Give the address of a kind's schema as a file's first line states it.

    Args:
        model: the kind of record in the file.
        depth: folders between `catalog/` and the file: 1 for `catalog/papers/x.yaml`.
    """
    return f"{'../' * depth}schema/{_SCHEMAS[model]}.json"


def entry_text(model: type[BaseModel], fields: Mapping[str, Any]) -> str:
    """Write a new entry right in its folder in canonical form, with the line that lets editors complete it.

    Args:
        model: the kind of entry: `Paper` or `Resource`.
        fields: its values as plain data; what is None or empty is left out.
    """
    root = _tree_of({name: value for name, value in fields.items() if value is not None and value != []})
    return tree_text(Tree(root, []), model, schema_address(model, 1))


def canonical_text(text: str, model: type[BaseModel], *, schema: str | None = None) -> str:
    """Give a file's canonical form: it says the same, in the one way, with all its comments.

    Args:
        text: the file: one record, or a list of them.
        model: the kind of record.
        schema: address of the schema for the first line; None leaves that line as it is.

    Raises:
        LlmpapersError: if the text is no YAML of plain data.
    """
    tree = read_tree(_with_plain_line_ends(text))
    meaning = _meaning(tree.root, model)
    formatted = tree_text(tree, model, schema)
    # Whatever a text holds, a command that tidies must not change what it says.
    if _meaning(read_tree(formatted).root, model) != meaning:
        raise LlmpapersError("the text cannot be put into canonical form without changing what it says")
    return formatted


def edited_text(text: str, changes: Mapping[str, Any], model: type[BaseModel]) -> str:
    """Set fields of an entry, and leave the rest of the file as it is, byte for byte.

    A file that is written in brackets, or in lines that YAML counts otherwise than an editor, is put into canonical
    form instead.

    Args:
        text: the entry's file.
        changes: new values by field, as plain data; None removes the field and keeps its comments.
        model: the kind of record.

    Raises:
        LlmpapersError: if the text is no mapping in YAML, has one of the fields twice, or cannot be edited without
            losing something of it.
    """
    text = _with_plain_line_ends(text)
    tree = read_tree(text)
    if not isinstance(tree.root, Collection) or not tree.root.is_mapping:
        raise LlmpapersError("the text holds no `field: value` lines")
    expected = _after(tree.root, changes, model)
    for write in (_in_place, _rewritten):
        edited = write(text, tree, changes, model)
        if edited is not None and _says(edited, expected, model):
            return edited
    raise LlmpapersError("the text cannot be edited without changing more of it")


def _after(root: Collection, changes: Mapping[str, Any], model: type[BaseModel]) -> object:
    """Give what a record is to say once the changes are made.

    Raises:
        LlmpapersError: if a field to change stands there twice, so that it is anyone's guess which one is meant.
    """
    repeated = [name for name in changes if sum(item.name == name for item in root.items) > 1]
    if repeated:
        raise LlmpapersError(f"the field {repeated[0]!r} stands twice; delete one of the two first")
    items = [item for item in root.items if item.name not in changes]
    items += [Item(_tree_of(value), Scalar(name)) for name, value in changes.items() if value is not None]
    return _meaning(Collection(True, items), model)


def _says(text: str, expected: object, model: type[BaseModel]) -> bool:
    try:
        return _meaning(read_tree(text).root, model) == expected
    except LlmpapersError:
        return False


def _in_place(text: str, tree: Tree, changes: Mapping[str, Any], model: type[BaseModel]) -> str | None:
    """Change the lines of the fields alone, if they are lines of their own."""
    root = tree.root
    assert isinstance(root, Collection)
    # Where YAML sees more ends of lines than an editor does, its numbers of lines are of no use.
    if tree.indent is None or not root.items or any(sign in text for sign in _LINE_ENDS_OF_YAML):
        return None
    lines = text.removesuffix("\n").split("\n")
    try:
        for name in sorted(changes, key=_rank(model)):
            lines = _spliced(lines, name, changes[name], model)
    except LlmpapersError:
        return None  # No field was left on the way.
    return "\n".join(lines) + "\n"


def _rewritten(text: str, tree: Tree, changes: Mapping[str, Any], model: type[BaseModel]) -> str:
    assert isinstance(tree.root, Collection)
    for name, value in changes.items():
        _change(tree.root, name, value)
    return tree_text(tree, model)


def _with_plain_line_ends(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def tree_text(tree: Tree, model: type[BaseModel], schema: str | None = None) -> str:
    """Write a tree in canonical form; it puts the tree's fields in order.

    Args:
        tree: a file's content.
        model: the kind of record in it.
        schema: as in `canonical_text`.
    """
    _put_in_order(tree.root, model)
    return "\n".join(layout(tree.root, _styles(model), _head(tree.head, schema))) + "\n"


def _head(head: list[str], schema: str | None) -> list[str]:
    """Put the line for editors first; an address of another host is the writer's own choice."""
    former = [text for text in head if is_schema_line(text)]
    rest = [text for text in head if not is_schema_line(text)]
    return [*former, *rest] if schema is None or "://" in "".join(former) else [_SCHEMA_LINE + schema, *rest]


@cache
def _hints(model: type[BaseModel]) -> dict[str, Any]:
    return typing.get_type_hints(model, include_extras=True)


@cache
def _styles(model: type[BaseModel]) -> dict[str, str]:
    """Give the fields whose values always have one form, also where a simpler one would do."""
    return {name: style for name, hint in _hints(model).items() for kind, style in _STYLES if kind in _members(hint)}


def _members(hint: Any) -> list[Any]:
    """List a type and, for a union, what it is made of."""
    return [hint, *typing.get_args(hint)]


@cache
def _nested(model: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """Give the kinds of the records inside a record, by field."""
    found = {name: _records_in(hint) for name, hint in _hints(model).items()}
    return {name: records[0] for name, records in found.items() if records}


def _records_in(hint: Any) -> list[type[BaseModel]]:
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return [hint]
    return [record for part in typing.get_args(hint) for record in _records_in(part)]


def _rank(model: type[BaseModel] | None) -> Callable[[str], int]:
    """Order fields as the model has them; unknown ones come last, in the order in which they stand."""
    order = {name: number for number, name in enumerate(model.model_fields if model else ())}
    return lambda name: order.get(name, len(order))


def _put_in_order(value: Value, model: type[BaseModel] | None) -> None:
    if isinstance(value, Scalar):
        return
    if value.is_mapping and model:
        rank = _rank(model)
        value.items.sort(key=lambda item: rank(item.name))
    for item in value.items:
        _put_in_order(item.value, _nested(model).get(item.name) if value.is_mapping and model else model)


def _meaning(value: Value, model: type[BaseModel], name: str = "") -> object:
    """Reduce a value to what the catalog reads of it."""
    if isinstance(value, Scalar):
        is_prose = _styles(model).get(name) in {"folded", "literal"} and value.kind == "str"
        return value.kind, value.text.strip() if is_prose else "" if value.kind == "null" else value.text
    members = [(item.name, _meaning(item.value, model, item.name)) for item in value.items]
    return (value.is_mapping, sorted(members, key=itemgetter(0)) if value.is_mapping else members)


def _tree_of(value: Any) -> Value:
    """Make a tree of plain data."""
    if isinstance(value, Mapping):
        return Collection(True, [Item(_tree_of(item), Scalar(str(name))) for name, item in value.items()])
    if isinstance(value, Sequence) and not isinstance(value, str):
        return Collection(False, [Item(_tree_of(item)) for item in value])
    kind = next((kind for known, kind in _KINDS if isinstance(value, known)), "str")
    return Scalar(str(value), kind)


def _spliced(lines: list[str], name: str, value: Any, model: type[BaseModel]) -> list[str]:
    """Set one field in the lines of a file."""
    tree = read_tree("\n".join(lines) + "\n")
    root, indent = tree.root, tree.indent or 0
    assert isinstance(root, Collection)
    item = root.find(name)
    if item is None:
        start = end = _place_of_new(root.items, name, model)
        new = [] if value is None else item_lines(Item(_tree_of(value), Scalar(name)), indent, _styles(model))
    elif value is not None and _meaning(item.value, model) == _meaning(_tree_of(value), model):
        return lines
    else:
        start, end = item.lines
        new = list(_comments_in(item)) if value is None else _changed_lines(item, value, model, indent)
    return [*lines[:start], *new, *lines[end:]]


def _place_of_new(items: list[Item], name: str, model: type[BaseModel]) -> int:
    """Find the line of a new field: behind the last one that goes before it."""
    rank = _rank(model)
    before = [item for item in items if rank(item.name) <= rank(name)]
    return before[-1].lines[1] if before else max(0, items[0].lines[0] - len(items[0].leading))


def _changed_lines(item: Item, value: Any, model: type[BaseModel], indent: int) -> list[str]:
    new = Item(_tree_of(value), item.key, extra=item.extra, inline=item.inline)
    if isinstance(item.value, Collection):
        if isinstance(new.value, Collection):
            _keep_comments(item.value, new.value, model)
        else:
            new.extra = [*new.extra, *_comments_in(Item(item.value))]
    _put_in_order(Collection(True, [new]), model)
    return item_lines(new, indent, _styles(model))


def _keep_comments(old: Collection, new: Collection, model: type[BaseModel]) -> None:
    """Carry the comments of a collection over to its successor; those of what is gone go to its end."""
    waiting = list(old.items)
    for number, item in enumerate(new.items):
        meaning = item.name, _meaning(item.value, model)
        same = next((former for former in waiting if (former.name, _meaning(former.value, model)) == meaning), None)
        if same:
            waiting.remove(same)
            new.items[number] = same
    new.tail = [*(text for item in waiting for text in (*item.leading, *_comments_in(item))), *old.tail]


def _comments_in(item: Item) -> Iterator[str]:
    """List the comments inside an item, without those above it."""
    yield from item.extra
    if item.inline:
        yield item.inline
    if isinstance(item.value, Collection):
        for member in item.value.items:
            yield from filter(None, member.leading)
            yield from _comments_in(member)
        yield from filter(None, item.value.tail)


def _change(root: Collection, name: str, value: Any) -> None:
    """Set a field of a mapping that is written in brackets."""
    item = root.find(name)
    if value is None:
        root.tail += list(_comments_in(item)) if item else []
        root.items = [other for other in root.items if other is not item]
    elif item:
        item.value = _tree_of(value)
    else:
        root.items.append(Item(_tree_of(value), Scalar(name)))
