"""Papers as BibTeX in ASCII, with entry types and fields that both BibTeX styles and biblatex read."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from llmpapers.exporters.citing import CitedPaper
from llmpapers.exporters.latex import escape, is_plain
from llmpapers.exporters.names import split_name
from llmpapers.models import VenueKind

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WORD = re.compile(r"([^\W_]+)")
_GROUPING = re.compile(r"[{}\\]")


def bibtex_entries(papers: Iterable[CitedPaper]) -> Iterator[str]:
    """Write papers as a BibTeX file, entry by entry, each with an empty line after it."""
    for paper in papers:
        yield bibtex_entry(paper) + "\n\n"


def bibtex_entry(paper: CitedPaper) -> str:
    """Write one paper as a BibTeX entry, without a line break at its end."""
    record = paper.record
    kind, publication = _publication(paper)
    fields = {
        "title": _protect_capitals(record.title, [record.short_name, *(record.also_known_as or [])]),
        **({"author": " and ".join(map(_author, record.authors))} if record.authors else {}),
        **publication,
        **_eprint(paper),
    }
    if record.doi:
        # Resolvers take a DOI as it is, and biblatex and hyperref read it verbatim.
        fields["doi"] = _GROUPING.sub("", record.doi).replace("%", "")
    address = paper.address
    if address:
        fields["url"] = _GROUPING.sub("", address).replace("%", r"\%")
    width = max(map(len, fields))
    # The names of the months are macros, which every style prints in its own way.
    rows = [
        f"  {name.ljust(width)} = {value}," if name == "month" else f"  {name.ljust(width)} = {{{value}}},"
        for name, value in fields.items()
    ]
    return "\n".join([f"@{kind}{{{paper.key},", *rows, "}"])


def _publication(paper: CitedPaper) -> tuple[str, dict[str, str]]:
    """Choose the entry's type, and the fields that say where and when it was published."""
    full_name = _container(paper.container)
    year = {"year": str(paper.record.year)}
    match paper.kind:
        case VenueKind.JOURNAL:
            return "article", {"journal": full_name, **year}
        case VenueKind.PREPRINT:
            where = {} if paper.record.arxiv or not full_name else {"howpublished": full_name}
            month = paper.month
            return "misc", {**where, **year, **({"month": _MONTHS[month - 1]} if month else {})}
        case VenueKind.CONFERENCE | VenueKind.WORKSHOP:
            return "inproceedings", {"booktitle": full_name, **year}


@lru_cache(maxsize=1 << 10)  # Many papers are of one venue.
def _container(name: str) -> str:
    return escape(name)


def _eprint(paper: CitedPaper) -> dict[str, str]:
    """Name the preprint; only an old identifier says which archive it is of: ``hep-th/9901001``."""
    arxiv = paper.record.arxiv
    if not arxiv:
        return {}
    archive = arxiv.partition("/")[0]
    return {"eprint": arxiv, "archiveprefix": "arXiv"} | ({"primaryclass": archive} if archive != arxiv else {})


@lru_cache(maxsize=1 << 14)
def _author(name: str) -> str:
    """Write a name in its parts, so that BibTeX has nothing to guess; one without parts is kept whole by braces."""
    parts = split_name(name)
    if parts.literal:
        return f"{{{escape(parts.literal)}}}"
    family = escape(f"{parts.particle} {parts.family}" if parts.particle else parts.family)
    return f"{family}, {escape(parts.suffix)}, {escape(parts.given)}" if parts.suffix else (
        f"{family}, {escape(parts.given)}"
    )  # fmt: skip


def _protect_capitals(title: str, names: Iterable[str | None] = ()) -> str:
    """Put braces around words whose capitals a style would lower: LoRA, MoE, GPUs, S-LoRA, and the names given."""
    named = {word for name in names if name and len(name.split()) == 1 for word in _WORD.findall(name)}
    pieces = _WORD.split(title)
    written = pieces.copy() if is_plain(title) else [*map(escape, pieces)]
    for index in range(1, len(pieces), 2):
        word = pieces[index]
        # Most words end here.
        if word.islower() or (word[1:].islower() and word not in named):
            continue
        hyphenated = pieces[index - 1].endswith("-") or pieces[index + 1].startswith("-")
        is_name = word in named and word[0].isupper()
        if is_name or _has_fixed_capitals(word) or (hyphenated and len(word) == 1 and word.isupper()):
            written[index] = f"{{{written[index]}}}"
    return "".join(written)


def _has_fixed_capitals(word: str) -> bool:
    """Tell a word such as MoE, iPad or A100 from one that has no capitals but at its beginning."""
    capitals = sum(character.isupper() for character in word)
    return capitals > 1 or (capitals == 1 and (not word[0].isupper() or any(map(str.isdigit, word))))
