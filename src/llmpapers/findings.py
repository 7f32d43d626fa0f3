"""What a check found, kept as long as nothing of the catalog changes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic_core import to_json

from llmpapers.file_states import FileState, fingerprint
from llmpapers.kept_files import keep, kept
from llmpapers.problems import Problem, Severity
from llmpapers.project import cache_folder


@dataclass(frozen=True)
class Findings:
    """What is wrong with a catalog, and how much there is of it."""

    problems: Sequence[Problem]
    """Sorted by place, without those that are waived."""
    papers: int
    resources: int

    @property
    def has_errors(self) -> bool:
        """Whether anything stops a build."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def strictly(self) -> "Findings":
        """Count warnings as errors."""
        return replace(self, problems=[replace(p, promoted=p.severity is Severity.WARNING) for p in self.problems])


class KeptFindings:
    """What the last check of a project's catalog found."""

    def __init__(self, root: Path) -> None:
        """Look at the catalog's files as they are now.

        Args:
            root: the project's folder.
        """
        self._file = cache_folder(root) / "findings.json"
        self.states: dict[str, FileState] = {}
        """Of the catalog's files that were looked at, by path."""
        self.fingerprint = fingerprint([root / "catalog"], self.states)
        """Digest of the state of the whole catalog; None where a file could change without changing it."""

    def recall(self) -> Findings | None:
        """Give what was found, if nothing changed since."""
        rows = kept(self._file) if self.fingerprint else None
        if not rows or rows[0] != self.fingerprint:
            return None
        return Findings([Problem(**fields) for fields in rows[3:]], *rows[1:3])

    def keep(self, findings: Findings) -> None:
        """Keep what was found."""
        if self.fingerprint:
            keep(self._file, map(to_json, (self.fingerprint, findings.papers, findings.resources, *findings.problems)))
