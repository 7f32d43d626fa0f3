"""The site's folder: only what changed is moved into place, file by file, and what is gone is removed by manifest."""

import shutil
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from pathlib import Path

from llmpapers.parallel import in_processes
from llmpapers.project import real_path
from llmpapers.website.build_report import Published
from llmpapers.website.placing import appear, bring_in, former_files, move, refuse_foreign, refuse_links, write_manifest
from llmpapers.website.published_states import PublishedFile, PublishedStates
from llmpapers.website.site_files import SiteFile
from llmpapers.website.site_folder import MANIFEST, is_mount, staging_folder, writing
from llmpapers.website.staging import Part, Staged, StagedFile, Stager, stage_and_pack, stage_part

_MANY_PARTS = 200
"""Parts from which on what they tell takes so much memory that it is packed tightly."""


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
    site = real_path(site)
    with writing(site):
        listed = former_files(site)
        staging = staging_folder(site)
        if staging.is_symlink():
            staging.unlink()
        shutil.rmtree(staging, ignore_errors=True)  # A build that was killed may have left it.
        is_new = not listed and not is_mount(site) and not (site.exists() and any(site.iterdir()))
    try:
        stager = Stager(site, staging, states, as_site=is_new)
        pages = [part for part in parts if not part.is_late] if in_steps else parts
        stage = partial(stage_and_pack, stager, tightly=len(pages) > _MANY_PARTS)
        # All have ended before anything is unpacked.
        done = [part.unpacked() for part in list(in_processes(stage, pages, alone=alone))]
        former = listed or set()
        shown: set[str] = set()
        page_names = {name for part in done for name in part.names}
        if in_steps:
            shown = _show_first(in_steps, done, refuse, site, staging, former)
            done += [stage_part(stager, part, in_steps.pause) for part in parts if part.is_late]
        names = [name for part in done for name in part.names]
        refuse(names, ())
        done.append(stage_part(stager, Part("closing", lambda: closing(names))))
        files = _by_name(done)
        everything = {name for part in done for name in part.names}
        changed = _waiting(files)
        if listed is not None and not is_new:
            refuse_foreign(site, changed, listed | shown)
        if not is_new:
            refuse_links(site, [*changed, *(former - everything)])
        is_listed = everything == listed and (site / MANIFEST).exists()
        if changed or not is_listed:
            with writing(site):
                if is_new:
                    appear(site, staging, everything)
                else:
                    moving = {name: files[name].waiting for name in changed if name not in shown}
                    bring_in(site, staging, moving, everything, None if is_listed else former)
        if states:
            # The list is a file of the site as well.
            told = {file.name: PublishedFile(file.digest, file.key, file.note) for file in files.values()}
            same = [name for part in done for name in part.same]
            states.save(stamp, {MANIFEST: PublishedFile(""), **told}, same)
        if in_steps:
            in_steps.end(page_names)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return Published(len(changed), len(everything) - len(changed), len(former - everything), _seconds(done))


def _by_name(parts: Iterable[Staged]) -> dict[str, StagedFile]:
    return {file.name: file for part in parts for file in part.files}


def _waiting(files: dict[str, StagedFile]) -> list[str]:
    return sorted(name for name, file in files.items() if file.waiting)


def _show_first(
    in_steps: InSteps, done: Sequence[Staged], refuse: Refusing, site: Path, staging: Path, former: set[str]
) -> set[str]:
    """Move pages into place before the late files are made, if that is safe; gives the names of those that moved."""
    pages, names = _by_name(done), [name for part in done for name in part.names]
    if not former or not in_steps.begin(set(names)):
        return set()
    refuse(names, former)
    changed = _waiting(pages)
    refuse_foreign(site, changed, former)
    refuse_links(site, changed)
    with writing(site):
        if not former.issuperset(names):
            write_manifest(site, staging, former.union(names))
        for name in changed:
            move(f"{staging}/{pages[name].waiting}", site, name, former)
    in_steps.shown()
    return set(changed)


def _seconds(parts: Iterable[Staged]) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in parts:
        found[part.kind] = found.get(part.kind, 0.0) + part.seconds
    return found
