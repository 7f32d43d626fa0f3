"""Which word stands where: the index in memory, in arrays, before it is written."""

from array import array
from collections import defaultdict
from collections.abc import Mapping, Sized
from enum import IntEnum
from functools import lru_cache
from zlib import crc32

from llmpapers.identifiers import fold
from llmpapers.website.search.findable import Findable
from llmpapers.website.search.words import LONGEST_WORD, compounds, plain_words, squeeze

_LONG_TITLE = 6
"""Words of a title of which fewer make it a short one."""
_COMMON = 0.2
"""Share of all texts from which on a word of theirs tells nothing."""
_FEW = 1000
"""Up to so many things, common words are kept too."""


class Place(IntEnum):
    """Where in the head of a record a word stands; the number is in the files, three bits wide."""

    LONG_TITLE = 0
    SHORT_TITLE = 1
    FIRST_FAMILY_NAME = 2
    IN_NAME = 3
    WHOLE_NAME = 4
    OTHER_NAME = 5
    GIVEN_NAME = 6
    FAMILY_NAME = 7


class Exact(IntEnum):
    """As what a whole text stands in a record; the number is in the files, three bits wide."""

    TITLE = 0
    NAME = 1
    OTHER_NAME = 2
    SIDE_OF_COLON = 3
    IDENTIFIER = 4
    AUTHOR = 5


class InvertedIndex:
    """Collects the words of what can be found.

    Numbers of records grow as they are added, so every list is sorted without sorting.
    """

    def __init__(self) -> None:
        self.size = 0
        """Number of records."""
        self.heads: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        """By word: the records that have it in title, names or authors, times eight, plus the place."""
        self.texts: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        """By word: the records that have it in their text."""
        self.facts: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        """By word: the records that have it in their venue, year or topics."""
        self.exact = array("Q")
        """Checksums of whole titles, names and identifiers, each above 32 bits of the record times eight plus kind."""
        self._words_of_facts: dict[str, list[str]] = {}

    def add(self, found: Findable) -> None:
        """Take up a record under the next number."""
        number = self.size
        self.size += 1
        head = self._head(found)
        for word, place in head.items():
            self.heads[word].append(number << 3 | place)
        text = fold(found.text)
        for word in {*plain_words(text), *compounds(text)}.difference(head):
            self.texts[word].append(number)
        for word in dict.fromkeys(word for fact in found.facts for word in self._fact_words(fact)):
            self.facts[word].append(number)
        self._add_exact(number, found)

    def _head(self, found: Findable) -> dict[str, int]:
        """Give the best place of every word in title, names and authors: what is set last is the best."""
        head: dict[str, int] = {}
        for number, author in enumerate(found.authors):
            names, family, _ = _author(author)
            for name in names:
                head.setdefault(name, Place.GIVEN_NAME)
            # Papers are remembered by their first author.
            if family and head[family] != Place.FIRST_FAMILY_NAME:
                head[family] = Place.FAMILY_NAME if number else Place.FIRST_FAMILY_NAME
        for other in found.others:
            folded = fold(other)
            words = plain_words(folded)
            head.update(dict.fromkeys(words + compounds(folded), Place.OTHER_NAME))
            if len(words) <= 3:
                head[squeeze(other)[:LONGEST_WORD]] = Place.OTHER_NAME
        title = fold(found.title)
        words = plain_words(title)
        head.update(dict.fromkeys(words + compounds(title), _title_place(words)))
        before, colon, _ = found.title.partition(":")
        if colon and len(before) <= LONGEST_WORD:
            head[squeeze(before)] = Place.IN_NAME if found.name else Place.WHOLE_NAME
        if found.name:
            name = fold(found.name)
            head.update(dict.fromkeys(_all_words(name), Place.IN_NAME))
            head[squeeze(found.name)[:LONGEST_WORD]] = Place.WHOLE_NAME
        head.pop("", None)
        return head

    def _fact_words(self, fact: str) -> list[str]:
        found = self._words_of_facts.get(fact)
        if found is None:
            found = self._words_of_facts[fact] = _all_words(fold(fact))
        return found

    def _add_exact(self, number: int, found: Findable) -> None:
        keys = [(identifier, Exact.IDENTIFIER) for identifier in found.identifiers]
        before, colon, after = found.title.partition(":")
        if colon:
            keys += [(before, Exact.SIDE_OF_COLON), (after, Exact.SIDE_OF_COLON)]
        keys += [(other, Exact.OTHER_NAME) for other in found.others]
        keys.append((found.title, Exact.TITLE))
        if found.name:
            keys.append((found.name, Exact.NAME))
        for text, kind in keys:
            key = squeeze(text)
            if key:
                self.exact.append(crc32(key.encode()) << 32 | number << 3 | kind)
        for author in found.authors:
            if checksum := _author(author)[2]:
                self.exact.append(checksum << 32 | number << 3 | Exact.AUTHOR)

    def drop_common(self) -> None:
        """Forget words of texts that so many have that they tell nothing."""
        if self.size > _FEW:
            for word in [word for word, records in self.texts.items() if len(records) > self.size * _COMMON]:
                del self.texts[word]


def vocabulary(index: InvertedIndex) -> list[str]:
    """List all words, in the order in which a script compares them."""
    lists: tuple[Mapping[str, object], ...] = (index.heads, index.texts, index.facts)
    return sorted({word for words in lists for word in words}, key=_script_order)


def _script_order(word: str) -> bytes:
    return word.encode("utf-16-be")


@lru_cache(20_000)
def _author(name: str) -> tuple[list[str], str, int]:
    """Give the words of an author's name, the family name, and the checksum of first and last word together.

    The last word is what most people are called by, and few write the names between.
    """
    folded = fold(name)
    words = plain_words(folded)
    if len(words) < 2:
        return words, words[-1] if words else "", 0
    return words + compounds(folded), words[-1], crc32((words[0] + words[-1]).encode())


def _all_words(folded: str) -> list[str]:
    return plain_words(folded) + compounds(folded)


def _title_place(words: Sized) -> Place:
    return Place.SHORT_TITLE if len(words) < _LONG_TITLE else Place.LONG_TITLE
