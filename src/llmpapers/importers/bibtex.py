"""From BibTeX to candidates."""

import re
from functools import cache
from typing import TYPE_CHECKING

from llmpapers.candidates import Candidate
from llmpapers.identifiers import is_web_address, parse_arxiv, parse_doi
from llmpapers.importers.bibtex_scan import BibtexScanner, RawEntry
from llmpapers.importers.found import Found, Notice
from llmpapers.importers.link_roles import is_code_address

if TYPE_CHECKING:
    from pylatexenc.latex2text import LatexNodes2Text

_VENUE_FIELDS = ("journal", "journaltitle", "booktitle", "eventtitle", "maintitle")
_INHERITED = ("year", "date", "publisher", "editor", "eprint", "doi")
_NO_PAPERS = frozenset({"xdata", "set", "string", "bibnote", "settings"})


def read_bibtex(text: str, source: str = "") -> Found:
    """Read a bibliography in BibTeX or biblatex.

    Args:
        text: the file.
        source: its name, for the candidates.

    Returns:
        One candidate an entry that has a title, in order, decoded to Unicode; and what could not be read, by line.
    """
    scanner = BibtexScanner(text)
    entries = scanner.scan()
    by_key = {entry.key.casefold(): entry for entry in reversed(entries)}
    notices = list(scanner.notices)
    seen: set[str] = set()
    found: list[Candidate] = []
    for entry in entries:
        if entry.key and entry.key.casefold() in seen:
            notices.append(Notice(entry.line, f"the key {entry.key!r} stands twice; both entries were read"))
        seen.add(entry.key.casefold())
        if entry.kind in _NO_PAPERS:
            continue
        _inherit(entry, by_key, notices)
        if not decode(entry.fields.get("title", "")):
            notices.append(Notice(entry.line, f"the entry {entry.key or entry.kind!r} has no title and was left out"))
            continue
        found.append(_candidate(entry, source))
    return Found(found, sorted(notices, key=lambda notice: notice.line))


def _inherit(entry: RawEntry, by_key: dict[str, RawEntry], notices: list[Notice], depth: int = 0) -> None:
    """Take over what an entry leaves to the entries that it refers to."""
    for name in ("xdata", "crossref"):
        for key in entry.fields.get(name, "").split(","):
            if not key.strip() or depth > 4:
                continue
            parent = by_key.get(key.strip().casefold())
            if parent is None:
                notices.append(
                    Notice(entry.line, f"the entry {entry.key!r} refers to {key.strip()!r}, which is not here")
                )
                continue
            if parent is entry:
                continue
            inherited = dict(parent.fields) if name == "xdata" else _of_parent(parent)
            for field, value in inherited.items():
                entry.fields.setdefault(field, value)


def _of_parent(parent: RawEntry) -> dict[str, str]:
    taken = {
        name: parent.fields[name] for name in _INHERITED if name in parent.fields and name not in {"doi", "eprint"}
    }
    if title := parent.fields.get("booktitle") or parent.fields.get("title"):
        taken["booktitle"] = title
    return taken


def _candidate(entry: RawEntry, source: str) -> Candidate:
    fields = entry.fields
    venue = next((decoded for name in _VENUE_FIELDS if (decoded := decode(fields.get(name, "")))), None)
    url = _bare(fields.get("url", ""))
    doi = parse_doi(_bare(fields.get("doi", ""))) if fields.get("doi") else None
    arxiv = _arxiv(fields, venue or "")
    # An arXiv DOI says no more than the arXiv id.
    if doi and (of_doi := parse_arxiv(doi)):
        arxiv, doi = arxiv or of_doi.text, None
    return Candidate(
        title=decode(fields["title"]),
        authors=tuple(authors_of(fields.get("author") or fields.get("editor", ""))),
        venue=venue or ("arXiv" if arxiv and "eprint" in fields else None),
        year=_year(fields),
        arxiv=arxiv,
        doi=doi,
        url=url if is_web_address(url) else None,
        code=(url,) if is_web_address(url) and is_code_address(url) else (),
        section=None,
        source=source,
        line=entry.line,
    )


def _year(fields: dict[str, str]) -> int | None:
    for name in ("year", "date"):
        found = re.search(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)", fields.get(name, ""))
        if found:
            return int(found[1])
    return None


def _arxiv(fields: dict[str, str], venue: str) -> str | None:
    kind = (fields.get("archiveprefix") or fields.get("eprinttype") or "").casefold()
    stated = [fields.get("eprint", "")] if kind in {"", "arxiv"} else []
    stated += [_bare(fields.get("url", "")), fields.get("arxiv", ""), fields.get("arxivid", "")]
    for text in [venue, fields.get("note", ""), fields.get("howpublished", ""), fields.get("volume", "")]:
        stated += re.findall(r"(?:arxiv|abs)\s*[:/]\s*([\w.-]+(?:/\d{7})?)", text, re.IGNORECASE)
    return next((found.text for text in stated if (found := parse_arxiv(text.strip().rstrip(".,;)")))), None)


_ANGLE = re.compile(r"(?:\$|\\ensuremath\{|\\text)(<|>|less|greater)(?:\$|\{\}|\}|\s)")


def _bare(text: str) -> str:
    """Take the LaTeX off an address or an identifier."""
    found = re.search(r"\\(?:url|href)\{([^{}]*)\}", text)
    text = _ANGLE.sub(lambda sign: "<" if sign[1] in {"<", "less"} else ">", found[1] if found else text)
    return re.sub(r"\\([_%&#~$])", r"\1", text).strip(" {}")


def authors_of(text: str) -> list[str]:
    """Read a field of names.

    Args:
        text: names joined by "and", as "Family, Given" or "Given Family".

    Returns:
        Each as "Given Family", in order; "others" is left out, while an "et al." that is written as a name stays, since
        it tells that the list breaks off.
    """
    from pybtex.bibtex.utils import split_name_list
    from pybtex.exceptions import PybtexError

    try:
        parts = split_name_list(text)
    except PybtexError:  # Braces in braces, too deep for it.
        parts = re.split(r"\sand\s", text)
    names = [_name(part.strip()) for part in parts if part.strip()]
    return [name for name in names if name and name.casefold() != "others"]


def _name(text: str) -> str:
    from pybtex.database import Person
    from pybtex.exceptions import PybtexError

    if re.fullmatch(r"et\.? al\.?", text):
        return "et al."
    if text.startswith("{") and text.endswith("}") and "," not in text:
        return decode(text)
    if re.match(r"(?:family|given|prefix)=", text):  # biblatex's extended format
        parts = dict(part.split("=", 1) for part in re.split(r",\s*", text) if "=" in part)
        return decode(" ".join(parts[name] for name in ("given", "prefix", "family") if name in parts))
    try:
        person = Person(text)
    except (PybtexError, ValueError):
        halves = [half.strip() for half in text.split(",")]
        return decode(" ".join([*halves[1:], halves[0]]))
    order = (person.first_names, person.middle_names, person.prelast_names, person.last_names, person.lineage_names)
    return decode(" ".join(name for part in order for name in part))


@cache
def _decoder() -> "LatexNodes2Text":
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text(math_mode="verbatim", keep_comments=True)


def decode(text: str) -> str:
    r"""Decode LaTeX to Unicode; formulas stay as they are.

    Args:
        text: such as ``{G}{\"o}del``.
    """
    if not text:
        return ""
    text = re.sub(
        r"\\(?:allowbreak|hyphen|textquotesingle|linebreak|newline|break|/)(?![A-Za-z])\s?",
        lambda found: "-" if "hyphen" in found[0] else "",
        text,
    )
    text = re.sub(r"(?<!\\)%", r"\\%", text)
    text = re.sub(r"(?<!\\)~", " ", text)
    if "\\" in text or "$" in text or "`" in text or "'" in text or "--" in text:
        try:
            text = _decoder().latex_to_text(text, tolerant_parsing=True)
        except Exception:
            text = re.sub(r"\\[A-Za-z]+\s?", "", text)
    # Braces are left where they may be of a formula.
    last = text.rfind("$")
    plain = last + 2 if last >= 0 else 0
    text = text[:plain] + text[plain:].replace("{", "").replace("}", "")
    return re.sub(r"\s+", " ", text.replace("\xa0", " ")).strip()
