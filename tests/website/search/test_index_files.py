"""The files of the search index hold what was put in, divided so that a change stays small."""

import random
from collections.abc import Callable
from zlib import crc32

import pytest

from llmpapers.website.search.encoding import gaps, placed_gaps, varint
from llmpapers.website.search.files import Division, index_files
from llmpapers.website.search.findable import Findable, Kind
from llmpapers.website.search.inverted import Exact, Place

ReadIndex = Callable[..., object]

ROUND = Findable(
    Kind.PAPER,
    "round",
    "RoundLoaf: Baking 4-Bit Bread",
    name="RoundLoaf",
    others=["Circular Bread"],
    authors=["Ada B. Sample"],
    text="Bread that is round, by low-rank kneading.",
    facts=["2021", "ICBB", "Baking: Ovens"],
    identifiers=["2011.01234"],
)
DIVIDED = Division(whole_up_to=0, words=64, list_bytes=256, records=8, checksums=32)


def invented(count: int, seed: int = 1) -> list[Findable]:
    chance = random.Random(seed)
    letters = "abcdefghijklmnopqrstuvwxyzé日"
    vocabulary = ["".join(chance.choices(letters, k=chance.randint(1, 9))) for _ in range(count * 3)]
    weights = [1 / (place + 1) for place in range(len(vocabulary))]

    def some(number: int) -> str:
        return " ".join(chance.choices(vocabulary, weights, k=number))

    return [
        Findable(
            Kind.PAPER, f"p-{number}", some(7), name=some(1), authors=[some(2)], text=some(20), facts=["2020", some(1)]
        )
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("word", "places"),
    [
        ("roundloaf", [Place.WHOLE_NAME]),
        ("baking", [Place.SHORT_TITLE]),
        ("4bit", [Place.SHORT_TITLE]),
        ("circular", [Place.OTHER_NAME]),
        ("circularbread", [Place.OTHER_NAME]),
        ("bread", [Place.SHORT_TITLE]),
        ("ada", [Place.GIVEN_NAME]),
        ("sample", [Place.FIRST_FAMILY_NAME]),
        ("kneading", []),
    ],
)
def test_a_word_of_the_head_says_its_best_place(read_index: ReadIndex, word: str, places: list[Place]) -> None:
    head, _, _ = read_index([ROUND]).words()[word]
    assert head == [(0, place) for place in places]


def test_words_of_text_and_of_facts_are_kept_apart(read_index: ReadIndex) -> None:
    words = read_index([ROUND]).words()
    assert {word for word, (_, text, _) in words.items() if text} == {
        "that", "is", "round", "by", "low", "rank", "lowrank", "kneading",
    }  # fmt: skip
    assert {word for word, (_, _, facts) in words.items() if facts} == {"2021", "icbb", "baking", "ovens"}


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("roundloafbaking4bitbread", Exact.TITLE),
        ("roundloaf", Exact.NAME),
        ("circularbread", Exact.OTHER_NAME),
        ("baking4bitbread", Exact.SIDE_OF_COLON),
        ("adasample", Exact.AUTHOR),
        ("201101234", Exact.IDENTIFIER),
    ],
)
def test_whole_texts_are_found_by_their_checksum(read_index: ReadIndex, key: str, kind: Exact) -> None:
    reading = read_index([ROUND])
    numbers = reading.numbers(reading.files["x-0.bin"])
    value, found = 0, []
    for step, record in zip(numbers[::2], numbers[1::2], strict=True):
        value += step
        found.append((value, record))
    assert (crc32(key.encode()), kind) in found
    assert found == sorted(found)


def test_a_divided_index_holds_the_same_as_a_whole_one(read_index: ReadIndex) -> None:
    things = invented(400)
    whole, divided = read_index(things), read_index(things, DIVIDED)
    assert set(whole.files) >= {"index.json", "all.bin"}
    assert "all.bin" not in divided.files
    assert len(divided.top["words"]) > 10
    assert divided.words() == whole.words()
    assert divided.records() == whole.records() == [thing.record() for thing in things]


def test_the_endings_of_a_divided_index_are_its_words_backwards(read_index: ReadIndex) -> None:
    divided = read_index(invented(400), DIVIDED)
    endings = [
        word for name, content in divided.files.items() if name.startswith("e-") for word in divided.coded(content)[0]
    ]
    assert sorted(word[::-1] for word in endings) == sorted(w for w in divided.words() if len(w) > 2)


def test_the_same_things_give_the_same_bytes() -> None:
    one, other = (list(index_files(invented(300), [], DIVIDED)) for _ in range(2))
    assert one == other


def test_one_changed_thing_changes_few_files() -> None:
    things = invented(1500)
    division = Division(whole_up_to=0, words=64, list_bytes=1024, records=8, checksums=32)
    before = dict(index_files(things, [], division))
    changed = [*things[:700], Findable(Kind.PAPER, "p-700", "A new title of seven words here"), *things[701:]]
    after = dict(index_files(changed, [], division))
    differing = [name for name in {*before, *after} if before.get(name) != after.get(name)]
    assert len(after) > 500
    assert len(differing) < len(after) / 5


def test_every_file_is_of_bounded_size() -> None:
    files = dict(index_files(invented(1500), [], DIVIDED))
    sizes = {name: len(content) for name, content in files.items() if "/p-" in name}
    assert len(sizes) > 50
    # A list stands in one file, however long; two together only as far as they fit.
    assert max(sizes.values()) < 2000


@pytest.mark.parametrize("value", [0, 1, 127, 128, 300, 16383, 16384, 2**32 - 1])
def test_numbers_are_written_seven_bits_a_byte(read_index: ReadIndex, value: int) -> None:
    assert read_index([ROUND]).numbers(varint(value)) == [value]


@pytest.mark.parametrize(
    ("records", "steps"), [([], []), ([0], [0]), ([5], [5]), ([0, 1, 2], [0, 0, 0]), ([3, 300, 5000], [3, 296, 4699])]
)
def test_growing_numbers_are_written_by_their_distances(
    read_index: ReadIndex, records: list[int], steps: list[int]
) -> None:
    from array import array

    assert read_index([ROUND]).numbers(gaps(array("I", records))) == steps
    placed = array("I", [record << 3 | 5 for record in records])
    assert read_index([ROUND]).numbers(placed_gaps(placed)) == [step << 3 | 5 for step in steps]
