"""`llmpapers fmt`: files in canonical form, those that cannot be read left alone."""

import re
import shutil

import pytest
from click.testing import CliRunner

from llmpapers.checking import read_and_check
from llmpapers.cli import main

UNTIDY = "year: 2024\ntitle: 'Bread  Again' # as printed\n"
TIDY = "title: Bread  Again  # as printed\nyear: 2024\n"


def run(root, *arguments):
    return CliRunner().invoke(main, ["--root", str(root), "fmt", *arguments])


@pytest.fixture
def tidy_project(write_project):
    """Gives a function that writes the small catalog in canonical form, with changes by file."""

    def write(changes):
        root = write_project()
        assert run(root).exit_code == 0
        return put(root, changes)

    return write


def put(root, changes):
    for name, content in changes.items():
        (root / name).write_text(content, encoding="utf-8")
    return root


def test_a_file_is_formatted_and_the_others_are_not_touched(tidy_project):
    root = tidy_project({"catalog/papers/untidy.yaml": UNTIDY})
    others = {
        path: path.stat().st_mtime_ns for path in (root / "catalog").rglob("*.yaml") if path.name != "untidy.yaml"
    }
    result = run(root)
    assert (result.exit_code, result.stdout) == (0, "catalog/papers/untidy.yaml formatted\n")
    assert result.stderr == f"1 file formatted, {len(others)} files in canonical form\n"
    assert (root / "catalog/papers/untidy.yaml").read_text() == TIDY
    assert {path: path.stat().st_mtime_ns for path in others} == others
    assert run(root).stdout == ""


@pytest.mark.parametrize(("options", "status"), [(["--check"], 1), (["--diff"], 0), (["--check", "--diff"], 1)])
def test_nothing_is_written_when_only_asked(tidy_project, options, status):
    root = tidy_project({"catalog/papers/untidy.yaml": UNTIDY})
    result = run(root, *options)
    assert result.exit_code == status
    assert (root / "catalog/papers/untidy.yaml").read_text() == UNTIDY
    assert "1 file would be formatted" in result.stderr
    assert ("\n-title: 'Bread  Again' # as printed\n" in result.stdout) == ("--diff" in options)


def test_a_catalog_in_canonical_form_passes_the_check(tidy_project):
    result = run(tidy_project({}), "--check")
    assert (result.exit_code, result.stdout) == (0, "")


def test_named_files_and_folders_alone_are_formatted(tidy_project):
    root = tidy_project({"catalog/papers/a.yaml": UNTIDY, "catalog/papers/ovens/b.yaml": UNTIDY})
    assert run(root, str(root / "catalog/papers/ovens")).stdout == "catalog/papers/ovens/b.yaml formatted\n"
    assert run(root, str(root / "catalog/papers/a.yaml")).stdout == "catalog/papers/a.yaml formatted\n"
    assert run(root, str(root)).stderr.count("formatted") == 0


def test_a_path_outside_the_catalog_is_refused(write_project, tmp_path):
    root = write_project()
    (tmp_path / "x.yaml").write_text("a: 1\n")
    result = run(root, str(tmp_path / "x.yaml"))
    assert result.exit_code == 2
    assert "has nothing of" in result.stderr


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("title: [\n", "yaml-syntax"),
        ("title: A\ntitle: B\n", "repeated-key"),
        ("title: &a A\n", "yaml-feature"),
        ("title: A\n---\ntitle: B\n", "yaml-documents"),
        (b"title: \xff\n", "not-utf8"),
        ("just text\n", "not-a-mapping"),
        ("# only a comment\n", "empty-file"),
        ("title: a\x00b\n", "yaml-syntax"),
    ],
)
def test_a_file_that_cannot_be_read_is_reported_and_left_alone(write_project, content, code):
    root = write_project({"catalog/papers/bad.yaml": content, "catalog/papers/untidy.yaml": UNTIDY})
    before = (root / "catalog/papers/bad.yaml").read_bytes()
    result = run(root)
    assert result.exit_code == 1
    assert (
        f"catalog/papers/bad.yaml:1:1: error[{code}]" in result.stderr.replace(":1:8:", ":1:1:")
        or code in result.stderr
    )
    assert "1 file left alone because of problems" in result.stderr
    assert (root / "catalog/papers/bad.yaml").read_bytes() == before
    assert (root / "catalog/papers/untidy.yaml").read_text() == TIDY


def test_a_link_that_leaves_the_catalog_is_not_written_through(write_project, tmp_path):
    outside = tmp_path / "outside.yaml"
    outside.write_text(UNTIDY)
    result = run(write_project({"catalog/papers/linked.yaml": outside}))
    assert result.exit_code == 1
    assert "link-outside" in result.stderr
    assert outside.read_text() == UNTIDY


def test_a_byte_order_mark_and_foreign_line_ends_go_away(write_project):
    root = write_project({"catalog/papers/dos.yaml": b"\xef\xbb\xbftitle: A\r\nyear: 2024\r\n"})
    assert run(root).exit_code == 0
    assert (root / "catalog/papers/dos.yaml").read_bytes() == b"title: A\nyear: 2024\n"


def test_a_project_with_schemas_gets_the_line_for_editors(write_project):
    root = write_project({"catalog/schema/paper.json": "{}"})
    run(root)
    first = (root / "catalog/papers/ovens/steam.yaml").read_text().partition("\n")[0]
    assert first == "# yaml-language-server: $schema=../../schema/paper.json"
    assert "yaml-language-server" not in (root / "catalog/venues.yaml").read_text()


@pytest.mark.integration
def test_the_real_catalog_is_in_canonical_form(pytestconfig):
    result = run(pytestconfig.rootpath, "--check")
    assert (result.stdout, result.exit_code) == ("", 0)


@pytest.mark.integration
def test_formatting_leaves_the_catalog_the_same(pytestconfig, tmp_path):
    shutil.copytree(pytestconfig.rootpath / "catalog", tmp_path / "catalog")
    for path in (tmp_path / "catalog" / "papers").glob("a*.yaml"):
        path.write_text("\n".join(reversed_fields(path.read_text(encoding="utf-8"))), encoding="utf-8")
    before = read_and_check(tmp_path).catalog
    assert "formatted" in run(tmp_path).stderr
    after = read_and_check(tmp_path).catalog
    assert {id_: entry.record for id_, entry in after.papers.items()} == {
        id_: entry.record for id_, entry in before.papers.items()
    }


def reversed_fields(text):
    """Turn the order of the fields of an entry around."""
    return reversed(re.split(r"\n(?=\w)", text.strip()))
