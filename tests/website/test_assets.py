"""Styles and scripts that changed have another address, so that no browser keeps the old ones."""

from pathlib import Path

from llmpapers.project import Project
from llmpapers.website.assets import assets_version


def test_a_changed_style_has_another_version(root: Path) -> None:
    before = assets_version(Project(root))
    (root / "templates" / "assets").mkdir(parents=True)
    (root / "templates" / "assets" / "site.css").write_text("body {}", encoding="utf-8")
    assert assets_version(Project(root)) != before
