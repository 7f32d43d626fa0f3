"""Every page and file of the site, and its address, decided in one place."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property, partial

from llmpapers.catalog import Catalog, Sourced
from llmpapers.errors import LlmpapersError
from llmpapers.models import Topic
from llmpapers.parallel import split
from llmpapers.project import Project
from llmpapers.website.assets import ASSETS, assets_version
from llmpapers.website.browse_data import BrowseData
from llmpapers.website.cards import SITE_CARD, SITE_HUE, Card, card_png
from llmpapers.website.contribute_data import entry_files
from llmpapers.website.data_files import data_files
from llmpapers.website.drawings import Drawings
from llmpapers.website.engine import EngineOutput
from llmpapers.website.feeds import feed_files
from llmpapers.website.group_pages import group_pages
from llmpapers.website.joined_files import JoinedFiles
from llmpapers.website.kept_relatives import KeptRelatives
from llmpapers.website.lists import Lists
from llmpapers.website.llms_txt import llms_txt
from llmpapers.website.paper_groups import PaperGroups
from llmpapers.website.paper_pages import PaperPages, relatives_note
from llmpapers.website.published_states import PublishedStates
from llmpapers.website.relatives import Relatives
from llmpapers.website.repository_host import file_host, repository_edit_address
from llmpapers.website.search.pages import PageText, page_text
from llmpapers.website.site_files import FileKeys, KeptFiles, SiteFile, content_key, entry_key
from llmpapers.website.site_links import resolve_site_links, site_links
from llmpapers.website.site_options import SiteOptions
from llmpapers.website.sitemap import sitemap_files
from llmpapers.website.staging import Part
from llmpapers.website.stamping import PAPER_SLOT, Shell
from llmpapers.website.statistics_page import StatisticsPage
from llmpapers.website.template_folders import template_files
from llmpapers.website.templates import Renderer
from llmpapers.website.topic_pages import TopicPages
from llmpapers.website.views import Views

_PAPER_SHELL = f"papers/{PAPER_SLOT}/index.html"
_PARTS_OF_PAPERS, _MOST_PAPERS_IN_PART = 50, 200
"""So many parts that no process waits long for another, and no more than that takes."""
# Of the theme the templates use the styles alone; the look that is not used and other search data are left out too.
_UNUSED = ("assets/javascripts/", "assets/stylesheets/modern/", "search.json", "objects.inv")


class SitePlan:
    """Makes the site's files out of a sound catalog and the engine's output."""

    def __init__(
        self,
        project: Project,
        catalog: Catalog,
        engine: EngineOutput,
        options: SiteOptions,
        published: PublishedStates | None = None,
        former: "SitePlan | None" = None,
    ) -> None:
        """Prepare.

        Args:
            project: what the site is of.
            catalog: without errors.
            engine: the rendered prose and shells.
            options: what to leave out.
            published: what the last build left.
            former: that of an earlier build by this process.
        """
        self.project = project
        self.catalog = catalog
        self.engine = engine
        self.options = options
        self.notes = published.notes() if published else {}
        self._former_key = published.key if published else lambda name: ""
        self._published = published.content if published else lambda name: None
        self.views: Views = Views(catalog, former.views if former else None)
        self.groups = PaperGroups(self.views)
        self.drawings = Drawings(project.cache)
        self.statistics = StatisticsPage(catalog, self.views)
        self.site_url = project.setting("site_url").rstrip("/")
        self.site_name = project.setting("site_name", "Papers")
        self.renderer = Renderer(
            project,
            site_name=self.site_name,
            site_description=project.setting("site_description"),
            site_url=self.site_url,
            repo_url=project.setting("repo_url"),
            assets=ASSETS,
            assets_version=assets_version(project),
        )
        if former and former.renderer.told == self.renderer.told:
            self.renderer = former.renderer  # Its templates are compiled.
        self.keys: FileKeys = FileKeys(catalog, self.renderer.told, list(self.views.tags.values()))
        self.browse = BrowseData(self.views, self.groups, self.keys, self.notes)
        self.topic_pages = TopicPages(catalog, self.views, self.renderer, self.statistics, self.keys)

    def parts(self) -> list[Part]:
        """Divide the site's files into parts that are made apart from each other; the longest come first."""
        self._prepare()
        late = (self._data_files, self._entry_files, self._feeds)
        parts = [Part("data", files, is_late=True) for files in late]
        if self.options.search:
            parts.insert(0, Part("search", self._search, is_late=True))
        parts += [Part("lists", self._lists)]
        parts += [Part("topics", partial(self._topic_page, topic)) for topic in self.catalog.shown_topics()]
        parts += [Part("groups", self._group_pages)]
        in_part = min(_MOST_PAPERS_IN_PART, len(self.catalog.papers) // _PARTS_OF_PAPERS + 1)
        parts += [
            Part("papers", partial(self._paper_pages, ids))
            for ids in split([entry.id for entry in self.views.ordered], in_part)
        ]
        rest = (self._redirects, self._cards, self._assets)
        return [*parts, *(Part("rest", files) for files in rest)]

    def _prepare(self) -> None:
        """Make once what several parts need, before they go apart."""
        if self.catalog.papers:
            self.views.topics, self.views.citation_keys, self.views.places, self.paper_pages  # noqa: B018 - they are kept when asked for

    def closing(self, names: Sequence[str]) -> Iterator[SiteFile]:
        """Make the files that depend on what others there are.

        Args:
            names: all other files.
        """
        pages = self._page_folders(names)
        key = self.keys.key("sitemap", self.site_url, pages)
        for name, content in sitemap_files(pages, self.site_url):
            yield SiteFile(name, content, key)
        self.drawings.forget_unused()

    def refuse(self, names: Sequence[str], others: Collection[str] = ()) -> None:
        """Refuse files that cannot be a site.

        Args:
            names: the files, each as often as it was made.
            others: files that pages may link to as well.

        Raises:
            LlmpapersError: if a hand-written page has the address of another, or links to a page of the catalog that
                there is not.
        """
        made: set[str] = set()
        for name in names:
            if name in made:
                raise LlmpapersError(f"two pages have the address {name}; rename the one in docs/")
            made.add(name)
        self._refuse_dead_links(made.union(others, ["sitemap.xml"]))

    def _refuse_dead_links(self, made: Collection[str]) -> None:
        for page in self.engine.files():
            for target in site_links(self.engine.read(page).decode()) if page.endswith(".html") else ():
                if target not in made:
                    address = target.removesuffix("index.html")
                    raise LlmpapersError(f"the page {page} links to site:{address}, which is not on the site")

    def _assets(self) -> Iterator[SiteFile]:
        for name, path in template_files(self.project, "assets"):
            # Browsing and the form of the contribute page fold texts in the same way.
            if name.startswith("search") and name != "search-words.js" and not self.options.search:
                continue
            yield SiteFile(f"{ASSETS}/{name}", path.read_bytes())

    def _lists(self) -> Iterator[SiteFile]:
        # The browse page names the state of its data, which is known when those are made.
        yield from self.browse.files()
        yield from self._engine_pages()

    def _search(self) -> Iterator[SiteFile]:
        # A site without search need not bring this in.
        from llmpapers.website.search.files import search_files

        for name, content in search_files(self.views, self.hand_written):
            yield SiteFile(f"{ASSETS}/{name}", content)

    def _engine_pages(self) -> Iterator[SiteFile]:
        """Pages that the engine made; those with slots get their lists."""
        for name in self.engine.files():
            if name.startswith(("sitemap.xml", *_UNUSED)) or name.endswith(".map") or PAPER_SLOT in name:
                continue
            if name.startswith("topics/") and name != "topics/index.html" and self._topic_of(name) is not None:
                continue
            if not name.endswith(".html"):
                yield SiteFile(name, self.engine.read(name))
                continue
            html = self._engine_page(name)
            yield self._page_of_lists(name, html) if "<!-- slot:" in html else SiteFile(name, html)

    def _page_of_lists(self, name: str, html: str) -> SiteFile:
        """Give a hand-written page with slots for lists."""
        shell = Shell(html)
        told = [self.lists.told(slot) for slot in shell.slots]
        key = "" if None in told else self.keys.key("lists", content_key(html.encode()), *told)
        return SiteFile(name, lambda: shell.stamp(partial(self._list_slot, name)), key)

    def _engine_page(self, name: str) -> str:
        """Read a page that the engine rendered, with its links to the catalog made relative."""
        return resolve_site_links(self.engine.read(name).decode(), _base(name))

    def _topic_of(self, name: str) -> str | None:
        """Name the topic that a page is of, if it is one's."""
        path = name.removeprefix("topics/").removesuffix("/index.html")
        return path if name == f"topics/{path}/index.html" and path in self.catalog.topics else None

    def _list_slot(self, name: str, slot: str) -> str:
        """Render a list that any hand-written page may hold.

        Raises:
            LlmpapersError: if there is no such list.
        """
        values = self.lists.values(slot)
        if values is None:
            raise LlmpapersError(f"the page {name} has a slot {slot!r}; there are {', '.join(self.lists.names)}")
        return self.renderer.render(f"{slot}.html", base=_base(name), **values)

    @cached_property
    def lists(self) -> Lists:
        """What makes the lists of hand-written pages."""
        host = file_host(repository_edit_address(self.project))
        return Lists(self.catalog, self.views, self.browse, self.statistics, self.keys, host)

    def _topic_page(self, topic: Sourced[Topic]) -> Iterator[SiteFile]:
        name = f"topics/{topic.record.path}/index.html"
        yield self.topic_pages.file(topic, name, self._engine_page(name), _base(name))

    @cached_property
    def paper_pages(self) -> PaperPages:
        """What makes the pages of papers."""
        notes = {name.split("/")[1]: note for name, note in self.notes.items() if name.startswith("papers/")}
        relatives = {id_: relatives_note(note) for id_, note in notes.items()}
        papers, cited = self.catalog.papers, self.views.citation_keys

        def says(id_: str) -> str:
            return f"{entry_key(papers[id_])}{cited[id_]}"

        subject = f"{self.site_name} {self.project.setting('site_description')}"
        return PaperPages(
            self.views,
            self.renderer,
            KeptRelatives(Relatives(papers, subject), papers.keys(), says, relatives),
            self.keys,
            self.engine.read(_PAPER_SHELL),
            site_url=self.site_url,
            edit_address=repository_edit_address(self.project),
            notes=notes,
            former_key=self._former_key,
        )

    def _paper_pages(self, ids: Sequence[str]) -> Iterator[SiteFile | KeptFiles]:
        yield from self.paper_pages.files(ids)

    def _group_pages(self) -> Iterator[SiteFile]:
        for folder, files in (("years", self.groups.year_files()), ("venues", self.groups.venue_files())):
            shell = self.engine.read(f"{folder}/{PAPER_SLOT}/index.html")
            yield from group_pages(files, shell, self.renderer, self.keys)

    def _cards(self) -> Iterator[SiteFile]:
        """Draw card images, which pages can only name where the site's own address is known."""
        if not self.site_url:
            return
        for topic in self.views.topics.values():
            card = self._card(topic.full_title, topic.hue, topic.count, topic.path)
            yield SiteFile(topic.card_address, card)
        title = self.project.setting("site_description") or self.site_name
        yield SiteFile(SITE_CARD, self._card(title, SITE_HUE, len(self.catalog.papers)))

    def _card(self, title: str, hue: int, count: int, topic: str = "") -> bytes:
        below = f"{count} paper{'s' if count != 1 else ''}"
        labels, counts = self.statistics.year_counts(topic)
        return card_png(Card(title, self.site_name, below, hue, labels, counts), self.drawings)

    def _absolute(self, address: str) -> str:
        return f"{self.site_url}/{address}" if self.site_url else ""

    def _redirects(self) -> Iterator[SiteFile]:
        for id_, entry in self.catalog.papers.items():
            for former in entry.record.former_ids or []:
                target = f"papers/{id_}/"
                values = {"base": "../../", "target": target, "page_url": self._absolute(target)}
                yield SiteFile(f"papers/{former}/index.html", self.renderer.render("redirect.html", **values))

    def _data_files(self) -> Iterator[SiteFile]:
        joined = JoinedFiles(self.notes, self._published)
        yield from data_files(self.catalog, self.views.citation_keys, self.keys, joined)

    def _entry_files(self) -> Iterator[SiteFile]:
        yield from entry_files(self.catalog, self.keys, self.notes)

    def _feeds(self) -> Iterator[SiteFile]:
        description = self.project.setting("site_description")
        yield from feed_files(self.views, self.keys, self.site_url, self.site_name, description)
        told = llms_txt(self.views, self.hand_written, self.site_url, self.site_name, description)
        yield SiteFile("llms.txt", told)

    def _page_folders(self, made: Iterable[str]) -> list[str]:
        """List every page's folder, but not of those that only lead on."""
        redirects = {f"papers/{f}/index.html" for e in self.catalog.papers.values() for f in e.record.former_ids or []}
        pages = sorted(name for name in made if f"/{name}".endswith("/index.html") and name not in redirects)
        return [name.removesuffix("index.html") for name in pages]

    @cached_property
    def hand_written(self) -> list[PageText]:
        """The text of the pages that are neither of entries nor of topics, nor home."""
        names = (name for name in self.engine.files() if name.endswith("/index.html") and PAPER_SLOT not in name)
        texts = (
            page_text(self.engine.read(name).decode(), name.removesuffix("index.html"), self.site_name)
            for name in names
            if self._topic_of(name) is None
        )
        return [text for text in texts if text]


def _base(name: str) -> str:
    """Give the way from a page to the site's root: `../../`, or `./` at the root itself."""
    return "../" * name.count("/") or "./"
