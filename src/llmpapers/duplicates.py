"""The same work, found fast: which records mean one paper, and which only share an identifier by mistake.

Neither an address, an identifier nor a title decides alone: lists hold different papers under one link, and one paper
under two titles. Pairs to compare come from indexes (identifier, title, author, rare title words), so that the work
grows with the number of records and not with its square.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import fuzz

from llmpapers.identifiers import author_key, parse_arxiv, parse_doi, title_key, title_words, url_key

LIKE = 80.0
"""Likeness (0 to 100) from which two titles under one identifier are the same work under a changed title."""
NEAR = 88.0
"""Likeness from which two titles with shared authors, or none known, look like the same work."""
MOST_IN_BLOCK = 60
"""Records that may share an author or a title word before that stops being a reason to compare them."""

_STOP_WORDS = frozenset(
    {"a", "an", "and", "are", "as", "at", "by", "can", "do", "for", "from", "how", "in", "into", "is", "it", "its",
     "of", "on", "or", "that", "the", "to", "via", "we", "with"}
)  # fmt: skip


@dataclass(frozen=True)
class Work:
    """What decides whether two records are the same work."""

    key: Hashable
    """How the record is named in the result."""
    title: str
    authors: Sequence[str] = ()
    arxiv: str | None = None
    """In any form."""
    doi: str | None = None
    """In any form."""
    url: str | None = None
    other_titles: Sequence[str] = ()
    """Earlier titles and names."""

    @property
    def title_keys(self) -> frozenset[str]:
        """Keys of the title and of the other titles."""
        return self.traits.title_keys

    @property
    def author_keys(self) -> frozenset[str]:
        """Keys of the authors."""
        return self.traits.author_keys

    @property
    def identifiers(self) -> frozenset[str]:
        """The identifiers in comparable form; an address counts as one, since lists often have nothing else."""
        return self.traits.identifiers

    @property
    def words(self) -> tuple[frozenset[str], ...]:
        """The content words of each title, without the s of a plural."""
        return self.traits.words

    @cached_property
    def traits(self) -> "_Traits":
        """What it is compared by."""
        titles = (self.title, *self.other_titles)
        words = tuple(map(_content_words, titles))
        return _Traits(
            frozenset(filter(None, map(title_key, titles))),
            frozenset(filter(None, map(_author_key, self.authors))),
            _identifiers(self),
            words,
            words[0] if len(words) == 1 else words[0].union(*words[1:]),
            min(map(len, words)),
        )


class _Traits(NamedTuple):
    """What a work is compared by."""

    title_keys: frozenset[str]
    author_keys: frozenset[str]
    identifiers: frozenset[str]
    words: tuple[frozenset[str], ...]
    all_words: frozenset[str]
    """The content words of all titles."""
    fewest_words: int
    """Content words of the title that has the fewest."""


def _identifiers(work: Work) -> frozenset[str]:
    found = set()
    arxiv = parse_arxiv(work.arxiv or "") or parse_arxiv(work.url or "")
    doi = parse_doi(work.doi or "") or parse_doi(work.url or "")
    if arxiv:
        found.add(f"arXiv:{arxiv.text}")
    if doi:
        found.add(f"doi:{doi}")
    if work.url and not arxiv and not doi:
        found.add(f"url:{url_key(work.url)}")
    return frozenset(found)


# The same person and the same word stand in many works.
_author_key = lru_cache(maxsize=1 << 15)(author_key)


class _Stems(dict[str, str | None]):
    """Words without the s of a plural, worked out when first met; None for those that say nothing."""

    def __missing__(self, word: str) -> str | None:
        self[word] = found = None if word in _STOP_WORDS else word.removesuffix("s")
        return found


_STEMS = _Stems()


def _content_words(title: str) -> frozenset[str]:
    return frozenset(stem for stem in map(_STEMS.__getitem__, title_words(title)) if stem is not None)


class Verdict(Enum):
    """What two records are to each other."""

    SAME = "same"
    LIKELY = "likely"
    CONFLICT = "conflict"
    """One identifier on two works: a mistake in one of them."""
    DIFFERENT = "different"


@dataclass(frozen=True)
class Match:
    """Two records that are the same work, or look like it, or share an identifier though they are not."""

    first: Work
    second: Work
    verdict: Verdict
    reason: str


def compare(first: Work, second: Work) -> tuple[Verdict, str]:
    """Decide what two records are to each other, and say why."""
    shared = sorted(first.identifiers & second.identifiers)
    same_title = bool(first.title_keys & second.title_keys)
    likeness = 100.0 if same_title else title_likeness(first, second)
    authors_known = bool(first.author_keys and second.author_keys)
    common = len(first.author_keys & second.author_keys)
    if shared:
        # A paper that was renamed keeps most of its authors; a wrong link has others.
        if authors_known:
            renamed = common * 2 >= min(len(first.author_keys), len(second.author_keys))
        else:
            renamed = _is_renamed(first, second)
        if likeness >= LIKE or renamed:
            alike = "titles" if likeness >= LIKE or not authors_known else "authors"
            return Verdict.SAME, f"both have {shared[0]}, and the {alike} are alike"
        return Verdict.CONFLICT, f"both have {shared[0]}, but the titles are unlike"
    if not common and authors_known:
        return Verdict.DIFFERENT, ""
    suffix = f" and {_authors(common)} in common" if common else ""
    if same_title:
        return Verdict.SAME, f"the same title{suffix}"
    apart = _numbered_apart(first, second) or (not common and _are_registered_apart(first, second))
    if likeness >= NEAR and not apart and (common or not _reworded(first.title, second.title)):
        return Verdict.LIKELY, f"nearly the same title{suffix}"
    return Verdict.DIFFERENT, ""


def _authors(count: int) -> str:
    return "one author" if count == 1 else f"{count} authors"


def title_likeness(first: Work, second: Work) -> float:
    """Measure how alike the titles are, 0 to 100: the best of all pairs of titles.

    A name before the colon that one of the two lacks, or has otherwise, does not count: systems are renamed.
    """
    best = 0.0
    for one in (first.title, *first.other_titles):
        for other in (second.title, *second.other_titles):
            best = max(best, _likeness(one, other))
    return best


def _likeness(one: str, other: str) -> float:
    one_text, other_text = " ".join(title_words(one)), " ".join(title_words(other))
    whole = fuzz.ratio(one_text, other_text)
    one_rest, other_rest = _after_name(one), _after_name(other)
    named = one_rest != one_text or other_rest != other_text
    # Only a long rest says that it is the same paper; "a survey" after the colon says nothing.
    if named and min(len(one_rest.split()), len(other_rest.split())) >= 5:
        whole = max(whole, fuzz.ratio(one_rest, other_rest) * 0.99)
    return whole


def _after_name(title: str) -> str:
    """Leave out a name of up to three words before a colon."""
    name, colon, rest = title.partition(":")
    words = title_words(rest if colon and len(name.split()) <= 3 and rest.strip() else title)
    return " ".join(words)


def _is_renamed(first: Work, second: Work) -> bool:
    """Tell, under a shared identifier and without authors, a changed title from another paper's.

    A renamed paper keeps the system's name, or several of the words that say what it is about.
    """
    one_name, _, one_rest = first.title.partition(":")
    other_name, _, other_rest = second.title.partition(":")
    if one_rest and other_rest and title_key(one_name) == title_key(other_name):
        return True
    one, other = first.words[0], second.words[0]
    common = len(one & other)
    return common >= 3 and common >= 0.4 * min(len(one), len(other))


def _reworded(one: str, other: str) -> bool:
    """Tell whether each title has a word of its own for which the other has no like one.

    "… using Lossless Compression" and "… using Tensor Compression" are two papers; "VLMs" for "Visual Language Models"
    and "Datacenter" for "Datacenters" are one.
    """
    one_words, other_words = _after_name(one).split(), _after_name(other).split()
    mine = [word for word in one_words if word not in other_words and word not in _STOP_WORDS]
    theirs = [word for word in other_words if word not in one_words and word not in _STOP_WORDS]
    if not mine or not theirs:
        return False
    initials = {"".join(word[0] for word in words) for words in (mine, theirs)}
    abbreviated = any(len(words) == 1 and words[0].removesuffix("s") in initials for words in (mine, theirs))
    return not abbreviated and fuzz.ratio(" ".join(mine), " ".join(theirs)) < 75


def _numbered_apart(first: Work, second: Work) -> bool:
    """Tell successors, such as EAGLE-2 and EAGLE-3, by the numbers in their titles."""
    return _numbers(first.title) != _numbers(second.title)


# Where a paper that is submitted once more gets one more page.
_RESUBMITTED_AT = "url:openreview.net"


def _are_registered_apart(first: Work, second: Work) -> bool:
    """Tell whether one registry has a record of each: a paper and its journal version have two at their publisher."""
    common = _registries(first) & _registries(second)
    return bool(common - {_RESUBMITTED_AT})


def _registries(work: Work) -> set[str]:
    """Name who gave a work its identifiers: arXiv, a DOI's registrant of any kind, the host of a page."""
    return {name.partition("/" if name.startswith("url:") else ":")[0] for name in work.identifiers}


def _numbers(title: str) -> list[str]:
    return [word for word in title_words(title) if any(character.isdigit() for character in word)]


class KnownBlocks:
    """Which works of each block have words in common, remembered as long as a block holds the same works."""

    def __init__(self) -> None:
        self._before: dict[tuple[int, ...], list[tuple[int, int]]] = {}
        self._now: dict[tuple[int, ...], list[tuple[int, int]]] = {}
        self._held: Sequence[_Traits] = ()

    def near(self, block: Sequence[_Traits]) -> list[tuple[int, int]]:
        """Choose the pairs of a block, by their places in it."""
        # Works are the same only where they are the very objects, which nobody else can be while they are held.
        key = tuple(map(id, block))
        found = self._before.get(key)
        if found is None:
            found = list(_near_in_words(block))
        self._now[key] = found
        return found

    def end(self, works: Sequence[_Traits]) -> None:
        """Forget the blocks of earlier works."""
        self._before, self._now, self._held = self._now, {}, works


def find_matches(works: Iterable[Work], known: KnownBlocks | None = None) -> list[Match]:
    """Find every pair of records that is the same work, looks like it, or shares an identifier by mistake.

    Args:
        works: the records.
        known: blocks of records that were compared before; takes those that are compared now.

    Returns:
        The matches, in the order of the works; each pair once.
    """
    listed = list(works)
    matches = []
    for one, other in sorted(_pairs(listed, known)):
        verdict, reason = compare(listed[one], listed[other])
        if verdict is not Verdict.DIFFERENT:
            matches.append(Match(listed[one], listed[other], verdict, reason))
    # What stays of them, scattered over the memory, would keep all of it from being given back.
    _author_key.cache_clear()
    _STEMS.clear()
    return matches


def _pairs(works: Sequence[Work], known: KnownBlocks | None) -> set[tuple[int, int]]:
    """Choose the pairs worth comparing, by what they share."""
    pairs: set[tuple[int, int]] = set()
    exact: dict[str, list[int]] = defaultdict(list)
    authors: dict[str, list[int]] = defaultdict(list)
    traits = [work.traits for work in works]
    for number, mine in enumerate(traits):
        for key in mine.identifiers:
            exact[key].append(number)
        for key in mine.title_keys:
            exact[f"title:{key}"].append(number)
        for key in mine.author_keys:
            authors[key].append(number)
    for members in exact.values():
        if len(members) > 1:
            # A thousand records under one link are chained, not paired each with each.
            pairs.update(_combinations(members) if len(members) <= MOST_IN_BLOCK else pairwise(members))
    near = known.near if known else _near_in_words
    pairs.update(_near_in_blocks(traits, authors.values(), near))
    for one, other in _near_in_blocks(traits, _rare_words(traits).values(), near):
        names, others = traits[one].author_keys, traits[other].author_keys
        # Other authors make another work, whatever its title.
        if not (names and others and names.isdisjoint(others)):
            pairs.add((one, other))
    if known:
        known.end(traits)
    return pairs


def _near_in_blocks(
    traits: Sequence[_Traits],
    blocks: Iterable[Sequence[int]],
    near: Callable[[Sequence[_Traits]], Iterable[tuple[int, int]]],
) -> Iterator[tuple[int, int]]:
    """Choose pairs of each block that is not too large."""
    for members in blocks:
        if 1 < len(members) <= MOST_IN_BLOCK:
            for one, other in near([traits[member] for member in members]):
                yield members[one], members[other]


def _near_in_words(block: Sequence[_Traits]) -> Iterator[tuple[int, int]]:
    """Choose the pairs of a block that have half of their words in common, before likeness is measured."""
    rows = [(work.all_words, work.fewest_words) for work in block]
    for one, (words, few) in enumerate(rows):
        for other, (theirs, fewer) in enumerate(rows[one + 1 :], one + 1):
            # Most pairs end here, and there are very many.
            common = len(words & theirs)
            if common and 2 * common >= min(few, fewer) and _share_words(block[one], block[other]):
                yield one, other


def _combinations(members: Sequence[int]) -> Iterator[tuple[int, int]]:
    for position, one in enumerate(members):
        for other in members[position + 1 :]:
            if one != other:
                yield (one, other) if one < other else (other, one)


def _rare_words(works: Sequence[_Traits]) -> dict[str, list[int]]:
    """Index the works by the rarest words of their titles that at least two of them share."""
    frequency = Counter(word for work in works for words in work.words for word in words)
    found: dict[str, list[int]] = defaultdict(list)
    for number, work in enumerate(works):
        chosen: set[str] = set()
        for words in work.words:
            shared = sorted((word for word in words if frequency[word] > 1), key=lambda word: (frequency[word], word))
            chosen.update(shared[:4])
        for word in chosen:
            found[word].append(number)
    return found


def _share_words(first: _Traits, second: _Traits) -> bool:
    """Sort out pairs whose titles have too few words in common to be near, before likeness is measured."""
    for one in first.words:
        for other in second.words:
            if len(one & other) * 2 >= min(len(one), len(other)):
                return True
    return False
