"""A build that is killed leaves whole files, and the next gives what a build from nothing would, with no remains."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from faults import subjects
from faults.builds import MANIFEST, add_a_page, built, edit_entries, parts, start_anew, with_change
from faults.commands import Faults, read_tree

pytestmark = pytest.mark.xdist_group("faults")

Copy = Callable[[Path], Path]


def published(root: Path, which: str, faults: Faults, at: int = 0) -> list[int]:
    ran = faults.run(root, [which], "kill", at, call="subjects:publish_files")
    assert ran.status == (-9 if at else 0), ran.said
    return ran.moments()


def test_publishing_killed_at_any_operation_is_completed(faults: Faults, tmp_path: Path, again: Copy) -> None:
    root = tmp_path / "first"
    root.mkdir()
    published(root, "first", faults)
    done = again(root)
    moments = published(done, "second", faults)
    after = parts(done)
    assert after[0] == subjects.SECOND
    for number in moments:
        work = again(root)
        published(work, "second", faults, number)
        site, names, _ = parts(work)
        assert all(content in (subjects.FIRST.get(n), subjects.SECOND.get(n)) for n, content in site.items()), number
        assert site.keys() <= set(names), number
        assert site["index.html"] in (subjects.FIRST["index.html"], subjects.SECOND["index.html"]), number
        # Back to what was published before, or on to what was to be.
        which = ("first", "second")[number % 2]
        published(work, which, faults)
        site, names, others = parts(work)
        assert site == (subjects.FIRST if which == "first" else subjects.SECOND), number
        assert sorted(site) == names, number
        assert others == after[2], number


def test_a_new_site_killed_at_any_operation_appears_whole(faults: Faults, tmp_path: Path, again: Copy) -> None:
    root = tmp_path / "new"
    root.mkdir()
    done = again(root)
    moments = published(done, "first", faults)
    after = parts(done)
    for number in moments:
        work = again(root)
        published(work, "first", faults, number)
        assert parts(work)[0] in ({}, subjects.FIRST), number
        published(work, "first", faults)
        assert parts(work) == after, number


def test_an_engine_killed_at_any_operation_keeps_nothing_that_is_half(
    faults: Faults, tmp_path: Path, again: Copy
) -> None:
    def rendered(root: Path, which: str, at: int = 0) -> list[int]:
        ran = faults.run(root, [which], "kill", at, call="subjects:render_pages")
        assert ran.status == (-9 if at else 0), ran.said
        return ran.moments()

    root = tmp_path / "engine"
    root.mkdir()
    for which in "abc":
        rendered(root, which)
    done = again(root)
    moments = rendered(done, "d")
    # What comes before is the engine's own writing, of which nothing counts until it has its name.
    moments = [*moments[:-24:4], *moments[-24:]]
    after = read_tree(done)
    for number in moments:
        work = again(root)
        rendered(work, "d", number)
        for result in work.glob("cache/engine/*"):
            assert result.name.startswith("new-") or len(read_tree(result)) == 4, number
        if number % 3 == 0:
            rendered(work, "a")
        rendered(work, "d")
        assert sum("result.json" in name for name in read_tree(work)) == 3, number
        assert len(read_tree(work)) == len(after), number
        assert not list(work.glob("cache/engine/new-*")), number


def test_a_look_into_the_cache_clears_what_a_killed_engine_left(faults: Faults, tmp_path: Path) -> None:
    faults.run(tmp_path, ["a"], call="subjects:render_pages")
    (tmp_path / "cache/engine/new-left/pages").mkdir(parents=True)
    faults.run(tmp_path, ["a"], call="subjects:render_pages")
    assert len(list((tmp_path / "cache/engine").iterdir())) == 1


@pytest.mark.parametrize(("change", "kills"), [(start_anew, 2), (edit_entries, 3), (add_a_page, 2)])
def test_a_build_killed_anywhere_is_completed(
    change: Callable[[Path], None], kills: int, faults: Faults, first_build: Path, tmp_path: Path, again: Copy
) -> None:
    before = read_tree(again(first_build))
    changed = with_change(first_build, change, tmp_path / "changed")
    done = again(changed)
    moments = built(done, faults).moments()
    after = parts(done)
    start_anew(done)
    built(done, faults)
    assert parts(done)[0] == after[0]

    old = {name[5:]: content for name, content in before.items() if name.startswith("site/")}
    for number in moments[:: len(moments) // kills + 1]:
        work = again(changed)
        built(work, faults, at=number)
        site, _, _ = parts(work)
        assert all(content in (old.get(name), after[0].get(name)) for name, content in site.items()), number
        built(work, faults)
        assert parts(work) == after, number


def test_a_new_page_of_a_killed_build_goes_where_the_change_is_taken_back(
    faults: Faults, first_build: Path, again: Copy
) -> None:
    root = again(first_build)
    built(root, faults)
    before = read_tree(root / "site")
    add_a_page(root)
    built(root, faults, before=f"{root.name}/site/404.html")
    assert (root / "site/0/index.html").is_file()
    shutil.rmtree(root / "docs")
    built(root, faults)
    assert read_tree(root / "site") == before


def test_what_a_killed_build_prepared_goes_where_the_change_is_taken_back(
    faults: Faults, first_build: Path, again: Copy
) -> None:
    root = again(first_build)
    built(root, faults)
    before = parts(root)[0]
    add_a_page(root)
    built(root, faults, before=f"staging/{MANIFEST}")
    shutil.rmtree(root / "docs")
    assert list(root.glob(".site*"))
    built(root, faults)
    assert parts(root)[0] == before
    assert not list(root.glob(".site*"))
