"""A paper found by an importer or a look-up, not yet an entry."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """What a list, a bibliography or a service says of a paper; a field that it does not state stays empty."""

    title: str
    authors: tuple[str, ...] = ()
    """In order, each as "Given Family"."""
    venue: str | None = None
    """As it is stated, without the year."""
    year: int | None = None
    """As it is stated; never read off an arXiv id."""
    arxiv: str | None = None
    """Bare id, without version."""
    doi: str | None = None
    """Without resolver."""
    url: str | None = None
    """Address of the paper as stated, which may be arXiv's."""
    pdf: str | None = None
    code: tuple[str, ...] = ()
    project: str | None = None
    short_name: str | None = None
    also_known_as: tuple[str, ...] = ()
    """Earlier titles and names."""
    section: str | None = None
    """Heading under which a list has it; a path of headings is joined by " > "."""
    source: str = ""
    """Where it was found: a file, or the name of a service."""
    line: int | None = None
    """Line of that file, from 1."""

    def to_json(self) -> str:
        """Write the stable one-line form that `import --json` prints and `dedupe` reads."""
        row = {
            "title": self.title,
            "url": self.url,
            "arxiv": self.arxiv,
            "doi": self.doi,
            "venue": self.venue,
            "year": self.year,
            "code": list(self.code),
            "section": self.section,
            "authors": list(self.authors),
        }
        return json.dumps(row, ensure_ascii=False)

    @classmethod
    def from_row(cls, row: Mapping[str, Any], *, line: int | None = None) -> "Candidate":
        """Read the form that `to_json` writes; what is absent or null stays empty."""
        return cls(
            title=str(row.get("title") or ""),
            authors=tuple(map(str, row.get("authors") or ())),
            venue=row.get("venue"),
            year=row.get("year"),
            arxiv=row.get("arxiv"),
            doi=row.get("doi"),
            url=row.get("url"),
            code=tuple(map(str, row.get("code") or ())),
            section=row.get("section"),
            line=line,
        )
