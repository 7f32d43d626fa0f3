"""Which papers are like a paper, and why: by names, topics, authors and words that both have.

The weights are fixed and depend on the two papers only, not on how often a word occurs in the catalog, so that a new
entry changes the pages of those that it is like and no others. Each paper is compared with a bounded number of others:
for everything that it shares, those which stand nearest to it by date.
"""

import re
from array import array
from bisect import bisect_left
from collections import _count_elements, defaultdict  # type: ignore[attr-defined]
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from llmpapers.catalog import Sourced
from llmpapers.identifiers import ArxivId, fold
from llmpapers.models import Paper
from llmpapers.website.common_words import COMMON_WORDS

_NAMED, _FIRST_TOPIC, _TOPIC, _AREA, _AUTHOR, _TITLE_WORD, _WORDS = 5.0, 2.0, 2.0, 1.0, 2.0, 1.5, 20.0
_MOST_AUTHORS = 3
"""Shared authors that count; a large laboratory's lists say no more by their length."""
_LEAST = 5.0
"""Score below which two papers are not called related."""
_EFFORTS = ((2_000, 48, 64), (20_000, 12, 20))
_LEAST_EFFORT = (5, 12)
"""How many papers before and after one are looked at, of all that share one thing with it, and how many of those are
compared in full: by the size of the catalog, in steps, so that an entry more seldom changes it."""
_SHOWN_WORDS = 4

_WORD = re.compile(r"[^\W_]{3,}")
_NAME = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Relative:
    """A paper that is like another, with what both have."""

    id: str
    name: str
    """A name by which one of the two speaks of the other; empty where neither does."""
    authors: int
    topics: tuple[str, ...]
    """Paths."""
    words: tuple[str, ...]
    """The most telling ones, as the paper writes them in small letters."""


@dataclass(frozen=True, slots=True)
class _Traits:
    """What a paper is compared by; words by number."""

    id: str
    name: str
    topics: tuple[str, ...]
    area: str
    """The topic above the first of its topics."""
    authors: tuple[str, ...]
    title: tuple[int, ...]
    words: tuple[int, ...]
    """Of title and summary."""
    mentions: frozenset[str]
    """Names of papers that stand in title and summary."""


def _stem(word: str) -> str:
    """Fold a word, and take the plural's ending off it."""
    word = fold(word)
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is", "as")):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]


_SEPARATOR, _STEM, _TOPIC_PATH = "\x1f", "\x1d", "\x1c"  # Such characters are in no text of an entry.
_Key = int | str | tuple[str]
"""Something that papers share: a word of the title, a name or an author, a topic."""
_DULL = -1
"""Number of all words that tell no two papers apart."""


class _Numbers(dict[str, int]):
    """Numbers of words as they are written, given when first met: one for all that differ in case or plural."""

    def __init__(self, dull: Iterable[str]) -> None:
        self._by_stem: dict[str, int] = dict.fromkeys(map(_stem, [*COMMON_WORDS, *dull]), _DULL)

    def __missing__(self, word: str) -> int:
        self[word] = number = self._by_stem.setdefault(_stem(word), len(self._by_stem))
        return number

    @cached_property
    def _stems(self) -> dict[int, str]:
        return {number: stem for stem, number in self._by_stem.items()}

    def text(self, key: _Key) -> str:
        """Write a key as a text that no other key has, and that is the same in every build."""
        if isinstance(key, int):
            return f"{_STEM}{self._stems[key]}"
        return key if isinstance(key, str) else f"{_TOPIC_PATH}{key[0]}"

    def key(self, text: str) -> _Key:
        """Read a key; that of a word which nothing has any more is `_DULL`, which is nobody's."""
        if text[:1] == _STEM:
            return self._by_stem.get(text[1:], _DULL)
        return (text[1:],) if text[:1] == _TOPIC_PATH else text


def _date_order(entry: Sourced[Paper]) -> tuple[int, str, str]:
    # Identifiers of one year sort by date.
    return entry.record.year, entry.record.arxiv or "", entry.id


def _month(paper: Paper) -> int:
    """Count the months to a paper's year, and to its preprint's month in it."""
    return 12 * paper.year + (ArxivId(paper.arxiv, None).submitted[1] if paper.arxiv else 0)


def _own_name(paper: Paper) -> str:
    """Give the name by which other papers speak of one: a single word that no other word is mistaken for."""
    name = paper.short_name or ""
    return name if not name.islower() and _NAME.fullmatch(name) else ""


class _Names:
    """The names of papers, found in texts."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_part: dict[str, list[str]] = {}
        for name in names:
            # Of a name in parts, `S-LoRA`, the longest leads to it.
            part = max(_WORD.findall(name) or [""], key=len)
            self._by_part.setdefault(part, []).append(name)
        self._parts = self._by_part.keys() - {""}

    def in_text(self, text: str, words: list[str]) -> frozenset[str]:
        """Find the names that stand in a text of these words, also as a part: `LoRA` in `LoRA-based`."""
        parts = self._parts.intersection(words)
        if not parts:
            return _NONE
        return frozenset(name for part in parts for name in self._by_part[part] if name == part or name in text)


_NONE: frozenset[str] = frozenset()
_NOBODY = array("i")


def _keys(traits: _Traits) -> list[_Key]:
    """List what others may share with a paper, each in a form that no other kind of thing has."""
    keys: list[_Key] = [*traits.title, *traits.authors, *((topic,) for topic in traits.topics)]
    keys += [f"={name}" for name in traits.mentions]
    if traits.name and traits.name not in traits.mentions:
        keys.append(f"={traits.name}")
    return keys


class Relatives:
    """Finds the papers that are like one."""

    def __init__(self, papers: Mapping[str, Sourced[Paper]], subject: str = "") -> None:
        """Index papers.

        Args:
            papers: by id.
            subject: what the whole catalog is about; its words tell no two papers apart, and do not count.
        """
        ordered = sorted(papers.values(), key=_date_order)
        self._order = [_date_order(entry) for entry in ordered]
        self._months = [_month(entry.record) for entry in ordered]
        self._papers = papers
        self._subject = subject
        efforts = ((near, compared) for size, near, compared in _EFFORTS if len(papers) <= size)
        self._near, self._compared = next(efforts, _LEAST_EFFORT)
        self._places = {entry.id: place for place, entry in enumerate(ordered)}
        self._numbers = _Numbers(_WORD.findall(subject))
        names = _Names(filter(None, (_own_name(entry.record) for entry in ordered)))
        self._traits = [self._traits_of(entry, names) for entry in ordered]
        self._sharing: dict[_Key, array[int]] = defaultdict(lambda: array("i"))
        for place, traits in enumerate(self._traits):
            for key in _keys(traits):
                self._sharing[key].append(place)

    def _traits_of(self, entry: Sourced[Paper], names: "_Names") -> _Traits:
        record = entry.record
        text = f"{record.title} {record.summary}"
        title_words, words = _WORD.findall(record.title), _WORD.findall(record.summary)
        title = self._numbered(title_words)
        return _Traits(
            entry.id,
            _own_name(record),
            tuple(record.topics),
            record.topics[0].partition("/")[0],
            tuple(record.authors),
            title,
            tuple(dict.fromkeys((*title, *self._numbered(words)))),
            names.in_text(text, [*title_words, *words]),
        )

    def _numbered(self, words: list[str]) -> tuple[int, ...]:
        """Give the numbers of the words that say something, each once."""
        numbers = dict.fromkeys(map(self._numbers.__getitem__, words))
        numbers.pop(_DULL, None)
        return tuple(numbers)

    def of(self, id_: str, count: int, *, but: Collection[str] = ()) -> list[Relative]:
        """List the papers that are most like one.

        Args:
            id_: the paper.
            count: how many at most; there are fewer where fewer are alike.
            but: ids that are named elsewhere on its page.
        """
        place = self._places[id_]
        mine, month = self._traits[place], self._months[place]
        words, title = set(mine.words), set(mine.title)
        topics, authors = set(mine.topics), set(mine.authors)
        scored = []
        for other in self._candidates(place, mine):
            theirs = self._traits[other]
            if theirs.id in but:
                continue
            score = _WORDS * len(words.intersection(theirs.words)) / (len(words) + len(theirs.words) + 10)
            score += _TITLE_WORD * len(title.intersection(theirs.title))
            score += _TOPIC * len(topics.intersection(theirs.topics))
            score += _FIRST_TOPIC * (mine.topics[0] == theirs.topics[0])
            score += _AREA * (mine.area == theirs.area)
            if not authors.isdisjoint(theirs.authors):
                score += _AUTHOR * min(_MOST_AUTHORS, len(authors.intersection(theirs.authors)))
            score += _NAMED * (theirs.name in mine.mentions or mine.name in theirs.mentions)
            if score >= _LEAST:
                scored.append((-score, abs(self._months[other] - month), theirs.id, other))
        scored.sort()
        written = self._written(id_) if scored else {}
        return [_relative(mine, self._traits[other], written) for _, _, _, other in scored[:count]]

    @property
    def terms(self) -> str:
        """What decides, beside the papers, which are alike."""
        return f"{self._subject}{_SEPARATOR}{self._near}{_SEPARATOR}{self._compared}"

    def place_and_keys(self, id_: str) -> str:
        """Tell what decides for which papers one may be a relative: its place among them, and what they may share."""
        keys = _keys(self._traits[self._places[id_]])
        texts = map(self._numbers.text, keys)
        year, arxiv, _ = self._order[self._places[id_]]
        return _SEPARATOR.join([str(year), arxiv, *texts])

    def near(self, changed: Mapping[str, Iterable[str]]) -> set[str]:
        """Find the papers whose relatives may be others, now that some papers changed.

        The papers that are compared with one are, for each thing that it shares, those next to it by date. So a paper
        that came, went or changed can matter only to those whose neighbor it is or was.

        Args:
            changed: ids, each with what `place_and_keys` says of it now and said of it before.
        """
        found: set[str] = set(changed)
        # As many may have come or gone beside a paper's neighbors.
        reach = self._near + len(changed)
        for id_, tellings in changed.items():
            for telling in tellings:
                year, arxiv, *texts = telling.split(_SEPARATOR)
                place = bisect_left(self._order, (int(year), arxiv, id_))
                for text in texts:
                    sharing = self._sharing.get(self._numbers.key(text), _NOBODY)
                    at = bisect_left(sharing, place)
                    near = sharing if len(sharing) <= 2 * reach else sharing[max(0, at - reach) : at + reach + 1]
                    found.update(self._traits[other].id for other in near)
        return found & self._papers.keys()

    def _written(self, id_: str) -> dict[int, str]:
        """Give the words of a paper, by number, each as it stands there first."""
        record = self._papers[id_].record
        words = _WORD.findall(f"{record.title} {record.summary}")
        words.reverse()
        return dict(zip(map(self._numbers.__getitem__, words), words, strict=True))

    def _candidates(self, place: int, mine: _Traits) -> list[int]:
        """Choose the papers to compare with: those that share most, of the nearest for each thing that they share."""
        near = self._near
        found: list[int] = []
        for key in _keys(mine):
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
        shared = ((other, number) for other, number in counts.items() if number > 1)
        ranked = sorted([(-number, abs(months[other] - month), other) for other, number in shared])
        return [other for _, _, other in ranked[: self._compared]]


def _relative(mine: _Traits, theirs: _Traits, written: Mapping[int, str]) -> Relative:
    shared = set(mine.words).intersection(theirs.words)
    both = set(mine.title).intersection(theirs.title)
    # The most telling words: first those of both titles, then the longest.
    ranked = sorted((number not in both, -len(written[number]), fold(written[number])) for number in shared)
    return Relative(
        theirs.id,
        theirs.name if theirs.name in mine.mentions else mine.name if mine.name in theirs.mentions else "",
        len(set(mine.authors).intersection(theirs.authors)),
        tuple(topic for topic in mine.topics if topic in theirs.topics),
        tuple(word for _, _, word in ranked[:_SHOWN_WORDS]),
    )
