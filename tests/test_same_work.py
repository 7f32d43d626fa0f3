"""Which papers are the same work is found once for the same titles, authors and identifiers, and again for others."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from llmpapers import catalog_memory, parallel
from llmpapers.checking import read_and_check
from llmpapers.problems import Problem

TITLE = "Levain: Keeping a Starter Alive Across Many Loaves"


def problems(root: Path) -> list[Problem]:
    return list(read_and_check(root).problems)


def write_again(root: Path, **fields: object) -> None:
    """Write a paper that is the same work as another unless fields say otherwise."""
    known = {
        "title": TITLE, "authors": ["Ada Example"], "venue": "ICBB", "year": 2024, "topics": ["ovens"],
        "summary": "A starter lives on for years if a baker feeds it every day with flour and water.",
    }  # fmt: skip
    text = yaml.safe_dump({**known, **fields}, sort_keys=False)
    (root / "catalog/papers/again.yaml").write_text(f"{text}added: 2026-02-01\n", encoding="utf-8")


@pytest.fixture
def repeated(write_project: Callable[..., Path]) -> Path:
    """Gives a project in which two papers look like one."""
    root = write_project()
    write_again(root)
    return root


def test_what_was_found_holds_while_only_other_fields_change(repeated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = problems(repeated)
    assert {problem.code for problem in before} & {"duplicate", "likely-duplicate"}
    monkeypatch.setattr(catalog_memory, "find_matches", lambda works, known: pytest.fail("compared again"))
    write_again(repeated, year=2022)

    assert [p.message for p in problems(repeated)] == [p.message for p in before]
    shutil.rmtree(repeated / ".cache")
    with pytest.raises(pytest.fail.Exception):
        problems(repeated)


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Another Thing Entirely"},
        {"authors": ["Bo Beispiel"]},
        {"arxiv": "2011.01234", "title": "Another Thing Entirely"},
        {"doi": "10.1234/icbb.2021.17"},
        {"title": "Other", "also_known_as": [TITLE]},
        {"not_duplicates": ["levain"]},
    ],
    ids="-".join,
)
def test_after_a_change_of_what_decides_the_same_is_found_as_without_a_cache(
    fields: dict[str, object], repeated: Path
) -> None:
    problems(repeated)
    write_again(repeated, **fields)
    found = problems(repeated)
    shutil.rmtree(repeated / ".cache")

    assert found == problems(repeated)


def test_a_damaged_file_of_the_cache_only_costs_time(repeated: Path) -> None:
    before = problems(repeated)
    kept = repeated / ".cache/llmpapers/matches.json"
    kept.write_bytes(kept.read_bytes().replace(b"levain", b"lavein"))

    assert problems(repeated) == before


SCRIPT = """
import os, signal, sys
from pathlib import Path
from llmpapers import checking, parallel
from llmpapers.project import find_project
from llmpapers.website.building import build_site

HERE, compare = os.getpid(), checking.same_works

def compared(*arguments):
    os.write(2, b"here" if os.getpid() == HERE else b"apart")
    if os.getpid() != HERE and sys.argv[2] == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    return compare(*arguments)

checking._FEW, checking.same_works = 0, compared
root = Path(sys.argv[1])
report = build_site(find_project(root), root / "site")
print([str(problem) for problem in report.checked.problems], report.published)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere one process does everything")
@pytest.mark.parametrize(
    ("processes", "case", "where"), [("1", "", "here"), ("2", "", "apart"), ("2", "killed", "aparthere")]
)
def test_a_build_finds_it_wherever_papers_are_compared(repeated: Path, processes: str, case: str, where: str) -> None:
    # In a process of its own, since this one has threads.
    environment = os.environ | {parallel.PROCESSES: processes}
    command = [sys.executable, "-c", SCRIPT, str(repeated), case]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=60)

    assert done.stderr == where
    assert done.stdout == f"{[str(problem) for problem in problems(repeated)]} None\n"
    assert not (repeated / "site").exists()
