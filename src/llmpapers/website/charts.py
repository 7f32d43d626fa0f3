"""Charts of counts as small SVG: colors and fonts come from the page's style, so one drawing serves light and dark."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

_BASELINE = 5
"""How far below its middle a text stands, of the height that charts.css gives it."""
_GAP = 5
"""Between a bar and what is written beside it."""
_EDGE = 6
_ABOVE, _BELOW = 24, 28
"""Room for the number on the highest bar, and for the labels under all of them."""
_LETTER, _NUMBER = 8.4, 34
"""Room for a letter of a label, and for the number, beside a horizontal bar."""
_FILLED = 0.88
"""Part of its place that a bar takes."""
_WIDEST = 72
_LEAST_LABELED = 0.08
"""Part of the highest bar below which a part of a bar has no room for its number."""
_LONGEST_LABEL = 24
"""Characters of a label beside a horizontal bar; the table behind the chart has the whole."""


@dataclass(frozen=True)
class Chart:
    """What a chart shows: a bar for each label, made up of as many parts as there are series."""

    alternative: str
    """What is read out in place of the chart."""
    labels: Sequence[str]
    series: Sequence[Sequence[int]]
    """The numbers of each kind, in the order of the labels."""
    width: int = 420
    height: int = 260
    is_horizontal: bool = False


def chart_svg(chart: Chart) -> str:
    """Draw a chart: shapes and texts, whose classes are those of charts.css."""
    draw = _horizontal if chart.is_horizontal else _vertical
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {chart.width} {chart.height}" class="chart__drawing" '
        f'role="img" aria-label="{escape(chart.alternative)}">{"".join(draw(chart))}</svg>'
    )


def _vertical(chart: Chart) -> Iterator[str]:
    """Draw bars that stand side by side, their parts on each other."""
    step = (chart.width - 2 * _EDGE) / max(1, len(chart.labels))
    middles = [_EDGE + step * (place + 0.5) for place in range(len(chart.labels))]
    width, base = min(_WIDEST, _FILLED * step), chart.height - _BELOW
    high = (base - _ABOVE) / _highest(chart)
    yield _labels("x", [(x, chart.height - 7, label) for x, label in zip(middles, chart.labels, strict=True)])
    least = _LEAST_LABELED * _highest(chart) if len(chart.series) > 1 else 1
    tops = [float(base)] * len(middles)
    for kind, numbers in enumerate(chart.series):
        bars, values = [], []
        for place, number in enumerate(numbers):
            if not number:
                continue
            height = high * number
            tops[place] -= height
            bars.append(_bar(middles[place] - width / 2, tops[place], width, height))
            y = tops[place] + height / 2 + _BASELINE if len(chart.series) > 1 else tops[place] - _GAP
            if number >= least:
                values.append(_text(middles[place], y, str(number), "value"))
        yield _group(f"color-{kind}", [*bars, *values])


def _horizontal(chart: Chart) -> Iterator[str]:
    """Draw bars that lie one below the other, of one series."""
    [numbers] = chart.series
    labels = [_short(label) for label in chart.labels]
    step = (chart.height - 2 * _EDGE) / max(1, len(labels))
    middles = [_EDGE + step * (place + 0.5) for place in range(len(labels))]
    left = _LETTER * max(map(len, labels), default=0) + 2 * _GAP
    long = (chart.width - left - _GAP - _NUMBER) / _highest(chart)
    yield _labels("y", [(left - _GAP, y + _BASELINE, label) for y, label in zip(middles, labels, strict=True)])
    thick = _FILLED * step
    rows = [(y, number) for y, number in zip(middles, numbers, strict=True) if number]
    bars = [_bar(left, y - thick / 2, long * number, thick) for y, number in rows]
    values = [_text(left + long * number + _GAP, y + _BASELINE, str(number), "value") for y, number in rows]
    yield _group("color-0", [*bars, *values])


def _highest(chart: Chart) -> int:
    sums = [sum(numbers[place] for numbers in chart.series) for place in range(len(chart.labels))]
    return max(1, *sums) if sums else 1


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1].rstrip()}…"


def _labels(axis: str, labels: Sequence[tuple[float, float, str]]) -> str:
    return _group(axis, [_text(x, y, label) for x, y, label in labels])


def _group(name: str, drawn: Sequence[str]) -> str:
    return f'<g class="{name}">{"".join(drawn)}</g>' if drawn else ""


def _bar(x: float, y: float, width: float, height: float) -> str:
    return f'<rect x="{_told(x)}" y="{_told(y)}" width="{_told(width)}" height="{_told(height)}"/>'


def _text(x: float, y: float, text: str, name: str = "") -> str:
    kind = f' class="{name}"' if name else ""
    return f'<text{kind} x="{_told(x)}" y="{_told(y)}">{escape(text)}</text>'


def _told(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
