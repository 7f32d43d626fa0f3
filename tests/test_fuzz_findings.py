"""Inputs that once broke a promise, and the promises on whatever else Hypothesis thinks of."""

import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks" / "fuzz"))
from targets import TARGETS  # noqa: E402

FOUND = sorted((ROOT / "tests/data/fuzz").glob("*/*"))
PIECES = st.sampled_from(
    ["title: ", "\n", "- ", "# c", '"', "@a{b, title = ", "{", "}", "](", "http://a.bc/d", "**", "`", "\\", "<b>", ",",
     "10.1/", "arXiv:", "2402.12345", "the ", "ICBB", "'24", "\u2028", "\x85", "é", "  ", ">-\n",
     "[", "]", "\x1e", "\0"]
)  # fmt: skip
INPUTS = st.one_of(st.binary(max_size=80), st.lists(PIECES, max_size=25).map(lambda parts: "".join(parts).encode()))


def test_every_finding_belongs_to_a_target() -> None:
    assert FOUND
    assert {path.parent.name for path in FOUND} <= TARGETS.keys()


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_fuzzing_found_stays_mended(path: Path) -> None:
    start = time.process_time()
    TARGETS[path.parent.name](path.read_bytes())
    # Processor time of this process alone; what was found took up to three minutes.
    assert time.process_time() - start < 5


@pytest.mark.parametrize("target", TARGETS)
def test_no_input_breaks_a_promise(target: str) -> None:
    @settings(max_examples=40)
    @given(INPUTS)
    def holds(data: bytes) -> None:
        TARGETS[target](data)

    holds()
