"""A build that is killed leaves whole files, and the next gives what a build from nothing would, with no remains."""

import json
from collections.abc import Callable
from pathlib import Path

from faults import subjects
from faults.commands import Faults, Tree, read_tree

MANIFEST = ".llmpapers-manifest.json"
Copy = Callable[[Path], Path]


def parts(root: Path) -> tuple[Tree, list[str], set[str]]:
    """Give the site without its manifest, the names in the manifest, and the names of all other files."""
    found = read_tree(root)
    site = {name[5:]: content for name, content in found.items() if name.startswith("site/")}
    names = json.loads(site.pop(MANIFEST, b'{"files": []}'))["files"]
    others = {name for name in found if not name.startswith("site/")}
    return site, names, others


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
    after = read_tree(done)
    for number in moments:
        work = again(root)
        rendered(work, "d", number)
        for result in work.glob("cache/engine/*"):
            assert result.name.startswith("new-") or len(read_tree(result)) == 4, number
        rendered(work, "a")
        rendered(work, "d")
        assert sum("warnings.json" in name for name in read_tree(work)) == 3, number
        assert len(read_tree(work)) == len(after), number
        assert not list(work.glob("cache/engine/new-*")), number


def test_a_look_into_the_cache_clears_what_a_killed_engine_left(faults: Faults, tmp_path: Path) -> None:
    faults.run(tmp_path, ["a"], call="subjects:render_pages")
    (tmp_path / "cache/engine/new-left/pages").mkdir(parents=True)
    faults.run(tmp_path, ["a"], call="subjects:render_pages")
    assert len(list((tmp_path / "cache/engine").iterdir())) == 1
