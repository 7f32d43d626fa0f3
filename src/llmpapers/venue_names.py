"""Which venue a text means: names, aliases, full names, editions, and the year that stands beside them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from llmpapers.catalog import Sourced
from llmpapers.identifiers import fold
from llmpapers.models import Venue, VenueKind

_YEAR = re.compile(r"(?<![\d./])(19[3-9]\d|20\d\d)(?![\d./]\d|\d)")
# Two digits are a year only on a short name: "ICLR'23", "OSDI 25", "ICML24"; a volume has higher numbers.
_SHORT_YEAR = re.compile(r"[A-Za-z]{2}[^\W\d_]*(?:\s*['’‘`´]\s*|[\s_-]?)([0-2]\d|3[0-5]|9\d)(?!\w)")
_GLUED_NUMBER = re.compile(r"(?<=[^\W\d_]{2})(?=\d{2}(?:\d{2})?(?!\w))")
_ARXIV_ID = re.compile(r"(?:abs/|arxiv:\s*)*\d{4}\.\d{4,5}(?:v\d+)?|\babs/[\w.-]+/\d{7}", re.IGNORECASE)
_PREPRINTS = re.compile(
    r"\b(?:\w*rxiv|corr|ssrn|preprints?|research square|techrxiv|zenodo|openreview|techn?ical reports?)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[(),;:|\[\]–—]|\s-\s|\.\s")
_ABBREVIATED = re.compile(r"[^\W\d_]\.")

_LONGEST = 400
"""Characters in which a venue's name has to stand; the work grows with the cube of them."""

_STOP_WORDS = frozenset({"the", "of", "on", "in", "and", "for", "at", "a", "an", "to", "with"})
_PUBLISHERS = frozenset({"ieee", "acm", "cvf", "usenix", "sigplan", "ifip", "aps", "siam", "springer", "elsevier"})
_GENERIC = frozenset({"proceedings", "proc", "annual", "international", "intl", "int", "joint"})
# What stands beside a venue's name and does not make another venue of it.
_BESIDE = frozenset(
    {"accepted", "appear", "appeared", "published", "presented", "poster", "posters", "oral", "spotlight", "notable",
     "highlight", "top", "best", "paper", "papers", "award", "outstanding", "main", "long", "short", "full", "regular",
     "research", "track", "tracks", "industry", "datasets", "benchmarks", "dataset", "benchmark", "volume", "vol",
     "part", "issue", "no", "number", "by", "as", "conference", "conf", "preprint",
     "camera", "ready", "runner", "up", "talk", "honorable", "mention", "abs", "pp", "pages", "edition", "article"}
)  # fmt: skip
# What does: the workshop of a conference is not the conference, nor is a paper in it that was only sent there.
_APART = frozenset(
    {"workshop", "workshops", "ws", "findings", "tutorial", "tutorials", "companion", "adjunct", "doctoral",
     "student", "demo", "demos", "demonstration", "demonstrations", "submitted", "submission",
     "review", "withdrawn", "rejected"}
)  # fmt: skip
_ORDINAL = re.compile(
    r"\d+(?:st|nd|rd|th)|(?:(?:twen|thir|for|fif|six|seven|eigh|nine)ty)?(?:first|second|third|fourth|fifth|sixth|"
    r"seventh|eighth|ninth)|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)tieth"
)
_TENS = frozenset({"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"})
_EXPANDED = {"conf": "conference", "symp": "symposium", "trans": "transactions", "adv": "advances", "j": "journal"}


class VenueReading(NamedTuple):
    """What a text says of where a paper was published."""

    name: str | None
    """The venue as the catalog names it, or None where it knows none such."""
    year: int | None
    """The year that stands in the text."""


class VenueNames:
    """The venues of a catalog, found in whatever way lists, bibliographies and databases write them."""

    def __init__(self, venues: Mapping[str, Sourced[Venue]]) -> None:
        """Take the venues of a catalog, by name."""
        self._take([venue.record for venue in venues.values() if "name" not in venue.faulty])

    @classmethod
    def of(cls, venues: Iterable[Venue]) -> "VenueNames":
        """Take other venues than those of a catalog."""
        names = cls({})
        names._take(list(venues))
        return names

    def _take(self, sound: list[Venue]) -> None:
        self._exact: dict[str, str] = {}
        self._loose: dict[tuple[str, ...], str | None] = {}
        self._apart: dict[str, frozenset[str]] = {}
        self._known: dict[str, str | None] = {}
        for texts in ([[v.name] for v in sound], [[*(v.aliases or []), v.full_name] for v in sound]):
            for venue, written in zip(sound, texts, strict=True):
                for text in written:
                    self._add(venue.name, text)
        preprints = [venue.name for venue in sound if venue.kind is VenueKind.PREPRINT]
        self._preprints = frozenset(preprints)
        if len(preprints) == 1:
            self._exact.setdefault("preprint", preprints[0])

    def _add(self, name: str, text: str) -> None:
        words = _words(text)
        self._exact.setdefault(" ".join(words), name)
        self._apart[name] = self._apart.get(name, frozenset()) | (_APART & frozenset(words))
        loose = _loose(words)
        if len(loose) >= 2 and self._loose.setdefault(loose, name) != name:
            self._loose[loose] = None  # Two venues have it, so it means neither.

    def find(self, text: str) -> str | None:
        """Find the venue that a text names.

        Args:
            text: such as "ICLR'23", "NeurIPS 2024 (Spotlight)" or "Proceedings of the 41st International Conference on
                Machine Learning".

        Returns:
            The name of a venue of the catalog; None where the text names none, or another event of it: its workshop
            is not the conference.
        """
        text = text[:_LONGEST]
        if text not in self._known:
            self._known[text] = self._search(text)
        return self._known[text]

    def read(self, text: str) -> VenueReading:
        """Find the venue that a text names, and the year that stands beside it."""
        return VenueReading(self.find(text), year_in(text))

    def is_preprint(self, text: str) -> bool:
        """Tell whether a text names a server of preprints, one of the catalog or another."""
        return self.find(text) in self._preprints if self.find(text) else bool(_PREPRINTS.search(text))

    def _search(self, text: str) -> str | None:
        if "arxiv" in text.lower() and _ARXIV_ID.fullmatch(re.sub(r"\[[\w.-]*\]", "", text).strip()):
            return self._exact.get("arxiv")  # A bibliography has it as the journal: "arXiv:2402.01234".
        all_words = frozenset(_words(text))
        for part in _parts(text):
            words = _words(part)
            found = self._of_words(words) or (self._abbreviated(words) if _ABBREVIATED.search(text) else None)
            if found:
                return found if all_words & _APART <= self._apart[found] else None
        return None

    def _of_words(self, words: list[str]) -> str | None:
        """Find the longest phrase among the words with nothing beside it that could make it another venue."""
        telling = [place for place, word in enumerate(words) if not _means_nothing(word)]
        starts = range(telling[0] + 1 if telling else len(words))
        ends = range(len(words), telling[-1] if telling else 0, -1)
        phrases = [words[start:end] for start in starts for end in ends if start < end]
        for phrase in sorted(phrases, key=len, reverse=True):
            if found := self._exact.get(" ".join(phrase)) or self._loose.get(_loose(phrase)):
                return found
        return None

    def _abbreviated(self, words: list[str]) -> str | None:
        """Find a venue whose words begin with these: "Adv. Neural Inf. Process. Syst."."""
        short = _loose(words)
        found = {
            name
            for long, name in self._loose.items()
            if len(short) == len(long) > 1 and all(map(str.startswith, long, short))
        }
        return found.pop() if len(found) == 1 else None


def year_in(text: str) -> int | None:
    """Read the year beside a venue's name: of four digits, or of two on a short name, as in "ICLR'23"."""
    text = _ARXIV_ID.sub(" ", text)
    if years := _YEAR.findall(_GLUED_NUMBER.sub(" ", text)):
        return int(years[0])
    for part in _PARTS.split(text):
        found = next((hit for hit in _SHORT_YEAR.finditer(part) if not _means_nothing(_words(hit[0])[0])), None)
        # "Information Processing Systems 35" is a volume: only an apostrophe makes a year beside several words.
        if found and (len(part[: found.end()].split()) <= 3 or re.search(r"['’‘`´]", found[0])):
            return (1900 if found[1] > "89" else 2000) + int(found[1])
    return None


def _parts(text: str) -> Iterator[str]:
    """Give what of a text may be a venue's name, the likeliest first: all of it, then its parts."""
    text = _ARXIV_ID.sub(" ", text)
    yield text
    yield re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", text)
    yield from _PARTS.split(text)


def _words(text: str) -> list[str]:
    """Split a text into folded words, without years, numbers and the edition."""
    spaced = _GLUED_NUMBER.sub(" ", text.replace("&", " and ").replace("’", "'"))
    words = re.findall(r"[^\W_]+", re.sub(r"\.(?=[A-Za-z]{2,3}\b)", "", fold(spaced)))
    return [word for word in words if not (word.isdigit() or _ORDINAL.fullmatch(word) or word in _TENS)]


def _loose(words: list[str]) -> tuple[str, ...]:
    """Reduce words to those that tell one venue from another."""
    dropped = _STOP_WORDS | _PUBLISHERS | _GENERIC
    return tuple(_EXPANDED.get(word, word) for word in words if word not in dropped)


def _means_nothing(word: str) -> bool:
    return word in _BESIDE or word in _STOP_WORDS or word in _PUBLISHERS or word in _GENERIC or word in _APART
