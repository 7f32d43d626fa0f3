"""From JSON, or one JSON object a line, to candidates."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from llmpapers.candidates import Candidate
from llmpapers.errors import LlmpapersError
from llmpapers.identifiers import parse_arxiv, parse_doi
from llmpapers.importers.found import Found, Notice
from llmpapers.importers.link_roles import is_code_address
from llmpapers.importers.rows import addresses, candidate_of_row, names_of

_LISTS = ("papers", "results", "data", "items", "entries", "message", "works")


def read_json_lines(text: str, source: str = "") -> Found:
    """Read papers from JSON.

    Args:
        text: one object a line, as `import --json` and `export jsonl` write it, or one list of objects.
        source: its name, for the candidates.

    Raises:
        LlmpapersError: if it is one JSON value that holds no list of objects.
    """
    found = Found([])
    for line, row in _rows(text.lstrip("\ufeff"), found):
        try:
            candidate = candidate_of_json(row, source=source, line=line)
        except (TypeError, ValueError, AttributeError) as error:
            found.notices.append(Notice(line, f"a value is of an unexpected kind: {error}"))
            continue
        if candidate:
            found.candidates.append(candidate)
        else:
            found.notices.append(Notice(line, "the object has no title and was left out"))
    return found


def _rows(text: str, found: Found) -> Iterator[tuple[int, Mapping[str, Any]]]:
    whole = _whole(text)
    if whole is not None:
        yield from ((1, row) for row in whole)
        return
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            reason = getattr(error, "msg", "it is nested too deeply")
            found.notices.append(Notice(number, f"the line is no JSON: {reason}"))
            continue
        if isinstance(row, Mapping):
            yield number, row
        else:
            found.notices.append(Notice(number, "the line holds no object"))


def _whole(text: str) -> list[Mapping[str, Any]] | None:
    """Read a text that is one JSON value; None if it is one object a line."""
    start = text.lstrip()[:1]
    if start not in {"[", "{"}:
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(value, Mapping) and ("title" in value or "display_name" in value):
        return None if "\n" not in text.strip() else [value]
    for name in _LISTS:
        if isinstance(value, Mapping) and isinstance(value.get(name), (list, Mapping)):
            value = value[name]
    if isinstance(value, list):
        return [row for row in value if isinstance(row, Mapping)]
    raise LlmpapersError("this JSON holds no list of papers")


def candidate_of_json(row: Mapping[str, Any], *, source: str = "", line: int | None = None) -> Candidate | None:
    """Read one object: a candidate, an entry of a catalog, or what Semantic Scholar or OpenAlex say of a paper."""
    ids = row.get("externalIds") or row.get("ids") or {}
    ids = {str(name).casefold(): value for name, value in ids.items()} if isinstance(ids, Mapping) else {}
    flat: dict[str, Any] = {name: value for name, value in row.items() if isinstance(value, (str, int, float))}
    flat["title"] = _first(row, "title", "display_name", "name")
    flat["venue"] = _venue(row)
    flat["year"] = _first(row, "year", "publication_year", "publicationDate", "published", "date") or ""
    base = candidate_of_row({k: v for k, v in flat.items() if v is not None}, source=source, line=line)
    if base is None:
        return None
    arxiv = parse_arxiv(str(ids.get("arxiv") or row.get("arxiv") or row.get("arxiv_id") or ""))
    code = addresses(row.get("code") or row.get("code_urls") or []) or list(base.code)
    pdf = row.get("pdf") or row.get("openAccessPdf") or row.get("pdf_url")
    links = addresses(row.get("url") or row.get("link") or [])
    return Candidate(
        title=base.title,
        authors=names_of(row.get("authors") or row.get("authorships") or row.get("author") or []),
        venue=base.venue,
        year=base.year,
        arxiv=arxiv.text if arxiv else base.arxiv,
        doi=parse_doi(str(ids.get("doi") or row.get("doi") or row.get("DOI") or "")) or base.doi,
        url=next((link for link in links if not is_code_address(link)), None) or base.url or next(iter(links), None),
        pdf=next(iter(addresses(pdf or [])), None),
        code=tuple(code),
        project=base.project,
        short_name=base.short_name,
        also_known_as=tuple(map(str, row.get("also_known_as") or ())),
        section=base.section or _topics(row),
        source=source,
        line=line,
    )


def _first(row: Mapping[str, Any], *names: str) -> str | None:
    for name in names:
        value = row.get(name)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, (str, int)) and str(value).strip():
            return str(value)
    return None


def _venue(row: Mapping[str, Any]) -> str | None:
    if stated := _first(row, "venue", "container-title", "journal", "booktitle", "conference"):
        return stated
    for name in ("publicationVenue", "journal", "venue", "primary_location", "host_venue"):
        value = row.get(name)
        if isinstance(value, Mapping):
            value = value.get("source") if isinstance(value.get("source"), Mapping) else value
            if found := _first(value or {}, "name", "display_name"):
                return found
    return None


def _topics(row: Mapping[str, Any]) -> str | None:
    topics = row.get("topics")
    return str(topics[0]) if isinstance(topics, list) and topics and isinstance(topics[0], str) else None
