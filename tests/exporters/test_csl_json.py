"""CSL-JSON as its schema has it, rendered by a processor that is not ours."""

import json

import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

from llmpapers.exporters.citing import cited_papers
from llmpapers.exporters.csl_json import csl_item, csl_json_file, csl_json_text
from llmpapers.models import VenueKind


def test_an_item_holds_what_is_known(catalog) -> None:
    [levain] = cited_papers(catalog, ["levain"])
    assert csl_item(levain) == {
        "id": "example2021levain",
        "type": "paper-conference",
        "title": "Levain: Keeping a Starter Alive Across Many Loaves",
        "author": [
            {"family": "Example", "given": "Ada"},
            {"family": "Sample", "given": "Ben"},
            {"family": "Müster", "given": "Çelik"},
        ],
        "issued": {"date-parts": [[2021]]},
        "container-title": "International Conference on Better Bread",
        "container-title-short": "ICBB",
        "archive": "arXiv",
        "archive_location": "2011.01234",
        "DOI": "10.1234/icbb.2021.17",
        "URL": "https://icbb.example.org/2021/levain",
    }


@pytest.mark.parametrize(
    ("id_", "expected"),
    [
        ("kneadnet", {"type": "article-journal", "container-title": "Journal of Dough & Yeast"}),
        ("foldformer", {"type": "paper-conference", "container-title": "Workshop on Crumbs at ICBB"}),
        (
            "levain-2",
            {
                "type": "article",
                "publisher": "arXiv",
                "number": "arXiv:2205.04321",
                "issued": {"date-parts": [[2022, 5]]},
            },
        ),
    ],
)
def test_the_kind_of_the_venue_decides_the_type(catalog, id_, expected) -> None:
    [paper] = cited_papers(catalog, [id_])
    assert csl_item(paper).items() >= expected.items()


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Jo van den Berg", {"family": "Berg", "given": "Jo", "non-dropping-particle": "van den"}),
        ("Jo Berg Jr.", {"family": "Berg", "given": "Jo", "suffix": "Jr."}),
        ("Bread Team", {"literal": "Bread Team"}),
    ],
)
def test_names_are_in_their_parts(cite, name, parts) -> None:
    assert csl_item(cite(authors=[name]))["author"] == [parts]


def test_one_paper_and_a_file_of_many_are_the_same_kind_of_document(catalog) -> None:
    papers = list(cited_papers(catalog, ["stone", "levain"]))
    assert json.loads("".join(csl_json_file(papers))) == [csl_item(paper) for paper in papers]
    assert json.loads(csl_json_text(papers[0])) == [csl_item(papers[0])]
    assert json.loads("".join(csl_json_file([]))) == []


def test_a_citation_processor_renders_it(cite) -> None:
    item = csl_item(cite(VenueKind.JOURNAL, "Journal of Dough", authors=["Ada Example", "Jo van den Berg"]))
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON([item]), formatter.plain)
    bibliography.register(Citation([CitationItem("key")]))
    text = str(bibliography.bibliography()[0])
    assert text.startswith("Example, A. and van den Berg, J. (2023) “Rye Never Rises Alone”, Journal of Dough")
