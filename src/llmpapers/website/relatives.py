"""Which papers are like a paper, and why: by names, topics, authors and words that both have.

The weights are fixed and depend on the two papers only, not on how often a word occurs in the catalog, so that a new
entry changes the pages of those that it is like and no others. Each paper is compared with a bounded number of others:
for everything that it shares, those which stand nearest to it by date.
"""

from array import array
from bisect import bisect_left
from collections import _count_elements, defaultdict  # type: ignore[attr-defined]
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple, TypeVar

from llmpapers.catalog import Sourced
from llmpapers.identifiers import ArxivId, fold
from llmpapers.models import Paper
from llmpapers.website.paper_traits import SEPARATOR, Key, TraitReader, Traits, name_keys, shared_keys, words_of

_NAMED, _FIRST_TOPIC, _TOPIC, _AREA, _AUTHOR, _TITLE_WORD, _WORDS = 5.0, 2.0, 2.0, 1.0, 2.0, 1.5, 20.0
_MOST_AUTHORS = 3
"""Shared authors that count; a large laboratory's lists say no more by their length."""
_LEAST = 5.0
"""Score below which two papers are not called related."""
_EFFORTS = ((2_000, 48, 64), (20_000, 12, 12))
_LEAST_EFFORT = (5, 12)
"""How many papers before and after one are looked at, of all that share one thing with it, and how many of those are
compared in full: by the size of the catalog, in steps, so that an entry more seldom changes it."""
_MOST_LOOKS = 40
"""Looks at what was told of all papers that take as long as to index them."""
_SHOWN_WORDS = 4


class Relative(NamedTuple):
    """A paper that is like another, with what both have."""

    id: str
    name: str
    """A name by which one of the two speaks of the other; empty where neither does."""
    authors: int
    topics: tuple[str, ...]
    """Paths."""
    words: tuple[str, ...]
    """The most telling ones, as the paper writes them in small letters."""


def _date_order(entry: Sourced[Paper]) -> tuple[int, str, str]:
    # Identifiers of one year sort by date.
    return entry.record.year, entry.record.arxiv or "", entry.id


def _month(entry: Sourced[Paper]) -> int:
    """Count the months to a paper's year, and to its preprint's month in it."""
    paper = entry.record
    return 12 * paper.year + (ArxivId(paper.arxiv, None).submitted[1] if paper.arxiv else 0)


_NOBODY = array("i")

_V = TypeVar("_V")


class _ByPlace(dict[int, _V]):
    """Something of each paper, by its place, found out when it is asked for."""

    def __init__(self, find: Callable[[int], _V]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, place: int) -> _V:
        self[place] = found = self._find(place)
        return found


class Relatives:
    """Finds the papers that are like one."""

    def __init__(self, papers: Mapping[str, Sourced[Paper]], subject: str = "") -> None:
        """Order papers; they are indexed when they are first compared.

        Args:
            papers: by id.
            subject: what the whole catalog is about; its words tell no two papers apart, and do not count.
        """
        ordered = sorted(papers.values(), key=_date_order)
        self._ordered = ordered
        self._months: _ByPlace[int] | list[int] = _ByPlace(lambda place: _month(ordered[place]))
        self._papers = papers
        self._subject = subject
        efforts = ((near, compared) for size, near, compared in _EFFORTS if len(papers) <= size)
        self._near, self._compared = next(efforts, _LEAST_EFFORT)
        self._places = {entry.id: place for place, entry in enumerate(ordered)}
        self._reader = TraitReader((entry.record for entry in ordered), subject)
        self._numbers = self._reader.numbers
        self._traits: _ByPlace[Traits] | list[Traits] = _ByPlace(lambda place: self._reader.read(ordered[place]))
        self._sharing: dict[Key, array[int]] = defaultdict(lambda: array("i"))
        self._is_indexed = False
        self._recalled: list[list[str]] = []
        """By place, the keys that were told of the papers, of which the index is made as far as it is needed."""
        self._looks = 0
        """How often all of them were looked at."""

    def index(self) -> None:
        """Index all papers."""
        if self._is_indexed:
            return
        self._recalled, self._is_indexed = [], True
        self._sharing.clear()
        # Of all papers, lists take less memory; and one number does for all papers of a month.
        numbers: dict[int, int] = {}
        self._months = [numbers.setdefault(month, month) for month in map(_month, self._ordered)]
        self._traits = [self._traits[place] for place in range(len(self._ordered))]
        for place, traits in enumerate(self._traits):
            for key in shared_keys(traits):
                self._sharing[key].append(place)

    def recall(self, told: Mapping[str, str]) -> None:
        """Take up what was told of papers by an earlier build, so that not all of them have to be read.

        Args:
            told: by id, what `place_and_keys` would tell of a paper.
        """
        every = (told.get(id_) or self.place_and_keys(id_) for id_ in self._places)
        self._recalled = [text.split(SEPARATOR)[2:] for text in every]

    def _need(self, keys: Iterable[Key]) -> None:
        """See to it that the index has these keys."""
        if not self._recalled or self._looks == _MOST_LOOKS:
            self.index()
            return
        wanted = {self._numbers.text(key): self._sharing[key] for key in set(keys) if key not in self._sharing}
        self._looks += bool(wanted)
        for place, told in enumerate(self._recalled if wanted else ()):
            for text in filter(wanted.__contains__, told):
                wanted[text].append(place)

    def need(self, ids: Iterable[str]) -> None:
        """Prepare to find the relatives of these papers."""
        self._need(chain.from_iterable(shared_keys(self._traits[self._places[id_]]) for id_ in ids))

    def of(self, id_: str, count: int, *, but: Collection[str] = ()) -> list[str]:
        """List the papers that are most like one, by id.

        Args:
            id_: the paper.
            count: how many at most; there are fewer where fewer are alike.
            but: ids that are named elsewhere on its page.
        """
        place = self._places[id_]
        scored = self._scored(place, self._candidates(place, self._traits[place]), but)
        scored.sort()
        return [other for _, _, other, _ in scored[:count]]

    def alike(self, id_: str, others: Iterable[str]) -> set[str]:
        """Choose, among some papers, those that are like one."""
        places = (self._places[other] for other in others)
        return {other for _, _, other, _ in self._scored(self._places[id_], places, {id_})}

    def _scored(self, place: int, others: Iterable[int], but: Collection[str]) -> list[tuple[float, int, str, int]]:
        """List those of some papers that are like one, in a form that sorts by how much; it is mutual."""
        mine, traits, months = self._traits[place], self._traits, self._months
        words, title, month = set(mine.words), set(mine.title), months[place]
        topics, authors, first = set(mine.topics), set(mine.authors), mine.topics[0]
        name, area, mentions, length = mine.name, mine.area, mine.mentions, len(words) + 10
        scored = []
        for other in others:
            id_, their_name, their_topics, their_area, their_authors, their_words, titled, mentioned = traits[other]
            if id_ in but:
                continue
            score = _WORDS * len(words.intersection(their_words)) / (length + len(their_words))
            score += _TITLE_WORD * len(title.intersection(their_words[:titled]))
            score += _TOPIC * len(topics.intersection(their_topics))
            if first == their_topics[0]:
                score += _FIRST_TOPIC
            if area == their_area:
                score += _AREA
            if not authors.isdisjoint(their_authors):
                score += _AUTHOR * min(_MOST_AUTHORS, len(authors.intersection(their_authors)))
            if their_name in mentions or name in mentioned:
                score += _NAMED
            if score >= _LEAST:
                scored.append((-score, abs(months[other] - month), id_, other))
        return scored

    @property
    def names(self) -> str:
        """Digest of the names that papers may mention: what is told of a paper depends on them too."""
        return self._reader.names

    @property
    def terms(self) -> str:
        """What decides, beside the papers, which are alike."""
        return f"{self._subject}{SEPARATOR}{self._near}{SEPARATOR}{self._compared}"

    def place_and_keys(self, id_: str) -> str:
        """Tell what decides for which papers one may be a relative: its place among them, and what they may share."""
        keys = shared_keys(self._traits[self._places[id_]])
        texts = map(self._numbers.text, keys)
        year, arxiv, _ = _date_order(self._papers[id_])
        return SEPARATOR.join([str(year), arxiv, *texts])

    def near(self, changed: Mapping[str, Iterable[str]]) -> set[str]:
        """Find the papers whose relatives may be others, now that some papers changed.

        The papers that are compared with one are, for each thing that it shares, those next to it by date. So a paper
        that came, went or changed can matter only to those whose neighbor it is or was.

        Args:
            changed: ids, each with what `place_and_keys` says of it now and said of it before.
        """
        places: dict[Key, list[int]] = defaultdict(list)
        passing: dict[Key, set[str]] = defaultdict(set)
        for id_, tellings in changed.items():
            for telling in tellings:
                year, arxiv, *texts = telling.split(SEPARATOR)
                place = bisect_left(self._ordered, (int(year), arxiv, id_), key=_date_order)
                for text in texts:
                    key = self._numbers.key(text)
                    places[key].append(place)
                    passing[key].add(id_)
        self._need(places)
        found: set[int] = set()
        for key, changed_at in places.items():
            sharing = self._sharing.get(key, _NOBODY)
            # As many may have come or gone between a paper and its neighbors.
            reach = self._near + len(passing[key])
            if len(sharing) <= 2 * reach:
                found.update(sharing)
                continue
            end = 0
            for at in sorted({bisect_left(sharing, place) for place in changed_at}):
                found.update(sharing[max(end, at - reach) : at + reach + 1])
                end = at + reach + 1
        return {self._ordered[place].id for place in found} | (changed.keys() & self._papers.keys())

    def shared(self, id_: str, others: Sequence[str]) -> list[Relative]:
        """Tell of each of some papers what it has in common with one."""
        mine = self._traits[self._places[id_]]
        words, title, authors = set(mine.words), set(mine.title), set(mine.authors)
        written = self._written(id_) if others else {}
        found = []
        for theirs in (self._traits[self._places[other]] for other in others):
            # The most telling words: first those of both titles, then the longest.
            both = title.intersection(theirs.title)
            telling = sorted([_telling(written[number]) for number in both])
            if len(telling) < _SHOWN_WORDS:
                rest = words.intersection(theirs.words) - both
                telling += sorted([_telling(written[number]) for number in rest])
            found.append(
                Relative(
                    theirs.id,
                    theirs.name if theirs.name in mine.mentions else mine.name if mine.name in theirs.mentions else "",
                    len(authors.intersection(theirs.authors)),
                    tuple([topic for topic in mine.topics if topic in theirs.topics]),
                    tuple([word for _, word in telling[:_SHOWN_WORDS]]),
                )
            )
        return found

    def _written(self, id_: str) -> dict[int, str]:
        """Give the words of a paper, by number, each as it stands there first."""
        record = self._papers[id_].record
        words = words_of(f"{record.title} {record.summary}")
        words.reverse()
        return dict(zip(map(self._numbers.__getitem__, words), words, strict=True))

    def _candidates(self, place: int, mine: Traits) -> list[int]:
        """Choose the papers to compare with: those that share most, of the nearest for each thing that they share."""
        near = self._near
        found: list[int] = []
        # One paper that speaks of another says as much as three things that both have.
        keys = [*shared_keys(mine), *2 * name_keys(mine)]
        if not self._is_indexed:
            self._need(keys)
        for key in keys:
            sharing = self._sharing[key]
            if len(sharing) <= 2 * near:
                found += sharing
            else:
                at = bisect_left(sharing, place)
                found += sharing[max(0, at - near) : at + near + 1]
        counts: dict[int, int] = {}
        _count_elements(counts, found)
        del counts[place]
        if len(counts) <= self._compared:
            return sorted(counts)
        # Months and not places: those would shift with every paper that is added between.
        months, month = self._months, self._months[place]
        ranked = [(-number, abs(months[other] - month), other) for other, number in counts.items() if number > 1]
        ranked.sort()
        return [other for _, _, other in ranked[: self._compared]]


@lru_cache(maxsize=1 << 14)
def _telling(word: str) -> tuple[int, str]:
    """Give a word in small letters behind what words sort by, the most telling first."""
    return -len(word), fold(word)
