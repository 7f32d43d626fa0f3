"""What tells whether a file changed since it was read, without reading it again."""

import hashlib
import os
import stat
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
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


def state_of(path: str) -> FileState | None:
    """Give the state of a regular file; None for anything else, links too."""
    try:
        found = os.lstat(path)  # Takes three quarters of the time that a folder's own entry takes to tell it.
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


def is_text(name: str) -> bool:
    """Tell whether a name is text, and not bytes that no text begins as."""
    try:
        return name.isascii() or bool(name.encode())
    except UnicodeEncodeError:
        return False


def fingerprint(places: Iterable[Path], states: dict[str, FileState] | None = None) -> str | None:
    """Give a digest of names and states of all files in some places.

    Args:
        places: files and folders; they need not exist.
        states: takes those that were looked at, by path.

    Returns:
        None where a file could change and the digest stay: one that was changed just now, or is reached by a link.
    """
    hasher, now = hashlib.blake2b(digest_size=16), time.time_ns()
    for place in places:
        hasher.update(f"{place}\n".encode("utf-8", "surrogateescape"))
        for path, state in _states(str(place)):
            if state is None or not is_settled(state, now):
                return None
            if states is not None:
                states[path] = state
            size, modified, changed, inode = state
            # The whole path, for a folder that gets another name leaves the files in it as they are.
            hasher.update(f"{path}\0{size} {modified} {changed} {inode}\n".encode("utf-8", "surrogateescape"))
    return hasher.hexdigest()


def _states(place: str) -> Iterator[tuple[str, FileState | None]]:
    """List path and state of the files in a place in a stable order; None stands for what has no state."""
    waiting = [place]
    while waiting:  # Folders may lie in one another more deeply than functions may call themselves.
        folder = waiting.pop()
        try:
            names = sorted(os.listdir(folder))  # noqa: PTH208 - thousands of names, of which paths are made once
        except FileNotFoundError:
            continue
        except NotADirectoryError:
            paths = [folder]
        except OSError:
            yield folder, None
            continue
        else:
            paths = [f"{folder}/{name}" for name in names]
        below = []
        for path in paths:
            try:
                found = os.lstat(path)
            except OSError:
                yield path, None
                continue
            if stat.S_ISDIR(found.st_mode):
                below.append(path)
            else:
                yield path, regular_state(found)
        waiting += reversed(below)
