"""Projects to build: copies of the small catalog, with the engine's work done once."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from llmpapers.project import Project
from llmpapers.website.building import build_site

SMALL = Path(__file__).parents[1] / "data" / "small"

AddPaper = Callable[..., Path]
Tree = dict[str, bytes]


@pytest.fixture(autouse=True)
def no_addresses_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SITE_URL", "REPO_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the small project with a warm cache and a site."""
    root = tmp_path_factory.mktemp("once") / "small"
    shutil.copytree(SMALL, root)
    report = build_site(Project(root), root / "site")
    assert report.published, report.checked.problems
    return root


@pytest.fixture
def root(built_once: Path, tmp_path: Path) -> Path:
    """A project to change and to build; what the engine made of the unchanged one is in its cache."""
    folder = tmp_path / "project"
    shutil.copytree(SMALL, folder)
    # Links cost nothing, and nobody writes into a finished result.
    shutil.copytree(built_once / ".cache", folder / ".cache", copy_function=os.link)
    return folder


@pytest.fixture
def add_paper(root: Path) -> AddPaper:
    """Add a paper to the project; a field given here replaces the ordinary one, and None leaves it out."""

    def add(id_: str, **fields: object) -> Path:
        values: dict[str, object] = {
            "title": f"An Ordinary Paper Called {id_}",
            "authors": [f"{id_.title()} Example"],
            "venue": "ICBB",
            "year": 2024,
            "topics": ["ovens"],
            "summary": f"The paper {id_} says what ordinary papers say, in a sentence that is long enough to be one.",
            "added": "2026-02-01",
        }
        values = {name: value for name, value in {**values, **fields}.items() if value is not None}
        text = yaml.safe_dump(values, allow_unicode=True, sort_keys=False)
        path = root / "catalog" / "papers" / f"{id_}.yaml"
        path.write_text(text.replace("'2026-02-01'", "2026-02-01"), encoding="utf-8")
        return path

    return add


@pytest.fixture
def tree() -> Callable[[Path], Tree]:
    """Read all files below a folder, by name."""

    def read(folder: Path) -> Tree:
        files = (path for path in sorted(folder.rglob("*")) if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}

    return read
