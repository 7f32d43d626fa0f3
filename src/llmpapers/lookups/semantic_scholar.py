"""Semantic Scholar's graph of papers, see https://api.semanticscholar.org/api-docs/graph."""

from typing import Any
from urllib.parse import quote, urlencode

from llmpapers.candidates import Candidate
from llmpapers.identifiers import parse_arxiv, strip_doi_resolver
from llmpapers.lookups.client import Client
from llmpapers.lookups.faults import Fault, NoAnswerError
from llmpapers.lookups.findings import Finding
from llmpapers.lookups.json_answers import listed, mapping, number, read_json, text

NAME = "Semantic Scholar"

_FIELDS = "title,authors,venue,year,externalIds,publicationVenue,publicationTypes,journal,url"


def find(client: Client, base: str, *, arxiv: str | None, doi: str | None, title: str) -> list[Finding]:
    """Ask for a paper by its arXiv id or DOI, or else for the one whose title is most like this."""
    known = f"arXiv:{arxiv}" if arxiv else f"DOI:{doi}" if doi else None
    if known:
        address = f"{base}/graph/v1/paper/{quote(known, safe=':')}?{urlencode({'fields': _FIELDS})}"
    else:
        address = f"{base}/graph/v1/paper/search/match?{urlencode({'query': title, 'fields': _FIELDS})}"
    try:
        answer = client.get(address, NAME, read_json, accept="application/json", what=known or title)
    except NoAnswerError as error:
        if error.fault is Fault.NOT_FOUND:  # To know nothing is an answer.
            return []
        raise
    papers = listed(answer.get("data")) if "data" in answer else [answer]
    return [found for paper in papers if (found := _finding(mapping(paper)))]


def _finding(paper: dict[str, Any]) -> Finding | None:
    title, ids = text(paper.get("title")), mapping(paper.get("externalIds"))
    if not title:
        return None
    arxiv, doi = parse_arxiv(text(ids.get("ArXiv")) or ""), strip_doi_resolver(text(ids.get("DOI")) or "")
    stated = (
        paper.get("venue"),
        mapping(paper.get("publicationVenue")).get("name"),
        mapping(paper.get("journal")).get("name"),
    )
    venue = next((name for value in stated if (name := text(value))), None)
    candidate = Candidate(
        title=title,
        authors=tuple(name for person in listed(paper.get("authors")) if (name := text(mapping(person).get("name")))),
        venue=venue,
        year=number(paper.get("year")),
        arxiv=arxiv.text if arxiv else None,
        doi=None if parse_arxiv(doi or "") else doi,
        source=NAME,
    )
    return Finding(candidate, text(paper.get("url")) or "https://www.semanticscholar.org/", preprint=not venue)
