"""The same work, or the same resource, in two entries: noted at both, so that a check of either one finds it."""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path

from pydantic_core import to_json

from llmpapers.catalog import Catalog, Sourced
from llmpapers.catalog_memory import KnownWorks
from llmpapers.duplicates import Match, Verdict, Work
from llmpapers.identifiers import parse_arxiv, parse_doi, title_key, url_key
from llmpapers.kept_files import keep, kept
from llmpapers.models import UNWRITTEN, Paper, Resource
from llmpapers.yaml_values import Misread

_MATCHES = {
    Verdict.SAME: ("duplicate", "is the same work as", "keep one entry, or list the other id in `not_duplicates`"),
    Verdict.LIKELY: ("likely-duplicate", "looks like", "join them, or list the other id in `not_duplicates`"),
    Verdict.CONFLICT: ("identifier-conflict", "shares an identifier with", "mend the identifier of the wrong one"),
}
_IDENTIFYING = ("arxiv", "doi", "url", "pdf")
"""Fields that can hold an arXiv id or a DOI; the first that does decides."""


def check_same_work(catalog: Catalog, matches: Iterable[Match]) -> None:
    """Note papers that are the same work, look like it, or share an identifier by mistake.

    Args:
        catalog: what was read; its documents take the problems.
        matches: what `same_works` found among its papers.
    """
    for match in matches:
        one, other = catalog.papers[str(match.first.key)], catalog.papers[str(match.second.key)]
        if not is_reviewed(one, other) or match.verdict is Verdict.CONFLICT:
            _note_match(one, other, match)
            _note_match(other, one, match)


def same_works(catalog: Catalog, kept_matches: Path | None = None, known: KnownWorks | None = None) -> list[Match]:
    """Find papers that are the same work, or take them as they were found for the same works.

    Args:
        catalog: what was read.
        kept_matches: a file of the cache with what the last check found, which holds as long as no title, author or
            identifier changes.
        known: what this process compared before; takes what is compared now.
    """
    known = known or KnownWorks()
    works = list(works_of(catalog, known))
    if not kept_matches:
        return known.matches(works)
    hasher = blake2b(digest_size=16)
    for work in works:
        told = (work.key, work.title, work.authors, work.arxiv, work.doi, work.url, work.other_titles)
        hasher.update(repr(told).encode("utf-8", "surrogateescape"))
    digest = hasher.hexdigest()
    found = kept(kept_matches)
    if found and found[0] == digest:
        by_id = {work.key: work for work in works}
        return [Match(by_id[one], by_id[other], Verdict(verdict), reason) for one, other, verdict, reason in found[1:]]
    matches = known.matches(works)
    rows = [(match.first.key, match.second.key, match.verdict.value, match.reason) for match in matches]
    keep(kept_matches, map(to_json, (digest, *rows)))
    return matches


def _note_match(entry: Sourced[Paper], other: Sourced[Paper], match: Match) -> None:
    code, what, hint = _MATCHES[match.verdict]
    shared = match.first.identifiers & match.second.identifiers
    holding = [name for name in _IDENTIFYING if _identifiers(_stated(entry, name)) & shared]
    place = holding[0] if holding else "title"
    entry.problem(code, f"this {what} {other.document.name}: {match.reason}", hint, place)


def _stated(paper: Sourced[Paper], name: str) -> str:
    """Give what a field says as it stands in the file, so that a malformed identifier hides no duplicate."""
    data = paper.document.data
    value = data.get(name) if isinstance(data, dict) else getattr(paper.record, name)
    if isinstance(value, Misread):
        return value.raw
    return value if isinstance(value, str) else ""


def _identifiers(text: str) -> frozenset[str]:
    return Work(key=text, title="", arxiv=text, doi=text).identifiers


def is_reviewed(one: Sourced[Paper], other: Sourced[Paper]) -> bool:
    """Tell whether one of two papers lists the other in `not_duplicates`."""
    return other.id in (one.record.not_duplicates or []) or one.id in (other.record.not_duplicates or [])


def works_of(catalog: Catalog, known: KnownWorks | None = None) -> Iterator[Work]:
    """Give what decides whether papers are the same work, for all papers whose titles can be read.

    Args:
        catalog: what was read.
        known: the works of papers that were compared before; takes those that are new.
    """
    known = known or KnownWorks()
    for id_, paper in catalog.papers.items():
        record = paper.record
        if "title" in paper.faulty:
            continue
        work = known.work(paper)
        if work:
            yield work
            continue
        stated = [text for name in _IDENTIFYING if (text := _stated(paper, name))]
        work = Work(
            key=id_,
            title=record.title,
            authors=() if "authors" in paper.faulty or record.authors == [UNWRITTEN] else record.authors,
            arxiv=next(filter(parse_arxiv, stated), None),
            doi=next((text for text in stated if parse_doi(text) and not parse_arxiv(text)), None),
            other_titles=record.also_known_as or (),
        )
        # What a malformed entry states is not in its record.
        if paper.document.data is None:
            known.note(paper, work)
        yield work


def check_same_resources(catalog: Catalog) -> None:
    """Note resources with the same address or name."""
    owners: dict[tuple[str, str], Sourced[Resource]] = {}
    for resource in catalog.resources.values():
        for field, key in (("url", url_key(resource.record.url)), ("name", title_key(resource.record.name))):
            other = resource if field in resource.faulty or not key else owners.setdefault((field, key), resource)
            if other is not resource:
                _note_repeated(resource, other, field)
                _note_repeated(other, resource, field)


def _note_repeated(resource: Sourced[Resource], other: Sourced[Resource], field: str) -> None:
    message = f"this looks like {other.document.name}: the same {field}"
    resource.problem("likely-duplicate", message, "join them, or waive this in both", field)
