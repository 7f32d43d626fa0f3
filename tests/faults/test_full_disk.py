"""A disk that is full stops a command with a clear message; files stay whole, and nothing unfinished is left."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import WriteProject

from faults.cases import CASES, Case, notes
from faults.commands import Faults, Tree

FULL = "No space left on device"


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_full_from_any_operation_on_files_stay_whole(
    case: Case, faults: Faults, write_project: WriteProject, again: Callable[[Path], Path], tree: Callable[[Path], Tree]
) -> None:
    root = write_project(case.changes)
    before = tree(root / "catalog")
    done = again(root)
    ran = faults.run(done, case.arguments)
    assert ran.operations
    after = tree(done / "catalog")

    seen: list[Tree] = []
    for number in range(1, ran.operations + 1):
        work = again(root)
        stopped = faults.run(work, case.arguments, "ENOSPC", number)
        found = tree(work / "catalog")
        assert stopped.status in ({0, 1} if found == after else {1}), (number, stopped)
        assert stopped.status == 0 or f"cannot be written: {FULL}" in stopped.said, (number, stopped)
        assert "Traceback" not in stopped.said, (number, stopped.said)
        assert all(content in (before.get(name), after.get(name)) for name, content in found.items()), number
        assert notes(found) == notes(before), number
        if found not in seen:
            seen.append(found)
            completed = faults.run(work, case.arguments)
            assert completed.status in {0, case.again}, (number, completed.said)
            assert tree(work / "catalog") == after, number
    assert len(seen) > 2
