"""What a build may leave out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SiteOptions:
    """What a build may leave out."""

    search: bool = True
