"""From a folder of YAML files to a catalog; faults become problems, nothing is raised."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from llmpapers.catalog import Catalog, Sourced
from llmpapers.identifiers import is_entry_id
from llmpapers.models import CatalogInfo, LinkWaiver, Paper, Record, Resource, Topic, Venue
from llmpapers.problems import did_you_mean, relative_name
from llmpapers.reading import ENTRY_LIMIT, LIST_LIMIT, Document, read_document
from llmpapers.validation import TYPED_FIELDS, validate

FORMAT = 1
"""The catalog format that this version reads."""

KNOWN_FILES = ("catalog.yaml", "topics.yaml", "venues.yaml", "links.yaml")
ENTRY_FOLDERS = ("papers", "resources")
# `catalog/schema/` holds what editors read, see `llmpapers schema --write`.
_OTHER_FOLDERS = ("schema",)

_R = TypeVar("_R", bound=Record)


def load_catalog(root: Path) -> Catalog:
    """Read and validate every file of a project's catalog.

    Args:
        root: the project's folder, which holds `catalog/`.
    """
    return _Loader(root).load()


class _Loader:
    """Reads one catalog, and keeps every document, sound or not."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "catalog"
        self.documents: list[Document] = []

    def load(self) -> Catalog:
        self._note_strays()
        self._read_info()
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
        )

    def _read(self, path: Path, limit: int) -> Document:
        name = relative_name(path, self.root)
        document = read_document(path, name, catalog=self.folder, limit=limit, typed=TYPED_FIELDS)
        self.documents.append(document)
        return document

    def _note(self, path: Path, code: str, message: str, hint: str) -> None:
        document = Document(relative_name(path, self.root))
        document.problem_at(code, message, hint)
        self.documents.append(document)

    def _note_strays(self) -> None:
        """Files that nothing reads would be lost without a word."""
        for item in self._listing(self.folder):
            path = Path(item.path)
            if path.name in (*KNOWN_FILES, *ENTRY_FOLDERS, *_OTHER_FOLDERS) or _is_incidental(path):
                continue
            self._note(
                path,
                "unexpected-file",
                f"nothing reads {path.name!r} here",
                did_you_mean(path.name, (*KNOWN_FILES, *ENTRY_FOLDERS), "entries lie in papers/ and resources/"),
            )

    def _read_info(self) -> None:
        path = self.folder / "catalog.yaml"
        if not os.path.lexists(path):
            self._note(path, "missing-file", "the catalog has no catalog.yaml", "create it with the line: format: 1")
            return
        document = self._read(path, LIST_LIMIT)
        found = validate(document, CatalogInfo) if document.readable else None
        if found and not found.faulty and found.record.format != FORMAT:
            document.problem(
                "unknown-format",
                f"format {found.record.format} is not one that this version reads",
                f"this version reads format {FORMAT}; update the program",
                ("format",),
            )

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

    def _read_entries(self, folder: str, model: type[_R]) -> dict[str, Sourced[_R]]:
        found: dict[str, Sourced[_R]] = {}
        by_folded_id: dict[str, Document] = {}
        for path in self._entry_files(self.folder / folder):
            document = self._read(path, ENTRY_LIMIT)
            id_ = path.stem
            validated = validate(document, model) if document.readable else None
            if self._is_free_id(id_, document, by_folded_id) and validated:
                found[id_] = Sourced(id_, validated.record, document, faulty=validated.faulty)
        return dict(sorted(found.items()))

    def _is_free_id(self, id_: str, document: Document, taken: dict[str, Document]) -> bool:
        other = taken.setdefault(id_.casefold(), document)
        if other is not document:
            how = "the same id" if Path(other.name).stem == id_ else "an id that differs only by case"
            # Both files are named, so that a check of either one finds it.
            document.problem_at("id-conflict", f"{other.name} has {how}", "rename one of the two")
            other.problem_at("id-conflict", f"{document.name} has {how}", "rename one of the two")
            return False
        if not is_entry_id(id_):
            document.problem_at(
                "bad-id",
                f"the file name {id_!r} is no id",
                "lower-case letters a-z, digits, and single hyphens between them",
            )
        return True

    def _entry_files(self, folder: Path) -> Iterator[Path]:
        """List the entries' files, folders below included, in a stable order; links to folders are not followed."""
        if folder.is_symlink() or (os.path.lexists(folder) and not folder.is_dir()):
            self._note(folder, "unreadable-file", f"{folder.name!r} is no folder", "make it a folder of entries")
            return
        waiting = [folder] if folder.is_dir() else []
        while waiting:
            below = []
            for item in self._listing(waiting.pop()):
                path = Path(item.path)
                if item.name.endswith(".yaml") and not item.name.startswith("."):
                    yield path
                elif item.is_dir(follow_symlinks=False) and not item.name.startswith("."):
                    below.append(path)
                elif not _is_incidental(path):
                    hint = "entries are files that end in .yaml"
                    self._note(path, "unexpected-file", f"{item.name!r} is no entry", hint)
            waiting += reversed(below)

    def _listing(self, folder: Path) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as scan:
                return sorted(scan, key=lambda item: item.name)
        except OSError as error:
            self._note(folder, "unreadable-file", f"the folder cannot be listed: {error.strerror}", "mend it")
            return []


def _is_incidental(path: Path) -> bool:
    """Tell files that systems and editors leave behind, and notes for people."""
    return path.name.startswith(".") or path.name.endswith("~") or path.suffix in {".md", ".swp"}


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
