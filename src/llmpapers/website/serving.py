"""The site on loopback while one works on it: rebuilt on a change, reloaded by itself, problems shown in the page."""

import functools
import http.server
import io
import os
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any

from llmpapers.errors import LlmpapersError
from llmpapers.problems import Problem
from llmpapers.project import Project
from llmpapers.website.build_report import BuildReport
from llmpapers.website.building import build_site
from llmpapers.website.making import BuildMemory
from llmpapers.website.publishing import InSteps
from llmpapers.website.site_options import SiteOptions
from llmpapers.website.watching import Changes

EVENTS = "/.llmpapers/events"
"""Address at which a page waits for the next build."""
RELOADER = "/.llmpapers/reload.js"
"""Address of the script that waits; it is no part of the page, which may run none of its own."""

_IDLE = 0.1
"""Seconds after which serving looks up, to see whether it shall end."""

_SCRIPT = f"""(() => {{
  const after = document.currentScript.dataset.generation;
  const wait = () => fetch("{EVENTS}?after=" + after).then((answer) => answer.text()).then((text) => {{
    if (text === "reload") location.reload(); else wait();
  }}).catch(() => setTimeout(wait, 1000));
  wait();
}})();
"""


class OutdatedBuildError(Exception):
    """A build was given up, since what it is of changed meanwhile."""


class Preview:
    """The state of a preview: the last good site, and what is wrong with the present one."""

    def __init__(self, project: Project, options: SiteOptions) -> None:
        self.project = project
        self.options = options
        self.site = project.cache / "preview"
        """Where the site is built; a server gives it a folder of its own."""
        self.problems: list[Problem] = []
        self.failure: str | None = None
        self.generation = time.time_ns()
        """Changes with every build, good or bad; starts where no earlier preview ended, which open pages may know."""
        self.is_outdated: Callable[[], bool] = lambda: False
        """Tells whether something changed since the build began, so that its end is not worth waiting for."""
        self._changed = threading.Condition()
        self._memory: BuildMemory | None = None
        self._is_shown = False
        """Whether the pages of this build are in place, though it is not at its end."""

    def rebuild(self) -> BuildReport | None:
        """Build into the preview's folder; on errors the last good site stays there.

        The pages appear first, and open ones reload; exports, feeds and search follow.

        Returns:
            The report, or None if something other than an entry stopped the build; then `failure` says what.

        Raises:
            OutdatedBuildError: if something changed while the exports were made; the next build makes them.
        """
        if not self._memory or self._memory.site != self.site:
            self._memory = BuildMemory(self.site, InSteps(self._show, self._pause))
        report, self._is_shown = None, False
        try:
            # mkdocs.yml is read anew, for it may be what changed.
            report = build_site(Project(self.project.root), self.site, options=self.options, memory=self._memory)
            problems, failure = list(report.checked.problems), None
        except LlmpapersError as error:
            problems, failure = [], error.format_message()
        except OSError as error:
            # Folders come and go while one works, the catalog's too.
            problems, failure = [], f"the project cannot be read: {error}"
        self._tell(problems, failure)
        return report

    def _show(self) -> None:
        """Let open pages reload, now that the new ones are there."""
        self._tell([], None)
        self._is_shown = True

    def _pause(self) -> None:
        if self.is_outdated():
            raise OutdatedBuildError

    def _tell(self, problems: list[Problem], failure: str | None) -> None:
        """Tell whoever looks at the site how it is now."""
        with self._changed:
            is_news = not self._is_shown or failure
            self.problems, self.failure = problems, failure
            if is_news:
                self.generation += 1
                self._changed.notify_all()

    def wait_for_other(self, generation: int, timeout: float) -> bool:
        """Wait until the last build is another than the given one; tells whether it is."""
        with self._changed:
            return self._changed.wait_for(lambda: self.generation != generation, timeout)

    def page(self, content: bytes, generation: int) -> bytes:
        """Add to a page what makes it reload, and what is wrong.

        Args:
            content: the page.
            generation: the generation at the time before the page was read.
        """
        addition = f'<script src="{RELOADER}" data-generation="{generation}"></script>'
        errors = [problem for problem in self.problems if problem.severity == "error"]
        if self.failure or errors:
            addition += self._overlay(errors)
        before, end, after = content.rpartition(b"</body>")
        return before + addition.encode() + end + after if end else content + addition.encode()

    def _overlay(self, errors: list[Problem]) -> str:
        rows = [f"<li>{escape(self.failure)}</li>"] if self.failure else []
        rows += [
            f"<li><b>{escape(p.file)}:{p.line}:{p.column}</b> {escape(p.message)} <code>{escape(p.code)}</code><br>"
            f"<code>{escape(p.source.strip()[:160])}</code><br><i>{escape(p.hint)}</i></li>"
            for p in errors
        ]
        style = (
            "position:fixed;inset:auto 1rem 1rem;z-index:1000;max-height:60vh;overflow:auto;padding:1rem 1.25rem;"
            "background:#3b0d10;color:#fff;border-radius:12px;box-shadow:0 12px 40px #0008;"
            "font:15px/1.5 system-ui,sans-serif"
        )
        heading = "The catalog has errors; this is the last good site"
        listing = "".join(rows)
        return f'<div id="llmpapers-problems" role="alert" style="{style}"><b>{heading}</b><ul>{listing}</ul></div>'


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the preview's folder; pages get the addition, and one address waits for the next build."""

    def __init__(self, *arguments: Any, preview: Preview, **options: Any) -> None:
        self.preview = preview
        super().__init__(*arguments, directory=str(preview.site), **options)

    def do_GET(self) -> None:
        if not self._is_local():
            self.send_error(403, "Only for this machine")
        elif self.path == RELOADER:
            self._send(_SCRIPT.encode(), "text/javascript")
        elif self.path.startswith(EVENTS):
            self._answer_event()
        else:
            super().do_GET()

    def do_HEAD(self) -> None:
        if self._is_local():
            super().do_HEAD()
        else:
            self.send_error(403, "Only for this machine")

    def _is_local(self) -> bool:
        """Refuse other host names: a foreign page could read the site through a name that leads to this machine."""
        hosts = self.headers.get_all("Host", [])
        return len(hosts) == 1 and bool(re.fullmatch(r"(127\.0\.0\.1|localhost|\[::1\])(:\d+)?", hosts[0].lower()))

    def _answer_event(self) -> None:
        number = re.fullmatch("[0-9]{1,20}", self.path.rpartition("=")[2])
        is_other = self.preview.wait_for_other(int(number[0]) if number else -1, timeout=20)
        self._send(b"reload" if is_other else b"wait", "text/plain")

    def send_head(self) -> Any:
        # The functions of `os.path` take a path that is too long, or has a zero in it, for one that is not there.
        address = self.path.partition("?")[0]
        path = self.translate_path(address)
        page = os.path.join(path, "index.html") if os.path.isdir(path) else path  # noqa: PTH112, PTH118
        if not os.path.isfile(page):  # noqa: PTH113
            return self._missing()
        if page.endswith(".html") and (page == path or address.endswith("/")):
            return self._page(Path(page), 200)
        return super().send_head()

    def _missing(self) -> io.BytesIO:
        own = self.preview.site / "404.html"
        if own.is_file():
            return self._page(own, 404)
        empty = b"<!doctype html><title>Not built yet</title><body><p>The site is not built yet.</p></body>"
        return self._body(self.preview.page(empty, self.preview.generation), 503, "text/html")

    def _page(self, page: Path, status: int) -> io.BytesIO:
        generation = self.preview.generation
        content = self.preview.page(page.read_bytes(), generation)
        return self._body(content, status, "text/html; charset=utf-8")

    def _body(self, content: bytes, status: int, kind: str) -> io.BytesIO:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return io.BytesIO(content)

    def _send(self, content: bytes, kind: str) -> None:
        self.wfile.write(self._body(content, 200, kind).getvalue())

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *arguments: Any) -> None:
        """Say nothing of single requests."""


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    # A page asks for many files at once, and a full queue resets connections.
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that leaves in the middle of an answer is no news."""


@contextmanager
def running_server(preview: Preview, port: int) -> Iterator[http.server.ThreadingHTTPServer]:
    """Serve a preview on loopback, in the background, out of a folder that is removed at the end.

    Args:
        preview: what to serve; it need not be built yet.
        port: the port; 0 takes a free one.

    Yields:
        The server, which knows its port.

    Raises:
        LlmpapersError: if the port is taken.
    """
    handler = functools.partial(_Handler, preview=preview)
    try:
        server = _Server(("127.0.0.1", port), handler)
    except OSError as error:
        raise LlmpapersError(f"port {port} cannot be used: {error.strerror}; choose another with --port") from error
    # Nobody else has the port, so nobody else has the folder; a preview that was killed may have left it.
    preview.site = preview.project.cache / f"preview-{server.server_port}"
    shutil.rmtree(preview.site, ignore_errors=True)
    threading.Thread(target=server.serve_forever, args=(_IDLE,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        shutil.rmtree(preview.site, ignore_errors=True)


def builds(preview: Preview, stop: threading.Event | None = None) -> Iterator[BuildReport | None]:
    """Build at once, and again whenever something of the project changes.

    Args:
        preview: what to build.
        stop: ends the watching; otherwise an interrupt from the keyboard does, and is raised.

    Yields:
        What `Preview.rebuild` gives, after every build that no other change made outdated.
    """
    stop = stop or threading.Event()
    with Changes(preview.project.root) as changes:
        preview.is_outdated = changes.are_waiting
        while not stop.is_set():
            if not changes.take():
                continue
            try:
                report = preview.rebuild()
            except OutdatedBuildError:
                continue
            yield report
