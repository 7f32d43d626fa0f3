"""Where a paper was formally published, as far as services know."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from llmpapers.candidates import Candidate
from llmpapers.duplicates import Verdict, Work, compare
from llmpapers.identifiers import title_key
from llmpapers.lookups import dblp, openalex, semantic_scholar, works
from llmpapers.lookups.client import Client
from llmpapers.lookups.faults import Fault, NoAnswerError
from llmpapers.lookups.findings import Finding
from llmpapers.proposals import name_before_colon
from llmpapers.venue_names import VenueNames

_Question = tuple[str, Callable[[], list[Finding]]]


@dataclass
class Publication:
    """What was found out about where a paper appeared."""

    formal: Finding | None = None
    """At a venue of the catalog."""
    elsewhere: list[Finding] = field(default_factory=list)
    """At venues that the catalog does not know."""
    arxiv: str | None = None
    """Its preprint, as a service that knows both says."""
    faults: list[NoAnswerError] = field(default_factory=list)
    """Services that could not be asked; the rest stands without them."""


def find_publication(
    client: Client, work: Work, venues: VenueNames, *, doi: str | None = None, doi_was_asked: bool = False
) -> Publication:
    """Ask one service after another, until one knows the paper at a venue of the catalog.

    Args:
        client: makes the requests.
        work: the paper.
        venues: of the catalog.
        doi: of the formal publication, where the preprint names it.
        doi_was_asked: its registry said already what it knows.
    """
    found = Publication()
    for name, question in _questions(client, work, doi, ask_registry=not doi_was_asked):
        try:
            answers = question()
        except NoAnswerError as error:
            if error.fault is not Fault.NOT_FOUND:
                found.faults.append(NoAnswerError(error.fault, f"{name} was left out: {error.message}"))
            continue
        for finding in answers:
            if is_same_paper(work, finding.candidate):
                _take(found, finding, venues)
        if found.formal:
            break
    return found


def is_same_paper(work: Work, candidate: Candidate) -> bool:
    """Tell whether a service speaks of the same paper: never by the title alone, at least one author is shared."""
    other = Work(
        key=candidate.title,
        title=candidate.title,
        authors=candidate.authors,
        arxiv=candidate.arxiv,
        doi=candidate.doi,
        other_titles=candidate.also_known_as,
    )
    common = len(work.author_keys & other.author_keys)
    verdict, _ = compare(work, other)
    if verdict is Verdict.LIKELY:
        # Nearly the same title can be the next paper of the same group.
        return common * 2 >= max(len(work.author_keys), len(other.author_keys))
    if verdict is Verdict.DIFFERENT and _has_same_name(work.title, candidate.title):
        # A paper is often retitled when it is published; the system's name and its authors stay.
        return common >= 2 and common * 5 >= 4 * max(len(work.author_keys), len(other.author_keys))
    return verdict is Verdict.SAME and common > 0


def _has_same_name(one: str, other: str) -> bool:
    name = name_before_colon(one)
    return name is not None and title_key(name) == title_key(name_before_colon(other) or "")


def _take(found: Publication, finding: Finding, venues: VenueNames) -> None:
    candidate = finding.candidate
    found.arxiv = found.arxiv or candidate.arxiv
    venue = candidate.venue
    if not venue or finding.preprint or venues.is_preprint(venue):
        return
    if venues.find(venue) is None:
        found.elsewhere.append(finding)
    elif found.formal is None and candidate.year:
        found.formal = finding


def _questions(client: Client, work: Work, doi: str | None, *, ask_registry: bool) -> Iterator[_Question]:
    services = client.services
    author = work.authors[0] if work.authors else ""
    arxiv = next((key.removeprefix("arXiv:") for key in work.identifiers if key.startswith("arXiv:")), None)
    if doi and services.doi and ask_registry:
        yield works.CROSSREF, lambda: [works.find_by_doi(client, doi)]
    if base := services.dblp:
        yield dblp.NAME, lambda: dblp.find_by_title(client, base, work.title, author)
    if graph := services.semantic_scholar:
        yield (
            semantic_scholar.NAME,
            lambda: semantic_scholar.find(client, graph, arxiv=arxiv, doi=doi, title=work.title),
        )
    if rest := services.crossref:
        yield works.CROSSREF, lambda: works.find_by_title(client, rest, work.title, author)
    if catalog := services.openalex:
        yield openalex.NAME, lambda: openalex.find_by_title(client, catalog, work.title, author)
