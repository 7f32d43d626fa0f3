"""The site's folder: what changes in it, what stays, and what is refused."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from llmpapers.errors import LlmpapersError
from llmpapers.website import publishing, site_folder
from llmpapers.website.build_report import Published
from llmpapers.website.site_files import SiteFile
from llmpapers.website.site_folder import MANIFEST
from llmpapers.website.staging import Part

Tree = dict[str, bytes]
ReadTree = Callable[[Path], Tree]

FIRST = {"index.html": b"home", "papers/a/index.html": b"a", "papers/b/index.html": b"b"}


def publish(files: Iterable[tuple[str, bytes]], site: Path) -> Published:
    return publishing.publish([Part("pages", lambda: (SiteFile(*file) for file in files))], site)


def without_manifest(files: Tree) -> Tree:
    return {name: content for name, content in files.items() if name != MANIFEST}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "out" / "site"
    publish(FIRST.items(), folder)
    return folder


def test_a_new_site_holds_the_files_and_leaves_nothing_beside_it(site: Path, tree: ReadTree) -> None:
    assert without_manifest(tree(site)) == FIRST
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_only_what_changed_is_written(site: Path) -> None:
    def state(name: str) -> tuple[int, int]:
        status = (site / name).stat()
        return status.st_ino, status.st_mtime_ns

    before = {name: state(name) for name in FIRST}
    done = publish({**FIRST, "index.html": b"new home"}.items(), site)
    assert done == Published(written=1, unchanged=2, removed=0)
    assert (site / "index.html").read_bytes() == b"new home"
    assert [name for name in FIRST if state(name) != before[name]] == ["index.html"]


def test_nothing_at_all_is_written_where_nothing_changed(site: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in [site, *site.rglob("*")]}
    assert publish(FIRST.items(), site) == Published(written=0, unchanged=3, removed=0)
    assert {path: path.stat().st_mtime_ns for path in [site, *site.rglob("*")]} == before


def test_what_is_gone_is_removed_with_its_folder(site: Path, tree: ReadTree) -> None:
    rest = {"index.html": b"home", "papers/a/index.html": b"a"}
    assert publish(rest.items(), site).removed == 1
    assert without_manifest(tree(site)) == rest
    assert not (site / "papers" / "b").exists()


def test_foreign_files_stay(site: Path, tree: ReadTree) -> None:
    foreign = {"CNAME": b"papers.example.org", "papers/b/notes.txt": b"mine", ".well-known/x": b""}
    for name, content in foreign.items():
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_bytes(content)
    publish({"index.html": b"home"}.items(), site)
    assert without_manifest(tree(site)) == {"index.html": b"home", **foreign}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"a": b"1"}, {"a/index.html": b"2"}),
        ({"a/index.html": b"1", "a/b/c": b"1"}, {"a": b"2"}),
        ({"a/b": b"1"}, {"a/b/c/d": b"2"}),
        ({"a/b/c/d": b"1"}, {"a/b": b"2"}),
        ({"x": b"1"}, {}),
    ],
)
def test_a_file_may_become_a_folder_and_the_reverse(tmp_path: Path, tree: ReadTree, before: Tree, after: Tree) -> None:
    site = tmp_path / "site"
    publish(before.items(), site)
    publish(after.items(), site)
    assert without_manifest(tree(site)) == after


def test_a_folder_with_foreign_files_does_not_give_way_to_a_file(site: Path) -> None:
    (site / "papers" / "a" / "notes.txt").write_bytes(b"mine")
    with pytest.raises(LlmpapersError, match="cannot be written"):
        publish({"papers/a": b"a file now"}.items(), site)
    assert (site / "papers" / "a" / "notes.txt").read_bytes() == b"mine"


@pytest.mark.parametrize("name", ["index.html", "thesis.tex", "sub/.hidden"])
def test_a_folder_of_another_origin_is_refused_and_left_alone(tmp_path: Path, tree: ReadTree, name: str) -> None:
    (tmp_path / "mine" / name).parent.mkdir(parents=True)
    (tmp_path / "mine" / name).write_bytes(b"precious")
    with pytest.raises(LlmpapersError, match="not made by llmpapers"):
        publish(FIRST.items(), tmp_path / "mine")
    assert tree(tmp_path) == {f"mine/{name}": b"precious"}


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_bytes(b"precious")
    with pytest.raises(LlmpapersError, match="not made by llmpapers"):
        publish(FIRST.items(), tmp_path / "site")
    assert (tmp_path / "site").read_bytes() == b"precious"


def test_an_empty_folder_is_taken(tmp_path: Path, tree: ReadTree) -> None:
    (tmp_path / "site").mkdir()
    publish(FIRST.items(), tmp_path / "site")
    assert without_manifest(tree(tmp_path / "site")) == FIRST


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"files": 5}',
        b'{"files": [1, null, {}]}',
        b"{}",
        b'{"files": {"a": 1}}',
    ],
)
def test_a_broken_manifest_is_mended(site: Path, tree: ReadTree, manifest: bytes) -> None:
    (site / MANIFEST).write_bytes(manifest)
    publish({**FIRST, "index.html": b"new home"}.items(), site)
    assert without_manifest(tree(site)) == {**FIRST, "index.html": b"new home"}
    assert json.loads((site / MANIFEST).read_bytes())["files"] == sorted(FIRST)


@pytest.mark.parametrize("name", ["../precious.txt", "/etc/hostname", "papers/../../precious.txt", "", "."])
def test_a_manifest_never_leads_out_of_the_folder(site: Path, tree: ReadTree, name: str) -> None:
    (site.parent / "precious.txt").write_bytes(b"precious")
    (site / MANIFEST).write_text(json.dumps({"files": [name, *FIRST]}), encoding="utf-8")
    publish(FIRST.items(), site)
    assert (site.parent / "precious.txt").read_bytes() == b"precious"
    assert without_manifest(tree(site)) == FIRST


def test_an_error_while_pages_are_made_leaves_the_site_as_it_was(site: Path, tree: ReadTree) -> None:
    def pages() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"new home"
        yield "papers/c/index.html", b"c"
        raise LlmpapersError("a template has a mistake")

    before = tree(site.parent)
    with pytest.raises(LlmpapersError, match="mistake"):
        publish(pages(), site)
    assert tree(site.parent) == before


def test_what_a_killed_build_left_beside_the_site_is_cleared_away(site: Path, tree: ReadTree) -> None:
    staging = site.parent / ".site.llmpapers-staging"
    (staging / "papers").mkdir(parents=True)
    (staging / "papers" / "half.html").write_bytes(b"<html")
    publish(FIRST.items(), site)
    assert without_manifest(tree(site)) == FIRST
    assert not staging.exists()


def test_a_build_that_was_stopped_between_two_moves_is_completed_by_the_next(
    site: Path, tree: ReadTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    after = {"index.html": b"new home", "papers/c/index.html": b"c", "papers/d/index.html": b"d"}
    original = os.replace

    def stop_at_d(source: str, target: str) -> None:
        if str(target).endswith("d/index.html"):
            raise KeyboardInterrupt
        original(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", stop_at_d)
        with pytest.raises(KeyboardInterrupt):
            publish(after.items(), site)
    assert {*tree(site)} >= {*FIRST}
    # Even if the next build wants other pages, what the stopped one moved is known and goes.
    final = {"index.html": b"home again"}
    publish(final.items(), site)
    assert without_manifest(tree(site)) == final


def test_a_folder_that_cannot_be_written_is_reported(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: str, target: str) -> None:
        raise PermissionError(13, "Permission denied", str(target))

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(LlmpapersError, match="Permission denied"):
        publish({"index.html": b"new home"}.items(), site)


def test_a_broken_manifest_is_mended_even_if_nothing_changed(site: Path) -> None:
    (site / MANIFEST).write_bytes(b"{")
    assert publish(FIRST.items(), site) == Published(written=0, unchanged=3, removed=0)
    assert json.loads((site / MANIFEST).read_bytes())["files"] == sorted(FIRST)


@pytest.mark.parametrize(
    ("foreign", "wanted"),
    [("about.html", "about.html"), ("papers/c", "papers/c/index.html"), ("CNAME", "CNAME/a/b/index.html")],
)
def test_a_foreign_file_never_gives_way_to_a_page(site: Path, tree: ReadTree, foreign: str, wanted: str) -> None:
    (site / foreign).write_bytes(b"precious")
    before = tree(site.parent)
    with pytest.raises(LlmpapersError, match=f"{foreign} was not made by llmpapers"):
        publish({"index.html": b"new home", wanted: b"ours"}.items(), site)
    assert tree(site.parent) == before


def test_a_foreign_file_with_the_same_content_is_taken_over(site: Path, tree: ReadTree) -> None:
    (site / "about.html").write_bytes(b"about")
    publish({**FIRST, "about.html": b"about"}.items(), site)
    publish(FIRST.items(), site)
    assert without_manifest(tree(site)) == FIRST


def test_a_link_to_the_site_is_followed(site: Path, tree: ReadTree) -> None:
    link = site.parent.parent / "link"
    link.symlink_to(site)
    publish({"index.html": b"new home"}.items(), link)
    assert link.is_symlink()
    assert without_manifest(tree(site)) == {"index.html": b"new home"}


def test_in_a_mount_files_wait_inside(tmp_path: Path, tree: ReadTree, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    staging = site / ".llmpapers-staging"
    staging.mkdir(parents=True)
    (staging / "left.html").write_bytes(b"of a build that was killed")
    for module in (publishing, site_folder):
        monkeypatch.setattr(module, "is_mount", lambda folder: True)
    seen: list[bytes] = []

    def pages() -> Iterator[tuple[str, bytes]]:
        yield "a.html", b"a"
        seen.extend(path.read_bytes() for path in staging.iterdir())

    publish(pages(), site)
    assert seen == [b"a"]
    assert without_manifest(tree(tmp_path)).keys() - {f"site/{MANIFEST}"} == {"site/a.html"}
    assert not staging.exists()


def test_what_goes_wrong_with_the_pages_is_not_blamed_on_the_site(site: Path) -> None:
    def pages() -> Iterator[tuple[str, bytes]]:
        raise FileNotFoundError(2, "No such file", "templates/assets/site.css")
        yield "index.html", b"home"

    with pytest.raises(FileNotFoundError):
        publish(pages(), site)
