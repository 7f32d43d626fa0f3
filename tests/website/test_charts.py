"""Charts: what they show, how small they are, and that nothing of the drawing library's comforts is left in them."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from llmpapers.website.charts import Chart, Series, chart_svg
from llmpapers.website.drawings import Drawings

SVG = "{http://www.w3.org/2000/svg}"
YEARS = [str(year) for year in range(2015, 2026)]
COUNTS = [0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89]


def drawn(chart: Chart, folder: Path) -> ET.Element:
    return ET.fromstring(chart_svg(chart, Drawings(folder)))


def texts(svg: ET.Element) -> list[str]:
    return [str(node.text) for node in svg.iter(f"{SVG}text")]


def test_a_bar_stands_for_every_label_and_has_its_number(tmp_path: Path) -> None:
    svg = drawn(Chart("By year", YEARS, [Series("Papers", COUNTS)]), tmp_path)
    heights = [float(str(rect.get("height"))) for rect in svg.iter(f"{SVG}rect")]
    assert len(heights) == len(YEARS)
    assert heights == sorted(heights)
    assert heights[-1] / heights[-2] == pytest.approx(89 / 55, rel=0.05)
    assert texts(svg) == [*YEARS, *map(str, COUNTS[1:])]


def test_a_part_too_low_for_its_number_has_none(tmp_path: Path) -> None:
    svg = drawn(Chart("Parts", ["2024", "2025"], [Series("a", [100, 3]), Series("b", [50, 40])]), tmp_path)
    assert texts(svg) == ["2024", "2025", "100", "50", "40"]


def test_the_drawing_has_an_alternative_and_nothing_but_shapes_and_texts(tmp_path: Path) -> None:
    chart = Chart('Papers "by" <year> & more', ["<b>&", "2025"], [Series("x</svg>", [1, 2])])
    text = chart_svg(chart, Drawings(tmp_path))
    svg = ET.fromstring(text)
    assert (svg.get("role"), svg.get("aria-label")) == ("img", chart.alternative)
    assert {str(node.tag).removeprefix(SVG) for node in svg.iter()} == {"svg", "g", "rect", "text"}
    assert "<b>&" in texts(svg)
    for foreign in ("<b>", "http://", "https://", "<!--", "style", "script", " id="):
        assert foreign not in text.replace("http://www.w3.org/2000/svg", "")


def test_a_long_label_is_shortened_beside_a_bar(tmp_path: Path) -> None:
    label = "Transactions on the Physics of Bread and Other Doughs"
    svg = drawn(Chart("Venues", [label, "ICBB"], [Series("Papers", [3, 9])], is_horizontal=True), tmp_path)
    assert texts(svg)[:2] == ["Transactions on the Phy…", "ICBB"]


@pytest.mark.parametrize("counts", [[0, 0], [1, 0], [0, 10**7]])
def test_any_counts_can_be_drawn(tmp_path: Path, counts: list[int]) -> None:
    assert drawn(Chart("Odd", ["a", "b"], [Series("Papers", counts)]), tmp_path).get("viewBox") == "0 0 420 260"


def test_a_chart_is_small_and_the_same_each_time(tmp_path: Path) -> None:
    chart = Chart("By year", YEARS, [Series("a", COUNTS), Series("b", COUNTS)])
    first, again = (chart_svg(chart, Drawings(tmp_path / name)) for name in ("one", "two"))
    assert first == again
    assert len(first) < 6000
