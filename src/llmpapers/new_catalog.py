"""A new catalog on any subject: its files, with invented entries that show what real ones look like."""

import datetime
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from llmpapers import __version__
from llmpapers.errors import LlmpapersError
from llmpapers.loading import load_catalog
from llmpapers.schema import FOLDER, KINDS, schema_text
from llmpapers.website.templates import packaged_templates

_HIDDEN = ("gitignore", "vscode", "github")
"""What the packaged templates have without the dot before it."""


@dataclass(frozen=True)
class Subject:
    """What a new catalog is about."""

    name: str
    """Name of the site."""
    today: datetime.date
    """Day on which its first entries are added."""

    @property
    def values(self) -> dict[str, str]:
        """What stands in for the placeholders of the templates."""
        # JSON's texts are YAML's, whatever the name holds.
        return {
            "name": self.name,
            "name_in_yaml": json.dumps(self.name, ensure_ascii=False),
            "description_in_yaml": json.dumps(f"A curated catalog: {self.name}.", ensure_ascii=False),
            "version": __version__,
            "today": self.today.isoformat(),
        }


def new_files(subject: Subject) -> Iterator[tuple[Path, str]]:
    """Give the files of a new catalog: paths from its root, and contents.

    Args:
        subject: what it is about.
    """
    folder = packaged_templates() / "init"
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            first, *rest = path.relative_to(folder).parts
            yield Path(f".{first}" if first in _HIDDEN else first, *rest), _filled(path.read_text("utf-8"), subject)


def _filled(text: str, subject: Subject) -> str:
    for name, value in subject.values.items():
        text = text.replace(f"[[ {name} ]]", value)
    return text


def make_catalog(target: Path, subject: Subject) -> list[Path]:
    """Make a new catalog in a folder that does not exist yet, or holds nothing but a `.git`.

    Everything is written beside its place first, so that a failure leaves the folder as it was.

    Returns:
        The files, from the folder.

    Raises:
        LlmpapersError: if there is something in the folder, or it cannot be written.
    """
    try:
        if target.is_symlink() or (target.exists() and not target.is_dir()):
            raise LlmpapersError(f"{target} is there already and is no folder")
        found = sorted(path.name for path in target.iterdir() if path.name != ".git") if target.is_dir() else []
        if found:
            raise LlmpapersError(f"{target} is not empty: it has {found[0]}; name a new folder")
        return _make(target, subject)
    except OSError as error:
        raise LlmpapersError(f"{target} cannot be made: {error.strerror or error}") from error


def _make(target: Path, subject: Subject) -> list[Path]:
    existed = target.is_dir()
    (target if existed else target.parent).mkdir(parents=True, exist_ok=True)
    stage = (target if existed else target.parent) / f".llmpapers-{secrets.token_hex(6)}.new"
    stage.mkdir()
    try:
        files = list(_write(stage, subject))
        if existed:
            for path in sorted(stage.iterdir()):
                path.rename(target / path.name)
        else:
            stage.rename(target)
    finally:
        if stage.is_dir():
            _remove(stage)
    return files


def _write(root: Path, subject: Subject) -> Iterator[Path]:
    for name, text in new_files(subject):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        yield name
    catalog = load_catalog(root)
    (root / FOLDER).mkdir()
    for kind in KINDS:
        name = FOLDER / f"{kind}.json"
        (root / name).write_text(schema_text(kind, catalog), encoding="utf-8", newline="\n")
        yield name


def _remove(folder: Path) -> None:
    """Delete a folder of our own making."""
    import shutil

    shutil.rmtree(folder)
