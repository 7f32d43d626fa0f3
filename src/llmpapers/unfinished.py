"""Unfinished entries as everything but the check sees them: what is still to be written is not there."""

from dataclasses import replace

from llmpapers.catalog import NO_VENUE, Catalog, Sourced
from llmpapers.models import UNWRITTEN, Paper


def presentable(catalog: Catalog) -> Catalog:
    """Take out what is still to be written, so that nothing cites, finds, counts or shows it as if it were a fact.

    Returns:
        The catalog, in which unwritten authors are an empty list, an unwritten summary is an empty text, and an
        unwritten venue is `NO_VENUE`.
    """
    finished = {id_: _presentable(entry) for id_, entry in catalog.papers.items()}
    if all(entry is catalog.papers[id_] for id_, entry in finished.items()):
        return catalog
    return replace(catalog, papers=finished)


def _presentable(entry: Sourced[Paper]) -> Sourced[Paper]:
    changes: dict[str, object] = {}
    if entry.record.summary.startswith(UNWRITTEN):
        changes["summary"] = ""
    if entry.record.authors == [UNWRITTEN]:
        changes["authors"] = []
    if entry.record.venue == UNWRITTEN:
        changes["venue"] = NO_VENUE
    return replace(entry, record=entry.record.model_copy(update=changes)) if changes else entry
