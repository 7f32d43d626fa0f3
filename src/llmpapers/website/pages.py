"""The engine's input: hand-written pages, the topics' prose, and shells; nothing of it depends on the papers."""

import hashlib
import json
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt

from llmpapers.errors import LlmpapersError
from llmpapers.models import Topic
from llmpapers.project import Project
from llmpapers.website.engine import EngineInput
from llmpapers.website.stamping import PAPER_SLOT, text_slot
from llmpapers.website.templates import template_files

ASSETS = "assets/llmpapers"
"""Folder of the site that the styles and scripts of the templates lie in."""


def engine_input(project: Project, topics: Iterable[Topic]) -> EngineInput:
    """Gather what the engine renders.

    Args:
        project: the project.
        topics: all its topics, those without papers too.
    """
    made = {f"topics/{topic.path}/index.md": _topic_page(topic) for topic in topics}
    made[f"papers/{PAPER_SLOT}/index.md"] = _paper_shell()
    written = _hand_written(project)
    for name in written:
        if _index_form(name) in made:
            raise LlmpapersError(f"{project.docs.name}/{name} has the address of a page of the catalog; rename it")
    addresses = {_index_form(name) for name in written}
    packaged = {name: path.read_bytes() for name, path in template_files(project, "pages")}
    pages = {name: content for name, content in packaged.items() if _index_form(name) not in addresses}
    theme = {name: path.read_bytes() for name, path in template_files(project, "engine")}
    nav = [name for name in written if name.endswith(".md")] or ["index.md"]
    return EngineInput(pages | written | made, theme, lambda folder: _config(project, folder, nav))


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


def _index_form(name: str) -> str:
    """Give the other name that a page of the same address can have: `a/index.md` for `a.md`."""
    if not name.endswith(".md") or name.endswith(("/index.md", "/README.md")) or name in {"index.md", "README.md"}:
        return name
    return f"{name.removesuffix('.md')}/index.md"


def _front_matter(**values: str) -> str:
    return "---\n" + yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=100000) + "---\n\n"


def _paper_shell() -> bytes:
    head = _front_matter(
        title=text_slot("title"),
        description=text_slot("description"),
        layout="catalog",
        head="<!-- slot:head -->",
    )
    return (head + "<!-- slot:content -->\n").encode()


def _topic_page(topic: Topic) -> bytes:
    prose = (topic.description or "").strip()
    summary = _first_text(prose)
    head = _front_matter(
        title=escape(topic.title), description=escape(_shorten(summary or topic.title)), layout="catalog"
    )
    return f"{head}<!-- slot:topic-head -->\n\n{prose}\n\n<!-- slot:topic-body -->\n".encode()


def _first_text(markdown: str) -> str:
    """Take the first paragraph of a prose, without its marks."""
    texts = (token for token in MarkdownIt("commonmark").parse(markdown) if token.type == "inline")
    pieces = next((token.children or [] for token in texts), [])
    return "".join(" " if piece.type in {"softbreak", "hardbreak"} else piece.content for piece in pieces)


def _shorten(text: str, longest: int = 160) -> str:
    return text if len(text) <= longest else text[:longest].rpartition(" ")[0] + " …"


def assets_version(project: Project) -> str:
    """Name the state of styles and scripts, so that browsers do not keep old ones."""
    hasher = hashlib.sha256()
    for name, path in template_files(project, "assets"):
        hasher.update(name.encode())
        hasher.update(path.read_bytes())
    return hasher.hexdigest()[:8]


def _config(project: Project, folder: Path, nav: list[str]) -> str:
    """Derive the engine's configuration from the project's mkdocs.yml.

    Without plugins and hooks, which the theme's successor does not run; without `repo_url`, which makes the theme ask
    a foreign host for stars; with the addresses of pages that the stamped ones have too. Where mkdocs.yml has no `nav`,
    the engine would take all pages, the shells too.
    """
    settings: dict[str, Any] = {} if project.settings.get("nav") else {"nav": nav}
    if project.mkdocs_yml.is_file():
        # For the hash what matters is what the file says, with the values that it takes from the environment.
        said = [project.mkdocs_yml.read_text("utf-8"), repr(project.settings)]
        settings["INHERIT"] = str(project.mkdocs_yml) if folder.is_absolute() else said
    settings |= {
        "site_name": project.setting("site_name", "Papers"),
        "site_url": project.setting("site_url"),
        "docs_dir": str(folder / "pages"),
        "theme": {"name": "material", "custom_dir": str(folder / "theme"), "font": False, "features": []},
        "plugins": [],
        "hooks": [],
        "use_directory_urls": True,
        "repo_url": None,
        "edit_uri": docs_edit_address(project),
        "strict": False,
        "validation": {"nav": {"omitted_files": "ignore"}},
        "extra": {"llmpapers": {"assets": ASSETS, "version": assets_version(project), "language": "en"}},
    }
    return json.dumps(settings, ensure_ascii=False, indent=1)


def repository_edit_address(project: Project) -> str | None:
    """Give the address below which the host edits files of the repository, or None where mkdocs.yml does not say.

    It comes of `repo_url` and `edit_uri`, as MkDocs has them; `edit_uri` leads to the folder of documents.
    """
    repo = project.setting("repo_url").rstrip("/")
    if not repo:
        return None
    uri = project.setting("edit_uri")
    if not uri:
        host = repo.partition("://")[2].partition("/")[0]
        uri = {"github.com": "edit/main/docs/", "gitlab.com": "-/edit/main/docs/"}.get(host, "")
    if not uri:
        return None
    docs = project.setting("docs_dir", "docs").strip("/")
    base = uri.rstrip("/").removesuffix(f"/{docs}")
    return f"{base}/" if base.startswith(("http://", "https://")) else f"{repo}/{base.lstrip('/')}/"


def docs_edit_address(project: Project) -> str | None:
    """Give the address below which the host edits hand-written pages."""
    base = repository_edit_address(project)
    return f"{base}{project.setting('docs_dir', 'docs').strip('/')}/" if base else None
