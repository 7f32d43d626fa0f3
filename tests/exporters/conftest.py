"""Papers to export: invented ones made on the spot, and those of the small catalog."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from llmpapers.catalog import Catalog
from llmpapers.exporters.citing import CitedPaper
from llmpapers.loading import load_catalog
from llmpapers.models import Paper, Venue, VenueKind

SMALL = Path(__file__).parents[1] / "data" / "small"

Cite = Callable[..., CitedPaper]


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog(SMALL)


@pytest.fixture(scope="session")
def cite() -> Cite:
    """Make a paper to cite; `kind` and `full_name` are its venue's, everything else is the paper's."""

    def make(kind: VenueKind = VenueKind.CONFERENCE, full_name: str = "Conference on Bread", **values: object):
        known = {
            "title": "Rye Never Rises Alone",
            "authors": ["Kim Unreal"],
            "venue": "ICBB",
            "year": 2023,
            "topics": ["baking"],
            "summary": "S.",
            "added": datetime.date(2026, 2, 1),
        }
        record = Paper.model_construct(**known | values)
        venue = Venue.model_construct(id="x", name=record.venue, full_name=full_name, kind=kind)
        return CitedPaper("rye", record, venue, "key")

    return make
