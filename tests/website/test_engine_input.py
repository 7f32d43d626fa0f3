"""What the engine gets to render: hand-written pages, prose of topics, shells, and a derived configuration."""

import json
from pathlib import Path

import pytest

from llmpapers.catalog import Catalog
from llmpapers.errors import LlmpapersError
from llmpapers.loading import load_catalog
from llmpapers.project import Project
from llmpapers.website.engine import EngineInput
from llmpapers.website.engine_input import engine_input
from llmpapers.website.followed_settings import left_out
from llmpapers.website.topic_prose import read_topic_prose


def input_of(root: Path) -> EngineInput:
    catalog: Catalog = load_catalog(root)
    return engine_input(Project(root), [topic.record for topic in catalog.topics.values()])


def config_of(root: Path) -> dict[str, object]:
    config: dict[str, object] = json.loads(input_of(root).config)
    return config


def test_the_input_does_not_depend_on_the_papers(root: Path) -> None:
    before = input_of(root).digest("mkdocs")
    (root / "catalog" / "papers" / "levain.yaml").unlink()
    assert input_of(root).digest("mkdocs") == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ("title: Ovens", 'title: "Ovens: <b>& \\u00d6fen"'),
        ("title: Ovens", "title: Ovens\n  description: |\n\n    One line.\n\n    And *another*.\n\n"),
        ("title: Ovens", "title: &t Ovens\n  description: *t"),
    ],
)
def test_topics_read_without_the_models_give_the_same_input(root: Path, old: str, new: str) -> None:
    path = root / "catalog" / "topics.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    read = engine_input(Project(root), read_topic_prose(root))
    assert read.pages == input_of(root).pages


@pytest.mark.parametrize("topics", ["", "[]", "id: x", "- 1\n- {id: [x], title: y}\n- {id: x}\n", "- [[[\n", None])
def test_topics_that_are_none_are_left_to_the_check(root: Path, topics: str | None) -> None:
    path = root / "catalog" / "topics.yaml"
    path.unlink()
    if topics is not None:
        path.write_text(topics, encoding="utf-8")
    assert read_topic_prose(root) == []


def test_the_prose_of_a_topic_is_in_the_input(root: Path) -> None:
    page = input_of(root).pages["topics/baking/sourdough/index.md"].decode()
    assert "[the handbook](https://bread.example.org/starters)" in page
    assert page.index("slot:topic-head") < page.index("[the handbook]") < page.index("slot:topic-body")
    assert "description: Starters that are kept alive between loaves, see the handbook.\n" in page


@pytest.mark.parametrize(
    ("name", "packaged"),
    [
        ("papers/index.md", "papers/index.md"),
        ("papers.md", "papers/index.md"),
        ("papers/README.md", "papers/index.md"),
        ("papers/index.html", "papers/index.md"),
        ("about.md", "about.md"),
        ("about/index.md", "about.md"),
        ("about.markdown", "about.md"),
        ("index.md", "index.md"),
        ("README.md", "index.md"),
        ("index.html", "index.md"),
    ],
)
def test_a_hand_written_page_takes_the_place_of_the_packaged_one(root: Path, name: str, packaged: str) -> None:
    before = input_of(root).pages
    (root / "docs" / name).parent.mkdir(parents=True)
    (root / "docs" / name).write_text("# Ours", encoding="utf-8")
    pages = input_of(root).pages
    assert pages[name] == b"# Ours"
    assert set(pages) == set(before) - {packaged} | {name}


@pytest.mark.parametrize(
    "name",
    [
        "topics/ovens/index.md",
        "topics/ovens.md",
        "topics/ovens.mkd",
        "topics/ovens/README.md",
        "topics/ovens/index.html",
        "topics/baking/sourdough.md",
        "topics/baking/index.md",
    ],
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
    (root / "mkdocs.yml").write_text(
        "hooks: [hook.py]\nplugins: [search, tags]\nrepo_url: https://github.com/example/bread\n", encoding="utf-8"
    )
    config = config_of(root)
    assert (config["plugins"], config["hooks"], config["repo_url"]) == ([], [], None)
    assert config["theme"]["font"] is False  # type: ignore[index]
    assert len(left_out(Project(root))) == 2


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("hooks: [hook.py]", "`hooks`"),
        ("plugins: [search, tags, blog: {post_dir: x}]", "`plugins`: a build runs none, so not tags, blog"),
        ("plugins: {search: {}, tags: {}}", "so not tags"),
        ("use_directory_urls: false", "`use_directory_urls`"),
        ("theme: readthedocs", "not readthedocs"),
        ("theme: {name: mkdocs}", "not mkdocs"),
        ("theme: {name: material, custom_dir: overrides}", "put overrides into templates/engine"),
        ("theme: {features: [navigation.tabs]}", "`theme.features`"),
    ],
)
def test_a_setting_that_is_not_followed_is_told(tmp_path: Path, settings: str, told: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    (warning,) = left_out(Project(tmp_path))
    assert told in warning


@pytest.mark.parametrize(
    "settings",
    [
        "site_name: x",
        "hooks: []\nplugins: []",
        "plugins: [search]",
        "plugins: [search: {lang: en}]",
        "plugins:",
        "use_directory_urls: true",
        "theme: material",
        "theme: {name: material, font: false, palette: {scheme: slate}}",
        "theme:",
    ],
)
def test_of_ordinary_settings_nothing_is_left_out(tmp_path: Path, settings: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    assert left_out(Project(tmp_path)) == []


@pytest.mark.parametrize("search", [True, False])
def test_the_templates_are_told_whether_there_is_a_search(root: Path, search: bool) -> None:
    content = engine_input(Project(root), [], search=search)
    assert json.loads(content.config)["extra"]["llmpapers"]["search"] is search
    assert content.digest("mkdocs") != engine_input(Project(root), [], search=not search).digest("mkdocs")


def test_inherited_settings_are_in_the_hash(root: Path) -> None:
    (root / "mkdocs.yml").write_text("INHERIT: base.yml\nsite_name: x\n", encoding="utf-8")
    (root / "base.yml").write_text("copyright: Ada\n", encoding="utf-8")
    before = input_of(root).digest("mkdocs")
    (root / "base.yml").write_text("copyright: Ben\n", encoding="utf-8")
    assert input_of(root).digest("mkdocs") != before


@pytest.mark.parametrize(
    ("settings", "is_all"),
    [
        ("site_name: x", True),
        ("markdown_extensions: [tables, toc: {permalink: true}]", True),
        ("markdown_extensions: [tables, pymdownx.snippets]", False),
        ("markdown_extensions: [pymdownx.snippets: {base_path: x}]", False),
        ("markdown_extensions: {pymdownx.snippets: {}}", False),
    ],
)
def test_snippets_may_be_of_anywhere(root: Path, settings: str, is_all: bool) -> None:
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    assert input_of(root).is_all is is_all


def test_a_value_of_the_environment_is_in_the_hash(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write('copyright: !ENV [BREAD_COPYRIGHT, ""]\n')
    before = input_of(root).digest("mkdocs")
    monkeypatch.setenv("BREAD_COPYRIGHT", "Ada Example")
    assert input_of(root).digest("mkdocs") != before
