"""The site's folder: only what changed is moved into place, file by file, and what is gone is removed by manifest."""

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from llmpapers.errors import LlmpapersError

MANIFEST = ".llmpapers-manifest.json"
"""Lists the files that a build put into the folder, so that a later one removes no others."""


@dataclass(frozen=True)
class Published:
    """What publishing did."""

    written: int
    unchanged: int
    removed: int


@contextmanager
def building(cache: Path, timeout: float = 300) -> Iterator[None]:
    """Exclude other builds of the same project while this one works.

    Args:
        cache: the project's cache, which holds the lock.
        timeout: seconds to wait for another build.

    Raises:
        LlmpapersError: if the other build does not end in time.
    """
    cache.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(cache / "build.lock", timeout=timeout):
            yield
    except Timeout as error:
        raise LlmpapersError("another build of this project is under way and does not end") from error


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
    try:
        return _publish(files, site)
    except OSError as error:
        raise LlmpapersError(f"the site cannot be written to {site}: {error}") from error


def _publish(files: Iterable[tuple[str, bytes]], site: Path) -> Published:
    former = _former_files(site)
    staging = site.parent / f".{site.name}.llmpapers-staging"
    shutil.rmtree(staging, ignore_errors=True)  # A build that was killed may have left it.
    try:
        names, changed = _stage(files, site, staging)
        gone = sorted(former - names)
        if changed or gone or not (site / MANIFEST).exists():
            # Before anything moves, so that a build stopped half-way leaves nothing that the next does not know.
            _write_manifest(site, staging, former | names)
            for name in changed:
                _move(staging / name, site, name, former)
            _remove(site, gone)
            _write_manifest(site, staging, names)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return Published(len(changed), len(names) - len(changed), len(gone))


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
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_bytes(content)
    return names, sorted(changed)


def _former_files(site: Path) -> set[str]:
    """List what earlier builds put here.

    Raises:
        LlmpapersError: if there is no manifest, but something else.
    """
    manifest = site / MANIFEST
    if manifest.is_file():
        try:
            names = json.loads(manifest.read_text(encoding="utf-8"))["files"]
            return {name for name in names if _stays_inside(name)}
        except (ValueError, KeyError, TypeError):
            return set()
    if site.exists() and (not site.is_dir() or any(site.iterdir())):
        raise LlmpapersError(
            f"{site} is not empty and was not made by llmpapers; empty it, or choose another folder with --site-dir"
        )
    return set()


def _stays_inside(name: object) -> bool:
    return isinstance(name, str) and bool(name) and not name.startswith("/") and ".." not in name.split("/")


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
        if place.is_file() or place.is_symlink():
            place.unlink()
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
