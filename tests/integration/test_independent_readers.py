"""What other programs read in the exports of this repository's catalog: every field of every paper."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import bibtexparser
import feedparser
import pytest
import rispy
from bibtexparser.middlewares import NameParts, SeparateCoAuthors, SplitNameParts
from jsonschema import Draft202012Validator
from lxml import etree

from llmpapers.catalog import Catalog
from llmpapers.checking import CheckedCatalog
from llmpapers.exporters.catalog_schema import catalog_schema
from llmpapers.exporters.citing import CitedPaper, cited_papers
from llmpapers.exporters.csl_json import csl_item
from llmpapers.exporters.formats import Export
from llmpapers.exporters.names import split_name

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def catalog(checked: CheckedCatalog) -> Catalog:
    return checked.catalog


@pytest.fixture(scope="module")
def cited(catalog: Catalog) -> list[CitedPaper]:
    return list(cited_papers(catalog))


def exported(catalog: Catalog, name: str) -> str:
    return "".join(Export(catalog, name).pieces())


def _whole_name(parts: NameParts, decoded: Callable[[str], str]) -> str:
    """Put a name together as its author writes it."""
    words = [*parts.first, *parts.von, *parts.last, *parts.jr]
    return " ".join(decoded(word) for word in words)


def test_a_bibtex_parser_finds_every_field_as_the_catalog_has_it(
    catalog: Catalog, cited: list[CitedPaper], decoded: Callable[[str], str]
) -> None:
    text = exported(catalog, "bibtex")
    assert text.isascii()
    library = bibtexparser.parse_string(text, append_middleware=[SeparateCoAuthors(), SplitNameParts()])
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == [paper.key for paper in cited]
    for entry, paper in zip(library.entries, cited, strict=True):
        found = {field.key: field.value for field in entry.fields}
        record = paper.record
        assert decoded(found.pop("title")) == record.title.replace("’", "'")
        assert [_whole_name(parts, decoded) for parts in found.pop("author")] == record.authors
        place = {"inproceedings": "booktitle", "article": "journal", "misc": "howpublished"}[entry.entry_type]
        if entry.entry_type != "misc" or not record.arxiv:
            assert decoded(found.pop(place)) == paper.container
        assert found.pop("year") == str(record.year)
        assert found.pop("eprint", None) == record.arxiv
        assert found.pop("archiveprefix", None) == ("arXiv" if record.arxiv else None)
        assert found.pop("doi", None) == record.doi
        assert found.pop("url", None) == (paper.address.replace("%", r"\%") if paper.address else None)
        assert not found.keys() - {"month", "primaryclass"}, entry.key


def test_biber_reads_it_without_a_complaint_and_by_the_rules_of_biblatex(catalog: Catalog, tmp_path: Path) -> None:
    if shutil.which("biber") is None:
        if os.environ.get("CI"):
            pytest.fail("there is no biber here, and without it nothing shows that BibTeX programs read our files")
        pytest.skip("needs biber")
    (tmp_path / "catalog.bib").write_text(exported(catalog, "bibtex"), encoding="utf-8")
    command = [
        "biber",
        "--tool",
        "--validate-datamodel",
        "--output-resolve",
        "--output-file",
        "read.bib",
        "catalog.bib",
    ]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
    assert [line for line in run.stdout.splitlines() if re.match(r"(WARN|ERROR)", line)] == []
    read = (tmp_path / "read.bib").read_text(encoding="utf-8")
    assert len(re.findall(r"^@", read, re.MULTILINE)) == len(catalog.papers)
    # It decodes the commands, so a letter that it had not understood would be missing.
    letters = {letter for paper in catalog.papers.values() for name in paper.record.authors for letter in name}
    assert {letter for letter in letters if letter.isalpha()} - set(read) == set()


def test_a_ris_reader_finds_every_record(catalog: Catalog, cited: list[CitedPaper]) -> None:
    records = rispy.loads(exported(catalog, "ris"))
    assert [record["id"] for record in records] == [paper.key for paper in cited]
    for record, paper in zip(records, cited, strict=True):
        names = [split_name(name) for name in paper.record.authors]
        parts = [[name.literal or f"{name.particle} {name.family}".strip(), name.given, name.suffix] for name in names]
        assert record["authors"] == [", ".join(filter(None, name)) for name in parts]
        assert record["title"] == paper.record.title
        assert record["year"] == str(paper.record.year)
        assert record.get("doi") == paper.record.doi
        assert record.get("urls", [None])[0] == paper.address


# The rules of the CSL-JSON schema for the variables that we write.
_NAME = {
    "type": "object",
    "properties": {
        name: {"type": "string", "minLength": 1}
        for name in ("family", "given", "non-dropping-particle", "suffix", "literal")
    },
    "additionalProperties": False,
    "anyOf": [{"required": ["family"]}, {"required": ["literal"]}],
}
_NUMBER = {"type": "integer"}
_TEXTS = (
    "id", "title", "container-title", "container-title-short", "publisher", "number", "archive", "archive_location",
    "DOI", "URL",
)  # fmt: skip
_CSL = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "type": {"enum": ["article", "article-journal", "paper-conference"]},
            "author": {"type": "array", "items": _NAME, "minItems": 1},
            "issued": {
                "type": "object",
                "properties": {
                    "date-parts": {
                        "type": "array",
                        "items": {"type": "array", "items": _NUMBER, "minItems": 1, "maxItems": 3},
                        "minItems": 1,
                        "maxItems": 2,
                    }
                },
                "additionalProperties": False,
            },
            **{name: {"type": "string", "minLength": 1} for name in _TEXTS},
        },
        "required": ["type", "id"],
        "additionalProperties": False,
    },
}


def test_csl_json_has_the_shape_of_its_schema(cited: list[CitedPaper]) -> None:
    Draft202012Validator(_CSL).validate([csl_item(paper) for paper in cited])


def test_a_csv_reader_finds_every_paper_and_a_spreadsheet_no_formula(catalog: Catalog) -> None:
    rows = list(csv.DictReader(io.StringIO(exported(catalog, "csv").removeprefix("\ufeff"), newline="")))
    assert [row["id"] for row in rows] == list(catalog.papers)
    for row, entry in zip(rows, catalog.papers.values(), strict=True):
        assert row["title"] == entry.record.title
        assert row["authors"].split("; ") == entry.record.authors
        assert row["arxiv"].removeprefix("arXiv:") == (entry.record.arxiv or "")
        assert not any(cell.startswith(("=", "+", "-", "@", "'")) for cell in row.values())


def test_the_sites_data_are_what_their_schema_says(site: Path) -> None:
    schema = json.loads((site / "schema" / "catalog-export.json").read_text(encoding="utf-8"))
    assert schema == catalog_schema()
    Draft202012Validator(schema).validate(json.loads((site / "catalog.json").read_text(encoding="utf-8")))


def test_every_feed_is_valid_and_another_reader_understands_it(site: Path, catalog: Catalog) -> None:
    grammar = etree.RelaxNG(etree.parse(Path(__file__).parents[1] / "data" / "atom.rng"))
    feeds = sorted(path.relative_to(site).as_posix() for path in site.rglob("feed.xml"))
    assert feeds == sorted(["feed.xml", *(f"topics/{path}/feed.xml" for path in catalog.topics)])
    for name in feeds:
        text = (site / name).read_bytes()
        grammar.assertValid(etree.fromstring(text))
        found = feedparser.parse(text)
        assert not found.bozo, found.get("bozo_exception")
        assert found.feed.id == f"https://papers.example.org/catalog/{name}"
        assert 0 < len(found.entries) <= 50
        ids = [
            entry.link.removeprefix("https://papers.example.org/catalog/papers/").rstrip("/") for entry in found.entries
        ]
        assert len(set(ids)) == len(ids)
        for id_, entry in zip(ids, found.entries, strict=True):
            record = catalog.papers[id_].record
            assert entry.title == record.title
            assert [author.name for author in entry.authors] == record.authors


def test_the_bibtex_of_a_topic_is_that_of_its_papers(site: Path, catalog: Catalog) -> None:
    whole = set((site / "catalog.bib").read_text(encoding="utf-8").split("\n\n"))
    for path in catalog.topics:
        entries = (site / "topics" / path / "papers.bib").read_text(encoding="utf-8").split("\n\n")
        assert set(entries) <= whole
        assert len(entries) - 1 == len(catalog.papers_of_topic(path))
