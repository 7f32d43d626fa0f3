"""The catalog read and checked in one go: what every command that needs a catalog begins with."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from llmpapers.catalog import Catalog, Sourced
from llmpapers.catalog_memory import CatalogMemory
from llmpapers.checks import check_catalog
from llmpapers.findings import Findings, KeptFindings
from llmpapers.kept_entries import KeptEntries
from llmpapers.loading import load_catalog
from llmpapers.models import Paper, Resource
from llmpapers.problem_codes import CODES
from llmpapers.problems import Problem
from llmpapers.project import cache_folder


@dataclass(frozen=True)
class CheckedCatalog:
    """A catalog with everything that is wrong with it."""

    catalog: Catalog
    findings: Findings

    @property
    def problems(self) -> Sequence[Problem]:
        """What is wrong, sorted by place, without what is waived."""
        return self.findings.problems

    @property
    def has_errors(self) -> bool:
        """Whether anything stops a build."""
        return self.findings.has_errors


def read_and_check(
    root: Path, *, strict: bool = False, kept: KeptFindings | None = None, memory: CatalogMemory | None = None
) -> CheckedCatalog:
    """Read a project's catalog and find everything that is wrong with it.

    Args:
        root: the project's folder, which holds `catalog/`.
        strict: count warnings as errors.
        kept: takes what is found.
        memory: what this process remembers of earlier checks of the same catalog; takes what it finds out. The cache
            serves only the first of them.
    """
    cache, is_first = cache_folder(root), not (memory and memory.seen)
    if is_first and not kept:
        kept = KeptFindings(root)
    catalog = load_catalog(
        root, KeptEntries(cache / "entries.json") if is_first else None, memory.seen if memory else None
    )
    check_catalog(catalog, root, cache / "matches.json" if is_first else None, memory)
    findings = Findings(_without_waived(catalog), len(catalog.papers), len(catalog.resources))
    if kept:
        kept.keep(findings)
    return CheckedCatalog(catalog, findings.strictly() if strict else findings)


def problems_in(problems: Sequence[Problem], paths: Sequence[Path], root: Path) -> list[Problem]:
    """Keep the problems of certain files and folders.

    A clash of two entries is noted at both, so the files named here bring what they clash with.
    """
    # Unlike `Path.resolve`, this takes a loop of links as it is.
    places = [Path(os.path.realpath(path)) for path in paths]
    files = {problem.file: Path(os.path.realpath(root / problem.file)) for problem in problems}
    return [p for p in problems if any(files[p.file].is_relative_to(place) for place in places)]


def _without_waived(catalog: Catalog) -> list[Problem]:
    """Leave out the warnings that their entries waive, and note the waivers that waive nothing."""
    entries: list[Sourced[Paper] | Sourced[Resource]] = [*catalog.papers.values(), *catalog.resources.values()]
    waived: set[tuple[str, str]] = set()
    for entry in entries:
        found = {problem.code for problem in entry.document.problems}
        for code in entry.record.waive or {}:
            if code not in CODES or CODES[code].severity == "error":
                continue
            if code in found:
                waived.add((entry.document.name, code))
            else:
                message = f"nothing here is {code!r}"
                entry.problem("unused-waiver", message, "delete the waiver", "waive", code, at_key=True)
    return [problem for problem in catalog.problems if (problem.file, problem.code) not in waived]
