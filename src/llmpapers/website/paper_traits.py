"""What a paper is compared by: its words as numbers, its topics and authors, the names that it speaks of."""

import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import NamedTuple

from llmpapers.catalog import Sourced
from llmpapers.identifiers import fold
from llmpapers.models import Paper
from llmpapers.website.common_words import COMMON_WORDS

_WORD = re.compile(r"[^\W_]{3,}")
_ASCII_WORD = re.compile(r"[A-Za-z0-9]{3,}")  # Finds the same in half the time where there are no other letters.
_NAME = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")


class Traits(NamedTuple):
    """What a paper is compared by; words by number."""

    id: str
    name: str
    topics: Sequence[str]
    area: str
    """The topic above the first of its topics."""
    authors: Sequence[str]
    words: tuple[int, ...]
    """Of title and summary, those of the title first."""
    title_words: int
    """How many of the words stand in the title."""
    mentions: frozenset[str]
    """Names of papers that stand in title and summary."""

    @property
    def title(self) -> tuple[int, ...]:
        """The words of the title."""
        return self.words[: self.title_words]


def words_of(text: str) -> list[str]:
    """List the words of a text, as they are written there."""
    return (_ASCII_WORD if text.isascii() else _WORD).findall(text)


def _stem(word: str) -> str:
    """Fold a word, and take the plural's ending off it."""
    word = fold(word)
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is", "as")):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]


SEPARATOR, _STEM, _TOPIC_PATH = "\x1f", "\x1d", "\x1c"  # Such characters are in no text of an entry.
Key = int | str | tuple[str]
"""Something that papers share: a word of the title, a name or an author, a topic."""
DULL = -1
"""Number of all words that tell no two papers apart."""


class Numbers(dict[str, int]):
    """Numbers of words as they are written, given when first met: one for all that differ in case or plural."""

    def __init__(self, dull: Iterable[str]) -> None:
        self._by_stem: dict[str, int] = dict.fromkeys(map(_stem, [*COMMON_WORDS, *dull]), DULL)
        self._stems: dict[int, str] = {}

    def __missing__(self, word: str) -> int:
        stem = _stem(word)
        self[word] = number = self._by_stem.setdefault(stem, len(self._by_stem))
        self._stems[number] = stem
        return number

    def text(self, key: Key) -> str:
        """Write a key as a text that no other key has, and that is the same in every build."""
        if isinstance(key, int):
            return f"{_STEM}{self._stems[key]}"
        return key if isinstance(key, str) else f"{_TOPIC_PATH}{key[0]}"

    def key(self, text: str) -> Key:
        """Read a key."""
        if text[:1] == _STEM:
            number = self._by_stem.setdefault(text[1:], len(self._by_stem))
            self._stems[number] = text[1:]
            return number
        return (text[1:],) if text[:1] == _TOPIC_PATH else text


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
            is_word = len(name) > 2 and name.isascii() and name.isalnum()
            part = name if is_word else max(words_of(name) or [""], key=len)
            self._by_part.setdefault(part, []).append(name)
        self._parts = self._by_part.keys() - {""}

    def in_text(self, text: str, words: list[str]) -> frozenset[str]:
        """Find the names that stand in a text of these words, also as a part: `LoRA` in `LoRA-based`."""
        parts = self._parts.intersection(words)
        if not parts:
            return _NONE
        return frozenset(name for part in parts for name in self._by_part[part] if name == part or name in text)


_NONE: frozenset[str] = frozenset()


def shared_keys(traits: Traits) -> list[Key]:
    """List what others may share with a paper, each in a form that no other kind of thing has."""
    return [*traits.title, *traits.authors, *((topic,) for topic in traits.topics), *name_keys(traits)]


def name_keys(traits: Traits) -> list[Key]:
    """List those that are names, by which papers speak of each other."""
    keys: list[Key] = [f"={name}" for name in sorted(traits.mentions)]
    if traits.name and traits.name not in traits.mentions:
        keys.append(f"={traits.name}")
    return keys


class TraitReader:
    """Finds the traits of papers."""

    def __init__(self, papers: Iterable[Paper], dull: str) -> None:
        """Prepare.

        Args:
            papers: all papers, since they speak of each other.
            dull: a text whose words tell no two papers apart.
        """
        self.numbers = Numbers(words_of(dull))
        self._areas: dict[str, str] = {}
        names = list(filter(None, map(_own_name, papers)))
        self._names = _Names(names)
        self.names = blake2b(SEPARATOR.join(sorted(set(names))).encode(), digest_size=8).hexdigest()
        """Digest of the names that papers may mention."""

    def read(self, entry: Sourced[Paper]) -> Traits:
        """Find the traits of a paper."""
        record = entry.record
        title_words, words = words_of(record.title), words_of(record.summary)
        words[:0] = title_words
        area = record.topics[0].partition("/")[0]
        return Traits(
            entry.id,
            _own_name(record),
            record.topics,
            self._areas.setdefault(area, area),
            record.authors,
            self._numbered(words),
            len(self._numbered(title_words)),
            self._names.in_text(f"{record.title} {record.summary}", words),
        )

    def _numbered(self, words: list[str]) -> tuple[int, ...]:
        """Give the numbers of the words that say something, each once."""
        numbers = dict.fromkeys(map(self.numbers.__getitem__, words))
        numbers.pop(DULL, None)
        return tuple(numbers)
