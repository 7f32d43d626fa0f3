"""Lists of numbers and words as few bytes."""

from array import array
from collections.abc import Iterable, Sequence
from itertools import pairwise


def varint(value: int) -> bytes:
    """Write a number, seven bits a byte, the lowest first; all bytes but the last have their top bit set."""
    if value < 128:
        return value.to_bytes(1, "little")
    written = bytearray()
    while value > 127:
        written.append(value & 127 | 128)
        value >>= 7
    written.append(value)
    return bytes(written)


_TABLE = 1 << 12
_SMALL = [varint(value) for value in range(_TABLE)]


def gaps(records: "array[int]") -> bytes:
    """Write growing numbers by their distances less one, the first from minus one."""
    if not records:
        return b""
    steps = [b - a - 1 for a, b in pairwise(records)]
    steps.insert(0, records[0])
    return _steps(steps)


def placed_gaps(records: "array[int]") -> bytes:
    """Write growing numbers that carry three bits each: the distance less one, times eight, plus the bits."""
    if not records:
        return b""
    steps = [((b >> 3) - (a >> 3) - 1) << 3 | (b & 7) for a, b in pairwise(records)]
    steps.insert(0, records[0])
    return _steps(steps)


def _steps(values: Sequence[int]) -> bytes:
    # Most lists have small steps only, and a byte each is what `bytes` makes of them at once.
    if max(values) < 128:
        return bytes(values)
    return varints(values)


def varints(values: Iterable[int]) -> bytes:
    """Write numbers one after the other."""
    return b"".join([_SMALL[value] if value < _TABLE else varint(value) for value in values])


def front_coded(words: Iterable[str]) -> str:
    """Write sorted words, one a line: how many letters it shares with the one before, as a letter, and the rest."""
    before = ""
    lines = []
    for word in words:
        shared = 0
        for one, other in zip(before, word, strict=False):
            if one != other:
                break
            shared += 1
        # 63 is the question mark; a word has at most forty letters.
        lines.append(f"{chr(63 + shared)}{word[shared:]}")
        before = word
    return "\n".join(lines)


def with_length(text: str) -> bytes:
    """Write a text behind its length in bytes."""
    content = text.encode()
    return varint(len(content)) + content
