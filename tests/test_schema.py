"""The JSON Schema that editors read agrees with what the check accepts."""

import datetime
import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import ValidationError

from llmpapers import models
from llmpapers.checking import read_and_check
from llmpapers.field_examples import EXAMPLES
from llmpapers.loading import load_catalog
from llmpapers.schema import FOLDER, KINDS, schema_of, schema_text, stale_schema_files

CATALOG = Path(__file__).parent / "data/small/catalog"
FILES = sorted(CATALOG.rglob("*.yaml"))


def kind_of(path: Path) -> str:
    top = path.relative_to(CATALOG).parts[0]
    return {"papers": "paper", "resources": "resource"}.get(top, path.stem)


def content(path: Path):
    """The data as an editor sees them: dates are texts."""
    return yaml.load(path.read_text("utf-8"), Loader=_EditorLoader)


class _EditorLoader(yaml.SafeLoader):
    pass


_EditorLoader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)


def faults(kind: str, data, catalog=None) -> list[str]:
    return [error.message for error in Draft202012Validator(schema_of(kind, catalog)).iter_errors(data)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_schema_is_one(kind):
    Draft202012Validator.check_schema(schema_of(kind))
    assert "x-names" not in schema_text(kind)
    assert schema_text(kind) == json.dumps(schema_of(kind), ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_schema_accepts_what_the_check_accepts(path):
    assert faults(kind_of(path), content(path), load_catalog(CATALOG.parent)) == []


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("paper", {"shortname": "x"}),
        ("paper", {"topics": ["bread"]}),
        ("paper", {"topics": []}),
        ("paper", {"venue": "NeurBread"}),
        ("paper", {"year": "2021"}),
        ("paper", {"arxiv": 2011.01234}),
        ("paper", {"code": [{"url": "https://a.example.org", "labl": "x"}]}),
        ("paper", {"award": None}),
        ("paper", {"title": None}),
        ("paper", {"links": ["https://a.example.org"]}),
        ("paper", {"authors": "Ada Example"}),
        ("resource", {"kind": "toll"}),
        ("resource", {"status": "gone"}),
        ("resource", {"paper": {"title": "x"}}),
        ("resource", {"topics": ["bread"]}),
    ],
)
def test_the_schema_refuses_a_faulty_entry(kind, change):
    path = CATALOG / ("papers/levain.yaml" if kind == "paper" else "resources/loafbench.yaml")

    assert faults(kind, content(path) | change, load_catalog(CATALOG.parent))


def test_the_schema_misses_a_required_field():
    data = content(CATALOG / "papers/levain.yaml")
    del data["summary"]

    assert faults("paper", data) == ["'summary' is a required property"]


def test_topics_and_venues_of_the_catalog_are_the_possible_values():
    catalog = load_catalog(CATALOG.parent)
    with_names, without = (schema_of("paper", given)["properties"] for given in (catalog, None))

    assert with_names["topics"]["items"]["enum"] == ["baking", "baking/sourdough", "ovens"]
    assert with_names["venue"]["enum"] == ["arXiv", "ICBB", "Journal of Dough", "Crumbs Workshop"]
    assert "enum" not in without["venue"]
    assert "enum" not in without["topics"]["items"]


def test_editors_see_what_each_value_means():
    catalog = load_catalog(CATALOG.parent)
    paper, resource = (schema_of(kind, catalog) for kind in ("paper", "resource"))
    topics, venue = paper["properties"]["topics"]["items"], paper["properties"]["venue"]
    kind = resource["$defs"]["ResourceKind"]

    assert topics["enumDescriptions"] == ["Baking", "Baking › Sourdough", "Ovens"]
    assert dict(zip(venue["enum"], venue["enumDescriptions"], strict=True))["ICBB"] == (
        "International Conference on Better Bread"
    )
    assert dict(zip(kind["enum"], kind["enumDescriptions"], strict=True))["tool"] == "Software to use."
    assert "year-before-arxiv" in paper["properties"]["waive"]["propertyNames"]["enum"]
    assert schema_of("topics", catalog)["$defs"]["Topic"]["properties"]["parent"]["examples"] == topics["enum"]


def nodes(value):
    if isinstance(value, dict):
        yield value
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(child)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_says_what_it_is_and_every_example_is_valid(kind):
    schema = schema_of(kind, load_catalog(CATALOG.parent))
    for node in nodes(schema):
        for name, field in node.get("properties", {}).items():
            assert field["description"], name
        for example in node.get("examples", []):
            validator = Draft202012Validator({**node, "$defs": schema.get("$defs", {})}, format_checker=FormatChecker())
            assert [error.message for error in validator.iter_errors(example)] == [], example


@pytest.mark.parametrize(
    ("kind", "field", "example"),
    [
        (kind, field, example)
        for kind, fields in EXAMPLES.items()
        for field, given in fields.items()
        for example in given
    ],
)
def test_the_check_takes_every_example(kind, field, example):
    value = datetime.date.fromisoformat(example) if field in {"added", "until"} else example
    with pytest.raises(ValidationError) as raised:
        getattr(models, kind).model_validate({field: value, "no such field": ""})
    assert [error["msg"] for error in raised.value.errors() if error["loc"][0] == field] == []
    # An editor fills in the only example of a text, which is then easily forgotten.
    assert isinstance(example, list | dict) or len(EXAMPLES[kind][field]) > 1


def test_a_schema_that_no_longer_fits_is_a_warning(write_project):
    root = write_project()
    (root / FOLDER).mkdir()
    for kind in KINDS:
        (root / FOLDER / f"{kind}.json").write_text(schema_text(kind, load_catalog(root)), "utf-8")
    assert read_and_check(root).problems == []

    topics = root / "catalog/topics.yaml"
    topics.write_text(topics.read_text().replace("- id: ovens", "- {id: t, title: T, description: T.}\n- id: ovens"))

    assert list(stale_schema_files(load_catalog(root), root)) == [
        "catalog/schema/paper.json",
        "catalog/schema/resource.json",
        "catalog/schema/topics.json",
    ]
    assert {(p.code, p.severity) for p in read_and_check(root).problems} == {("stale-schema", "warning")}
