"""From a candidate to a new entry: its id, and what stands in it."""

import datetime

import pytest

from llmpapers.candidates import Candidate
from llmpapers.identifiers import is_entry_id
from llmpapers.loading import load_catalog
from llmpapers.proposals import TODO_SUMMARY, name_before_colon, propose_id, proposed_fields, taken_ids


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("LoRA: Low-Rank Adaptation", "LoRA"),
        ("Levain 2: Feeding a Starter", "Levain 2"),
        ("LLM.int8(): 8-bit Matrices", "LLM.int8()"),
        ("Mixture of Loaves: A Survey", None),
        ("Why Does It Rise? A Study: Part One", None),
        ("No Name at All", None),
        ("Trailing:", None),
        (": Leading", None),
    ],
)
def test_a_title_begins_with_a_name(title, name):
    assert name_before_colon(title) == name


@pytest.mark.parametrize(
    ("candidate", "id_"),
    [
        (Candidate(title="Rye: Bread of the North"), "rye"),
        (Candidate(title="Rye: Bread of the North", short_name="RyeNet+"), "ryenet-plus"),
        (Candidate(title="σ-MoE: Sparse"), "sigma-moe"),
        (Candidate(title="LLM.int8(): 8-bit"), "llm-int8"),
        (Candidate(title="The Rise and Fall of a Dough in the Heat"), "rise-fall-dough-heat"),
        (Candidate(title="Levain: Again", year=2024), "levain-2024"),
        (Candidate(title="Levain: Again"), "levain-3"),
        (Candidate(title="Yes", short_name="Eternal Starter", year=2024), "eternal-starter-2024"),
        (Candidate(title="面包", arxiv="2402.01234"), "arxiv-2402-01234"),
        (Candidate(title="面包"), "paper"),
        (Candidate(title="A" * 300 + ": b"), "a" * 60),
    ],
)
def test_an_id_is_proposed_that_no_entry_has(write_project, candidate, id_):
    proposed = propose_id(candidate, taken_ids(load_catalog(write_project())))
    assert proposed == id_
    assert is_entry_id(proposed)


TODAY = datetime.date(2026, 3, 1)


@pytest.mark.parametrize(
    ("candidate", "expected"),
    [
        (
            Candidate(title="Rye:  Bread\nof \u200bthe North", authors=("Ada Example",), arxiv="2402.01234v2"),
            {"title": "Rye: Bread of the North", "short_name": "Rye", "authors": ["Ada Example"], "venue": "arXiv",
             "year": 2024, "arxiv": "2402.01234"},
        ),
        (
            Candidate(title="Rye", venue="CoRR", year=2025, url="https://arxiv.org/abs/2402.01234"),
            {"title": "Rye", "venue": "arXiv", "year": 2024, "arxiv": "2402.01234"},
        ),
        (
            Candidate(
                title="Rye", venue="Proceedings of the 3rd International Conference on Better Bread", year=2025,
                doi="https://doi.org/10.1234/Rye", url="https://doi.org/10.1234/Rye", pdf="https://icbb.example.org/rye.pdf",
            ),
            {"title": "Rye", "venue": "ICBB", "year": 2025, "doi": "10.1234/Rye", "pdf": "https://icbb.example.org/rye.pdf"},
        ),
        (
            Candidate(title="Rye", venue="Journal of Ashes", year=2025, doi="10.48550/arXiv.2402.01234"),
            {"title": "Rye", "venue": "Journal of Ashes", "year": 2025, "arxiv": "2402.01234"},
        ),
        (
            Candidate(
                title="Rye", url="https://icbb.example.org/rye.PDF",
                code=("https://github.com/e/rye", "javascript:alert(1)"),
                project="not an address", also_known_as=("RYE!", "Old Rye", "old rye"),
            ),
            {"title": "Rye", "pdf": "https://icbb.example.org/rye.PDF", "code": ["https://github.com/e/rye"],
             "also_known_as": ["Old Rye"]},
        ),
    ],
)  # fmt: skip
def test_the_fields_are_what_the_candidate_states(write_project, candidate, expected):
    fields = proposed_fields(candidate, load_catalog(write_project()), ["baking", "baking"], TODAY)
    rest = {"topics": ["baking"], "summary": TODO_SUMMARY, "added": TODAY}
    assert fields == expected | rest
