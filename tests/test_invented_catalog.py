"""The catalogs that benchmarks invent are sound, and build the same site under all circumstances."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from llmpapers import parallel
from llmpapers.checking import read_and_check

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
PAPERS = 220
"""More than one process makes alone."""


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        import generate

        return generate


@pytest.fixture(scope="module")
def invented(generate, tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("invented")
    generate.write_catalog(root, PAPERS, seed=3)
    # Without the site's address no pictures of topics are drawn, which have tests of their own.
    (root / "mkdocs.yml").write_text("site_name: Invented\n", encoding="utf-8")
    return root


def test_an_invented_catalog_is_sound(invented):
    checked = read_and_check(invented, strict=True)

    assert checked.problems == []
    assert len(checked.catalog.papers) == PAPERS
    assert len({entry.record.arxiv for entry in checked.catalog.papers.values()}) == PAPERS
    assert any(entry.record.builds_on for entry in checked.catalog.papers.values())


def test_the_same_numbers_invent_the_same(generate, invented, tmp_path):
    generate.write_catalog(tmp_path / "again", PAPERS, seed=3)
    generate.write_catalog(tmp_path / "other", PAPERS, seed=4)
    papers = {folder: sorted((folder / "catalog/papers").iterdir()) for folder in (invented, *tmp_path.iterdir())}
    read = {folder: [path.read_bytes() for path in found] for folder, found in papers.items()}

    assert read[invented] == read[tmp_path / "again"]
    assert read[invented] != read[tmp_path / "other"]


def test_json_lines_hold_the_same_papers(generate, invented, tmp_path):
    generate.write_json_lines(tmp_path / "papers.jsonl", PAPERS, seed=3)
    lines = [json.loads(line) for line in (tmp_path / "papers.jsonl").read_text(encoding="utf-8").splitlines()]

    assert {line["id"] for line in lines} == {path.stem for path in (invented / "catalog/papers").iterdir()}


def build(root: Path, **environment: str) -> dict[str, bytes]:
    command = [sys.executable, "-m", "llmpapers", "--root", str(root), "build", "--site-dir", str(root / "site")]
    subprocess.run(command, env=os.environ | environment, check=True, capture_output=True, cwd=root)
    return {path.relative_to(root / "site").as_posix(): path.read_bytes() for path in (root / "site").rglob("*.*")}


def test_a_site_is_the_same_under_all_circumstances(invented, tmp_path):
    elsewhere = tmp_path / "Ein anderer Ort"
    elsewhere.mkdir()
    shutil.copy(invented / "mkdocs.yml", elsewhere)
    files = [path for path in (invented / "catalog").rglob("*") if path.is_file()]
    for path in sorted(files, reverse=True):  # Written in another order, with other times.
        copy = elsewhere / path.relative_to(invented)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
        os.utime(copy, (10**9, 10**9))

    here = build(invented, LC_ALL="C", TZ="UTC", PYTHONHASHSEED="1", **{parallel.PROCESSES: "1"})
    there = build(elsewhere, LC_ALL="tr_TR.UTF-8", TZ="Asia/Tokyo", PYTHONHASHSEED="2", **{parallel.PROCESSES: "3"})

    assert here.keys() == there.keys()
    assert [name for name in here if here[name] != there[name]] == []
