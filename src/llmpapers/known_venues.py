"""Venues that a catalog need not have to be known by their full names: those where computing is published."""

from functools import cache
from importlib.resources import files

import yaml

from llmpapers.models import Venue
from llmpapers.topic_mapping import topic_id
from llmpapers.venue_names import VenueNames


def find_known_venue(text: str) -> Venue | None:
    """Find the venue that a text names, in whatever way lists and databases write it.

    Args:
        text: such as "NIPS 2017" or "Proc. of the 40th International Conference on Machine Learning".

    Returns:
        The venue, with an id that may be taken in a catalog; None where it is not among the well-known ones.
    """
    name = _names().find(text)
    return _venues()[name] if name else None


@cache
def _venues() -> dict[str, Venue]:
    rows = yaml.safe_load(files("llmpapers").joinpath("known_venues.yaml").read_text(encoding="utf-8"))
    return {row["name"]: Venue(id=topic_id(row["name"]), **row) for row in rows}


@cache
def _names() -> VenueNames:
    return VenueNames.of(_venues().values())
