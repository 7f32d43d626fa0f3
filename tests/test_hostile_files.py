"""Files that would exhaust, escape or deceive the program: a clear problem, in bounded time and memory."""

import os
import resource
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from llmpapers import file_states, loading
from llmpapers.checking import read_and_check
from llmpapers.formatting import formatted_files
from llmpapers.whole_files import clear_unfinished_below

LEVAIN = "catalog/papers/levain.yaml"
TEXT = (Path(__file__).parent / "data/small" / LEVAIN).read_text(encoding="utf-8")
ENTRY = "catalog/papers/rye.yaml"


def found(root: Path) -> list[tuple[str, str]]:
    return [(problem.code, problem.file) for problem in read_and_check(root).problems]


@pytest.fixture
def settled(monkeypatch):
    """Takes every file for one that was written long ago."""
    monkeypatch.setattr(file_states, "_SETTLED", -10_000_000_000)


@pytest.mark.parametrize("folder", ["papers", "resources"])
@pytest.mark.parametrize("name", ["con", "prn", "aux", "nul", "com1", "lpt9", "CON", "Aux"])
def test_a_name_that_windows_keeps_for_a_device_is_no_id(name, folder, write_project):
    root = write_project({f"catalog/{folder}/{name}.yaml": "title: x\n"})
    problem = next(problem for problem in read_and_check(root).problems if problem.code == "bad-id")

    assert (problem.file, problem.line, problem.column) == (f"catalog/{folder}/{name}.yaml", 1, 1)
    assert "Windows" in problem.hint


@pytest.mark.parametrize(
    "name",
    [
        "rye.", "rye ", "rye:a", "rye?", "rye*", "rye|", "rye<a>", 'rye"', "rye\\..\\a", "x%2f..%2frye", "rye\n",
        "rye.html", "ｒｙｅ", "rуe", "rye\u200b", "rye\u202egnp", "%2e%2e", "~rye", "-rye", "rye--a",
        "llmpapers--slot--id", "a" * 81, "'rye", "$(id)", "{{ x }}", "<script>", "rye;id", "#rye", "rye&a=b",
    ],
)  # fmt: skip
def test_a_name_that_is_no_address_everywhere_is_refused_at_its_file(name, write_project):
    root = write_project({f"catalog/papers/{name}.yaml": "title: x\n"})

    assert ("bad-id", f"catalog/papers/{name}.yaml") in found(root)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names of files are text")
def test_a_name_that_is_no_text_is_a_problem_and_not_kept(write_project, settled):
    root = write_project()
    levain = root / "catalog/papers/levain.yaml"
    (root / os.fsdecode(b"catalog/papers/rye\xff.yaml")).write_bytes(levain.read_bytes())
    first = found(root)

    assert ("bad-id", "catalog/papers/rye\udcff.yaml") in first
    assert found(root) == first


@pytest.mark.skipif(sys.platform == "win32", reason="there a path is far shorter")
def test_folders_in_folders_without_end_are_looked_into(write_project):
    root = write_project()
    place = os.open(root / "catalog/papers", os.O_RDONLY)
    for _ in range(sys.getrecursionlimit() + 100):
        os.mkdir("a", dir_fd=place)
        above, place = place, os.open("a", os.O_RDONLY, dir_fd=place)
        os.close(above)
    file = os.open("rye.yaml", os.O_WRONLY | os.O_CREAT, dir_fd=place)
    os.write(file, b"title: x\n")
    os.close(file)
    os.close(place)
    try:
        problems = {problem.file.rpartition("/")[2] for problem in read_and_check(root).problems}
        formatted = [Path(file.name).name for file in formatted_files(root)]
        clear_unfinished_below(root / "catalog")
    finally:
        subprocess.run(["rm", "-r", root / "catalog"], check=True)  # Python's own way gives up.

    assert problems == {"rye.yaml"}
    assert "rye.yaml" in formatted


# A cache that knows the good file must not vouch for what took its place.


def swap_kept_time(path: Path) -> None:
    """Change a byte within the file, and put its time back."""
    before = path.stat()
    path.write_text(TEXT.replace("year: 2021", "year: 1021"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = path.stat()
    assert (after.st_size, after.st_mtime_ns, after.st_ino) == (before.st_size, before.st_mtime_ns, before.st_ino)


def swap(make):
    def change(path: Path) -> None:
        path.unlink()
        make(path)

    return change


SWAPS = {
    "same size and time": (swap_kept_time, "bad-year"),
    "a pipe": (swap(os.mkfifo), "unreadable-file"),
    "a folder": (swap(lambda path: path.mkdir()), "unreadable-file"),
    "a link out": (swap(lambda path: path.symlink_to("/etc/passwd")), "link-outside"),
    "a link to itself": (swap(lambda path: path.symlink_to(path.name)), "unreadable-file"),
    "a link to a device": (swap(lambda path: path.symlink_to("/dev/zero")), "link-outside"),
    "a hole of a terabyte": (swap(lambda path: (path.touch(), os.truncate(path, 1 << 40))), "file-too-large"),
    "an alias bomb": (
        swap(lambda p: p.write_text("".join(f"a{n}: &a{n} [{f'*a{n - 1},' * 9 if n else 1}]\n" for n in range(30)))),
        "yaml-feature",
    ),
    "nesting": (swap(lambda path: path.write_text(f"a: {'[' * 100}{']' * 100}\n")), "yaml-depth"),
    "nesting without end": (swap(lambda path: path.write_text("a: " + "[" * 100_000)), "yaml-syntax"),
    "zeros": (swap(lambda path: path.write_bytes(bytes(1000))), "yaml-syntax"),
}


@pytest.mark.parametrize("name", SWAPS)
def test_what_takes_the_place_of_a_kept_entry_is_looked_at(name, write_project, settled):
    root = write_project()
    assert read_and_check(root).problems == []
    assert read_and_check(root).problems == []
    change, code = SWAPS[name]
    change(root / LEVAIN)

    assert (code, LEVAIN) in found(root)
    assert (code, LEVAIN) in found(root)


@pytest.mark.parametrize("change", ["gone", "grown", "a link", "a pipe"])
def test_a_file_that_changes_between_listing_and_reading_is_a_problem(change, write_project, monkeypatch):
    root = write_project()
    read = loading.read_document

    def meddling(path, name, **options):
        target = root / LEVAIN
        if name == LEVAIN:
            if change == "grown":
                target.write_bytes(b"#" * (loading.ENTRY_LIMIT + 1))
            else:
                target.unlink(missing_ok=True)
                if change == "a link":
                    target.symlink_to("/etc/passwd")
                elif change == "a pipe":
                    os.mkfifo(target)
        return read(path, name, **options)

    monkeypatch.setattr(loading, "read_document", meddling)

    code = "file-too-large" if change == "grown" else "unreadable-file"
    assert (code, LEVAIN) in found(root)


def test_files_that_come_and_go_all_the_while_raise_nothing(write_project, settled):
    root = write_project()
    stop = threading.Event()

    def meddle():
        number = 0
        while not stop.is_set():
            path = root / f"catalog/papers/come-{number % 7}.yaml"
            path.write_text(TEXT, encoding="utf-8")
            if number % 2:
                path.unlink()
            number += 1

    thread = threading.Thread(target=meddle)
    thread.start()
    try:
        for _ in range(20):
            read_and_check(root)
    finally:
        stop.set()
        thread.join()
    # Nothing that was true only for a moment is kept.
    after = found(root)
    shutil.rmtree(root / ".cache")
    assert found(root) == after


SCRIPT = """
import resource, sys
from pathlib import Path
from llmpapers.checking import read_and_check
checked = read_and_check(Path(sys.argv[1]))
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(len({p.file for p in checked.problems}), max(u.ru_maxrss for u in used) // 1024, sum(u.ru_utime for u in used))
"""
MEMORY = 1 << 30
"""Bytes that a process may ask for."""
SECONDS = 60
"""Seconds of a processor, which other work of the machine does not lengthen."""


def bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


@pytest.mark.parametrize("content", [b"", b"title: [\n", b"&a [*a]\n", b"\xff"], ids=["empty", "cut", "alias", "bytes"])
def test_ten_thousand_small_files_are_checked_in_bounded_time_and_memory(content, write_project):
    root = write_project()
    for number in range(10_000):
        (root / f"catalog/papers/f-{number}.yaml").write_bytes(content)
    command = [sys.executable, "-c", SCRIPT, str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=bounded)

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("10000 ")
