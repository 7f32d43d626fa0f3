"""A disk that is full stops a command with a clear message; files stay whole, and nothing unfinished is left."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from faults.cases import CASES, Case, notes
from faults.commands import Faults, Tree, read_tree

FULL = "No space left on device"


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_full_from_any_operation_on_files_stay_whole(
    case: Case,
    faults: Faults,
    write_project: Callable[..., Path],
    again: Callable[[Path], Path],
) -> None:
    root = write_project(case.changes)
    before = read_tree(root / "catalog")
    done = again(root)
    ran = faults.run(done, case.arguments)
    assert ran.operations
    after = read_tree(done / "catalog")

    seen: list[Tree] = []
    for number in ran.needs_of_space():
        work = again(root)
        stopped = faults.run(work, case.arguments, "ENOSPC", number)
        found = read_tree(work / "catalog")
        assert stopped.status in ({0, 1} if found == after else {1}), (number, stopped)
        assert stopped.status == 0 or f"cannot be written: {FULL}" in stopped.said, (number, stopped)
        assert "Traceback" not in stopped.said, (number, stopped.said)
        assert all(content in (before.get(name), after.get(name)) for name, content in found.items()), number
        assert notes(found) == notes(before), number
        if found not in seen:
            seen.append(found)
            completed = faults.run(work, case.arguments)
            assert completed.status in {0, case.again}, (number, completed.said)
            assert read_tree(work / "catalog") == after, number
    assert len(seen) > 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("arguments", [["list"], ["list", "--format", "json"], ["export", "bibtex"], ["schema"]])
def test_output_that_nothing_takes_is_told(arguments: list[str], write_project: Callable[..., Path]) -> None:
    command = [sys.executable, "-m", "llmpapers", "--root", str(write_project()), *arguments]
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ran.returncode == 1
    assert ran.stderr == f"Error: standard output cannot be read or written: {FULL}\n"
