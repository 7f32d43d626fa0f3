"""What is wrong with a text as YAML: beyond plain data, too deep, or no YAML at all; each fault with its place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml

from llmpapers.yaml_values import LOADER

DEPTH_LIMIT = 20
"""Levels of nesting; libyaml's own recursion overflows the stack on hostile input, so depth is counted first."""

# Only text that matches needs to be looked at token by token, which takes ten times as long as reading it.
_MAY_NEST_DEEPLY = re.compile(r"(?:^|\r)(?: {40}|[ \t]*(?:[-?:][ \t]+){20})", re.MULTILINE)
_MAY_HOLD_FEATURES = re.compile(r"[&*!]|<<|(?:^|\r)(?:%|---|\.\.\.)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at a place of a text."""

    code: str
    """One of the problem codes."""
    message: str
    hint: str
    line: int = 1
    """From 1, as the column."""
    column: int = 1
    length: int = 1
    """Characters at fault on that line."""
    is_fatal: bool = False
    """Whether nothing may be built of the text."""


def faults_before_composing(text: str) -> Iterator[Fault]:
    """Look for what YAML offers beyond plain data, before anything is built of it."""
    if text.count("[") + text.count("{") > DEPTH_LIMIT or _MAY_NEST_DEEPLY.search(text):
        too_deep = _too_deep(text)
        if too_deep:
            yield too_deep
            return
    if _MAY_HOLD_FEATURES.search(text):
        yield from _features(text)


def _too_deep(text: str) -> Fault | None:
    depth = 0
    try:
        for event in yaml.parse(text, Loader=LOADER):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > DEPTH_LIMIT:
                    message = f"more than {DEPTH_LIMIT} levels of nesting"
                    return Fault("yaml-depth", message, "write plain fields and lists", *_start(event), is_fatal=True)
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except (yaml.YAMLError, ValueError):
        pass  # Composing meets the same error at the same place, and it is noted there.
    return None


def _features(text: str) -> Iterator[Fault]:
    started = 0
    try:
        for token in yaml.scan(text, Loader=LOADER):
            started += isinstance(token, yaml.DocumentStartToken)
            if fault := _feature(token, started):
                length = token.end_mark.column - token.start_mark.column
                # Aliases can stand for endless data, and what a second document means is anyone's guess.
                is_fatal = isinstance(token, yaml.AliasToken | yaml.DocumentStartToken)
                yield Fault(*fault, *_start(token), max(1, length), is_fatal)
    except (yaml.YAMLError, ValueError):
        pass  # Composing meets the same error, and says it better.


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


def composed(text: str, lines: Sequence[str]) -> yaml.Node | Fault | None:
    """Read a text without fatal faults.

    Args:
        text: what to read.
        lines: its lines.

    Returns:
        The root of what it holds, None if that is nothing, or why it is no YAML.
    """
    try:
        return yaml.compose(text, Loader=LOADER)
    except (yaml.YAMLError, ValueError) as error:
        return _syntax_fault(error, lines)


def _syntax_fault(error: Exception, lines: Sequence[str]) -> Fault:
    mark = getattr(error, "problem_mark", None)
    what = str(getattr(error, "problem", None) or error)
    if mark is None:
        return Fault("yaml-syntax", what, "check quotes and backslashes")
    line = min(mark.line, max(0, len(lines) - 1))
    source = lines[line] if lines else ""
    if tab := re.match(r"\s*\t", source):
        return Fault("yaml-tab", "a tab indents this line", "indent with two blanks a level", line + 1, tab.end())
    if "document start" in what or "another document" in what:
        message, hint = "a second document begins here", "put each entry into a file of its own"
        return Fault("yaml-documents", message, hint, line + 1, mark.column + 1)
    return Fault("yaml-syntax", what, _syntax_hint(what, source), line + 1, mark.column + 1)


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
