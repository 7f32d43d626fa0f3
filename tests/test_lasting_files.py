"""Files of the catalog are written whole or not at all, one or many at once."""

import os
import stat

import pytest

from llmpapers import lasting_files
from llmpapers.errors import LlmpapersError
from llmpapers.lasting_files import FileText, write_many, write_whole


def test_a_file_is_replaced_whole_and_keeps_its_mode(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    write_whole(path, "néw\n")
    assert path.read_bytes() == "néw\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [item.name for item in tmp_path.iterdir()] == ["a.yaml"]


def test_a_file_is_replaced_where_the_system_sets_no_mode_of_an_open_file(tmp_path, monkeypatch):
    path = tmp_path / "a.yaml"
    path.write_text("old", encoding="utf-8")
    monkeypatch.delattr("os.fchmod")
    write_whole(path, "new")
    assert path.read_text("utf-8") == "new"


def test_a_write_that_fails_leaves_the_former_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "a.yaml"
    path.write_text("old", encoding="utf-8")

    def no_space(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", no_space)
    with pytest.raises(LlmpapersError, match="cannot be written: No space left on device"):
        write_whole(path, "new")
    assert [(item.name, item.read_text()) for item in tmp_path.iterdir()] == [("a.yaml", "old")]


def test_what_a_killed_write_leaves_behind_is_read_by_nothing(tmp_path, monkeypatch):
    def killed(self, target):
        raise SystemExit

    names = []
    monkeypatch.setattr("pathlib.Path.replace", killed)
    monkeypatch.setattr("pathlib.Path.unlink", lambda self, missing_ok: names.append(self.name))
    with pytest.raises(SystemExit):
        write_whole(tmp_path / "a.yaml", "new")
    assert [item.name for item in tmp_path.iterdir()] == names
    assert names[0].startswith(".")


def test_a_new_file_replaces_none(tmp_path):
    path = tmp_path / "a.yaml"
    write_whole(path, "first", new=True)
    with pytest.raises(LlmpapersError, match="is there already"):
        write_whole(path, "second", new=True)
    assert [(item.name, item.read_text()) for item in tmp_path.iterdir()] == [("a.yaml", "first")]


def test_no_link_is_followed_out_of_the_folder(tmp_path):
    inside, outside = tmp_path / "catalog", tmp_path / "other"
    inside.mkdir()
    outside.mkdir()
    for folder in (inside, outside):
        (folder / "a.yaml").write_text("old", encoding="utf-8")
    (inside / "out.yaml").symlink_to(outside / "a.yaml")
    (inside / "in.yaml").symlink_to(inside / "a.yaml")
    (inside / "folder").symlink_to(outside)
    for path, within in (
        (inside / "out.yaml", inside),
        (inside / "folder" / "a.yaml", inside),
        (inside / "in.yaml", None),
    ):
        with pytest.raises(LlmpapersError, match="link"):
            write_whole(path, "new", within=within)
    write_whole(inside / "in.yaml", "new", within=inside)
    assert ((inside / "a.yaml").read_text(), (outside / "a.yaml").read_text()) == ("new", "old")
    assert (inside / "in.yaml").is_symlink()


def texts(folder):
    return {item.name: item.read_text() for item in folder.iterdir()}


@pytest.fixture
def batches_of_three(monkeypatch):
    monkeypatch.setattr(lasting_files, "_AT_ONCE", 3)


def test_many_files_come_into_place_in_their_order_and_none_is_asked_for_too_early(tmp_path, batches_of_three):
    asked, given = [], []

    def files():
        for number in range(7):
            asked.append(number)
            yield FileText(tmp_path / f"{number}.yaml", str(number))

    for path in write_many(files()):
        given.append(int(path.stem))
        assert asked == list(range(min(7, given[-1] // 3 * 3 + 3)))
    assert given == list(range(7))
    assert texts(tmp_path) == {f"{number}.yaml": str(number) for number in range(7)}


def test_no_file_is_in_place_before_all_of_its_batch_are_on_the_disk(tmp_path, batches_of_three, monkeypatch):
    flushed = []

    def flush(descriptor, really=os.fsync):
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        flushed.append((is_folder, len(list(tmp_path.glob("[0-9]*")))))
        really(descriptor)

    monkeypatch.setattr("os.fsync", flush)
    list(write_many([FileText(tmp_path / f"{number}.yaml", "text") for number in range(4)]))
    assert flushed == [(False, 0)] * 3 + [(True, 3), (False, 3), (True, 4)]


def test_files_before_one_that_fails_are_whole_and_those_behind_it_are_not_there(tmp_path, batches_of_three):
    (tmp_path / "4.yaml").write_text("old", encoding="utf-8")
    files = [FileText(tmp_path / f"{number}.yaml", "new", new=True) for number in range(9)]
    with pytest.raises(LlmpapersError, match=r"4\.yaml is there already"):
        list(write_many(files))
    assert texts(tmp_path) == {f"{number}.yaml": "old" if number == 4 else "new" for number in range(5)}


def test_a_full_disk_leaves_the_files_of_a_batch_as_they_were(tmp_path, monkeypatch):
    (tmp_path / "1.yaml").write_text("old", encoding="utf-8")

    def no_space(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", no_space)
    with pytest.raises(LlmpapersError, match="cannot be written: No space left on device"):
        list(write_many([FileText(tmp_path / f"{number}.yaml", "new") for number in range(3)]))
    assert texts(tmp_path) == {"1.yaml": "old"}
