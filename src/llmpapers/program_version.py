"""Which program this is, so that what another one kept is not taken for its own."""

import hashlib
import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path


@cache
def program_version() -> str:
    """Give a digest of the program's files, of Python, and of the names of all installed libraries with versions.

    A program that is being worked on has the same version number and other rules, hence the files.
    """
    hasher = hashlib.sha256(sys.version.encode())
    hasher.update("\n".join(_libraries()).encode())
    for name, size, modified in sorted(_files(str(Path(__file__).parent))):
        hasher.update(f"{name}\0{size}\0{modified}\n".encode())
    return hasher.hexdigest()[:32]


def _libraries() -> list[str]:
    """Name what is installed: a library's folder of facts has its version in its name."""
    found: list[str] = []
    for place in sys.path:
        with suppress(OSError):
            found += (name for name in os.listdir(place or ".") if name.endswith((".dist-info", ".egg-info")))  # noqa: PTH208
    return sorted(found)


def _files(folder: str) -> list[tuple[str, int, int]]:
    found = []
    with os.scandir(folder) as items:
        for item in items:
            if item.name.endswith(".py"):
                state = item.stat()
                found.append((f"{folder}/{item.name}", state.st_size, state.st_mtime_ns))
            elif item.is_dir() and item.name != "__pycache__":
                found += _files(item.path)
    return found
