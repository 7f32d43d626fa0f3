"""What has changed about a paper since its entry was written: a publication, a new place of its code."""

from typing import Any

from llmpapers.catalog import Catalog, Sourced
from llmpapers.duplicates import Work
from llmpapers.errors import LlmpapersError
from llmpapers.identifiers import is_web_address, strip_doi_resolver, title_key
from llmpapers.lookups.cache import Cache
from llmpapers.lookups.client import Client
from llmpapers.lookups.findings import Finding
from llmpapers.lookups.published import find_publication
from llmpapers.models import Link, Paper, VenueKind
from llmpapers.upkeep.link_check import LinkState, check_kept_link
from llmpapers.upkeep.proposed_edits import Edit, ProposedEdits
from llmpapers.venue_names import VenueNames


def is_preprint(catalog: Catalog, paper: Sourced[Paper]) -> bool:
    """Tell whether an entry names no formal publication."""
    venue = catalog.venues.get(paper.record.venue)
    return venue is not None and venue.record.kind is VenueKind.PREPRINT


def refresh_paper(
    client: Client, catalog: Catalog, paper: Sourced[Paper], venues: VenueNames, kept: Cache
) -> ProposedEdits:
    """Ask what has changed about a paper.

    Args:
        client: makes the requests, with its own cache of answers.
        catalog: the whole.
        paper: one of it.
        venues: of the catalog.
        kept: what is known of links.
    """
    proposed = ProposedEdits(paper.id, paper.document.name, paper.record.title)
    if is_preprint(catalog, paper) and not paper.faulty:
        _ask_for_publication(client, paper.record, venues, proposed)
    if paper.record.code and "code" not in paper.faulty:
        _ask_for_code(client, paper.record.code, kept, proposed)
    return proposed


def _ask_for_publication(client: Client, paper: Paper, venues: VenueNames, proposed: ProposedEdits) -> None:
    work = Work(
        key="", title=paper.title, authors=paper.authors, arxiv=paper.arxiv, doi=paper.doi,
        other_titles=paper.also_known_as or (),
    )  # fmt: skip
    found = find_publication(client, work, venues, doi=paper.doi)
    if len(found.faults) > 1 and all(fault.is_offline for fault in found.faults) and not found.formal:
        message = "no service can be reached; check the connection, and call again: what was learned so far is kept"
        raise LlmpapersError(message)
    proposed.remarks += [fault.message for fault in found.faults]
    if found.formal:
        proposed.edits += _edits(paper, found.formal, venues)
        theirs = len(found.formal.candidate.authors)
        if theirs != len(paper.authors):
            text = (
                f"the entry has {len(paper.authors)} authors, {found.formal.record} has {theirs}; look which is right"
            )
            proposed.remarks.append(text)
        return
    for finding in found.elsewhere:
        where = f"{finding.candidate.venue} {finding.candidate.year or ''}".strip()
        text = f"{finding.record} has it at {where!r}, a venue that catalog/venues.yaml does not have"
        proposed.remarks.append(text)


def _edits(paper: Paper, formal: Finding, venues: VenueNames) -> list[Edit]:
    candidate = formal.candidate
    name = venues.find(candidate.venue or "")
    changes: dict[str, Any] = {"venue": name, "year": candidate.year}
    if title_key(candidate.title) != title_key(paper.title):
        names = [title for title in paper.also_known_as or [] if title_key(title) != title_key(candidate.title)]
        changes |= {"title": candidate.title, "also_known_as": [*names, paper.title]}
    if not paper.doi and (doi := strip_doi_resolver(candidate.doi or "")):
        changes["doi"] = doi
    if not paper.url and candidate.url and is_web_address(candidate.url):
        changes["url"] = candidate.url
    now = paper.model_dump()
    return [Edit(field, now[field], new, formal.record) for field, new in changes.items() if new and new != now[field]]


def _ask_for_code(client: Client, code: list[Link], kept: Cache, proposed: ProposedEdits) -> None:
    new, sources = [], []
    for link in code:
        report = check_kept_link(client, link.url, kept)
        moved = report.new_address if report.state is LinkState.MOVED else None
        if report.state in {LinkState.DEAD, LinkState.PRIVATE}:
            proposed.remarks.append(f"the code at {link.url} is gone: {report.detail}")
        sources += [moved] if moved else []
        new.append(_plain(link, moved or link.url))
    if sources:
        proposed.edits.append(Edit("code", [_plain(link, link.url) for link in code], new, sources[0]))


def _plain(link: Link, url: str) -> str | dict[str, str]:
    return {"url": url, "label": link.label} if link.label else url
