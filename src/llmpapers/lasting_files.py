"""The catalog's files, written whole and kept through a failure of the power."""

import os
import stat
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from llmpapers.errors import LlmpapersError
from llmpapers.project import real_path
from llmpapers.whole_files import whole_file

_AT_ONCE = 64
"""Files that are open together; some systems let a program have 256."""
_FLUSHES = 16
"""Files that are flushed at the same time: a file system writes its journal once for all that wait for it."""


@dataclass(frozen=True)
class FileText:
    """A file as it is to be."""

    path: Path
    text: str
    new: bool = False
    """Refuse where there is such a file already."""


def write_whole(path: Path, text: str, *, within: Path | None = None, new: bool = False) -> None:
    """Write a file whole or not at all, through a hidden file beside it that nothing reads.

    Args:
        path: the file; its mode is kept.
        text: its content.
        within: the folder that the file, links followed, must lie in. Without it no link is followed.
        new: refuse where there is such a file already.

    Raises:
        LlmpapersError: if it cannot be written; the former file is as it was.
    """
    for _ in write_many([FileText(path, text, new)], within=within):
        pass


def write_many(files: Iterable[FileText], *, within: Path | None = None) -> Iterator[Path]:
    """Write files, each whole or not at all, and give their paths as they are in place for good.

    Many at once cost far less than one after another: what takes long is to wait until the disk has them.

    Args:
        files: what to write; none is taken from it before it is needed.
        within: as in `write_whole`.

    Raises:
        LlmpapersError: if a file cannot be written; those given before are whole, and it is as it was.
    """
    waiting = iter(files)
    while batch := list(islice(waiting, _AT_ONCE)):
        with ExitStack() as open_files:
            # Blocks end from the last to the first, so that the files come into place in their order.
            hidden = [(file, open_files.enter_context(_opened(file, within))) for file in reversed(batch)]
            _flush(hidden)
        for folder in {_target(file.path, within).parent for file in batch}:
            with _explained(folder):
                _flush_folder(folder)
        yield from (file.path for file in batch)


@contextmanager
def _opened(file: FileText, within: Path | None) -> Iterator[int]:
    """Write a hidden file, and put it in place when the block ends."""
    with _explained(file.path):
        target = _target(file.path, within)
        with whole_file(target, new=file.new) as hidden:
            _fill(hidden, file.text, target)
            yield hidden.fileno()


def _fill(hidden: BinaryIO, text: str, target: Path) -> None:
    hidden.write(text.encode())
    hidden.flush()
    # Windows knows little of modes, and Python for it had no such function for long.
    if hasattr(os, "fchmod") and target.exists():
        os.fchmod(hidden.fileno(), stat.S_IMODE(target.stat().st_mode))


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError as error:
        raise LlmpapersError(f"{path} is there already") from error
    except OSError as error:
        raise LlmpapersError(f"{path} cannot be written: {error.strerror or error}") from error


def _flush(hidden: list[tuple[FileText, int]]) -> None:
    with ThreadPoolExecutor(min(_FLUSHES, len(hidden))) as pool:
        for _ in pool.map(_flush_one, *zip(*hidden, strict=True)):
            pass


def _flush_one(file: FileText, descriptor: int) -> None:
    with _explained(file.path):
        os.fsync(descriptor)


def _target(path: Path, within: Path | None) -> Path:
    real = real_path(path)
    if within is not None and not real.is_relative_to(real_path(within)):
        raise LlmpapersError(f"{path} is reached by a link that leaves {within}; put the file itself there")
    if within is None and path.is_symlink():
        raise LlmpapersError(f"{path} is a link; put the file itself there")
    return real if within is not None else path


def _flush_folder(folder: Path) -> None:
    """Make the new names last; systems that cannot open folders do so by themselves."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
