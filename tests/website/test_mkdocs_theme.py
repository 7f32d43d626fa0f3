"""The theme is the one that MkDocs would read, but for what no page needs."""

from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.theme import Theme

from llmpapers.website.mkdocs_theme import LeanTheme


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MkDocsConfig:
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    for name in ("docs/index.md", "theme/main.html", "theme/a/b.css", "theme/.c/d.css", "theme/a/.e/f.css", "theme/.g"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    settings = "site_name: x\ntheme: {name: material, custom_dir: theme}\nplugins: []\n"
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    return load_config(str(tmp_path / "mkdocs.yml"))


def test_the_files_of_the_theme_are_all_that_mkdocs_takes(config: MkDocsConfig) -> None:
    assert isinstance(config.theme, Theme)
    usual, lean = Files([]), Files([])
    usual.add_files_from_theme(config.theme.get_env(), config)
    config.theme.__class__ = LeanTheme
    lean.add_files_from_theme(config.theme.get_env(), config)
    names = [file.src_uri for file in usual]
    assert {"a/b.css", "assets/images/favicon.png"} <= set(names)
    assert [file.src_uri for file in lean] == names


def test_hidden_templates_can_still_be_included(config: MkDocsConfig) -> None:
    config.theme.__class__ = LeanTheme
    assert config.theme.get_env().get_template(".icons/material/magnify.svg").render().startswith("<svg")
