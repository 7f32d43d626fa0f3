"""Files that join a piece of every entry; pieces that the last build wrote are cut out of its file."""

import io
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
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
        separator = around.separator.encode()
        known = _Pieces(note, former, separator) if note and former else None
        places = [known.places.get(key) for key in keys] if known else [None] * len(keys)
        made = iter(make([number for number, place in enumerate(places) if place is None]))
        whole, lengths, number = io.BytesIO(), list[int](), 0
        whole.write(around.head.encode())
        while number < len(keys):
            if number:
                whole.write(separator)
            place = places[number]
            if known and place is not None:
                end = number + known.run(places, number)
                whole.write(known.content(place, place + end - number))
                lengths += known.lengths[place : place + end - number]
                number = end
            else:
                piece = next(made).encode()
                whole.write(piece)
                lengths.append(len(piece))
                number += 1
        whole.write(around.tail.encode())
        return whole.getvalue(), lengths


class _Pieces:
    """The pieces of a former file."""

    def __init__(self, note: str, former: bytes, separator: bytes) -> None:
        """Find them.

        Args:
            note: of that file.
            former: its content.
            separator: what is to stand between pieces now.
        """
        _, places, keys, lengths = note.split("\n")
        self._former = memoryview(former)
        self._gap = int(places.split()[1])
        self._begins = begins_of(note)
        self.places = {key: place for place, key in enumerate(keys.split())}
        """Which piece has a key."""
        self.lengths = [*map(int, lengths.split())]
        second = self._begins[1] if len(self._begins) > 1 else 0
        self._in_runs = len(self.lengths) < 2 or former[second - self._gap : second] == separator
        """Whether what stands between pieces is still the same."""

    def run(self, places: Sequence[int | None], start: int) -> int:
        """Count the pieces from a place on that follow each other there too, and can be copied as they stand."""
        first, count = places[start], 1
        assert first is not None
        while self._in_runs and start + count < len(places) and places[start + count] == first + count:
            count += 1
        return count

    def content(self, start: int, end: int) -> memoryview:
        """Give some pieces with what stands between them."""
        return self._former[self._begins[start] : self._begins[end] - self._gap]


def begins_of(note: str) -> "array[int]":
    """Read from a file's note where its pieces begin; and where one more would."""
    _, places, _, lengths = note.split("\n")
    start, gap = map(int, places.split())
    return array("q", accumulate(map(int, lengths.split()), lambda place, length: place + length + gap, initial=start))
