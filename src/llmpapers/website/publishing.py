"""The site's folder: only what changed is moved into place, file by file, and what is gone is removed by manifest."""

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from llmpapers.errors import LlmpapersError

MANIFEST = ".llmpapers-manifest.json"
"""Lists the files that a build put into the folder, so that a later one removes no others."""

_STAGING = "llmpapers-staging"


@dataclass(frozen=True)
class Published:
    """What publishing did."""

    written: int
    unchanged: int
    removed: int


def publish(files: Iterable[tuple[str, bytes]], site: Path) -> Published:
    """Make the site's folder hold exactly these files, and whatever in it is not a build's.

    Files are written beside the folder first and then renamed into it one by one, so that a page is at any moment
    either the old one or the new one, and a build that is stopped before the renaming changes nothing.

    Args:
        files: name, with forward slashes, and content; taken one by one, so that a large site needs little memory.
        site: the folder; made if it does not exist.

    Raises:
        LlmpapersError: if the folder holds files of another origin, or cannot be written.
    """
    site = site.resolve()
    with _writing(site):
        listed = _former_files(site)
        staging = _staging(site)
        shutil.rmtree(staging, ignore_errors=True)  # A build that was killed may have left it.
    try:
        names, changed = _stage(files, site, staging)
        if listed is not None:
            _refuse_foreign(site, changed, listed)
        former = listed or set()
        if changed or names != listed or not (site / MANIFEST).exists():
            with _writing(site):
                _bring_in(site, staging, names, changed, former)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return Published(len(changed), len(names) - len(changed), len(former - names))


@contextmanager
def _writing(site: Path) -> Iterator[None]:
    """Say of what goes wrong in here that the site is what cannot be written."""
    try:
        yield
    except OSError as error:
        raise LlmpapersError(f"the site cannot be written to {site}: {error}") from error


def _staging(site: Path) -> Path:
    """Choose where changed files wait: beside the site, or in it where it is a mount, which no rename can leave."""
    return site / f".{_STAGING}" if _is_mount(site) else site.parent / f".{site.name}.{_STAGING}"


def _is_mount(folder: Path) -> bool:
    return folder.exists() and folder.stat().st_dev != folder.parent.stat().st_dev


def _bring_in(site: Path, staging: Path, names: set[str], changed: list[str], former: set[str]) -> None:
    # Before anything moves, so that a build stopped half-way leaves nothing that the next does not know.
    _write_manifest(site, staging, former | names)
    for name in changed:
        _move(staging / name, site, name, former)
    _remove(site, sorted(former - names))
    _write_manifest(site, staging, names)


def _stage(files: Iterable[tuple[str, bytes]], site: Path, staging: Path) -> tuple[set[str], list[str]]:
    """Write what changed beside the site; gives the names of all files, and of those."""
    names: set[str] = set()
    changed: list[str] = []
    made: set[Path] = set()
    for name, content in files:
        names.add(name)
        if _holds(site / name, content):
            continue
        changed.append(name)
        path = staging / name
        with _writing(site):
            if path.parent not in made:
                path.parent.mkdir(parents=True, exist_ok=True)
                made.add(path.parent)
            path.write_bytes(content)
    return names, sorted(changed)


def _former_files(site: Path) -> set[str] | None:
    """List what earlier builds put here; None if there is a list that cannot be read.

    Raises:
        LlmpapersError: if there is no manifest, but something else.
    """
    manifest = site / MANIFEST
    if manifest.is_file():
        return _listed(manifest)
    if site.exists() and (not site.is_dir() or any(path.name != f".{_STAGING}" for path in site.iterdir())):
        raise LlmpapersError(
            f"{site} is not empty and was not made by llmpapers; empty it, or choose another folder with --site-dir"
        )
    return set()


def _listed(manifest: Path) -> set[str] | None:
    try:
        names = json.loads(manifest.read_text(encoding="utf-8"))["files"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return None
    return {name for name in names if _stays_inside(name)}


def _refuse_foreign(site: Path, changed: Iterable[str], former: set[str]) -> None:
    """Stop before anything moves if a file that no build made is where a file or a folder shall be."""
    folders = {parent.as_posix() for name in changed for parent in PurePosixPath(name).parents} - {"."}
    for name in sorted({*changed, *folders} - former):
        place = site / name
        if (place.exists() or place.is_symlink()) and not place.is_dir():
            raise LlmpapersError(f"{place} was not made by llmpapers and is in the way of a page; move it elsewhere")


def _stays_inside(name: str) -> bool:
    return bool(name) and not name.startswith("/") and ".." not in name.split("/")


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def _write_manifest(site: Path, staging: Path, names: Iterable[str]) -> None:
    content = json.dumps({"files": sorted(names)}, ensure_ascii=False, indent=0) + "\n"
    staging.mkdir(parents=True, exist_ok=True)
    (staging / MANIFEST).write_text(content, encoding="utf-8")
    site.mkdir(parents=True, exist_ok=True)
    (staging / MANIFEST).replace(site / MANIFEST)


def _move(source: Path, site: Path, name: str, former: set[str]) -> None:
    target = site / name
    try:
        source.replace(target)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        _make_room(target, site, former)
        source.replace(target)


def _make_room(target: Path, site: Path, former: set[str]) -> None:
    """Make the target's folder, where an earlier build may have had a file; or clear a folder out of its way.

    A folder that holds anything that no build put there stays, and the rename fails on it.
    """
    if target.is_dir() and not target.is_symlink():
        below = f"{target.relative_to(site).as_posix()}/"
        _remove(site, [name for name in former if name.startswith(below)])
    for folder in reversed(target.relative_to(site).parents):
        place = site / folder
        if folder.as_posix() in former and not place.is_dir():
            place.unlink(missing_ok=True)
        place.mkdir(exist_ok=True)


def _remove(site: Path, names: Iterable[str]) -> None:
    folders: set[Path] = set()
    for name in names:
        path = site / name
        # What was a file may be a folder by now, and the other way round.
        with suppress(IsADirectoryError, NotADirectoryError, PermissionError):
            path.unlink(missing_ok=True)
        folders.update(site / parent for parent in Path(name).parents if parent != Path())
    for folder in sorted(folders, key=lambda path: len(path.parts), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            os.rmdir(folder)  # noqa: PTH106
