"""A stamped page is, byte for byte, the page that the engine makes of the same content."""

from collections.abc import Callable
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest
import yaml

from llmpapers.checking import read_and_check
from llmpapers.project import Project
from llmpapers.website.engine import render
from llmpapers.website.engine_input import engine_input
from llmpapers.website.plan import SitePlan
from llmpapers.website.site_files import SiteFile
from llmpapers.website.site_options import SiteOptions

AddPaper = Callable[..., Path]

TITLES = {
    "quotes": "\"Quotes\", 'More of Them' and `Ticks`",
    "signs": "A & B: 1 < 2 > 0; Costs in $ and %, at #1 [sic] *here* _there_",
    "letters": "σ-MoE für Çelik: 深度学习 → ½ 🦙 é",
    "looks-like-markup": "<b>Bold</b> &amp; {{ braces }} {% raw %} <!-- slot:content --> -->",
}


def plan_of(root: Path, **pages: bytes) -> SitePlan:
    project = Project(root)
    checked = read_and_check(root)
    assert not checked.has_errors, checked.problems
    content = engine_input(project, [topic.record for topic in checked.catalog.topics.values()])
    content = replace(content, pages={**content.pages, **pages})
    return SitePlan(project, checked.catalog, render("mkdocs", content, project.cache), SiteOptions())


@pytest.mark.parametrize(
    "settings",
    [
        "",
        "site_url: https://papers.example.org/sub/\nrepo_url: https://github.com/a/b\n",
        "markdown_extensions: [abbr, attr_list, md_in_html, smarty, pymdownx.superfences, {toc: {permalink: true}}]\n",
    ],
    ids=["ordinary", "with addresses", "with extensions"],
)
def test_a_stamped_page_equals_the_engines_own(root: Path, add_paper: AddPaper, settings: str) -> None:
    for id_, title in TITLES.items():
        add_paper(id_, title=title, also_known_as=[f"{title}, Earlier"], authors=[f"{id_.title()} O'Example"])
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write(settings)
    plan = plan_of(root)
    files = (file for part in plan.parts() for file in part.files())
    stamped = {file.name: file.made() for file in files if isinstance(file, SiteFile)}
    ids = [*TITLES, "levain", "stone"]
    pages = {}
    for id_ in ids:
        values = plan.paper_pages.slots(plan.catalog.papers[id_], plan.paper_pages.shown(id_))
        head = {
            "title": escape(values["title"]),
            "description": escape(values["description"]),
            "layout": "catalog",
            "head": values["head"],
        }
        front = yaml.safe_dump(head, allow_unicode=True, width=100000)
        pages[f"papers/{id_}/index.md"] = f"---\n{front}---\n\n{values['content']}\n".encode()
    engine = plan_of(root, **pages).engine
    for id_ in ids:
        name = f"papers/{id_}/index.html"
        assert stamped[name].decode() == engine.read(name).decode(), id_
