"""Every page and file of the site, and its address, decided in one place."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any
from urllib.parse import quote

from llmpapers.catalog import Catalog, Sourced
from llmpapers.errors import LlmpapersError
from llmpapers.exporters.bibtex import bibtex_file
from llmpapers.exporters.json_entries import catalog_json
from llmpapers.models import Paper, Topic
from llmpapers.project import Project
from llmpapers.schema import KINDS, schema_text
from llmpapers.website.browse_data import BrowseData
from llmpapers.website.engine import EngineOutput
from llmpapers.website.lists import Lists
from llmpapers.website.pages import ASSETS, assets_version, repository_edit_address, shorten
from llmpapers.website.paper_groups import GroupPage, PaperGroups
from llmpapers.website.search import PageText, lunr_library, page_text, search_file
from llmpapers.website.stamping import PAPER_SLOT, Shell
from llmpapers.website.templates import Renderer, plain_text, template_files
from llmpapers.website.view_types import PaperView
from llmpapers.website.views import Views

SEARCH_FILE = f"{ASSETS}/search.json"
"""What the search box reads."""

_PAPER_SHELL = f"papers/{PAPER_SLOT}/index.html"
# Of the theme's scripts the templates use none but the main one, and nobody debugs them here.
_UNUSED = ("assets/javascripts/lunr/", "assets/javascripts/workers/")


@dataclass(frozen=True)
class SiteOptions:
    """What a build may leave out."""

    search: bool = True


class SitePlan:
    """Makes the site's files out of a sound catalog and the engine's output."""

    def __init__(self, project: Project, catalog: Catalog, engine: EngineOutput, options: SiteOptions) -> None:
        self.project = project
        self.catalog = catalog
        self.engine = engine
        self.options = options
        self.views = Views(catalog)
        self.groups = PaperGroups(self.views)
        self.browse = BrowseData(self.views, self.groups)
        self.site_url = project.setting("site_url").rstrip("/")
        self.site_name = project.setting("site_name", "Papers")
        self.renderer = Renderer(
            project,
            site_name=self.site_name,
            site_description=project.setting("site_description"),
            site_url=self.site_url,
            repo_url=project.setting("repo_url"),
            paper_count=len(catalog.papers),
            resource_count=len(catalog.resources),
            topic_count=len(self.views.topics),
            assets=ASSETS,
            assets_version=assets_version(project),
        )

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Make every file of the site, one by one.

        Yields:
            Name, with forward slashes, and content.

        Raises:
            LlmpapersError: if a hand-written page has the address of another, or a template has a mistake.
        """
        made: set[str] = set()
        for name, content in self._all_files():
            if name in made:
                raise LlmpapersError(f"two pages have the address {name}; rename the one in docs/")
            made.add(name)
            yield name, content if isinstance(content, bytes) else content.encode()
        yield "sitemap.xml", self._sitemap(made).encode()

    def _all_files(self) -> Iterator[tuple[str, bytes | str]]:
        yield from self._assets()
        yield from self._engine_pages()
        yield from self._topic_pages()
        yield from self._paper_pages()
        yield from self._group_pages()
        yield from self._redirects()
        yield from self._data()

    def _assets(self) -> Iterator[tuple[str, bytes | str]]:
        for name, path in template_files(self.project, "assets"):
            yield f"{ASSETS}/{name}", path.read_bytes()
        yield from self.browse.files(f"{ASSETS}/papers")
        if self.options.search:
            yield f"{ASSETS}/lunr.js", lunr_library()
            yield SEARCH_FILE, search_file(self.views, self._hand_written())

    def _engine_pages(self) -> Iterator[tuple[str, bytes | str]]:
        """Pages that the engine made; those with slots get their lists."""
        for name in self.engine.files():
            if name.startswith(("sitemap.xml", *_UNUSED)) or name.endswith(".map") or PAPER_SLOT in name:
                continue
            if name.startswith("topics/") and name != "topics/index.html" and self._topic_of(name) is not None:
                continue
            content = self.engine.read(name)
            if name.endswith(".html") and b"<!-- slot:" in content:
                yield name, Shell(content.decode()).stamp(partial(self._list_slot, name))
            else:
                yield name, content

    def _topic_of(self, name: str) -> str | None:
        """Name the topic that a page is of, if it is one's."""
        path = name.removeprefix("topics/").removesuffix("/index.html")
        return path if name == f"topics/{path}/index.html" and path in self.catalog.topics else None

    def _list_slot(self, name: str, slot: str) -> str:
        """Render a list that any hand-written page may hold.

        Raises:
            LlmpapersError: if there is no such list.
        """
        lists = Lists(self.catalog, self.views, self.browse, self._new_paper_address())
        values = lists.values(slot)
        if values is None:
            raise LlmpapersError(f"the page {name} has a slot {slot!r}; there are {', '.join(lists.names)}")
        return self.renderer.render(f"{slot}.html", base=_base(name), **values)

    def _new_paper_address(self) -> str | None:
        """Give the address at which the host begins a new entry's file, where mkdocs.yml says which host."""
        edit = repository_edit_address(self.project)
        if not edit or "/edit/" not in edit:
            return None
        parameter = "file_name" if "/-/edit/" in edit else "filename"  # As GitLab and the others have it.
        return edit.replace("/edit/", "/new/", 1) + f"catalog/papers/?{parameter}=short-name.yaml"

    def _topic_pages(self) -> Iterator[tuple[str, str]]:
        for topic in self.catalog.shown_topics():
            name = f"topics/{topic.record.path}/index.html"
            values = self._topic_values(topic, _base(name))
            shell = Shell(self.engine.read(name).decode())
            yield (
                name,
                shell.stamp(
                    {slot: self.renderer.render(f"{slot}.html", **values) for slot in ("topic-head", "topic-body")}
                ),
            )

    def _topic_values(self, topic: Sourced[Topic], base: str) -> dict[str, Any]:
        path = topic.record.path
        return {
            "base": base,
            "topic": self.views.topics[path],
            "lineage": self.views.lineage(path),
            "children": self.views.children(path),
            "start_here": self.views.recommendations(topic.record),
            "years": self.views.papers_by_year(self.catalog.papers_of_topic(path)),
            "resources": self.views.resources_of_topic(path),
        }

    def _paper_pages(self) -> Iterator[tuple[str, str]]:
        shell = Shell(self.engine.read(_PAPER_SHELL).decode())
        for id_, entry in self.catalog.papers.items():
            yield f"papers/{id_}/index.html", shell.stamp(self.paper_values(entry))

    def paper_values(self, entry: Sourced[Paper]) -> dict[str, str]:
        """Give what fills the slots of a paper's page."""
        paper = self.views.paper(entry.id)
        values: dict[str, Any] = {"base": "../../", "paper": paper, "page_url": self._absolute(paper.address)}
        description = shorten(plain_text(paper.record.summary), 200)
        return {
            "id": entry.id,
            "title": paper.title,
            "description": description,
            "head": self.renderer.render(
                "paper-head.html", **values, description=description, json_ld=_json_ld(paper, values["page_url"])
            ),
            "content": self.renderer.render(
                "paper.html",
                **values,
                builds_on=self.views.builds_on(entry.id),
                built_on_by=self.views.built_on_by(entry.id),
                related=self.views.related(entry.id),
                neighbors=self.views.neighbors(entry.id),
                bibtex=self.views.bibtex(entry.id),
                edit_address=self._edit_address(entry),
            ),
        }

    def _group_pages(self) -> Iterator[tuple[str, str]]:
        for folder, pages in (("years", self.groups.year_pages()), ("venues", self.groups.venue_pages())):
            shell = Shell(self.engine.read(f"{folder}/{PAPER_SLOT}/index.html").decode())
            for page in pages:
                yield page.name, shell.stamp(self._group_values(page))

    def _group_values(self, page: GroupPage) -> dict[str, str]:
        group, venue = page.group, page.venue
        values = {"base": "../../", "page": page, "group": group, "venue": venue}
        papers = f"{group.count} paper{'s' if group.count != 1 else ''}"
        return {
            "id": page.name.split("/")[1],
            "title": group.name,
            "description": f"{papers} {f'published at {venue.full_name}' if venue else f'of {group.name}'}.",
            "content": self.renderer.render("venue.html" if venue else "year.html", **values),
        }

    def _edit_address(self, entry: Sourced[Paper]) -> str | None:
        edit = repository_edit_address(self.project)
        return f"{edit}{quote(entry.document.name)}" if edit else None

    def _absolute(self, address: str) -> str:
        return f"{self.site_url}/{address}" if self.site_url else ""

    def _redirects(self) -> Iterator[tuple[str, str]]:
        for id_, entry in self.catalog.papers.items():
            for former in entry.record.former_ids or []:
                target = f"papers/{id_}/"
                values = {"base": "../../", "target": target, "page_url": self._absolute(target)}
                yield f"papers/{former}/index.html", self.renderer.render("redirect.html", **values)

    def _data(self) -> Iterator[tuple[str, str]]:
        yield "catalog.json", catalog_json(self.catalog)
        yield "catalog.bib", bibtex_file(self.catalog)
        for kind in KINDS:
            yield f"schema/{kind}.json", schema_text(kind, self.catalog)

    def _sitemap(self, made: set[str]) -> str:
        """List every page; without dates, since the same input has to give the same bytes."""
        redirects = {f"papers/{f}/index.html" for e in self.catalog.papers.values() for f in e.record.former_ids or []}
        pages = sorted(n for n in made if f"/{n}".endswith("/index.html") and n not in redirects)
        addresses = [self._absolute(quote(name.removesuffix("index.html"))) for name in pages]
        rows = [f"<url><loc>{escape(address)}</loc></url>" for address in addresses]
        return "\n".join(
            [
                '<?xml version="1.0" encoding="UTF-8"?>',
                '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
                *(rows if self.site_url else []),
                "</urlset>",
                "",
            ]
        )

    def _hand_written(self) -> Iterator[PageText]:
        """Take the text out of the pages that are neither of entries nor of topics, nor home."""
        for name in self.engine.files():
            if name.endswith("/index.html") and PAPER_SLOT not in name and self._topic_of(name) is None:
                found = page_text(self.engine.read(name).decode(), name.removesuffix("index.html"), self.site_name)
                if found:
                    yield found


def _base(name: str) -> str:
    """Give the way from a page to the site's root: `../../`, or `./` at the root itself."""
    return "../" * name.count("/") or "./"


def _json_ld(paper: PaperView, page_url: str) -> str:
    """Describe a paper to search engines.

    Vocabulary: https://schema.org/ScholarlyArticle
    """
    record = paper.record
    same = [link.url for link in paper.links if link.kind in {"arxiv", "doi", "venue"}]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": record.title,
        "name": record.title,
        "author": [{"@type": "Person", "name": name} for name in record.authors],
        "datePublished": paper.date,
        "abstract": plain_text(record.summary),
        "isPartOf": {
            "@type": "Periodical" if paper.venue.kind in {"journal", "preprint"} else "PublicationEvent",
            "name": paper.venue.full_name,
        },
        "sameAs": same,
        "keywords": [topic.full_title for topic in paper.topics],
    }
    if page_url:
        data["url"] = page_url
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # Nothing in a script element may look like the element's end.
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
