"""arXiv's API, see https://info.arxiv.org/help/api/user-manual.html."""

import re
from collections.abc import Sequence
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from llmpapers.candidates import Candidate
from llmpapers.identifiers import parse_arxiv, strip_doi_resolver
from llmpapers.lookups.answers import Answer
from llmpapers.lookups.client import Client
from llmpapers.lookups.faults import Fault, NoAnswerError
from llmpapers.lookups.findings import Finding
from llmpapers.venue_names import year_in

NAME = "arXiv"

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_CODE = re.compile(r"https?://(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)/[\w.-]+/[\w.-]*\w")


def find_by_id(client: Client, base: str, arxiv: str) -> Finding:
    """Ask for one paper.

    Args:
        client: makes the request.
        base: the service's address.
        arxiv: a bare id.

    Raises:
        NoAnswerError: if arXiv does not know it, or does not answer well.
    """
    found = find_by_ids(client, base, [arxiv]).get(arxiv)
    if found is None:
        message = f"arXiv has no paper {arxiv}; look at https://arxiv.org/abs/{arxiv}"
        raise NoAnswerError(Fault.NOT_FOUND, message)
    return found


def find_by_ids(client: Client, base: str, ids: Sequence[str]) -> dict[str, Finding]:
    """Ask for several papers in one request; those that arXiv does not have are missing in the answer."""
    query = urlencode({"id_list": ",".join(ids), "max_results": len(ids)})
    what = ids[0] if len(ids) == 1 else f"{len(ids)} papers"
    feed = client.get(f"{base}/api/query?{query}", NAME, read_feed, accept="application/atom+xml", what=what)
    return {found.candidate.arxiv: found for entry in feed if (found := _finding(entry)) and found.candidate.arxiv}


def read_feed(answer: Answer, service: str) -> list[Element]:
    """Read the entries of an answer.

    Raises:
        NoAnswerError: if it is no Atom feed, or the one entry that stands for an error.
    """
    try:
        root = fromstring(answer.body)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        message = f"{service} sent data that is no XML, perhaps cut off; try again later"
        raise NoAnswerError(Fault.UNREADABLE, message) from error
    if root.tag != f"{_ATOM}feed":
        message = f"{service} sent something else than a list of papers; it may be down for a while"
        raise NoAnswerError(Fault.UNREADABLE, message)
    entries = root.findall(f"{_ATOM}entry")
    for entry in entries:
        # What is wrong with the question comes as an entry with status 200.
        if "/api/errors" in _text(entry, f"{_ATOM}id"):
            reason = _text(entry, f"{_ATOM}summary") or "no reason given"
            raise NoAnswerError(Fault.NOT_FOUND, f"{service} did not take the question: {reason}")
    return entries


def _text(entry: Element, tag: str) -> str:
    return " ".join((entry.findtext(tag) or "").split())


def _finding(entry: Element) -> Finding | None:
    arxiv, title = parse_arxiv(_text(entry, f"{_ATOM}id")), _text(entry, f"{_ATOM}title")
    if arxiv is None or not title:
        return None
    journal = _text(entry, f"{_ARXIV}journal_ref") or None
    comment, abstract = _text(entry, f"{_ARXIV}comment"), _text(entry, f"{_ATOM}summary")
    authors = (_text(author, f"{_ATOM}name") for author in entry.findall(f"{_ATOM}author"))
    candidate = Candidate(
        title=title,
        authors=tuple(name for name in authors if name and name != ":"),
        venue=journal,
        year=year_in(journal or ""),
        arxiv=arxiv.text,
        doi=strip_doi_resolver(_text(entry, f"{_ARXIV}doi")),
        url=f"https://arxiv.org/abs/{arxiv.text}",
        code=tuple(dict.fromkeys(_CODE.findall(f"{comment} {abstract}"))),
        source=NAME,
    )
    said = (("comment", comment), ("journal reference", journal))
    remarks = tuple(f"arXiv's {name} says: {words}" for name, words in said if words)
    return Finding(candidate, f"https://arxiv.org/abs/{arxiv.text}", preprint=not candidate.venue, remarks=remarks)
