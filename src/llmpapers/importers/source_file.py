"""A file to import: how it is read, and in which format it is."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

from llmpapers.errors import LlmpapersError
from llmpapers.importers.found import Found

LARGEST = 50_000_000
"""Bytes of a file above which it is refused; the largest list known has one."""
FORMATS = ("markdown", "bibtex", "csv", "json")
_ENDINGS = {
    ".md": "markdown", ".markdown": "markdown", ".mdown": "markdown", ".mkd": "markdown", ".html": "markdown",
    ".htm": "markdown", ".bib": "bibtex", ".bibtex": "bibtex", ".csv": "csv", ".tsv": "csv", ".json": "json",
    ".jsonl": "json", ".ndjson": "json",
}  # fmt: skip


def import_file(name: str, kind: str | None = None) -> Found:
    """Read one file.

    Args:
        name: its path, or ``-`` for standard input.
        kind: one of `FORMATS`; otherwise found out by the name's ending, then by the content.

    Raises:
        LlmpapersError: if the file is missing, too large, no text, or of another format.
    """
    text = read_text(name)
    return reader_of(kind or kind_of(name, text))(text, "standard input" if name == "-" else name)


def read_text(name: str) -> str:
    """Read a file as text: UTF-8, UTF-16 by its mark, otherwise the legacy encoding of the West."""
    data = _data(name)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data[:65536]:
        raise LlmpapersError(f"{name} is no text file")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _data(name: str) -> bytes:
    try:
        if name == "-":
            data = sys.stdin.buffer.read(LARGEST + 1)
        else:
            path = Path(name)
            if path.is_file() and path.stat().st_size > LARGEST:
                raise LlmpapersError(f"{name} is larger than {LARGEST // 10**6} MB")
            with path.open("rb") as file:
                data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise LlmpapersError(f"cannot read {name}: {getattr(error, 'strerror', None) or error}") from error
    if len(data) > LARGEST:
        raise LlmpapersError(f"{name} is larger than {LARGEST // 10**6} MB")
    return data


def kind_of(name: str, text: str) -> str:
    """Find out a file's format."""
    if kind := _ENDINGS.get(Path(name).suffix.lower()):
        return kind
    start = text.lstrip("\ufeff \t\r\n")[:20_000]
    if re.match(r"[\[{]\s*[\"{\]}]", start):
        return "json"
    if re.search(r"^[ \t]*@\s*[A-Za-z]+\s*[{(]", start, re.MULTILINE) and not re.search(r"^(?:#|[-*] )", start):
        return "bibtex"
    first = start.partition("\n")[0]
    if (
        re.search(r"\btitle\b", first, re.IGNORECASE)
        and re.search(r"[,;\t]", first)
        and not first.startswith(("|", "#", "-", "*"))
    ):
        return "csv"
    return "markdown"


def reader_of(kind: str) -> Callable[[str, str], Found]:
    """Give what reads a format."""
    match kind:
        case "bibtex":
            from llmpapers.importers.bibtex import read_bibtex as reader
        case "csv":
            from llmpapers.importers.csv_table import read_csv as reader
        case "json":
            from llmpapers.importers.json_lines import read_json_lines as reader
        case _:
            from llmpapers.importers.markdown_list import read_markdown as reader
    return reader
