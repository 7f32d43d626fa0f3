"""Citation keys that can be read, and that stay."""

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmpapers.catalog import Sourced
from llmpapers.exporters.citing import citation_keys, cited_papers
from llmpapers.models import Paper, VenueKind
from llmpapers.reading import Document


def sourced(cite, *papers: dict[str, object]) -> dict[str, Sourced[Paper]]:
    return {
        f"id{number}-x": Sourced(f"id{number}-x", cite(**one).record, Document("x"))
        for number, one in enumerate(papers)
    }


def keys_of(cite, *papers: dict[str, object]) -> list[str]:
    return list(citation_keys(sourced(cite, *papers)).values())


@pytest.mark.parametrize(
    ("authors", "title", "key"),
    [
        (["Kim Unreal"], "The Rye of a Baker", "unreal2023rye"),
        (["Çelik Müster"], "σ-Bread", "muster2023sigmabread"),
        (["Jo van den Nobody"], "8-bit Bread", "vandennobody2023bread"),
        (["Jo De Sa Jr."], "What Is Bread?", "desa2023bread"),
        (["Ada O'Example"], "Bread.int8(): A Loaf", "oexample2023breadint8"),
        (["Kim Unreal"], "S-Bread 2", "unreal2023sbread"),
        (["Kim Unreal"], "Mixture-of-Experts Bread", "unreal2023mixture"),
        (["Kim Unreal"], "Rise-and-Shine Bread", "unreal2023riseandshine"),
        (["Bread-AI"], "Bread-V3", "breadai2023breadv3"),
        (["面包"], "Bread", "id02023"),
        (["Kim Unreal"], "面包", "unreal2023id0"),
        (["Kim Unreal"], "On the 2", "unreal2023id0"),
    ],
)
def test_a_key_is_surname_year_and_the_first_word_that_says_something(cite, authors, title, key) -> None:
    assert keys_of(cite, {"authors": authors, "title": title}) == [key]


def test_papers_that_would_share_a_key_are_told_apart(cite) -> None:
    papers = [{}, {}, {"title": "Ryeb"}, {"title": "Rye"}]
    assert keys_of(cite, *papers) == ["unreal2023rye", "unreal2023ryeb", "unreal2023ryebb", "unreal2023ryec"]


def test_an_entry_that_is_added_later_takes_no_key_from_another(cite) -> None:
    later = {"added": datetime.date(2026, 3, 1)}
    assert keys_of(cite, later, {}) == ["unreal2023ryeb", "unreal2023rye"]


_WORD = st.sampled_from(["Rye", "Ryeb", "The", "Bread", "面包", "Rye b"])


@given(papers=st.lists(st.tuples(_WORD, st.sampled_from(["Kim Unreal", "K Unrealb", "包"])), max_size=70))
def test_no_two_papers_share_a_key(cite, papers) -> None:
    keys = keys_of(cite, *({"title": title, "authors": [author]} for title, author in papers))

    assert len(set(keys)) == len(papers)
    assert all(re.fullmatch(r"[a-z0-9-]+", key) for key in keys)


def test_papers_come_in_the_order_that_is_asked_for(catalog) -> None:
    assert [paper.key for paper in cited_papers(catalog, ["stone", "levain"])] == [
        "pretend2019baking",
        "example2021levain",
    ]
    assert [paper.id for paper in cited_papers(catalog)] == list(catalog.papers)


@pytest.mark.parametrize(
    ("kind", "values", "month"),
    [
        (VenueKind.PREPRINT, {"arxiv": "2305.04321"}, 5),
        (VenueKind.PREPRINT, {"arxiv": "2205.04321"}, None),
        (VenueKind.PREPRINT, {}, None),
        (VenueKind.CONFERENCE, {"arxiv": "2305.04321"}, None),
    ],
)
def test_only_of_a_preprint_the_month_is_known(cite, kind, values, month) -> None:
    assert cite(kind, **values).month == month
