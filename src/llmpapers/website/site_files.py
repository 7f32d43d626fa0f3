"""A file of the site before it is made, and the key that tells whether it has to be made again."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from pydantic_core import to_json

from llmpapers.catalog import Catalog, Sourced
from llmpapers.kept_entries import entry_digest, record_json
from llmpapers.models import Paper, Resource

Entry = Sourced[Paper] | Sourced[Resource]

_SIZE = 16


class SiteFile(NamedTuple):
    """A file of the site."""

    name: str
    """With forward slashes."""
    content: bytes | str | Callable[[], bytes | str]
    """What it holds, or what makes that."""
    key: str = ""
    """Digest of everything that it is made of: one that has the key of the last build is not made again. Empty where
    that is not known."""
    note: str = ""
    """What the next build wants to know of it."""

    def made(self) -> bytes:
        """Make what it holds."""
        content = self.content() if callable(self.content) else self.content
        return content.encode() if isinstance(content, str) else content


class KeptFiles(NamedTuple):
    """Files that hold what the last build made of the same, in every way, unless something else touched them."""

    names: Sequence[str]
    file: Callable[[str], SiteFile]
    """Gives one that was touched, to be made again."""


class FileKeys:
    """Gives the keys of one build's files.

    A key may differ though the content would be the same, which costs the making; it must never be the same where the
    content differs. So whatever a template can reach is part of it: an entry counts as a whole wherever it is shown.
    """

    def __init__(self, catalog: Catalog, *shared: object) -> None:
        """Prepare.

        Args:
            catalog: what the files show.
            shared: what every file depends on, in a form whose `repr` says all of it.
        """
        venues = [venue.record for venue in catalog.venues.values()]
        self.shared = _digest([to_json(venues), repr(shared).encode("utf-8", "surrogateescape")])
        """Digest of what every file depends on."""

    def entries(self, entries: Iterable[Entry]) -> bytes:
        """Give what entries say, in this order, for a key."""
        return "".join([entry.digest or entry_key(entry) for entry in entries]).encode()

    def key(self, *told: object) -> str:
        """Give the key of a file.

        Args:
            told: what it is made of beside the shared, in a form whose `repr` says all of it; bytes as they are.
        """
        parts = (part if isinstance(part, bytes) else repr(part).encode("utf-8", "surrogateescape") for part in told)
        return _digest([self.shared, *parts]).hex()


def content_key(content: bytes) -> bytes:
    """Give what stands for a content in a key."""
    return hashlib.blake2b(content, digest_size=_SIZE).digest()


def entry_key(entry: Entry) -> str:
    """Give what stands for an entry in a key: all that it says, and where."""
    return entry.digest or entry_digest(entry.document.name, record_json(entry.record))


def _digest(parts: Iterable[bytes]) -> bytes:
    hasher = hashlib.blake2b(digest_size=_SIZE)
    for part in parts:
        # With its length, so that no two lists of parts run together to the same.
        hasher.update(len(part).to_bytes(8, "big"))
        hasher.update(part)
    return hasher.digest()
