"""What a person types to name a paper: an arXiv id, a DOI, an address."""

import re
from dataclasses import dataclass
from enum import Enum
from urllib.parse import unquote, urlsplit

from llmpapers.errors import LlmpapersError
from llmpapers.identifiers import is_web_address, parse_arxiv, strip_doi_resolver


class ReferenceKind(Enum):
    """What a reference is."""

    ARXIV = "an arXiv id"
    DOI = "a DOI"
    PAGE = "a page"


@dataclass(frozen=True)
class Reference:
    """A paper as it was named."""

    kind: ReferenceKind
    text: str
    """A bare arXiv id, a bare DOI, or an absolute address."""


_ACL_ID = re.compile(r"(?:\d{4}\.[a-z][\w-]*\.\d+|[A-Z]\d{2}-\d{4})")
# Publishers put the DOI into the address of its page, and refuse programs there.
_DOI_IN_PATH = re.compile(
    r"/(?:doi|article|chapter|content)(?:/(?:abs|full|pdf|pdfplus|fullHtml|epdf|epub))?/(10\.\d{4,9}/[^?#\s]+)"
)


def parse_reference(text: str) -> Reference:
    """Tell what kind of reference a text is.

    Raises:
        LlmpapersError: if it is none that can be looked up.
    """
    text = text.strip()
    if arxiv := parse_arxiv(text):
        return Reference(ReferenceKind.ARXIV, arxiv.text)
    if doi := strip_doi_resolver(re.sub(r"^(?:dx\.)?doi\.org/", "https://doi.org/", text)):
        return Reference(ReferenceKind.DOI, doi)
    if _ACL_ID.fullmatch(text):
        return Reference(ReferenceKind.PAGE, f"https://aclanthology.org/{text}/")
    address = (text if "://" in text else f"https://{text}").replace("<", "%3C").replace(">", "%3E")
    if not is_web_address(address) or not ("://" in text or "/" in text):
        raise LlmpapersError(_none(text))
    if found := _DOI_IN_PATH.search(unquote(urlsplit(address).path)):
        doi = strip_doi_resolver(re.sub(r"(?:\.pdf|/full|/pdf)$", "", found[1]))
        if doi:
            return Reference(ReferenceKind.DOI, doi)
    return Reference(ReferenceKind.PAGE, address)


def _none(text: str) -> str:
    ways = "an arXiv id or address, a DOI, or the address of the paper's page"
    if re.fullmatch(r"(?i)(?:arxiv:)?\s*\d{4}\.?\d{3,6}(?:v\d+)?", text):
        return f"{text!r} looks like an arXiv id, but is none: four digits, a point, five digits, such as 2402.12354"
    if re.match(r"(?i)(?:doi:)?\s*10\.", text):
        return f"{text!r} looks like a DOI, but is none; one looks like 10.1145/3694715.3695964"
    if text.lower().endswith((".bib", ".bibtex")):
        return f"{text!r} names no paper; to read a file: llmpapers add --bibtex {text}"
    return f"{text[:80]!r} names no paper; give {ways}, or --bibtex FILE"
