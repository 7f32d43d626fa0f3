"""DBLP's search for publications, see https://dblp.org/faq/How+to+use+the+dblp+search+API.html."""

import re
from typing import Any
from urllib.parse import urlencode

from llmpapers.candidates import Candidate
from llmpapers.identifiers import is_web_address, parse_arxiv, strip_doi_resolver, title_words
from llmpapers.lookups.client import Client
from llmpapers.lookups.findings import Finding
from llmpapers.lookups.json_answers import listed, mapping, number, read_json, text

NAME = "DBLP"


def find_by_title(client: Client, base: str, title: str, author: str) -> list[Finding]:
    """Ask for publications with the words of a title, and an author's family name."""
    words = " ".join([*title_words(title)[:12], *title_words(author)[-1:]])
    query = urlencode({"q": words, "format": "json", "h": 10})
    answer = client.get(f"{base}/search/publ/api?{query}", NAME, read_json, accept="application/json", what=title)
    hits = mapping(mapping(answer.get("result")).get("hits")).get("hit")
    return [found for hit in listed(hits) if (found := _finding(mapping(mapping(hit).get("info"))))]


def _finding(info: dict[str, Any]) -> Finding | None:
    title = (text(info.get("title")) or "").removesuffix(".")
    if not title:
        return None
    pages = [page for page in listed(info.get("ee")) if isinstance(page, str) and is_web_address(page)]
    arxiv = next((found for page in pages if (found := parse_arxiv(page))), None)
    doi = strip_doi_resolver(text(info.get("doi")) or "")
    authors = (_name(author) for author in listed(mapping(info.get("authors")).get("author")))
    venue = text(info.get("venue"))
    candidate = Candidate(
        title=title,
        authors=tuple(filter(None, authors)),
        venue=venue,
        year=number(info.get("year")),
        arxiv=arxiv.text if arxiv else None,
        doi=None if parse_arxiv(doi or "") else doi,
        url=next((page for page in pages if "doi.org/" not in page and not parse_arxiv(page)), None),
        source=NAME,
    )
    preprint = text(info.get("type")) == "Informal and Other Publications" or venue == "CoRR"
    return Finding(candidate, text(info.get("url")) or "https://dblp.org/", preprint=preprint)


def _name(author: object) -> str | None:
    """Give a name without the number by which DBLP tells people of one name apart: "Wei Wang 0001"."""
    name = text(mapping(author).get("text")) if isinstance(author, dict) else text(author)
    return re.sub(r"\s\d{4}$", "", name) if name else None
