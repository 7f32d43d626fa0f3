"""Lists that others keep are read well enough, by the benchmarks' own measure.

The lists belong to others, so they are not in this repository. Folders of them, with what a person read in each beside
it, are looked for in `LLMPAPERS_LISTS` and in the folders next to this repository; `benchmarks/README.md` says more.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from statistics import mean

import pytest

REPOSITORY = Path(__file__).parents[2]
sys.path.insert(0, str(REPOSITORY / "benchmarks"))

from dedupe_scores import judge  # noqa: E402
from import_scores import Score, scores  # noqa: E402

pytestmark = [pytest.mark.integration, pytest.mark.xdist_group("outside-lists")]


def files_beside(pattern: str) -> list[Path]:
    """Find the files, one folder deep, or skip in the sight of all."""
    stated = os.environ.get("LLMPAPERS_LISTS")
    places = [Path(stated)] if stated else sorted(path for path in REPOSITORY.parent.iterdir() if path.is_dir())
    found = [file for place in places for file in sorted(place.glob(f"*/{pattern}"))]
    if not found:
        pytest.skip(f"nothing to measure with: LLMPAPERS_LISTS names no folder that has */{pattern}")
    return found


@pytest.fixture(scope="module")
def measured() -> dict[Path, Score]:
    folders = sorted({file.parent for file in files_beside("*.truth.jsonl")})
    return {file: score for folder in folders for file, score in scores(folder).items()}


def average(results: Iterable[Score], name: str) -> float:
    return mean(share for result in results if (share := result.share(name)) is not None)


def test_lists_in_markdown_are_read(measured: dict[Path, Score]) -> None:
    results = [score for file, score in measured.items() if file.suffix == ".md"]
    assert mean(result.recall for result in results) >= 0.97
    assert mean(result.precision for result in results) >= 0.97
    least = {"title": 0.95, "arxiv": 0.99, "year": 0.97, "venue": 0.93, "code": 0.93}
    shares = {name: average(results, name) for name in least}
    assert {name: share for name, share in shares.items() if share < least[name]} == {}
    assert sum(sum(result.invented.values()) for result in results) <= 0.02 * sum(result.found for result in results)


def test_bibliographies_are_read(measured: dict[Path, Score]) -> None:
    results = [score for file, score in measured.items() if file.suffix == ".bib"]
    assert mean(result.recall for result in results) >= 0.99
    least = {"title": 0.97, "authors": 0.95, "doi": 0.97, "year": 0.97}
    shares = {name: average(results, name) for name in least}
    assert {name: share for name, share in shares.items() if share < least[name]} == {}


def test_repeats_are_told_from_different_papers() -> None:
    for file in files_beside("*pairs.jsonl"):
        counts = judge(file)
        assert counts["right"] / (counts["right"] + counts["invented"]) >= 0.97
        assert counts["right"] / (counts["right"] + counts["missed"]) >= 0.95
