"""What the engine gets to render: hand-written pages, prose of topics, shells, and a derived configuration."""

import json
from pathlib import Path

import pytest

from llmpapers.catalog import Catalog
from llmpapers.errors import LlmpapersError
from llmpapers.loading import load_catalog
from llmpapers.project import Project
from llmpapers.website.engine import EngineInput
from llmpapers.website.pages import assets_version, docs_edit_address, engine_input, repository_edit_address


def input_of(root: Path) -> EngineInput:
    catalog: Catalog = load_catalog(root)
    return engine_input(Project(root), [topic.record for topic in catalog.topics.values()])


def config_of(root: Path) -> dict[str, object]:
    config: dict[str, object] = json.loads(input_of(root).config(root / "x"))
    return config


def test_the_input_does_not_depend_on_the_papers(root: Path) -> None:
    before = input_of(root).digest("mkdocs")
    (root / "catalog" / "papers" / "levain.yaml").unlink()
    assert input_of(root).digest("mkdocs") == before


def test_the_prose_of_a_topic_is_in_the_input(root: Path) -> None:
    page = input_of(root).pages["topics/baking/sourdough/index.md"].decode()
    assert "[the handbook](https://bread.example.org/starters)" in page
    assert page.index("slot:topic-head") < page.index("[the handbook]") < page.index("slot:topic-body")
    assert "description: Starters that are kept alive between loaves, see the handbook.\n" in page


@pytest.mark.parametrize("name", ["papers/index.md", "papers.md", "about.md", "about/index.md", "index.md"])
def test_a_hand_written_page_takes_the_place_of_the_packaged_one(root: Path, name: str) -> None:
    (root / "docs" / name).parent.mkdir(parents=True)
    (root / "docs" / name).write_text("# Ours", encoding="utf-8")
    pages = input_of(root).pages
    assert pages[name] == b"# Ours"
    stem = name.removesuffix(".md").removesuffix("/index")
    same_address = [other for other in pages if other.removesuffix(".md").removesuffix("/index") == stem]
    assert same_address == [name]


@pytest.mark.parametrize(
    "name", ["topics/ovens/index.md", "topics/ovens.md", "topics/baking/sourdough.md", "topics/baking/index.md"]
)
def test_a_hand_written_page_with_the_address_of_a_topic_is_refused(root: Path, name: str) -> None:
    (root / "docs" / name).parent.mkdir(parents=True)
    (root / "docs" / name).write_text("# Ours", encoding="utf-8")
    with pytest.raises(LlmpapersError, match=f"docs/{name}"):
        input_of(root)


@pytest.mark.parametrize("name", [".obsidian/x.md", "a/.hidden.md"])
def test_hidden_files_are_left_out(root: Path, name: str) -> None:
    (root / "docs" / name).parent.mkdir(parents=True)
    (root / "docs" / name).write_text("private", encoding="utf-8")
    assert name not in input_of(root).pages


def test_without_a_nav_only_hand_written_pages_are_in_it(root: Path) -> None:
    assert config_of(root)["nav"] == ["index.md"]
    (root / "docs" / "deep").mkdir(parents=True)
    for name in ("guide.md", "deep/more.md", "image.svg"):
        (root / "docs" / name).write_text("x", encoding="utf-8")
    assert config_of(root)["nav"] == ["deep/more.md", "guide.md"]


def test_the_projects_own_nav_stands(root: Path) -> None:
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("nav:\n  - Papers: papers/index.md\n")
    config = config_of(root)
    assert "nav" not in config
    assert config["INHERIT"] == str(root / "mkdocs.yml")


def test_plugins_hooks_and_foreign_fonts_are_left_out(root: Path) -> None:
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("hooks: [hook.py]\nrepo_url: https://github.com/example/bread\n")
    config = config_of(root)
    assert (config["plugins"], config["hooks"], config["repo_url"]) == ([], [], None)
    assert config["theme"]["font"] is False  # type: ignore[index]


def test_a_value_of_the_environment_is_in_the_hash(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write('copyright: !ENV [BREAD_COPYRIGHT, ""]\n')
    before = input_of(root).digest("mkdocs")
    monkeypatch.setenv("BREAD_COPYRIGHT", "Ada Example")
    assert input_of(root).digest("mkdocs") != before


def test_a_changed_style_has_another_version(root: Path) -> None:
    before = assets_version(Project(root))
    (root / "templates" / "assets").mkdir(parents=True)
    (root / "templates" / "assets" / "site.css").write_text("body {}", encoding="utf-8")
    assert assets_version(Project(root)) != before


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ("site_name: x", None),
        ("repo_url: ''", None),
        ("repo_url: https://github.com/a/b", "https://github.com/a/b/edit/main/"),
        ("repo_url: https://github.com/a/b/", "https://github.com/a/b/edit/main/"),
        ("repo_url: https://gitlab.com/a/b", "https://gitlab.com/a/b/-/edit/main/"),
        ("repo_url: https://git.example.org/a/b", None),
        (
            "repo_url: https://git.example.org/a/b\nedit_uri: _edit/trunk/docs",
            "https://git.example.org/a/b/_edit/trunk/",
        ),
        ("repo_url: https://github.com/a/b\nedit_uri: blob/dev/docs/", "https://github.com/a/b/blob/dev/"),
        ("repo_url: https://github.com/a/b\nedit_uri: https://x.example.org/e/docs", "https://x.example.org/e/"),
        (
            "repo_url: https://github.com/a/b\ndocs_dir: pages\nedit_uri: edit/main/pages/",
            "https://github.com/a/b/edit/main/",
        ),
    ],
)
def test_where_the_host_edits_files(tmp_path: Path, settings: str, address: str | None) -> None:
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    project = Project(tmp_path)
    assert repository_edit_address(project) == address
    docs = project.setting("docs_dir", "docs")
    assert docs_edit_address(project) == (f"{address}{docs}/" if address else None)
