"""What a build published, so that the next one need not read it back."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from pydantic_core import to_json

from llmpapers.file_states import FileState, regular_state
from llmpapers.kept_files import keep, kept


class PublishedFile(NamedTuple):
    """A file of the site as a build left it."""

    state: FileState
    digest: str
    """Of its content."""
    key: str = ""
    """Digest of everything that it was made of; empty where that is not known."""
    note: str = ""
    """What the build that made it noted of it."""


def content_digest(content: bytes) -> str:
    """Give the digest that tells one content from another."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


class PublishedStates:
    """The files of one site as the last build left them; the files themselves decide whether that still holds."""

    def __init__(self, cache: Path | None, site: Path) -> None:
        """Prepare.

        Args:
            cache: where they are kept; None keeps them in this object alone.
            site: the site's folder.
        """
        self._site = str(site.resolve())
        place = hashlib.blake2b(os.fsencode(self._site), digest_size=8).hexdigest()
        self._file = cache / f"published-{place}.json" if cache else None
        self.files: dict[str, PublishedFile] = {}
        """As the last build left them, by name; they may be others by now."""
        self.stamp = ""
        """Digest of everything that the whole site was made of."""

    def load(self) -> None:
        """Take up what the last build told."""
        rows = kept(self._file) if self._file else None
        if rows:
            self.stamp = rows[0]
            self.files = {name: PublishedFile(FileState(*state), *told) for name, state, *told in rows[1:]}

    @property
    def count(self) -> int:
        """How many files there are, without those that have no digest."""
        return sum(bool(file.digest) for file in self.files.values())

    def file(self, name: str) -> PublishedFile | None:
        """Give what is known of a file that is still as the last build left it."""
        found = self.files.get(name)
        return found if found and self._state(name) == found.state else None

    def content(self, name: str) -> bytes | None:
        """Read a file that is still as the last build left it."""
        known = self.file(name)
        try:
            content = Path(self._site, name).read_bytes() if known else None
        except OSError:
            return None
        return content if known and content is not None and content_digest(content) == known.digest else None

    def are_intact(self) -> bool:
        """Tell whether every file is still as the last build left it."""
        return all(self._state(name) == file.state for name, file in self.files.items())

    def notes(self) -> dict[str, str]:
        """Give the notes of the last build, by the names of their files."""
        return {name: file.note for name, file in self.files.items() if file.note}

    def save(self, stamp: str, files: Iterable[tuple[str, str, str, str]]) -> None:
        """Note what is published now, and tell the next build.

        Args:
            stamp: digest of everything that the whole site was made of; empty where that is not known.
            files: of each, its name, the digest of its content, its key and its note.
        """
        stated = ((name, self._state(name), told) for name, *told in files)
        self.stamp, self.files = stamp, {name: PublishedFile(state, *told) for name, state, told in stated if state}
        if self._file:
            rows = ((name, *file) for name, file in self.files.items())
            keep(self._file, map(to_json, (stamp, *rows)))

    def _state(self, name: str) -> FileState | None:
        try:
            return regular_state(os.lstat(f"{self._site}/{name}"))
        except OSError:
            return None
