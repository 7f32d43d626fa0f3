"""Which relatives of papers are still those of the last build, so that they need not be found again."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from hashlib import blake2b

from llmpapers.website.relatives import Relative, Relatives

SEPARATOR = "\x1e"
"""Parts what a note says; it is in no text of an entry."""
_IDS = 4
"""Place in a note from which on there are the ids of relatives."""
_MOST_CHANGED = 20
"""One in so many papers that changed: beyond that, finding out what stays is not worth it."""


class KeptRelatives:
    """Remembers relatives from one build to the next, in a note for each paper.

    What a note says holds while neither the paper changed, nor one next to it among the papers that it may be compared
    with, nor what its page names anyway.
    """

    def __init__(
        self, relatives: Relatives, ids: Set[str], says: Callable[[str], str], notes: Mapping[str, str]
    ) -> None:
        """Compare now with then.

        Args:
            relatives: those of now.
            ids: all papers.
            says: gives, for the id of a paper, what tells whether it says the same; short.
            notes: those of the last build, by id.
        """
        self._relatives = relatives
        self._ids = ids
        self._says = says
        self._terms = blake2b(relatives.terms.encode(), digest_size=4).hexdigest()
        self._notes = {id_: note.split(SEPARATOR) for id_, note in notes.items()}
        self._told: Set[str] = frozenset()
        """Papers of which what the last build told holds."""
        self.changed: set[str] | None = None
        """Papers that changed, came or went; None where it is not known, or too many did."""
        self.staying: Set[str] = self._staying() if notes else frozenset[str]()
        """Papers whose relatives are the same."""

    def _staying(self) -> Set[str]:
        before, names = self._notes, self._relatives.names
        same = {id_ for id_ in self._ids & before.keys() if before[id_][0] == self._said(id_)}
        if len(self._ids) - len(same) > self._most_changed:
            return frozenset()
        if all(before[id_][1] == names for id_ in same):
            self._told = same
            self._relatives.recall({id_: before[id_][2] for id_ in same})
        changed: dict[str, list[str]] = {}
        reworded: list[str] = []
        for id_ in (self._ids | before.keys()) - self._told:
            now = self._telling(id_)[2:] if id_ in self._ids else []
            then = before[id_][2:3] if id_ in before else []
            if now != then:
                changed[id_] = [*now, *then]
            elif id_ not in same:
                reworded.append(id_)
        if len(changed) + len(reworded) > self._most_changed:
            return frozenset()
        self.changed = changed.keys() | set(reworded)
        others = self._relatives.near(changed) | set(reworded)
        # Those are compared with the same papers as before, and so are the others with them; they only score otherwise.
        for id_ in reworded:
            near = self._relatives.near({id_: [self._telling(id_)[2]]}) - others
            others |= self._relatives.alike(id_, near)
            others.update(other for other in near if other in before and id_ in before[other][_IDS:])
        self._relatives.need(others)
        return self._ids - others

    @property
    def _most_changed(self) -> float:
        return len(self._ids) / _MOST_CHANGED

    def _said(self, id_: str) -> str:
        """Tell what a paper says, and what decides beside the papers."""
        return f"{self._terms}{self._says(id_)}"

    def _telling(self, id_: str) -> list[str]:
        """Tell of a paper what its relatives and those of others depend on: what it says, all names, place and keys."""
        if id_ in self._told:
            return self._notes[id_][:3]
        return [self._said(id_), self._relatives.names, self._relatives.place_and_keys(id_)]

    def ids(self, id_: str, count: int, but: Collection[str]) -> list[str] | None:
        """Give the ids of a paper's relatives, or None where they have to be found.

        Args:
            id_: the paper.
            count: how many at most.
            but: ids that are left out.
        """
        if id_ not in self.staying:
            return None
        noted = self._notes[id_]
        return noted[_IDS:] if noted[_IDS - 1] == _asked(count, but) else None

    def has_shown(self, id_: str, others: Set[str]) -> bool:
        """Tell whether the page of a paper that stays has shown any of these papers, or is of one of them."""
        noted = self._notes[id_]
        return not (others.isdisjoint(noted[_IDS:]) and others.isdisjoint(noted[_IDS - 1].split(" ")))

    def index(self) -> None:
        """Prepare to find the relatives of all papers, before several processes do so, each by itself."""
        self._relatives.index()

    def find(self, id_: str, count: int, but: Collection[str]) -> list[str]:
        """Find a paper's relatives; gives their ids."""
        return self._relatives.of(id_, count, but=but)

    def shared(self, id_: str, others: Sequence[str]) -> list[Relative]:
        """Tell what some papers have in common with one."""
        return self._relatives.shared(id_, others)

    def note(self, id_: str, count: int, but: Collection[str], ids: Iterable[str]) -> str:
        """Write a paper's note for the next build."""
        return SEPARATOR.join([*self._telling(id_), _asked(count, but), *ids])


def _asked(count: int, but: Collection[str]) -> str:
    return " ".join([str(count), *sorted(but)])
