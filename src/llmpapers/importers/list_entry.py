"""One entry of a list, with where it stands."""

from dataclasses import dataclass

from llmpapers.importers.entry_fields import Reading


@dataclass(slots=True)
class ListEntry:
    """An entry before it is known whether its list is one of papers."""

    reading: Reading
    section: tuple[str, ...]
    """Headings above it, the outermost first."""
    group: int = 0
    """Number of the list or table that it is in."""
    sure: bool = True
    """Whether it is an entry whatever stands around it."""
