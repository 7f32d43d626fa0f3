"""A reader of the search index that shares nothing with its writer."""

import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from llmpapers.website.search.files import Division, index_files
from llmpapers.website.search.findable import Findable

TOPICS = [("Baking", 190), ("Baking: Sourdough", 190)]


class Reading:
    """What stands in the files of an index."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = {name.removeprefix("search/"): content for name, content in files.items()}
        self.top: dict[str, Any] = json.loads(self.files["index.json"])
        whole = self.files.get("all.bin", b"")
        for name, (start, length) in self.top.get("parts", {}).items():
            self.files[name] = whole[start : start + length]

    def numbers(self, content: bytes) -> list[int]:
        found, value, shift = [], 0, 0
        for byte in content:
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                found.append(value)
                value, shift = 0, 0
        assert shift == 0
        return found

    def coded(self, content: bytes) -> tuple[list[str], bytes]:
        """Words in front coding, and the bytes behind them."""
        length, start = 0, 0
        while content[start] > 127:
            length |= (content[start] & 127) << (7 * start)
            start += 1
        length |= content[start] << (7 * start)
        start += 1
        words, before = [], ""
        for line in content[start : start + length].decode().split("\n"):
            before = before[: ord(line[0]) - 63] + line[1:]
            words.append(before)
        return words, content[start + length :]

    def words(self) -> dict[str, tuple[list[tuple[int, int]], list[int], list[int]]]:
        """Of every word: records and places, records whose text has it, records whose facts have it."""
        found = {}
        for name in sorted(name for name in self.files if name.startswith("w-")):
            listed, rest = self.coded(self.files[name])
            lengths = iter(self.numbers(rest))
            parts = sorted((n for n in self.files if n.startswith(f"p{name[1:-4]}-")), key=lambda n: int(n[11:-4]))
            content = b"".join(self.files[part] for part in parts)
            for word in listed:
                lists = []
                for _ in range(3):
                    length = next(lengths)
                    lists.append(self.numbers(content[:length]))
                    content = content[length:]
                found[word] = self._placed(lists[0]), self._plain(lists[1]), self._plain(lists[2])
            assert content == b""
        return found

    @staticmethod
    def _placed(steps: list[int]) -> list[tuple[int, int]]:
        record, found = -1, []
        for step in steps:
            record += (step >> 3) + 1
            found.append((record, step & 7))
        return found

    @staticmethod
    def _plain(steps: list[int]) -> list[int]:
        record, found = -1, []
        for step in steps:
            record += step + 1
            found.append(record)
        return found

    def records(self) -> list[list[Any]]:
        if "records" in self.top:
            return list(self.top["records"])
        names = sorted((name for name in self.files if name.startswith("r-")), key=lambda name: int(name[2:-5]))
        return [record for name in names for record in json.loads(self.files[name])]


ReadIndex = Callable[..., Reading]


@pytest.fixture
def read_index() -> ReadIndex:
    def read(things: Iterable[Findable], division: Division | None = None) -> Reading:
        return Reading(dict(index_files(things, TOPICS, division)))

    return read
