"""Files of pieces: joined, and joined again with the pieces of the last time."""

import random
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest

from llmpapers.website.joined_files import Around, JoinedFiles, begins_of
from llmpapers.website.site_files import SiteFile


class Build:
    """Joins texts, of which each is its own key, and counts what it writes."""

    def __init__(self, former: SiteFile | None = None, *, is_there: bool = True) -> None:
        self.written: list[str] = []
        notes = {former.name: former.note} if former else {}
        self._joined = JoinedFiles(notes, lambda name: former.made() if former and is_there else None)

    def file(self, texts: Sequence[str], around: Around) -> SiteFile:
        def make(numbers: Sequence[int]) -> Iterator[str]:
            for number in numbers:
                self.written.append(texts[number])
                yield f"<{texts[number]}é>"

        return self._joined.file(
            "all.txt", repr((texts, around)), [text.encode().hex() for text in texts], make, around
        )


PLAIN = Around()
LIST = Around("[ä", "; ö", "ü]")
OTHER = Around("[ä", "; ü", "ü]")


def expected(texts: Sequence[str], around: Around) -> bytes:
    return (around.head + around.separator.join(f"<{text}é>" for text in texts) + around.tail).encode()


@pytest.mark.parametrize("around", [PLAIN, LIST])
@pytest.mark.parametrize("texts", [[], ["a"], ["a", "bb", "ccc"]])
def test_pieces_are_joined_and_found_again(texts: list[str], around: Around) -> None:
    file = Build().file(texts, around)
    assert file.made() == expected(texts, around)
    begins = begins_of(file.note)
    found = [file.made()[here : after - len(around.separator.encode())] for here, after in pairwise(begins)]
    assert found == [f"<{text}é>".encode() for text in texts]


@pytest.mark.parametrize("seed", range(20))
def test_only_new_pieces_are_written_again(seed: int) -> None:
    chance = random.Random(seed)
    texts: list[str] = []
    file: SiteFile | None = None
    for _ in range(8):
        before = set(texts)
        texts = [text for text in texts if chance.random() < 0.8]
        texts += {f"{chance.randrange(40)}" for _ in range(4)} - set(texts)
        if chance.random() < 0.5:
            chance.shuffle(texts)
        around = chance.choice([PLAIN, LIST, LIST, OTHER])
        build = Build(file)
        file = build.file(list(texts), around)
        assert file.made() == expected(texts, around)
        assert set(build.written) == set(texts) - before


def test_an_unchanged_file_is_not_even_read() -> None:
    file = Build().file(["a", "b"], LIST)
    build = Build(file, is_there=False)
    again = build.file(["a", "b"], LIST)
    assert (again.key, again.note, build.written) == (file.key, file.note, [])
    assert again.made() == file.made()
    assert build.written == ["a", "b"]


def test_a_file_that_is_gone_is_written_anew() -> None:
    file = Build().file(["a", "b"], LIST)
    build = Build(file, is_there=False)
    assert build.file(["a", "c"], LIST).made() == expected(["a", "c"], LIST)
    assert build.written == ["a", "c"]
