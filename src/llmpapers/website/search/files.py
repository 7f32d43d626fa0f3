"""The files of the search index.

All are below one folder. `index.json` says how many records there are and how the rest is divided:

- `w-<key>.bin`: a range of the words, with the lengths of their lists; its key is the checksum of its first word.
- `p-<key>-<number>.bin`: the lists of the words in that range, cut after so many bytes.
- `e-<key>.bin`: a range of the same words by their endings, so that a word with a wrong beginning is found.
- `x-<number>.bin`: checksums of whole titles, names and identifiers.
- `r-<number>.json`: so many records, as results show them.

A small catalog has all of it in `index.json` and `all.bin`. Where a range ends depends on the words themselves, not on
their count, so that one changed paper changes few files.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

from llmpapers.website.search import INDEX_FOLDER, TOP_FILE
from llmpapers.website.search.encoding import front_coded, gaps, placed_gaps, varints, with_length
from llmpapers.website.search.findable import Findable, everything_findable
from llmpapers.website.search.inverted import InvertedIndex, vocabulary
from llmpapers.website.search.pages import PageText
from llmpapers.website.views import Views

_FORMAT = 1


@dataclass(frozen=True)
class Division:
    """How the index is divided into files."""

    whole_up_to: int = 600
    """Records that are still written as a whole."""
    words: int = 384
    """Words in a range, about."""
    list_bytes: int = 8192
    """Bytes of lists in a file, about."""
    records: int = 16
    """Records in a file."""
    checksums: int = 512
    """Checksums in a file, at most about."""


_WHOLE = Division(words=1 << 30, list_bytes=1 << 30, records=1 << 30, checksums=1 << 30)


def search_files(views: Views, pages: Iterable[PageText]) -> Iterator[tuple[str, bytes]]:
    """Make the files that the search box reads.

    Args:
        views: the catalog's entries.
        pages: the hand-written pages.

    Yields:
        Name, from the assets' folder on, and content.
    """
    topics = [(topic.full_title, topic.hue) for topic in views.topics.values()]
    return index_files(everything_findable(views, pages), topics)


def index_files(
    things: Iterable[Findable], topics: Sequence[tuple[str, int]], division: Division | None = None
) -> Iterator[tuple[str, bytes]]:
    """Write the index of what can be found.

    Args:
        things: in the order of their numbers.
        topics: title and hue of the topics that the things name by number.
        division: how to divide the index.

    Yields:
        Name, from the assets' folder on, and content.
    """
    division = division or Division()
    records: list[str] = []
    index = InvertedIndex()
    for found in things:
        index.add(found)
        records.append(_json(found.record()))
    index.drop_common()
    is_whole = index.size <= division.whole_up_to
    parts, ranges = _parts(index, _WHOLE if is_whole else division)
    top: dict[str, object] = {"format": _FORMAT, "size": index.size, **ranges, "topics": topics}
    if is_whole:
        yield from _whole(top, parts, records)
        return
    blocks = [records[start : start + division.records] for start in range(0, len(records), division.records)]
    parts += [(f"r-{number}.json", _block(block)) for number, block in enumerate(blocks)]
    top |= {"block": division.records, "digest": _digest(parts)}
    yield TOP_FILE, (_json(top) + "\n").encode()
    for name, content in parts:
        yield f"{INDEX_FOLDER}/{name}", content


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _block(records: Sequence[str]) -> bytes:
    return ("[" + ",\n".join(records) + "]\n").encode()


def _digest(parts: Iterable[tuple[str, bytes]]) -> str:
    """Name this state of the index, so that a browser never joins files of two."""
    digest = hashlib.sha256()
    for name, content in parts:
        digest.update(name.encode() + content)
    return digest.hexdigest()[:12]


def _whole(
    top: dict[str, object], parts: Iterable[tuple[str, bytes]], records: Sequence[str]
) -> Iterator[tuple[str, bytes]]:
    """Write everything into two files."""
    places, content = {}, bytearray()
    for name, part in parts:
        places[name] = [len(content), len(part)]
        content += part
    top |= {"block": len(records) or 1, "digest": _digest([("all", bytes(content))]), "parts": places}
    head = _json(top).removesuffix("}")
    yield TOP_FILE, f'{head},"records":{_block(records).decode()}}}\n'.encode()
    yield f"{INDEX_FOLDER}/all.bin", bytes(content)


def _parts(index: InvertedIndex, division: Division) -> tuple[list[tuple[str, bytes]], dict[str, object]]:
    """Write words, lists and checksums.

    Returns:
        The files, and what `index.json` says about them.
    """
    words = vocabulary(index)
    files: list[tuple[str, bytes]] = []
    sizes: dict[str, int] = {}
    ranges = _ranges(words, division.words)
    for part in ranges:
        files += _range_of_words(index, part, division, sizes)
    endings: list[list[str]] = []
    if len(ranges) > 1:
        backwards = sorted((word[::-1] for word in words if len(word) > 2), key=lambda word: word.encode("utf-16-be"))
        endings = _ranges(backwards, division.words * 2)
        files += [(f"e-{_key(part[0])}.bin", _range_of_endings(part, sizes)) for part in endings]
    bits = max(0, (len(index.exact) // division.checksums).bit_length())
    files += _checksums(index, bits)
    said = {
        "words": [part[0] for part in ranges],
        "endings": [part[0] for part in endings],
        "bits": bits,
        "cut": division.list_bytes,
    }
    return files, said


def _key(word: str) -> str:
    return f"{crc32(word.encode()):08x}"


def _ranges(words: Sequence[str], about: int) -> list[list[str]]:
    """Divide sorted words where a word's own checksum says so, so that one new word moves no other end."""
    ranges: list[list[str]] = []
    taken: set[str] = set()
    for word in words:
        length = len(ranges[-1]) if ranges else about * 4
        if length >= about // 4:
            key = crc32(word.encode())
            if (length >= about * 4 or key % about < 2) and f"{key:08x}" not in taken:
                ranges.append([])
                taken.add(f"{key:08x}")
        ranges[-1].append(word)
    return ranges


def _range_of_words(
    index: InvertedIndex, words: Sequence[str], division: Division, sizes: dict[str, int]
) -> Iterator[tuple[str, bytes]]:
    """Write a range of words with the lengths of their lists, and the lists."""
    key = _key(words[0])
    lengths: list[int] = []
    lists: list[bytearray] = [bytearray()]
    for word in words:
        total = 0
        for content in _lists_of(index, word):
            lengths.append(len(content))
            total += len(content)
            if lists[-1] and len(lists[-1]) + len(content) > division.list_bytes:
                lists.append(bytearray())
            lists[-1] += content
        sizes[word] = total
    yield f"w-{key}.bin", with_length(front_coded(words)) + varints(lengths)
    for number, joined in enumerate(lists):
        yield f"p-{key}-{number}.bin", bytes(joined)


def _lists_of(index: InvertedIndex, word: str) -> tuple[bytes, bytes, bytes]:
    head, text, facts = index.heads.get(word), index.texts.get(word), index.facts.get(word)
    return placed_gaps(head) if head else b"", gaps(text) if text else b"", gaps(facts) if facts else b""


def _range_of_endings(backwards: Sequence[str], sizes: dict[str, int]) -> bytes:
    """Write a range of words by their endings, with a byte that says how often each is used."""
    weights = bytes(min(255, sizes[word[::-1]].bit_length()) for word in backwards)
    return with_length(front_coded(backwards)) + weights


def _checksums(index: InvertedIndex, bits: int) -> Iterator[tuple[str, bytes]]:
    """Write the checksums, divided by their highest bits."""
    contents: list[list[int]] = [[] for _ in range(1 << bits)]
    before = [0] * len(contents)
    for entry in sorted(set(index.exact)):
        checksum = entry >> 32
        number = checksum >> (32 - bits)
        contents[number] += checksum - before[number], entry & 0xFFFFFFFF
        before[number] = checksum
    return ((f"x-{number}.bin", varints(content)) for number, content in enumerate(contents))
