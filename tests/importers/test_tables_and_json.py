"""Tables and JSON of other programs, by the names of their columns and keys."""

import json

import pytest

from llmpapers.candidates import Candidate
from llmpapers.errors import LlmpapersError
from llmpapers.importers.csv_table import read_csv
from llmpapers.importers.json_lines import read_json_lines

WHOLE = Candidate(
    title="Example Net", authors=("Ada Example", "Ben Sample"), venue="ICLR", year=2023, arxiv="2401.01234",
    url="https://arxiv.org/abs/2401.01234", code=("https://github.com/example/net",),
)  # fmt: skip


def essence(candidate):
    return json.loads(candidate.to_json()) | {"section": None}


@pytest.mark.parametrize(
    "text",
    [
        "title,authors,venue,year,url,code\nExample Net,Ada Example and Ben Sample,ICLR,2023,"
        "https://arxiv.org/abs/2401.01234,https://github.com/example/net\n",
        'Paper Title;Author(s);Conference;Date;Link;GitHub\r\nExample Net;"Example, Ada; Sample, Ben";ICLR;2023-05-01;'
        "https://arxiv.org/abs/2401.01234;https://github.com/example/net\r\n",
        "\ufeffName\tAuthors\tPublished in\tPDF\tRepository\nExample Net\tAda Example, Ben Sample\tICLR 2023\t"
        "https://arxiv.org/abs/2401.01234\thttps://github.com/example/net\n",
        'Authors,Title,Source title,Year,arXiv ID,url,Code link\n"Ada Example\nand Ben Sample","Example\nNet",ICLR,'
        "2023,2401.01234,"
        "https://arxiv.org/abs/2401.01234,https://github.com/example/net\n",
    ],
)
def test_a_table_is_read_by_the_names_of_its_columns(text):
    (found,) = read_csv(text).candidates
    assert essence(found) == essence(WHOLE)


def test_rows_that_cannot_be_read_are_reported_by_line():
    found = read_csv('title,year\n"Two\nLines",2020\n,2021\nGood,2022,more\n')
    assert [(c.title, c.line) for c in found.candidates] == [("Two Lines", 2), ("Good", 5)]
    assert [notice.line for notice in found.notices] == [4, 5]


def test_a_table_without_titles_is_refused_with_what_it_has():
    with pytest.raises(LlmpapersError, match="no column is named like a title; the first line has: a, b"):
        read_csv("a,b\n1,2\n")


SEMANTIC_SCHOLAR = {
    "title": "Example Net",
    "authors": [{"authorId": "1", "name": "Ada Example"}, {"name": "Ben Sample"}],
    "venue": "ICLR",
    "year": 2023,
    "externalIds": {"ArXiv": "2401.01234", "CorpusId": 1},
    "url": "https://arxiv.org/abs/2401.01234",
    "code": ["https://github.com/example/net"],
    "openAccessPdf": {"url": "https://example.org/net.pdf"},
}
OPENALEX = {
    "display_name": "Example Net", "publication_year": 2023, "primary_location": {"source": {"display_name": "ICLR"}},
    "authorships": [{"author": {"display_name": "Ada Example"}}, {"author": {"display_name": "Ben Sample"}}],
    "ids": {"arxiv": "2401.01234"}, "url": "https://arxiv.org/abs/2401.01234", "code": "https://github.com/example/net",
}  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        WHOLE.to_json(),
        json.dumps(SEMANTIC_SCHOLAR),
        json.dumps({"total": 1, "data": [SEMANTIC_SCHOLAR]}, indent=2),
        json.dumps([OPENALEX]),
        json.dumps({"results": [OPENALEX]}),
    ],
)
def test_json_of_several_programs_is_read(text):
    (found,) = read_json_lines(text).candidates
    assert essence(found) == essence(WHOLE)


def test_lines_that_are_no_objects_are_reported_by_line():
    found = read_json_lines('{"title": "A"}\n{"title": \n\n[1]\n{"year": 1}\n' + "[" * 100_000 + "\n")
    assert [c.title for c in found.candidates] == ["A"]
    assert [notice.line for notice in found.notices] == [2, 4, 5, 6]


def test_json_without_papers_is_refused():
    with pytest.raises(LlmpapersError, match="no list of papers"):
        read_json_lines('{"a": {"b": 1}}')
