"""Do commands that are killed at random moments leave whole files, and does the next run complete them?

`python benchmarks/kill_runs.py --kills 200 --seed 1`; needs Linux.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from killed_commands import COMMANDS, FailedError, Killed, make_base


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200, metavar="N", help="of each command")
    parser.add_argument("--papers", type=int, default=205, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument(
        "--from", dest="share", type=float, default=0.0, metavar="SHARE", help="kill only after this share of the time"
    )
    parser.add_argument("--only", nargs="+", choices=COMMANDS, default=list(COMMANDS))
    options = parser.parse_args()
    print(f"{options.kills} kills a command, {options.papers} papers, seed {options.seed}\n")
    print("| command | s | kills | all as before | in between | all as after | states | failures |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|", flush=True)
    failures = []
    with tempfile.TemporaryDirectory(prefix="llmpapers-kills-") as folder:
        base = make_base(Path(folder), options.papers, options.seed)
        for name in options.only:
            run = COMMANDS[name](Path(folder), base)
            counts = killed_often(run, options.kills, options.share, random.Random(f"{name} {options.seed}"))
            print(counts.row(name), flush=True)
            failures += [f"{name}: {failure}" for failure in counts.failures]
    sys.exit("\n".join(["", *failures]) if failures else 0)


@dataclass
class Counts:
    """What came of the kills of one command."""

    seconds: float
    moments: Counter[str] = field(default_factory=Counter)
    states: set[int] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)

    def row(self, name: str) -> str:
        """Give the row of a table."""
        found = [self.moments[moment] for moment in ("before", "between", "after")]
        cells = [f"{self.seconds:.2f}", sum(found), *found, len(self.states), len(self.failures)]
        return f"| {name} | {' | '.join(map(str, cells))} |"


def killed_often(run: Killed, kills: int, share: float, chance: random.Random) -> Counts:
    """Kill a command at moments that are spread evenly over the processor time that it takes.

    That of the clock on the wall depends on what else the machine does.
    """
    times = []
    for _ in range(3):
        run.prepare(chance)
        times.append(kill_after(60.0, run, alone=True))
        run.complete(chance)
    counts = Counts(sorted(times)[1])
    for number in range(kills):
        moment = chance.uniform(share * counts.seconds, counts.seconds)
        try:
            run.prepare(chance)
            kill_after(moment, run, alone=number % 2 == 0)
            left = run.state()
            counts.states.add(hash(frozenset(left.items())))
            counts.moments[run.check(left)] += 1
            run.complete(chance)
        except (FailedError, OSError, ValueError, subprocess.TimeoutExpired) as error:
            counts.failures.append(f"kill {number} after {moment:.4f} s: {error}")
    return counts


def kill_after(seconds: float, run: Killed, *, alone: bool) -> float:
    """Start a command, and kill it: all of its processes, or only the first, with which the others have to end.

    Args:
        seconds: of processor time that it may have before.
        run: the command.
        alone: kill only the first process.

    Returns:
        What it had.
    """
    command = [sys.executable, "-m", "llmpapers", "--root", str(run.root), *run.arguments]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=run.root, start_new_session=True
    )
    used = 0.0
    while process.poll() is None:
        used = max(used, used_by(process.pid))
        if used >= seconds:
            (os.kill if alone else os.killpg)(process.pid, signal.SIGKILL)
        time.sleep(0.0005)
    end = time.monotonic() + 10
    while lives(process.pid):
        if time.monotonic() > end:
            os.killpg(process.pid, signal.SIGKILL)
            raise FailedError("a process outlived the one that began it")
        time.sleep(0.001)
    return used


def used_by(process: int) -> float:
    """Give the seconds of processor time of a process and those that it began."""
    try:
        own = int(Path(f"/proc/{process}/schedstat").read_text().split()[0])
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except (OSError, IndexError):
        return 0.0
    return own / 1e9 + sum(used_by(int(child)) for child in children)


def lives(group: int) -> bool:
    """Tell whether a group has a process."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    main()
