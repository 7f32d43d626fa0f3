"""Files are read whatever their encoding, and refused clearly where they cannot be."""

import pytest

from llmpapers.errors import LlmpapersError
from llmpapers.importers import source_file
from llmpapers.importers.source_file import import_file, kind_of, read_text


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("a.md", "", "markdown"), ("a.BIB", "", "bibtex"), ("a.tsv", "", "csv"), ("a.jsonl", "", "json"),
        ("-", '{"title": "A"}', "json"), ("-", "[]", "json"), ("-", "\n@article{a, title={A}}", "bibtex"),
        ("-", "title,year\nA,1", "csv"), ("-", "# List\n- [A](b)", "markdown"),
        ("a.txt", "- [A title, b](c)", "markdown"),
        ("-", "[ICLR'23] [A](b)", "markdown"),
    ],
)  # fmt: skip
def test_the_format_is_found_by_ending_then_by_content(name, text, kind):
    assert kind_of(name, text) == kind


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Gödel".encode(), "Gödel"), ("\ufeffGödel".encode(), "Gödel"), ("Gödel".encode("utf-16"), "Gödel"),
        ("Gödel".encode("latin-1"), "Gödel"), (b"\x81\x8d", "\ufffd\ufffd"),
    ],
)  # fmt: skip
def test_text_is_decoded(tmp_path, data, text):
    (tmp_path / "a.md").write_bytes(data)
    assert read_text(str(tmp_path / "a.md")) == text


def test_what_cannot_be_read_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(source_file, "LARGEST", 2_000_000)
    (tmp_path / "binary.md").write_bytes(b"\x7fELF\0\0")
    (tmp_path / "large.md").write_bytes(b"a" * 2_000_001)
    cases = {"binary.md": "no text file", "large.md": "larger than 2 MB", "none.md": "No such file", ".": "directory"}
    for name, message in cases.items():
        with pytest.raises(LlmpapersError, match=message):
            import_file(str(tmp_path / name))
