"""Waived links: which reports a person has looked at, until when, and which waivers are of no use any more."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from llmpapers.catalog import Catalog


@dataclass(frozen=True)
class StaleWaiver:
    """A waiver that silences nothing now."""

    url: str
    file: str
    line: int
    why: str


def waived_links(catalog: Catalog, today: datetime.date) -> dict[str, str]:
    """Give the links that are left alone, with the reasons."""
    return {
        item.record.url: item.record.reason
        for item in catalog.link_waivers
        if not item.faulty & {"url", "until"} and not (item.record.until and item.record.until <= today)
    }


def stale_waivers(catalog: Catalog, stated: Collection[str], today: datetime.date) -> list[StaleWaiver]:
    """List the waivers that have expired, or whose link no entry states."""
    found = []
    for item in catalog.link_waivers:
        until = item.record.until
        if item.faulty & {"url", "until"}:
            continue
        if until and until <= today:
            why = f"expired on {until}; its link is checked again"
        elif item.record.url not in stated:
            why = "no entry has this link any more; delete the waiver"
        else:
            continue
        found.append(StaleWaiver(item.record.url, item.document.name, item.document.line_of((*item.path, "url")), why))
    return found
