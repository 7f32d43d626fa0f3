"""Where a project's files are."""

from pathlib import Path

import pytest

from llmpapers.errors import LlmpapersError
from llmpapers.project import Project, find_project


@pytest.mark.parametrize("start", [".", "catalog", "catalog/papers", "docs/deep"])
def test_a_project_is_found_from_inside(tmp_path: Path, start: str) -> None:
    (tmp_path / "catalog").mkdir()
    (tmp_path / start).mkdir(parents=True, exist_ok=True)
    assert find_project(tmp_path / start).root == tmp_path


def test_outside_of_a_project_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "catalog").write_text("a file", encoding="utf-8")
    with pytest.raises(LlmpapersError, match="--root"):
        find_project(tmp_path)


@pytest.mark.parametrize(
    ("content", "name", "value"),
    [
        ("site_name: Bread\n", "site_name", "Bread"),
        ("site_name: Bread\n", "site_url", "otherwise"),
        ("site_url:\n", "site_url", "otherwise"),
        ("site_url: ''\n", "site_url", ""),
        ('site_url: !ENV [LLMPAPERS_TEST_URL, "https://b.example.org/"]\n', "site_url", "https://a.example.org/"),
        ('site_url: !ENV [LLMPAPERS_TEST_NOTHING, "https://b.example.org/"]\n', "site_url", "https://b.example.org/"),
        ("site_url: !ENV LLMPAPERS_TEST_NOTHING\n", "site_url", "otherwise"),
        ("emoji: !!python/name:material.extensions.emoji.twemoji\nsite_name: Bread\n", "site_name", "Bread"),
        ("version: 1.5\n", "version", "1.5"),
    ],
)
def test_plain_settings_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, name: str, value: str
) -> None:
    monkeypatch.setenv("LLMPAPERS_TEST_URL", "https://a.example.org/")
    (tmp_path / "mkdocs.yml").write_text(content, encoding="utf-8")
    assert Project(tmp_path).setting(name, "otherwise") == value


@pytest.mark.parametrize(
    "content", [b"a: [", b"\xff\xfe", b"- list", b"text", b"", b"x: 2024-99-99", b"[" * 9999, b"a: !ENV {}"]
)
def test_settings_that_cannot_be_read_are_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "mkdocs.yml").write_bytes(content)
    with pytest.raises(LlmpapersError, match=r"mkdocs\.yml"):
        _ = Project(tmp_path).settings


def test_a_project_needs_no_settings(tmp_path: Path) -> None:
    project = Project(tmp_path)
    assert project.settings == {}
    assert project.docs == tmp_path / "docs"


def test_documents_may_lie_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("docs_dir: pages\n", encoding="utf-8")
    assert Project(tmp_path).docs == tmp_path / "pages"


def test_no_setting_runs_code(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(
        f"a: !!python/object/apply:pathlib.Path.touch [{tmp_path}/touched]\n", encoding="utf-8"
    )
    assert Project(tmp_path).settings == {"a": None}
    assert not (tmp_path / "touched").exists()
