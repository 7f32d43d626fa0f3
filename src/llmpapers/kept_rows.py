"""Many rows of the cache, of which only those that changed are written again."""

import os
from collections.abc import Callable, Set
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import Any

from pydantic_core import to_json

from llmpapers.kept_files import keep, kept

Row = list[Any]
"""What a row holds, as JSON has it; its name comes first."""

_MOST_CHANGED = 20
"""One in so many rows that changed; beyond that, all are written."""


class KeptRows:
    """Rows by name in a file of the cache, with those that changed since in another beside it.

    The second says which first one it belongs to, so that a process that is killed between the two leaves rows of one
    time, if not of the last.
    """

    def __init__(self, file: Path) -> None:
        """Prepare.

        Args:
            file: where all rows are.
        """
        self._file = file
        self._beside = file.with_suffix(".changed")
        self._whole = ""
        """What tells one writing of all rows from another."""
        self._names: Set[str] = frozenset()
        """The rows that there were."""
        self._changed: Set[str] = frozenset()
        """Rows that came, changed or went since all were written."""

    def load(self) -> dict[str, Row]:
        """Take up the rows, by name; none if they cannot be trusted."""
        rows = kept(self._file)
        if not rows:
            return {}
        self._whole = rows[0]
        found: dict[str, Row] = {row[0]: row for row in islice(rows, 1, None)}
        changes = kept(self._beside)
        if changes and changes[0] == self._whole:
            _, gone, *changed = changes
            for name in gone:
                found.pop(name, None)
            found.update((row[0], row) for row in changed)
            self._changed = {*gone, *(row[0] for row in changed)}
        self._names = set(found)
        return found

    def save(self, names: Set[str], changed: Set[str], row: Callable[[str], bytes]) -> None:
        """Write the rows that there are now, where they are not those that were taken up.

        Args:
            names: all of them.
            changed: those that are not as they were taken up.
            row: gives one as JSON.
        """
        changed_now = changed | (self._names - names)
        if self._whole and not changed_now:
            return
        changes = self._changed | changed_now
        if self._whole and len(changes) * _MOST_CHANGED <= len(names):
            there = [name for name in sorted(changes) if name in names]
            gone = [name for name in sorted(changes) if name not in names]
            keep(self._beside, chain([to_json(self._whole), to_json(gone)], map(row, there)))
        else:
            self._whole, changes = os.urandom(8).hex(), set()
            keep(self._file, chain([to_json(self._whole)], map(row, names)))
            with suppress(OSError):
                self._beside.unlink(missing_ok=True)
        self._names, self._changed = names, changes
