"""What a service says of one paper, with the place where a person can see it."""

from dataclasses import dataclass

from llmpapers.candidates import Candidate


@dataclass(frozen=True)
class Finding:
    """A candidate with where it comes from."""

    candidate: Candidate
    """`source` is the service's name."""
    record: str
    """Address of a page about it, for a person to look at."""
    preprint: bool = False
    """Whether the service says that it is no formal publication."""
    remarks: tuple[str, ...] = ()
    """What else a person should know."""
