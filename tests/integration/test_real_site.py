"""The site of this repository's catalog: no link leads nowhere, and its bytes depend on its input only."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from click.testing import CliRunner

from llmpapers.checking import CheckedCatalog
from llmpapers.cli import main

pytestmark = pytest.mark.integration

BASE = "https://papers.example.org/catalog/"


class Page(HTMLParser):
    """Addresses and anchors of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.anchors: list[str] = []
        self.bibtex = ""
        self._in_bibtex = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"href", "src"}:
                self.addresses.append(value or "")
            if name == "id":
                self.anchors.append(value or "")
        self._in_bibtex = ("id", "bibtex-text") in attrs

    def handle_data(self, data: str) -> None:
        if self._in_bibtex:
            self.bibtex += data

    def handle_endtag(self, tag: str) -> None:
        self._in_bibtex = False


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    """By address below the site's."""
    return {
        path.relative_to(site).as_posix().removesuffix("index.html"): Page(path.read_text(encoding="utf-8"))
        for path in site.rglob("*.html")
    }


def own_links(pages: dict[str, Page]) -> Iterator[tuple[str, str]]:
    for address, page in pages.items():
        for link in page.addresses:
            target = urljoin(BASE + address, link)
            if target.startswith(BASE):
                yield address, target.removeprefix(BASE)


def test_no_link_leads_nowhere(site: Path, pages: dict[str, Page]) -> None:
    dead = set()
    for address, link in own_links(pages):
        place, _, anchor = link.partition("#")
        path = unquote(urlsplit(place).path)
        if path in pages:
            if anchor and unquote(anchor) not in pages[path].anchors:
                dead.add((address, link))
        elif not (site / path).is_file():
            dead.add((address, link))
    assert dead == set()


def test_every_page_is_linked(pages: dict[str, Page]) -> None:
    linked = {urlsplit(link).path for _, link in own_links(pages)}
    assert {address for address in pages if address not in linked} <= {"404.html"}


def test_an_id_stands_once_in_a_page(pages: dict[str, Page]) -> None:
    for address, page in pages.items():
        assert len(page.anchors) == len(set(page.anchors)), address


def test_every_entry_and_topic_has_its_place(checked: CheckedCatalog, pages: dict[str, Page]) -> None:
    assert {f"papers/{id_}/" for id_ in checked.catalog.papers} <= set(pages)
    assert {f"topics/{path}/" for path in checked.catalog.topics} <= set(pages)
    assert set(checked.catalog.resources) <= set(pages["resources/"].anchors)


def test_the_sitemap_lists_every_page_once(site: Path, pages: dict[str, Page]) -> None:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    listed = [node.text for node in ET.parse(site / "sitemap.xml").iter(f"{space}loc")]
    assert sorted(filter(None, listed)) == sorted(BASE + address for address in pages if address != "404.html")


def test_the_data_are_whole(site: Path, checked: CheckedCatalog) -> None:
    data = json.loads((site / "catalog.json").read_text(encoding="utf-8"))
    assert [paper["id"] for paper in data["papers"]] == list(checked.catalog.papers)
    assert [resource["id"] for resource in data["resources"]] == list(checked.catalog.resources)
    keys = re.findall(r"^@\w+\{([^,]+),$", (site / "catalog.bib").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(keys) == len(set(keys)) == len(checked.catalog.papers)


@pytest.mark.parametrize("id_", ["lora", "d2dmoe", "sigma-moe", "deepseek-v3"])
def test_the_page_shows_the_same_bibtex_as_the_terminal(repository: Path, pages: dict[str, Page], id_: str) -> None:
    result = CliRunner().invoke(main, ["--root", str(repository), "show", id_, "--format", "bibtex"])
    assert pages[f"papers/{id_}/"].bibtex == result.stdout.rstrip("\n")


def hashes(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


# Another day, by every clock that a build could ask, and files that only their owner can read.
ANOTHER_MACHINE = """
import os, sys, time
os.umask(0o077)
for name, shift in (("time", 4e7), ("time_ns", 4 * 10**16)):
    setattr(time, name, lambda real=getattr(time, name), shift=shift: real() + shift)
for name in ("localtime", "gmtime"):
    setattr(time, name, lambda when=None, real=getattr(time, name): real(time.time() if when is None else when))
import datetime
class Date(datetime.date):
    today = classmethod(lambda cls: cls.fromtimestamp(time.time()))
class Datetime(datetime.datetime):
    now = classmethod(lambda cls, tz=None: cls.fromtimestamp(time.time(), tz))
    utcnow = classmethod(lambda cls: cls.fromtimestamp(time.time(), datetime.timezone.utc).replace(tzinfo=None))
datetime.date, datetime.datetime = Date, Datetime
from llmpapers.cli import main
main(sys.argv[1:])
"""


def copied_backwards(source: Path, target: Path) -> None:
    """Copy a project file by file, the last first, so that folders list them in another order."""
    for path in sorted(source.rglob("*"), reverse=True):
        name = path.relative_to(source)
        if path.is_file() and name.parts[0] not in {"out", ".cache"}:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target / name)


def test_the_same_input_gives_the_same_bytes(project_copy: Path, tmp_path: Path) -> None:
    def build(root: Path, *program: str, **variables: str) -> dict[str, str]:
        command = [sys.executable, *program, "build", "--site-dir", str(root / "out")]
        subprocess.run(command, cwd=root, env={**os.environ, **variables}, check=True, capture_output=True)
        return hashes(root / "out")

    program = ("-m", "llmpapers")
    one = build(
        project_copy, *program, TZ="Pacific/Kiritimati", LC_ALL="C", PYTHONHASHSEED="1", LLMPAPERS_PROCESSES="1"
    )
    elsewhere = tmp_path / "a folder with another name" / "deeper"
    copied_backwards(project_copy, elsewhere)
    there = {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "LANG": "tr_TR.UTF-8", "LLMPAPERS_PROCESSES": "3"}
    other = build(elsewhere, "-c", ANOTHER_MACHINE, **there, PYTHONHASHSEED="2")
    assert len(one) > 350
    assert one == other
    # Once more, with a warm cache and no site.
    shutil.rmtree(elsewhere / "out")
    assert build(elsewhere, *program, PYTHONHASHSEED="3") == one
