"""The tables and the chart of kept results."""

import json
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

_BEGIN, _END = "<!-- results -->", "<!-- end of results -->"
_REFERENCE = {
    "again": "cold",
    "again with search": "cold",
    "check": "PyYAML alone",
    "help": "Click alone",
    "floor": "plain loop",
}
_HEADINGS = {
    "cold": "From nothing, without search",
    "cold with search": "From nothing, with search",
    "sites": "What was made",
    "again": "Building again, without search",
    "again with search": "Building again, with search",
    "check": "Checking",
    "help": "Start of the command line",
    "memory": "Peak memory, whole tree of processes",
    "floor": "The floor: the same bytes, written by a plain loop",
}
_WITH_SEARCH = {name: f"{name} + Pagefind" for name in ("hugo", "hugo-whole", "eleventy")}
"""Names of the sides that another command makes searchable."""
_WIDTH, _ROW, _LABEL = 720, 26, 190

Case = Mapping[str, Mapping[str, Any]]


def write_report(results: Path) -> None:
    """Put the tables into the README beside the results, and draw the chart."""
    found = [json.loads(path.read_text()) for path in sorted(results.glob("*.json"), key=lambda path: int(path.stem))]
    readme = results.parent / "README.md"
    before, _, rest = readme.read_text(encoding="utf-8").partition(_BEGIN)
    after = rest.partition(_END)[2]
    tables = "\n".join(_tables(result) for result in found)
    readme.write_text(f"{before}{_BEGIN}\n\n{tables}\n{_END}{after}", encoding="utf-8")
    (results / "cold.svg").write_text(_chart(found), encoding="utf-8")


def _shown(case: str, sides: Case) -> Case:
    """Name the sides as the tables and the chart do."""
    names = _WITH_SEARCH if case == "cold with search" else {}
    return {names.get(side, side): run for side, run in sides.items()}


def _tables(result: Mapping[str, Any]) -> str:
    machine = result["machine"]
    lines = [
        f"### {result['papers']:,} papers",
        "",
        f"{machine['system']} on {machine['machine']}, {machine['processors']} processors, Python {machine['python']}; "
        f"files on {machine['files']}.",
        "",
    ]
    for name, heading in _HEADINGS.items():
        if name in result["cases"]:
            lines += [f"**{heading}**", "", *_table(name, _shown(name, result["cases"][name]), result["papers"]), ""]
    return "\n".join(lines)


def _table(name: str, case: Case, papers: int) -> list[str]:
    if name == "memory":
        return ["| side | MB |", "|---|---:|", *(f"| {side} | {run['peak']:,.0f} |" for side, run in case.items())]
    if name == "sites":
        rows = [
            f"| {side} | {site['files']:,} | {site['bytes'] / 1e6:,.1f} MB | {site['pages']:,} | "
            f"{site['page'] / 1e3:,.1f} kB |"
            for side, site in case.items()
        ]
        return ["| side | files | in all | pages | HTML of a page, median |", "|---|---:|---:|---:|---:|", *rows]
    base = case[_REFERENCE.get(name, "llmpapers")]
    rows = [
        f"| {side} | {run['wall']:.2f} s | {run['wall'] / papers * 1e6:,.0f} µs | {_ratio(run, base, 'wall', name)} | "
        f"{run['processor']:.2f} s | {_ratio(run, base, 'processor', name)} |"
        for side, run in case.items()
    ]
    if name == "floor":
        rows += ["", f"{base['files']:,} files of {base['bytes'] / 1e6:,.1f} MB."]
    what = f"of {_REFERENCE[name]}" if name in _REFERENCE else "ours is, of it"
    return [f"| side | wall | a paper | {what} | processor | {what} |", "|---|---:|---:|---:|---:|---:|", *rows]


def _ratio(run: Mapping[str, float], base: Mapping[str, float], figure: str, name: str) -> str:
    """Compare with the reference; a rival's row says which share of its time ours takes."""
    return f"{run[figure] / base[figure]:.2f}" if name in _REFERENCE else f"{base[figure] / run[figure]:.2f}"


def _chart(results: Sequence[Mapping[str, Any]]) -> str:
    """Draw the times of builds from nothing as bars, a group a size."""
    groups = [
        (f"{result['papers']:,} papers, {heading}", _shown(case, result["cases"][case]))
        for result in results
        for case, heading in (("cold", "without search"), ("cold with search", "with search"))
        if case in result["cases"]
    ]
    parts: list[str] = []
    y = 20
    for title, case in groups:
        parts.append(f'<text x="0" y="{y}" font-weight="bold">{escape(title)}</text>')
        longest = max(run["wall"] for run in case.values())
        for side, run in case.items():
            y += _ROW
            width = max(1, (_WIDTH - _LABEL - 90) * run["wall"] / longest)
            color = "#3b6fd4" if side == "llmpapers" else "#9aa3b2"
            parts.append(f'<text x="{_LABEL - 10}" y="{y}" text-anchor="end">{escape(side)}</text>')
            parts.append(f'<rect x="{_LABEL}" y="{y - 14}" width="{width:.1f}" height="18" rx="3" fill="{color}"/>')
            parts.append(f'<text x="{_LABEL + width + 8:.1f}" y="{y}">{run["wall"]:.2f} s</text>')
        y += 2 * _ROW
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {max(y - _ROW, 20)}" '
        'font-family="system-ui, sans-serif" font-size="14" fill="#444a55" role="img" aria-label="Seconds of builds">'
        f"<title>Seconds that builds from nothing take</title>{''.join(parts)}</svg>\n"
    )
