"""What a paper's page tells machines: JSON-LD for search engines, JSON for the page's own script.

Vocabulary: https://schema.org/ScholarlyArticle
"""

from collections.abc import Iterable
from typing import Any

from pydantic_core import to_json

from llmpapers.catalog import NO_VENUE
from llmpapers.models import VenueKind
from llmpapers.website.templates import plain_text
from llmpapers.website.view_types import PaperView

_ESCAPES = [(sign, f"\\u{ord(sign):04x}") for sign in "<>&\u2028\u2029"]


def script_json(data: object) -> str:
    """Write JSON that can stand in a script element: nothing in it looks like the element's end."""
    text = to_json(data).decode()
    for sign, escaped in _ESCAPES:
        text = text.replace(sign, escaped)
    return text


def scholarly_article(paper: PaperView, page_url: str, builds_on: Iterable[tuple[str, str]], image: str = "") -> str:
    """Describe a paper in JSON-LD.

    Args:
        paper: the paper.
        page_url: address of its page; empty where the site has none.
        builds_on: title and address of the pages of the papers that it builds on.
        image: address of a picture, or nothing.
    """
    record = paper.record
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": record.title,
        "name": record.title,
        **({"author": [{"@type": "Person", "name": name} for name in record.authors]} if record.authors else {}),
        "datePublished": paper.date,
        **({"abstract": plain_text(record.summary)} if record.summary else {}),
        "keywords": [topic.full_title for topic in paper.topics],
        "sameAs": [link.url for link in paper.links if link.kind in {"arxiv", "doi", "venue"}],
    }
    if names := [name for name in (record.short_name, *(record.also_known_as or [])) if name]:
        data["alternateName"] = names
    if record.venue == NO_VENUE:
        pass
    elif paper.venue.kind is VenueKind.PREPRINT:
        data["publisher"] = {"@type": "Organization", "name": paper.venue.name}
    else:
        kind = "Periodical" if paper.venue.kind is VenueKind.JOURNAL else "CreativeWork"
        data["isPartOf"] = {"@type": kind, "name": paper.venue.full_name}
    if identifiers := _identifiers(paper):
        data["identifier"] = identifiers
    if record.award:
        data["award"] = record.award
    if pdf := next((link.url for link in paper.links if link.kind == "pdf"), None):
        data["encoding"] = {"@type": "MediaObject", "contentUrl": pdf, "encodingFormat": "application/pdf"}
    if page_url:
        data |= {"@id": page_url, "url": page_url, "mainEntityOfPage": page_url}
        earlier = [{"@type": "ScholarlyArticle", "name": title, "url": address} for title, address in builds_on]
        data |= {"citation": earlier} if earlier else {}
    if image:
        data["image"] = image
    return script_json(data)


def _identifiers(paper: PaperView) -> list[dict[str, str]]:
    known = (("DOI", paper.record.doi), ("arXiv", paper.record.arxiv))
    return [{"@type": "PropertyValue", "propertyID": name, "value": value} for name, value in known if value]
