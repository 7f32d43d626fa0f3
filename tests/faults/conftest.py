"""One process whose copies run commands, and folders to let them work in."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from faults.commands import Faults


@pytest.fixture(scope="session")
def faults() -> Iterator[Faults]:
    with Faults() as faults:
        yield faults


@pytest.fixture
def again(tmp_path: Path) -> Callable[[Path], Path]:
    """Gives a function that copies a folder, always to the same place."""

    def copy(folder: Path) -> Path:
        target = tmp_path / "again"
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(folder, target, symlinks=True)
        return target

    return copy
