"""Papers that are like a paper, with reasons that depend on the two alone."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmpapers.catalog import Sourced
from llmpapers.models import Paper
from llmpapers.reading import Document
from llmpapers.website.relatives import Relative, Relatives


def paper(title: str = "Rye", summary: str = "", **values: object) -> Paper:
    known = {
        "title": title,
        "summary": summary,
        "authors": ["Kim Unreal"],
        "topics": ["ovens"],
        "year": 2023,
        "added": datetime.date(2026, 2, 1),
    }
    return Paper.model_construct(**known | values)


def catalog(*papers: Paper) -> dict[str, Sourced[Paper]]:
    return {f"p{number}": Sourced(f"p{number}", one, Document("x")) for number, one in enumerate(papers)}


def relatives(*papers: Paper, subject: str = "") -> list[Relative]:
    found = Relatives(catalog(*papers), subject)
    return found.shared("p0", found.of("p0", 9))


LONG = "Sourdough starters ferment slowly in cold cellars while bakers sleep"
OTHER = {"authors": ["Ada Example"], "topics": ["baking/sourdough"]}


@pytest.mark.parametrize(
    ("one", "other", "name", "authors", "topics", "words"),
    [
        ({}, {"title": "Wheat"}, "", 1, ("ovens",), ()),
        ({"title": LONG}, {"title": LONG.upper(), **OTHER}, "", 0, (), ("sourdough", "starters", "cellars", "ferment")),
        ({"title": "Cold Ovens"}, {"title": "The Cold Oven", "authors": ["X Y"]}, "", 0, ("ovens",), ("ovens", "cold")),
        (
            {"short_name": "RyeNet"},
            {"title": "X", "summary": "As RyeNet does.", **OTHER, "topics": ["ovens"]},
            "RyeNet",
            0,
            ("ovens",),
            (),
        ),
        ({"summary": "RyeNet-like."}, {"title": "X", "short_name": "RyeNet"}, "RyeNet", 1, ("ovens",), ()),
        ({"summary": "By S-Rye."}, {"title": "X", "short_name": "S-Rye"}, "S-Rye", 1, ("ovens",), ()),
        ({"summary": "By Z-Rye."}, {"title": "X", "short_name": "S-Rye"}, "", 1, ("ovens",), ()),
        ({"summary": "On steam."}, {"title": "X", "short_name": "steam"}, "", 1, ("ovens",), ()),
    ],
)
def test_what_two_papers_share_is_why_they_are_related(one, other, name, authors, topics, words) -> None:
    [found] = relatives(paper(**one), paper(**other))
    assert found == Relative("p1", name, authors, topics, words)


def test_papers_that_share_nothing_are_not_related() -> None:
    assert relatives(paper("Rye in Winter"), paper("Wheat in Summer", **OTHER)) == []


def test_common_words_and_those_of_the_whole_catalog_do_not_count() -> None:
    prose = "A Novel Method Whose Results Show That Bread Rises"
    assert relatives(paper(prose), paper(prose, **OTHER), subject="Papers on bread that rises") == []


def test_more_in_common_comes_first() -> None:
    found = relatives(
        paper("Rye Starters", LONG),
        paper("Wheat", "", authors=["X Y"]),
        paper("Rye Starters Again", LONG),
        paper("Starters", LONG, authors=["X Y"]),
    )
    assert [one.id for one in found] == ["p2", "p3", "p1"]


def test_papers_that_are_named_elsewhere_are_left_out() -> None:
    papers = catalog(paper(), paper(), paper())
    assert Relatives(papers).of("p0", 9, but={"p1"}) == ["p2"]
    assert len(Relatives(papers).of("p0", 1)) == 1


def test_a_new_paper_changes_nothing_between_two_others() -> None:
    first = [paper("Rye Starters", LONG), paper("Starters of Rye", LONG)]
    [before] = relatives(*first)
    [after, *_] = relatives(
        *first, *(paper("Ovens", LONG.lower(), topics=["baking"], authors=["X Y"]) for _ in range(9))
    )
    assert before == after


_SOME = st.sampled_from("rye wheat starter starters crumb crust oven ovens steam RyeNet S-Rye".split())


@given(
    st.lists(
        st.tuples(st.lists(_SOME, max_size=6).map(" ".join), st.sampled_from(["A B", "C D"]), st.booleans()),
        min_size=1,
        max_size=40,
    )
)
def test_any_catalog_gives_other_papers_each_once(entries) -> None:
    papers = catalog(
        *(paper(title, authors=[author], short_name="RyeNet" if named else None) for title, author, named in entries)
    )
    found = Relatives(papers)
    for id_ in papers:
        ids = found.of(id_, 5)
        assert id_ not in ids
        assert len(ids) == len(set(ids)) <= 5


def test_of_many_that_share_one_thing_the_nearest_by_date_are_compared() -> None:
    papers = catalog(*(paper(f"Rye {year}", year=year) for year in range(1000, 1000 + 3000)))
    found = Relatives(papers).of("p1500", 4)
    assert {int(id_[1:]) for id_ in found} == {1498, 1499, 1501, 1502}


def test_papers_that_are_added_between_two_do_not_part_them() -> None:
    around = [paper("Rye", arxiv="2306.00001"), paper("Rye", arxiv="2305.00001"), paper("Rye", arxiv="2308.00001")]
    between = [paper("Wheat", arxiv=f"2305.0001{number}", **OTHER) for number in range(5)]
    for papers in (around, [*around, *between]):
        assert Relatives(catalog(*papers)).of("p0", 1) == ["p1"]
