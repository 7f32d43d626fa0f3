"""Work shared among processes gives what one process would, whatever happens to them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from llmpapers import parallel

SCRIPT = """
import os, signal, sys, time
from llmpapers.parallel import in_processes, processes

HERE = os.getpid()

BEGUN = sys.argv[2]

def square(number):
    if os.getpid() != HERE:
        if sys.argv[1] == "endless":
            print(os.getpid(), flush=True)
            time.sleep(600)
        if sys.argv[1] == "killed" and number == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        open(BEGUN, "w").close()
    elif SHARED:  # Or this process might do everything before another has begun.
        while not os.path.exists(BEGUN):
            time.sleep(0.001)
    if sys.argv[1] == "failing" and number == 5:
        raise ValueError("five")
    return number * number, os.getpid() == HERE

SHARED = processes() > 1
try:
    done = list(in_processes(square, range(20)))
    print([result for result, _ in done], all(here for _, here in done), processes())
except ValueError as error:
    print("failed:", error)
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux copies a process safely")
CPUS = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
SQUARES = [number * number for number in range(20)]


def run(case: str, processes: str, begun: Path) -> str:
    # In a process of its own, since one that runs tests has threads.
    environment = os.environ | {parallel.PROCESSES: processes}
    command = [sys.executable, "-c", SCRIPT, case, str(begun)]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=60).stdout


@pytest.mark.parametrize(
    ("case", "processes", "said"),
    [
        ("fine", "3", f"{SQUARES} False 3\n"),
        ("fine", "1", f"{SQUARES} True 1\n"),
        ("fine", "nonsense", f"{SQUARES} {CPUS == 1} {CPUS}\n"),
        ("killed", "2", f"{SQUARES} False 2\n"),
        ("failing", "2", "failed: five\n"),
        ("failing", "1", "failed: five\n"),
    ],
)
def test_the_work_is_done(case, processes, said, tmp_path):
    assert run(case, processes, tmp_path / "begun") == said


TWO_PARTS = """
import os, sys, time
from llmpapers.parallel import in_processes

HERE = os.getpid()

def work(part):
    if os.getpid() == HERE:
        open(sys.argv[1], "w").close()
    while not os.path.exists(sys.argv[1]):  # The other waits for this one, which has to take the second part for that.
        time.sleep(0.001)
    return os.getpid() == HERE

print(list(in_processes(work, range(2))))
"""


def test_the_process_that_began_takes_one_of_two_parts(tmp_path):
    environment = os.environ | {parallel.PROCESSES: "2"}
    command = [sys.executable, "-c", TWO_PARTS, str(tmp_path / "taken")]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=60)

    assert done.stdout == "[False, True]\n"


def test_processes_end_with_the_one_that_began(tmp_path):
    environment = os.environ | {parallel.PROCESSES: "2"}
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT, "endless", str(tmp_path / "begun")], env=environment, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        child = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
    end = time.monotonic() + 30
    while _is_running(child) and time.monotonic() < end:
        time.sleep(0.01)

    assert not _is_running(child)


BACKGROUND = """
import os, signal, sys, threading
from llmpapers.parallel import in_background, processes

HERE = os.getpid()

def say(what):
    os.write(1, f"{what}\\n".encode())  # In one piece, since both processes write.

def work():
    if sys.argv[1] == "endless":
        say(os.getpid())
        threading.Event().wait()
    if os.getpid() != HERE and sys.argv[1] == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if sys.argv[1] == "failing":
        raise ValueError("no")
    return 42, os.getpid() == HERE

with in_background(work) as result:
    try:
        say(processes() > 1 if sys.argv[1] == "endless" else result())
    except ValueError as error:
        say(f"failed: {error}")
"""


@pytest.mark.parametrize(
    ("case", "processes", "said"),
    [
        ("fine", "2", "(42, False)\n"),
        ("fine", "1", "(42, True)\n"),
        ("killed", "2", "(42, True)\n"),
        ("failing", "2", "failed: no\n"),
    ],
)
def test_work_in_the_background_is_done(case, processes, said):
    environment = os.environ | {parallel.PROCESSES: processes}
    command = [sys.executable, "-c", BACKGROUND, case]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=60)

    assert (done.stdout, done.stderr) == (said, "")


def test_work_in_the_background_ends_if_nobody_waits_and_keeps_nobody_from_sharing_work():
    environment = os.environ | {parallel.PROCESSES: "2"}
    command = [sys.executable, "-c", BACKGROUND, "endless"]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=60)

    assert "True" in done.stdout.split()
    assert not any(_is_running(int(number)) for number in done.stdout.split() if number.isdecimal())


def _is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_process_with_threads_works_alone(monkeypatch):
    monkeypatch.setattr(parallel.threading, "active_count", lambda: 2)

    assert parallel.processes() == 1


@pytest.mark.parametrize(("size", "parts"), [(2, [[1, 2], [3]]), (5, [[1, 2, 3]])])
def test_work_is_split_into_parts(size, parts):
    assert parallel.split([1, 2, 3], size) == parts
