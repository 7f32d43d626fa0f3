"""The site of this repository's catalog, built once, on a server of its own, in a real browser."""

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from llmpapers.cli import main

REPOSITORY = Path(__file__).parents[2]
CHROMIUM_OPTIONS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class _SiteHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files as a host of static sites does, with the site's own page for what is not there."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "catalog" / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: object) -> None:
        pass


@dataclass(frozen=True)
class Site:
    folder: Path
    url: str
    """Ends with a slash; the site lies below a path, as the pages of a repository do."""


class _Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128  # A page asks for many files at once, and a full queue resets connections.


def _serve(folder: Path) -> http.server.ThreadingHTTPServer:
    server = _Server(("127.0.0.1", 0), functools.partial(_SiteHandler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    root = tmp_path_factory.mktemp("served")
    server = _serve(root)
    url = f"http://127.0.0.1:{server.server_port}/catalog/"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", url)
        patch.setenv("REPO_URL", "https://github.com/example/catalog")
        # The same tests hold for any engine.
        engine = os.environ.get("LLMPAPERS_ENGINE", "mkdocs")
        arguments = ["--root", str(REPOSITORY), "build", "--engine", engine, "--site-dir", str(root / "catalog")]
        result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    yield Site(root / "catalog", url)
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve other folders than the site's; gives their addresses.

    They are served to the end: a page that still loads something when its test ends would see its connection reset.
    """
    servers: list[http.server.ThreadingHTTPServer] = []

    def begin(folder: Path) -> str:
        servers.append(_serve(folder))
        return f"http://127.0.0.1:{servers[-1].server_port}/"

    yield begin
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def site_at_root(site: Site) -> Iterator[str]:
    server = _serve(site.folder)
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if executable is None:
        if os.environ.get("CI"):
            pytest.fail("there is no Chromium here, and without it nothing shows that the site works")
        pytest.skip("needs Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@dataclass
class Watched:
    """What a page did that it should not."""

    faults: list[str] = field(default_factory=list)

    def watch(self, page: Page, host: str, *, runs_scripts: bool = True) -> None:
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("console", functools.partial(self._note_message, runs_scripts=runs_scripts))
        page.on("request", lambda request: self._note_request(request.url, host))

    def _note_message(self, message: ConsoleMessage, *, runs_scripts: bool) -> None:
        # That the address of a missing page is missing is what the page of missing pages is for.
        is_missing = "not-here" in message.location["url"]
        # The browser says so after some seconds, which only a slow machine needs: no script is there to use it.
        is_unused = not runs_scripts and "preloaded using link preload but not used" in message.text
        if message.type in {"error", "warning"} and not is_missing and not is_unused:
            self.faults.append(f"console: {message.text}")

    def _note_request(self, url: str, host: str) -> None:
        if not url.startswith((host, "data:", "blob:")):
            self.faults.append(f"request to another host: {url}")


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[OpenPage]:
    """Open a page by its address in the site; whatever goes wrong in it fails the test at its end."""
    contexts: list[BrowserContext] = []
    watched = Watched()

    def open_(address: str = "", **options: object) -> Page:
        context = browser.new_context(**options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        url = address if "://" in address else site.url + address
        host = "/".join(url.split("/")[:3]) + "/"
        watched.watch(page, host, runs_scripts=options.get("java_script_enabled") is not False)
        page.goto(url)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert watched.faults == []
