"""From a folder of YAML files to a catalog; faults become problems, nothing is raised."""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic_core import from_json, to_json

from llmpapers.catalog import Catalog, Sourced
from llmpapers.catalog_memory import AnyEntry, SeenEntries
from llmpapers.entry_files import EntryFile, entry_files, is_incidental, listing
from llmpapers.file_states import FileState, is_settled
from llmpapers.identifiers import id_hint, is_entry_id
from llmpapers.kept_entries import KeptEntries, Restorer, entry_digest, record_json
from llmpapers.models import CatalogInfo, Drafts, LinkWaiver, Paper, Record, Resource, Topic, Venue
from llmpapers.parallel import in_processes, split
from llmpapers.problems import did_you_mean, relative_name
from llmpapers.reading import ENTRY_LIMIT, LIST_LIMIT, Document, read_document
from llmpapers.validation import TYPED_FIELDS, validate

FORMAT = 1
"""The catalog format that this version reads."""

KNOWN_FILES = ("catalog.yaml", "topics.yaml", "venues.yaml", "links.yaml")
ENTRY_FOLDERS = ("papers", "resources")
# `catalog/schema/` holds what editors read, see `llmpapers schema --write`.
_OTHER_FOLDERS = ("schema",)

_PART = 500
"""Files that a process reads in one go; fewer new ones are not worth another process."""

_R = TypeVar("_R", bound=Record)
_Entry = TypeVar("_Entry", Paper, Resource)
_Known = tuple[str, _Entry]
"""Digest and record of an entry that need not be read."""


def load_catalog(
    root: Path,
    kept: KeptEntries | None = None,
    seen: SeenEntries | None = None,
    states: Mapping[str, FileState] = MappingProxyType({}),
) -> Catalog:
    """Read and validate every file of a project's catalog.

    Args:
        root: the project's folder, which holds `catalog/`.
        kept: entries that were sound at an earlier reading; takes those that are sound now.
        seen: the same, of earlier readings by this process.
        states: of files that were looked at a moment ago, by path.
    """
    return _Loader(root, kept, seen, states).load()


class _Loader:
    """Reads one catalog, and keeps every document, sound or not."""

    def __init__(
        self,
        root: Path,
        kept: KeptEntries | None,
        seen: SeenEntries | None,
        states: Mapping[str, FileState],
    ) -> None:
        self.root = root
        self.place = str(root)
        self.folder = root / "catalog"
        self.documents: list[Document] = []
        self.kept = kept
        self.restorer = Restorer()
        self.seen = SeenEntries() if seen is None else seen
        self.states = states
        self.started = time.time_ns()
        self.settled: dict[str, tuple[FileState, AnyEntry]] = {}
        """Sound entries whose files would have another state if they changed, by the names of the files."""

    def load(self) -> Catalog:
        if self.kept:
            self.kept.load()
        catalog = self._load()
        if self.kept:
            self.kept.save(self.settled)
        self.seen.take(self.settled)
        return catalog

    def _load(self) -> Catalog:
        self._note_strays()
        info = self._read_info()
        topics = self._read_list("topics.yaml", Topic)
        venues = self._read_list("venues.yaml", Venue)
        return Catalog(
            papers=self._read_entries("papers", Paper),
            resources=self._read_entries("resources", Resource),
            topics=_first_of_each(topics, lambda topic: topic.path),
            venues=_first_of_each(venues, lambda venue: venue.name),
            link_waivers=self._read_list("links.yaml", LinkWaiver, required=False),
            documents=self.documents,
            topic_items=topics,
            venue_items=venues,
            unread=frozenset(document.name for document in self.documents if not document.readable),
            drafts=info is not None and info.drafts is Drafts.ALLOWED,
        )

    def _read(self, path: Path, limit: int) -> Document:
        name = relative_name(path, self.root)
        document = read_document(self.place, name, catalog=self.folder, limit=limit, typed=TYPED_FIELDS)
        self.documents.append(document)
        return document

    def _note(self, path: Path, code: str, message: str, hint: str) -> None:
        document = Document(relative_name(path, self.root))
        document.problem_at(code, message, hint)
        self.documents.append(document)

    def _note_strays(self) -> None:
        """Files that nothing reads would be lost without a word."""
        for item in listing(self.folder, self._note):
            if item.name in (*KNOWN_FILES, *ENTRY_FOLDERS, *_OTHER_FOLDERS) or is_incidental(item.name):
                continue
            self._note(
                Path(item.path),
                "unexpected-file",
                f"nothing reads {item.name!r} here",
                did_you_mean(item.name, (*KNOWN_FILES, *ENTRY_FOLDERS), "entries lie in papers/ and resources/"),
            )

    def _read_info(self) -> CatalogInfo | None:
        path = self.folder / "catalog.yaml"
        if not os.path.lexists(path):
            self._note(path, "missing-file", "the catalog has no catalog.yaml", "create it with the line: format: 1")
            return None
        document = self._read(path, LIST_LIMIT)
        found = validate(document, CatalogInfo) if document.readable else None
        if found and not found.faulty and found.record.format != FORMAT:
            document.problem(
                "unknown-format",
                f"format {found.record.format} is not one that this version reads",
                f"this version reads format {FORMAT}; update the program",
                ("format",),
            )
        return found.record if found else None

    def _read_list(self, name: str, model: type[_R], *, required: bool = True) -> list[Sourced[_R]]:
        path = self.folder / name
        if not os.path.lexists(path):
            if required:
                self._note(path, "missing-file", f"the catalog has no {name}", "create it, if need be with: []")
            return []
        document = self._read(path, LIST_LIMIT)
        if not document.readable:
            return []
        if not isinstance(document.data, list):
            document.problem("not-a-mapping", "expected a list here", "begin each item with `- `")
            return []
        return list(_items(document, model))

    def _read_entries(self, folder: str, model: type[_Entry]) -> dict[str, Sourced[_Entry]]:
        files = list(entry_files(self.root, self.folder / folder, self._note, self.states))
        seen = {file.name: again for file in files if (again := self.seen.entry(file))} if self.seen else {}
        rest = [file for file in files if file.name not in seen]
        restored = self.restorer.record
        known = dict(self._kept_records(rest, model))
        unknown = [file for file in rest if file.state and file.name not in known]
        if len(unknown) > _PART:
            for rows in in_processes(partial(_sound_rows, model, self.place), split(unknown, _PART)):
                known.update((name, (digest, restored(model, fields))) for name, digest, fields in from_json(rows))
        found: dict[str, Sourced[_Entry]] = {}
        by_folded_id: dict[str, Document] = {}
        for file in files:
            before = seen.get(file.name)
            entry = self._again(file, before) if before else self._entry(file, model, known.get(file.name))
            document = entry if isinstance(entry, Document) else entry.document
            if self._is_free_id(file.id, document, by_folded_id) and isinstance(entry, Sourced):
                found[file.id] = entry
        return dict(sorted(found.items()))

    def _kept_records(self, files: Iterable[EntryFile], model: type[_Entry]) -> Iterator[tuple[str, _Known[_Entry]]]:
        for file in files if self.kept else ():
            found = self.kept.entry(file.name, file.state) if self.kept else None
            if found:
                yield file.name, (found[0], self.restorer.record(model, found[1]))

    def _again(self, file: EntryFile, entry: AnyEntry) -> AnyEntry:
        """Take an entry that was seen before."""
        self.documents.append(entry.document)
        if file.state:
            self.settled[file.name] = file.state, entry
        return entry

    def _entry(
        self, file: EntryFile, model: type[_Entry], known: "_Known[_Entry] | None"
    ) -> Sourced[_Entry] | Document:
        """Make an entry of what is known of it, or else read it; gives its document where it holds none."""
        if known:
            document = Document(file.name, self.place, readable=True)
            entry = Sourced(file.id, known[1], document, digest=known[0])
        else:
            document = self._read_entry(file)
            validated = validate(document, model) if document.readable else None
            if not validated:
                self.documents.append(document)
                return document
            digest = entry_digest(file.name, record_json(validated.record))
            entry = Sourced(file.id, validated.record, document, faulty=validated.faulty, digest=digest)
        self.documents.append(document)
        if not document.problems:
            # What it says is in its record from now on.
            document.data = None
            if file.state and is_settled(file.state, self.started):
                self.settled[file.name] = file.state, entry
        return entry

    def _read_entry(self, file: EntryFile) -> Document:
        # Only what may be a link has to be followed.
        inside = None if file.state else self.folder
        return read_document(self.place, file.name, catalog=inside, limit=ENTRY_LIMIT, typed=TYPED_FIELDS)

    def _is_free_id(self, id_: str, document: Document, taken: dict[str, Document]) -> bool:
        other = taken.setdefault(id_.casefold(), document)
        if other is not document:
            how = "the same id" if Path(other.name).stem == id_ else "an id that differs only by case"
            # Both files are named, so that a check of either one finds it.
            document.problem_at("id-conflict", f"{other.name} has {how}", "rename one of the two")
            other.problem_at("id-conflict", f"{document.name} has {how}", "rename one of the two")
            return False
        if not is_entry_id(id_):
            document.problem_at("bad-id", f"the file name {id_!r} is no id", id_hint(id_))
        return True


def _sound_rows(model: type[_Entry], root: str, files: Sequence[EntryFile]) -> bytes:
    """Read files, and give name, digest and fields of those without any fault as JSON; others are read again."""
    rows = []
    for file in files:
        document = read_document(root, file.name, catalog=None, limit=ENTRY_LIMIT, typed=TYPED_FIELDS)
        validated = validate(document, model) if document.readable else None
        if validated and not document.problems:
            fields = record_json(validated.record)
            # The fields are JSON already.
            rows.append(to_json([file.name, entry_digest(file.name, fields)])[:-1] + b"," + fields + b"]")
    return b"[" + b",".join(rows) + b"]"


def _items(document: Document, model: type[_R]) -> Iterator[Sourced[_R]]:
    assert isinstance(document.data, list)
    for index in range(len(document.data)):
        validated = validate(document, model, (index,))
        if validated:
            id_ = getattr(validated.record, "id", str(index))
            yield Sourced(id_, validated.record, document, (index,), validated.faulty)


def _first_of_each(items: Iterable[Sourced[_R]], key: Callable[[_R], str]) -> dict[str, Sourced[_R]]:
    found: dict[str, Sourced[_R]] = {}
    for item in items:
        found.setdefault(key(item.record), item)
    return found
