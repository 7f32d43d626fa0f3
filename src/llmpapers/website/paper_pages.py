"""The pages of papers: what fills the slots of each."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from llmpapers.catalog import Sourced, submitted
from llmpapers.exporters.bibtex import bibtex_entry
from llmpapers.exporters.citing import cited_papers
from llmpapers.exporters.csl_json import csl_item
from llmpapers.identifiers import fold
from llmpapers.models import Paper
from llmpapers.website.descriptions import shorten
from llmpapers.website.kept_relatives import SEPARATOR, KeptRelatives
from llmpapers.website.linked_data import scholarly_article, script_json
from llmpapers.website.relatives import Relative
from llmpapers.website.site_files import FileKeys, KeptFiles, SiteFile, content_key
from llmpapers.website.stamping import Shell
from llmpapers.website.templates import Renderer, plain_text
from llmpapers.website.view_types import LinkView, PaperView, RelativeView
from llmpapers.website.views import Views

_SUMMARY = 200
"""Characters of the summary in a page's description."""
_RELATIVES = 6
"""Papers shown as related, those that the entries name among them; of these all are shown."""
_SHARED = 16
"""Characters that stand in a page's note for what all pages of papers are made of."""
_BASE = "../../"
_HEADINGS = {
    "venue": "Read", "arxiv": "Read", "pdf": "Read", "doi": "Read", "code": "Code", "project": "More", "other": "More",
}  # fmt: skip


class Shown(NamedTuple):
    """The other papers that a paper's page shows, by id."""

    builds_on: Sequence[str]
    built_on_by: Sequence[str]
    related: Sequence[str]
    """Those that the entries name."""
    like: Sequence[str] = ()
    """Those that are alike."""

    @property
    def ids(self) -> list[str]:
        """All of them, in order."""
        return [*self.builds_on, *self.built_on_by, *self.related, *self.like]


def _file_of(id_: str) -> str:
    return f"papers/{id_}/index.html"


def _id_of(file: str) -> str:
    return file.split("/")[1]


def relatives_note(note: str) -> str:
    """Take out of a page's note what it says of relatives."""
    return note.partition(SEPARATOR)[2]


class PaperPages:
    """Makes the pages of papers, each from the catalog alone, so that several processes can share the work."""

    def __init__(
        self,
        views: Views,
        renderer: Renderer,
        relatives: KeptRelatives,
        keys: FileKeys,
        shell: bytes,
        *,
        site_url: str,
        edit_address: str | None,
        notes: Mapping[str, str] | None = None,
        former_key: Callable[[str], str] = lambda name: "",
    ) -> None:
        """Prepare what the pages share.

        Args:
            views: the catalog's entries.
            renderer: what renders the templates.
            relatives: which papers are alike.
            keys: those of the site's files.
            shell: what the engine rendered for all of them.
            site_url: the site's address without a slash at its end, or nothing.
            edit_address: below which the host edits files of the repository, or None.
            notes: those of the pages of the last build, by id.
            former_key: gives the key that a file had at the last build.
        """
        self._views = views
        self._renderer = renderer
        self._site_url = site_url
        self._edit_address = edit_address
        self._relatives = relatives
        self._keys = keys
        self._notes = notes or {}
        self._former_key = former_key
        self._shell = Shell(shell.decode())
        self._shared = keys.key("paper", content_key(shell), site_url, edit_address)
        self._around = f"{self._shared[:_SHARED]}{SEPARATOR}"
        """What the note of each page begins with."""
        self._unconcerned = self._find_unconcerned()
        if not relatives.staying:
            relatives.index()
        self._rows: dict[str, Markup] = {}
        self._titles: dict[tuple[str, ...], tuple[list[str], str]] = {}

    def files(self, ids: Sequence[str]) -> Iterator[SiteFile | KeptFiles]:
        """Give the pages of papers.

        Args:
            ids: which.
        """
        papers = self._views.catalog.papers
        yield KeptFiles([_file_of(id_) for id_ in ids if id_ in self._unconcerned], self._former_file)
        for id_ in ids:
            if id_ in self._unconcerned:
                continue
            shown = self.shown(id_)
            numbers = (len(shown.builds_on), len(shown.built_on_by), len(shown.related))
            entries = self._keys.entries(map(papers.__getitem__, (id_, *shown.ids)))
            key = self._keys.key("paper", self._shared, self._views.citation_keys[id_], *numbers, entries)
            note = self._relatives.note(id_, *_asked(id_, shown), shown.like)
            yield SiteFile(_file_of(id_), partial(self._stamped, id_, shown), key, f"{self._around}{note}")

    def _former_file(self, name: str) -> SiteFile:
        """Give a page that is made of the same as at the last build."""
        id_ = _id_of(name)
        return SiteFile(name, partial(self._stamped, id_), self._former_key(name), self._notes[id_])

    def _find_unconcerned(self) -> set[str]:
        """Choose the papers whose pages, made of the same otherwise, neither show a paper that changed nor come to."""
        papers, changed = self._views.catalog.papers, self._relatives.changed
        if changed is None:
            return set()
        named: set[str] = set()
        for entry in (papers[id_] for id_ in changed & papers.keys()):
            named.update(entry.record.builds_on or (), entry.record.related or ())
        same = (id_ for id_ in self._relatives.staying - named if self._notes[id_].startswith(self._around))
        return {id_ for id_ in same if not self._relatives.has_shown(id_, changed)}

    def _stamped(self, id_: str, shown: Shown | None = None) -> bytes:
        return self._shell.stamp(self.slots(self._views.catalog.papers[id_], shown or self.shown(id_)))

    def shown(self, id_: str) -> Shown:
        """Choose the papers that the page of one shows beside it."""
        builds_on, built_on_by = self._views.builds_on(id_), self._views.built_on_by(id_)
        related = self._views.related(id_)
        named = Shown(builds_on, built_on_by, related)
        asked = _asked(id_, named)
        like = self._relatives.ids(id_, *asked)
        return named._replace(like=self._relatives.find(id_, *asked) if like is None else like)

    def slots(self, entry: Sourced[Paper], shown: Shown) -> dict[str, str]:
        """Give what fills the slots of a paper's page."""
        paper = self._views.paper(entry.id)
        description = shorten(plain_text(paper.record.summary) or _described(paper), _SUMMARY)
        return {
            "id": entry.id,
            "title": paper.title,
            "description": description,
            "head": self._head(paper, description, shown),
            "content": self._content(paper, entry, shown),
        }

    def _head(self, paper: PaperView, description: str, shown: Shown) -> str:
        page_url = self._absolute(paper.address)
        card = paper.topics[0].card_address
        image = self._absolute(card) if card else ""
        builds_on = [(other.title, self._absolute(other.address)) for other in map(self._views.paper, shown.builds_on)]
        posted = submitted(paper.record) if paper.posted else None
        return self._renderer.render(
            "paper-head.html",
            base=_BASE,
            paper=paper,
            page_url=page_url,
            image=image,
            online_date=f"{posted[0]}/{posted[1]:02}" if posted else "",
            description=description,
            json_ld=scholarly_article(paper, page_url, builds_on, image),
        )

    def _content(self, paper: PaperView, entry: Sourced[Paper], shown: Shown) -> str:
        [cited] = cited_papers(self._views.catalog, [paper.id], self._views.citation_keys)
        related = [RelativeView(self._row(id_), "named by the editors") for id_ in shown.related]
        values: dict[str, Any] = {
            "base": _BASE,
            "paper": paper,
            "link_groups": _grouped(paper.links),
            "builds_on": [*map(self._row, shown.builds_on)],
            "built_on_by": [*map(self._row, shown.built_on_by)],
            "related": [*related, *map(self._related, self._relatives.shared(paper.id, shown.like))],
            "bibtex": bibtex_entry(cited),
            "citation": script_json(csl_item(cited)),
            "edit_address": f"{self._edit_address}{quote(entry.document.name)}" if self._edit_address else None,
        }
        return self._renderer.render("paper.html", **values)

    def _related(self, relative: Relative) -> RelativeView:
        """Say in words what two papers have in common."""
        topics, said = self._said(relative.topics)
        shared = "1 shared author" if relative.authors == 1 else f"{relative.authors} shared authors"
        reasons = [
            f"names {relative.name}" if relative.name else "",
            shared if relative.authors else "",
            *topics,
            ", ".join(word for word in relative.words if word not in said),
        ]
        return RelativeView(self._row(relative.id), " · ".join(filter(None, reasons)))

    def _said(self, paths: tuple[str, ...]) -> tuple[list[str], str]:
        """Give the titles of topics, and what they say already, which need not be said by words too."""
        found = self._titles.get(paths)
        if found is None:
            titles = [self._views.tags[path].full_title for path in paths]
            found = self._titles[paths] = titles, fold(" ".join(titles))
        return found

    def _row(self, id_: str) -> Markup:
        """Render what stands for a paper on the pages of others; it is the same on all of them."""
        found = self._rows.get(id_)
        if found is None:
            row = self._renderer.render("paper-row.html", base=_BASE, paper=self._views.paper(id_))
            if len(self._rows) >= self._views.most_kept:
                self._rows.clear()
            found = self._rows[id_] = Markup(row)  # noqa: S704 - a template made it
        return found

    def _absolute(self, address: str) -> str:
        return f"{self._site_url}/{address}" if self._site_url else ""


def _asked(id_: str, shown: Shown) -> tuple[int, set[str]]:
    """Tell how many papers that are alike a page has room for, and which it shows anyway."""
    missing = max(0, _RELATIVES - len(shown.related))
    return missing, {id_, *shown.builds_on, *shown.built_on_by, *shown.related}


def _grouped(links: Iterable[LinkView]) -> list[tuple[str, list[LinkView]]]:
    """Group links under headings by what they are for."""
    found: dict[str, list[LinkView]] = {"Read": [], "Code": [], "More": []}
    for link in links:
        found[_HEADINGS[link.kind]].append(link)
    return [(heading, group) for heading, group in found.items() if group]


def _described(paper: PaperView) -> str:
    """Describe a paper that has no summary yet by its facts."""
    names = f" by {paper.short_authors}" if paper.record.authors else ""
    return f"{paper.title}{names}. {paper.dates}."
