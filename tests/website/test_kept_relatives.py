"""Relatives that are kept from build to build are those that would be found."""

import datetime
import random

import pytest

from llmpapers.catalog import Sourced
from llmpapers.models import Paper
from llmpapers.reading import Document
from llmpapers.website import relatives
from llmpapers.website.kept_relatives import KeptRelatives
from llmpapers.website.relatives import Relatives

WORDS = [
    f"{first}{second}" for first in ("rye", "oat", "spelt", "bran") for second in ("dough", "crust", "s", "mill", "")
]
AUTHORS = [f"{first} {last}" for first in "ABC" for last in ("Example", "Muster", "~Tilde")]
TOPICS = ["ovens", "baking", "baking/sourdough", "mills"]

Papers = dict[str, Sourced[Paper]]


def some_paper(chance: random.Random) -> Paper:
    return Paper.model_construct(
        title=" ".join(chance.sample(WORDS, 4)).title(),
        summary=" ".join([*chance.choices(WORDS, k=8), *chance.choices(["RyeNet", "S-Oat", "Bran2"], k=1)]),
        short_name=chance.choice([None, None, None, "RyeNet", "S-Oat", "Bran2"]),
        authors=chance.sample(AUTHORS, 2),
        topics=chance.sample(TOPICS, chance.randint(1, 2)),
        year=chance.randint(2019, 2024),
        arxiv=chance.choice([None, f"{chance.randint(19, 24)}{chance.randint(1, 12):02}.{chance.randint(0, 9999):05}"]),
        added=datetime.date(2026, 2, 1),
    )


def kept(papers: Papers, notes: dict[str, str], subject: str = "bread") -> KeptRelatives:
    return KeptRelatives(Relatives(papers, subject), papers.keys(), lambda id_: repr(papers[id_].record), notes)


def asked(papers: Papers, id_: str) -> tuple[int, set[str]]:
    """Ask of some papers for fewer, and for none of those that other papers point to."""
    return (3 if "1" in id_ else 6), {id_, *(f"p{number}" for number in range(3) if "2" in id_)} & papers.keys()


def notes_of(papers: Papers, found: KeptRelatives) -> dict[str, str]:
    return {id_: found.note(id_, *asked(papers, id_), found.find(id_, *asked(papers, id_))) for id_ in papers}


def changed(papers: Papers, chance: random.Random, fresh: str) -> Papers:
    """Add, drop, or change one to three papers of many."""
    after = dict(papers)
    for number in range(chance.randint(1, 3)):
        some = chance.choice(sorted(after))
        what = chance.choice(["add", "drop", "replace", "rename", "reword", "reword"])
        if what == "add":
            after[f"{fresh}-{number}"] = Sourced(f"{fresh}-{number}", some_paper(chance), Document("x"))
        elif what == "drop":
            del after[some]
        elif what == "replace":
            after[some] = Sourced(some, some_paper(chance), Document("x"))
        elif what == "reword":
            words = after[some].record.summary.split()
            summary = " ".join([*chance.choices(WORDS, k=chance.choice([1, 12])), words[-1]])
            after[some] = Sourced(some, after[some].record.model_copy(update={"summary": summary}), Document("x"))
        else:
            record = after[some].record.model_copy(update={"short_name": chance.choice([None, "RyeNet", "Bran3"])})
            after[some] = Sourced(some, record, Document("x"))
    return dict(sorted(after.items()))


@pytest.mark.parametrize("seed", range(80))
def test_what_is_kept_is_what_would_be_found(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)
    monkeypatch.setattr(relatives, "_EFFORTS", ((10**6, *chance.choice([(1, 2), (2, 4), (3, 9)])),))
    monkeypatch.setattr(relatives, "_LEAST", 1.0)
    monkeypatch.setattr(relatives, "_MOST_LOOKS", chance.choice([1, 3, 40]))
    papers: Papers = {f"p{number}": Sourced(f"p{number}", some_paper(chance), Document("x")) for number in range(90)}
    notes, total = notes_of(papers, kept(papers, {})), 0
    for step in range(3):
        papers = changed(papers, chance, f"new{step}")
        then, now = kept(papers, notes), kept(papers, {})
        for id_ in papers:
            ids = then.ids(id_, *asked(papers, id_))
            assert ids is None or ids == now.find(id_, *asked(papers, id_)), (step, id_)
            total += ids is not None
        notes = notes_of(papers, now)
        assert notes == notes_of(papers, then)
    assert total, "nothing was kept"


def test_nothing_is_kept_where_other_things_count_or_much_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(1)
    papers: Papers = {f"p{number}": Sourced(f"p{number}", some_paper(chance), Document("x")) for number in range(90)}
    notes = notes_of(papers, kept(papers, {}))

    def number_kept(after: Papers, subject: str = "bread") -> int:
        return sum(kept(after, notes, subject).ids(id_, *asked(papers, id_)) is not None for id_ in after)

    assert number_kept(papers) == 90
    assert number_kept(papers, "mills") == 0
    assert number_kept(dict(list(papers.items())[:80])) == 0
    monkeypatch.setattr(relatives, "_EFFORTS", ((10**6, 3, 9),))
    assert number_kept(papers) == 0
