"""Entries kept from one reading to the next are those that reading would give; whatever is doubtful is read again."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pydantic_core import from_json, to_json

from llmpapers import file_states, kept_files, parallel
from llmpapers.checking import read_and_check
from llmpapers.file_states import FileState, is_settled
from llmpapers.kept_entries import KeptEntries, Restorer
from llmpapers.loading import load_catalog
from llmpapers.models import Paper, Resource

FULL = {
    Paper: {
        "title": "A", "short_name": "B", "authors": ["C D"], "venue": "E", "year": 2024, "arxiv": "2401.00001",
        "doi": "10.1234/x", "url": "https://a.org", "pdf": "https://a.org/p.pdf",
        "code": ["https://c.org/x", {"url": "https://d.org/y", "label": "Port"}], "project": "https://p.org",
        "links": [{"label": "Slides", "url": "https://s.org"}], "award": "Best", "topics": ["a/b"], "summary": " S.\n",
        "also_known_as": ["F"], "former_ids": ["g"], "builds_on": ["h"], "related": ["i"], "added": "2024-02-03",
        "withdrawn": "Why", "not_duplicates": ["j"], "waive": {"k": "l"},
    },
    Resource: {
        "name": "A", "kind": "tool", "url": "https://a.org", "repository": "https://b.org", "description": " D.\n",
        "topics": ["a"], "paper": {"title": "P", "url": "https://p.org"}, "status": "archived", "status_note": "Gone",
        "also_known_as": ["B"], "former_ids": ["c"], "added": "2024-02-03", "waive": {"k": "l"},
    },
}  # fmt: skip


@pytest.mark.parametrize("model", FULL)
def test_a_record_comes_back_as_it_was(model):
    record = model.model_validate_json(to_json(FULL[model]), strict=False)
    again = Restorer().record(model, from_json(to_json(record, exclude_none=True)))

    assert set(FULL[model]) == set(model.model_fields)
    assert again == record
    assert [type(value) for value in vars(again).values()] == [type(value) for value in vars(record).values()]
    assert again.model_dump() == record.model_dump()


@pytest.fixture
def settled(monkeypatch):
    """Takes every file for one that was written long ago."""
    monkeypatch.setattr(file_states, "_SETTLED", -10_000_000_000)


def entries(root: Path) -> dict[str, object]:
    catalog = load_catalog(root, KeptEntries(root / "kept.json"))
    return {id_: entry.record for id_, entry in (catalog.papers | catalog.resources).items()}


def read_names(root: Path, monkeypatch) -> list[str]:
    """Give the entries that are read though they could have been kept."""
    from llmpapers import loading

    names: list[str] = []
    read = loading.read_document

    def noting(path, name, **options):
        names.append(name)
        return read(path, name, **options)

    with monkeypatch.context() as patch:
        patch.setattr(loading, "read_document", noting)
        entries(root)
    return [name for name in names if "papers/" in name or "resources/" in name]


def test_what_did_not_change_is_not_read_again(write_project, settled, monkeypatch):
    root = write_project()
    first = entries(root)

    assert read_names(root, monkeypatch) == []
    assert (
        entries(root)
        == first
        == {id_: e.record for id_, e in (load_catalog(root).papers | load_catalog(root).resources).items()}
    )


def replace(path: Path) -> None:
    found, text = path.stat(), path.read_text()
    beside = path.with_name("beside")
    beside.write_text(text.replace("Levain", "Lavein"))
    os.utime(beside, ns=(found.st_atime_ns, found.st_mtime_ns))
    beside.replace(path)


CHANGES = {
    "content": lambda path: path.write_text(path.read_text().replace("Levain", "Lavein")),
    "another file of the same size and time": replace,
    "attributes": lambda path: path.chmod(0o640),
    "a link": lambda path: (path.rename(path.parent / ".x"), path.symlink_to(".x")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_is_read_again(change, write_project, settled, monkeypatch):
    root = write_project()
    entries(root)
    CHANGES[change](root / "catalog/papers/levain.yaml")

    assert read_names(root, monkeypatch) == ["catalog/papers/levain.yaml"]


def test_a_file_that_was_written_just_now_is_read_again(write_project, monkeypatch):
    root = write_project()
    entries(root)

    assert len(read_names(root, monkeypatch)) == len(entries(root))


@pytest.mark.parametrize(("age", "is_old"), [(10, True), (1, False), (0, False), (-60, False)])
def test_a_time_that_may_come_again_is_not_trusted(age, is_old):
    now = 10**18

    assert is_settled(FileState(1, 0, now - age * 10**9, 1), now) is is_old


DAMAGES = {
    "nothing": lambda content: b"",
    "no JSON": lambda content: b"\x80\x04." + content,
    "a changed title": lambda content: content.replace(b"Levain", b"Lavein"),
    "cut short": lambda content: content[:-10],
    "zeros": lambda content: bytes(len(content)),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_cache_is_none(damage, write_project, settled):
    root = write_project()
    first = entries(root)
    (root / "kept.json").write_bytes(DAMAGES[damage]((root / "kept.json").read_bytes()))

    assert entries(root) == first


def test_the_cache_of_another_program_or_of_the_future_is_none(tmp_path, monkeypatch):
    file = tmp_path / "kept.json"
    kept_files.keep(file, [b"1"])
    assert kept_files.kept(file) == [1]

    with monkeypatch.context() as patch:
        patch.setattr(kept_files, "program_version", lambda: "another")
        assert kept_files.kept(file) is None
    with monkeypatch.context() as patch:
        patch.setattr(time, "time_ns", lambda: 10**9)
        assert kept_files.kept(file) is None


def test_a_cache_that_cannot_be_written_is_no_problem(write_project):
    root = write_project()
    (root / ".cache").write_text("no folder")

    assert read_and_check(root, strict=True).problems == []


SCRIPT = """
import sys
from pathlib import Path
from llmpapers import loading, parallel
from llmpapers.checking import read_and_check
loading._PART = 2
checked = read_and_check(Path(sys.argv[1]))
print(parallel.processes(), [repr(entry.record) for entry in checked.catalog.papers.values()], checked.problems)
"""


def test_one_process_and_many_read_the_same(write_project):
    root = write_project({"catalog/papers/rye.yaml": "title: [\n"})
    found = []
    for count in ("1", "3"):
        # In a process of its own, since this one has threads.
        command = [sys.executable, "-c", SCRIPT, str(root)]
        environment = os.environ | {parallel.PROCESSES: count}
        found.append(subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout)

    assert [text[0] for text in found] == ["1", "3" if sys.platform == "linux" else "1"]
    assert found[0][1:] == found[1][1:]
    assert "catalog/papers/rye.yaml" in found[0]
