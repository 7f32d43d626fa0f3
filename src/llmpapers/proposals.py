"""From a candidate to the fields of a new entry, for a person to complete."""

import datetime
import re
from collections.abc import Container, Sequence
from typing import Any

from llmpapers.candidates import Candidate
from llmpapers.catalog import Catalog
from llmpapers.identifiers import (
    ArxivId,
    fold,
    is_entry_id,
    is_web_address,
    parse_arxiv,
    parse_doi,
    strip_doi_resolver,
    title_key,
)
from llmpapers.known_venues import find_known_venue
from llmpapers.models import FORBIDDEN, UNWRITTEN, VenueKind
from llmpapers.venue_names import VenueNames

TODO_SUMMARY = f"{UNWRITTEN}: say in one to three sentences of your own the problem, the idea and the result."
"""Stands in a new entry until a person has written the summary; `check` refuses it."""

_WORDS_OF_AN_ID = 4
_LITTLE_WORDS = frozenset(
    {"a", "an", "and", "are", "as", "at", "by", "for", "from", "in", "into", "is", "of", "on", "or", "the", "to", "via",
     "with"}
)  # fmt: skip


def name_before_colon(title: str) -> str | None:
    """Give the name of a method or system that a title begins with: "LoRA" of "LoRA: Low-Rank Adaptation of …"."""
    name, colon, rest = title.partition(":")
    words = name.split()
    if not colon or not rest.strip() or not 1 <= len(words) <= 3 or len(name) > 40:
        return None
    # Several plain words before a colon are a topic; a name has an inner capital, a digit or a mark.
    telling = len(words) == 1 or any(re.search(r"\d|\w[A-Z]|[^\w\s]", word) for word in words)
    return name.strip() if telling else None


def propose_id(candidate: Candidate, taken: Container[str]) -> str:
    """Propose an entry's id: the short name where there is one, else the first words of the title.

    Args:
        candidate: the paper.
        taken: ids that other entries have or had.
    """
    name = candidate.short_name or name_before_colon(candidate.title)
    stem = (_slug(name) if name else "") or _slug(" ".join(_telling_words(candidate.title)))
    stem = stem or _slug(f"arxiv {candidate.arxiv}" if candidate.arxiv else "paper")
    if stem not in taken:
        return stem
    if candidate.year and (dated := f"{stem}-{candidate.year}") not in taken:
        return dated
    return next(id_ for number in range(2, 10**6) if (id_ := f"{stem}-{number}") not in taken)


def _telling_words(title: str) -> list[str]:
    words = re.split(r"[\s/:–—]+", title)
    return [word for word in words if fold(word) not in _LITTLE_WORDS and _slug(word)][:_WORDS_OF_AN_ID]


def _slug(text: str) -> str:
    spelled = fold(text.replace("+", " plus ").replace("&", " and ")).replace("'", "").replace("’", "")
    slug = re.sub(r"[^a-z0-9]+", "-", spelled)[:60].strip("-")
    return slug if is_entry_id(slug) else ""


def taken_ids(catalog: Catalog) -> set[str]:
    """List the ids that a new paper cannot have: those of papers, former ones, and of files that cannot be read."""
    former = {id_ for paper in catalog.papers.values() for id_ in paper.record.former_ids or []}
    unread = {name.rpartition("/")[2].removesuffix(".yaml") for name in catalog.unread if "/papers/" in name}
    return set(catalog.papers) | former | unread


def proposed_fields(
    candidate: Candidate,
    catalog: Catalog,
    topics: Sequence[str] = (),
    today: datetime.date | None = None,
    *,
    venues: VenueNames | None = None,
) -> dict[str, Any]:
    """Give the fields of a new entry, as far as the candidate states them.

    A venue that the catalog does not know gets its usual name where it is a well-known one, or stays as it is stated,
    for the check to point at. What is not known at all is left out, save the summary, which says that it is to be
    written.

    Args:
        candidate: the paper.
        catalog: whose venues are meant.
        topics: paths.
        today: the day for `added`; left out without it.
        venues: the catalog's venue names, where they were made already.
    """
    venue, year = _publication(candidate, catalog, venues or VenueNames(catalog.venues))
    arxiv = _arxiv(candidate)
    name = candidate.short_name or name_before_colon(candidate.title)
    title = _line(candidate.title)
    fields: dict[str, Any] = {
        "title": title,
        "short_name": _line(name) if name and title_key(name) != title_key(title) else None,
        "authors": [line for author in candidate.authors if (line := _line(author))],
        "venue": venue,
        "year": year,
        "arxiv": arxiv.text if arxiv else None,
        "doi": _doi(candidate.doi),
        "url": _page(candidate.url),
        "pdf": None if arxiv else _pdf(candidate),
        "code": [address for address in dict.fromkeys(candidate.code) if is_web_address(address)],
        "project": candidate.project if candidate.project and is_web_address(candidate.project) else None,
        "topics": list(dict.fromkeys(topics)),
        "summary": TODO_SUMMARY,
        "also_known_as": _other_titles(candidate),
        "added": today,
    }
    return {field: value for field, value in fields.items() if value not in (None, [], "")}


def _publication(candidate: Candidate, catalog: Catalog, venues: VenueNames) -> tuple[str | None, int | None]:
    """Give venue and year; a paper that is only on arXiv has the year of its first version."""
    stated = _line(candidate.venue or "")
    name = venues.find(stated) if stated else None
    preprint = name and catalog.venues[name].record.kind is VenueKind.PREPRINT
    arxiv = _arxiv(candidate)
    if arxiv and (preprint or not stated):
        return venues.find("arXiv") or name or "arXiv", arxiv.submitted[0]
    if not name and stated and (known := find_known_venue(stated)):
        name = known.name
    return name or stated or None, candidate.year


def _arxiv(candidate: Candidate) -> ArxivId | None:
    stated = (candidate.arxiv, candidate.url, candidate.pdf, candidate.doi)
    return next((found for text in stated if text and (found := parse_arxiv(text))), None)


def _other_titles(candidate: Candidate) -> list[str]:
    titles = {title_key(title): _line(title) for title in reversed(candidate.also_known_as)}
    titles.pop(title_key(candidate.title), None)
    return list(filter(None, reversed(titles.values())))


def _line(text: str) -> str:
    """Make one line of visible text of what a service or a list says."""
    text = re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029\u00a0]", " ", text)
    return " ".join(FORBIDDEN.sub("", text).split())


def _doi(text: str | None) -> str | None:
    bare = strip_doi_resolver(text) if text else None
    return bare if bare and not parse_arxiv(f"doi:{bare}") else None


def _page(address: str | None) -> str | None:
    """Leave out an address that another field says: of arXiv, of a DOI, of a PDF."""
    if not address or not is_web_address(address) or parse_arxiv(address) or address.lower().endswith(".pdf"):
        return None
    return None if "doi.org/" in address and parse_doi(address) else address


def _pdf(candidate: Candidate) -> str | None:
    url = candidate.url if (candidate.url or "").lower().endswith(".pdf") else None
    return next(
        (text for text in (candidate.pdf, url) if text and is_web_address(text) and not parse_arxiv(text)), None
    )
