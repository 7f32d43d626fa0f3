"""Work shared among processes, where the system and the amount of work allow it."""

import ctypes
import gc
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

PROCESSES = "LLMPAPERS_PROCESSES"
"""Environment variable with the most processes that may work at once; otherwise as many as there are processors."""

_Part = TypeVar("_Part")
_Result = TypeVar("_Result")

# What the processes work on. They are copies of this one, so nothing of it has to be sent to them.
_shared: tuple[Callable[[Any], Any], Sequence[Any]] | None = None


def processes() -> int:
    """Tell how many processes may work at once; one where a copy of this process could not run."""
    # A copy has none of the other threads, but all the locks that they held.
    if sys.platform != "linux" or threading.active_count() > 1 or _shared is not None:
        return 1
    allowed = os.environ.get(PROCESSES, "")
    return int(allowed) if allowed.isdecimal() and int(allowed) else len(os.sched_getaffinity(0))


def in_processes(work: Callable[[_Part], _Result], parts: Sequence[_Part], *, alone: bool = False) -> Iterator[_Result]:
    """Do some work on each of the parts, and give the results in the order of the parts.

    Args:
        work: is called with one part, maybe in another process; what it changes there is lost, so it returns it.
        parts: several a process, so that none waits long for another.
        alone: do it in this process, since it is little.
    """
    count = 1 if alone else min(processes(), len(parts))
    yield from _shared_out(work, parts, count - 1) if count > 1 else map(work, parts)


def _shared_out(
    work: Callable[[_Part], _Result], parts: Sequence[_Part], helpers: int
) -> Generator[_Result, None, None]:
    """Let other processes begin at the front, and this one at the back, until they meet.

    This one works too for the sake of memory: every other comes to have a copy of whatever it looks at.
    """
    global _shared  # noqa: PLW0603 - this is how a copy of the process finds its work
    _shared = (work, parts)
    waiting = deque(range(len(parts)))
    handed_out: dict[int, Future[_Result]] = {}
    own: dict[int, _Result] = {}

    def hand_out(before: Future[_Result] | None = None) -> None:
        number = _taken(waiting.popleft)
        if number is not None:
            with suppress(RuntimeError):  # No process is left that could take it; this one will.
                handed_out[number] = future = pool.submit(_work_on, number)
                future.add_done_callback(hand_out)

    # What is there now is neither looked at nor moved by the copies' search for garbage, so they go on sharing it.
    gc.freeze()
    try:
        context = get_context("fork")
        with ProcessPoolExecutor(helpers, context, initializer=_begin, initargs=(os.getpid(),)) as pool:
            try:
                # So many that none has to wait for this process to notice; this one works too.
                for _ in range(min(2 * helpers, len(parts) - 1)):
                    hand_out()
                while (last := _taken(waiting.pop)) is not None:
                    own[last] = work(parts[last])
                for number, part in enumerate(parts):
                    yield own.pop(number) if number in own else _result(handed_out.pop(number, None), work, part)
            finally:
                waiting.clear()
    finally:
        gc.unfreeze()
        _shared = None


@contextmanager
def in_background(work: Callable[[], _Result]) -> Iterator[Callable[[], _Result]]:
    """Let a copy of this process do some work while this one goes on; what it changes in memory is lost.

    Args:
        work: what to do; it is done again here where no copy can run, or where the copy failed.

    Yields:
        What waits for the work and gives its result. A copy that nobody waited for is ended.
    """
    if processes() == 1:
        yield work
        return
    context = get_context("fork")
    here, there = context.Pipe(duplex=False)
    copy = context.Process(target=_do_and_tell, args=(work, there, os.getpid()), daemon=True)

    def result() -> _Result:
        with suppress(EOFError, OSError):
            found: _Result = here.recv()
            return found
        return work()

    copy.start()
    there.close()
    try:
        yield result
    finally:
        copy.kill()
        copy.join()
        here.close()


def _do_and_tell(work: Callable[[], object], there: "Connection[Any, Any]", parent: int) -> None:
    _die_with(parent)
    gc.freeze()  # A search for garbage would take a copy of everything that the other process holds.
    # Of what goes wrong here, the other process learns by doing the same.
    with suppress(Exception):
        there.send(work())


def _taken(take: Callable[[], int]) -> int | None:
    """Take a number; None if another thread took the last."""
    with suppress(IndexError):
        return take()
    return None


def _result(future: Future[_Result] | None, work: Callable[[_Part], _Result], part: _Part) -> _Result:
    with suppress(BrokenProcessPool):  # Something ended a process, maybe for want of memory.
        if future:
            return future.result()
    return work(part)


def _begin(parent: int) -> None:
    _die_with(parent)
    # Otherwise the allocator of glibc keeps what large files took, for others that never come.
    threshold, megabyte = -3, 1 << 20
    with suppress(AttributeError):
        ctypes.CDLL(None).mallopt(threshold, megabyte)


def _die_with(parent: int) -> None:
    """Let the system end this process as soon as the one that began the work is killed."""
    set_signal_at_parents_death = 1
    ctypes.CDLL(None).prctl(set_signal_at_parents_death, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _work_on(number: int) -> Any:
    assert _shared is not None
    work, parts = _shared
    return work(parts[number])


def split(items: Sequence[_Part], size: int) -> list[Sequence[_Part]]:
    """Split into parts of about equal size."""
    return [items[start : start + size] for start in range(0, len(items), size)]
