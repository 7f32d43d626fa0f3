"""A paper looked up by its reference: what its source says, and what others know of its publication."""

from dataclasses import dataclass, replace

from llmpapers.candidates import Candidate
from llmpapers.errors import LlmpapersError
from llmpapers.identifiers import title_key
from llmpapers.lookups import arxiv, openreview, pages, works
from llmpapers.lookups.client import Client
from llmpapers.lookups.faults import Fault, NoAnswerError
from llmpapers.lookups.findings import Finding
from llmpapers.lookups.published import Publication, find_publication
from llmpapers.lookups.references import Reference, ReferenceKind
from llmpapers.recognition import work_of
from llmpapers.venue_names import VenueNames


@dataclass(frozen=True)
class LookedUp:
    """A paper, with where each part of it comes from."""

    candidate: Candidate
    records: tuple[str, ...]
    """Addresses of pages where it can be seen."""
    remarks: tuple[str, ...]
    """What a person should know: services that failed, differences, venues that the catalog does not know."""


def look_up(client: Client, reference: Reference, venues: VenueNames) -> LookedUp:
    """Look a paper up.

    Raises:
        LlmpapersError: if its own source does not know it or does not answer; other services may fail.
    """
    first = _source(client, reference)
    candidate = first.candidate
    # What an arXiv entry says of a journal is free text of its authors, and goes last.
    stated = candidate.venue if reference.kind is not ReferenceKind.ARXIV else None
    is_formal = bool(stated) and not first.preprint and not venues.is_preprint(stated or "")
    found = Publication()
    if not is_formal or candidate.arxiv is None:
        was_asked = reference.kind is ReferenceKind.DOI
        found = find_publication(client, work_of(candidate), venues, doi=candidate.doi, doi_was_asked=was_asked)
    if is_formal:
        whole = replace(candidate, arxiv=candidate.arxiv or found.arxiv)
        return LookedUp(whole, tuple(filter(None, [first.record])), _remarks(first, found))
    formal = found.formal or next(iter(found.elsewhere), None)
    whole = joined(candidate, formal.candidate) if formal else candidate
    records = [first.record, formal.record if formal else ""]
    return LookedUp(whole, tuple(filter(None, records)), _remarks(first, found))


def joined(preprint: Candidate, formal: Candidate) -> Candidate:
    """Join a preprint with its publication: the formal title, venue and year, and whatever only one of them knows."""
    retitled = title_key(preprint.title) != title_key(formal.title)
    # The preprint's list has whole names and accents; one of another length is of another version.
    authors = preprint.authors if len(preprint.authors) >= len(formal.authors) else formal.authors
    return replace(
        preprint,
        title=formal.title if retitled else preprint.title,
        also_known_as=(preprint.title,) if retitled else (),
        authors=authors,
        venue=formal.venue,
        year=formal.year,
        doi=formal.doi or preprint.doi,
        url=formal.url or preprint.url,
        pdf=formal.pdf or preprint.pdf,
        code=tuple(dict.fromkeys((*preprint.code, *formal.code))),
        source=f"{preprint.source}, {formal.source}",
    )


def _source(client: Client, reference: Reference) -> Finding:
    services = client.services
    if reference.kind is ReferenceKind.ARXIV:
        if services.arxiv is None:
            raise LlmpapersError("arXiv is switched off (LLMPAPERS_ARXIV_URL)")
        return arxiv.find_by_id(client, services.arxiv, reference.text)
    if reference.kind is ReferenceKind.DOI:
        return works.find_by_doi(client, reference.text)
    id_ = pages.openreview_id(reference.text)
    if id_ and services.openreview:
        try:
            return openreview.find_by_id(client, services.openreview, id_)
        except NoAnswerError as error:
            if error.fault in {Fault.DNS, Fault.NOT_FOUND}:
                raise
    return _page(client, reference.text)


def _page(client: Client, address: str) -> Finding:
    """Read a page, and arXiv's data where the page is about a preprint."""
    found = pages.read_page(client, address)
    if found.candidate.doi and not found.candidate.authors:
        return works.find_by_doi(client, found.candidate.doi)
    return found


def _remarks(first: Finding, found: Publication) -> tuple[str, ...]:
    remarks = list(first.remarks)
    for finding in (found.formal, *found.elsewhere):
        theirs = finding.candidate.authors if finding else ()
        if finding and theirs and len(theirs) != len(first.candidate.authors):
            counts = f"{len(first.candidate.authors)} and {len(theirs)} authors"
            remarks.append(
                f"{first.candidate.source} and {finding.candidate.source} have {counts}; look which is right"
            )
            break
    if not found.formal:
        places = dict.fromkeys(
            f"{finding.candidate.source} has it at {finding.candidate.venue!r}" for finding in found.elsewhere
        )
        remarks += [f"{place}, a venue that catalog/venues.yaml does not have" for place in places]
    return (*remarks, *(fault.message for fault in found.faults))
