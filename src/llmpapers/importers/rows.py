"""From a row of named values, of a table or of JSON, to a candidate."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from llmpapers.candidates import Candidate
from llmpapers.identifiers import is_web_address, parse_arxiv, parse_doi
from llmpapers.importers.author_lists import read_authors
from llmpapers.importers.columns import column_role
from llmpapers.importers.entry_fields import arxiv_of
from llmpapers.importers.link_roles import is_code_address
from llmpapers.importers.venue_year import read_date, read_tag

_ADDRESS = re.compile(r"https?://[^\s,;|<>\"']+")


def candidate_of_row(row: Mapping[str, Any], *, source: str = "", line: int | None = None) -> Candidate | None:
    """Read a row whose columns are named freely.

    Args:
        row: values by the column's heading; a value is a text, a number or a list of texts.
        source: name of the file.
        line: where the row begins.

    Returns:
        The candidate, or None if the row has no title.
    """
    cells: dict[str, list[Any]] = {}
    for name, value in row.items():
        role = column_role(str(name))
        if role and value not in (None, "", []):
            cells.setdefault(role, []).append(value)
    title = _text(cells.get("title"))
    if not title:
        return None
    links = [link for name in ("link", "arxiv", "doi") for value in cells.get(name, []) for link in addresses(value)]
    code = [link for value in cells.get("code", []) for link in addresses(value)]
    code += [link for link in links if is_code_address(link)]
    papers = [link for link in links if not is_code_address(link)]
    venue, year = _publication(_text(cells.get("venue")), _text(cells.get("year")))
    return Candidate(
        title=title,
        authors=names_of(cells["authors"][0]) if "authors" in cells else (),
        venue=venue,
        year=year,
        arxiv=_arxiv([*cells.get("arxiv", []), *papers]),
        doi=_doi([*cells.get("doi", []), *papers]),
        url=papers[0] if papers else None,
        code=tuple(dict.fromkeys(code)),
        project=next((link for value in cells.get("project", []) for link in addresses(value)), None),
        short_name=_text(cells.get("short_name")) or None,
        section=_text(cells.get("section")) or None,
        source=source,
        line=line,
    )


def _text(values: list[Any] | None) -> str:
    for value in values or []:
        text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
        if not isinstance(value, dict) and text.strip():
            return re.sub(r"\s+", " ", text).strip()
    return ""


def addresses(value: Any) -> list[str]:
    """Give the web addresses in a value: a text, a list, or mappings with a `url`."""
    if isinstance(value, Mapping):
        value = value.get("url") or ""
    if isinstance(value, list):
        return [link for item in value for link in addresses(item)]
    return [link for found in _ADDRESS.findall(str(value)) if is_web_address(link := found.rstrip(".)]"))]


def names_of(value: Any) -> tuple[str, ...]:
    """Read authors: a list of names, of mappings with a name, or one text."""
    if isinstance(value, list):
        return tuple(name for item in value if (name := _name(item)))
    text = re.sub(r"\s+", " ", str(value)).strip(" ;,")
    # "Family, Given; Family, Given" is the form of databases.
    if ";" in text or "|" in text:
        parts = [part.strip() for part in re.split(r"[;|]", text) if part.strip()]
        return tuple(
            " ".join(reversed([half.strip() for half in part.split(",")])) if part.count(",") == 1 else part
            for part in parts
        )
    return read_authors(text) or ((text,) if text and "," not in text and " and " not in text else _halves(text))


def _halves(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r",| and ", text) if part.strip())


def _name(item: Any) -> str:
    if not isinstance(item, Mapping):
        return re.sub(r"\s+", " ", str(item)).strip()
    if isinstance(item.get("author"), Mapping):  # an authorship, as OpenAlex has it
        item = item["author"]
    for name in ("name", "display_name", "full_name", "literal"):
        if item.get(name):
            return str(item[name]).strip()
    return " ".join(str(item[part]) for part in ("given", "family") if item.get(part)).strip()


def _publication(venue: str, year: str) -> tuple[str | None, int | None]:
    tag = read_tag(venue) if venue else None
    stated = read_date(year) or next(iter(map(int, re.findall(r"\b(1[89]\d\d|20\d\d)\b", year))), None)
    if tag and tag.venue:
        return tag.venue, stated or tag.year
    return venue or None, stated or (tag.year if tag else None)


def _arxiv(values: Iterable[Any]) -> str | None:
    for value in values:
        text = str(value).strip()
        if found := parse_arxiv(text):
            return found.text
        if found_in := arxiv_of(text):
            return found_in
    return None


def _doi(values: Iterable[Any]) -> str | None:
    for value in values:
        text = str(value).strip()
        doi = parse_doi(text) if text.startswith("10.") or "doi" in text.lower() else None
        if doi and not parse_arxiv(f"doi:{doi}"):
            return doi
    return None
