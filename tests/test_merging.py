"""Two descriptions of one work made into one."""

import datetime

import pytest

from llmpapers.loading import load_catalog
from llmpapers.merging import Conflict, merge_fields

FORMAL = {"title": "Net: A New Way", "venue": "ICBB", "year": 2021}
PREPRINT = {"title": "A Way", "venue": "arXiv", "year": 2020}
EARLY, LATE = datetime.date(2026, 1, 1), datetime.date(2026, 2, 1)


@pytest.fixture
def catalog(write_project):
    return load_catalog(write_project())


@pytest.mark.parametrize(
    ("kept", "other", "changes"),
    [
        pytest.param({}, {"doi": "10.1/a", "award": None, "code": []}, {"doi": "10.1/a"}, id="what is lacking"),
        pytest.param(PREPRINT, FORMAL, {**FORMAL, "also_known_as": ["A Way"]}, id="the formal venue wins"),
        pytest.param(FORMAL, PREPRINT, {"also_known_as": ["A Way"]}, id="a preprint changes no venue"),
        pytest.param(
            {"topics": ["a"], "links": [{"label": "Slides", "url": "https://x.org/s"}]},
            {"topics": ["b", "a"], "links": [{"label": "Talk", "url": "http://x.org/s/"}]},
            {"topics": ["a", "b"]},
            id="lists are united, links by address",
        ),
        pytest.param(
            {"code": ["https://x.org/a"]}, {"code": [{"url": "https://x.org/a.git"}, "https://x.org/b"]},
            {"code": ["https://x.org/a", "https://x.org/b"]}, id="code in either form",
        ),
        pytest.param(
            {"title": "A", "short_name": "Net"}, {"title": "a!", "short_name": "NetX", "also_known_as": ["net", "Y"]},
            {"also_known_as": ["NetX", "Y"]}, id="every name is kept once",
        ),
        pytest.param({"added": LATE}, {"added": EARLY}, {"added": EARLY}, id="earlier"),
        pytest.param({"topics": ["a"]}, {"topics": ["a/b"]}, {"topics": ["a/b"]}, id="the topic below"),
        pytest.param({"topics": ["a/b"]}, {"topics": ["a"]}, {}, id="the topic above"),
        pytest.param({"summary": "TODO: write it"}, {"summary": "It is."}, {"summary": "It is."}, id="at last"),
        pytest.param({"authors": ["TODO"]}, {"authors": ["Ada Example"]}, {"authors": ["Ada Example"]}, id="authors"),
        pytest.param({"authors": ["Ada Example"]}, {"authors": ["TODO"]}, {}, id="no authors yet"),
        pytest.param({"summary": "It is."}, {"summary": "TODO"}, {}, id="no summary yet"),
        pytest.param({"doi": "10.1000/AB"}, {"doi": "10.1000/ab", "url": "https://doi.org/10.1000/AB"}, {}),
        pytest.param({"arxiv": "2011.01234"}, {"url": "https://arxiv.org/abs/2011.01234v1"}, {}, id="address"),
        pytest.param({"authors": ["Ada Example"]}, {"authors": ["A. Example"]}, {}, id="abbreviated authors"),
        pytest.param({"waive": {"a": "x"}}, {"waive": {"a": "y", "b": "z"}}, {"waive": {"b": "z", "a": "x"}}),
    ],
)  # fmt: skip
def test_what_the_kept_entry_gains(catalog, kept, other, changes):
    merge = merge_fields(kept, other, catalog)
    assert (merge.changes, merge.conflicts) == (changes, [])


@pytest.mark.parametrize(
    ("name", "kept", "other"),
    [
        ("year", {"venue": "ICBB", "year": 2020}, {"venue": "ICBB", "year": 2021}),
        ("venue", {"venue": "ICBB"}, {"venue": "Crumb"}),
        ("arxiv", {"arxiv": "2011.01234"}, {"arxiv": "2011.01235"}),
        ("authors", {"authors": ["Ada Example"]}, {"authors": ["Ada Example", "Ben Sample"]}),
        ("url", {"url": "https://x.org/a"}, {"url": "https://x.org/b"}),
        ("summary", {"summary": "It is."}, {"summary": "It is not."}),
    ],
)
def test_a_contradiction_is_noted_and_nothing_overwritten(catalog, name, kept, other):
    merge = merge_fields(kept, other, catalog)
    assert (merge.changes, merge.conflicts) == ({}, [Conflict(name, kept[name], other[name])])
