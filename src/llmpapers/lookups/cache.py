"""Answers kept on disk, so that a run that was stopped goes on where it was."""

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from llmpapers.lookups import pace
from llmpapers.lookups.pace import Clock
from llmpapers.whole_files import whole_file

_FORMAT = 1


@dataclass(frozen=True)
class Cache:
    """A folder of small JSON files, one an answer; whatever is wrong with one, it counts as not there."""

    folder: Path
    max_age: float
    """Seconds after which an answer is asked for anew."""
    clock: Clock = field(default_factory=lambda: pace.SYSTEM)

    def load(self, key: str) -> dict[str, Any] | None:
        """Give what was kept under a key, unless it is too old, damaged, or of another key."""
        try:
            kept = json.loads(self._path(key).read_bytes())
        except (OSError, ValueError, RecursionError):
            return None
        if not isinstance(kept, dict) or kept.get("format") != _FORMAT or kept.get("key") != key:
            return None
        moment, data = kept.get("kept"), kept.get("data")
        if not isinstance(moment, int | float) or not isinstance(data, dict):
            return None
        return data if 0 <= self.clock.now() - moment <= self.max_age else None

    def store(self, key: str, data: dict[str, Any]) -> None:
        """Keep something under a key; a disk that takes nothing is no reason to stop."""
        path = self._path(key)
        content = {"format": _FORMAT, "key": key, "kept": self.clock.now(), "data": data}
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            with whole_file(path) as file:
                file.write(json.dumps(content).encode())

    def _path(self, key: str) -> Path:
        digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
        return self.folder / digest[:2] / f"{digest}.json"
