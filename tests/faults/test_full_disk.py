"""A disk that is full stops a command with a clear message; files stay whole, and nothing unfinished is left."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from faults.builds import MANIFEST, built, edit_entries, parts, start_anew, with_change
from faults.cases import CASES, Case, notes
from faults.commands import Faults, Tree, read_tree

SMALL = Path(__file__).parents[1] / "data" / "small"
Copy = Callable[[Path], Path]
pytestmark = pytest.mark.xdist_group("faults")

FULL = "No space left on device"


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_full_from_any_operation_on_files_stay_whole(
    case: Case,
    faults: Faults,
    write_project: Callable[..., Path],
    again: Copy,
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
    assert len(seen) > 1


@pytest.mark.parametrize(("change", "stops"), [(start_anew, 1), (edit_entries, 3)])
def test_full_while_a_site_is_built(
    change: Callable[[Path], None], stops: int, faults: Faults, first_build: Path, tmp_path: Path, again: Copy
) -> None:
    before = parts(first_build)[0] if change is edit_entries else {}
    changed = with_change(first_build, change, tmp_path / "changed")
    done = again(changed)
    needs = built(done, faults).needs_of_space()
    after = parts(done)

    for number in needs[len(needs) // stops // 2 :: len(needs) // stops]:
        work = again(changed)
        stopped = faults.run(work, ["build"], "ENOSPC", number)
        site, _, others = parts(work)
        assert stopped.status == (1 if site != after[0] else 0), (number, stopped)
        assert stopped.status == 0 or FULL in stopped.said, (number, stopped)
        assert "Traceback" not in stopped.said, (number, stopped.said)
        assert all(content in (before.get(name), after[0].get(name)) for name, content in site.items()), number
        assert not [name for name in others if "staging" in name or "/new-" in name or name.endswith(".new")], number
        built(work, faults)
        assert parts(work) == after, number


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("arguments", [["list"], ["list", "--format", "json"], ["export", "bibtex"], ["schema"]])
def test_output_that_nothing_takes_is_told(arguments: list[str], write_project: Callable[..., Path]) -> None:
    command = [sys.executable, "-m", "llmpapers", "--root", str(write_project()), *arguments]
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ran.returncode == 1
    assert ran.stderr == f"Error: a file or standard output cannot be read or written: {FULL}\n"


ON_A_SMALL_DISK = """
set -e
mount -t tmpfs -o size=$1 tmpfs "$2"
cp -r "$3" "$2/project"
cd "$2/project"
run() { "$PYTHON" -m llmpapers "$@" 2>&1 || echo "status $?"; }
run build
ls -A . .cache/llmpapers/engine
mount -o remount,size=50m "$2"
run build
cp -r site "$4"
mount -o remount,ro "$2"
run list
run build --site-dir other
"""


def in_a_namespace(*command: str) -> "subprocess.CompletedProcess[str]":
    """Run a command that may mount for itself."""
    return subprocess.run(
        ["unshare", "--map-root-user", "--mount", *command],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHON": sys.executable},
    )  # fmt: skip


def may_mount(place: Path) -> bool:
    if not shutil.which("unshare"):
        return False
    return in_a_namespace("mount", "-t", "tmpfs", "tmpfs", str(place)).returncode == 0


def test_on_a_small_disk_that_grows_and_is_then_protected(first_build: Path, tmp_path: Path) -> None:
    disk, site = tmp_path / "disk", tmp_path / "site"
    disk.mkdir()
    if not may_mount(disk):
        pytest.skip("may not mount a disk; injected refusals stand for it")
    ran = in_a_namespace("sh", "-c", ON_A_SMALL_DISK, "sh", "3m", str(disk), str(SMALL), str(site))
    said = ran.stdout
    assert ran.returncode == 0, ran.stderr
    assert f"{FULL}" in said.partition("status 1\n")[0], said
    assert "Traceback" not in said
    assert "staging" not in said
    assert "\nnew-" not in said
    assert "Built 8 papers" in said
    assert "Levain: Keeping a Starter" in said
    assert said.count("Read-only file system") == 1
    left = read_tree(site)
    left.pop(MANIFEST)
    assert left == parts(first_build)[0]
