"""Run commands in turn, and compare their medians."""

import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path


def seconds(command: Sequence[str], folder: Path) -> float:
    """Time one run of a command as a whole process."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def compare(name: str, ours: Callable[[], float], theirs: Callable[[], float], runs: int) -> None:
    """Run two sides in turn, and print the ratio of their medians."""
    pairs = [(ours(), theirs()) for _ in range(runs)]
    one, other = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(f"{name}: {one:.2f} s against {other:.2f} s, {other / one:.1f} times as fast, median of {runs} runs")
