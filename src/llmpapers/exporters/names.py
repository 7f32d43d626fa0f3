"""Names of people, split into the parts that bibliographies sort and abbreviate by."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_SUFFIX = re.compile(r"(?:jr|sr)\.?|ii|iii|iv", re.IGNORECASE)
# Capital particles belong to the family name: "Christopher De Sa" is sorted under D.
_CAPITAL_PARTICLES = frozenset("Da De Del Della Den Der Di Dos Du El La Las Le Los Ter Van Vande Vander Von".split())
_LAST_WORD_OF_A_GROUP = frozenset(
    "team group collaboration consortium inc. inc ltd. ltd labs lab research ai project community authors".split()
)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in parts; a group, a mononym and a name in Han, Kana or Hangul letters have only `literal`."""

    family: str = ""
    given: str = ""
    particle: str = ""
    """What stands before the family name in small letters: ``van den``."""
    suffix: str = ""
    """``Jr.``, ``III``."""
    literal: str = ""

    @property
    def surname(self) -> str:
        """What a citation key begins with: particle and family name, or the whole."""
        return self.literal or f"{self.particle} {self.family}".strip()


@lru_cache(maxsize=1 << 14)  # An author stands in several formats and papers.
def split_name(name: str) -> PersonName:
    """Split a name that is written as 'Given Family'.

    Small words before the family name are its particle ("Jo van den Berg"); a capital one is part of it ("Christopher
    De Sa"). Nothing is guessed of names that are not written so: they stay whole.
    """
    bare, suffix = _without_suffix(name)
    words = bare.split()
    if len(words) < 2 or _is_whole(bare, words):
        return PersonName(literal=name)
    start = len(words) - 1
    while start > 1 and (words[start - 1][0].islower() or words[start - 1] in _CAPITAL_PARTICLES):
        start -= 1
    given, rest = " ".join(words[:start]), words[start:]
    if len(rest) > 1 and rest[0][0].islower():
        capital = next((at for at, word in enumerate(rest) if not word[0].islower()), len(rest) - 1)
        particle, family = rest[:capital], rest[capital:]
    else:
        particle, family = [], rest
    return PersonName(" ".join(family), given, " ".join(particle), suffix)


def _without_suffix(name: str) -> tuple[str, str]:
    words = name.split()
    if len(words) > 2 and _SUFFIX.fullmatch(words[-1]):
        return " ".join(words[:-1]).rstrip(","), words[-1]
    return name, ""


def _is_whole(name: str, words: list[str]) -> bool:
    """Tell a name that has no given and family part, or does not say which is which."""
    return (
        "," in name
        or words[-1].lower() in _LAST_WORD_OF_A_GROUP
        or any(word.lower() in {"and", "the", "of"} for word in words)
        or (not name.isascii() and any(_is_east_asian(letter) for letter in name))
    )


def _is_east_asian(letter: str) -> bool:
    return letter > "\u2e80" and unicodedata.name(letter, "").startswith(
        ("CJK UNIFIED", "CJK COMPAT", "HIRAGANA", "KATAKANA", "HANGUL")
    )
