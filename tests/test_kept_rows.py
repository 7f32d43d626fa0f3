"""Rows that are kept, of which only those that changed are written again."""

import random
from pathlib import Path

import pytest
from pydantic_core import to_json

from llmpapers.kept_rows import KeptRows

Texts = dict[str, str]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "rows.json"


def save(kept: KeptRows, before: Texts, now: Texts) -> None:
    changed = {name for name, text in now.items() if before.get(name) != text}
    kept.save(now.keys(), changed, lambda name: to_json((name, now[name])))


def loaded(file: Path) -> Texts:
    return dict(KeptRows(file).load().values())


def some_rows(count: int) -> Texts:
    return {f"r{number}": f"text {number}\n" for number in range(count)}


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("is_remembered", [True, False])
def test_what_was_kept_last_comes_back(seed: int, is_remembered: bool, file: Path) -> None:
    chance, now, kept = random.Random(seed), some_rows(100), KeptRows(file)
    assert kept.load() == {}
    save(kept, {}, now)
    for step in range(20):
        before, now = now, dict(now)
        for _ in range(chance.choice([0, 1, 2, 30])):
            now[f"r{chance.randrange(110)}"] = f"step {step}"
            now.pop(f"r{chance.randrange(110)}", None)
        if not is_remembered:
            kept = KeptRows(file)
            assert dict(kept.load().values()) == before
        save(kept, before, now)
        assert loaded(file) == now


def test_of_many_rows_only_those_that_changed_are_written(file: Path) -> None:
    rows, kept = some_rows(100), KeptRows(file)
    save(kept, {}, rows)
    whole = file.stat()
    save(kept, rows, {**rows, "r1": "new"})

    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (whole.st_ino, whole.st_mtime_ns)
    assert loaded(file) == {**rows, "r1": "new"}


@pytest.mark.parametrize("damage", [b"", b"{}", b"\0" * 200])
def test_without_the_changes_the_rows_are_those_of_before(damage: bytes, file: Path) -> None:
    rows, kept = some_rows(100), KeptRows(file)
    save(kept, {}, rows)
    save(kept, rows, {**rows, "r1": "new"})
    file.with_suffix(".changed").write_bytes(damage)

    assert loaded(file) == rows


def test_changes_of_other_rows_do_not_count(file: Path) -> None:
    rows, kept = some_rows(100), KeptRows(file)
    save(kept, {}, rows)
    save(kept, rows, {**rows, "r1": "new"})
    left = file.with_suffix(".changed").read_bytes()
    save(KeptRows(file), {}, {"r1": "another"})
    assert not file.with_suffix(".changed").exists()

    file.with_suffix(".changed").write_bytes(left)
    assert loaded(file) == {"r1": "another"}
