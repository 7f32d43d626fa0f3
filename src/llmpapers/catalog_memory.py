"""What is remembered of a catalog from one reading to the next."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeAlias

from pydantic_core import to_json

from llmpapers.catalog import Catalog, Sourced
from llmpapers.duplicates import KnownBlocks, Match, Work, find_matches
from llmpapers.entry_files import EntryFile
from llmpapers.file_states import FileState
from llmpapers.kept_files import keep, kept
from llmpapers.models import Paper
from llmpapers.reading import Document

AnyEntry: TypeAlias = Sourced[Any]
"""A paper or a resource."""


class SeenEntries:
    """Sound entries by their files, which need not be read again while they are in the same state."""

    def __init__(self) -> None:
        self._entries: dict[str, tuple[FileState, AnyEntry]] = {}

    def __bool__(self) -> bool:
        return bool(self._entries)

    def entry(self, file: EntryFile) -> AnyEntry | None:
        """Give a file's entry as it was read, without what was found to be wrong since."""
        found = self._entries.get(file.name)
        if not found or found[0] != file.state:
            return None
        if not found[1].document.problems:
            return found[1]
        return replace(found[1], document=Document(file.name, found[1].document.root, readable=True))

    def take(self, entries: dict[str, tuple[FileState, AnyEntry]]) -> None:
        """Remember these entries with the states of their files, by the files' names, and no others."""
        self._entries = entries


class SoundPapers:
    """Papers that broke no rule, remembered as long as nothing changes that the rules hold them against."""

    def __init__(self, file: Path | None = None) -> None:
        """Begin with those that an earlier process kept.

        Args:
            file: a file of the cache; None keeps them in this object alone.
        """
        self._file = file
        against, digests = (kept(file) if file else None) or ("", ())
        self._against: str = against
        self._sound = frozenset[str](digests)
        self._found: set[str] = set()

    def begin(self, catalog: Catalog) -> None:
        """Begin to check a catalog."""
        lists = [(item.record, sorted(item.faulty)) for item in [*catalog.topics.values(), *catalog.venues.values()]]
        unread = sorted(name for name in catalog.unread if name.count("/") == 1)
        against = blake2b(to_json([catalog.drafts, lists, unread]), digest_size=16).hexdigest()
        if against != self._against:
            self._sound = frozenset()
        self._against, self._found = against, set()

    def has(self, paper: Sourced[Paper]) -> bool:
        """Tell whether a paper that says the same, in the same file, broke no rule."""
        return paper.digest in self._sound

    def note(self, paper: Sourced[Paper]) -> None:
        """Note that a paper breaks no rule."""
        self._found.add(paper.digest)

    def end(self) -> None:
        """Remember those that were noted, and no others."""
        if self._file and self._found != self._sound:
            keep(self._file, map(to_json, (self._against, sorted(self._found))))
        self._sound = frozenset(self._found)


class KnownWorks:
    """Works that were compared, and which of them are the same."""

    def __init__(self, blocks: KnownBlocks | None = None) -> None:
        """Begin with none.

        Args:
            blocks: remembers more, for works of which a few change again and again.
        """
        self._blocks = blocks
        self._by_paper: dict[str, tuple[Paper, Work]] = {}
        self._works: list[Work] = []
        self._matches: list[Match] = []

    def work(self, paper: Sourced[Paper]) -> Work | None:
        """Give the work of a paper that is just as it was."""
        found = self._by_paper.get(paper.id)
        return found[1] if found and found[0] is paper.record else None

    def note(self, paper: Sourced[Paper], work: Work) -> None:
        """Note the work of a sound paper."""
        self._by_paper[paper.id] = paper.record, work

    def matches(self, works: Sequence[Work]) -> list[Match]:
        """Find the matches; the same works have the same."""
        if self._works != works:
            self._matches = find_matches(works, self._blocks)
            self._works = list(works)
        return self._matches


@dataclass(frozen=True)
class CatalogMemory:
    """Everything that is remembered of one catalog."""

    seen: SeenEntries = field(default_factory=SeenEntries)
    sound: SoundPapers = field(default_factory=SoundPapers)
    works: KnownWorks = field(default_factory=lambda: KnownWorks(KnownBlocks()))
