"""One build of a project at a time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from llmpapers.errors import LlmpapersError


@contextmanager
def one_build_at_a_time(
    cache: Path, timeout: float = 300, *, progress: Callable[[str], None] = lambda phase: None
) -> Iterator[bool]:
    """Exclude other builds of the same project while this one works.

    Args:
        cache: the project's cache, which holds the lock.
        timeout: seconds to wait for another build.
        progress: is called where there is another build to wait for.

    Yields:
        Whether there was.

    Raises:
        LlmpapersError: if the other build does not end in time.
    """
    cache.mkdir(parents=True, exist_ok=True)
    lock = FileLock(cache / "build.lock")
    waited = False
    try:
        lock.acquire(timeout=0)
    except Timeout:
        waited = True
        progress("waiting for another build")
        try:
            lock.acquire(timeout=timeout)
        except Timeout as error:
            raise LlmpapersError("another build of this project is under way and does not end") from error
    try:
        yield waited
    finally:
        lock.release()
