"""What a build tells of itself."""

from dataclasses import dataclass, field

from llmpapers.findings import Findings


@dataclass(frozen=True)
class Published:
    """What publishing did."""

    written: int
    unchanged: int
    removed: int
    seconds: dict[str, float] = field(default_factory=dict, compare=False)
    """Processor time by kind of part; of several processes together."""


@dataclass
class BuildReport:
    """What a build did, or why it did not."""

    checked: Findings
    published: Published | None = None
    """None if errors stopped the build."""
    engine_warnings: list[str] = field(default_factory=list)
    """What is left out of mkdocs.yml, and what the engine had to say."""
    phases: dict[str, float] = field(default_factory=dict)
    """Seconds by phase, in order."""

    @property
    def seconds(self) -> float:
        """Seconds in all."""
        return sum(self.phases.values())
