"""A table that any reader of CSV understands, and that no spreadsheet runs."""

import csv
import io

import pytest

from llmpapers.exporters.citing import cited_papers
from llmpapers.exporters.csv_table import COLUMNS, csv_table


def rows(papers) -> list[dict[str, str]]:
    text = "".join(csv_table(papers))
    assert text.startswith("\ufeffid,title,")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_every_paper_is_a_row_with_all_columns(catalog) -> None:
    read = rows(cited_papers(catalog))
    assert [row["id"] for row in read] == list(catalog.papers)
    assert {tuple(row) for row in read} == {COLUMNS}
    assert read[2] == {
        "id": "levain",
        "title": "Levain: Keeping a Starter Alive Across Many Loaves",
        "short_name": "Levain",
        "authors": "Ada Example; Ben Sample; Çelik Müster",
        "venue": "ICBB",
        "venue_name": "International Conference on Better Bread",
        "venue_kind": "conference",
        "year": "2021",
        "arxiv": "arXiv:2011.01234",
        "doi": "10.1234/icbb.2021.17",
        "url": "https://icbb.example.org/2021/levain",
        "pdf": "https://icbb.example.org/2021/levain.pdf",
        "code": "https://github.com/example/levain; https://gitlab.com/example/levain-port",
        "project": "https://levain.example.org/",
        "award": "Best Loaf",
        "topics": "baking/sourdough",
        "summary": "A starter usually dies between two loaves. Levain feeds it a fixed share of every dough, which "
        "keeps it active for months with no further work.",
        "also_known_as": "Starters That Do Not Die",
        "added": "2026-01-15",
        "withdrawn": "",
        "citation_key": "example2021levain",
    }


def test_lines_end_as_the_standard_has_it_and_cells_hold_no_line_break(cite) -> None:
    text = "".join(csv_table([cite(summary='Two\nlines, "quoted".')]))
    assert text.endswith("\r\n")
    assert text.count("\n") == text.count("\r\n") == 2
    assert '"Two lines, ""quoted""."' in text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " =", "＝", "＠"])
def test_no_cell_is_a_formula(cite, start) -> None:
    evil = f'{start}HYPERLINK("https://evil.example.org","x")'
    [row] = rows([cite(title=evil, authors=[evil], award=evil, summary=evil)])
    dangerous = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
    assert [cell for cell in row.values() if cell.lstrip().startswith(dangerous)] == []
    assert row["title"] == f"'{evil}"


def test_a_text_with_a_sign_inside_stays_as_it_is(cite) -> None:
    [row] = rows([cite(title="A=B+C -- @home")])
    assert row["title"] == "A=B+C -- @home"
