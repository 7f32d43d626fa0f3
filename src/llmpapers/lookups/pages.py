"""A paper's page at its venue: the `citation_*` tags that proceedings carry for scholarly search engines.

The tags: https://scholar.google.com/intl/en/scholar/inclusion.html#indexing
"""

import re
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

from llmpapers.candidates import Candidate
from llmpapers.identifiers import is_web_address, parse_arxiv, strip_doi_resolver
from llmpapers.lookups.answers import Answer
from llmpapers.lookups.client import Client
from llmpapers.lookups.faults import Fault, NoAnswerError
from llmpapers.lookups.findings import Finding

_VENUE_TAGS = ("citation_conference_title", "citation_journal_title", "citation_inbook_title", "citation_conference")
_DATE_TAGS = (
    "citation_publication_date",
    "citation_date",
    "citation_year",
    "citation_cover_date",
    "citation_online_date",
)
# From the address of the PDF to that of the page about it.
_PAGES_OF_PDFS = (
    (r"(https?://aclanthology\.org/[\w.-]+?)(?:v\d+)?\.pdf", r"\1/"),
    (r"(https?://openreview\.net/)pdf\?(.*)", r"\1forum?\2"),
    (r"(https?://proceedings\.mlr\.press/v\d+/)[\w-]+/([\w-]+)\.pdf", r"\1\2.html"),
    (r"(https?://www\.usenix\.org/)system/files/([a-z]+\d\d)-([\w-]+)\.pdf", r"\1conference/\2/presentation/\3"),
    (r"(https?://(?:papers|proceedings)\.\S+/)file/(\w+)-Paper(\S*)\.pdf", r"\1hash/\2-Abstract\3.html"),
)


def page_of(address: str) -> str:
    """Give the address of the page about a paper, where the address of its PDF tells it."""
    for pattern, page in _PAGES_OF_PDFS:
        if re.fullmatch(pattern, address):
            return re.sub(pattern, page, address)
    return address


def read_page(client: Client, address: str) -> Finding:
    """Read what a page says of the paper that it is about.

    Raises:
        NoAnswerError: if the page does not answer, or has no tags.
    """
    page = page_of(address)
    host = urlsplit(page).hostname or page
    tags = client.get(page, host, _tags, accept="text/html,application/xhtml+xml", what=page)
    candidate = _candidate(tags, page, host)
    if candidate is None:
        message = f"{page} does not say in a form for programs which paper it is about (no `citation_title`)"
        raise NoAnswerError(Fault.FORM, message)
    return Finding(candidate, page)


def openreview_id(address: str) -> str | None:
    """Read a submission's id off an address of OpenReview."""
    parts = urlsplit(address)
    if (parts.hostname or "").removeprefix("www.") != "openreview.net" or parts.path not in {"/forum", "/pdf"}:
        return None
    return next(iter(parse_qs(parts.query).get("id", [])), None)


class _Tags(HTMLParser):
    """Collects what the page's `meta` elements say, by name."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        name, content = values.get("name") or values.get("property"), values.get("content")
        if tag == "meta" and name and content and (words := " ".join(content.split())):
            self.found.setdefault(name.lower(), []).append(words)


def _tags(answer: Answer, service: str) -> dict[str, list[str]]:
    if answer.media_type == "application/pdf" or answer.body.startswith(b"%PDF"):
        raise NoAnswerError(Fault.FORM, f"{answer.address} is a PDF; give the address of the page about the paper")
    if answer.media_type and "html" not in answer.media_type:
        raise NoAnswerError(Fault.FORM, f"{answer.address} is no page but {answer.media_type}")
    parser = _Tags()
    parser.feed(answer.body.decode("utf-8", "replace"))
    return parser.found


def _candidate(tags: dict[str, list[str]], page: str, host: str) -> Candidate | None:
    def first(*names: str) -> str | None:
        return next((tags[name][0] for name in names if name in tags), None)

    title = first("citation_title", "dc.title", "eprints.title")
    if not title:
        return None
    pdf = urljoin(page, first("citation_pdf_url") or "")
    arxiv = parse_arxiv(first("citation_arxiv_id") or "") or parse_arxiv(page)
    dates = (re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", tags[name][0]) for name in _DATE_TAGS if name in tags)
    year = next((int(date[0]) for date in dates if date), None)
    return Candidate(
        title=title,
        authors=tuple(map(_in_order, _authors(tags))),
        venue=first(*_VENUE_TAGS),
        year=year,
        arxiv=arxiv.text if arxiv else None,
        doi=strip_doi_resolver(first("citation_doi", "dc.identifier.doi") or ""),
        url=page,
        pdf=pdf if pdf != page and is_web_address(pdf) else None,
        source=host,
    )


def _authors(tags: dict[str, list[str]]) -> list[str]:
    several = tags.get("citation_author") or tags.get("dc.creator") or []
    joined = tags.get("citation_authors", [""])[0]
    return several or [name.strip() for name in joined.split(";") if name.strip()]


def _in_order(name: str) -> str:
    """Give "Given Family" of "Family, Given"."""
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma and given.strip() else name.strip(" ,")
