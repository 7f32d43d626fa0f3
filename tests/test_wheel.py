"""The wheel, in an empty environment and a folder of its own, does what the checkout does."""

import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = [pytest.mark.integration, pytest.mark.xdist_group("wheel")]

REPOSITORY = Path(__file__).parents[1]
PAPER = """\
title: {title}
authors:
  - Ada Example
venue: Journal of Dough
year: 2024
topics:
  - ovens
summary: A paper about ovens, {title}, says in one sentence of sufficient length what there is to say of them.
added: 2026-01-01
"""
FILES = {
    "catalog/catalog.yaml": "format: 1\n",
    "catalog/topics.yaml": "- id: ovens\n  title: Ovens\n  description: Where the heat comes from.\n",
    "catalog/venues.yaml": "- id: dough\n  name: Journal of Dough\n  full_name: Journal of Dough\n  kind: journal\n",
    "catalog/papers/stone.yaml": PAPER.format(title="Baking on Stone"),
    "catalog/papers/steel.yaml": PAPER.format(title="Heating Steel Evenly").replace("Ada", "Ben"),
    "mkdocs.yml": "site_name: Oven Papers\ntheme:\n  name: material\nplugins:\n  - search\n",
    "templates/content/topics.html": "<h1>Our own list of {{ topics | length }} topic</h1>\n",
}


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    result = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return result


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # Built from a copy, so that nothing is left in the checkout.
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in ("src", "templates"):
        shutil.copytree(REPOSITORY / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(REPOSITORY / name, source)
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, source, cwd=folder)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_templates_and_types_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    templates = {
        path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / "templates").rglob("*.*") if path.is_file()
    }
    assert {f"llmpapers/{name}" for name in templates} | {"llmpapers/known_venues.yaml"} <= set(names)
    assert all(name.startswith(("llmpapers/", "llmpapers-")) for name in names)


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    environment = tmp_path_factory.mktemp("environment")
    venv.create(environment, with_pip=False, symlinks=True)
    scripts = environment / ("Scripts" if sys.platform == "win32" else "bin")
    pip = [sys.executable, "-m", "pip", "--python", scripts / "python", "--disable-pip-version-check"]
    run(*pip, "install", "--quiet", wheel, cwd=environment)
    return scripts / "llmpapers"


def test_a_catalog_elsewhere_is_checked_and_built(program: Path, tmp_path: Path) -> None:
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    checked = run(program, "check", "--strict", cwd=tmp_path)
    assert (checked.stdout, checked.stderr) == ("", "")
    built = run(program, "build", cwd=tmp_path)
    assert built.stdout.startswith("Built 2 papers and 0 resources into site in ")
    assert built.stderr == ""
    site = tmp_path / "site"
    assert "Baking on Stone - Oven Papers" in (site / "papers" / "stone" / "index.html").read_text(encoding="utf-8")
    assert "Our own list of 1 topic" in (site / "topics" / "index.html").read_text(encoding="utf-8")
    for name in ("site.css", "site.js", "search.js", "search-engine.js", "search/index.json", "search/all.bin"):
        assert (site / "assets" / "llmpapers" / name).is_file()
    listed = run(program, "list", cwd=tmp_path)
    assert len(listed.stdout.splitlines()) == 2
