"""What templates receive: entries made ready for showing, with every address relative to the site's root."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from llmpapers.identifiers import doi_address
from llmpapers.models import Paper, Resource, Venue

SPARK_HEIGHT = 20


class LinkView(NamedTuple):
    """A link with what stands on it."""

    label: str
    url: str
    kind: str
    """For its look: arxiv, pdf, doi, code, project, venue, other."""


class AuthorView(NamedTuple):
    """An author, with the address of their papers in the catalog."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class TopicTag:
    """A topic as an entry names it; it says nothing that another paper in the topic would change."""

    path: str
    title: str
    full_title: str
    """With the titles above it: ``Compression: Low-rank``."""
    address: str
    hue: int
    """Angle on the color wheel, 0 to 359; topics below a topic have its hue."""
    depth: int
    card_address: str
    """Of its card image, from the site's root; it is there where the site's own address is known."""


@dataclass(frozen=True, slots=True)
class TopicView(TopicTag):
    """A topic as lists show it."""

    count: int
    """Papers in it and below it."""
    spark: Sequence[int] = ()
    """Heights of the bars of its papers by year, 0 to `SPARK_HEIGHT`."""


@dataclass(frozen=True)
class PaperView:
    """A paper as lists and pages show it; what most lists do not show is made when asked for."""

    id: str
    record: Paper
    title: str
    """The exact title."""
    short_name: str
    """The name of the method; empty where there is none, or the title begins with it anyway."""
    address: str
    """From the site's root: ``papers/lora/``."""
    when: str
    """When it was published, as far as that is known: ``2024``, or ``Feb 2024`` for a preprint."""
    posted: str
    """``arXiv Feb 2024`` for a paper that was published elsewhere since."""
    date: str
    """Year, or year and month, in the form of ISO 8601."""
    topics: Sequence[TopicTag]
    venue: Venue
    is_preprint: bool
    """Whether there is no formal publication."""

    @cached_property
    def links(self) -> list[LinkView]:
        """All links, the most important first."""
        return list(_links(self.record))

    @cached_property
    def authors(self) -> list[AuthorView]:
        """The authors in order."""
        return [_author(name) for name in self.record.authors]

    @property
    def published(self) -> str:
        """``ICML 2024``, or ``arXiv Feb 2024`` for a preprint."""
        return f"{self.record.venue} {self.when}"

    @property
    def dates(self) -> str:
        """When it was published, and when it was posted: ``ICML 2024 · arXiv Feb 2024``."""
        return f"{self.published} · {self.posted}" if self.posted else self.published

    @property
    def venue_address(self) -> str:
        """From the site's root, the page of its venue: ``venues/icml/``."""
        return f"venues/{self.venue.id}/"

    @property
    def year_address(self) -> str:
        """From the site's root, the page of its year: ``years/2024/``."""
        return f"years/{self.record.year}/"

    @property
    def main_links(self) -> list[LinkView]:
        """The first link to the paper's preprint, and the first to its code."""
        firsts = (next((link for link in self.links if link.kind == kind), None) for kind in ("arxiv", "code"))
        return [link for link in firsts if link]

    @property
    def list_links(self) -> list[LinkView]:
        """The links that lists show."""
        shown = ("arxiv", "code", "project") if self.record.arxiv else ("venue", "code", "project")
        return [link for link in self.links if link.kind in shown]

    @property
    def short_authors(self) -> str:
        """The authors on one line: up to three, or the first and the number of the others."""
        names = self.record.authors
        return ", ".join(names) if len(names) <= 3 else f"{names[0]}, {names[1]} and {len(names) - 2} more"


def _links(paper: Paper) -> Iterator[LinkView]:
    if paper.url:
        yield LinkView(f"{paper.venue} page", paper.url, "venue")
    if paper.arxiv:
        yield LinkView("arXiv", f"https://arxiv.org/abs/{paper.arxiv}", "arxiv")
    if paper.pdf or paper.arxiv:
        yield LinkView("PDF", paper.pdf or f"https://arxiv.org/pdf/{paper.arxiv}", "pdf")
    if paper.doi:
        yield LinkView("DOI", doi_address(paper.doi), "doi")
    for number, code in enumerate(paper.code or [], 1):
        several = f"Code {number}" if len(paper.code or []) > 1 else "Code"
        yield LinkView(f"Code: {code.label}" if code.label else several, code.url, "code")
    if paper.project:
        yield LinkView("Project", paper.project, "project")
    for link in paper.links or []:
        yield LinkView(link.label, link.url, "other")


@lru_cache(maxsize=4096)
def _author(name: str) -> AuthorView:
    return AuthorView(name, f"papers/?author={quote(name)}")


class RelativeView(NamedTuple):
    """A paper that is related to another."""

    row: Markup
    """How the pages of others show it."""
    why: str
    """What the two have in common."""


@dataclass(frozen=True, slots=True)
class YearView:
    """The papers of one year."""

    year: int
    papers: Sequence[PaperView]


@dataclass(frozen=True, slots=True)
class RecommendationView:
    """A paper to read first, and why."""

    paper: PaperView
    why: str


@dataclass(frozen=True, slots=True)
class ResourceView:
    """A resource as its page shows it."""

    id: str
    record: Resource
    host: str
    """Where its link leads: ``github.com``."""
    topics: Sequence[TopicTag]
    paper: LinkView | None
    """Its paper; the address of one of the catalog is from the site's root."""
    paper_is_here: bool


@dataclass(frozen=True, slots=True)
class ResourceGroup:
    """The resources of one kind."""

    kind: str
    title: str
    resources: Sequence[ResourceView]


@dataclass(frozen=True, slots=True)
class BarView:
    """One bar of a chart."""

    label: str
    years: str
    """The years that it stands for, as the browse page takes them: `2024`, or `-2015` for all up to that."""
    count: int
    share: float
    """Height, as a share of the highest bar, 0 to 100."""
