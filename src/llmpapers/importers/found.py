"""What an importer hands on: candidates, with what it could not read."""

from dataclasses import dataclass, field

from llmpapers.candidates import Candidate


@dataclass(frozen=True, slots=True)
class Notice:
    """Something in a file that could not be read."""

    line: int
    message: str


@dataclass(frozen=True)
class Found:
    """What an importer found in a file."""

    candidates: list[Candidate]
    notices: list[Notice] = field(default_factory=list)
    """What could not be read, by line."""
