"""Which records are the same work, and that finding them stays quick."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmpapers import duplicates
from llmpapers.duplicates import KnownBlocks, Verdict, Work, compare, find_matches, title_likeness

SAME, LIKELY, CONFLICT, DIFFERENT = Verdict
LEVAIN = "Levain: Keeping a Starter Alive Across Many Loaves"
ADA, BEN, DEE, FAY = "Ada Example", "Ben Sample", "Dee Placeholder", "Fay Invented"


def work(title: str = LEVAIN, *authors: str, **values) -> Work:
    return Work(values.pop("key", title), title, authors, **values)


@pytest.mark.parametrize(
    ("verdict", "first", "second"),
    [
        # One identifier, like titles.
        (SAME, work(arxiv="2011.01234", url=None), work(LEVAIN.upper(), arxiv="https://arxiv.org/pdf/2011.01234v2")),
        (
            SAME,
            work(doi="10.1234/ABC"),
            work("Levain: Keeping Starters Alive across Many Loaves", doi="https://doi.org/10.1234/abc"),
        ),
        (
            SAME,
            work(url="https://arxiv.org/abs/2011.01234"),
            work("Keeping a Starter Alive Across Many Loaves", arxiv="2011.01234"),
        ),
        (SAME, work(url="https://bread.example.org/levain"), work(url="http://www.bread.example.org/levain/")),
        (SAME, work(LEVAIN, ADA, arxiv="2011.01234"), work(LEVAIN, FAY, arxiv="2011.01234")),
        # One identifier, a changed title: the authors tell, or what is known of the work's name.
        (
            SAME,
            work(LEVAIN, ADA, BEN, arxiv="2011.01234"),
            work("Starters That Do Not Die", ADA, BEN, arxiv="2011.01234"),
        ),
        (SAME, work("Levain: Immortal Starters", arxiv="2011.01234"), work(arxiv="2011.01234")),
        (
            SAME,
            work("Rye Doughs Folded in Warm Water", arxiv="2011.01234"),
            work("On Folding Rye Dough with Water", arxiv="2011.01234"),
        ),
        # One identifier, unlike titles.
        (CONFLICT, work(arxiv="2011.01234"), work("Steam in the First Ten Minutes", arxiv="2011.01234")),
        (
            CONFLICT,
            work(LEVAIN, ADA, BEN, doi="10.1234/a"),
            work("Steam in the First Ten Minutes", FAY, DEE, doi="10.1234/a"),
        ),
        (
            CONFLICT,
            work(url="https://bread.example.org/levain"),
            work("A Survey of Flours", url="https://bread.example.org/levain"),
        ),
        # The same title, or an earlier one, with shared authors, or without any.
        (SAME, work(LEVAIN, ADA, BEN), work("levain - keeping a starter alive across many loaves", "A. Example")),
        (SAME, work(LEVAIN, ADA, other_titles=["Starters That Do Not Die"]), work("Starters that do not die", ADA)),
        (SAME, work("A", ADA, other_titles=["Old Bread"]), work("B", ADA, other_titles=["Old bread"])),
        (SAME, work(), work()),
        (SAME, work(LEVAIN, ADA), work()),
        (DIFFERENT, work(LEVAIN, ADA), work(LEVAIN, FAY)),
        # A near title.
        (LIKELY, work(LEVAIN, ADA, BEN), work("Levain: Keeping Starters Alive Across Many Loaves", ADA)),
        (LIKELY, work("KneadNet: Keeping a Starter Alive Across Many Loaves", ADA), work(LEVAIN, ADA)),
        (LIKELY, work(), work("Keeping a Starter Alive across Many Loaves")),
        (LIKELY, work("Baking Bread in Modern Ovens at Scale"), work("Baking Bread in Modern Oven at Scale")),
        (
            DIFFERENT,
            work("Accelerating Ovens using Lossless Steam Compression"),
            work("Accelerating Ovens using Marble Steam Compression"),
        ),
        (DIFFERENT, work(LEVAIN, ADA), work("Levain: Keeping Starters Alive Across Many Loaves", FAY)),
        (DIFFERENT, work("Levain-2: Keeping a Starter Alive", ADA), work("Levain-3: Keeping a Starter Alive", ADA)),
        (DIFFERENT, work("Bread: A Survey", ADA), work("Yeast: A Survey", ADA)),
        (DIFFERENT, work(LEVAIN, ADA), work("Steam in the First Ten Minutes", ADA)),
    ],
)
def test_identifier_title_and_authors_decide_together(verdict, first, second):
    assert compare(first, second)[0] is verdict
    assert compare(second, first)[0] is verdict
    assert bool(compare(first, second)[1]) is (verdict is not DIFFERENT)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (work(arxiv="2011.01234"), work("Steam", arxiv="2011.01234")),
        (work(LEVAIN, ADA), work("Levain: Keeping Starters Alive Across Many Loaves", ADA)),
        (work(), work("Keeping a Starter Alive across Many Loaves")),
        (work(LEVAIN, ADA, other_titles=["Starters That Do Not Die"]), work("Starters that do not die", ADA)),
        (work("Baking Bread in Modern Ovens"), work("Baking Bread in Modern Oven")),
    ],
)
def test_a_pair_is_found_among_many_others(first, second):
    others = [work(f"Flour {n} under the Microscope", f"Gus Imaginary{n}") for n in range(200)]
    found = find_matches([first, *others[:100], second, *others[100:]])

    assert [(match.first, match.second) for match in found] == [(first, second)]
    assert found[0].verdict is compare(first, second)[0]


def test_each_pair_is_given_once_and_in_order():
    works = [work(LEVAIN, ADA, BEN, arxiv="2011.01234", doi="10.1234/a", key=n) for n in range(3)]

    assert [(match.first.key, match.second.key) for match in find_matches(works)] == [(0, 1), (0, 2), (1, 2)]


WORDS = [
    "rye",
    "wheat",
    "spelt",
    "barley",
    "oat",
    "corn",
    "teff",
    "millet",
    "rice",
    "emmer",
    "kamut",
    "malt",
    "bran",
    "germ",
    "yeast",
    "salt",
    "water",
    "steam",
    "stone",
    "oven",
]


def _title(n: int) -> str:
    return " ".join(WORDS[(n * step + n // 20) % len(WORDS)] for step in (1, 3, 7, 9, 11)) + f" w{n % 997}"


@pytest.mark.parametrize(
    "works",
    [
        [work(_title(n), f"Author{n % 500} Name{n % 700}", key=n, arxiv=f"2401.{n:05}") for n in range(3000)],
        [work(_title(n), ADA, key=n) for n in range(3000)],
        [work(f"Keeping a Starter Alive Across Many Loaves {n}", ADA, key=n) for n in range(3000)],
        [work("Keeping a Starter Alive Across Many Loaves", ADA, key=n) for n in range(3000)],
        [work(_title(n), key=n, url="https://bread.example.org/") for n in range(3000)],
        [work(LEVAIN, *(f"Author{m} Name" for m in range(5)), key=n, other_titles=[_title(n)]) for n in range(3000)],
        [work("", key=n) for n in range(3000)],
    ],
    ids=["unlike", "one author", "near-identical titles", "one title", "one address", "one team", "no title"],
)
def test_few_pairs_are_compared_however_alike_the_works_are(works, monkeypatch):
    compared = []
    monkeypatch.setattr(duplicates, "compare", lambda *pair: compared.append(pair) or (DIFFERENT, ""))
    find_matches(works)

    assert len(compared) < 20 * len(works)


@given(st.text(), st.text(), st.lists(st.text(), max_size=3), st.lists(st.text(), max_size=3))
def test_any_two_records_are_compared_alike_from_both_sides(one, other, authors, others):
    first, second = work(one, *authors), work(other, *others)

    assert compare(first, second)[0] is compare(second, first)[0]
    assert 0 <= title_likeness(first, second) <= 100


LABELED = (Path(__file__).parent / "data/labeled-pairs.jsonl").read_text("utf-8").splitlines()


@pytest.mark.parametrize("pair", [json.loads(line) for line in LABELED], ids=lambda pair: pair["a"]["title"][:40])
def test_pairs_labeled_by_readers_are_judged_as_they_did(pair):
    one, other = (Work(side, pair[side]["title"], arxiv=pair[side]["arxiv_id"], url=pair[side]["url"]) for side in "ab")
    expected = {SAME, LIKELY} if pair["label"] == "same" else {DIFFERENT, CONFLICT}

    assert compare(one, other)[0] in expected


@pytest.mark.parametrize("seed", range(10))
def test_blocks_that_are_known_change_nothing_that_is_found(seed: int) -> None:
    chance, known, total = random.Random(seed), KnownBlocks(), 0
    words = [f"{first}{last}" for first in ("rye", "oat", "spelt") for last in ("dough", "crust", "mill", "starter")]
    people = [f"{first} {last}" for first in ("Ada", "Bo") for last in ("Example", "Muster", "Sample")]

    titles = [" ".join(chance.sample(words, 7)) for _ in range(12)]

    def some(number: int) -> Work:
        title = f"{chance.choice(titles)}{chance.choice(['', 's', 'es'])}"
        return work(title, *chance.sample(people, 2), key=number)

    works = [some(number) for number in range(60)]
    for step in range(6):
        for number in chance.sample(range(len(works)), 2):
            works[number] = some(number)
        if step % 2:
            del works[chance.randrange(len(works))]
            works.append(some(100 + step))
        matches = find_matches(works, known)
        assert matches == find_matches(works)
        total += len(matches)
    assert total
