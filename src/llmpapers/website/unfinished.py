"""Unfinished entries as a reader sees them."""

from dataclasses import replace

from llmpapers.catalog import Catalog, Sourced
from llmpapers.models import UNWRITTEN, Paper

NO_SUMMARY = "No summary yet."
NO_AUTHORS = "Authors not recorded"


def presentable(catalog: Catalog) -> Catalog:
    """Say in words that readers understand what is still to be written in a catalog of drafts."""
    if not catalog.drafts:
        return catalog
    return replace(catalog, papers={id_: _finished(entry) for id_, entry in catalog.papers.items()})


def _finished(entry: Sourced[Paper]) -> Sourced[Paper]:
    changes: dict[str, object] = {}
    if entry.record.summary.startswith(UNWRITTEN):
        changes["summary"] = NO_SUMMARY
    if entry.record.authors == [UNWRITTEN]:
        changes["authors"] = [NO_AUTHORS]
    return replace(entry, record=entry.record.model_copy(update=changes)) if changes else entry
