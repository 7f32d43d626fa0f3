"""What a person has to look at after a catalog was made of a list, as a page of Markdown."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from llmpapers.import_plan import ImportPlan, unwritten
from llmpapers.importers.found import Notice
from llmpapers.problem_codes import CODES
from llmpapers.problems import Problem, visible

NAME = "IMPORTED.md"
"""The page's file, at the catalog's root."""


def report_text(source: str, plan: ImportPlan, notices: Sequence[Notice], problems: Sequence[Problem]) -> str:
    """Write the report.

    Args:
        source: the list's name.
        plan: what became of its papers.
        notices: lines of it that could not be read.
        problems: what the check says of the catalog.
    """
    lacking = unwritten(plan, "authors")
    parts = [
        f"# What came out of {source}",
        f"{len(plan.new)} papers became entries. {plan.repeats} repeats were joined to them. "
        f"{len(plan.skipped)} were left out, and {len(notices)} places could not be read.",
        "Nothing was looked up or invented: what the list does not say stands as TODO, which `drafts: allowed` in "
        "`catalog/catalog.yaml` permits. When everything is written, delete that line, and the check holds the catalog "
        "to it. This file is for you; delete it when you have gone through it.",
        *_section("To write", _to_write(plan, lacking)),
        *_section("To look at: what the check says", _by_code(problems)),
        *_section("To look at: venues", _venues(plan)),
        *_section("Left out", (f"line {s.candidate.line}: {_text(s.candidate.title)}: {s.why}" for s in plan.skipped)),
        *_section("Not read", (f"line {notice.line}: {_text(notice.message)}" for notice in notices)),
    ]
    return "\n\n".join(parts) + "\n"


def _section(title: str, rows: Iterable[str]) -> Iterator[str]:
    listed = list(rows)
    if listed:
        yield f"## {title}"
        yield "\n".join(f"- {row}" for row in listed)


def _to_write(plan: ImportPlan, lacking: int) -> Iterator[str]:
    yield f"summaries: {len(plan.new)}"
    if lacking:
        yield f"authors: {lacking}, where the list names none; `llmpapers import` adds those of the papers' BibTeX"
    yield "topics: `catalog/topics.yaml` has the list's sections with a sentence each; write what orients a newcomer"


def _by_code(problems: Sequence[Problem]) -> Iterator[str]:
    counts = Counter(problem.code for problem in problems)
    for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        first = next(problem for problem in problems if problem.code == code)
        yield f"`{code}`, {count}: {CODES[code].title}, such as {first.file}:{first.line}"


def _venues(plan: ImportPlan) -> Iterator[str]:
    if plan.venues:
        yield "they are named as in the list; join those that are one, and write full names and kinds"
    for name, count in sorted(plan.venues.items(), key=lambda item: (-item[1], item[0])):
        yield f"{_text(name)}: {count}"


def _text(text: str) -> str:
    """Show a text of the list as it is, whatever it holds."""
    return "`" + visible(text).replace("`", "'") + "`"
