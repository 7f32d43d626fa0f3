"""A build from end to end: what stops it leaves the site as it was, and the next build completes it."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from llmpapers.errors import LlmpapersError
from llmpapers.project import Project
from llmpapers.website.building import build_site
from llmpapers.website.plan import SiteOptions

AddPaper = Callable[..., Path]
ReadTree = Callable[[Path], dict[str, bytes]]

ENDLESS = "{% for number in range(1000000000) %}{% endfor %}"
PATIENCE = 60
"""Seconds after which a test gives up waiting."""


def build(root: Path) -> None:
    report = build_site(Project(root), root / "site")
    assert report.published, report.checked.problems


def start_build(root: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "llmpapers", "--root", str(root), "build"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def wait_for(condition: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_catalog_with_errors_leaves_the_site_and_says_nothing_was_published(
    root: Path, add_paper: AddPaper, tree: ReadTree
) -> None:
    build(root)
    before = tree(root / "site")
    add_paper("wrong", topics=["no-such-topic"])
    report = build_site(Project(root), root / "site")
    assert report.published is None
    assert [problem.code for problem in report.checked.problems] == ["unknown-topic"]
    assert tree(root / "site") == before


def test_warnings_stop_only_a_strict_build(root: Path, add_paper: AddPaper) -> None:
    add_paper("short", summary="Too short to say anything.")
    assert build_site(Project(root), root / "site", strict=True).published is None
    assert build_site(Project(root), root / "site").published


def test_a_new_entry_changes_only_the_pages_that_show_it(root: Path, add_paper: AddPaper) -> None:
    build(root)
    add_paper("dark-crust", topics=["ovens"])
    report = build_site(Project(root), root / "site")
    assert report.published
    assert report.published.written < 15
    assert report.published.unchanged > 20


def test_a_site_without_search_has_no_data_for_it(root: Path) -> None:
    build_site(Project(root), root / "site", options=SiteOptions(search=False))
    names = {path.name for path in (root / "site" / "assets" / "llmpapers").iterdir()}
    assert not {"search.json", "lunr.js"} & names


def test_phases_are_told_and_measured(root: Path) -> None:
    told: list[str] = []
    report = build_site(Project(root), root / "site", progress=told.append)
    assert told == list(report.phases) == ["check", "engine", "pages"]
    assert report.seconds == pytest.approx(sum(report.phases.values()))


def test_the_cache_may_be_deleted_at_any_time(root: Path, tree: ReadTree) -> None:
    build(root)
    before = tree(root / "site")
    shutil.rmtree(root / ".cache")
    build(root)
    assert tree(root / "site") == before


def test_a_mistake_in_a_late_template_leaves_the_site(root: Path, tree: ReadTree) -> None:
    build(root)
    before = tree(root / "site")
    (root / "templates" / "content").mkdir(parents=True)
    (root / "templates" / "content" / "redirect.html").write_text("{{ no_such_name }}", encoding="utf-8")
    with pytest.raises(LlmpapersError, match=r"redirect\.html"):
        build(root)
    assert tree(root / "site") == before


@pytest.mark.skipif(os.name == "nt", reason="needs signals")
@pytest.mark.parametrize(
    ("template", "sign_of_arrival"),
    [
        ("engine/main.html", ".cache/llmpapers/engine/new-*/theme/main.html"),
        ("content/home.html", ".site.llmpapers-staging/assets/llmpapers/site.css"),
        ("content/redirect.html", ".site.llmpapers-staging/papers/levain/index.html"),
    ],
    ids=["while the engine works", "before the papers", "after the papers"],
)
def test_a_killed_build_leaves_the_site_and_the_next_completes_it(
    root: Path, tree: ReadTree, template: str, sign_of_arrival: str
) -> None:
    build(root)
    before = tree(root / "site")
    entry = root / "catalog" / "papers" / "levain.yaml"
    entry.write_text(entry.read_text(encoding="utf-8").replace("Many Loaves", "Few Loaves"), encoding="utf-8")
    (root / "templates" / "assets").mkdir(parents=True)
    (root / "templates" / "assets" / "site.css").write_text("body { color: black }", encoding="utf-8")
    blocking = root / "templates" / template
    blocking.parent.mkdir(exist_ok=True)
    blocking.write_text(ENDLESS, encoding="utf-8")
    process = start_build(root)
    try:
        wait_for(lambda: any(root.glob(sign_of_arrival)), process)
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert tree(root / "site") == before
    blocking.unlink()
    build(root)
    after = tree(root / "site")
    assert b"Few Loaves" in after["papers/levain/index.html"]
    assert after["assets/llmpapers/site.css"] == b"body { color: black }"
    assert not list(root.glob(".*staging*"))
    assert not list(root.glob(".cache/llmpapers/engine/new-*"))


def test_two_builds_at_once_both_succeed(root: Path, tree: ReadTree) -> None:
    shutil.rmtree(root / ".cache")
    processes = [start_build(root) for _ in range(2)]
    outputs = [process.communicate(timeout=PATIENCE)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0], outputs
    together = tree(root / "site")
    shutil.rmtree(root / "site")
    build(root)
    assert tree(root / "site") == together


def test_a_file_that_cannot_be_read_is_reported(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "docs").mkdir()
    (root / "docs" / "locked.md").write_text("# Locked", encoding="utf-8")
    original = Path.read_bytes

    def refuse(self: Path) -> bytes:
        if self.name == "locked.md":
            raise PermissionError(13, "Permission denied", str(self))
        return original(self)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(LlmpapersError, match=r"Permission denied.*locked\.md"):
        build(root)
