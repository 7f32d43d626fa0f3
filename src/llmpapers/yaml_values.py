"""The values that reading YAML yields, the reader they come of, and how a scalar becomes one."""

import datetime
import re
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

_MISREADINGS = {
    "bool": "a truth value", "float": "a number", "int": "a number", "timestamp": "a date", "value": "a key",
    "merge": "a merge key",
}  # fmt: skip
_INTEGER = re.compile(r"-?(0|[1-9]\d{0,17})")

TAG = "tag:yaml.org,2002:"
"""What the names of YAML's own kinds of values begin with."""
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The reader of YAML; that in C is about ten times as fast, and a Python without libyaml still works."""

DataPath: TypeAlias = tuple[str | int, ...]
"""Where a value is in the data: keys and indexes (from 0) from the root."""
Plain: TypeAlias = "str | int | datetime.date | Misread | list[Plain] | dict[str, Plain] | None"
"""What reading yields."""


@dataclass(frozen=True, slots=True)
class Misread:
    """A scalar without quotes that YAML takes for something else than text."""

    raw: str
    """As it stands in the file."""
    kind: str
    """What YAML takes it for, for a message: "a number"."""


def scalar(kind: str, text: str, wanted: str | None) -> str | int | datetime.date | Misread | None:
    """Make a value of a scalar.

    Args:
        kind: what YAML takes it for: `str`, `int`, `null` and so on.
        text: as it stands in the file, without quotes.
        wanted: the kind that its field takes, if that is not text.
    """
    if kind == "null":
        return None
    if kind == wanted == "int" and _INTEGER.fullmatch(text):
        return int(text)
    if kind == wanted == "timestamp":
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            return text
    # A tag of one's own is noted already.
    return Misread(text, _MISREADINGS[kind]) if kind in _MISREADINGS else text
