"""The catalog read and checked in one go: what every command that needs a catalog begins with."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from llmpapers.catalog import Catalog, Sourced
from llmpapers.catalog_memory import CatalogMemory, SoundPapers
from llmpapers.checks import check_rules
from llmpapers.duplicates import Match
from llmpapers.findings import Findings, KeptFindings
from llmpapers.kept_entries import KeptEntries
from llmpapers.loading import load_catalog
from llmpapers.models import Paper, Resource
from llmpapers.parallel import in_background
from llmpapers.problem_codes import CODES
from llmpapers.problems import Problem, Severity
from llmpapers.project import cache_folder, real_path
from llmpapers.same_work import check_same_work, same_works

_FEW, _MANY = 500, 40_000
"""Papers up to which it takes no longer to compare them than to have another process do it, and beyond which that one
would need more memory than the time is worth."""


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


class Check:
    """A catalog that is read and held against the rules, while its papers are still compared with each other."""

    def __init__(self, catalog: Catalog, matches: Callable[[], list[Match]], kept: KeptFindings | None) -> None:
        self.catalog = catalog
        self._matches = matches
        self._kept = kept

    @property
    def has_errors(self) -> bool:
        """Whether anything that is known by now stops a build."""
        return any(problem.severity is Severity.ERROR for problem in self.catalog.problems)

    def finish(self, *, strict: bool = False) -> CheckedCatalog:
        """Wait for the comparison, and tell everything that is wrong.

        Args:
            strict: count warnings as errors.
        """
        check_same_work(self.catalog, self._matches())
        findings = Findings(_without_waived(self.catalog), len(self.catalog.papers), len(self.catalog.resources))
        if self._kept:
            self._kept.keep(findings)
        return CheckedCatalog(self.catalog, findings.strictly() if strict else findings)


@contextmanager
def check_begun(
    root: Path, *, kept: KeptFindings | None = None, memory: CatalogMemory | None = None
) -> Iterator[Check]:
    """Read a project's catalog and find what is wrong with it, but do not wait until its papers are compared.

    Args:
        root: the project's folder, which holds `catalog/`.
        kept: takes what is found.
        memory: what this process remembers of earlier checks of the same catalog; takes what it finds out. The cache
            serves only the first of them.
    """
    cache, is_first = cache_folder(root), not (memory and memory.seen)
    if is_first and not kept:
        kept = KeptFindings(root)
    states = kept.states if kept else {}
    # Nothing else keeps what is kept of entries, which is large, once they are read.
    catalog = load_catalog(
        root, KeptEntries(cache / "entries.json") if is_first else None, memory.seen if memory else None, states
    )
    states.clear()
    kept_matches = cache / "matches.json" if is_first else None
    compare = partial(same_works, catalog, kept_matches, memory.works if memory else None)
    apart = not memory and _FEW < len(catalog.papers) <= _MANY
    with in_background(compare) if apart else _done(compare()) as matches:
        check_rules(catalog, root, memory.sound if memory else SoundPapers(cache / "sound.json"))
        yield Check(catalog, matches, kept)


def _done(matches: list[Match]) -> AbstractContextManager[Callable[[], list[Match]]]:
    """Give what was found at once, so that what it took of memory is free before anything else takes some."""
    return nullcontext(lambda: matches)


def read_and_check(root: Path, *, strict: bool = False, kept: KeptFindings | None = None) -> CheckedCatalog:
    """Read a project's catalog and find everything that is wrong with it.

    Args:
        root: the project's folder, which holds `catalog/`.
        strict: count warnings as errors.
        kept: takes what is found.
    """
    with check_begun(root, kept=kept) as check:
        return check.finish(strict=strict)


def problems_in(problems: Sequence[Problem], paths: Sequence[Path], root: Path) -> list[Problem]:
    """Keep the problems of certain files and folders.

    A clash of two entries is noted at both, so the files named here bring what they clash with.
    """
    places = [real_path(path) for path in paths]
    files = {problem.file: real_path(root / problem.file) for problem in problems}
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
