"""Works by DOI or title: Crossref's REST API, and the CSL-JSON that the DOI's registry gives."""

from typing import Any
from urllib.parse import quote, urlencode

from llmpapers.candidates import Candidate
from llmpapers.identifiers import doi_address, is_web_address, parse_arxiv, strip_doi_resolver
from llmpapers.lookups.client import Client
from llmpapers.lookups.faults import Fault, NoAnswerError
from llmpapers.lookups.findings import Finding
from llmpapers.lookups.json_answers import listed, mapping, number, read_json, text

CROSSREF, REGISTRY = "Crossref", "doi.org"

_CSL = "application/vnd.citationstyles.csl+json"
# Where a work has several dates, the year of the publication that is cited.
_DATES = ("published-print", "issued", "published", "published-online")
_PREPRINT_TYPES = frozenset({"posted-content", "preprint"})


def find_by_doi(client: Client, doi: str) -> Finding:
    """Ask Crossref for a work, and the DOI's own registry where it is another one's.

    Raises:
        NoAnswerError: if neither knows it or answers well.
    """
    base = client.services.crossref
    if base:
        try:
            address = f"{base}/works/{quote(doi, safe='')}{_politely(client)}"
            message = client.get(address, CROSSREF, read_json, accept="application/json", what=doi)
            return _required(finding_of_work(mapping(message.get("message")), CROSSREF), CROSSREF, doi)
        except NoAnswerError as error:
            if error.fault not in {Fault.NOT_FOUND, Fault.FORM, Fault.UNREADABLE} or not client.services.doi:
                raise
    if not client.services.doi:
        raise NoAnswerError(Fault.NOT_FOUND, "no service for DOIs is switched on; see `llmpapers add --help`")
    address = f"{client.services.doi}/{quote(doi, safe='/')}"
    work = client.get(address, REGISTRY, read_json, accept=_CSL, what=f"the DOI {doi}")
    return _required(finding_of_work(work, REGISTRY), REGISTRY, doi)


def find_by_title(client: Client, base: str, title: str, author: str) -> list[Finding]:
    """Ask Crossref for works with such a title and author; what comes back is only like it."""
    query = urlencode({"query.bibliographic": title, "query.author": author, "rows": 5})
    polite = _politely(client).replace("?", "&", 1)
    answer = client.get(f"{base}/works?{query}{polite}", CROSSREF, read_json, accept="application/json", what=title)
    works = listed(mapping(answer.get("message")).get("items"))
    return [found for work in works if (found := finding_of_work(mapping(work), CROSSREF))]


def _politely(client: Client) -> str:
    """Crossref gives those who say who they are a faster pool: https://www.crossref.org/documentation/retrieve-metadata/."""
    return f"?{urlencode({'mailto': client.services.contact})}" if client.services.contact else ""


def _required(found: Finding | None, service: str, doi: str) -> Finding:
    if found is None:
        raise NoAnswerError(
            Fault.UNREADABLE, f"{service} has no title for {doi}; write the entry by hand, or from BibTeX"
        )
    return found


def finding_of_work(work: dict[str, Any], service: str) -> Finding | None:
    """Read a work as Crossref and CSL-JSON write it; None where it has no title."""
    doi = strip_doi_resolver(text(work.get("DOI")) or "")
    arxiv = parse_arxiv(doi or "")
    title = _title(work)
    if not title:
        return None
    preprint = text(work.get("type")) in _PREPRINT_TYPES or arxiv is not None
    candidate = Candidate(
        title=title,
        authors=tuple(name for author in listed(work.get("author")) if (name := _name(mapping(author)))),
        venue=_venue(work),
        year=next((year for date in _DATES if (year := _year(work.get(date)))), None),
        arxiv=arxiv.text if arxiv else _preprint_of(work),
        doi=None if arxiv else doi,
        url=_page(work),
        source=service,
    )
    return Finding(candidate, doi_address(doi) if doi else candidate.url or "", preprint=preprint)


def _title(work: dict[str, Any]) -> str | None:
    title, subtitle = text(work.get("title")), text(work.get("subtitle"))
    return f"{title}: {subtitle}" if title and subtitle and subtitle.casefold() not in title.casefold() else title


def _venue(work: dict[str, Any]) -> str | None:
    event = work.get("event")
    named = text(mapping(event).get("name")) if isinstance(event, dict) else text(event)
    return text(work.get("container-title")) or named or text(work.get("event-title"))


def _name(author: dict[str, Any]) -> str | None:
    parts = (text(author.get(key)) for key in ("given", "non-dropping-particle", "family", "suffix"))
    return " ".join(filter(None, parts)) or text(author.get("name")) or text(author.get("literal"))


def _year(date: object) -> int | None:
    first = listed(mapping(date).get("date-parts"))
    return number(first[0][0]) if first and isinstance(first[0], list) and first[0] else None


def _preprint_of(work: dict[str, Any]) -> str | None:
    for relation in listed(mapping(work.get("relation")).get("has-preprint")):
        if found := parse_arxiv(text(mapping(relation).get("id")) or ""):
            return found.text
    return None


def _page(work: dict[str, Any]) -> str | None:
    address = text(mapping(mapping(work.get("resource")).get("primary")).get("URL"))
    return address if address and is_web_address(address) else None
