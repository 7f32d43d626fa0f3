"""Files that join a piece of every entry; pieces that the last build wrote are cut out of its file."""

import io
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from llmpapers.website.site_files import SiteFile

Make = Callable[[Sequence[int]], Iterable[str]]
"""Writes some of the pieces, by number, in this order."""


class Around(NamedTuple):
    """What is not of pieces."""

    head: str = ""
    separator: str = ""
    tail: str = ""


class JoinedFiles:
    """Joins pieces to files, with a note for the next build of what stands where."""

    def __init__(self, notes: Mapping[str, str], former: Callable[[str], bytes | None]) -> None:
        """Prepare.

        Args:
            notes: what the last build noted of its files, by name.
            former: gives a file as the last build left it; None where it is not so any more.
        """
        self._notes = notes
        self._former = former

    def file(self, name: str, key: str, keys: Sequence[str], make: Make, around: Around) -> SiteFile:
        """Give a file.

        Args:
            name: its name.
            key: digest of everything that the file is made of.
            keys: for each piece, a digest of everything that it is made of, which no other piece has.
            make: writes pieces.
            around: what stands before, between and after them.
        """
        note = self._notes.get(name, "")
        if note.partition("\n")[0] == key:
            return SiteFile(name, lambda: self._joined(name, keys, make, around)[0], key, note)
        content, lengths = self._joined(name, keys, make, around)
        start = len(around.head.encode())
        note = "\n".join(
            [key, f"{start} {len(around.separator.encode())}", " ".join(keys), " ".join(map(str, lengths))]
        )
        return SiteFile(name, content, key, note)

    def _joined(self, name: str, keys: Sequence[str], make: Make, around: Around) -> tuple[bytes, list[int]]:
        """Join the pieces one by one, so that they are never held beside the whole; gives their lengths too."""
        note = self._notes.get(name)
        former = (self._former(name) if note else None) or b""
        known = places_of(note) if note and former else {}
        made = iter(make([number for number, key in enumerate(keys) if key not in known]))
        whole = io.BytesIO()
        whole.write(around.head.encode())
        separator, lengths = around.separator.encode(), []
        for number, key in enumerate(keys):
            piece = former[slice(*known[key])] if key in known else next(made).encode()
            lengths.append(len(piece))
            if number:
                whole.write(separator)
            whole.write(piece)
        whole.write(around.tail.encode())
        return whole.getvalue(), lengths


def begins_of(note: str) -> "array[int]":
    """Read from a file's note where its pieces begin; and where one more would."""
    _, places, _, lengths = note.split("\n")
    start, gap = map(int, places.split())
    return array("q", accumulate(map(int, lengths.split()), lambda place, length: place + length + gap, initial=start))


def places_of(note: str) -> dict[str, tuple[int, int]]:
    """Read from a file's note where its pieces begin and end, by their keys."""
    _, places, keys, _ = note.split("\n")
    gap = int(places.split()[1])
    begins = pairwise(begins_of(note))
    return {key: (here, after - gap) for key, (here, after) in zip(keys.split(), begins, strict=True)}
