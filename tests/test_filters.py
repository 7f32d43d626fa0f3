"""Which papers are meant."""

import pytest

from llmpapers.filters import Filters, newest_first, searchable_text, select_papers
from llmpapers.loading import load_catalog


@pytest.mark.parametrize(
    ("filters", "passes"),
    [
        (Filters(), True),
        (Filters(topics=("baking",)), True),
        (Filters(topics=("baking/sourdough",)), True),
        (Filters(topics=("ovens",)), False),
        (Filters(topics=("ovens", "baking")), True),
        (Filters(topics=("bak",)), False),
        (Filters(years=(2021, 2021)), True),
        (Filters(years=(2022, 9999)), False),
        (Filters(venues=("ICBB",)), True),
        (Filters(venues=("icbb",)), False),
        (Filters(code=True), True),
        (Filters(code=False), False),
        (Filters(author="MUSTER"), True),
        (Filters(author="Müster"), True),
        (Filters(author="Celik Muster"), True),
        (Filters(author="Müster Çelik"), True),
        (Filters(author="muster, celik"), True),
        (Filters(author="Ada Sample"), False),
        (Filters(author="Nobody"), False),
        (Filters(text="loaves KEEPING"), True),
        (Filters(text="keeping nothing"), False),
        (Filters(text="  "), True),
        (Filters(text="levain 2011.01234"), True),
        (Filters(text="10.1234/ICBB.2021.17"), True),
        (Filters(topics=("baking",), years=(2021, 2021), code=False), False),
    ],
)
def test_every_filter_has_to_let_a_paper_through(write_project, filters: Filters, passes: bool) -> None:
    paper = load_catalog(write_project()).papers["levain"].record
    assert filters.accept(paper) is passes


def test_text_means_whatever_a_reader_remembers(write_project) -> None:
    text = searchable_text(load_catalog(write_project()).papers["levain"].record)
    for part in ("keeping a starter", "levain", "starters that do not die", "celik muster", "usually dies"):
        assert part in text


def test_papers_of_one_year_stand_by_date_of_preprint_then_title(write_project) -> None:
    changes = {"catalog/papers/kneadnet.yaml": ("year: 2020", "year: 2022")}
    papers = load_catalog(write_project(changes)).papers
    of_2022 = [entry.id for entry in newest_first(papers.values()) if entry.record.year == 2022]
    assert of_2022 == ["levain-2", "kneadnet", "steam"]


def test_a_selection_is_in_reading_order(write_project) -> None:
    found = select_papers(load_catalog(write_project()), Filters(topics=("ovens",)))
    assert [entry.id for entry in found] == ["stone-again", "steam", "stone"]
