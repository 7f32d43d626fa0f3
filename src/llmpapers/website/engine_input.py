"""The engine's input: hand-written pages, the topics' prose, and shells; nothing of it depends on the papers."""

import json
import posixpath
from collections.abc import Iterable
from html import escape
from typing import Any

import yaml

from llmpapers.errors import LlmpapersError
from llmpapers.project import Project
from llmpapers.website.assets import ASSETS, assets_version
from llmpapers.website.content_policy import content_policy
from llmpapers.website.descriptions import first_text, shorten
from llmpapers.website.engine import SITE, EngineInput
from llmpapers.website.followed_settings import reads_other_files
from llmpapers.website.repository_host import docs_edit_address
from llmpapers.website.stamping import PAPER_SLOT, text_slot
from llmpapers.website.template_folders import refuse_no_text, template_files
from llmpapers.website.topic_prose import TopicProse

_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
"""Endings of the documents that the engine renders."""


def engine_input(project: Project, topics: Iterable[TopicProse], *, search: bool = True) -> EngineInput:
    """Gather what the engine renders.

    Args:
        project: the project.
        topics: all its topics, those without papers too.
        search: whether the pages have a search box.

    Raises:
        LlmpapersError: if a hand-written page has the address of one that is made of the catalog, or a name that is no
            text.
    """
    made = {f"topics/{topic.path}/index.md": _topic_page(topic) for topic in topics}
    made[f"papers/{PAPER_SLOT}/index.md"] = _paper_shell()
    made |= {f"{folder}/{PAPER_SLOT}/index.md": _group_shell() for folder in ("years", "venues")}
    taken = {_site_file(name) for name in made}
    written = _hand_written(project)
    for name in written:
        refuse_no_text(project.docs_name, name)
        if _site_file(name) in taken:
            raise LlmpapersError(f"{project.docs_name}/{name} has the address of a page of the catalog; rename it")
    addresses = {_site_file(name) for name in written}
    packaged = {name: path.read_bytes() for name, path in template_files(project, "pages")}
    pages = {name: content for name, content in packaged.items() if _site_file(name) not in addresses}
    theme = {name: path.read_bytes() for name, path in template_files(project, "engine")}
    nav = [name for name in written if name.endswith(_MARKDOWN)] or ["index.md"]
    policy = content_policy(theme[name].decode() for name in sorted(theme) if name.endswith(".html"))
    derived = _derived_settings(project, nav, policy, search=search)
    return EngineInput(
        pages | written | made,
        theme,
        settings=_said(project, derived),
        config=_config(project, derived),
        is_all=not reads_other_files(project),
    )


def _hand_written(project: Project) -> dict[str, bytes]:
    """Read the project's documents, by name with forward slashes."""
    if not project.docs.is_dir():
        return {}
    files = {path.relative_to(project.docs): path for path in sorted(project.docs.rglob("*")) if path.is_file()}
    return {
        name.as_posix(): path.read_bytes()
        for name, path in files.items()
        if not any(part.startswith(".") for part in name.parts)
    }


def _site_file(name: str) -> str:
    """Name the file of the site that a document becomes: `a/index.html` for `a.md`, `a/index.md` and `a/README.md`."""
    stem, ending = posixpath.splitext(name)
    if ending not in _MARKDOWN:
        return name
    folder, page = posixpath.split(stem)
    return posixpath.join(folder if page in {"index", "README"} else stem, "index.html")


def _front_matter(**values: str) -> str:
    return "---\n" + yaml.dump(values, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100000) + "---\n\n"


def _paper_shell() -> bytes:
    head = _front_matter(
        title=text_slot("title"),
        description=text_slot("description"),
        layout="catalog",
        head="<!-- slot:head -->",
    )
    return (head + "<!-- slot:content -->\n").encode()


def _group_shell() -> bytes:
    head = _front_matter(title=text_slot("title"), description=text_slot("description"), layout="catalog")
    return (head + "<!-- slot:content -->\n").encode()


def _topic_page(topic: TopicProse) -> bytes:
    prose = (topic.description or "").strip()
    summary = first_text(prose)
    head = _front_matter(
        title=escape(topic.title),
        description=escape(shorten(summary or topic.title)),
        layout="catalog",
        card=f"cards/{topic.path}.png",
        feed="yes",
    )
    return f"{head}<!-- slot:topic-head -->\n\n{prose}\n\n<!-- slot:topic-body -->\n".encode()


def _derived_settings(project: Project, nav: list[str], policy: str, *, search: bool) -> dict[str, Any]:
    """Derive the engine's settings from the project's.

    Without plugins and hooks, which the theme's successor does not run; without `repo_url`, which makes the theme ask
    a foreign host for stars; with the addresses of pages that the stamped ones have too. Where mkdocs.yml has no `nav`,
    the engine would take all pages, the shells too; where it has no extensions, each engine would take its own.
    """
    root = project.setting("site_url").rstrip("/") + "/"
    shared = {"assets": ASSETS, "root": root, "version": assets_version(project), "policy": policy, "search": search}
    unset = {"nav": nav, "markdown_extensions": ["toc", "tables", "fenced_code"]}
    return {name: value for name, value in unset.items() if not project.settings.get(name)} | {
        "site_name": project.setting("site_name", "Papers"),
        "site_url": project.setting("site_url"),
        # The variant is for Zensical, whose newer look is another.
        "theme": {"name": "material", "variant": "classic", "font": False, "features": []},
        "plugins": [],
        "hooks": [],
        "use_directory_urls": True,
        "repo_url": None,
        "edit_uri": docs_edit_address(project),
        "strict": False,
        "validation": {"nav": {"omitted_files": "ignore"}},
        "extra": {"llmpapers": shared},
    }


def _said(project: Project, derived: dict[str, Any]) -> str:
    """Put together what the settings say: derived, as written, and with the values that come from the environment."""
    written = [file.text for file in project.settings_files]
    return json.dumps([derived, written, repr(project.settings)], ensure_ascii=False)


def _config(project: Project, derived: dict[str, Any]) -> str:
    """Write the engine's configuration for a folder with `pages/` and `theme/` in it."""
    settings: dict[str, Any] = {"INHERIT": str(project.mkdocs_yml)} if project.settings_files else {}
    folders = {"docs_dir": "pages", "site_dir": SITE, "theme": derived["theme"] | {"custom_dir": "theme"}}
    return json.dumps(settings | derived | folders, ensure_ascii=False, indent=1)
