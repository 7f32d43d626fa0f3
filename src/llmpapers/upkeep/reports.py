"""Reports of upkeep, for people, for programs, and for the text of a pull request."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from llmpapers.problems import visible
from llmpapers.upkeep.catalog_links import Place
from llmpapers.upkeep.link_check import LinkReport, LinkState
from llmpapers.upkeep.proposed_edits import ProposedEdits
from llmpapers.upkeep.waivers import StaleWaiver

_LONGEST = 300
_ORDER = [LinkState.DEAD, LinkState.PRIVATE, LinkState.TROUBLE, LinkState.MOVED, LinkState.GUARDED]
_HEADINGS = {
    LinkState.DEAD: "Dead", LinkState.PRIVATE: "Leading into a private network",
    LinkState.TROUBLE: "No answer this time",
    LinkState.MOVED: "Moved for good", LinkState.GUARDED: "Not open to programs; look in a browser",
}  # fmt: skip


def neutral(text: object) -> str:
    """Put any text into Markdown so that it is only shown: no link, mention, image or HTML comes of it."""
    line = visible(" ".join(str(text).split()))
    return f"`{(line[:_LONGEST] + '…' if len(line) > _LONGEST else line).replace('`', chr(39))}`"


def _value(value: Any) -> str:
    if value is None:
        return "nothing"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def edits_text(proposals: Sequence[ProposedEdits]) -> str:
    """Show proposed edits to a person."""
    rows: list[str] = []
    for proposed in proposals:
        rows.append(f"{proposed.file}: {proposed.title}")
        for edit in proposed.edits:
            rows += [f"  {edit.field}: {_value(edit.old)} -> {_value(edit.new)}", f"      see {edit.source}"]
        rows += [f"  note: {remark}" for remark in proposed.remarks]
    return "\n".join(map(visible, rows))


def edits_json(proposals: Sequence[ProposedEdits]) -> str:
    """Show proposed edits to a program; the shape is stable."""
    return json.dumps({"papers": [asdict(proposed) for proposed in proposals]}, ensure_ascii=False, indent=2)


def edits_markdown(proposals: Sequence[ProposedEdits]) -> str:
    """Show proposed edits in a pull request."""
    rows = ["Proposed by `llmpapers refresh`. Look at each source before you merge.", ""]
    for proposed in proposals:
        rows += [f"- {neutral(proposed.file)}: {neutral(proposed.title)}"]
        for edit in proposed.edits:
            change = f"{neutral(_value(edit.old))} → {neutral(_value(edit.new))}"
            rows.append(f"  - {neutral(edit.field)}: {change}, see {neutral(edit.source)}")
        rows += [f"  - note: {neutral(remark)}" for remark in proposed.remarks]
    return "\n".join([*rows, *([] if proposals else ["Nothing has changed."])])


def _by_state(reports: Sequence[LinkReport]) -> dict[LinkState, list[LinkReport]]:
    return {state: found for state in _ORDER if (found := [report for report in reports if report.state is state])}


def links_text(
    reports: Sequence[LinkReport], places: Mapping[str, Sequence[Place]], stale: Sequence[StaleWaiver]
) -> str:
    """Show links to a person, the worst first, each with the places that state it."""
    rows: list[str] = []
    for state, found in _by_state(reports).items():
        for report in found:
            for place in places[report.url]:
                rows.append(f"{place.file}:{place.line}: {state.value}: {report.url}")
            rows.append(f"  {report.detail}" + (f": {report.new_address}" if report.new_address else ""))
    rows += [f"{waiver.file}:{waiver.line}: waiver: {waiver.url}\n  {waiver.why}" for waiver in stale]
    return "\n".join(visible(line) for row in rows for line in row.split("\n"))


def links_json(
    reports: Sequence[LinkReport],
    places: Mapping[str, Sequence[Place]],
    stale: Sequence[StaleWaiver],
    waived: Mapping[str, str],
) -> str:
    """Show links to a program; the shape is stable."""
    content = {
        "links": [{**asdict(report), "places": [asdict(place) for place in places[report.url]]} for report in reports],
        "counts": dict(sorted(Counter(report.state.value for report in reports).items())),
        "waived": dict(waived),
        "stale_waivers": [asdict(waiver) for waiver in stale],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def links_markdown(
    reports: Sequence[LinkReport], places: Mapping[str, Sequence[Place]], stale: Sequence[StaleWaiver]
) -> str:
    """Show links in an issue or a pull request."""
    rows: list[str] = []
    for state, found in _by_state(reports).items():
        rows += [f"## {_HEADINGS[state]}", ""]
        for report in found:
            where = ", ".join(neutral(f"{place.file}:{place.line}") for place in places[report.url])
            to = f" → {neutral(report.new_address)}" if report.new_address else ""
            rows.append(f"- {neutral(report.url)}{to}: {neutral(report.detail)}, in {where}")
        rows.append("")
    if stale:
        rows += ["## Waivers to look at", ""]
        rows += [f"- {neutral(waiver.url)}: {neutral(waiver.why)}" for waiver in stale]
    return "\n".join(rows).strip() or "All links are alive."
