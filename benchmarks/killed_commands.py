"""Commands to kill, what they work on, and what must be true after each kill."""

import json
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from generate import write_catalog

MANIFEST = ".llmpapers-manifest.json"
UNFINISHED = re.compile(r"(^|/)(\.llmpapers-\w+\.new|\.[\w-]*\.?llmpapers-staging|new-\w+)(/|$)")
NEW, TWINS = 40, 8

Tree = dict[str, bytes]


class FailedError(Exception):
    """Something that must not happen after a kill."""


class Killed:
    """One command that is killed again and again, with what must be true after each kill."""

    arguments: tuple[str, ...]

    def __init__(self, folder: Path, base: Path) -> None:
        self.root = folder / "work"
        self.base = base

    def prepare(self, chance: random.Random) -> None:
        """Make the folder what it is before the command."""
        raise NotImplementedError

    def state(self) -> Tree:
        """Give the files that the command changes, once it was killed."""
        raise NotImplementedError

    def check(self, left: Tree) -> str:
        """Look at what a kill left, and tell whether that is `before`, `between` or `after`.

        Hidden files count only beside a site, where they wait to be moved.
        """
        raise NotImplementedError

    def complete(self, chance: random.Random) -> None:
        """Run the command again, and look at what came of it; once for each state is enough."""
        raise NotImplementedError

    def run(self) -> None:
        """Run the command to its end."""
        command = [sys.executable, "-m", "llmpapers", "--root", str(self.root), *self.arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600, cwd=self.root)
        if done.returncode not in {0, *self.fine} or "Traceback" in done.stderr:
            raise FailedError(f"status {done.returncode}: {done.stdout[-1000:]}{done.stderr[-1000:]}")

    fine: tuple[int, ...] = ()


class KilledEdit(Killed):
    """A command that changes the catalog."""

    def __init__(self, folder: Path, base: Path, arguments: tuple[str, ...], change: Callable[[Path], None]) -> None:
        super().__init__(folder, base)
        self.arguments = arguments
        self.start = folder / arguments[0]
        shutil.copytree(base, self.start)
        change(self.start)
        self.before = read_tree(self.start / "catalog")
        self.prepare(random.Random())
        self.run()
        self.after = self.state()
        require(self.after != self.before, "the command has nothing to do")
        require(notes(self.after) == notes(self.before), "the command loses comments")
        # What is there already is a paper of the catalog for `add`.
        self.fine = (1,) if arguments[0] == "add" else ()
        self.completed: list[set[tuple[str, bytes]]] = []

    def prepare(self, chance: random.Random) -> None:
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self.start, self.root)

    def state(self) -> Tree:
        return read_tree(self.root / "catalog")

    def check(self, left: Tree) -> str:
        found = {name: content for name, content in left.items() if not UNFINISHED.search(name)}
        require_whole(found, self.before, self.after)
        gone = self.before.keys() - found.keys()
        require(gone <= self.before.keys() - self.after.keys(), f"{sorted(gone)} are gone")
        for name in gone:
            kept = self.after[name.replace("-preprint", "")]
            require(kept in found.values(), f"{name} is gone before its work is in another entry")
        require(notes(found) == notes(self.before), "comments are lost")
        return "before" if found == self.before else "after" if left == self.after else "between"

    def complete(self, chance: random.Random) -> None:
        left = set(self.state().items())
        if left not in self.completed:
            self.run()
            require_equal(self.state(), self.after)
            self.completed.append(left)


class KilledBuild(Killed):
    """A build, in one folder all the time, so that what it keeps of itself is put to use."""

    arguments = ("build",)

    def __init__(self, folder: Path, base: Path, *, cold: bool) -> None:
        super().__init__(folder, base)
        shutil.rmtree(self.root, ignore_errors=True)
        self.cold = cold
        other = folder / "edited"
        shutil.rmtree(other, ignore_errors=True)
        shutil.copytree(base, other)
        edit_for_build(other)
        self.sources = [read_tree(base), read_tree(other)]
        self.sites = [self.clean(base), self.clean(other)]
        self.now = 0
        shutil.copytree(base, self.root)
        self.run()

    def clean(self, project: Path) -> Tree:
        """Build from nothing."""
        shutil.copytree(project, self.root)
        self.run()
        site = self.state()
        shutil.rmtree(self.root)
        return site

    def prepare(self, chance: random.Random) -> None:
        if self.cold:
            shutil.rmtree(self.root / "site", ignore_errors=True)
            shutil.rmtree(self.root / ".cache", ignore_errors=True)
        else:
            self.change()

    def change(self) -> None:
        """Go over to the other sources; what they share is not touched."""
        self.now = 1 - self.now
        wanted, there = self.sources[self.now], self.sources[1 - self.now]
        for name in there.keys() - wanted.keys():
            (self.root / name).unlink()
        for name in wanted.keys() - {name for name in wanted if wanted[name] == there.get(name)}:
            (self.root / name).parent.mkdir(exist_ok=True)
            (self.root / name).write_bytes(wanted[name])

    def state(self) -> Tree:
        return read_tree(self.root / "site") if (self.root / "site").exists() else {}

    def check(self, left: Tree) -> str:
        before, after = {} if self.cold else self.sites[1 - self.now], self.sites[self.now]
        names = json.loads(left[MANIFEST])["files"] if left else []
        found = {name: content for name, content in left.items() if name != MANIFEST}
        require_whole(found, before, after)
        require(found.keys() <= set(names), "the site holds files that its list lacks")
        if left in ({}, before):
            return "before" if not (self.root / ".cache").exists() or not list(self.leftovers()) else "between"
        return "after" if left == after and not list(self.leftovers()) else "between"

    def complete(self, chance: random.Random) -> None:
        if not self.cold and chance.random() < 0.25:
            self.change()  # Back to what it was, as if the change were regretted.
        self.run()
        require_equal(self.state(), self.sites[self.now])
        require(not list(self.leftovers()), f"left over: {list(self.leftovers())}")
        kept = list(self.root.glob(".cache/llmpapers/engine/*"))
        require(len(kept) <= 3, f"the cache grows: {kept}")

    def leftovers(self) -> Iterator[str]:
        """List what a killed build had not finished."""
        for path in self.root.rglob("*"):
            if UNFINISHED.search(name := path.relative_to(self.root).as_posix()):
                yield name


def require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise FailedError(otherwise)


def require_whole(found: Tree, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
    bad = [name for name, content in found.items() if content not in (before.get(name), after.get(name))]
    require(not bad, f"neither as before nor as after: {bad}")


def require_equal(found: Tree, wanted: Tree) -> None:
    differing = sorted(n for n in {*found, *wanted} if found.get(n) != wanted.get(n))
    require(not differing, f"the next run gives something else: {differing[:5]}")


def read_tree(folder: Path) -> Tree:
    """Read all files below a folder, by name."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def notes(tree: Tree) -> set[bytes]:
    """Find the notes that stand in comments."""
    return set(re.findall(rb"# note \d+\b", b"\n".join(tree.values())))


def make_base(folder: Path, papers: int, seed: int) -> Path:
    """Write a catalog in canonical form with two comments an entry, and beside it papers that it lacks."""
    base, other = folder / "base", folder / "other"
    write_catalog(base, papers + NEW, seed)
    for path in papers_of(base):
        # Some of these would be of papers that are taken out.
        path.write_text(re.sub(r"^builds_on:\n(  - .*\n)+", "", path.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    shutil.copytree(base, other)
    files = papers_of(base)
    for number, path in enumerate(files):
        (path if number % (len(files) // NEW) == 0 else other / path.relative_to(base)).unlink(missing_ok=True)
    for number, path in enumerate(papers_of(base)):
        text = re.sub(r"^(year: .*)$", rf"\1  # note {2 * number}", path.read_text("utf-8"), flags=re.MULTILINE)
        path.write_text(text.replace("venue:", f"# note {2 * number + 1}\nvenue:", 1), "utf-8")
    llmpapers(base, "fmt")
    llmpapers(other, "export", "bibtex", "-o", str(base / "new.bib"))
    entries = (base / "new.bib").read_text("utf-8").split("\n\n")
    (base / "few.bib").write_text("\n\n".join(entries[: NEW // 4]), "utf-8")
    shutil.rmtree(base / ".cache", ignore_errors=True)
    return base


def llmpapers(root: Path, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "llmpapers", "--root", str(root), *arguments], check=True, capture_output=True
    )


def papers_of(root: Path) -> list[Path]:
    return sorted((root / "catalog/papers").iterdir())


def untidy(root: Path) -> None:
    """Write every second entry in another form."""
    for path in papers_of(root)[::2]:
        text = path.read_text("utf-8").replace("title: ", "title:    ", 1)
        path.write_text(text.replace("authors:\n", "authors:  # note 9000\n", 1), "utf-8")


def add_twins(root: Path) -> None:
    """Write some papers once more, as preprints with comments of their own."""
    papers = papers_of(root)
    for number, (path, other) in enumerate(zip(papers[: TWINS * 3 : 3], papers[1::3], strict=False)):
        text = re.sub(r"^venue: .*$", f"venue: arXiv  # note {5000 + number}", path.read_text("utf-8"), flags=re.M)
        path.with_name(f"{path.stem}-preprint.yaml").write_text(f"{text}# note {6000 + number}\n", "utf-8")
        with other.open("a", encoding="utf-8") as entry:
            entry.write(f"related:\n  - {path.stem}-preprint  # note {7000 + number}\n")


def edit_for_build(root: Path) -> None:
    """Change, remove and rename entries, and change a topic's text."""
    papers = papers_of(root)
    for path in papers[:20]:
        path.write_text(
            path.read_text("utf-8").replace("title: ", "title: Again ", 1).replace('Again "', '"Again '), "utf-8"
        )
    for path in papers[20:25]:
        path.unlink()
    for path in papers[25:30]:
        path.rename(path.with_name(f"renamed-{path.name}"))
    topics = root / "catalog/topics.yaml"
    topics.write_text(topics.read_text("utf-8").replace("What is known about", "What one knows about"), "utf-8")
    (root / "docs").mkdir()
    (root / "docs/0.md").write_text("# A page\n", "utf-8")


COMMANDS: dict[str, Callable[[Path, Path], Killed]] = {
    "build, from nothing": lambda folder, base: KilledBuild(folder, base, cold=True),
    "build, after changes": lambda folder, base: KilledBuild(folder, base, cold=False),
    "fmt": lambda folder, base: KilledEdit(folder, base, ("fmt",), untidy),
    "import": lambda folder, base: KilledEdit(
        folder, base, ("import", "new.bib", "--topic", first_topic(base), "--yes"), lambda root: None
    ),
    "dedupe --write --yes": lambda folder, base: KilledEdit(folder, base, ("dedupe", "--write", "--yes"), add_twins),
    "add --bibtex": lambda folder, base: KilledEdit(
        folder, base, ("add", "--bibtex", "few.bib", "--topic", first_topic(base)), lambda root: None
    ),
}


def first_topic(root: Path) -> str:
    return (root / "catalog/topics.yaml").read_text("utf-8").split("\n", 1)[0].removeprefix("- id: ")
