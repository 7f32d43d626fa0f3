"""Files that appear whole or not at all, written to a hidden file beside them that nothing reads."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import BinaryIO

_BEGINNING, _ENDING = ".llmpapers-", ".new"


@contextmanager
def whole_file(target: Path, *, new: bool = False) -> Iterator[BinaryIO]:
    """Give a file to write to, which takes its place when the block ends; where the block fails, nothing happens.

    What a command that was killed left in the folder is removed on the way.

    Args:
        target: the file that it becomes.
        new: refuse where there is such a file already.

    Raises:
        OSError: if it cannot be made, or not be put in place.
    """
    _clear_once(target.parent)
    unfinished, descriptor = _open_beside(target)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            if sys.platform == "win32":
                file.close()  # It renames no open file.
            if new:
                os.link(unfinished, target)
            else:
                unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def clear_unfinished(folder: Path) -> None:
    """Remove the hidden files that nobody is writing any more."""
    for path in folder.glob(f"{_BEGINNING}*{_ENDING}"):
        with suppress(OSError):
            descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
            try:
                if _locked(descriptor):
                    path.unlink()
            finally:
                os.close(descriptor)


def clear_unfinished_below(folder: Path) -> None:
    """Remove such files from a folder and from all below it."""
    waiting = [folder]
    while waiting:  # Before Python 3.12, `os.walk` calls itself, and folders may lie in one another more deeply.
        here = waiting.pop()
        try:
            with os.scandir(here) as scan:
                items = list(scan)
        except OSError:
            continue
        if any(item.name.startswith(_BEGINNING) for item in items):
            clear_unfinished(here)
        waiting += [Path(item.path) for item in items if item.is_dir(follow_symlinks=False)]


@cache
def _clear_once(folder: Path) -> None:
    """Look into each folder once a run: an import may write ten thousand files into one."""
    clear_unfinished(folder)


def _open_beside(target: Path) -> tuple[Path, int]:
    """Make a hidden file, locked until it is closed, which tells it from one that was left."""
    while True:
        path = target.with_name(f"{_BEGINNING}{os.urandom(6).hex()}{_ENDING}")
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        _locked(descriptor)
        if os.fstat(descriptor).st_nlink:
            return path, descriptor
        os.close(descriptor)  # Another command took it for left behind before it was locked.


def _locked(descriptor: int) -> bool:
    """Lock an open file if nobody has; whoever ends, however it ends, unlocks it."""
    if sys.platform == "win32":
        return True  # It removes no open file anyway.
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
