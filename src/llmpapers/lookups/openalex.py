"""OpenAlex, see https://docs.openalex.org/api-entities/works."""

from typing import Any
from urllib.parse import urlencode

from llmpapers.candidates import Candidate
from llmpapers.identifiers import is_web_address, parse_arxiv, strip_doi_resolver, title_words
from llmpapers.lookups.client import Client
from llmpapers.lookups.findings import Finding
from llmpapers.lookups.json_answers import listed, mapping, number, read_json, text

NAME = "OpenAlex"

_FIELDS = "id,doi,display_name,publication_year,type,authorships,locations,primary_location"


def find_by_title(client: Client, base: str, title: str, author: str) -> list[Finding]:
    """Ask for works with the words of a title; OpenAlex takes no author beside them."""
    query = {"filter": f"title.search:{' '.join(title_words(title))}", "per-page": 5, "select": _FIELDS}
    if client.services.contact:
        query["mailto"] = client.services.contact
    answer = client.get(f"{base}/works?{urlencode(query)}", NAME, read_json, accept="application/json", what=title)
    works = (mapping(work) for work in listed(answer.get("results")))
    return [found for work in works for found in _findings(work)]


def _findings(work: dict[str, Any]) -> list[Finding]:
    """Give one finding a place where the work appeared: OpenAlex joins the preprint and the publication."""
    title = text(work.get("display_name"))
    if not title:
        return []
    places = [mapping(place) for place in (work.get("primary_location"), *listed(work.get("locations")))]
    return [_finding(work, title, place) for place in places if mapping(place.get("source"))]


def _finding(work: dict[str, Any], title: str, place: dict[str, Any]) -> Finding:
    source = mapping(place.get("source"))
    doi, page = strip_doi_resolver(text(work.get("doi")) or ""), text(place.get("landing_page_url")) or ""
    arxiv = parse_arxiv(doi or "") or parse_arxiv(page)
    authors = (mapping(mapping(person).get("author")).get("display_name") for person in listed(work.get("authorships")))
    # A repository holds copies; its name is not where the work was published.
    preprint = text(source.get("type")) == "repository" or text(place.get("version")) == "submittedVersion"
    candidate = Candidate(
        title=title,
        authors=tuple(name for author in authors if (name := text(author))),
        venue=text(place.get("raw_source_name")) or text(source.get("display_name")),
        year=number(work.get("publication_year")),
        arxiv=arxiv.text if arxiv else None,
        doi=None if parse_arxiv(doi or "") else doi,
        url=page if is_web_address(page) and "doi.org/" not in page and not parse_arxiv(page) else None,
        source=NAME,
    )
    return Finding(candidate, text(work.get("id")) or "https://openalex.org/", preprint=preprint)
