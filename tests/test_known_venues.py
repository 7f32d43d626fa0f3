"""Well-known venues are found by whatever name they go, and stand in no other venue's way."""

from pathlib import Path

import pytest

from llmpapers.identifiers import is_entry_id
from llmpapers.known_venues import _venues, find_known_venue
from llmpapers.loading import load_catalog


@pytest.mark.parametrize("name", _venues())
def test_a_venue_is_found_by_all_its_names(name):
    venue = _venues()[name]
    written = [name, venue.full_name, *(venue.aliases or [])]
    forms = [form.format(text) for text in written for form in ("{}", "{} 2023", "Proceedings of the {}")]
    assert {form: found and found.name for form in forms if (found := find_known_venue(form)) != venue} == {}
    assert is_entry_id(venue.id)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("IEEE Trans. Pattern Anal. Mach. Intell.", "TPAMI"),
        ("Proceedings of the 40th International Conference on Machine Learning", "ICML"),
        ("NIPS'17", "NeurIPS"),
        ("NAACL-HLT (1)", "NAACL"),
        ("ICML Workshop on Bread", None),
        ("Submitted to ICLR 2025", None),
        ("Journal of Bread", None),
        ("Nature Bread", None),
        ("Medicine", None),
        ("", None),
    ],
)
def test_a_text_means_a_known_venue_or_none(text, name):
    found = find_known_venue(text)
    assert (found and found.name) == name


@pytest.mark.integration
def test_the_catalog_of_this_repository_says_the_same():
    """Its venues were looked up one by one."""
    stated = load_catalog(Path(__file__).parents[1]).venues
    both = {name: (stated[name].record, known) for name, known in _venues().items() if name in stated}
    assert len(both) > 30
    facts = {name: [(venue.full_name, venue.kind) for venue in pair] for name, pair in both.items()}
    # The catalog means what SIGMOD publishes since 2023, which is in a journal.
    assert [name for name, (here, there) in facts.items() if here != there] == ["SIGMOD"]
