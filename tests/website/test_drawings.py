"""What was drawn is drawn again only if it has to be."""

import os
from pathlib import Path

import pytest

from llmpapers.website import drawings as module
from llmpapers.website.drawings import Drawings


class Pen:
    def __init__(self) -> None:
        self.drawn = 0

    def __call__(self) -> bytes:
        self.drawn += 1
        return b"a picture"


def test_the_same_content_is_drawn_once_and_another_anew(tmp_path: Path) -> None:
    pen = Pen()
    for content in ({"x": 1}, {"x": 1}, {"x": 2}):
        assert Drawings(tmp_path).get(content, pen) == b"a picture"
    assert pen.drawn == 2


@pytest.mark.parametrize("harm", [b"", b"cut o", b"0" * 64 + b"a picture", b"a picture"])
def test_a_damaged_picture_is_drawn_again(tmp_path: Path, harm: bytes) -> None:
    pen = Pen()
    Drawings(tmp_path).get([1], pen)
    [kept] = (tmp_path / "drawings").iterdir()
    kept.write_bytes(harm)
    assert [Drawings(tmp_path).get([1], pen) for _ in range(2)] == [b"a picture"] * 2
    assert pen.drawn == 2


def test_another_version_of_what_draws_draws_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pen = Pen()
    Drawings(tmp_path).get([1], pen)
    monkeypatch.setattr(module, "_LIBRARIES", ("another",))
    Drawings(tmp_path).get([1], pen)
    assert pen.drawn == 2


def test_pictures_that_nothing_shows_any_more_go_once_they_are_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SLACK", 2)
    folder = tmp_path / "drawings"
    # Up to two that an earlier build drew may stay; of three none does.
    for drawn, left in ((3, 3), (4, 1)):
        for number in range(drawn):
            Drawings(tmp_path).get(number, Pen())
        for picture in folder.iterdir():
            os.utime(picture, (0, 0))
        now = Drawings(tmp_path)
        now.get(0, Pen())
        now.forget_unused()
        assert len(list(folder.iterdir())) == left
