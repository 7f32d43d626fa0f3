"""Card images of topics."""

import struct
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from llmpapers.website.cards import Card, _font, can_draw, card_png, topic_color, wrapped
from llmpapers.website.drawings import Drawings

CARD = Card("Sourdough", "Bread Papers", "42 papers", 30, ["2023", "2024", "2025"], [1, 0, 41])


def png(card: Card, folder: Path) -> bytes:
    return card_png(card, Drawings(folder))


def header(image: bytes) -> tuple[int, ...]:
    """Read an image's size, depth and kind of colors, and check all its checksums, by the format's own description.

    Source: https://www.w3.org/TR/png-3/
    """
    assert image[:8] == b"\x89PNG\r\n\x1a\n"
    place, kinds, data = 8, [], b""
    while place < len(image):
        (length,) = struct.unpack(">I", image[place : place + 4])
        kind, content = image[place + 4 : place + 8], image[place + 8 : place + 8 + length]
        assert struct.unpack(">I", image[place + 8 + length : place + 12 + length])[0] == zlib.crc32(kind + content)
        kinds.append(kind)
        data += content if kind == b"IDAT" else b""
        place += 12 + length
    assert kinds[0] == b"IHDR"
    assert kinds[-1] == b"IEND"
    width, height, depth, colors = struct.unpack(">IIBB", image[16:26])
    assert len(zlib.decompress(data)) == height * (1 + width * depth // 8)
    return width, height, depth, colors


@pytest.mark.parametrize(
    "card",
    [
        CARD,
        replace(CARD, title="A Title of so many Words that it Needs all the Lines and is cut off " * 3),
        replace(CARD, title="Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2),
        replace(CARD, title="汉字", above="Хлеб", below="1 paper"),
        replace(CARD, labels=[], counts=[]),
        replace(CARD, labels=[str(year) for year in range(2000, 2012)], counts=list(range(12))),
        replace(CARD, labels=["2025"], counts=[0]),
    ],
    ids=["plain", "long", "one word", "other letters", "no years", "many years", "no papers"],
)  # fmt: skip
def test_a_card_is_a_small_image_of_the_size_that_other_sites_ask_for(tmp_path: Path, card: Card) -> None:
    image = png(card, tmp_path)
    width, height, _, colors = header(image)
    assert (width, height, colors) == (1200, 630, 3)
    assert len(image) < 40_000


def test_a_card_is_the_same_each_time_and_shows_what_it_is_of(tmp_path: Path) -> None:
    first = png(CARD, tmp_path / "one")
    assert png(CARD, tmp_path / "two") == first
    others = [replace(CARD, title="Rye"), replace(CARD, hue=200), replace(CARD, below="43 papers")]
    assert len({first, *(png(card, tmp_path) for card in others)}) == 4


@pytest.mark.parametrize(
    ("text", "is_drawn"),
    [("Sourdough, σ-MoE: “é” – Łódź ×2…", True), ("Хлеб", True), ("汉字", False), ("Rye 汉", False), ("", True)],
)
def test_letters_that_the_font_lacks_are_noticed(text: str, is_drawn: bool) -> None:
    assert can_draw(text, _font(40)) is is_drawn


def test_a_title_without_letters_of_the_font_is_left_out_instead_of_boxes(tmp_path: Path) -> None:
    assert png(replace(CARD, title="汉字"), tmp_path) == png(replace(CARD, title=""), tmp_path)


def test_lines_are_as_wide_as_there_is_room() -> None:
    font = _font(40)
    lines = wrapped("one two three four five six seven eight nine ten", font, 300)
    assert " ".join(lines) == "one two three four five six seven eight nine ten"
    assert all(font.getlength(line) <= 300 for line in lines)
    assert len(lines) == 4


@pytest.mark.parametrize(("hue", "color"), [(195, (0, 103, 105)), (30, (148, 60, 49)), (250, (30, 92, 141))])
def test_a_hue_is_the_color_that_browsers_show(hue: int, color: tuple[int, int, int]) -> None:
    assert topic_color(hue) == pytest.approx(color, abs=14)
