"""Files of a site made, and written beside it where it holds them otherwise; they wait there for their move."""

import os
import pickle
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from llmpapers.website.published_states import PublishedStates, content_digest
from llmpapers.website.site_files import KeptFiles, SiteFile
from llmpapers.website.site_folder import writing

_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


class Part(NamedTuple):
    """Files of a site that are made in one go, maybe in a process of its own."""

    kind: str
    """What they are, for telling how long they took."""
    files: Callable[[], Iterable[SiteFile | KeptFiles]]
    """Gives them one by one, so that a large site needs little memory."""
    is_late: bool = False
    """Whether the other files may be shown before these are made."""


class StagedFile(NamedTuple):
    """A file of a site that was made, or need not be."""

    name: str
    digest: str
    """Of its content."""
    waiting: str
    """The file that waits for its move, in the folder for that; empty where the site holds the same."""
    key: str
    note: str


class Staged(NamedTuple):
    """The files of a part."""

    kind: str
    files: list[StagedFile]
    same: list[str]
    """Other files, of which the site holds the same, made of the same."""
    seconds: float

    @property
    def names(self) -> list[str]:
        """All of them."""
        return [*(file.name for file in self.files), *self.same]


class Packed(NamedTuple):
    """What was staged, while other processes need their memory: as objects, it would take three times as much."""

    content: bytes

    @classmethod
    def of(cls, staged: Staged, *, tightly: bool) -> "Packed":
        """Pack; tightly takes half the space of loosely, and longer."""
        return cls(zlib.compress(pickle.dumps(staged), 1 if tightly else 0))

    def unpacked(self) -> Staged:
        """Unpack."""
        found: Staged = pickle.loads(zlib.decompress(self.content))  # noqa: S301 - a process of this build made it
        return found


class Stager:
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

    def stage(self, file: SiteFile) -> StagedFile:
        """Make a file, and write it if the site holds it otherwise or not at all."""
        name, told = file.name, (file.key, file.note)
        known = self._states.file(name) if self._states and not self._as_site else None
        if known and file.key and known.key == file.key:
            return StagedFile(name, known.digest, "", *told)
        content = file.made()
        digest = content_digest(content) if self._states else ""
        if not self._as_site and (known.digest == digest if known else _holds(self._site / name, content)):
            return StagedFile(name, digest, "", *told)
        with writing(self._site):
            waiting = self._waiting(name)
            # A file object would cost as much as the writing.
            descriptor = os.open(f"{self._staging}/{waiting}", _NEW, 0o666)
            try:
                while content:
                    content = content[os.write(descriptor, content) :]
            finally:
                os.close(descriptor)
        return StagedFile(name, digest, waiting, *told)

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


def stage_part(stager: Stager, part: Part, pause: Callable[[], None] = lambda: None) -> Staged:
    """Make the files of a part, and write those that the site holds otherwise or not at all.

    Args:
        stager: writes them.
        part: gives them.
        pause: is called before each.
    """
    start = time.process_time()
    files: list[StagedFile] = []
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
    return Staged(part.kind, files, same, time.process_time() - start)


def stage_and_pack(stager: Stager, part: Part, *, tightly: bool) -> Packed:
    """Do the same in a process of its own, and pack what it tells."""
    return Packed.of(stage_part(stager, part), tightly=tightly)


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False
