"""What a build published, so that the next one need not read it back."""

import hashlib
import os
import stat
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from pydantic_core import to_json

from llmpapers.kept_rows import KeptRows, Row
from llmpapers.project import real_path

_STAMP = ""
"""Name of the row with the stamp; no file has it."""
_STATE, _DIGEST = 1, 2
"""What stands where in the row that tells how a file is; its name comes first."""
_OF, _KEY, _NOTE = 1, 2, 3
"""What stands where in the row that tells how it was made; the first is the digest of what that came to."""


_DIGITS = 32
"""Of a digest; half of them tell as many files apart as anyone has."""


class PublishedFile(NamedTuple):
    """A file of the site as a build left it."""

    digest: str
    """Of its content."""
    key: str = ""
    """Digest of everything that it was made of; empty where that is not known."""
    note: str = ""
    """What the build that made it noted of it."""


def content_digest(content: bytes) -> str:
    """Give the digest that tells one content from another."""
    return hashlib.sha256(content).hexdigest()[:_DIGITS]


class PublishedStates:
    """The files of one site as the last build left them; the files themselves decide whether that still holds.

    A file's rows stay as the cache has them, since most are only compared and handed on. How files were made takes most
    of the space, and a build that has nothing to do need not know it.
    """

    def __init__(self, cache: Path | None, site: Path) -> None:
        """Prepare.

        Args:
            cache: where they are kept; None keeps them in this object alone.
            site: the site's folder.
        """
        self._site = str(real_path(site))
        place = hashlib.blake2b(os.fsencode(self._site), digest_size=8).hexdigest()
        self._kept = KeptRows(cache / f"published-{place}.json") if cache else None
        self._kept_made = KeptRows(cache / f"made-{place}.json") if cache else None
        self._rows: dict[str, Row] = {}
        self.stamp = ""
        """Digest of everything that the whole site was made of."""

    def load(self) -> None:
        """Take up what the last build told; nothing where its site is gone."""
        if self._kept and Path(self._site).is_dir():
            self._rows = self._kept.load()
        _, self.stamp = self._rows.pop(_STAMP, [_STAMP, ""])

    @cached_property
    def _made(self) -> dict[str, Row]:
        return self._kept_made.load() if self._kept_made else {}

    @property
    def count(self) -> int:
        """How many files there are, without those that have no digest."""
        return sum(bool(row[_DIGEST]) for row in self._rows.values())

    def file(self, name: str) -> PublishedFile | None:
        """Give what is known of a file that is still as the last build left it."""
        row = self._rows.get(name)
        return PublishedFile(row[_DIGEST], *self._making(row)) if row and self._is_intact(row) else None

    def intact(self, names: Iterable[str]) -> list[str]:
        """Choose the files that are still as the last build left them."""
        return [name for name in names if (row := self._rows.get(name)) and self._is_intact(row)]

    def content(self, name: str) -> bytes | None:
        """Read a file that is still as the last build left it."""
        row = self._rows.get(name)
        if not row or not self._is_intact(row):
            return None
        try:
            with open(f"{self._site}/{name}", "rb") as file:  # noqa: PTH123 - as the states, by the same name
                content = file.read()
                # What was open is what was read; if it is as it was, so is what it holds.
                return content if row[_STATE] == _told(os.fstat(file.fileno())) else None
        except OSError:
            return None

    def are_intact(self) -> bool:
        """Tell whether every file is still as the last build left it."""
        return all(map(self._is_intact, self._rows.values()))

    def key(self, name: str) -> str:
        """Give the key of a file at the last build; empty where there was none."""
        key, _ = self._making(self._rows.get(name))
        return key

    def notes(self) -> dict[str, str]:
        """Give the notes of the last build, by the names of their files."""
        return {name: note for name, row in self._rows.items() if (note := self._making(row)[1])}

    def save(self, stamp: str, files: Mapping[str, PublishedFile], same: Collection[str] = ()) -> None:
        """Note what is published now, and tell the next build.

        Args:
            stamp: digest of everything that the whole site was made of; empty where that is not known.
            files: what is there, by name.
            same: the names of other files, which are as the last build left them in every way.
        """
        rows = {name: self._rows[name] for name in same}
        made = {name: self._made[name] for name in same}
        changed, made_otherwise = {_STAMP} if stamp != self.stamp else set(), set()
        for name, file in files.items():
            state = self._state(name)
            if not state:
                continue
            rows[name], made[name] = [name, state, file.digest], [name, *file]
            if rows[name] != self._rows.get(name):
                changed.add(name)
            if made[name] != self._made.get(name):
                made_otherwise.add(name)
        self.stamp, self._rows, self._made = stamp, rows, made
        if self._kept and self._kept_made:
            everything = {_STAMP: [_STAMP, stamp], **rows}
            self._kept_made.save(made.keys(), made_otherwise, lambda name: to_json(made[name]))
            self._kept.save(everything.keys(), changed, lambda name: to_json(everything[name]))

    def _making(self, row: Row | None) -> tuple[str, str]:
        """Give key and note of a file, if what they tell of came to what it holds."""
        made = self._made.get(row[0]) if row else None
        return (made[_KEY], made[_NOTE]) if row and made and made[_OF] == row[_DIGEST] else ("", "")

    def _is_intact(self, row: Row) -> bool:
        return bool(row[_STATE] == self._state(row[0]))

    def _state(self, name: str) -> list[int] | None:
        try:
            return _told(os.lstat(f"{self._site}/{name}"))
        except OSError:
            return None


def _told(found: os.stat_result) -> list[int] | None:
    """Give what tells whether a file changed; None for anything but a regular file."""
    is_regular = stat.S_ISREG(found.st_mode)
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino] if is_regular else None
