"""One import from candidates to files."""

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from llmpapers.candidates import Candidate
from llmpapers.errors import LlmpapersError
from llmpapers.import_files import add_to_list, venue_items, with_items, write_plan
from llmpapers.import_plan import ImportPlan, plan_import
from llmpapers.lasting_files import write_whole
from llmpapers.loading import load_catalog
from llmpapers.models import Topic, Venue
from llmpapers.problems import did_you_mean
from llmpapers.topic_mapping import (
    NO_SECTION,
    mapping_text,
    proposed_mapping,
    read_mapping,
    sections_of,
    topics_of_sections,
)


class ImportRun:
    """Candidates on their way into a catalog.

    Choose topics first, then plan, then write.
    """

    def __init__(self, root: Path, candidates: Sequence[Candidate], today: datetime.date) -> None:
        """Read the catalog.

        Args:
            root: the project's folder.
            candidates: what was found, in order.
            today: the day for `added`.
        """
        self.root = root
        self.candidates = candidates
        self.today = today
        self.catalog = load_catalog(root)
        for name in ("catalog/topics.yaml", "catalog/venues.yaml"):
            if name in self.catalog.unread:
                raise LlmpapersError(f"{name} cannot be read; `llmpapers check` says why")
        self.mapping_written = False
        self.venues_added = False
        self.venue_text = ""
        self._by_section: dict[str, str | None] = {}
        self._for_all: tuple[str, ...] = ()
        self._topic_items: list[dict[str, Any]] = []
        self._venue_items: list[dict[str, Any]] = []
        self._plan = ImportPlan()

    def choose_topics(self, topics: Sequence[str], mapping: Path | None, *, new_topics: bool = False) -> None:
        """Decide which topics papers get.

        Args:
            topics: paths for all papers.
            mapping: a file that maps sections; it is written where there is none.
            new_topics: make topics of the sections.

        Raises:
            LlmpapersError: if a topic does not exist, or nothing says where papers belong.
        """
        for path in topics:
            if path not in self.catalog.topics:
                hint = did_you_mean(path, self.catalog.topics, "the topics are in catalog/topics.yaml")
                raise LlmpapersError(f"there is no topic {path!r}; {hint}")
        self._for_all = tuple(topics)
        sections = sections_of(self.candidates)
        if new_topics:
            paths, self._topic_items = topics_of_sections(sections, self.catalog.topics)
            self._by_section = dict(paths)
        elif mapping:
            self._read_or_write(mapping, sections)
        elif not topics:
            raise LlmpapersError("say where the papers belong: --topic PATH, --map FILE, or --new-topics")

    def _read_or_write(self, mapping: Path, sections: Sequence[str]) -> None:
        if mapping.exists():
            self._by_section = read_mapping(mapping.read_text(encoding="utf-8"), str(mapping), self.catalog.topics)
            return
        titles = {path: topic.record.title for path, topic in self.catalog.topics.items()}
        write_whole(mapping, mapping_text(proposed_mapping(sections, titles)), new=True)
        self.mapping_written = True

    def plan(self, *, add_venues: bool = False) -> ImportPlan:
        """Decide what becomes of every paper.

        Args:
            add_venues: add the venues that the catalog lacks.
        """
        self._plan = plan_import(self.candidates, self.catalog, self._topics_of, self.today)
        taken = [venue.record.id for venue in self.catalog.venues.values()]
        self._venue_items = venue_items(self._plan.venues, taken)
        self.venues_added = add_venues and bool(self._venue_items)
        self.venue_text = with_items("[]", self._venue_items)
        return self._plan

    def _topics_of(self, candidate: Candidate) -> Sequence[str]:
        mapped = self._by_section.get(candidate.section or NO_SECTION)
        return (*((mapped,) if mapped else ()), *self._for_all)

    @property
    def files_to_write(self) -> int:
        """How many entries are written."""
        return len(self._plan.new) + sum(bool(addition.changes) for addition in self._plan.additions)

    @property
    def has_work(self) -> bool:
        """Whether there is anything to write."""
        return self.files_to_write > 0

    def write(self) -> Iterator[str]:
        """Write topics and venues first, then the entries, and give each file's name."""
        if self._topic_items:
            yield add_to_list(self.root, "topics.yaml", self._topic_items, Topic)
        if self.venues_added:
            yield add_to_list(self.root, "venues.yaml", self._venue_items, Venue)
        yield from write_plan(self._plan, self.catalog, self.root)
