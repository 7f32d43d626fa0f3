"""One process whose copies run commands, and folders to let them work in."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from faults.builds import built
from faults.commands import Faults

MADE = ("site", ".cache")
SMALL = Path(__file__).parents[1] / "data" / "small"


@pytest.fixture(scope="session")
def faults() -> Iterator[Faults]:
    if sys.platform != "linux":
        pytest.skip("only Linux copies a process safely")
    with Faults() as faults:
        yield faults


@pytest.fixture
def again(tmp_path: Path) -> Callable[[Path], Path]:
    """Gives a function that copies a folder, always to the same place."""

    def copy(folder: Path) -> Path:
        target = tmp_path / "again"
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(
            folder, target, ignore=lambda place, names: [n for n in names if n in MADE and place == str(folder)]
        )
        for name in MADE:
            if (folder / name).is_dir():
                # Links cost little, and whoever wrote into one of these files instead of replacing it would be found.
                shutil.copytree(folder / name, target / name, copy_function=os.link)
        return target

    return copy


@pytest.fixture(scope="session")
def first_build(faults: Faults, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("first") / "project"
    shutil.copytree(SMALL, root)
    built(root, faults)
    return root
