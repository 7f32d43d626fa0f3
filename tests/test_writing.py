"""Files of the catalog in canonical form: they say the same, comments stay where they belong, and twice is once."""

import datetime
import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from llmpapers.errors import LlmpapersError
from llmpapers.models import CatalogInfo, Paper, Resource, Topic, Venue
from llmpapers.writing import canonical_text, edited_text, entry_text

LONG = "One word after the other makes a sentence that is longer than any line of a file may be, and so it is folded."
FOLDED = """\
summary: >-
  One word after the other makes a sentence that is longer than any line of a file may be, and
  so it is folded.
"""


@pytest.mark.parametrize(
    ("model", "before", "after"),
    [
        pytest.param(Paper, "year: 2024\ntitle: A\n", "title: A\nyear: 2024\n", id="order"),
        pytest.param(Paper, "b: 1\ntitle: A\na: 2\n", "title: A\nb: 1\na: 2\n", id="unknown fields last, as they were"),
        pytest.param(Paper, "title: 'A'\n", "title: A\n", id="needless quotes"),
        pytest.param(Paper, "title: 'A: b'\n", 'title: "A: b"\n', id="a colon"),
        pytest.param(Paper, "title: 'Say \"no\" #1'\n", 'title: "Say \\"no\\" #1"\n', id="quotes in quotes"),
        pytest.param(Paper, 'title: "QuIP#"\n', "title: QuIP#\n", id="a hash that opens no comment"),
        pytest.param(Paper, "title: 'No'\n", 'title: "No"\n', id="a word that YAML takes for false"),
        pytest.param(Paper, "title: '1e3'\n", 'title: "1e3"\n', id="a number to one reader and a text to another"),
        pytest.param(Paper, "title: '3D'\n", "title: 3D\n", id="a text that begins with a digit"),
        pytest.param(Paper, "title: '[x] y'\n", 'title: "[x] y"\n', id="a sign at the beginning"),
        pytest.param(Paper, 'title: "a\\u2028b"\n', 'title: "a\\u2028b"\n', id="an invisible character stays visible"),
        pytest.param(Paper, "title: a\n  b\n", "title: a b\n", id="a title on two lines"),
        pytest.param(Paper, "arxiv: 'hep-th/9901001'\n", 'arxiv: "hep-th/9901001"\n', id="arXiv ids are quoted"),
        pytest.param(Paper, "arxiv: 2402.10\n", "arxiv: 2402.10\n", id="what is misread stays for the check"),
        pytest.param(Paper, "doi: '10.1/ab'\n", "doi: 10.1/ab\n", id="a DOI"),
        pytest.param(Paper, "url: 'https://a.bc/d?e=f'\n", "url: https://a.bc/d?e=f\n", id="an address"),
        pytest.param(Paper, "added:   2026-01-02\n", "added: 2026-01-02\n", id="a date"),
        pytest.param(Paper, "award: ~\n", "award:\n", id="nothing"),
        pytest.param(Paper, "topics: [b, 'a/c']\n", "topics:\n  - b\n  - a/c\n", id="a list in brackets"),
        pytest.param(Paper, "topics:\n- b\n", "topics:\n  - b\n", id="a list that is not indented"),
        pytest.param(Paper, "topics: []\n", "topics: []\n", id="an empty list"),
        pytest.param(
            Paper,
            "code:\n    - {label: x, url: https://a.bc/}\n",
            "code:\n  - url: https://a.bc/\n    label: x\n",
            id="records in a list",
        ),
        pytest.param(Paper, f"summary: {LONG}\n", FOLDED, id="a long summary"),
        pytest.param(Paper, f"summary: >\n {LONG}\n\n\n", FOLDED, id="a summary with blank lines below"),
        pytest.param(Paper, "summary: Short.\n", "summary: >-\n  Short.\n", id="a short summary"),
        pytest.param(Paper, "summary: 'a\n\n  b'\n", "summary: |\n  a\n  b\n", id="a summary with a line break"),
        pytest.param(Resource, f"description: {LONG}\n", FOLDED.replace("summary", "description"), id="a resource"),
        pytest.param(
            Topic,
            "- {title: A, id: a, description: \"x\\n\\ny  \\n\"}\n",
            "- id: a\n  title: A\n  description: |\n    x\n\n    y\n",
            id="Markdown keeps its lines",
        ),
        pytest.param(Venue, "- name: A\n  id: a\n- {id: b}\n", "- id: a\n  name: A\n- id: b\n", id="a list of records"),
        pytest.param(CatalogInfo, "---\nformat:  1\n...\n", "format: 1\n", id="marks of a document"),
        pytest.param(Paper, "\ufefftitle: A\r\nyear: 2024\r", "title: A\nyear: 2024\n", id="ends of lines"),
        pytest.param(Paper, "{title: A, year: 1}", "title: A\nyear: 1\n", id="all in brackets"),
    ],
)  # fmt: skip
def test_a_file_is_put_into_canonical_form(model, before, after):
    assert canonical_text(before, model) == after
    assert canonical_text(after, model) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "# of the file\n\n# of year\nyear: 1 # why\n# of title\ntitle: A\n# at the end\n",
            "# of the file\n\n# of title\ntitle: A\n# of year\nyear: 1  # why\n# at the end\n",
            id="comments move with their fields",
        ),
        pytest.param(
            "\n\ntitle: A\n\n\n\nyear: 1\n\n", "title: A\n\nyear: 1\n", id="one blank line of several, none at the ends"
        ),
        pytest.param(
            "topics:  # t\n\n  # above a\n  - a   # b\n\n  # - c\n# of year\nyear: 1\n",
            "# of year\nyear: 1\ntopics:  # t\n  # above a\n  - a  # b\n\n  # - c\n",
            id="comments in a list",
        ),
        pytest.param("topics: [a, b] # t\n", "topics:  # t\n  - a\n  - b\n", id="behind brackets"),
        pytest.param(
            "topics: [ # t\n  a, # a\n  # of b\n  b # b\n  # end\n] # z\n",
            "# t\ntopics:  # z\n  - a  # a\n  # of b\n  - b  # b\n  # end\n",
            id="within brackets",
        ),
        pytest.param("summary: >- # s\n  x\n# y\nyear: 1\n", "# y\nyear: 1\nsummary: >-  # s\n  x\n", id="at a text"),
        pytest.param("summary: # s\n  x # z\n", "# s\nsummary: >-  # z\n  x\n", id="between a name and its text"),
        pytest.param("summary: |\n  # x\n  y\n", "summary: |\n  # x\n  y\n", id="no comment but text"),
        pytest.param(
            "code:\n  - # c\n    # l\n    label: x # m\n    # u\n    url: z\n",
            "code:\n  # c\n  # l\n  # u\n  - url: z\n    label: x  # m\n",
            id="in a record of a list",
        ),
        pytest.param("code:\n  # - x\ntitle: A\n", "# - x\ntitle: A\ncode:\n", id="instead of a value"),
        pytest.param("title: A#b\n", "title: A#b\n", id="a hash within a word"),
        pytest.param(
            "# only\n---\n# this\ntitle: A\n", "# only\n# this\ntitle: A\n", id="around the mark of a document"
        ),
    ],
)
def test_comments_stay_with_what_they_are_about(before, after):
    assert canonical_text(before, Paper) == after
    assert canonical_text(after, Paper) == after


@pytest.mark.parametrize(
    ("first", "after"),
    [
        ("", "# yaml-language-server: $schema=../schema/paper.json\n"),
        ("# yaml-language-server: $schema=old.json\n", "# yaml-language-server: $schema=../schema/paper.json\n"),
        ("# yaml-language-server: $schema=https://a.bc/d\n", "# yaml-language-server: $schema=https://a.bc/d\n"),
    ],
)
def test_the_first_line_names_the_schema(first, after):
    assert canonical_text(f"{first}title: A\n", Paper, schema="../schema/paper.json") == f"{after}title: A\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n",
        "title: [\n",
        "title: &a A\nvenue: *a\n",
        "title: !!binary A\n",
        "title: !!str A\n",
        "title: &a A\n",
        "%YAML 1.1\n---\ntitle: A\n",
        "? [a]\n: b\n",
        "[" * 300,
        "a: 'b",
    ],
)
def test_a_text_that_is_no_plain_data_is_refused(text):
    with pytest.raises(LlmpapersError):
        canonical_text(text, Paper)


def plain(data, model=Paper):
    """Read a text as PyYAML does, without what the catalog does not read: blanks around prose."""
    if isinstance(data, str):
        data = yaml.safe_load(data)
    prose = {"summary"} if model is Paper else {"description"}
    return {name: value.strip() if name in prose and isinstance(value, str) else value for name, value in data.items()}


SIGNS = st.text(alphabet=st.sampled_from("aZ09 :#-'\"\\|>\n\t,[]{}&*!%@`=~.é\u2028\xad中😀"), max_size=30)


@given(st.dictionaries(st.sampled_from(["title", "summary", "arxiv", "award", "odd"]), SIGNS | st.text(max_size=200)))
def test_any_text_comes_back_as_it_was_written(fields):
    text = entry_text(Paper, fields)
    assert text == canonical_text(text, Paper)
    assert plain(yaml.safe_load(text) or {}) == plain(fields)


# A file as people write them: fields in any order and style, with comments and blank lines wherever they may stand.
WORDS = st.sampled_from(["a", "b c", "'it''s'", '"x: y"', "2402.1", "no", "https://a.bc/d", "é", "''"])
BLOCKS = st.sampled_from(
    [">-\n  one\n  two\n\n", "|\n  one\n\n   two\n", ">+\n  one\n\n\n", "'one\n\n  two'\n", "one\n  two\n"]
)


class _Comments:
    """Draws comments, each with a number of its own."""

    def __init__(self, draw):
        self.draw = draw
        self.count = 0

    def above(self, indent=""):
        lines = self.draw(st.lists(st.sampled_from(["#", ""]), max_size=3))
        return "".join(f"{indent}{self._next()}\n" if line else "\n" for line in lines)

    def behind(self):
        return f" {self._next()}" if self.draw(st.booleans()) else ""

    def _next(self):
        self.count += 1
        return f"# c{self.count}"


@st.composite
def files(draw):
    names = draw(st.lists(st.sampled_from([*Paper.model_fields, "odd", "sort"]), unique=True, min_size=1, max_size=6))
    comments = _Comments(draw)
    text = comments.above()
    for name in names:
        text += (
            comments.above()
            + f"{name}:"
            + draw(st.sampled_from([_word, _block, _list, _flow, _records]))(draw, comments)
        )
    return text + comments.above()


def _word(draw, comments):
    return f" {draw(WORDS)}{comments.behind()}\n"


def _block(draw, comments):
    return f" {draw(BLOCKS)}"


def _list(draw, comments):
    indent = draw(st.sampled_from(["", "  ", "    "]))
    items = "".join(
        f"{comments.above(indent)}{indent}- {word}{comments.behind()}\n"
        for word in draw(st.lists(WORDS, min_size=1, max_size=3))
    )
    return f"{comments.behind()}\n{items}" + comments.above(indent)


def _flow(draw, comments):
    items = "".join(
        f"  {word},{comments.behind()}\n{comments.above('  ')}" for word in draw(st.lists(WORDS, max_size=3))
    )
    return f" [{comments.behind()}\n{items}  ]{comments.behind()}\n"


def _records(draw, comments):
    keys = draw(st.permutations(["url", "label", "other"]))
    fields = [f"{comments.above('    ')}    {key}: {draw(WORDS)}{comments.behind()}\n" for key in keys]
    return f"{comments.behind()}\n  -{comments.behind()}\n{''.join(fields)}{comments.above('  ')}"


def comments_of(text):
    return re.findall(r"# c\d+", text)


@given(files())
def test_formatting_keeps_the_meaning_and_the_comments_and_twice_is_once(text):
    formatted = canonical_text(text, Paper)
    assert plain(formatted) == plain(text)
    assert sorted(comments_of(formatted)) == sorted(comments_of(text))
    assert canonical_text(formatted, Paper) == formatted


@given(files())
def test_comments_keep_their_order_where_the_fields_do(text):
    in_order = canonical_text(text, Paper)
    # Every field is unknown to a model of another kind, so that none moves.
    assert comments_of(canonical_text(in_order, CatalogInfo)) == comments_of(in_order)


@given(files(), st.sampled_from(["title", "year", "topics", "code", "odd"]), st.sampled_from([None, "x", ["a", "new"]]))
def test_an_edit_sets_one_field_and_keeps_the_rest(text, name, value):
    before = plain(text)
    if value is None and before.keys() <= {name}:
        return
    edited = edited_text(text, {name: value}, Paper)
    expected = {key: item for key, item in {**before, name: value}.items() if key != name or value is not None}
    assert plain(edited) == expected
    assert sorted(comments_of(edited)) == sorted(comments_of(text))


def test_an_edit_leaves_other_lines_as_they_are():
    text = "# top\ntitle:   'A'\n# of venue\nvenue: X # was Y\n\ntopics: [ a,b ]\nadded: 2026-01-02\n\n# end"
    changes = {"venue": "ICBB", "year": 2024, "award": None, "code": ["https://a.bc/"]}
    assert edited_text(text, changes, Paper) == (
        "# top\ntitle:   'A'\n# of venue\nvenue: ICBB  # was Y\nyear: 2024\ncode:\n  - https://a.bc/\n\n"
        "topics: [ a,b ]\nadded: 2026-01-02\n\n# end\n"
    )


def test_an_edit_keeps_the_comments_of_a_list_at_their_items():
    text = "topics:\n  # first\n  - a  # why a\n  - b  # why b\nyear: 1 # y\n"
    edited = edited_text(text, {"topics": ["c", "a"], "year": None}, Paper)
    assert edited == "topics:\n  - c\n  # first\n  - a  # why a\n  # why b\n# y\n"


@pytest.mark.parametrize(
    ("text", "changes", "after"),
    [
        pytest.param(
            "# c\n  title:  A\n  code:  # d\n  - a\n  odd: 1\n",
            {"year": 2024, "code": ["b"]},
            "# c\n  title:  A\n  year: 2024\n  code:  # d\n    - b\n  odd: 1\n",
            id="fields that are indented",
        ),
        pytest.param("odd:  |\n x", {"year": 1}, "year: 1\nodd: x\n", id="a text that the file's end cuts off"),
        pytest.param("{title: A}", {"year": 1, "title": None}, "year: 1\n", id="brackets"),
        pytest.param("title: A\n", {"title": None}, "{}\n", id="nothing left"),
        pytest.param("odd: A\n", {"title": None, "odd": None, "year": 1}, "year: 1\n", id="nothing left on the way"),
    ],
)
def test_an_edit_of_an_unusual_file_says_what_it_shall(text, changes, after):
    assert edited_text(text, changes, Paper) == after


def test_a_field_that_stands_twice_is_not_edited():
    text = "award: a\ntitle: A\naward: b\n"
    with pytest.raises(LlmpapersError, match="'award' stands twice"):
        edited_text(text, {"award": "c"}, Paper)
    assert edited_text(text, {"title": "B"}, Paper) == text.replace("A", "B")


def test_a_new_entry_is_canonical_and_names_its_schema():
    fields = {
        "topics": ("a",), "title": "A: b", "arxiv": "2402.12354", "year": 2024, "doi": None, "code": [],
        "links": [{"url": "https://a.bc/", "label": "Slides"}], "summary": LONG, "added": datetime.date(2026, 1, 2),
    }  # fmt: skip
    assert entry_text(Paper, fields) == (
        '# yaml-language-server: $schema=../schema/paper.json\ntitle: "A: b"\nyear: 2024\narxiv: "2402.12354"\n'
        f"links:\n  - label: Slides\n    url: https://a.bc/\ntopics:\n  - a\n{FOLDED}added: 2026-01-02\n"
    )
