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


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a: 1\nb: [1\nc: 2\n", "mkdocs.yml:3:2: cannot be read: expected"),
        ("a: 1\nb: c: d\n", "mkdocs.yml:2:5: cannot be read: mapping values are not allowed here"),
        ("INHERIT: base.yml\n", "base.yml cannot be read"),
        ("INHERIT: mkdocs.yml\n", "mkdocs.yml inherits itself"),
    ],
)
def test_a_mistake_in_the_settings_is_told_with_its_place(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(content, encoding="utf-8")
    with pytest.raises(LlmpapersError) as caught:
        _ = Project(tmp_path).settings
    assert caught.value.message.startswith(message)
    assert "\n" not in caught.value.message


def test_settings_are_inherited_and_the_child_goes_first(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "mkdocs.yml").write_text("INHERIT: deep/base.yml\nsite_name: x\ntheme: {font: false}\n", "utf-8")
    (tmp_path / "deep" / "base.yml").write_text("INHERIT: ../top.yml\nsite_name: y\nplugins: [a]\n", "utf-8")
    (tmp_path / "top.yml").write_text("plugins: [b]\ntheme: {name: z, font: true}\ndocs_dir: pages\n", "utf-8")
    project = Project(tmp_path)
    assert project.setting("site_name") == "x"
    assert project.settings["plugins"] == ["a"]
    assert project.settings["theme"] == {"name": "z", "font": False}
    assert project.docs == tmp_path / "pages"


@pytest.mark.parametrize("content", ["docs_dir: [a]\n", "docs_dir: {a: b}\n"])
def test_a_setting_that_should_be_text_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(content, encoding="utf-8")
    for read in (lambda project: project.docs, lambda project: project.setting("docs_dir")):
        with pytest.raises(LlmpapersError, match=r"`docs_dir` of mkdocs\.yml should be one text"):
            read(Project(tmp_path))


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
