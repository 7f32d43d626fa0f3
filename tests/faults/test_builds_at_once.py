"""Builds of one project at once: one waits for the other, whichever way that one ends."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from faults.builds import built, edit_entries, parts
from faults.commands import Faults
from llmpapers.project import Project
from llmpapers.website.build_lock import one_build_at_a_time
from llmpapers.website.building import build_site

pytestmark = pytest.mark.xdist_group("faults")

WAITING = "waiting for another build"
PATIENCE = 60
"""Seconds after which a test gives up; nothing here waits for time to pass."""

HOLDER = """
import sys
from pathlib import Path
from llmpapers.parallel import in_processes
from llmpapers.website.build_lock import one_build_at_a_time

def work(part):
    print("at work", flush=True)
    sys.stdin.read()

with one_build_at_a_time(Path(sys.argv[1])):
    list(in_processes(work, range(2), alone=len(sys.argv) < 3))
"""


@contextmanager
def lock_held(cache: Path, *more: str) -> Iterator["subprocess.Popen[str]"]:
    """Let another process hold the lock, and with one more argument do the work in processes of its own."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(cache), *more],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "LLMPAPERS_PROCESSES": "2"},
    ) as process:  # fmt: skip
        assert process.stdout
        for _ in range(2 if more else 1):
            assert process.stdout.readline() == "at work\n"
        yield process
        process.kill()


def test_the_second_waits_and_builds_what_there_is_when_the_first_is_done(
    faults: Faults, first_build: Path, again: Callable[[Path], Path]
) -> None:
    root = again(first_build)
    told: list[str] = []
    with lock_held(root / ".cache/llmpapers") as first:

        def progress(phase: str) -> None:
            told.append(phase)
            if phase == WAITING:
                assert parts(root) == parts(first_build)
                edit_entries(root)
                first.kill()

        report = build_site(Project(root), root / "site", progress=progress)
    assert told == ["check", WAITING, "engine", "pages"]
    assert report.published
    assert b"Few Loaves" in (root / "site/papers/levain/index.html").read_bytes()


def test_the_second_has_nothing_to_do_where_the_first_did_it(
    faults: Faults, first_build: Path, again: Callable[[Path], Path]
) -> None:
    root = again(first_build)
    edit_entries(root)
    with lock_held(root / ".cache/llmpapers") as first:

        def progress(phase: str) -> None:
            if phase == WAITING:
                first.kill()
                first.wait()
                built(root, faults)

        report = build_site(Project(root), root / "site", progress=progress)
    assert report.published
    assert report.published.written == 0


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a build is one process")
def test_the_lock_of_a_killed_build_is_free_though_it_had_other_processes(tmp_path: Path) -> None:
    with lock_held(tmp_path, "in processes") as first:
        first.send_signal(signal.SIGKILL)
        with one_build_at_a_time(tmp_path, timeout=PATIENCE):
            pass
