"""Charts: what they show, how small they are, and that they are shapes and texts alone."""

import xml.etree.ElementTree as ET

import pytest

from llmpapers.website.charts import Chart, chart_svg

SVG = "{http://www.w3.org/2000/svg}"
YEARS = [str(year) for year in range(2015, 2026)]
COUNTS = [0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89]


def drawn(chart: Chart) -> ET.Element:
    return ET.fromstring(chart_svg(chart))


def texts(svg: ET.Element) -> list[str]:
    return [str(node.text) for node in svg.iter(f"{SVG}text")]


def test_a_bar_stands_for_every_number_and_says_it() -> None:
    svg = drawn(Chart("By year", YEARS, [COUNTS]))
    heights = [float(str(rect.get("height"))) for rect in svg.iter(f"{SVG}rect")]
    assert len(heights) == len(COUNTS[1:])
    assert heights == sorted(heights)
    assert heights[-1] / heights[-2] == pytest.approx(89 / 55, rel=0.05)
    assert texts(svg) == [*YEARS, *map(str, COUNTS[1:])]


def test_a_part_too_low_for_its_number_has_none() -> None:
    svg = drawn(Chart("Parts", ["2024", "2025"], [[100, 3], [50, 40]]))
    assert texts(svg) == ["2024", "2025", "100", "50", "40"]


def test_the_drawing_has_an_alternative_and_nothing_but_shapes_and_texts() -> None:
    chart = Chart('Papers "by" <year> & more', ["<b>&", "2025"], [[1, 2]])
    text = chart_svg(chart)
    svg = ET.fromstring(text)
    assert (svg.get("role"), svg.get("aria-label")) == ("img", chart.alternative)
    assert {str(node.tag).removeprefix(SVG) for node in svg.iter()} == {"svg", "g", "rect", "text"}
    assert "<b>&" in texts(svg)
    for foreign in ("<b>", "http://", "https://", "<!--", "style", "script", " id="):
        assert foreign not in text.replace("http://www.w3.org/2000/svg", "")


def places(svg: ET.Element, kind: int) -> list[tuple[float, float, float, float]]:
    """Give x, y, width and height of the bars of one kind."""
    bars = svg.findall(f"{SVG}g[@class='color-{kind}']/{SVG}rect")
    x, y, width, height = ([float(str(bar.get(name))) for bar in bars] for name in ("x", "y", "width", "height"))
    return list(zip(x, y, width, height, strict=True))


def test_the_parts_of_a_bar_stand_on_each_other_and_inside_of_the_drawing() -> None:
    svg = drawn(Chart("Parts", YEARS, [COUNTS, COUNTS[::-1]]))
    lower, upper = places(svg, 0), places(svg, 1)
    # The first year has no lower part, the last no upper one.
    for below, above in zip(lower[:-1], upper[1:], strict=True):
        assert above[0] == below[0]
        assert above[1] + above[3] == pytest.approx(below[1], abs=0.11)
    assert {round(y + height) for _, y, _, height in [*lower, upper[0]]} == {232}
    assert all(x > 0 and x + width < 420 and y > 20 for x, y, width, _ in [*lower, *upper])


def test_the_first_of_bars_that_lie_is_on_top_and_the_longest_has_room_for_its_number() -> None:
    svg = drawn(Chart("Venues", ["ICBB", "TPB", "arXiv"], [[900, 30, 7]], is_horizontal=True))
    bars = places(svg, 0)
    assert sorted(bars, key=lambda bar: bar[1]) == bars
    assert sorted(bars, key=lambda bar: -bar[2]) == bars
    assert len({x for x, *_ in bars}) == 1
    assert 340 < bars[0][0] + bars[0][2] < 390


def test_a_long_label_is_shortened_beside_a_bar() -> None:
    label = "Transactions on the Physics of Bread and Other Doughs"
    svg = drawn(Chart("Venues", [label, "ICBB"], [[3, 9]], is_horizontal=True))
    assert texts(svg)[:2] == ["Transactions on the Phy…", "ICBB"]


@pytest.mark.parametrize("counts", [[0, 0], [1, 0], [0, 10**7]])
def test_any_counts_can_be_drawn(counts: list[int]) -> None:
    assert drawn(Chart("Odd", ["a", "b"], [counts])).get("viewBox") == "0 0 420 260"


def test_a_chart_is_small() -> None:
    chart = Chart("By year", YEARS, [COUNTS, COUNTS])
    assert len(chart_svg(chart)) < 6000
