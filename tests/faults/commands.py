"""Commands of the program, run in copies of one process, and killed or refused where a test says."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faults.injected import NEED_NO_SPACE

SAME_AFTER = {"sync", "os.utime", "os.chmod"}
"""What changes neither contents nor names."""

Tree = dict[str, bytes]
INJECTED = Path(__file__).with_name("injected.py")


@dataclass(frozen=True)
class Ran:
    """What came of a command."""

    status: int
    """Exit status, or minus the number of the signal that ended it."""
    operations: list[str]
    """What it did to the disk; nothing is known where it was killed."""
    said: str

    @property
    def was_killed(self) -> bool:
        return self.status == -9

    def moments(self) -> list[int]:
        """Number the operations before which a killed command leaves something else than before the next."""
        return [number for number, name in enumerate(self.operations, 1) if name not in SAME_AFTER]

    def needs_of_space(self) -> list[int]:
        """Number the operations that a full disk refuses."""
        return [number for number, name in enumerate(self.operations, 1) if name not in NEED_NO_SPACE]


class Faults:
    """Runs commands in copies of one process that has everything imported."""

    def __enter__(self) -> "Faults":
        command = [sys.executable, str(INJECTED)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=INJECTED.parent
        )
        return self

    def __exit__(self, *error: object) -> None:
        self._process.communicate()

    def run(self, folder: Path, arguments: Sequence[str], kind: str = "kill", at: int = 0, **more: Any) -> Ran:
        """Run a command of the program, or with `call` a function, in a folder."""
        request = {"folder": str(folder), "arguments": list(arguments), "kind": kind, "at": at}
        request |= {"below": "/", "before": "", **more}
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(request, default=str) + "\n")
        self._process.stdin.flush()
        return Ran(**json.loads(self._process.stdout.readline()))


def read_tree(folder: Path) -> Tree:
    """Read all files below a folder, by name."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
