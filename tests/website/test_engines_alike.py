"""Every engine makes the same site: the same addresses, the same slots filled, the same frame."""

import re
import shutil
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from llmpapers.errors import LlmpapersError
from llmpapers.project import Project
from llmpapers.website.building import build_site
from llmpapers.website.engine import ENGINES

SMALL = Path(__file__).parents[1] / "data" / "small"
OTHERS = [name for name in ENGINES if name != "mkdocs"]
GUIDE = "# Guide\n\nSome *prose*, `code` and a [link](more.md).\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"


class _Reader(HTMLParser):
    """Collects the text of a page's body and where its links lead, told apart from how they are spelled."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.links: list[str] = []
        self.titles: list[str] = []
        self._in: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        address = values.get("href") or ""
        if tag == "a" and "md-skip" not in (values.get("class") or ""):
            self.links.append(re.sub(r"^(\./)+|index\.html$", "", address))
        if tag in {"script", "style", "title", "a"}:
            self._in.append("skip" if "md-skip" in (values.get("class") or "") else tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style", "title", "a"}:
            self._in.pop()

    def handle_data(self, data: str) -> None:
        if "title" in self._in:
            self.titles.append(data)
        elif not {"script", "style", "skip"} & set(self._in):
            self.text.append(data)


def read(page: str) -> tuple[list[str], list[str], list[str]]:
    reader = _Reader()
    reader.feed(page)
    return " ".join(reader.text).split(), reader.links, reader.titles


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory):
    root = tmp_path_factory.mktemp("engines") / "project"
    shutil.copytree(SMALL, root)
    (root / "docs").mkdir()
    (root / "docs/guide.md").write_text(GUIDE)
    (root / "docs/more.md").write_text("# More\n\n```python\nx = 1\n```\n")

    @cache
    def make(engine: str) -> Path:
        site = root / f"site-{engine}"
        report = build_site(Project(root), site, engine=engine, strict=True)
        assert report.published, report.checked.problems
        return site

    return make


def names(site: Path) -> set[str]:
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    return {name for name in files if not name.startswith("assets/stylesheets/")}


@pytest.mark.parametrize("engine", OTHERS)
def test_the_addresses_are_the_same(build, engine):
    assert names(build(engine)) == names(build("mkdocs"))


@pytest.mark.parametrize("engine", OTHERS)
def test_every_page_says_the_same_links_to_the_same_and_has_its_slots_filled(build, engine):
    pages = [name for name in sorted(names(build("mkdocs"))) if name.endswith(".html")]
    assert len(pages) > 20
    for name in pages:
        ours, theirs = ((build(which) / name).read_text("utf-8") for which in ("mkdocs", engine))
        assert "slot:" not in theirs, name
        assert read(theirs) == read(ours), name


@pytest.mark.parametrize("engine", OTHERS)
def test_a_broken_link_in_the_prose_is_told(tmp_path, engine):
    shutil.copytree(SMALL, tmp_path / "project")
    (tmp_path / "project/docs").mkdir()
    (tmp_path / "project/docs/index.md").write_text("# Hello\n\n[x](nowhere.md)\n")
    report = build_site(Project(tmp_path / "project"), tmp_path / "site", engine=engine)
    assert [warning for warning in report.engine_warnings if "index.md" in warning]


@pytest.mark.parametrize("engine", OTHERS)
def test_what_an_engine_cannot_render_stops_the_build_with_its_reason(tmp_path, engine):
    shutil.copytree(SMALL, tmp_path / "project")
    (tmp_path / "project/templates/engine").mkdir(parents=True)
    (tmp_path / "project/templates/engine/main.html").write_text(
        "{% extends 'base.html' %}{{ 1 / nothing.at.all }}{% if %}"
    )
    with pytest.raises(LlmpapersError, match=f"{engine} cannot render the pages:\n(?s:.)*main.html"):
        build_site(Project(tmp_path / "project"), tmp_path / "site", engine=engine)
    assert not (tmp_path / "site").exists()
