"""Card images of topics, which other sites show beside a link."""

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import Z_RLE

from llmpapers.website.assets import ASSETS
from llmpapers.website.drawings import Drawings

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
# A card has two colors on its paper, the text's and the topic's. While it is drawn, a pixel is a number that tells how
# far it is from the paper, down to the one or up to the other, so that soft edges are between the right two; that is
# a picture of few colors at once, where finding them in a picture of all colors would take most of the time.
_PAPER, _TEXT, _TOPIC = 128, 0, 255
_SOFT, _LINE = 35, 112
_PAPER_COLOR, _TEXT_COLOR = (250, 248, 244), (27, 29, 33)
_LIGHTNESS, _CHROMA = 0.47, 0.1
"""Of the topic's color, as the site's style has them in the light scheme."""
_STEPS = 7
"""Shades of each of the two colors; with the paper they fit into four bits a pixel."""
_SHADE_OF = [round(value * 2 * _STEPS / 255) for value in range(256)]
_TITLE_SIZES = (92, 80, 68, 58)
_BELOW_SIZE = 44
_TITLE_BOX = (SIZE[0] - 2 * _MARGIN, 300)
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
    return drawings.get(asdict(card), lambda: _draw(card))


def _draw(card: Card) -> bytes:
    from PIL import Image, ImageDraw

    image = Image.new("L", SIZE, _PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 27, SIZE[1]), fill=_TOPIC)
    _draw_mark(draw)
    _draw_text(draw, (_MARGIN + 62, 74), card.above, _font(36), _SOFT, SIZE[0] - 2 * _MARGIN - 62)
    _draw_title(draw, card.title)
    _draw_text(draw, (_MARGIN, SIZE[1] - 124), card.below, _font(_BELOW_SIZE, bold=True), _TOPIC, 520)
    _draw_bars(draw, card)
    written = BytesIO()
    image = image.point(_SHADE_OF)
    image.putpalette(_palette(topic_color(card.hue)))
    # Such a picture is made of runs, and to look for anything else takes longer and leaves it larger.
    image.save(written, "PNG", compress_type=Z_RLE)
    return written.getvalue()


def _palette(color: tuple[int, int, int]) -> list[int]:
    """List the red, green and blue of every shade, from the text's color over the paper's to the topic's."""
    shades = [(_TEXT_COLOR, step) for step in range(_STEPS, 0, -1)]
    shades += [(color, step) for step in range(_STEPS + 1)]
    return [
        round(paper + (full - paper) * step / _STEPS)
        for ink, step in shades
        for paper, full in zip(_PAPER_COLOR, ink, strict=True)
    ]


@cache  # Opening a font takes as long as drawing a card.
def _font(size: int, *, bold: bool = False) -> "FreeTypeFont":
    import mkdocs
    from PIL import ImageFont

    path = Path(mkdocs.__file__).parent / _FONTS / f"lato-{'bold' if bold else 'normal'}.woff"
    # The plain layout does not depend on what the machine has installed.
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def can_draw(text: str, font: "FreeTypeFont") -> bool:
    """Tell whether the font has every letter of a text; the others would come out as boxes."""
    return all(letter.isspace() or _has(letter, font) for letter in set(text))


@cache  # Every card asks for the same few letters again.
def _has(letter: str, font: "FreeTypeFont") -> bool:
    return _shape(letter, font) != _shape("\uffff", font)


def _shape(letter: str, font: "FreeTypeFont") -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(letter)
    return mask.size, bytes(mask)


def _draw_mark(draw: "ImageDraw") -> None:
    """Draw the site's mark: three lines, as of a list."""
    for row, length in enumerate((30, 44, 20)):
        top = 78 + 14 * row
        draw.rounded_rectangle((_MARGIN, top, _MARGIN + length, top + 6), 3, fill=_TOPIC)


def _draw_text(
    draw: "ImageDraw",
    place: tuple[int, int],
    text: str,
    font: "FreeTypeFont",
    shade: int,
    width: int,
) -> None:
    """Write one line, shortened to a width; a text that the font cannot write is left out."""
    text = unicodedata.normalize("NFC", text)
    if can_draw(text, font):
        draw.text(place, _shortened(text, font, width), font=font, fill=shade)


def _draw_title(draw: "ImageDraw", title: str) -> None:
    title = unicodedata.normalize("NFC", title)
    # A font has the same letters in every size.
    if not can_draw(title, _font(_BELOW_SIZE, bold=True)):
        return
    for size in _TITLE_SIZES:
        font = _font(size, bold=True)
        lines = wrapped(title, font, _TITLE_BOX[0])
        step = round(size * 1.18)
        fits = len(lines) * step <= _TITLE_BOX[1] and all(font.getlength(line) <= _TITLE_BOX[0] for line in lines)
        if fits or size == _TITLE_SIZES[-1]:
            break
    for number, line in enumerate(lines[: _TITLE_BOX[1] // step]):
        last = number == _TITLE_BOX[1] // step - 1 and len(lines) > number + 1
        text = _shortened(f"{line} …" if last else line, font, _TITLE_BOX[0])
        draw.text((_MARGIN, 158 + number * step), text, font=font, fill=_TEXT)


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


def _draw_bars(draw: "ImageDraw", card: Card) -> None:
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
            draw.rectangle((round(x), base - max(4, round(height * count / most)), round(x + width), base), fill=_TOPIC)
    draw.rectangle((left, base + 1, right, base + 3), fill=_LINE)
    font = _font(24)
    for label, x, anchor in ((card.labels[0], left, "la"), (card.labels[-1], right, "ra")):
        draw.text((x, base + 12), label, font=font, fill=_SOFT, anchor=anchor)


def topic_color(hue: int) -> tuple[int, int, int]:
    """Convert a hue to the color that the site's style gives a topic in the light scheme.

    Color space: https://bottosson.github.io/posts/oklab/

    Returns:
        Red, green and blue, 0 to 255.
    """
    a, b = _CHROMA * math.cos(math.radians(hue)), _CHROMA * math.sin(math.radians(hue))
    long = (_LIGHTNESS + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (_LIGHTNESS - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (_LIGHTNESS - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _channel(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short),
        _channel(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short),
        _channel(-0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short),
    )


def _channel(linear: float) -> int:
    linear = min(1.0, max(0.0, linear))
    encoded = 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
    return round(255 * encoded)
