"""A new entry before it is written: its file, its fields, and what a person has to look at."""

import datetime
import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from llmpapers.candidates import Candidate
from llmpapers.catalog import Catalog
from llmpapers.duplicates import Match
from llmpapers.models import Paper
from llmpapers.problems import did_you_mean
from llmpapers.proposals import propose_id, proposed_fields, taken_ids
from llmpapers.recognition import known_as
from llmpapers.venue_names import VenueNames


@dataclass(frozen=True)
class Draft:
    """A new entry as it would be written."""

    id: str
    fields: dict[str, Any]
    matches: list[Match]
    """Papers of the catalog that it may be; `second.key` is their id."""
    gaps: list[str] = field(default_factory=list)
    """What the check will refuse, and what to do about it."""

    def path(self, catalog: Path) -> Path:
        """Give the file that it belongs into.

        Args:
            catalog: the folder of the catalog.
        """
        return catalog / "papers" / f"{self.id}.yaml"


def draft_of(
    candidate: Candidate,
    catalog: Catalog,
    *,
    topics: Sequence[str] = (),
    today: datetime.date,
    venues: VenueNames,
    id_: str | None = None,
    also_taken: Container[str] = frozenset(),
    any_venue: bool = False,
) -> Draft:
    """Make a draft of a candidate.

    Args:
        candidate: the paper.
        catalog: where it would go.
        topics: paths.
        today: the day for `added`.
        venues: of the catalog.
        id_: its id, if a person chose one.
        also_taken: ids that are taken though the catalog does not know it yet.
        any_venue: one that the catalog lacks is no gap, since it will be added.
    """
    fields = proposed_fields(candidate, catalog, topics, today, venues=venues)
    taken = taken_ids(catalog)
    chosen = id_ or propose_id(candidate, _Either(taken, also_taken))
    return Draft(chosen, fields, known_as(candidate, catalog), list(_gaps(fields, catalog, any_venue=any_venue)))


@dataclass(frozen=True)
class _Either:
    """Ids of two collections."""

    first: Container[str]
    second: Container[str]

    def __contains__(self, id_: object) -> bool:
        return id_ in self.first or id_ in self.second


def _gaps(fields: dict[str, Any], catalog: Catalog, *, any_venue: bool) -> list[str]:
    missing = [name for name, info in Paper.model_fields.items() if info.is_required() and name not in fields]
    gaps = [f"`{name}` is not known; add it" for name in missing if name != "topics"]
    if "topics" in missing:
        gaps.append("`topics` is missing; add one to four, or give --topic")
    venue = fields.get("venue")
    if venue and venue not in catalog.venues and not any_venue:
        bare = re.sub(r"[\s,']*(?:19|20)\d\d\b", "", venue).strip()
        hint = did_you_mean(bare, catalog.venues, "name the one that is meant, or --add-venues")
        gaps.append(f"there is no venue {venue!r}; {hint}")
    return gaps
