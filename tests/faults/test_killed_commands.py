"""A command that is killed leaves whole files, every comment and every entry, and the same command completes it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from faults.cases import CASES, Case, notes, without_unfinished
from faults.commands import Faults, Tree, read_tree

pytestmark = pytest.mark.xdist_group("faults")


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_killed_at_any_operation_nothing_is_half_or_lost(
    case: Case,
    faults: Faults,
    write_project: Callable[..., Path],
    again: Callable[[Path], Path],
) -> None:
    root = write_project(case.changes)
    before = read_tree(root / "catalog")
    done = again(root)
    ran = faults.run(done, case.arguments)
    assert ran.status == 0, ran.said
    after = read_tree(done / "catalog")
    assert notes(after) == notes(before)
    assert faults.run(done, case.arguments).status == case.again
    assert read_tree(done / "catalog") == after
    assert ran.operations

    seen: list[Tree] = []
    for number in ran.moments():
        work = again(root)
        killed = faults.run(work, case.arguments, "kill", number)
        assert killed.was_killed, (number, killed)
        left = read_tree(work / "catalog")
        found = without_unfinished(left)
        assert all(content in (before.get(name), after.get(name)) for name, content in found.items()), number
        gone = before.keys() - found.keys()
        assert gone <= before.keys() - after.keys(), number
        assert not gone or after.items() <= found.items(), number
        assert notes(found) == notes(before), number
        state = {**found, "unfinished": b"%d" % (len(left) - len(found))}
        if state not in seen:
            seen.append(state)
            completed = faults.run(work, case.arguments)
            assert completed.status in {0, case.again}, (number, completed.said)
            assert read_tree(work / "catalog") == after, number
    assert len(seen) > 3
    assert faults.run(again(root), case.arguments, "kill", len(ran.operations) + 1).status == 0
