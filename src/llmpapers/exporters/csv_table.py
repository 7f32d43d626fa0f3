"""Papers as a CSV table that spreadsheets open without harm.

RFC 4180: comma, quotes where needed, CR LF. The file begins with a byte order mark, without which Excel takes UTF-8 for
another encoding; other readers skip it. An arXiv id is written as ``arXiv:2110.10000``, since a spreadsheet would read
the bare one as a number and drop its zeros.
"""

import csv
from collections.abc import Iterable, Iterator

from llmpapers.exporters.citing import CitedPaper

COLUMNS = (
    "id", "title", "short_name", "authors", "venue", "venue_name", "venue_kind", "year", "arxiv", "doi", "url", "pdf",
    "code", "project", "award", "topics", "summary", "also_known_as", "added", "withdrawn", "citation_key",
)  # fmt: skip
"""The columns in order; of a field with several values they stand in one cell, parted by `; `."""

_BYTE_ORDER_MARK = "\ufeff"
# What spreadsheets take for the beginning of a formula, also in the width of East Asian letters.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_table(papers: Iterable[CitedPaper]) -> Iterator[str]:
    """Write papers as a table, row by row."""
    writer = csv.writer(_Passing())
    yield _BYTE_ORDER_MARK + writer.writerow(COLUMNS)
    for paper in papers:
        yield writer.writerow(map(_harmless, map(_cells(paper).__getitem__, COLUMNS)))


class _Passing:
    """Passes a row on as soon as it is written."""

    def write(self, row: str) -> str:
        return row


def _cells(paper: CitedPaper) -> dict[str, str]:
    record = paper.record
    return {
        "id": paper.id,
        "title": record.title,
        "short_name": record.short_name or "",
        "authors": "; ".join(record.authors),
        "venue": paper.venue_name,
        "venue_name": paper.container,
        "venue_kind": paper.kind.value if paper.venue_name else "",
        "year": str(record.year),
        "arxiv": f"arXiv:{record.arxiv}" if record.arxiv else "",
        "doi": record.doi or "",
        "url": record.url or "",
        "pdf": record.pdf or "",
        "code": "; ".join(link.url for link in record.code or []),
        "project": record.project or "",
        "award": record.award or "",
        "topics": "; ".join(record.topics),
        "summary": " ".join(record.summary.split()),
        "also_known_as": "; ".join(record.also_known_as or []),
        "added": record.added.isoformat(),
        "withdrawn": record.withdrawn or "",
        "citation_key": paper.key,
    }


def _harmless(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would run as a formula; it shows such a cell as text."""
    # Most cells are told by their first letter.
    if not cell or cell[0].isalnum():
        return cell
    return f"'{cell}" if cell.lstrip().startswith(_FORMULA_STARTS) else cell
