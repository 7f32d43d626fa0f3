"""Charts of counts as small SVG: colors and fonts come from the page's style, so one drawing serves light and dark."""

import re
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

from llmpapers.website.drawings import Drawings

_TEXT = 14
"""Height of the texts in the drawing's own units; charts.css says the same."""
_LEAST_LABELED = 0.08
"""Part of the highest bar below which a part of a bar has no room for its number."""
_KEPT_CLASSES = re.compile(r"axis|x|y|value|series|color-\d+")
_DROPPED_CLASSES = {"background", "tooltip"}
_FRACTION = re.compile(r"\d+\.\d+")
_LONGEST_LABEL = 24
"""Characters of a label beside a horizontal bar; the table behind the chart has the whole."""


@dataclass(frozen=True)
class Series:
    """The numbers of one kind."""

    name: str
    values: Sequence[int]


@dataclass(frozen=True)
class Chart:
    """What a chart shows: a bar for each label, made up of as many parts as there are series."""

    alternative: str
    """What is read out in place of the chart."""
    labels: Sequence[str]
    series: Sequence[Series]
    width: int = 420
    height: int = 260
    is_horizontal: bool = False


def chart_svg(chart: Chart, drawings: Drawings) -> str:
    """Draw a chart, or take it out of the cache."""
    return drawings.get("chart", asdict(chart), lambda: _draw(chart).encode()).decode()


def _draw(chart: Chart) -> str:
    drawn = _kind(is_horizontal=chart.is_horizontal)(
        width=chart.width,
        height=chart.height,
        style=_style(),
        js=(),
        css=(),
        classes=(),
        no_prefix=True,
        disable_xml_declaration=True,
        show_legend=False,
        # The numbers stand on the bars, so an axis of them would only take room on a phone.
        show_x_labels=not chart.is_horizontal,
        show_y_labels=chart.is_horizontal,
        show_y_guides=False,
        show_x_guides=False,
        print_values=True,
        print_values_position="center" if len(chart.series) > 1 else "top",
        # Else the library would shorten them to the width of a bar by a rough guess.
        truncate_label=-1,
        spacing=6,
        margin=4,
        margin_top=20 if not chart.is_horizontal else 4,
        margin_right=4 if not chart.is_horizontal else 34,
        range=(0, max(1, _highest(chart))),
        x_label_rotation=0,
    )
    drawn.x_labels = [_short(label) for label in chart.labels]
    least = _LEAST_LABELED * _highest(chart) if len(chart.series) > 1 else 1
    for series in chart.series:
        drawn.add(series.name, [_value(number, least) for number in series.values])
    # The tree is of whichever XML library is installed; what is made of it is always of the standard one.
    return ET.tostring(_reduced(drawn.render_tree(), chart), encoding="unicode")


@cache
def _style() -> Any:
    from pygal.style import Style

    return Style(label_font_size=_TEXT, major_label_font_size=_TEXT, value_font_size=_TEXT)


@cache
def _kind(*, is_horizontal: bool) -> Any:
    """Give the library's kind of chart, which leaves out what would be taken off the drawing anyway."""
    import pygal

    # The library puts a finder of its map plugins before all later imports, in a form that newer Pythons warn of.
    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "pygal"]
    kind: Any = pygal.HorizontalStackedBar if is_horizontal else pygal.StackedBar

    class Bars(kind):  # type: ignore[misc]
        def _tooltip_data(self, *_: object) -> None:
            pass

        def _draw(self) -> None:
            super()._draw()
            self.svg.pre_render = lambda: None  # It would add styles and scripts.

    return Bars


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1].rstrip()}…"


def _highest(chart: Chart) -> int:
    sums = [sum(series.values[place] for series in chart.series) for place in range(len(chart.labels))]
    return max(sums, default=0)


def _value(number: int, least: float) -> dict[str, Any]:
    text = str(number) if number >= least and number else ""
    return {"value": number, "formatter": lambda _: text}


def _reduced(root: Any, chart: Chart) -> ET.Element:
    """Keep of the library's drawing only shapes and texts: no scripts, styles, day of drawing, or tooltips."""
    kept = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {chart.width} {chart.height}"})
    kept.attrib |= {"class": "chart__drawing", "role": "img", "aria-label": chart.alternative}
    for child in root:
        _take(child, kept)
    return kept


def _take(node: Any, parent: ET.Element) -> None:
    if node.tag not in {"g", "rect", "text"}:
        return
    names = _kept_classes(str(node.get("class", "")))
    if names is None:
        return
    taken = ET.Element(str(node.tag))
    if names:
        taken.set("class", names)
    for name in ("x", "y", "width", "height", "transform"):
        if value := node.get(name):
            taken.set(name, _rounded(value))
    taken.text = node.text if node.tag == "text" else None
    for child in node:
        _take(child, taken)
    if taken.tag == "g" and not len(taken):
        return
    if taken.tag == "text" and not taken.text:
        return
    parent.append(taken)


@cache  # There are few.
def _kept_classes(classes: str) -> str | None:
    """Give those of a node's classes that styles know; None of a node that is not kept."""
    names = classes.split()
    return None if _DROPPED_CLASSES.intersection(names) else " ".join(filter(_KEPT_CLASSES.fullmatch, names))


def _rounded(value: str) -> str:
    return _FRACTION.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), value)
