"""Files moved into a site's folder one by one, and removed from it: only what builds put there is touched."""

import json
import os
from collections.abc import Iterable, Set
from contextlib import suppress
from pathlib import Path

from llmpapers.errors import LlmpapersError
from llmpapers.website.site_folder import HIDDEN_STAGING, MANIFEST


def former_files(site: Path) -> set[str] | None:
    """List what earlier builds put here; None if there is a list that cannot be read.

    Raises:
        LlmpapersError: if there is no manifest, but something else.
    """
    manifest = site / MANIFEST
    if manifest.is_file():
        return _listed(manifest)
    if site.exists() and (not site.is_dir() or any(path.name != HIDDEN_STAGING for path in site.iterdir())):
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


def _stays_inside(name: str) -> bool:
    return bool(name) and not name.startswith("/") and ".." not in name.split("/")


def refuse_foreign(site: Path, changed: Iterable[str], former: Set[str]) -> None:
    """Stop before anything moves if a file that no build made is where a file or a folder shall be."""
    for name in sorted({*changed, *_folders(changed)} - former):
        place = site / name
        if (place.exists() or place.is_symlink()) and not place.is_dir():
            raise LlmpapersError(f"{place} was not made by llmpapers and is in the way of a page; move it elsewhere")


def refuse_links(site: Path, names: Iterable[str]) -> None:
    """Stop before anything moves if a folder that files move into or are removed from is a link, which no build makes.

    Whoever proposes a change could let it lead to what is dear to others.
    """
    for name in sorted(_folders(names)):
        place = site / name
        if place.is_symlink():
            raise LlmpapersError(f"{place} is a link, and a build would write or delete where it leads; remove it")


def _folders(names: Iterable[str]) -> set[str]:
    """List the folders that files lie in, and those above."""
    found: set[str] = set()
    for name in names:
        folder = name.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def appear(site: Path, staging: Path, names: Iterable[str]) -> None:
    """Let a site that is new appear at once."""
    write_manifest(staging, staging, names)
    with suppress(FileNotFoundError):
        site.rmdir()
    site.parent.mkdir(parents=True, exist_ok=True)
    staging.rename(site)


def bring_in(site: Path, staging: Path, moving: dict[str, str], names: Set[str], former: Set[str] | None) -> None:
    """Move files into place, and remove those that are gone.

    Args:
        site: the site's folder.
        staging: where files wait.
        moving: those that move, each with the file that waits.
        names: all files of the site.
        former: those that are listed; None if they are the same.
    """
    # Before anything moves, so that a build stopped half-way leaves nothing that the next does not know.
    if former is not None:
        write_manifest(site, staging, former | names)
    for name, waiting in moving.items():
        move(f"{staging}/{waiting}", site, name, names if former is None else former)
    if former is not None:
        _remove(site, sorted(former - names))
        write_manifest(site, staging, names)


def write_manifest(site: Path, staging: Path, names: Iterable[str]) -> None:
    """List what builds put into the site's folder."""
    content = json.dumps({"files": sorted(names)}, ensure_ascii=False, indent=0) + "\n"
    staging.mkdir(parents=True, exist_ok=True)
    (staging / MANIFEST).write_text(content, encoding="utf-8")
    site.mkdir(parents=True, exist_ok=True)
    (staging / MANIFEST).replace(site / MANIFEST)


def move(source: str, site: Path, name: str, former: Set[str]) -> None:
    """Move a file that waits into place; what an earlier build has there makes room."""
    target = f"{site}/{name}"
    try:
        os.replace(source, target)  # noqa: PTH105
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        _make_room(Path(target), site, former)
        os.replace(source, target)  # noqa: PTH105


def _make_room(target: Path, site: Path, former: Set[str]) -> None:
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
