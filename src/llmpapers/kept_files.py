"""Files of a project's cache, which may be deleted at any time, and which nothing may depend on."""

import hashlib
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic_core import PydanticSerializationError, from_json, to_json

from llmpapers.program_version import program_version
from llmpapers.whole_files import whole_file

_DIGEST = 32
_ROWS = 500
"""Rows that are written at once."""


def keep(file: Path, rows: Iterable[bytes]) -> None:
    """Write a file of the cache, whole or not at all; a cache that cannot be written is none.

    It holds JSON and not Python's own formats, since whoever can write into the folder could put anything there; and a
    digest of itself, since a machine that loses its power leaves renamed files without content.

    Args:
        file: where; its folder is made.
        rows: JSON texts.
    """
    with suppress(OSError, PydanticSerializationError):  # JSON has no names of files that are no text.
        file.parent.mkdir(parents=True, exist_ok=True)
        _leave_out_of_version_control(file.parent)
        with whole_file(file) as out:
            for piece in _with_digest(_body(rows)):
                out.write(piece)


def kept(file: Path) -> list[Any] | None:
    """Read the rows of a file of the cache.

    Returns:
        None if there are none, or if they are damaged, of another version of the program, or of the future, as they are
        after a clock was set back.
    """
    try:
        content = file.read_bytes()
    except OSError:
        return None
    body, digest = content[:-_DIGEST], content[-_DIGEST:]
    if hashlib.sha256(body).digest() != digest:
        return None
    with suppress(ValueError, KeyError, TypeError):
        found = from_json(body, cache_strings="keys")  # Few other texts come twice.
        if found["version"] == program_version() and found["made"] <= time.time_ns():
            rows: list[Any] = found["rows"]
            return rows
    return None


def _body(rows: Iterable[bytes]) -> Iterator[bytes]:
    head = to_json({"version": program_version(), "made": time.time_ns()})
    yield head[:-1] + b',"rows":[\n'
    rest, separator = iter(rows), b""
    while some := list(islice(rest, _ROWS)):
        yield separator + b",\n".join(some)
        separator = b",\n"
    yield b"\n]}"


def _with_digest(pieces: Iterable[bytes]) -> Iterator[bytes]:
    hasher = hashlib.sha256()
    for piece in pieces:
        hasher.update(piece)
        yield piece
    yield hasher.digest()


def _leave_out_of_version_control(folder: Path) -> None:
    ignoring = folder / ".gitignore"
    if not ignoring.exists() or not ignoring.stat().st_size:
        ignoring.write_text("*\n", encoding="utf-8")
