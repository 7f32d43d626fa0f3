"""Counts of a catalog, and how complete its entries are."""

import datetime

import pytest

from llmpapers.loading import load_catalog
from llmpapers.statistics import Share, assess, count


@pytest.mark.parametrize(("part", "whole", "percent"), [(1, 4, 25.0), (0, 3, 0.0), (3, 3, 100.0), (0, 0, None)])
def test_a_share_is_given_in_percent_unless_of_nothing(part: int, whole: int, percent: float | None) -> None:
    assert Share(part, whole).percent == percent


def test_papers_below_a_topic_count_for_it_once(write_project) -> None:
    assert count(load_catalog(write_project())).topics == {"baking": 6, "baking/sourdough": 4, "ovens": 3}


def test_the_most_frequent_venue_comes_first_and_equals_by_name(write_project) -> None:
    assert list(count(load_catalog(write_project())).venues.items()) == [
        ("ICBB", 3), ("Journal of Dough", 2), ("arXiv", 2), ("Crumbs Workshop", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("today", "old"),
    [
        (datetime.date(2021, 3, 31), []),
        (datetime.date(2021, 4, 1), ["stone"]),
        (datetime.date(2024, 5, 31), ["stone"]),
        (datetime.date(2024, 6, 1), ["levain-2", "stone"]),
    ],
)
def test_a_preprint_is_old_after_two_years(write_project, today: datetime.date, old: list[str]) -> None:
    assert assess(load_catalog(write_project()), today).old_preprints == old


def test_topics_without_prose_are_named(write_project) -> None:
    text = "- id: bare\n  title: Bare\n"
    quality = assess(load_catalog(write_project({"catalog/topics.yaml": text})), datetime.date(2026, 1, 1))
    assert quality.topics_without_prose == quality.topics_without_start == ["bare"]
    assert quality.topics_with_few_papers == {"bare": 0}
