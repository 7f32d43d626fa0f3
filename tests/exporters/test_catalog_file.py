"""The whole catalog in one document, as its own schema says."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from llmpapers.exporters.catalog_file import around_papers, paper_lines
from llmpapers.exporters.catalog_schema import catalog_schema
from llmpapers.loading import load_catalog


def written(catalog) -> dict[str, Any]:
    head, separator, tail = around_papers(catalog)
    return json.loads(head + separator.join(paper_lines(catalog.papers.values())) + tail)


@pytest.fixture
def document(catalog) -> dict[str, Any]:
    return written(catalog)


def test_the_whole_catalog_is_there_in_order(document) -> None:
    assert list(document) == ["format", "papers", "resources", "topics", "venues"]
    assert document["format"] == 1
    assert [paper["id"] for paper in document["papers"]] == sorted(paper["id"] for paper in document["papers"])
    assert [resource["id"] for resource in document["resources"]] == ["flour-index", "loafbench", "starter-kit"]
    assert [topic["path"] for topic in document["topics"]] == ["baking", "baking/sourdough", "ovens"]
    assert [venue["name"] for venue in document["venues"]] == ["arXiv", "ICBB", "Journal of Dough", "Crumbs Workshop"]


def test_it_is_what_its_schema_says(document) -> None:
    Draft202012Validator.check_schema(catalog_schema())
    Draft202012Validator(catalog_schema()).validate(document)


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document.update(format=2),
        lambda document: document.pop("venues"),
        lambda document: document["papers"][0].pop("id"),
        lambda document: document["papers"][0].update(colour="red"),
        lambda document: document["papers"][2].update(code=["https://github.com/example/levain"]),
        lambda document: document["topics"][0].pop("path"),
        lambda document: document["resources"][0].update(kind="pastry"),
    ],
)
def test_its_schema_refuses_another_shape(document, change) -> None:
    change(document)
    assert not Draft202012Validator(catalog_schema()).is_valid(document)


def test_an_empty_catalog_is_a_document_too(write_project) -> None:
    empty = load_catalog(write_project({"catalog/catalog.yaml": "format: 1\n"}, small=False))
    document = written(empty)
    assert document == {"format": 1, "papers": [], "resources": [], "topics": [], "venues": []}
    Draft202012Validator(catalog_schema()).validate(document)
