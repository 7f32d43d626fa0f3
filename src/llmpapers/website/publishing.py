"""The site's folder: only what changed is moved into place, file by file, and what is gone is removed by manifest."""

import json
import os
import pickle
import shutil
import time
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Set
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from llmpapers.errors import LlmpapersError
from llmpapers.parallel import in_processes
from llmpapers.website.build_report import Published
from llmpapers.website.published_states import PublishedFile, PublishedStates, content_digest
from llmpapers.website.site_files import KeptFiles, SiteFile
from llmpapers.website.site_folder import HIDDEN_STAGING, MANIFEST, is_mount, staging_folder

_MANY_PARTS = 200
"""Parts from which on what they tell takes so much memory that it is packed tightly."""
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


class Part(NamedTuple):
    """Files of a site that are made in one go, maybe in a process of its own."""

    kind: str
    """What they are, for telling how long they took."""
    files: Callable[[], Iterable[SiteFile | KeptFiles]]
    """Gives them one by one, so that a large site needs little memory."""
    is_late: bool = False
    """Whether the other files may be shown before these are made."""


class InSteps:
    """Publishes one site again and again in two steps: first the pages, then what is late."""

    def __init__(self, shown: Callable[[], None], pause: Callable[[], None]) -> None:
        """Prepare.

        Args:
            shown: is called when the pages are in place.
            pause: is called before each late file; what it raises ends the publishing, and leaves the pages in place.
        """
        self.shown = shown
        self.pause = pause
        self._pages: set[str] = set()

    def begin(self, pages: set[str]) -> bool:
        """Tell whether these pages may be shown first: not if one is gone, since what is removed is removed last."""
        may = bool(self._pages) and self._pages <= pages
        if may:
            self._pages |= pages
        return may

    def end(self, pages: set[str]) -> None:
        """Take note of the pages that the site has, now that everything is in place."""
        self._pages = pages


Closing = Callable[[Sequence[str]], Iterable[SiteFile]]
"""Gives the files that depend on what others there are, of whose names it gets the list."""

Refusing = Callable[[Sequence[str], Collection[str]], None]
"""Raises if files of these names cannot be a site; the second are of files that are there or are still to be made."""


class _StagedFile(NamedTuple):
    name: str
    digest: str
    """Of its content."""
    waiting: str
    """The file that waits for its move, in the folder for that; empty where the site holds the same."""
    key: str
    note: str


class _Staged(NamedTuple):
    kind: str
    files: list[_StagedFile]
    same: list[str]
    """Other files, of which the site holds the same, made of the same."""
    seconds: float

    @property
    def names(self) -> list[str]:
        """All of them."""
        return [*(file.name for file in self.files), *self.same]


class _Packed(NamedTuple):
    """What was staged, while other processes need their memory: as objects, it would take three times as much."""

    content: bytes

    @classmethod
    def of(cls, staged: _Staged, *, tightly: bool) -> "_Packed":
        """Pack; tightly takes half the space of loosely, and longer."""
        return cls(zlib.compress(pickle.dumps(staged), 1 if tightly else 0))

    def unpacked(self) -> _Staged:
        """Unpack."""
        found: _Staged = pickle.loads(zlib.decompress(self.content))  # noqa: S301 - a process of this build made it
        return found


def publish(
    parts: Sequence[Part],
    site: Path,
    *,
    closing: Closing = lambda names: (),
    refuse: Refusing = lambda names, others: None,
    in_steps: InSteps | None = None,
    states: PublishedStates | None = None,
    stamp: str = "",
    alone: bool = False,
) -> Published:
    """Make the site's folder hold exactly these files, and whatever in it is not a build's.

    Files are written beside the folder first and then renamed into it one by one, so that a page is at any moment
    either the old one or the new one, and a build that is stopped before the renaming changes nothing. A site that is
    new appears as a whole.

    Args:
        parts: the files; several processes share them.
        site: the folder; made if it does not exist.
        closing: the files that come last.
        refuse: raises if the files cannot be a site.
        in_steps: shows the pages first, where that is safe; the first time everything appears at once.
        states: what the last build published; takes what this one does.
        stamp: digest of everything that the site is made of; empty where that is not known.
        alone: use no other process, since it is little.

    Raises:
        LlmpapersError: if the folder holds files of another origin, or cannot be written.
    """
    site = site.resolve()
    with _writing(site):
        listed = _former_files(site)
        staging = staging_folder(site)
        shutil.rmtree(staging, ignore_errors=True)  # A build that was killed may have left it.
        is_new = not listed and not is_mount(site) and not (site.exists() and any(site.iterdir()))
    try:
        stager = _Stager(site, staging, states, as_site=is_new)
        pages = [part for part in parts if not part.is_late] if in_steps else parts
        stage = partial(_stage_and_pack, stager, tightly=len(pages) > _MANY_PARTS)
        # All have ended before anything is unpacked.
        done = [part.unpacked() for part in list(in_processes(stage, pages, alone=alone))]
        former = listed or set()
        shown: set[str] = set()
        page_names = {name for part in done for name in part.names}
        if in_steps:
            shown = _show_first(in_steps, done, refuse, site, staging, former)
            done += [_stage(stager, part, in_steps.pause) for part in parts if part.is_late]
        names = [name for part in done for name in part.names]
        refuse(names, ())
        done.append(_stage(stager, Part("closing", lambda: closing(names))))
        files = _by_name(done)
        everything = {name for part in done for name in part.names}
        changed = _waiting(files)
        if listed is not None and not is_new:
            _refuse_foreign(site, changed, listed | shown)
        is_listed = everything == listed and (site / MANIFEST).exists()
        if changed or not is_listed:
            with _writing(site):
                if is_new:
                    _appear(site, staging, everything)
                else:
                    moving = {name: files[name].waiting for name in changed if name not in shown}
                    _bring_in(site, staging, moving, everything, None if is_listed else former)
        if states and (changed or not is_listed or states.stamp != stamp):
            # The list is a file of the site as well.
            told = {file.name: PublishedFile(file.digest, file.key, file.note) for file in files.values()}
            same = [name for part in done for name in part.same]
            states.save(stamp, {MANIFEST: PublishedFile(""), **told}, same)
        if in_steps:
            in_steps.end(page_names)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return Published(len(changed), len(everything) - len(changed), len(former - everything), _seconds(done))


def _by_name(parts: Iterable[_Staged]) -> dict[str, _StagedFile]:
    return {file.name: file for part in parts for file in part.files}


def _waiting(files: dict[str, _StagedFile]) -> list[str]:
    return sorted(name for name, file in files.items() if file.waiting)


def _show_first(
    in_steps: InSteps, done: Sequence[_Staged], refuse: Refusing, site: Path, staging: Path, former: set[str]
) -> set[str]:
    """Move pages into place before the late files are made, if that is safe; gives the names of those that moved."""
    pages, names = _by_name(done), [name for part in done for name in part.names]
    if not former or not in_steps.begin(set(names)):
        return set()
    refuse(names, former)
    changed = _waiting(pages)
    _refuse_foreign(site, changed, former)
    with _writing(site):
        if not former.issuperset(names):
            _write_manifest(site, staging, former.union(names))
        for name in changed:
            _move(f"{staging}/{pages[name].waiting}", site, name, former)
    in_steps.shown()
    return set(changed)


def _seconds(parts: Iterable[_Staged]) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in parts:
        found[part.kind] = found.get(part.kind, 0.0) + part.seconds
    return found


@contextmanager
def _writing(site: Path) -> Iterator[None]:
    """Say of what goes wrong in here that the site is what cannot be written."""
    try:
        yield
    except OSError as error:
        raise LlmpapersError(f"the site cannot be written to {site}: {error}") from error


def _appear(site: Path, staging: Path, names: Iterable[str]) -> None:
    """Let a site that is new appear at once."""
    _write_manifest(staging, staging, names)
    with suppress(FileNotFoundError):
        site.rmdir()
    site.parent.mkdir(parents=True, exist_ok=True)
    staging.rename(site)


def _bring_in(site: Path, staging: Path, moving: dict[str, str], names: Set[str], former: Set[str] | None) -> None:
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
        _write_manifest(site, staging, former | names)
    for name, waiting in moving.items():
        _move(f"{staging}/{waiting}", site, name, names if former is None else former)
    if former is not None:
        _remove(site, sorted(former - names))
        _write_manifest(site, staging, names)


class _Stager:
    """Writes what changed beside the site."""

    def __init__(self, site: Path, staging: Path, states: PublishedStates | None, *, as_site: bool) -> None:
        """Prepare.

        Args:
            site: the site's folder.
            staging: where changed files wait.
            states: the files of the site as the last build left them.
            as_site: let them wait as they shall lie in the site, and not side by side.
        """
        self._site = site
        self._staging = str(staging)
        self._states = states
        self._as_site = as_site
        self._folder = ""
        """The last one that something was written to."""
        self._count = 0

    def same(self, names: Sequence[str]) -> list[str]:
        """Choose the files that the site still holds as the last build left them."""
        return self._states.intact(names) if self._states and not self._as_site else []

    def stage(self, file: SiteFile) -> _StagedFile:
        """Make a file, and write it if the site holds it otherwise or not at all."""
        name, told = file.name, (file.key, file.note)
        known = self._states.file(name) if self._states and not self._as_site else None
        if known and file.key and known.key == file.key:
            return _StagedFile(name, known.digest, "", *told)
        content = file.made()
        digest = content_digest(content) if self._states else ""
        if not self._as_site and (known.digest == digest if known else _holds(self._site / name, content)):
            return _StagedFile(name, digest, "", *told)
        with _writing(self._site):
            waiting = self._waiting(name)
            # A file object would cost as much as the writing.
            descriptor = os.open(f"{self._staging}/{waiting}", _NEW, 0o666)
            try:
                while content:
                    content = content[os.write(descriptor, content) :]
            finally:
                os.close(descriptor)
        return _StagedFile(name, digest, waiting, *told)

    def _waiting(self, name: str) -> str:
        """Choose under which name a file waits, and see to it that there is a folder."""
        self._count += 1
        # Several processes stage side by side.
        waiting = name if self._as_site else f"{os.getpid()}-{self._count}"
        folder = f"{self._staging}/{waiting}".rpartition("/")[0]
        if folder != self._folder:
            try:
                os.mkdir(folder)  # noqa: PTH102
            except (FileNotFoundError, FileExistsError):
                os.makedirs(folder, exist_ok=True)  # noqa: PTH103
            self._folder = folder
        return waiting


def _stage(stager: _Stager, part: Part, pause: Callable[[], None] = lambda: None) -> _Staged:
    start = time.process_time()
    files: list[_StagedFile] = []
    same: list[str] = []
    for file in part.files():
        pause()
        if isinstance(file, KeptFiles):
            intact = set(stager.same(file.names))
            same += intact
            files += (stager.stage(file.file(name)) for name in file.names if name not in intact)
        else:
            files.append(stager.stage(file))
        del file  # It would be held while the next is made, and may be large.
    return _Staged(part.kind, files, same, time.process_time() - start)


def _stage_and_pack(stager: _Stager, part: Part, *, tightly: bool) -> _Packed:
    return _Packed.of(_stage(stager, part), tightly=tightly)


def _former_files(site: Path) -> set[str] | None:
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


def _refuse_foreign(site: Path, changed: Iterable[str], former: Set[str]) -> None:
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


def _move(source: str, site: Path, name: str, former: Set[str]) -> None:
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
