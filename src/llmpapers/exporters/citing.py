"""Papers with what a citation of them needs: their venue, their citation key."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from llmpapers.catalog import NO_VENUE, Catalog, Sourced, submitted
from llmpapers.exporters.names import split_name
from llmpapers.identifiers import fold
from llmpapers.models import Paper, Venue, VenueKind

_DULL = frozenset(
    "a an the on of for in to towards toward are is as at by from with via and or do does how what when why where can "
    "we you your it its be".split()
)
_OTHER = re.compile(r"[^a-z0-9]+")
_LONGEST_COMPOUND = 14
"""Letters of a word with hyphens that a key takes whole."""
_KNOWN = 1 << 13
"""Names and words whose letters are remembered; most come again."""


class CitedPaper(NamedTuple):
    """A paper ready for citing."""

    id: str
    record: Paper
    venue: Venue | None
    """None stands for one that is not known."""
    key: str

    @property
    def kind(self) -> VenueKind:
        """What sort of publication it is; a venue that is not known is taken for a conference."""
        return self.venue.kind if self.venue else VenueKind.CONFERENCE

    @property
    def venue_name(self) -> str:
        """Short name of the venue; empty where it is not recorded."""
        return "" if self.record.venue == NO_VENUE else self.record.venue

    @property
    def container(self) -> str:
        """Full name of the journal or the proceedings; empty where it is not recorded."""
        return self.venue.full_name if self.venue and self.venue_name else self.venue_name

    @property
    def address(self) -> str | None:
        """Where to read it: its page at the venue, else its preprint, else the PDF."""
        record = self.record
        return record.url or (f"https://arxiv.org/abs/{record.arxiv}" if record.arxiv else record.pdf)

    @property
    def month(self) -> int | None:
        """Month of publication, 1 to 12: known of preprints, whose identifier holds it."""
        first = submitted(self.record) if self.kind is VenueKind.PREPRINT else None
        return first[1] if first and first[0] == self.record.year else None


def cited_papers(
    catalog: Catalog, ids: Iterable[str] | None = None, keys: Mapping[str, str] | None = None
) -> Iterator[CitedPaper]:
    """Make papers of a catalog ready for citing, one by one.

    Args:
        catalog: where they are.
        ids: which, in this order; all by id if left out.
        keys: what `citation_keys` gave for this catalog, where it is at hand.
    """
    keys = citation_keys(catalog.papers) if keys is None else keys
    for id_ in catalog.papers if ids is None else ids:
        record = catalog.papers[id_].record
        yield CitedPaper(id_, record, catalog.venue(record.venue), keys[id_])


def citation_keys(papers: Mapping[str, Sourced[Paper]]) -> dict[str, str]:
    """Give every paper a key such as ``hu2022lora``, unique in the catalog.

    A key depends on its own paper and on those of the same key that were added earlier, so that a new entry leaves the
    keys of the others as they are. The second of a key takes ``b``, the third ``c``, and so on.

    Returns:
        Keys by id, in the order of the papers.
    """
    keys: dict[str, str] = {}
    taken: set[str] = set()
    for id_, entry in sorted(papers.items(), key=lambda item: (item[1].record.added.toordinal(), item[0])):
        key = _bare_key(id_, entry.record)
        if key in taken:
            suffixes = [*"bcdefghijklmnopqrstuvwxyz", f"-{id_}"]
            key = next(key + suffix for suffix in suffixes if key + suffix not in taken)
        keys[id_] = key
        taken.add(key)
    return {id_: keys[id_] for id_ in papers}


def _bare_key(id_: str, paper: Paper) -> str:
    """Make a key of surname, year and a word; where those have no Latin letters or are not there, of the id."""
    surname = _surname(paper.authors[0]) if paper.authors else ""
    word = next(filter(None, map(_key_word, paper.title.split())), "")
    if not surname or not word:
        word = _latin(id_.partition("-")[0])
    return f"{surname or word}{paper.year}{word if surname else ''}"


@lru_cache(maxsize=_KNOWN)
def _key_word(word: str) -> str:
    """Give what a key takes of a word; empty if it says nothing or begins with no letter, as "8-bit" does."""
    whole = _latin(word)  # A hyphen is no letter.
    if len(whole) > _LONGEST_COMPOUND:
        whole = next(filter(None, map(_latin, word.split("-"))), "")
    return "" if not whole or whole in _DULL or whole[0].isdigit() else whole


@lru_cache(maxsize=_KNOWN)
def _surname(name: str) -> str:
    return _latin(split_name(name).surname)


def _latin(text: str) -> str:
    return _OTHER.sub("", fold(text))
