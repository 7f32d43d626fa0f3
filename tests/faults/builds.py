"""Builds of a small project, changes to it, and what is in its folder."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from faults.commands import Faults, Ran, Tree, read_tree

MANIFEST = ".llmpapers-manifest.json"


def parts(root: Path) -> tuple[Tree, list[str], set[str]]:
    """Give the site without its manifest, the names in the manifest, and the names of all other files."""
    found = read_tree(root)
    site = {name[5:]: content for name, content in found.items() if name.startswith("site/")}
    names = json.loads(site.pop(MANIFEST, b'{"files": []}'))["files"]
    others = {name for name in found if not name.startswith("site/")}
    return site, names, others


def write(root: Path, name: str, text: str) -> None:
    """Write a file of a project."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def start_anew(root: Path) -> None:
    """Leave nothing of earlier builds."""
    shutil.rmtree(root / "site")
    shutil.rmtree(root / ".cache")


def edit_entries(root: Path) -> None:
    """Change one, add one, and remove one."""
    papers = root / "catalog/papers"
    text = (papers / "levain.yaml").read_text(encoding="utf-8")
    write(papers, "levain.yaml", text.replace("Many Loaves", "Few Loaves"))
    text = (papers / "foldformer.yaml").read_text(encoding="utf-8")
    write(papers, "aardvark.yaml", text.replace("FoldFormer: Attention to Every Fold", "Aardvark: The Secret Life"))
    (papers / "wild-yeast.yaml").unlink()


def add_a_page(root: Path) -> None:
    """Add a hand-written page, which changes all others, and is the first to be moved into the site."""
    write(root, "docs/0.md", "# Nothing\n")


def with_change(first_build: Path, change: Callable[[Path], None], folder: Path) -> Path:
    """Copy a built project to a folder, and change it there."""
    shutil.copytree(first_build, folder)
    change(folder)
    return folder


def built(root: Path, faults: Faults, **more: Any) -> Ran:
    """Build, and fail where the build does, or where it was to be killed and was not."""
    ran = faults.run(root, ["build"], "kill", call="subjects:settled", **more)
    assert ran.status == (-9 if more else 0), ran.said
    return ran
