"""Which relatives of papers are still those of the last build, so that they need not be found again."""

from collections.abc import Collection, Iterable
from hashlib import blake2b

from llmpapers.website.relatives import Relative, Relatives

_SEPARATOR = "\x1e"  # In no text of an entry.
_MOST_CHANGED = 20
"""One in so many papers that changed: beyond that, finding out what stays is not worth it."""


class KeptRelatives:
    """Remembers relatives from one build to the next, in a note for each paper.

    What a note says holds while neither the paper changed, nor one next to it among the papers that it may be compared
    with, nor what its page names anyway.
    """

    def __init__(self, relatives: Relatives, said: dict[str, bytes], notes: dict[str, str]) -> None:
        """Compare now with then.

        Args:
            relatives: those of now.
            said: digest of what each paper says now, by id.
            notes: those of the last build, by id.
        """
        self._relatives = relatives
        self._said = said
        self._notes = notes
        self._stay = self._staying() if notes else frozenset[str]()

    def _staying(self) -> Collection[str]:
        changed: dict[str, Iterable[str]] = {}
        for id_ in self._said.keys() | self._notes.keys():
            now, then = self._told(id_), self._notes.get(id_, "").split(_SEPARATOR)[:2]
            if now != then:
                changed[id_] = [told[1] for told in (now, then) if len(told) == 2]
        if len(changed) * _MOST_CHANGED > len(self._said):
            return frozenset()
        return self._said.keys() - self._relatives.near(changed)

    def _told(self, id_: str) -> list[str]:
        """Tell of a paper what its relatives and those of others depend on."""
        if id_ not in self._said:
            return []
        terms = self._relatives.terms.encode()
        return [blake2b(self._said[id_] + terms, digest_size=8).hexdigest(), self._relatives.place_and_keys(id_)]

    def ids(self, id_: str, count: int, but: Collection[str]) -> list[str] | None:
        """Give the ids of a paper's relatives, or None where they have to be found.

        Args:
            id_: the paper.
            count: how many at most.
            but: ids that are left out.
        """
        if id_ not in self._stay:
            return None
        _, _, asked, *ids = self._notes[id_].split(_SEPARATOR)
        return ids if asked == _asked(count, but) else None

    def find(self, id_: str, count: int, but: Collection[str]) -> list[Relative]:
        """Find a paper's relatives."""
        return self._relatives.of(id_, count, but=but)

    def note(self, id_: str, count: int, but: Collection[str], ids: Iterable[str]) -> str:
        """Write a paper's note for the next build."""
        return _SEPARATOR.join([*self._told(id_), _asked(count, but), *ids])


def _asked(count: int, but: Collection[str]) -> str:
    return " ".join([str(count), *sorted(but)])
