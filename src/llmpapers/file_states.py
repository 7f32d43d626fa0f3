"""What tells whether a file changed since it was read, without reading it again."""

import os
import stat
import time
from typing import NamedTuple

_SETTLED = 2_000_000_000
"""Nanoseconds after which a file that is written again has another time, on the coarsest of file systems."""


class FileState(NamedTuple):
    """Size, times in nanoseconds and number of a regular file."""

    size: int
    modified: int
    changed: int
    """When content or attributes last changed; unlike `modified`, nobody but the system sets it."""
    inode: int


def state_of(item: os.DirEntry[str]) -> FileState | None:
    """Give the state of a regular file; None for anything else, links too."""
    try:
        found = item.stat(follow_symlinks=False)
    except OSError:
        return None
    return regular_state(found)


def regular_state(found: os.stat_result) -> FileState | None:
    """Give the state of a regular file that is not a link; None for anything else."""
    if not stat.S_ISREG(found.st_mode):
        return None
    return FileState(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def is_settled(state: FileState, now: int | None = None) -> bool:
    """Tell whether another change of the file would give it another state.

    A file that was changed just now could be changed again within the same tick of its clock. One that was changed in
    the future tells of a clock that was set back, after which a time may come twice.

    Args:
        state: the file's state.
        now: nanoseconds since 1970; the present if left out.
    """
    return state.changed < (now or time.time_ns()) - _SETTLED
