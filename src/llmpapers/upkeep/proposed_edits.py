"""Changes to an entry that a service suggests, for a person to look at."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from llmpapers.models import Paper


@dataclass(frozen=True)
class Edit:
    """One field's new value, and where it comes from."""

    field: str
    old: Any
    """Plain data; None where the field is not there."""
    new: Any
    source: str
    """Address where a person can see it."""


@dataclass
class ProposedEdits:
    """What is proposed for one paper."""

    id: str
    file: str
    """From the project's root."""
    title: str
    edits: list[Edit] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    """What a person should look at though nothing is proposed."""


def apply_edits(root: Path, proposed: ProposedEdits) -> None:
    """Write the proposed values into the entry's file, with its comments kept.

    Raises:
        LlmpapersError: if the file cannot be read, edited or written; it is as it was.
    """
    from llmpapers.errors import LlmpapersError
    from llmpapers.lasting_files import write_whole
    from llmpapers.writing import edited_text

    path = root / proposed.file
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LlmpapersError(f"{proposed.file} cannot be read") from error
    changes = {edit.field: edit.new for edit in proposed.edits}
    write_whole(path, edited_text(text, changes, Paper), within=root / "catalog")
