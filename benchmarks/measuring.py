"""How long commands take, how much of the processors' time, and how much memory their whole tree of processes needs."""

import os
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

Commands = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Side:
    """One thing to measure, again and again."""

    name: str
    folder: Path
    commands: Commands
    prepare: Callable[[], None] = lambda: None
    """Is called before each run, and not measured."""


@dataclass(frozen=True)
class Run:
    """What one run took."""

    wall: float
    """Seconds."""
    processor: float
    """Seconds of all processes together."""


def run(commands: Commands, folder: Path) -> Run:
    """Run commands one after the other.

    Raises:
        RuntimeError: if one of them fails, with what it said.
    """
    begun = time.perf_counter()
    processor = 0.0
    for command in commands:
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        assert process.stderr
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{' '.join(command)} failed in {folder}:\n{said[-2000:]}")
        processor += used.ru_utime + used.ru_stime
    return Run(time.perf_counter() - begun, processor)


def in_turn(sides: Sequence[Side], runs: int) -> dict[str, list[Run]]:
    """Run every side once, then every side again, so that what else the machine does meets all of them alike."""
    found: dict[str, list[Run]] = {side.name: [] for side in sides}
    for _ in range(runs):
        for side in sides:
            side.prepare()
            found[side.name].append(run(side.commands, side.folder))
    return found


def medians(runs: Sequence[Run]) -> Run:
    """Give the median of each figure."""
    return Run(statistics.median(r.wall for r in runs), statistics.median(r.processor for r in runs))


def peak_memory(commands: Commands, folder: Path) -> float:
    """Run commands, and give the most MB that the tree of processes held at once.

    What processes share is counted once (`Pss` of Linux), looked up every 20 ms.
    """
    peak = 0.0
    for command in commands:
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        ended = threading.Event()
        while process.poll() is None:
            peak = max(peak, sum(map(_held, _tree(process.pid))))
            ended.wait(0.02)
    return peak / 1024


def _tree(process: int) -> list[int]:
    try:
        names = Path(f"/proc/{process}/task").iterdir()
        children = [int(child) for name in names for child in (name / "children").read_text().split()]
    except OSError:
        children = []
    return [process, *(below for child in children for below in _tree(child))]


def _held(process: int) -> float:
    """Give the KB that a process holds; 0 if it just ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((float(line.split()[1]) for line in lines if line.startswith("Pss:")), 0.0)
