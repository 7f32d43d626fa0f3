"""The files of entries below a folder, in a stable order, each with what tells whether it changed."""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from llmpapers.file_states import FileState, is_text, state_of


class EntryFile(NamedTuple):
    """A file that holds an entry."""

    name: str
    """From the project's root, with forward slashes."""
    id: str
    """The file's stem."""
    state: FileState | None
    """None for what is no regular file, such as a link, or has a name that nothing can be kept by."""


Note = Callable[[Path, str, str, str], None]
"""Takes what is wrong with a file that is not read: the file, code, message and hint."""


def entry_files(root: Path, folder: Path, note: Note, states: Mapping[str, FileState]) -> Iterator[EntryFile]:
    """List the entries' files, folders below included; links to folders are not followed.

    Args:
        root: the project's folder.
        folder: the folder to look into.
        note: takes files that nothing reads, which would be lost without a word.
        states: of files that were looked at a moment ago, by path. Should one of them have changed since, then it is in
            another state when it is looked for the next time, and read again.
    """
    if folder.is_symlink() or (os.path.lexists(folder) and not folder.is_dir()):
        note(folder, "unreadable-file", f"{folder.name!r} is no folder", "make it a folder of entries")
        return
    waiting = [folder.relative_to(root).as_posix()] if folder.is_dir() else []
    while waiting:
        below = []
        place = waiting.pop()
        for item in listing(root / place, note):
            name = item.name
            if name.endswith(".yaml") and name[0] != ".":
                state = states.get(item.path) or state_of(item.path)
                yield EntryFile(f"{place}/{name}", name[:-5], state if is_text(item.path) else None)
            elif item.is_dir(follow_symlinks=False) and name[0] != ".":
                below.append(f"{place}/{name}")
            elif not is_incidental(name):
                note(Path(item.path), "unexpected-file", f"{name!r} is no entry", "entries are files that end in .yaml")
        waiting += reversed(below)


def listing(folder: Path, note: Note) -> list[os.DirEntry[str]]:
    """List a folder by name; empty, with a note, if it cannot be listed."""
    try:
        with os.scandir(folder) as scan:
            return sorted(scan, key=lambda item: item.name)
    except OSError as error:
        note(folder, "unreadable-file", f"the folder cannot be listed: {error.strerror}", "mend it")
        return []


def is_incidental(name: str) -> bool:
    """Tell files that systems and editors leave behind, and notes for people."""
    return name.startswith(".") or name.endswith(("~", ".md", ".swp"))
