"""The catalog of this repository: read once, built once, and copied for what changes it."""

import shutil
from pathlib import Path

import pytest

from llmpapers.checking import CheckedCatalog, read_and_check
from llmpapers.project import Project
from llmpapers.website.building import build_site

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def checked(repository: Path) -> CheckedCatalog:
    return read_and_check(repository, strict=True)


def copy_project(target: Path) -> Path:
    for name in ("catalog", "docs", "templates"):
        shutil.copytree(REPOSITORY / name, target / name)
    shutil.copy(REPOSITORY / "mkdocs.yml", target)
    return target


@pytest.fixture
def project_copy(tmp_path: Path) -> Path:
    return copy_project(tmp_path / "copy")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as the workflow publishes it, with the addresses of a host."""
    root = copy_project(tmp_path_factory.mktemp("real"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", "https://papers.example.org/catalog/")
        patch.setenv("REPO_URL", "https://github.com/example/catalog")
        report = build_site(Project(root), root / "site")
    assert report.published, report.checked.problems
    return root / "site"
