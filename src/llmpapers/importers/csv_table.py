"""From a table in CSV, or parted by tabs or semicolons, to candidates."""

import csv
import io

from llmpapers.errors import LlmpapersError
from llmpapers.importers.columns import column_role
from llmpapers.importers.found import Found, Notice
from llmpapers.importers.rows import candidate_of_row

LONGEST_CELL = 1_000_000


def read_csv(text: str, source: str = "") -> Found:
    """Read a table whose first line names its columns.

    Args:
        text: the file; what parts its cells is found out.
        source: its name, for the candidates.

    Raises:
        LlmpapersError: if no column is one of titles.
    """
    csv.field_size_limit(LONGEST_CELL)
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=_delimiter(text))
    found = Found([])
    try:
        names = next((row for row in rows if any(cell.strip() for cell in row)), [])
        if "title" not in map(column_role, names):
            shown = ", ".join(name.strip() for name in names[:12] if name.strip()) or "nothing"
            raise LlmpapersError(f"no column is named like a title; the first line has: {shown}")
        line = rows.line_num + 1
        for row in rows:
            _take(found, row, names, source, line)
            line = rows.line_num + 1
    except csv.Error as error:
        found.notices.append(Notice(rows.line_num, f"the table cannot be read further: {error}"))
    return found


def _take(found: Found, row: list[str], names: list[str], source: str, line: int) -> None:
    if not any(cell.strip() for cell in row):
        return
    if len(row) > len(names):
        found.notices.append(
            Notice(line, f"the row has {len(row)} cells for {len(names)} columns; the last ones were left out")
        )
    candidate = candidate_of_row(dict(zip(names, row, strict=False)), source=source, line=line)
    if candidate:
        found.candidates.append(candidate)
    else:
        found.notices.append(Notice(line, "the row has no title and was left out"))


def _delimiter(text: str) -> str:
    """Find what parts the cells: whatever the first line has most of, outside of quotes."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = "".join(part for index, part in enumerate(first.split('"')) if index % 2 == 0)
    return max(",;\t|", key=bare.count)
