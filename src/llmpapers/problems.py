"""What is wrong in a catalog: one problem, the list of them, and how they are shown."""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import click

from llmpapers.problem_codes import CODES


class Severity(StrEnum):
    """How bad a problem is: an error stops the build, a warning does so only under ``--strict``."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong at one place of one file."""

    file: str
    """Path from the project's root, with forward slashes."""
    line: int
    """From 1."""
    column: int
    """From 1, counted in characters."""
    code: str
    """One of `CODES`; stable, for programs and for ``waive``."""
    message: str
    """One sentence for the person who wrote the line."""
    hint: str
    """What to do about it, with the nearest valid value where there is one."""
    length: int = field(default=1, compare=False)
    """How many characters of the line are at fault."""
    source: str = field(default="", compare=False)
    """The faulty line as it stands in the file."""
    promoted: bool = field(default=False, compare=False)
    """Whether ``--strict`` made an error of this warning."""

    @property
    def severity(self) -> Severity:
        """The severity of the code, or error where strictness raised it."""
        return Severity.ERROR if self.promoted else Severity(CODES[self.code].severity)


def nearest(value: str, options: Iterable[str]) -> str | None:
    """Find the option that the writer most likely meant.

    Args:
        value: what was written.
        options: the valid values.

    Returns:
        The closest option in spelling, or None if none is close.
    """
    from rapidfuzz import fuzz, process, utils

    choices = list(options)
    best = process.extractOne(value, choices, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=60)
    if best is None:  # The right word under the wrong parent: "low-rank" for "compression/low-rank".
        tails = {choice.rpartition("/")[2]: choice for choice in choices}
        tail = process.extractOne(value.rpartition("/")[2], list(tails), scorer=fuzz.ratio, score_cutoff=75)
        return tails[tail[0]] if tail else None
    return best[0]


def did_you_mean(value: str, options: Iterable[str], otherwise: str) -> str:
    """Say "did you mean …?" if an option is close to the value, else what to do instead."""
    close = nearest(value, options)
    return f"did you mean {close!r}?" if close else otherwise


def to_text(problems: Sequence[Problem], *, color: bool) -> str:
    """Show problems to a person: place, message, the line with a marker under the fault, and the hint."""
    return "\n\n".join(_one_as_text(problem, color=color) for problem in problems)


def to_json(problems: Sequence[Problem], *, papers: int, resources: int) -> str:
    """Show problems to a program; the shape is stable.

    Args:
        problems: what was found.
        papers: how many papers were read.
        resources: how many resources were read.
    """
    rows = [
        {
            "severity": problem.severity.value,
            "code": problem.code,
            "file": problem.file,
            "line": problem.line,
            "column": problem.column,
            "message": problem.message,
            "hint": problem.hint,
        }
        for problem in problems
    ]
    content = {"problems": rows, "papers": papers, "resources": resources}
    return _UNPRINTABLE.sub(_escaped, json.dumps(content, ensure_ascii=False, indent=2))


# What JSON lets stand as it is, though a terminal would obey it, hide it, or not know how to encode it.
_UNPRINTABLE = re.compile(
    "[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\U000e0000-\U000e0fff]"
)


def _escaped(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]


def to_github(problems: Sequence[Problem]) -> str:
    """Show problems as annotations on a pull request's lines.

    Format: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    return "\n".join(
        f"::{problem.severity.value} file={_property(problem.file)},line={problem.line},col={problem.column},"
        f"title={_property(problem.code)}::{_data(f'{problem.message} ({problem.hint})')}"
        for problem in problems
    )


def _data(text: str) -> str:
    lines = (visible(line) for line in re.split("\r\n|[\r\n]", text.replace("%", "%25")))
    return "%0A".join(lines)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def visible(text: str) -> str:
    """Replace what a terminal would obey or hide, so that no text of a file can do either."""
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} else c
        for c in text.replace("\t", " ")
    )


def relative_name(path: Path, root: Path) -> str:
    """Name a file as problems do: from the project's root, with forward slashes."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


_WIDEST_SHOWN = 110


def _one_as_text(problem: Problem, *, color: bool) -> str:
    def style(text: str, **how: object) -> str:
        return click.style(text, **how) if color else text  # type: ignore[arg-type]

    severity = style(
        f"{problem.severity.value}[{problem.code}]",
        fg="red" if problem.severity is Severity.ERROR else "yellow",
        bold=True,
    )
    place = style(visible(f"{problem.file}:{problem.line}:{problem.column}"), bold=True)
    rows = [f"{place}: {severity}: {visible(problem.message)}"]
    if problem.source.strip():
        number = str(problem.line)
        shown, start, length = _window(problem.source, problem.column - 1, problem.length)
        rows.append(f"  {style(number + ' |', fg='blue')} {visible(shown)}")
        marker = " " * _cells(shown[:start]) + "^" * max(1, _cells(shown[start : start + length]))
        rows.append(f"  {' ' * len(number)} {style('|', fg='blue')} {style(marker, fg='red', bold=True)}")
    rows.append(f"  {style('hint:', fg='cyan')} {visible(problem.hint)}")
    return "\n".join(rows)


def _window(source: str, start: int, length: int) -> tuple[str, int, int]:
    """Cut a long line down to what lies around the fault; gives the cut, and where the fault is in it."""
    if len(source) <= _WIDEST_SHOWN:
        return source, start, length
    left = max(0, min(start - 30, len(source) - _WIDEST_SHOWN))
    shown = source[left : left + _WIDEST_SHOWN]
    return shown, start - left, max(1, min(length, len(shown) - (start - left)))


def _cells(text: str) -> int:
    """Width on a terminal: wide East Asian characters take two cells, combining marks none."""
    return sum(
        0 if unicodedata.category(c) in {"Mn", "Me"} else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
