"""Links that have moved for good, written to where they lead now."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from llmpapers.errors import LlmpapersError
from llmpapers.identifiers import is_web_address
from llmpapers.lasting_files import FileText, write_many
from llmpapers.upkeep.catalog_links import Place
from llmpapers.upkeep.link_check import LinkReport, LinkState


@dataclass(frozen=True)
class Rewritten:
    """What became of the links that moved."""

    files: tuple[str, ...]
    """Written, from the project's root."""
    left: tuple[str, ...]
    """Addresses that stay as they are, for a person to look at."""


def new_addresses(reports: Iterable[LinkReport]) -> Iterator[tuple[str, str]]:
    """Give the addresses that moved for good, with the new ones, as far as these can be trusted unseen.

    A page that is gone is often led to the front of its host, which is not where it moved to.
    """
    for report in reports:
        new = report.new_address or ""
        if report.state is LinkState.MOVED and is_web_address(new) and (_has_path(new) or not _has_path(report.url)):
            fragment = urlsplit(report.url).fragment
            yield report.url, f"{new}#{fragment}" if fragment else new


def _has_path(address: str) -> bool:
    return bool(urlsplit(address).path.strip("/"))


def write_new_addresses(root: Path, reports: Sequence[LinkReport], places: Mapping[str, Sequence[Place]]) -> Rewritten:
    """Write the new addresses of links that moved for good; comments and everything else stay byte for byte.

    Args:
        root: the project's folder.
        reports: of all links.
        places: where each link stands.

    Raises:
        LlmpapersError: if a file cannot be read or written; those before it are whole.
    """
    moves = dict(new_addresses(reports))
    stating: dict[str, dict[str, str]] = {}
    for old, new in moves.items():
        for place in places[old]:
            stating.setdefault(place.file, {})[old] = new
    texts = {name: _read(root / name) for name in sorted(stating)}
    changed = {name: text for name in texts if (text := with_new_addresses(texts[name], stating[name])) is not None}
    files = (FileText(root / name, text) for name, text in changed.items())
    for _ in write_many(files, within=root / "catalog"):
        pass
    moved = {report.url for report in reports if report.state is LinkState.MOVED}
    kept = {old for name in stating.keys() - changed.keys() for old in stating[name]}
    return Rewritten(tuple(changed), tuple(sorted((moved - moves.keys()) | kept)))


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LlmpapersError(f"{path} cannot be read: {error}") from error


def with_new_addresses(text: str, moves: Mapping[str, str]) -> str | None:
    """Put new addresses into a file of the catalog; None where more would change of what it says.

    Args:
        text: the file.
        moves: new addresses by old ones.
    """
    new = _moved(text, moves)
    try:
        said, says = yaml.safe_load(text), yaml.safe_load(new)
    except (yaml.YAMLError, RecursionError):
        return None
    return new if _everywhere(said, moves) == says else None


def _moved(text: str, moves: Mapping[str, str]) -> str:
    # Whole addresses only: the beginning of a longer one is another address.
    ways = "|".join(re.escape(old) for old in sorted(moves, key=len, reverse=True))
    return re.sub(rf"(?<![^\s\"'(<\[])(?:{ways})(?![^\s\"')>\],])", lambda old: moves[old[0]], text)


def _everywhere(value: Any, moves: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: _everywhere(member, moves) for name, member in value.items()}
    if isinstance(value, list):
        return [_everywhere(member, moves) for member in value]
    return _moved(value, moves) if isinstance(value, str) else value
