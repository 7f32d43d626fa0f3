"""A cache of drawn pictures, by what they show: drawing again is for numbers that changed."""

import hashlib
import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from llmpapers.whole_files import whole_file

_DIGEST = 64
"""Characters of the checksum that a kept picture begins with."""
_SLACK = 200
"""Pictures of former builds that may stay, so that going back and forth between two states draws nothing."""
_CLOCK = 5
"""Seconds by which the clock of a file system may be behind."""
_LIBRARIES = ("pillow", "mkdocs")
"""What cards are drawn with; of the second they take the font."""


class Drawings:
    """Draws pictures, or takes them out of the cache if the same one was drawn before.

    A picture that was cut off or changed on the disk does not match its checksum and is drawn again.
    """

    def __init__(self, cache: Path) -> None:
        self._folder = cache / "drawings"
        self._begun = time.time() - _CLOCK

    def get(self, content: Any, draw: Callable[[], bytes]) -> bytes:
        """Give a picture.

        Args:
            content: everything that the picture shows, as plain data.
            draw: makes it.
        """
        told = json.dumps([self._makers, content], ensure_ascii=True, sort_keys=True)
        name = hashlib.sha256(told.encode()).hexdigest()[:32]
        kept = self._read(name)
        if kept is None:
            kept = draw()
            self._write(name, kept)
        return kept

    @cached_property
    def _makers(self) -> list[str]:
        """Tell the state of what draws: our own code, and the libraries that it draws with."""
        code = Path(__file__).with_name("cards.py").read_bytes()
        return [hashlib.sha256(code).hexdigest(), *map(_version, _LIBRARIES)]

    def _read(self, name: str) -> bytes | None:
        try:
            content = (self._folder / name).read_bytes()
            os.utime(self._folder / name)
        except OSError:
            return None
        digest, picture = content[:_DIGEST], content[_DIGEST:]
        return picture if digest == _checksum(picture) else None

    def _write(self, name: str, picture: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        with whole_file(self._folder / name) as file:
            file.write(_checksum(picture) + picture)

    def forget_unused(self) -> None:
        """Delete pictures that this build did not use, once there are many."""
        if not self._folder.is_dir():
            return
        # Other processes draw as well, so a picture's time tells whether it was used.
        unused = [entry.path for entry in os.scandir(self._folder) if entry.stat().st_mtime < self._begun]
        if len(unused) > _SLACK:
            for path in unused:
                with suppress(OSError):
                    os.unlink(path)  # noqa: PTH108


def _checksum(picture: bytes) -> bytes:
    return hashlib.sha256(picture).hexdigest().encode()


def _version(library: str) -> str:
    try:
        return f"{library} {version(library)}"
    except PackageNotFoundError:
        return library
