"""How good is the site, by judges that are not its own: Lighthouse, the Nu HTML checker, axe, and a count of bytes?

Needs Chromium, Node.js with npm, and Java; the judges are installed by npm into a folder of the system's temporary one.
"""

import argparse
import contextlib
import functools
import gzip
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
PAGES = {
    "home": "",
    "browse": "papers/",
    "topic": "topics/moe/",
    "paper": "papers/lora/",
    "topics": "topics/",
    "year": "years/2024/",
    "venue": "venues/icml/",
    "resources": "resources/",
    "statistics": "statistics/",
    "contribute": "contribute/",
    "guide": "contributing/",
    "reference": "reference/format/",
    "missing": "404.html",
}
"""Every kind of page by an example."""
JUDGED = ("home", "browse", "topic", "paper")
"""Those that Lighthouse looks at."""
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
CHROMIUM_OPTIONS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
_THEME = ("md-toggle", "md-overlay", "md-dialog", "md-skip", "md-container")
"""What marks an element as the theme's."""


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves as hosts of static sites do: compressed, and kept by the browser for ten minutes."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        content = path.read_bytes()
        is_text = path.suffix in {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".bib", ".csv"}
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)) + ("; charset=utf-8" if is_text else ""))
        self.send_header("Cache-Control", "max-age=600")
        if is_text and "gzip" in self.headers.get("Accept-Encoding", ""):
            content = gzip.compress(content, 6, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: object) -> None:
        pass


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder whose sub-folder `catalog` holds the site, as the pages of a repository lie below a path."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/catalog/"
    server.shutdown()


def build(site: Path) -> None:
    """Build this repository's catalog with the addresses that a published site has."""
    environment = {
        **os.environ,
        "SITE_URL": "https://catalog.example.org/catalog/",
        "REPO_URL": "https://github.com/example/catalog",
    }
    command = [sys.executable, "-m", "llmpapers", "--root", str(ROOT), "build", "--site-dir", str(site)]
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)


def install(*packages: str) -> Path:
    """Install packages by npm, once for this machine; gives the folder of modules."""
    folder = Path(tempfile.gettempdir()) / "llmpapers-judges"
    modules = folder / "node_modules"
    if not all((modules / name).is_dir() for name in packages):
        folder.mkdir(exist_ok=True)
        command = [
            "npm",
            "install",
            "--no-audit",
            "--no-fund",
            "--loglevel",
            "error",
            "--prefix",
            str(folder),
            *packages,
        ]
        subprocess.run(command, check=True)
    return modules


def lighthouse(url: str, chromium: str, modules: Path) -> dict[str, float]:
    """Judge a page with the mobile profile, which simulates a slow phone on a slow network; scores 0 to 100."""
    flags = " ".join(CHROMIUM_OPTIONS)
    command = ["node", str(modules / "lighthouse/cli/index.js"), url, "--quiet", "--output=json"]
    only = f"--only-categories={','.join(CATEGORIES)}"
    done = subprocess.run(
        [*command, only, f"--chrome-flags={flags}"],
        check=True, capture_output=True, text=True, env={**os.environ, "CHROME_PATH": chromium},
    )  # fmt: skip
    report = json.loads(done.stdout)
    for name in CATEGORIES:
        for reference in report["categories"][name]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                print(f"  {url}: {name}: {audit['title']} {audit.get('displayValue', '')}", file=sys.stderr)
    return {name: 100 * report["categories"][name]["score"] for name in CATEGORIES}


def check_html(site: Path, modules: Path) -> Counter[str]:
    """Check every page with the Nu checker; counts errors by message, the theme's own marked as such."""
    pages = sorted(str(path) for path in site.rglob("*.html"))
    jar = modules / "vnu-jar/build/dist/vnu.jar"
    done = subprocess.run(
        ["java", "-jar", str(jar), "--format", "json", "--errors-only", *pages],
        check=False,
        capture_output=True,
        text=True,
    )
    found: Counter[str] = Counter()
    for message in json.loads(done.stderr)["messages"]:
        if message["type"] == "error":
            theirs = any(mark in message.get("extract", "") for mark in _THEME)
            text = re.sub("(, “[^”]*”)+", ", …", message["message"])
            found[f"{'theme' if theirs else 'OURS'}: {text}"] += 1
    return found


def check_access(browser: Browser, url: str) -> list[str]:
    """Run axe on a page in both schemes and two widths; gives what it found."""
    found = []
    for scheme in ("light", "dark"):
        for width in (390, 1280):
            size = {"width": width, "height": 900}
            page = browser.new_page(color_scheme=scheme, viewport=size, bypass_csp=True)
            page.goto(url)
            page.wait_for_load_state("networkidle")
            found += [f"{v['id']} {scheme} {width}" for v in Axe().run(page).response["violations"]]
            page.close()
    return found


def weigh(browser: Browser, url: str) -> tuple[int, int, int, set[str]]:
    """Visit a page for the first time.

    Returns:
        Bytes of the HTML and of everything as they were sent, the number of requests, and other hosts asked.
    """
    page = browser.new_page()
    sizes: dict[str, int] = {}
    page.on("requestfinished", lambda request: sizes.update({request.url: request.sizes()["responseBodySize"]}))
    page.goto(url)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    host = "/".join(url.split("/")[:3])
    others = {address for address in sizes if not address.startswith((host, "data:", "blob:"))}
    page.close()
    return sizes[url], sum(sizes.values()), len(sizes), others


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-lighthouse", action="store_true", help="leave the slowest judge out")
    options = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or sys.exit("needs Chromium")
    modules = install("lighthouse", "vnu-jar")
    with tempfile.TemporaryDirectory() as work, served(Path(work)) as base, sync_playwright() as playwright:
        site = Path(work) / "catalog"
        build(site)
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_OPTIONS)
        print(
            "| Page | HTML, gzip | First visit | Requests | Other hosts | axe violations |\n|---|---|---|---|---|---|"
        )
        for kind, address in PAGES.items():
            html, whole, requests, others = weigh(browser, base + address)
            faults = check_access(browser, base + address)
            print(
                f"| {kind} | {html / 1000:.1f} kB | {whole / 1000:.0f} kB | {requests} | {len(others)} "
                f"| {', '.join(faults) or 'none'} |"
            )
        browser.close()
        print(f"\nNu HTML checker, {len(list(site.rglob('*.html')))} pages:\n")
        for message, count in check_html(site, modules).most_common() or [("no errors", 0)]:
            print(f"- {count} × {message}")
        if not options.no_lighthouse:
            print("\n| Page | Performance | Accessibility | Best practices | SEO |\n|---|---|---|---|---|")
            for kind in JUDGED:
                scores = lighthouse(base + PAGES[kind], chromium, modules)
                print(f"| {kind} | " + " | ".join(f"{scores[name]:.0f}" for name in CATEGORIES) + " |")


if __name__ == "__main__":
    main()
