"""A build after changes gives, byte for byte, what a build from nothing would; one without changes does nothing."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from llmpapers import file_states
from llmpapers.project import Project
from llmpapers.website.build_report import BuildReport
from llmpapers.website.building import build_site
from llmpapers.website.paper_pages import PaperPages
from llmpapers.website.published_states import PublishedFile, PublishedStates
from llmpapers.website.serving import OutdatedBuildError, Preview
from llmpapers.website.site_options import SiteOptions

ReadTree = Callable[[Path], dict[str, bytes]]


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes every file for one that was written long ago."""
    monkeypatch.setattr(file_states, "_SETTLED", -10_000_000_000)


def build(root: Path) -> BuildReport:
    report = build_site(Project(root), root / "site")
    assert report.published, report.checked.problems
    return report


def papers(root: Path) -> list[Path]:
    return sorted((root / "catalog/papers").rglob("*.yaml"))


def edit(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def add_paper(root: Path, number: int) -> None:
    text = (
        f'title: "Proof {number}: Dough That Rises by Itself"\nauthors:\n  - Eve Invented{number}\nvenue: ICBB\n'
        f"year: 2022\ntopics:\n  - baking\nsummary: >-\n  Dough of kind {number} rises without yeast,"
        " as four bakers saw in one kitchen.\nadded: 2026-02-02\n"
    )
    (root / f"catalog/papers/proof-{number}.yaml").write_text(text, encoding="utf-8")


def state(root: Path, name: str, field: str, value: object) -> None:
    """Give a field of an entry another value."""
    for path in (root / "catalog").rglob(f"{name}.yaml"):
        fields = yaml.safe_load(path.read_text(encoding="utf-8"))
        path.write_text(yaml.safe_dump({**fields, field: value}, allow_unicode=True, sort_keys=False), encoding="utf-8")


def place_in_folder(root: Path, number: int) -> None:
    folder = root / f"catalog/papers/folder-{number}"
    folder.mkdir()
    next((root / "catalog").rglob("stone.yaml")).rename(folder / "stone.yaml")


def move_paper(root: Path, number: int) -> None:
    for path in (root / "catalog").rglob("*wild-yeast.yaml"):
        path.rename(path.with_name(f"moved-{number}-wild-yeast.yaml"))


def remove_papers(root: Path, number: int) -> None:
    for path in papers(root):
        if "wild-yeast" in path.stem or path.stem.startswith("proof-"):
            path.unlink()


EDITS: dict[str, Callable[[Path, int], None]] = {
    "title": lambda root, n: edit(root / "catalog/papers/levain.yaml", "Keeping a", f"Keeping {n} of a"),
    "year": lambda root, n: edit(root / "catalog/papers/levain.yaml", "year: 2021", f"year: {2022 + n % 4}"),
    "added": add_paper,
    "summary": lambda root, n: state(
        root, "steam", "summary", f"Steam, which {n} ovens gave, decides how a crust breaks open and browns."
    ),
    "names another": lambda root, n: state(
        root, "stone", "summary", f"A warm stone of {n} kilograms bakes what Levain and KneadNet prepared before."
    ),
    "named otherwise": lambda root, n: state(root, "foldformer", "short_name", f"Foldformer{n}"),
    "builds on": lambda root, n: state(
        root, "wild-yeast", "builds_on", [["levain"], ["stone"], ["steam", "levain"]][n % 3]
    ),
    "related": lambda root, n: state(root, "steam", "related", [["stone"], ["kneadnet"]][n % 2]),
    "authors": lambda root, n: state(root, "steam", "authors", [f"Ada {chr(65 + n % 26)}. Example", "Bo Beispiel"]),
    "topics": lambda root, n: state(
        root, "stone", "topics", [["baking"], ["ovens"], ["baking/sourdough", "ovens"]][n % 3]
    ),
    "former id": lambda root, n: state(root, "steam", "former_ids", [f"vapor-{n}"]),
    "folder": place_in_folder,
    "removed": remove_papers,
    "resource": lambda root, n: state(root, "loafbench", "name", f"LoafBench {n}"),
    "paper template": lambda root, n: write(
        root / "templates/content/paper.html", f"<p>{n} {{{{ paper.title }}}} {{{{ related | length }}}}</p>"
    ),
    "repository": lambda root, n: (
        write(root / "mkdocs.yml", f"{(root / 'mkdocs.yml').read_text()}\nrepo_url: https://github.com/a/b{n}\n")
        if n < 10
        else None
    ),
    "renamed topic": lambda root, n: edit(root / "catalog/topics.yaml", "title: ", f"title: N{n} "),
    "renamed venue": lambda root, n: edit(root / "catalog/venues.yaml", "full_name: ", f"full_name: The {n} "),
    "moved": move_paper,
    "template": lambda root, n: write(root / "templates/content/redirect.html", f"<p>{n} {{{{ target }}}}</p>"),
    "settings": lambda root, n: edit(root / "mkdocs.yml", "site_name: ", f"site_name: S{n} "),
    "document": lambda root, n: write(root / f"docs/page-{n}.md", f"# Page {n}\n"),
    "nothing": lambda root, n: None,
    "export": lambda root, n: edit(root / "site/catalog.json", "title", f"t{n}"),
    "topic's BibTeX": lambda root, n: edit(root / "site/topics/baking/papers.bib", "title", f"t{n}"),
    "site": lambda root, n: edit(root / "site/index.html", "<", f"{n}<"),
    "page of a paper": lambda root, n: edit(root / "site/papers/levain/index.html", "<", f"{n}<"),
    "page of a paper gone": lambda root, n: (root / "site/papers/kneadnet/index.html").unlink(missing_ok=True),
    "site gone": lambda root, n: shutil.rmtree(root / "site"),
}


TOUCHED = {"site", "export", "topic's BibTeX", "page of a paper", "page of a paper gone", "site gone"}
"""What changes the site and not what it is made of."""


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("seed", range(5))
def test_a_build_after_changes_is_one_from_nothing(seed: int, write_project, tmp_path: Path, tree: ReadTree) -> None:  # type: ignore[no-untyped-def]
    root, chance = write_project(), random.Random(seed)
    build(root)
    for number in range(3):
        done = chance.sample(sorted(EDITS), 4)
        for name in done:
            EDITS[name](root, 10 * number + seed)
        build(root)
        fresh = tmp_path / f"fresh-{number}"
        shutil.copytree(root, fresh, ignore=shutil.ignore_patterns("site", ".cache"))
        build(fresh)
        assert tree(root / "site") == tree(fresh / "site"), done


@pytest.mark.parametrize("seed", range(5))
def test_a_preview_after_changes_is_a_build_from_nothing(
    seed: int, write_project: Callable[..., Path], tmp_path: Path, tree: ReadTree
) -> None:
    root, chance = write_project(), random.Random(seed)
    preview = Preview(Project(root), SiteOptions())
    preview.rebuild()
    for number in range(8):
        done = chance.sample(sorted(EDITS.keys() - TOUCHED), chance.choice([1, 1, 3]))
        for name in done:
            EDITS[name](root, 10 * number + seed)
        preview.is_outdated = lambda: chance.random() < 0.02
        try:
            report = preview.rebuild()
        except OutdatedBuildError:
            continue
        assert report, preview.failure
        assert report.published, report.checked.problems
        fresh = tmp_path / f"fresh-{number}"
        shutil.copytree(root, fresh, ignore=shutil.ignore_patterns(".cache"))
        build(fresh)
        assert tree(preview.site) == tree(fresh / "site"), done


@pytest.mark.parametrize(
    "name",
    ["added", "document", "folder", "nothing", "renamed venue", "resource", "settings", "site", "template", "title"],
)
def test_only_a_build_without_any_change_does_nothing(name: str, write_project) -> None:  # type: ignore[no-untyped-def]
    root = write_project()
    build(root)
    EDITS[name](root, 1)

    assert ("engine" in build(root).phases) is (name != "nothing")


@pytest.mark.parametrize("kept", ["published", "made", "entries", "findings", "matches", "sound"])
def test_damaged_states_only_cost_time(kept: str, write_project, tree: ReadTree) -> None:  # type: ignore[no-untyped-def]
    root = write_project()
    build(root)
    before = tree(root / "site")
    [file] = (root / ".cache/llmpapers").glob(f"{kept}*.json")
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b"levain", b"lavein")[:-1])
    report = build(root)
    assert ("engine" in report.phases) is (kept in {"published", "findings"})
    assert tree(root / "site") == before

    file.write_bytes(whole[:-1])
    write(root / "docs/page.md", "# Page\n")
    build(root)
    after = tree(root / "site")
    shutil.rmtree(root / "site")
    shutil.rmtree(root / ".cache")
    build(root)
    assert tree(root / "site") == after


def test_a_site_that_was_copied_is_known_again_after_one_build(write_project) -> None:  # type: ignore[no-untyped-def]
    root = write_project()
    build(root)
    shutil.copytree(root / "site", root / "copy")
    shutil.rmtree(root / "site")
    (root / "copy").rename(root / "site")

    assert ["engine" in build(root).phases for _ in range(2)] == [True, False]


def test_the_states_of_one_site_are_not_those_of_another(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "a").write_bytes(b"a")
    states = PublishedStates(tmp_path, site)
    states.save("stamp", {"a": PublishedFile("digest", "key", "note"), "gone": PublishedFile("digest")})

    again, other = PublishedStates(tmp_path, site), PublishedStates(tmp_path, tmp_path / "other")
    for each in (again, other):
        each.load()
    assert (again.stamp, again.count, again.file("a"), again.are_intact()) == (
        "stamp",
        1,
        ("digest", "key", "note"),
        True,
    )
    assert (other.stamp, other.count, other.file("a")) == ("", 0, None)
    (site / "a").write_bytes(b"b")
    assert (again.file("a"), again.are_intact()) == (None, False)


def test_only_the_pages_that_show_what_changed_are_made(write_project, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    root, made = write_project(), list[str]()
    slots = PaperPages.slots
    monkeypatch.setattr(
        PaperPages, "slots", lambda self, entry, shown: made.append(entry.id) or slots(self, entry, shown)
    )
    build(root)
    assert sorted(made) == sorted(path.stem for path in papers(root))

    made.clear()
    state(root, "steam", "award", "Best Crust")
    build(root)
    shown = {
        path.parent.name for path in (root / "site/papers").glob("*/index.html") if "papers/steam/" in path.read_text()
    }
    assert set(made) == shown | {"steam"}
    assert len(made) < len(papers(root))
