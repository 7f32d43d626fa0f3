"""How problems are shown: as text, as JSON and as annotations."""

import json

import pytest

from llmpapers.problem_codes import CODES
from llmpapers.problems import Problem, Severity, did_you_mean, nearest, to_github, to_json, to_text, visible

FILE = "catalog/papers/rye.yaml"


def problem(**values) -> Problem:
    known = {
        "file": FILE,
        "line": 2,
        "column": 8,
        "code": "unknown-venue",
        "message": "there is no venue 'ICBA'",
        "hint": "write ICBB",
        "length": 4,
        "source": "venue: ICBA",
    }
    return Problem(**known | values)


def test_a_person_sees_place_message_line_marker_and_hint():
    assert to_text([problem(), problem(line=10, code="author-format", source="")], color=False) == (
        "catalog/papers/rye.yaml:2:8: error[unknown-venue]: there is no venue 'ICBA'\n"
        "  2 | venue: ICBA\n"
        "    |        ^^^^\n"
        "  hint: write ICBB\n"
        "\n"
        "catalog/papers/rye.yaml:10:8: warning[author-format]: there is no venue 'ICBA'\n"
        "  hint: write ICBB"
    )


@pytest.mark.parametrize(
    ("source", "column", "length", "shown", "marker"),
    [
        ("title: 面包 x", 11, 1, "title: 面包 x", "            ^"),
        ("title: 面包", 8, 2, "title: 面包", "       ^^^^"),
        ("title: e\u0301 x", 11, 1, "title: e\u0301 x", "         ^"),
        ("\tvenue: x", 9, 1, " venue: x", "        ^"),
        ("a: \x1b[31m x", 10, 1, "a: \ufffd[31m x", "         ^"),
        ("a: x", 5, 1, "a: x", "    ^"),
        ("x" * 500, 1, 3, "x" * 110, "^^^"),
        ("x" * 500, 251, 2, "x" * 110, " " * 30 + "^^"),
        ("x" * 500, 499, 2, "x" * 110, " " * 108 + "^^"),
        ("x" * 500, 501, 1, "x" * 110, " " * 110 + "^"),
        ("x" * 500, 1, 500, "x" * 110, "^" * 110),
    ],
)
def test_the_marker_stands_under_the_fault(source, column, length, shown, marker):
    text = to_text([problem(source=source, column=column, length=length)], color=False)

    assert text.splitlines()[1:3] == [f"  2 | {shown}", f"    | {marker}"]


HOSTILE = "\x1b]0;gone\x07\x1b[2J\x9b31m\r\b\x00\u202e\u2066\u200b\u2028\ud800\U000e0041"


@pytest.mark.parametrize("field", ["file", "message", "hint", "source"])
@pytest.mark.parametrize("color", [False, True])
def test_nothing_that_a_terminal_obeys_is_shown_raw(field, color):
    plain = to_text([problem()], color=color)
    text = to_text([problem(**{field: getattr(problem(), field) + HOSTILE})], color=color)

    assert text.count("\x1b") == plain.count("\x1b")
    assert not set(text) & set(HOSTILE) - set("\x1b]0;gone[2J31m")


@pytest.mark.parametrize("show", [to_github, lambda found: to_json(found, papers=1, resources=0)])
@pytest.mark.parametrize("field", ["file", "message", "hint"])
def test_programs_formats_hold_no_raw_control_characters_and_can_be_encoded(show, field):
    text = show([problem(**{field: HOSTILE})])

    assert text.encode()
    assert not set(text) & set(HOSTILE) - set("]0;gone[2J31m")


def test_json_has_the_stable_shape_and_the_values_unchanged():
    found = [problem(message=f"Brötchen {HOSTILE}"), problem(code="author-format", line=3)]
    text = to_json(found, papers=50, resources=10)
    row = {
        "severity": "error",
        "code": "unknown-venue",
        "file": FILE,
        "line": 2,
        "column": 8,
        "message": f"Brötchen {HOSTILE}",
        "hint": "write ICBB",
    }
    other = {**row, "severity": "warning", "code": "author-format", "line": 3, "message": "there is no venue 'ICBA'"}

    assert json.loads(text) == {"problems": [row, other], "papers": 50, "resources": 10}
    assert list(json.loads(text)["problems"][0]) == list(row)
    assert "Brötchen" in text
    assert json.loads(to_json([], papers=0, resources=0)) == {"problems": [], "papers": 0, "resources": 0}


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({}, f"::error file={FILE},line=2,col=8,title=unknown-venue::there is no venue 'ICBA' (write ICBB)"),
        (
            {"code": "author-format"},
            f"::warning file={FILE},line=2,col=8,title=author-format::there is no venue 'ICBA' (write ICBB)",
        ),
        (
            {"file": "a,b:c%.yaml"},
            "::error file=a%2Cb%3Ac%25.yaml,line=2,col=8,title=unknown-venue::there is no venue 'ICBA' (write ICBB)",
        ),
        (
            {"message": "100 %\n::error::x", "hint": "a\r\nb\rc"},
            f"::error file={FILE},line=2,col=8,title=unknown-venue::100 %25%0A::error::x (a%0Ab%0Ac)",
        ),
    ],
)
def test_an_annotation_is_one_line_that_no_value_can_break(values, line):
    assert to_github([problem(**values)]) == line


def test_problems_are_sorted_by_file_line_and_column():
    found = [
        problem(file="b"),
        problem(line=10),
        problem(line=9, column=2),
        problem(line=9, column=10),
        problem(file="a"),
    ]

    assert [(p.file, p.line, p.column) for p in sorted(found)] == [
        ("a", 2, 8),
        ("b", 2, 8),
        (FILE, 9, 2),
        (FILE, 9, 10),
        (FILE, 10, 8),
    ]


def test_a_warning_counts_as_an_error_when_promoted():
    assert problem(code="author-format").severity is Severity.WARNING
    assert problem(code="author-format", promoted=True).severity is Severity.ERROR
    assert "error[author-format]" in to_text([problem(code="author-format", promoted=True)], color=False)


@pytest.mark.parametrize(
    ("value", "options", "meant"),
    [
        ("quantisation", ["quantization", "pruning"], "quantization"),
        ("QUANTIZATION", ["quantization", "pruning"], "quantization"),
        ("low-rank", ["compression/low-rank", "serving"], "compression/low-rank"),
        ("pruning/low-rank", ["compression/low-rank", "serving"], "compression/low-rank"),
        ("bread", ["quantization", "serving"], None),
        ("", ["quantization"], None),
        ("x", [], None),
        ("\ud800", ["a"], None),
    ],
)
def test_the_nearest_option_is_the_one_meant_or_none(value, options, meant):
    assert nearest(value, options) == meant
    assert did_you_mean(value, options, "otherwise") == (f"did you mean {meant!r}?" if meant else "otherwise")


def test_visible_text_is_left_alone():
    text = "Brötchen 面包 (σ × 2) – «x» 🍞"

    assert visible(text) == text


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_explained(code):
    known = CODES[code]

    assert known.severity in set(Severity)
    assert known.title[0].islower() or known.title.startswith("YAML") or known.title.startswith("HTML")
    assert not known.title.endswith(".")
    assert len(known.explanation) > 30
    assert known.explanation.endswith(".")
