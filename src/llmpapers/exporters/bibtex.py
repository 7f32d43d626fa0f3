"""Papers as BibTeX, in UTF-8, with entry types and fields that both BibTeX styles and biblatex read."""

import re
from collections.abc import Iterable, Mapping

from llmpapers.catalog import Catalog, Sourced, submitted
from llmpapers.identifiers import fold, title_words
from llmpapers.models import Paper, Venue, VenueKind

_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "$": r"\$", "&": r"\&",
    "%": r"\%", "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
# Characters that Latin-script BibTeX styles cannot set, as the formulas that they mean.
_FORMULAS = {"²": "$^2$", "³": "$^3$", "×": r"$\times$", "∞": r"$\infty$", "≤": r"$\leq$", "≥": r"$\geq$"} | {
    letter: rf"$\{name}$"
    for letter, name in {
        "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "λ": "lambda", "μ": "mu", "π": "pi",
        "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "phi", "ψ": "psi", "ω": "omega",
    }.items()
}  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def citation_keys(papers: Mapping[str, Sourced[Paper]]) -> dict[str, str]:
    """Give every paper a key such as ``hu2022lora``, unique in the catalog.

    Returns:
        Keys by id. Of papers that would have the same key, the second by id takes ``b``, and so on.
    """
    keys: dict[str, str] = {}
    taken: set[str] = set()
    for id_, entry in papers.items():
        key = _bare_key(entry.record)
        suffixes = ["", *"bcdefghijklmnopqrstuvwxyz", f"-{id_}"]
        keys[id_] = next(key + suffix for suffix in suffixes if key + suffix not in taken)
        taken.add(keys[id_])
    return keys


def _bare_key(paper: Paper) -> str:
    surname = re.sub(r"[^a-z]", "", fold(paper.authors[0].split()[-1])) or "anonymous"
    dull = {"a", "an", "the", "on", "of", "for", "in", "to", "towards", "toward", "are", "is"}
    words = [re.sub(r"[^a-z0-9]", "", word) for word in title_words(paper.title)]
    word = next((word for word in words if word and word not in dull), "untitled")
    return f"{surname}{paper.year}{word}"


def bibtex_entry(paper: Paper, venue: Venue | None, key: str) -> str:
    """Write one paper as a BibTeX entry.

    Args:
        paper: the paper.
        venue: its venue; None stands for one that is not known.
        key: the citation key.

    Returns:
        The entry, without a line break at its end.
    """
    kind, fields = _publication(paper, venue)
    fields = {
        "title": _protect_capitals(paper.title),
        "author": " and ".join(_author(name) for name in paper.authors),
        **fields,
    }
    if paper.doi:
        # Resolvers take a DOI as it is, and biblatex and hyperref read it verbatim.
        fields["doi"] = re.sub(r"[{}\\%]", "", paper.doi)
    if address := paper.url or (f"https://arxiv.org/abs/{paper.arxiv}" if paper.arxiv else paper.pdf):
        fields["url"] = re.sub(r"[{}\\]", "", address).replace("%", r"\%")
    width = max(map(len, fields))
    # The names of the months are macros, which every style prints in its own way.
    values = {name: value if name == "month" else f"{{{value}}}" for name, value in fields.items()}
    rows = [f"  {name:<{width}} = {value}," for name, value in values.items()]
    return "\n".join([f"@{kind}{{{key},", *rows, "}"])


def _publication(paper: Paper, venue: Venue | None) -> tuple[str, dict[str, str]]:
    """Choose the entry's type, and the fields that say where and when it was published."""
    full_name = _escape(venue.full_name if venue else paper.venue)
    year = {"year": str(paper.year)}
    match venue.kind if venue else VenueKind.CONFERENCE:
        case VenueKind.JOURNAL:
            return "article", {"journal": full_name, **year, **_eprint(paper)}
        case VenueKind.PREPRINT:
            first = submitted(paper)
            month = {"month": _MONTHS[first[1] - 1]} if first and first[0] == paper.year else {}
            if paper.arxiv:
                return "misc", {**year, **month, **_eprint(paper)}
            return "misc", {"howpublished": full_name, **year}
        case _:
            return "inproceedings", {"booktitle": full_name, **year, **_eprint(paper)}


def _eprint(paper: Paper) -> dict[str, str]:
    return {"eprint": paper.arxiv, "archiveprefix": "arXiv"} if paper.arxiv else {}


def _author(name: str) -> str:
    """Write a name so that BibTeX cannot split it: "and" is a word to it, and so is a comma."""
    escaped = _escape(name)
    if re.search(r"\band\b|,|^others$", name, re.IGNORECASE):
        return "{" + escaped + "}"
    return escaped


def _protect_capitals(title: str) -> str:
    """Put braces around words whose capitals a style would lower: LoRA, MoE, GPUs, S-LoRA."""
    pieces = re.split(r"([^\W_]+)", title)
    for index in range(1, len(pieces), 2):
        word = pieces[index]
        hyphenated = pieces[index - 1].endswith("-") or pieces[index + 1].startswith("-")
        if _has_fixed_capitals(word) or (hyphenated and len(word) == 1 and word.isupper()):
            pieces[index] = "{" + _escape(word) + "}"
        else:
            pieces[index] = _escape(word)
    pieces[::2] = map(_escape, pieces[::2])
    return "".join(pieces)


def _has_fixed_capitals(word: str) -> bool:
    """Tell a word such as MoE, iPad or A100 from one that only begins with a capital."""
    capitals = sum(character.isupper() for character in word)
    return capitals > 1 or (capitals == 1 and (not word[0].isupper() or any(map(str.isdigit, word))))


def _escape(text: str) -> str:
    """Make text safe: no character of it is a command to TeX, nor ends a field."""
    return "".join(_SPECIAL.get(character) or _FORMULAS.get(character) or character for character in text)


def bibtex_file(catalog: Catalog, ids: Iterable[str] | None = None) -> str:
    """Write papers of a catalog as a BibTeX file.

    Args:
        catalog: where they are.
        ids: which, in this order; all by id if left out.
    """
    keys = citation_keys(catalog.papers)
    return "".join(paper_bibtex(catalog, id_, keys) + "\n\n" for id_ in (ids if ids is not None else catalog.papers))


def paper_bibtex(catalog: Catalog, id_: str, keys: Mapping[str, str]) -> str:
    """Write one paper of a catalog as a BibTeX entry, with the keys of `citation_keys`."""
    record = catalog.papers[id_].record
    venue = catalog.venues.get(record.venue)
    return bibtex_entry(record, venue.record if venue else None, keys[id_])
