"""Card images of topics, which other sites show beside a link."""

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from llmpapers.website.drawings import Drawings
from llmpapers.website.pages import ASSETS

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

SITE_CARD = f"{ASSETS}/card.png"
"""The card of all pages that belong to no topic."""
SITE_HUE = 195
"""The hue of what belongs to no topic; the site's style has the same."""
SIZE = (1200, 630)
"""Width and height in pixels, as sites that show cards ask for."""

_MARGIN = 84
_PAPER, _INK, _SOFT, _LINE = "#faf8f4", "#1b1d21", "#55595f", "#e2ddd3"
_TITLE_SIZES = (92, 80, 68, 58)
_TITLE_BOX = (SIZE[0] - 2 * _MARGIN, 300)
_COLORS = 48
"""Entries of the image's palette: enough for the soft edges of two colors of text."""
# MkDocs, which the engine needs anyway, brings this font along with one of its themes.
_FONTS = "themes/readthedocs/css/fonts"


@dataclass(frozen=True)
class Card:
    """What a card shows."""

    title: str
    above: str
    """Above the title: the catalog's name."""
    below: str
    """Below it: how many papers."""
    hue: int
    """Angle on the color wheel, 0 to 359."""
    labels: Sequence[str]
    counts: Sequence[int]
    """Papers by label."""


def card_address(topic: str) -> str:
    """Give the address of a topic's card, from the site's root."""
    return f"{ASSETS}/cards/{topic}.png"


def card_png(card: Card, drawings: Drawings) -> bytes:
    """Draw a card, or take it out of the cache."""
    return drawings.get("card", asdict(card), lambda: _draw(card))


def _draw(card: Card) -> bytes:
    from PIL import Image, ImageDraw

    image = Image.new("RGB", SIZE, _PAPER)
    draw = ImageDraw.Draw(image)
    color = topic_color(card.hue)
    draw.rectangle((0, 0, 27, SIZE[1]), fill=color)
    _draw_mark(draw, color)
    _draw_text(draw, (_MARGIN + 62, 74), card.above, _font(36), _SOFT, SIZE[0] - 2 * _MARGIN - 62)
    _draw_title(draw, card.title)
    _draw_text(draw, (_MARGIN, SIZE[1] - 124), card.below, _font(44, bold=True), color, 520)
    _draw_bars(draw, card, color)
    written = BytesIO()
    # Without dithering the areas stay flat, which is small and looks clean; packing tighter takes six times as long.
    image.quantize(_COLORS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(written, "PNG")
    return written.getvalue()


@cache  # Opening a font takes as long as drawing a card.
def _font(size: int, *, bold: bool = False) -> "FreeTypeFont":
    import mkdocs
    from PIL import ImageFont

    path = Path(mkdocs.__file__).parent / _FONTS / f"lato-{'bold' if bold else 'normal'}.woff"
    # The plain layout does not depend on what the machine has installed.
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def can_draw(text: str, font: "FreeTypeFont") -> bool:
    """Tell whether the font has every letter of a text; the others would come out as boxes."""
    missing = _shape("\uffff", font)
    return all(letter.isspace() or _shape(letter, font) != missing for letter in set(text))


def _shape(letter: str, font: "FreeTypeFont") -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(letter)
    return mask.size, bytes(mask)


def _draw_mark(draw: "ImageDraw", color: tuple[int, int, int]) -> None:
    """Draw the site's mark: three lines, as of a list."""
    for row, length in enumerate((30, 44, 20)):
        top = 78 + 14 * row
        draw.rounded_rectangle((_MARGIN, top, _MARGIN + length, top + 6), 3, fill=color)


def _draw_text(
    draw: "ImageDraw",
    place: tuple[int, int],
    text: str,
    font: "FreeTypeFont",
    color: str | tuple[int, int, int],
    width: int,
) -> None:
    """Write one line, shortened to a width; a text that the font cannot write is left out."""
    text = unicodedata.normalize("NFC", text)
    if can_draw(text, font):
        draw.text(place, _shortened(text, font, width), font=font, fill=color)


def _draw_title(draw: "ImageDraw", title: str) -> None:
    title = unicodedata.normalize("NFC", title)
    for size in _TITLE_SIZES:
        font = _font(size, bold=True)
        if not can_draw(title, font):
            return
        lines = wrapped(title, font, _TITLE_BOX[0])
        step = round(size * 1.18)
        fits = len(lines) * step <= _TITLE_BOX[1] and all(font.getlength(line) <= _TITLE_BOX[0] for line in lines)
        if fits or size == _TITLE_SIZES[-1]:
            break
    for number, line in enumerate(lines[: _TITLE_BOX[1] // step]):
        last = number == _TITLE_BOX[1] // step - 1 and len(lines) > number + 1
        text = _shortened(f"{line} …" if last else line, font, _TITLE_BOX[0])
        draw.text((_MARGIN, 158 + number * step), text, font=font, fill=_INK)


def wrapped(text: str, font: "FreeTypeFont", width: int) -> list[str]:
    """Break a text into lines of a width in pixels, between words; a longer word has a line of its own."""
    lines: list[str] = []
    for word in text.split():
        if lines and font.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _shortened(text: str, font: "FreeTypeFont", width: int) -> str:
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1].rstrip(" …")
    return f"{text}…"


def _draw_bars(draw: "ImageDraw", card: Card, color: tuple[int, int, int]) -> None:
    most = max(card.counts, default=0)
    if not most:
        return
    left, right, base, height = 640, SIZE[0] - _MARGIN, SIZE[1] - 96, 96
    step = (right - left) / len(card.counts)
    width = min(step * 0.74, 60)
    left = round(right - step * len(card.counts)) if width < 60 else round(right - 80 * len(card.counts))
    step = min(step, 80)
    for place, count in enumerate(card.counts):
        x = left + step * place + (step - width)
        if count:
            draw.rectangle((round(x), base - max(4, round(height * count / most)), round(x + width), base), fill=color)
    draw.rectangle((left, base + 1, right, base + 3), fill=_LINE)
    font = _font(24)
    for label, x, anchor in ((card.labels[0], left, "la"), (card.labels[-1], right, "ra")):
        draw.text((x, base + 12), label, font=font, fill=_SOFT, anchor=anchor)


def topic_color(hue: int, lightness: float = 0.47, chroma: float = 0.1) -> tuple[int, int, int]:
    """Convert a hue to the color that the site's style gives a topic in the light scheme.

    Color space: https://bottosson.github.io/posts/oklab/

    Returns:
        Red, green and blue, 0 to 255.
    """
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _channel(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short),
        _channel(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short),
        _channel(-0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short),
    )


def _channel(linear: float) -> int:
    linear = min(1.0, max(0.0, linear))
    encoded = 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
    return round(255 * encoded)
