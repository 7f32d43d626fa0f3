"""The catalog as a whole: what is read, and how it is looked up."""

import datetime

import pytest

from llmpapers.catalog import submitted, topic_lineage
from llmpapers.loading import load_catalog
from llmpapers.models import Link

PAPERS = ["foldformer", "kneadnet", "levain", "levain-2", "steam", "stone", "stone-again", "wild-yeast"]


def test_all_records_are_read_in_a_stable_order(write_project):
    catalog = load_catalog(write_project())

    assert list(catalog.papers) == PAPERS
    assert list(catalog.resources) == ["flour-index", "loafbench", "starter-kit"]
    assert list(catalog.topics) == ["baking", "baking/sourdough", "ovens"]
    assert list(catalog.venues) == ["arXiv", "ICBB", "Journal of Dough", "Crumbs Workshop"]


def test_an_entry_has_what_its_file_says(write_project):
    entry = load_catalog(write_project()).papers["levain"]

    assert entry.document.name == "catalog/papers/levain.yaml"
    assert entry.record.authors == ["Ada Example", "Ben Sample", "Çelik Müster"]
    assert entry.record.code == [
        Link(url="https://github.com/example/levain"),
        Link(url="https://gitlab.com/example/levain-port", label="Port"),
    ]
    assert entry.record.added == datetime.date(2026, 1, 15)
    assert entry.record.summary.startswith("A starter usually dies between two loaves. Levain feeds")


@pytest.mark.parametrize(
    ("title", "id_"),
    [
        ("Levain: Keeping a Starter Alive Across Many Loaves", "levain"),
        ("LEVAIN - keeping a starter alive across many loaves", "levain"),
        ("levain", "levain"),
        ("Levain 2", "levain-2"),
        ("starters that do not die!", "levain"),
        ("KneadNet", "kneadnet"),
        ("Knead", None),
        ("", None),
    ],
)
def test_a_paper_is_found_by_title_name_and_earlier_title(title, id_, write_project):
    found = load_catalog(write_project()).find_by_title(title)

    assert (found.id if found else None) == id_


def test_a_title_goes_before_another_papers_name(write_project):
    root = write_project(
        {"catalog/papers/foldformer.yaml": ("short_name: FoldFormer", "short_name: Where does wild yeast come from")}
    )

    assert load_catalog(root).find_by_title("Where Does Wild Yeast Come From?").id == "wild-yeast"


@pytest.mark.parametrize(
    ("path", "papers", "resources"),
    [
        (
            "baking",
            ["foldformer", "kneadnet", "levain", "levain-2", "stone-again", "wild-yeast"],
            ["loafbench", "starter-kit"],
        ),
        ("baking/sourdough", ["levain", "levain-2", "stone-again", "wild-yeast"], ["starter-kit"]),
        ("ovens", ["steam", "stone", "stone-again"], []),
    ],
)
def test_a_topic_has_its_own_entries_and_those_below_it(path, papers, resources, write_project):
    catalog = load_catalog(write_project())

    assert [entry.id for entry in catalog.papers_of_topic(path)] == papers
    assert [entry.id for entry in catalog.resources_of_topic(path)] == resources


def test_a_topic_without_papers_is_not_shown(write_project):
    root = write_project({"catalog/topics.yaml": ("- id: ovens", "- id: toasters\n  title: Toasters\n- id: ovens")})

    assert [topic.record.id for topic in load_catalog(root).shown_topics()] == ["baking", "sourdough", "ovens"]


def test_the_lineage_of_a_topic_goes_from_the_top():
    assert topic_lineage("a/b/c") == ["a", "a/b", "a/b/c"]


def test_the_preprint_is_dated_by_its_arxiv_id(write_project):
    papers = load_catalog(write_project()).papers

    assert submitted(papers["levain"].record) == (2020, 11)
    assert submitted(papers["kneadnet"].record) is None


def test_one_bad_entry_does_not_lose_the_others(write_project):
    root = write_project({"catalog/papers/levain.yaml": "title: [", "catalog/papers/ovens/steam.yaml": b"\xff"})

    assert list(load_catalog(root).papers) == [id_ for id_ in PAPERS if id_ not in {"levain", "steam"}]


def test_a_catalog_of_nothing_is_three_missing_files(write_project):
    root = write_project({"catalog/papers/keep.md": ""}, small=False)

    assert [(p.code, p.file) for p in load_catalog(root).problems] == [
        ("missing-file", "catalog/catalog.yaml"),
        ("missing-file", "catalog/topics.yaml"),
        ("missing-file", "catalog/venues.yaml"),
    ]


def test_a_waiver_of_a_link_is_read(write_project):
    text = "- url: https://icbb.example.org/\n  reason: It asks for a login.\n  until: 2027-01-01\n"
    catalog = load_catalog(write_project({"catalog/links.yaml": text}))

    assert catalog.problems == []
    assert catalog.link_waivers[0].record.until == datetime.date(2027, 1, 1)
