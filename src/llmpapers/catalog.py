"""The catalog as a whole: its records with their sources, indexed for looking up."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Generic, TypeVar

from llmpapers.identifiers import ArxivId, parse_arxiv, parse_doi, title_key
from llmpapers.models import LinkWaiver, Paper, Record, Resource, Topic, Venue, VenueKind
from llmpapers.problems import Problem
from llmpapers.reading import Document
from llmpapers.yaml_values import DataPath

NO_VENUE = "Venue not recorded"
"""What an entry has for a venue where that is still to be written."""
_NOWHERE = Venue(id="venue-not-recorded", name=NO_VENUE, full_name=NO_VENUE, kind=VenueKind.PREPRINT)

_R_co = TypeVar("_R_co", bound=Record, covariant=True)


@dataclass(frozen=True, slots=True)
class Sourced(Generic[_R_co]):
    """A record with the place that it was read from."""

    id: str
    """The entry's id; for an item of a list, the item's own."""
    record: _R_co
    document: Document
    path: DataPath = ()
    """Where in the document the record is; empty for a whole file."""
    faulty: frozenset[str] = frozenset()
    """Fields that hold placeholders, because what stands there is wrong."""
    digest: str = ""
    """What tells whether an entry says the same, in the same file; empty where it was not taken."""

    def problem(self, code: str, message: str, hint: str, *place: str | int, at_key: bool = False) -> None:
        """Note a problem at a field of this record."""
        self.document.problem(code, message, hint, (*self.path, *place), at_key=at_key)


@dataclass
class Catalog:
    """All records of a catalog, in a stable order: entries by id, topics and venues as listed."""

    papers: dict[str, Sourced[Paper]]
    resources: dict[str, Sourced[Resource]]
    topics: dict[str, Sourced[Topic]]
    """By path."""
    venues: dict[str, Sourced[Venue]]
    """By name."""
    link_waivers: list[Sourced[LinkWaiver]]
    documents: list[Document]
    """Every file that was read, also those without a record."""
    topic_items: list[Sourced[Topic]]
    """Every topic as listed, also those with a repeated path."""
    venue_items: list[Sourced[Venue]]
    """Every venue as listed, also those with a repeated name."""
    unread: frozenset[str] = frozenset()
    """Files that are there and hold no record; what they define may be named elsewhere without a fault."""
    drafts: bool = False
    """Whether entries may be unfinished."""

    def may_have_paper(self, id_: str) -> bool:
        """Tell whether a paper has this id, or a file that could not be read is named so."""
        return id_ in self.papers or any(Path(name).stem == id_ for name in self.unread if "/papers/" in name)

    @property
    def problems(self) -> list[Problem]:
        """What was found so far, sorted by place."""
        return sorted({problem for document in self.documents for problem in document.problems})

    @cached_property
    def _ids_by_title(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for id_, entry in self.papers.items():
            found.setdefault(title_key(entry.record.title), id_)
        # A name that is another paper's title means that paper, so titles go first.
        for id_, entry in self.papers.items():
            names = [entry.record.short_name, *(entry.record.also_known_as or [])]
            for name in names:
                if name:
                    found.setdefault(title_key(name), id_)
        return found

    def find_by_title(self, title: str) -> Sourced[Paper] | None:
        """Find a paper by its title, short name, or an earlier title, whatever the spelling of case and marks."""
        id_ = self._ids_by_title.get(title_key(title))
        return self.papers[id_] if id_ else None

    def find_by_identifier(self, text: str) -> Sourced[Paper] | None:
        """Find a paper by its arXiv id or DOI in any form."""
        arxiv, doi = parse_arxiv(text), parse_doi(text)
        for entry in self.papers.values():
            if (arxiv and arxiv.text == entry.record.arxiv) or (doi and doi == (entry.record.doi or "").lower()):
                return entry
        return None

    @cached_property
    def _venues_by_text(self) -> dict[str, str]:
        sound = [venue for venue in self.venues.values() if "name" not in venue.faulty]
        preprints = [venue.record.name for venue in sound if venue.record.kind is VenueKind.PREPRINT]
        found = {venue.record.name.casefold(): venue.record.name for venue in sound}
        for venue in sound:
            for alias in venue.record.aliases or []:
                found.setdefault(alias.casefold(), venue.record.name)
        for venue in sound:
            if "full_name" not in venue.faulty:
                found.setdefault(venue.record.full_name.casefold(), venue.record.name)
        if len(preprints) == 1:
            found.setdefault("preprint", preprints[0])
        return found

    def venue(self, name: str) -> Venue | None:
        """Give the record of a venue, also of the one that stands for a venue which is not recorded."""
        found = self.venues.get(name)
        return found.record if found else _NOWHERE if name == NO_VENUE else None

    def find_venue(self, text: str) -> str | None:
        """Find a venue's name by that name, an alias or the full name in any case, or by "preprint" the only such."""
        return self._venues_by_text.get(text.casefold())

    @cached_property
    def _papers_by_topic(self) -> dict[str, list[Sourced[Paper]]]:
        found: dict[str, dict[str, Sourced[Paper]]] = {path: {} for path in self.topics}
        for id_, entry in self.papers.items():
            for topic in entry.record.topics:
                for path in topic_lineage(topic):
                    if path in found:
                        found[path][id_] = entry
        return {path: list(entries.values()) for path, entries in found.items()}

    def papers_of_topic(self, path: str) -> list[Sourced[Paper]]:
        """List the papers of a topic and of the topics below it, by id."""
        return self._papers_by_topic[path]

    def resources_of_topic(self, path: str) -> list[Sourced[Resource]]:
        """List the resources of a topic and of the topics below it, by id."""
        return [
            entry
            for entry in self.resources.values()
            if any(path in topic_lineage(topic) for topic in entry.record.topics or [])
        ]

    def shown_topics(self) -> list[Sourced[Topic]]:
        """List the topics that have a paper, in reading order; the others are not shown."""
        return [topic for path, topic in self.topics.items() if self._papers_by_topic[path]]


def topic_lineage(path: str) -> list[str]:
    """List a topic's path and those of the topics above it: `a/b` gives `a` and `a/b`."""
    parts = path.split("/")
    return ["/".join(parts[: count + 1]) for count in range(len(parts))]


def submitted(paper: Paper) -> tuple[int, int] | None:
    """Year and month (1 to 12) of a paper's first arXiv version, if it has one."""
    return ArxivId(paper.arxiv, None).submitted if paper.arxiv else None
