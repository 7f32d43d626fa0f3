"""Papers as CSL-JSON, which citation processors and reference managers read.

Format: https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types
"""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, TypeAlias

from llmpapers.exporters.citing import CitedPaper
from llmpapers.exporters.names import split_name
from llmpapers.models import VenueKind

CslItem: TypeAlias = dict[str, Any]
"""An item by the names of CSL's variables; RIS and the plain citation are made of it, here and in the page's script."""

_TYPES = {
    VenueKind.CONFERENCE: "paper-conference",
    VenueKind.WORKSHOP: "paper-conference",
    VenueKind.JOURNAL: "article-journal",
    VenueKind.PREPRINT: "article",
}


def csl_item(paper: CitedPaper) -> CslItem:
    """Describe a paper in CSL's variables; what is not known is left out."""
    record, kind, month, address = paper.record, paper.kind, paper.month, paper.address
    item: CslItem = {
        "id": paper.key,
        "type": _TYPES[kind],
        "title": record.title,
        **({"author": [*map(_csl_name, record.authors)]} if record.authors else {}),
        "issued": {"date-parts": [[record.year, month] if month else [record.year]]},
    }
    if kind is VenueKind.PREPRINT:
        if paper.venue_name:
            item["publisher"] = paper.venue_name
        if record.arxiv:
            item["number"] = f"arXiv:{record.arxiv}"
    else:
        item["container-title"] = container = paper.container
        if record.venue != container:
            item["container-title-short"] = record.venue
        if record.arxiv:
            item |= {"archive": "arXiv", "archive_location": record.arxiv}
    if record.doi:
        item["DOI"] = record.doi
    if address:
        item["URL"] = address
    return item


@lru_cache(maxsize=1 << 14)
def _csl_name(name: str) -> dict[str, str]:
    parts = split_name(name)
    if parts.literal:
        return {"literal": parts.literal}
    named = {
        "family": parts.family,
        "given": parts.given,
        "non-dropping-particle": parts.particle,
        "suffix": parts.suffix,
    }
    return {variable: value for variable, value in named.items() if value}


def csl_json_text(paper: CitedPaper) -> str:
    """Write one paper as a CSL-JSON document, a list of one item, without a line break at its end."""
    return json.dumps([csl_item(paper)], ensure_ascii=False, indent=2)


def csl_json_file(papers: Iterable[CitedPaper]) -> Iterator[str]:
    """Write papers as a CSL-JSON document, piece by piece."""
    yield "["
    for number, paper in enumerate(papers):
        yield (",\n" if number else "\n") + json.dumps(csl_item(paper), ensure_ascii=False)
    yield "\n]\n"
