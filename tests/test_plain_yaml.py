"""The plain part of YAML means the same to the fast reader as to the whole one."""

import random
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from llmpapers.plain_yaml import read_plain
from llmpapers.reading import Document, _read_any
from llmpapers.validation import TYPED_FIELDS
from llmpapers.yaml_values import Misread, Plain

ROOT = Path(__file__).parent.parent
ENTRIES = sorted((ROOT / "tests/data/small/catalog").rglob("*s/**/*.yaml"))


def by_the_whole_reader(text: str) -> tuple[Plain, list[str]]:
    document = Document("x.yaml")
    _read_any(text, document, TYPED_FIELDS)
    return document.data, [problem.code for problem in document.problems]


def assert_same(text: str) -> None:
    fields = read_plain(text, TYPED_FIELDS)
    if fields is not None:
        data, problems = by_the_whole_reader(text)
        # Their texts, since 1 and True are equal.
        assert (repr(data), problems) == (repr(fields), []), text


ACCEPTED = [
    ("title: Loaf", {"title": "Loaf"}),
    ('title: "Loaf: a # bread"\n', {"title": "Loaf: a # bread"}),
    ("title: 'Loaf'\n# done\n", {"title": "Loaf"}),
    ("year: 2024\nadded: 2024-02-30\n", {"year": 2024, "added": "2024-02-30"}),
    ("title: 2024\n", {"title": Misread("2024", "a number")}),
    ("title: null\n", {"title": None}),
    ("authors:\n  - Ada\n  - No\n", {"authors": ["Ada", Misread("No", "a truth value")]}),
    ("authors:\n  - 12:30\n", {"authors": [Misread("12:30", "a number")]}),
    ("summary: >-\n  One: two\n  # three\nyear: 1\n", {"summary": "One: two # three", "year": 1}),
    (
        "code:\n  - https://a.org\n  - url: https://b.org\n    label: B\n",
        {"code": ["https://a.org", {"url": "https://b.org", "label": "B"}]},
    ),
    ("waive:\n  long-title: it is\n", {"waive": {"long-title": "it is"}}),
]


@pytest.mark.parametrize(("text", "fields"), ACCEPTED)
def test_plain_yaml_is_read(text, fields):
    assert read_plain(text, TYPED_FIELDS) == fields
    assert_same(text)


UNSURE = [
    "",
    "\n",
    "# only\n",
    "title:\n",
    "title: a\ntitle: b\n",
    "title: a\n  b\n",
    "title: a\n\n  b\n",
    "title: [a]\n",
    "title: &a b\n",
    "title: *a\n",
    "title: !!str b\n",
    "title: a: b\n",
    "title: a #b\n",
    "title: a:\n",
    "title: |\n  a\n",
    'title: "a\\n"\n',
    "title: 'it''s'\n",
    "title: a \n",
    "title:\ta\n",
    "title: a\r\n",
    "---\ntitle: a\n",
    "- a\n",
    "summary: >-\n  a\n\n  b\n",
    "summary: >-\n  a\n   b\n",
    "summary: >-\n    a\n",
    "summary: >\n  a\n",
    "authors:\n- a\n",
    "authors:\n  - a\n    b\n",
    "authors:\n  - - a\n",
    "authors:\n  - a:\n",
    "authors:\n  - a\n\n  - b\n",
    "authors:\n  - a\n# c\n  - b\n",
    "authors:\n  -\n",
    "code:\n  - url: a\n    url: b\n",
    "code:\n  - url: a\n  b: c\n",
    "waive:\n  a: b\n  a: c\n",
    "waive:\n  a: b\n    c: d\n",
    "title: \ufeffa\n",
    "Title: a\n",
    "title : a\n",
    "? a\n: b\n",
]


@pytest.mark.parametrize("text", UNSURE)
def test_what_is_not_certain_is_left_to_the_whole_reader(text):
    assert read_plain(text, TYPED_FIELDS) is None


def test_the_entries_are_read_fast():
    texts = [path.read_text(encoding="utf-8") for path in ENTRIES]

    assert ENTRIES
    assert sum(read_plain(text, TYPED_FIELDS) is None for text in texts) <= len(texts) // 10
    for text in texts:
        assert_same(text)


@pytest.mark.integration
def test_the_real_entries_are_read_fast_and_the_same():
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "catalog").glob("*s/*.yaml"))]

    assert sum(read_plain(text, TYPED_FIELDS) is None for text in texts) <= len(texts) // 20
    for text in texts:
        assert_same(text)


PIECES = (
    *"abn:#-?&*!|>'\"%@`{}[],. \n~=<0123",
    "\n",
    "\n  ",
    "\n    ",
    "\n  - ",
    ": ",
    " #",
    ">-",
    "yes",
    "null",
    "2024",
    "1e3",
    "0x1f",
    "1:20",
    "2024-01-02",
    "title",
    "year: ",
    "\\",
    "''",
    "é",
    "\u3000",
    "\xa0",
    "---",
    "...",
    "<<",
    ".inf",
    "- ",
)
lines = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["title", "year", "added", "code"]), lines), max_size=4))
@example([("title", "2024-1-1 1:1:1")])
def test_what_is_accepted_is_the_same_to_both_readers(fields):
    assert_same("\n".join(f"{key}: {value}" for key, value in fields))


@pytest.mark.parametrize("path", ENTRIES, ids=lambda path: path.stem)
def test_mutations_of_entries_are_the_same_to_both_readers(path):
    text, chance = path.read_text(encoding="utf-8"), random.Random(path.stem)
    for _ in range(60):
        start = chance.randrange(len(text))
        end = start + chance.choice((0, 0, 1, 1, 2, 8))
        assert_same(text[:start] + chance.choice(PIECES) + text[end:])
