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
from llmpapers.website.build_lock import one_build_at_a_time
from llmpapers.website.building import build_site
from llmpapers.website.site_options import SiteOptions

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
    assert report.published.written < 34
    assert report.published.unchanged > 20


def test_a_site_without_search_has_no_data_for_it(root: Path) -> None:
    build_site(Project(root), root / "site", options=SiteOptions(search=False))
    names = {path.name for path in (root / "site" / "assets" / "llmpapers").iterdir()}
    assert "site.js" in names
    assert [name for name in names if name.startswith("search")] == ["search-words.js"]


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
        ("content/home.html", ".site.llmpapers-staging/*"),
        ("content/redirect.html", ".site.llmpapers-staging/*"),
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


def test_a_build_that_waits_for_another_in_vain_says_so(tmp_path: Path) -> None:
    with (
        one_build_at_a_time(tmp_path),
        pytest.raises(LlmpapersError, match="another build"),
        one_build_at_a_time(tmp_path, timeout=0.01),
    ):
        pass


@pytest.mark.parametrize(
    "folder",
    [".", "..", "../elsewhere", "catalog", "catalog/papers", "templates", "templates/pages", ".cache", "/", "link"],
)
def test_documents_need_a_folder_of_their_own(root: Path, folder: str) -> None:
    (root / "link").symlink_to("catalog")
    (root / "mkdocs.yml").write_text(f"site_name: Bread\ndocs_dir: {folder}\n", encoding="utf-8")
    with pytest.raises(LlmpapersError, match=r"`docs_dir` of mkdocs\.yml should be a folder of its own"):
        build(root)
    assert not (root / "site").exists()


@pytest.mark.parametrize("folder", ["pages", "./pages/", "{root}/pages", "catalog/../pages", "docs/pages"])
def test_documents_may_lie_in_another_folder(root: Path, folder: str) -> None:
    docs = root / folder.format(root=root)
    docs.mkdir(parents=True)
    (docs / "guide.md").write_text("# Guide", encoding="utf-8")
    settings = f"site_name: Bread\ndocs_dir: {folder.format(root=root)}\n"
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    build(root)
    assert (root / "site" / "guide" / "index.html").is_file()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [("docs/guide.md", "[x](missing.md)", r"docs: .*missing\.md"), ("mkdocs.yml", "hooks: [x.py]", "docs: .*`hooks`")],
)
def test_warnings_about_the_pages_stop_only_a_strict_build(root: Path, name: str, content: str, message: str) -> None:
    (root / "docs").mkdir()
    (root / name).write_text(content, encoding="utf-8")
    with pytest.raises(LlmpapersError, match=message):
        build_site(Project(root), root / "site", strict=True)
    assert not (root / "site").exists()
    assert len(build_site(Project(root), root / "site").engine_warnings) == 1


def test_a_page_that_the_engine_was_told_to_leave_out_is_named(root: Path) -> None:
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("\nexclude_docs: topics/ovens/\n")
    with pytest.raises(LlmpapersError, match=r"^the engine made no topics/ovens/index\.html; look at exclude_docs"):
        build(root)


def test_a_snippet_that_changed_is_taken_in(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    (root / "mkdocs.yml").write_text("site_name: x\nmarkdown_extensions: [pymdownx.snippets]\n", encoding="utf-8")
    (root / "docs").mkdir()
    (root / "docs" / "guide.md").write_text('# Guide\n\n--8<-- "flour.txt"\n', encoding="utf-8")
    for text in ("Rye is best.", "Spelt is best."):
        (root / "flour.txt").write_text(text, encoding="utf-8")
        build(root)
        assert text in (root / "site" / "guide" / "index.html").read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names of files are text")
@pytest.mark.parametrize(
    "folder", ["docs", "docs/more", "templates/engine", "templates/pages", "templates/content", "templates/assets"]
)
def test_a_file_whose_name_is_no_text_stops_a_build_in_one_sentence(root: Path, folder: str) -> None:
    (root / folder).mkdir(parents=True, exist_ok=True)
    (root / folder / os.fsdecode(b"caf\xe9.md")).write_text("# Coffee\n")

    with pytest.raises(LlmpapersError, match="rename the file") as caught:
        build(root)
    assert str(caught.value).isprintable()
    assert "caf" in str(caught.value)


def test_what_a_killed_build_left_in_the_cache_goes_even_if_nothing_is_written_there(root: Path) -> None:
    build(root)
    left = root / ".cache/llmpapers/.llmpapers-0123456789ab.new"
    left.write_bytes(b"half of a")
    build(root)

    assert not left.exists()
