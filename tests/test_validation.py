"""From plain data to records: what each field takes, and that one fault hides no other."""

import datetime

import pytest

from llmpapers.models import Paper, Resource, Topic
from llmpapers.reading import read_document
from llmpapers.validation import TYPED_FIELDS, validate

PAPER = """\
title: Rye Never Rises Alone
authors:
  - Kim Unreal
venue: ICBB
year: 2023
topics:
  - baking
summary: Rye holds little gluten.
added: 2026-02-01
"""
RESOURCE = """\
name: Flour Index
kind: list
url: https://flour.example.org/
description: A list of mills.
added: 2026-02-01
"""


def check(folder, text, model):
    (folder / "x.yaml").write_text(text, "utf-8")
    document = read_document(str(folder), "x.yaml", catalog=folder, limit=10**6, typed=TYPED_FIELDS)
    return validate(document, model), document


def codes(document):
    return [(problem.code, problem.line, problem.column) for problem in sorted(document.problems)]


@pytest.mark.parametrize(("text", "model"), [(PAPER, Paper), (RESOURCE, Resource)])
def test_the_required_fields_are_enough(text, model, tmp_path):
    validated, document = check(tmp_path, text, model)

    assert document.problems == []
    assert validated.faulty == frozenset()
    assert validated.record.added == datetime.date(2026, 2, 1)


@pytest.mark.parametrize("text", ["x\n", "5\n", "- x\n", "null\n", "[]\n", "2024-01-01\n", '""\n'])
def test_a_file_without_fields_is_a_problem(text, tmp_path):
    validated, document = check(tmp_path, text, Paper)

    assert validated is None
    assert codes(document) == [("not-a-mapping", 1, 1)]


@pytest.mark.parametrize(("text", "model"), [(PAPER, Paper), (RESOURCE, Resource)])
def test_each_required_field_is_missed(text, model, tmp_path):
    required = {name for name, info in model.model_fields.items() if info.is_required()}
    _, document = check(tmp_path, "waive: {author-format: x}\n", model)

    assert {problem.message for problem in document.problems} == {
        f"the required field `{name}` is missing" for name in required
    }
    assert all(
        problem.hint == model.model_fields[problem.message.split("`")[1]].description for problem in document.problems
    )


@pytest.mark.parametrize(
    ("added", "found"),
    [
        (
            "function-x: 1\nconstrained-y: NO\nPaperReference: a",
            [("unknown-field", 10, 1), ("unknown-field", 11, 1), ("unknown-field", 12, 1)],
        ),
        ("null: x", [("unknown-field", 10, 1)]),
        ("5: x", [("unknown-field", 10, 1)]),
        ("'': x", [("unknown-field", 10, 1)]),
        ("code: []", [("empty-field", 10, 7)]),
        ("code: https://a.example.org", [("wrong-type", 10, 7)]),
        (
            "code:\n  - x\n  - NO\n  - {url: y, labl: z}\n  -",
            [
                ("bad-url", 11, 5),
                ("misread-value", 12, 5),
                ("bad-url", 13, 11),
                ("unknown-field", 13, 14),
                ("empty-field", 14, 4),
            ],
        ),
        ("links:\n  - https://a.example.org", [("wrong-type", 11, 5)]),
        ("waive: {}", [("empty-field", 10, 8)]),
        ("waive: x", [("wrong-type", 10, 8)]),
        ("waive:\n  author-format: ''", [("empty-field", 11, 18)]),
        ("waive:\n  author-format: NO\n  repeated-author:", [("misread-value", 11, 18), ("empty-field", 12, 3)]),
        ("short_name: {a: b}", [("wrong-type", 10, 13)]),
        ("withdrawn: [x]", [("wrong-type", 10, 12)]),
        ("award: 2024", [("misread-value", 10, 8)]),
        ('award: "a\\nb"', [("bad-text", 10, 8)]),
        ('award: "\\0"', [("bad-text", 10, 8)]),
        ("related: ~", [("empty-field", 10, 1)]),
        ("paper: levain", [("unknown-field", 10, 1)]),
    ],
)
def test_a_fault_of_an_optional_field_stands_at_its_place(added, found, tmp_path):
    validated, document = check(tmp_path, f"{PAPER}{added}\n", Paper)

    assert codes(document) == found
    assert validated.record.title == "Rye Never Rises Alone"


@pytest.mark.parametrize(
    ("paper", "found"),
    [
        ("levain", []),
        ("{title: Rye, url: https://a.example.org}", []),
        ("Levain", [("bad-id", 6, 8)]),
        ("[a]", [("wrong-type", 6, 8)]),
        ("5", [("misread-value", 6, 8)]),
        ("{title: Rye}", [("missing-field", 6, 8)]),
        ("{title: Rye, url: x, y: z}", [("bad-url", 6, 26), ("unknown-field", 6, 29)]),
        ("{}", [("missing-field", 6, 8), ("missing-field", 6, 8)]),
        ("{title: NO, url: x}", [("misread-value", 6, 16), ("bad-url", 6, 25)]),
    ],
)
def test_a_resource_names_a_paper_by_id_or_by_title_and_address(paper, found, tmp_path):
    _, document = check(tmp_path, f"{RESOURCE}paper: {paper}\n", Resource)

    assert codes(document) == found


def test_all_faults_of_a_file_are_noted_and_the_rest_is_kept(tmp_path):
    text = PAPER.replace("ICBB", "NO").replace("2023", '"2023"').replace("  - baking", "  - baking\n  - 5\n  - [x]")
    validated, document = check(tmp_path, text.replace("summary: Rye holds little gluten.\n", ""), Paper)

    assert codes(document) == [
        ("missing-field", 1, 1),
        ("misread-value", 4, 8),
        ("wrong-type", 5, 7),
        ("misread-value", 8, 5),
        ("wrong-type", 9, 5),
    ]
    assert validated.faulty == {"venue", "year", "topics", "summary"}
    assert validated.record.authors == ["Kim Unreal"]


def test_prose_may_have_several_lines_and_a_name_may_not(tmp_path):
    text = "id: rye\ntitle: |\n  Rye\n  Bread\ndescription: |\n  One.\n\n  Two.\n"
    validated, document = check(tmp_path, text, Topic)

    assert codes(document) == [("bad-text", 2, 8)]
    assert validated.record.description == "One.\n\nTwo."
