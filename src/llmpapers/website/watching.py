"""What tells that something of a project changed, while one works on it."""

import threading
from contextlib import suppress
from pathlib import Path
from typing import Self

from watchfiles import Change, watch

from llmpapers.errors import LlmpapersError
from llmpapers.project import Project

_IDLE = 100
"""Milliseconds after which watching looks up, to see whether it shall end."""

_DEBOUNCE, _STEP = 100, 25
"""Milliseconds within which changes are taken as one, at most, and if nothing more comes."""


class Changes:
    """Watches a project in the background, so that a change is noticed while a build is at work too."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._sources = _sources(Project(root))
        # The watching begins before the first build, or a change in between would be lost.
        self._waiting = threading.Event()
        self._stop = threading.Event()
        self._begun = False
        self._failure: Exception | None = None
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def are_waiting(self) -> bool:
        """Tell whether something changed since `take` last said so."""
        return self._waiting.is_set()

    def take(self) -> bool:
        """Wait for a change, a moment at most, and tell whether there was one; the first is that nothing is built."""
        if not self._waiting.wait(_IDLE / 1000):
            return False
        if self._failure:
            raise self._failure
        self._waiting.clear()
        self._sources = _sources(Project(self._root))
        return True

    def _watch(self) -> None:
        try:
            for changes in watch(
                self._root,
                watch_filter=self._matters,
                stop_event=self._stop,
                debounce=_DEBOUNCE,
                step=_STEP,
                rust_timeout=_IDLE,
                yield_on_timeout=True,
            ):
                if changes or not self._begun:
                    self._begun = True
                    self._waiting.set()
        except Exception as error:
            self._failure = error
            self._waiting.set()

    def _matters(self, change: Change, path: str) -> bool:
        place = Path(path)
        if not place.is_relative_to(self._root) or place.relative_to(self._root).parts[:1] == (".cache",):
            return False
        return any(place.is_relative_to(source) for source in self._sources)


def _sources(project: Project) -> list[Path]:
    """List what a site is made of."""
    sources = [project.catalog, project.templates, project.mkdocs_yml]
    with suppress(LlmpapersError):  # A faulty mkdocs.yml names no folder of documents; the next build tells so.
        sources += [project.docs, *(file.path for file in project.settings_files)]
    return sources
