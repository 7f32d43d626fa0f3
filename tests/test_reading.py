"""YAML traps: each is a problem at its place, and nothing is ever raised."""

import os
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from llmpapers import reading, yaml_faults
from llmpapers.checking import read_and_check
from llmpapers.reading import ENTRY_LIMIT, Document, read_document
from llmpapers.yaml_values import Misread

ENTRY = "catalog/papers/rye.yaml"


def read(folder: Path, content: bytes, limit: int = ENTRY_LIMIT) -> Document:
    (folder / "x.yaml").write_bytes(content)
    return read_document(
        str(folder), "x.yaml", catalog=folder, limit=limit, typed={"year": "int", "added": "timestamp"}
    )


def places(document: Document) -> list[tuple[str, int, int]]:
    return [(problem.code, problem.line, problem.column) for problem in document.problems]


@pytest.fixture(params=["libyaml", "python"])
def either_loader(request, monkeypatch):
    """Reads with libyaml, and as a Python without it would."""
    if request.param == "python":
        monkeypatch.setattr(yaml_faults, "LOADER", yaml.SafeLoader)


SYNTAX = [
    ("", [("empty-file", 1, 1)]),
    ("\n\n", [("empty-file", 1, 1)]),
    ("# only\n# comments\n", [("empty-file", 1, 1)]),
    ("a: 1\na: 2\n", [("repeated-key", 2, 1)]),
    ("a: x\nb:\n  c: 1\n  c: 2\n  c: 3\n", [("repeated-key", 4, 3), ("repeated-key", 5, 3)]),
    ("1: x\n'1': y\n", [("repeated-key", 2, 1)]),
    ("a:\n\t- b\n", [("yaml-tab", 2, 1)]),
    ("a: b\n\tc: d\n", [("yaml-tab", 2, 1)]),
    ("a:\n  \tb: c\n", [("yaml-tab", 2, 3)]),
    ("a: b: c\n", [("yaml-syntax", 1, 5)]),
    ("a: @b\n", [("yaml-syntax", 1, 4)]),
    ("a: [b\n", [("yaml-syntax", 2, 1)]),
    ("a: &x b\nc: d\n", [("yaml-feature", 1, 4)]),
    ("a: &x b\nc: *x\n", [("yaml-feature", 1, 4), ("yaml-feature", 2, 4)]),
    ("a: &x {b: c}\nd:\n  <<: *x\n", [("yaml-feature", 1, 4), ("yaml-feature", 3, 7)]),
    ("a:\n  <<: {b: c}\n", [("yaml-feature", 2, 3)]),
    ("a: !!python/object/apply:os.system [x]\n", [("yaml-feature", 1, 4)]),
    ("a: !!str 1\n", [("yaml-feature", 1, 4)]),
    ("a: !x y\nb: ! z\n", [("yaml-feature", 1, 4), ("yaml-feature", 2, 4)]),
    ("%YAML 1.1\n---\na: b\n", [("yaml-feature", 1, 1)]),
    ("---\na: b\n---\nc: d\n", [("yaml-documents", 3, 1)]),
    ("a: b\n---\nc: d\n", [("yaml-documents", 2, 1)]),
    ("a: b\n...\nc: d\n", [("yaml-documents", 3, 1)]),
    ("? [a]\n: b\n", [("yaml-feature", 1, 3)]),
    ("? {a: b}\n: c\n", [("yaml-feature", 1, 3)]),
    ("a: b\rc: d\r&x e: f\r", [("yaml-feature", 3, 1)]),
    ("a: b\r\nc: [d\r\n", [("yaml-syntax", 3, 1)]),
    ("a: b\x85c\nd: e\u2028f\ng: h\u2029i\n", [("bad-text", 1, 5), ("bad-text", 2, 5), ("bad-text", 3, 5)]),
    ("a: \x85\nb: &x c\n", [("bad-text", 1, 4), ("yaml-feature", 2, 4)]),
    ("a: b\0c\n", [("yaml-syntax", 1, 5)]),
    ("a: b\nc: d\x1b[31m\n", [("yaml-syntax", 2, 5)]),
    ("a: \x9b31m\n", [("yaml-syntax", 1, 4)]),
    ("a: \x7f\nb: \ufffe\n", [("yaml-syntax", 1, 4), ("yaml-syntax", 2, 4)]),
]


@pytest.mark.parametrize(("text", "found"), SYNTAX)
def test_yaml_that_is_more_or_less_than_plain_data_is_a_problem(text, found, tmp_path):
    assert places(read(tmp_path, text.encode())) == found


@pytest.mark.usefixtures("either_loader")
@pytest.mark.parametrize(("text", "found"), SYNTAX)
def test_both_readers_of_yaml_find_the_same_codes(text, found, tmp_path):
    assert [code for code, _, _ in places(read(tmp_path, text.encode()))] == [code for code, _, _ in found]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"\xef\xbb\xbfa: &x b\n", [("byte-order-mark", 1, 1), ("yaml-feature", 1, 4)]),
        ("a: b\n".encode("utf-16"), [("not-utf8", 1, 1)]),
        ("a: b\n".encode("utf-16-be"), [("yaml-syntax", 1, 1)]),
        (b"a: b\r\nc: \xc3\xa9\xff\n", [("not-utf8", 2, 5)]),
        (b"a: b\rc: \xff\n", [("not-utf8", 2, 4)]),
        (b"a: \xed\xa0\x80\n", [("not-utf8", 1, 4)]),
    ],
)
def test_bytes_that_are_not_plain_utf8_are_a_problem_at_the_first_of_them(content, found, tmp_path):
    assert places(read(tmp_path, content))[: len(found)] == found


@pytest.mark.usefixtures("either_loader")
@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "[" * 100_000 + "]" * 100_000,
        "{a: " * 60_000,
        "- " * 100_000,
        "? " * 100_000,
        "-  " * 80_000,
        "? - " * 60_000,
        "a: " + "[" * 100_000,
        "\n".join(" " * depth + "a:" for depth in range(700)),
        "\r".join(" " * depth + "a:" for depth in range(700)),
        "\n".join(" " * depth + "-" for depth in range(700)),
        "a: b\r" + "- " * 100_000,
        "[[" * 11 + "\n" + "- " * 100_000,
    ],
    ids=lambda text: text[:5] + str(len(text)),
)
def test_deep_nesting_is_refused_before_anything_is_built_of_it(text, tmp_path):
    document = read(tmp_path, text.encode(), limit=10**7)

    assert [code for code, _, _ in places(document)] in (["yaml-depth"], ["yaml-syntax"])
    assert not document.readable


def test_an_alias_bomb_is_refused_before_anything_is_built_of_it(tmp_path):
    levels = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    document = read(tmp_path, "\n".join(["a0: &a0 lol", *levels]).encode())

    assert {code for code, _, _ in places(document)} == {"yaml-feature"}
    assert document.data is None


def test_a_value_that_contains_itself_is_refused(tmp_path):
    document = read(tmp_path, b"a: &x [*x]\n")

    assert places(document) == [("yaml-feature", 1, 4), ("yaml-feature", 1, 8)]
    assert document.data is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", Misread("NO", "a truth value")),
        ("on", Misread("on", "a truth value")),
        ("2402.10", Misread("2402.10", "a number")),
        ("1e3", "1e3"),
        ("1:30", Misread("1:30", "a number")),
        ("0x1F", Misread("0x1F", "a number")),
        (".inf", Misread(".inf", "a number")),
        ("2024-01-01", Misread("2024-01-01", "a date")),
        ("=", Misread("=", "a key")),
        ("<<", Misread("<<", "a merge key")),
        ("~", None),
        ("null", None),
        ('"NO"', "NO"),
        ("'2402.10'", "2402.10"),
        ("!!binary aGk=", "aGk="),
        ('"a\\u2028b"', "a\u2028b"),
        ("9" * 100_000, Misread("9" * 100_000, "a number")),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_value_is_text_or_says_what_yaml_takes_it_for(text, value, tmp_path):
    assert read(tmp_path, f"a: {text}\n".encode()).data == {"a": value}


@pytest.mark.parametrize(
    ("year", "is_number"),
    [
        ("2024", True),
        ("-5", True),
        ("0", True),
        ("02024", False),
        ("2_024", False),
        ("0x7E8", False),
        ("9" * 5000, False),
        ("2024.0", False),
        ("1:2", False),
    ],
    ids=lambda value: str(value)[:9],
)
def test_only_plain_digits_are_a_number(year, is_number, tmp_path):
    data = read(tmp_path, f"year: {year}\n".encode()).data

    assert data == {"year": int(year) if is_number else Misread(year, "a number")}


@pytest.mark.parametrize("escape", ["\\ud800", "\\udfff", "\\U00110000"])
@pytest.mark.usefixtures("either_loader")
def test_an_escape_that_is_no_character_is_a_problem(escape, write_project):
    root = write_project({ENTRY: f'title: "Rye {escape}"\n'})

    assert {problem.code for problem in read_and_check(root).problems} <= {"yaml-syntax", "bad-text", "missing-field"}
    assert read_and_check(root).has_errors


def test_the_limit_of_a_file_is_exact(tmp_path):
    text = b"a: b\n#"

    assert read(tmp_path, text + b"x" * 94, limit=100).readable
    assert places(read(tmp_path, text + b"x" * 95, limit=100)) == [("file-too-large", 1, 1)]


def test_a_file_of_ten_megabytes_is_not_read(write_project):
    root = write_project({ENTRY: b"title: x\n" * (10 * 1024 * 1024 // 9), "catalog/links.yaml": b"- x\n" * 2_600_000})

    assert [p.code for p in read_and_check(root).problems] == ["file-too-large", "file-too-large"]


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("/etc/passwd", "link-outside"),
        ("../../../elsewhere.yaml", "link-outside"),
        ("gone.yaml", "unreadable-file"),
        ("rye.yaml", "unreadable-file"),
        ("/dev/zero", "link-outside"),
        ("ovens", "unreadable-file"),
    ],
)
def test_a_link_is_followed_only_to_a_file_within_the_catalog(target, code, write_project):
    root = write_project({ENTRY: Path(target)})

    assert [(p.code, p.file) for p in read_and_check(root).problems] == [(code, ENTRY)]


def test_two_links_that_lead_to_each_other_are_a_problem(write_project):
    root = write_project({ENTRY: Path("spelt.yaml"), "catalog/papers/spelt.yaml": Path("rye.yaml")})

    assert [p.code for p in read_and_check(root).problems] == ["unreadable-file", "unreadable-file"]


def test_a_link_within_the_catalog_is_an_entry(write_project):
    text = (Path(__file__).parent / "data/small/catalog/papers/wild-yeast.yaml").read_text()
    root = write_project({"catalog/.drafts/rye.yaml": text, "catalog/papers/wild-yeast.yaml": None})
    (root / "catalog/papers/wild-yeast.yaml").symlink_to("../.drafts/rye.yaml")

    assert read_and_check(root, strict=True).problems == []


@pytest.mark.parametrize("target", ["elsewhere", "nowhere"])
def test_a_folder_of_entries_that_is_a_link_is_not_followed(target, write_project, tmp_path):
    root = write_project()
    (root / "catalog/resources").rename(tmp_path / "elsewhere")
    (root / "catalog/resources").symlink_to(tmp_path / target)
    checked = read_and_check(root)

    assert [(p.code, p.file) for p in checked.problems] == [("unreadable-file", "catalog/resources")]
    assert not checked.catalog.resources


def test_a_file_in_place_of_a_folder_of_entries_is_a_problem(write_project):
    root = write_project()
    (root / "catalog/resources").rename(root / "kept")
    (root / "catalog/resources").write_text("")

    assert [(p.code, p.file) for p in read_and_check(root).problems] == [("unreadable-file", "catalog/resources")]


def test_a_named_pipe_is_refused_and_not_waited_for(write_project):
    root = write_project()
    os.mkfifo(root / ENTRY)

    assert [p.code for p in read_and_check(root).problems] == ["unreadable-file"]


def test_a_file_that_may_not_be_read_is_a_problem(write_project, monkeypatch):
    root = write_project({ENTRY: "title: x\n", "catalog/schema/paper.json": "{}"})

    def refuse(path, *args):
        raise PermissionError(13, "Permission denied", path)

    # Taking permissions away would not stop a test that runs as root.
    monkeypatch.setattr(reading.os, "open", refuse)
    problems = read_and_check(root).problems

    assert {p.code for p in problems} == {"unreadable-file", "stale-schema"}
    assert "the file cannot be read: Permission denied" in {p.message for p in problems}


def test_a_folder_that_may_not_be_listed_is_a_problem(write_project, monkeypatch):
    root, scandir = write_project(), os.scandir

    def refuse(path):
        if Path(path).name == "ovens":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    problems = read_and_check(root).problems

    assert ("unreadable-file", "catalog/papers/ovens") in [(p.code, p.file) for p in problems]


def test_folders_may_be_nested_deeper_than_functions(write_project):
    root = write_project()
    folders = [root / "catalog/papers" / "/".join("a" * depth) for depth in range(1, sys.getrecursionlimit() + 50)]
    for folder in folders:
        folder.mkdir()
    (folders[-1] / "rye.yml").write_text("")
    try:
        problems = read_and_check(root).problems
    finally:  # The clean-up of temporary folders is not up to such a depth.
        (folders[-1] / "rye.yml").unlink()
        for folder in reversed(folders):
            folder.rmdir()

    assert [p.code for p in problems] == ["unexpected-file"]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("papers/RYE.yaml", ["bad-id"]),
        ("papers/rye.YAML", ["unexpected-file"]),
        ("papers/rye.yml", ["unexpected-file"]),
        ("papers/rye.yaml.txt", ["unexpected-file"]),
        ("papers/rye.md", []),
        ("papers/.rye.yaml", []),
        ("papers/rye.yaml~", []),
        ("papers/ rye.yaml", ["bad-id"]),
        ("papers/a/b/c/rye.yaml", []),
        ("papers/rye\x1b.yaml", ["bad-id"]),
        ("paper/rye.yaml", ["unexpected-file"]),
        ("papers/rye--b.yaml", ["bad-id"]),
        (b"papers/rye\xff.yaml", ["bad-id"]),
        (b"papers/rye\xff.yml", ["unexpected-file"]),
    ],
)
def test_the_name_of_a_file_says_whether_it_is_an_entry(name, codes, write_project):
    text = (Path(__file__).parent / "data/small/catalog/papers/wild-yeast.yaml").read_text()
    root = write_project({"catalog/papers/wild-yeast.yaml": None, f"catalog/{os.fsdecode(name)}": text})

    assert [p.code for p in read_and_check(root).problems] == codes


@pytest.mark.parametrize("other", ["papers/Levain.yaml", "papers/ovens/LEVAIN.yaml", "papers/ovens/levain.yaml"])
def test_ids_that_differ_by_case_or_folder_only_are_a_conflict_at_both_files(other, write_project):
    root = write_project({f"catalog/{other}": "title: x\n"})
    conflicts = [p.file for p in read_and_check(root).problems if p.code == "id-conflict"]

    assert conflicts == sorted(["catalog/papers/levain.yaml", f"catalog/{other}"])


def test_a_paper_and_a_resource_may_have_the_same_id(write_project):
    root = write_project()
    (root / "catalog/resources/starter-kit.yaml").rename(root / "catalog/resources/levain.yaml")

    assert read_and_check(root, strict=True).problems == []


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_any_line_end_gives_the_same_entry_and_the_same_places(line_end, write_project):
    path = "catalog/papers/levain.yaml"
    root = write_project()
    text = (root / path).read_text().replace("award: Best Loaf", "award: NO")
    (root / path).write_bytes(text.replace("\n", line_end).encode())
    checked = read_and_check(root)

    assert [(p.line, p.column, p.source) for p in checked.problems] == [(21, 8, "award: NO")]
    assert checked.catalog.papers["levain"].record.summary.count("\n") == 0


@pytest.mark.parametrize(
    "content",
    [
        b"a: b\n" * 50_000,
        b"authors: [" + b"NO, " * 20_000 + b"]",
        b"\n" * 250_000,
        b"a" * 250_000,
        b"'" * 250_000,
        b"a: " + b"/a" * 120_000,
        b"topics:\n" + b"- a/b\n" * 15_000,
        b'venue: "' + b"'" * 250_000 + b'"',
        b"".join(b"f%d: x\n" % n for n in range(20_000)),
        b"authors:\n" + b"".join(b"- A%d\n" % n for n in range(30_000)),
        b"topics:\n- " + b"a/" * 120_000 + b"a\n",
        b"[]: " * 60_000,
        b"- [a, b]\n" * 25_000,
        b"\x00\n" * 5_000,
        b"a:\n" + b"  - - - -" * 25_000,
    ],
    ids=lambda content: content[:12].decode().replace("\x00", "0").strip(),
)
def test_a_file_as_large_as_may_be_is_checked_and_not_endlessly(content, write_project):
    checked = read_and_check(write_project({ENTRY: content}))

    assert checked.has_errors
    assert all(len(problem.message) <= 600 and len(problem.hint) <= 600 for problem in checked.problems)


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_bytes_raise(tmp_path_factory, content):
    document = read(tmp_path_factory.getbasetemp(), content)

    assert document.readable or document.problems


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(
    data=st.dictionaries(
        st.sampled_from(["title", "authors", "code", "waive", "paper", "year", "function-x", "a"]), _ANYTHING
    )
)
def test_no_data_raise(tmp_path_factory, data):
    root = tmp_path_factory.getbasetemp() / "any"
    for name, text in (("catalog.yaml", "format: 1"), ("topics.yaml", "[]"), ("venues.yaml", "[]")):
        (root / "catalog/papers").mkdir(parents=True, exist_ok=True)
        (root / "catalog/resources").mkdir(parents=True, exist_ok=True)
        (root / "catalog" / name).write_text(text)
    for folder in ("papers", "resources"):
        (root / "catalog" / folder / "x.yaml").write_text(
            yaml.safe_dump(data, allow_unicode=True), "utf-8", "surrogatepass"
        )

    assert read_and_check(root).has_errors
