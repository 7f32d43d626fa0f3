"""What a check found is recalled as long as nothing of the catalog changed, and not a moment longer."""

import os
from pathlib import Path

import pytest

from llmpapers import file_states
from llmpapers.checking import read_and_check
from llmpapers.file_states import fingerprint
from llmpapers.findings import KeptFindings

FAULTY = {"catalog/papers/rye.yaml": "title: [\n"}


@pytest.fixture
def settled(monkeypatch):
    """Takes every file for one that was written long ago."""
    monkeypatch.setattr(file_states, "_SETTLED", -10_000_000_000)


def test_findings_come_back_as_they_were(write_project, settled):
    root = write_project(FAULTY)
    found = read_and_check(root, strict=True)
    recalled = KeptFindings(root).recall()

    assert recalled
    assert recalled.has_errors
    assert recalled.strictly() == found.findings
    assert [problem.source for problem in recalled.problems] == [problem.source for problem in found.problems]


CHANGES = {
    "an entry": lambda root: (root / "catalog/papers/levain.yaml").touch(),
    "a new entry": lambda root: (root / "catalog/papers/new.yaml").write_text("title: x\n"),
    "an entry less": lambda root: (root / "catalog/papers/levain.yaml").unlink(),
    "a name": lambda root: (root / "catalog/papers/levain.yaml").rename(root / "catalog/papers/lavein.yaml"),
    "a folder's name": lambda root: (root / "catalog/papers/ovens").rename(root / "catalog/papers/ofen"),
    "the topics": lambda root: (root / "catalog/topics.yaml").write_text("[]"),
    "a stray file": lambda root: (root / "catalog/notes.txt").write_text(""),
    "a schema": lambda root: ((root / "catalog/schema").mkdir(), (root / "catalog/schema/paper.json").write_text("{}")),
    "a link": lambda root: (root / "catalog/papers/link.yaml").symlink_to("levain.yaml"),
    "no catalog": lambda root: (root / "catalog").rename(root / "elsewhere"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_nothing_is_recalled(change, write_project, settled):
    root = write_project()
    read_and_check(root)
    assert KeptFindings(root).recall()
    CHANGES[change](root)

    assert KeptFindings(root).recall() is None


def test_a_catalog_that_was_written_just_now_is_checked_again(write_project):
    root = write_project()
    read_and_check(root)

    assert KeptFindings(root).fingerprint is None
    assert KeptFindings(root).recall() is None


def test_a_fingerprint_tells_places_apart(tmp_path: Path, settled):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    (tmp_path / "a/x").write_text("x")
    prints = [fingerprint([tmp_path / name]) for name in ("a", "b", "a/x", "nowhere")]

    assert None not in prints
    assert len(set(prints)) == len(prints)
    os.mkfifo(tmp_path / "a/pipe")
    assert fingerprint([tmp_path / "a"]) is None
