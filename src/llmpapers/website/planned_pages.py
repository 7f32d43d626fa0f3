"""Which pages of papers an earlier build of the same process planned as they would be planned now."""

from collections.abc import Mapping

from llmpapers.catalog import Sourced
from llmpapers.models import Paper
from llmpapers.website.paper_pages import PlannedPage
from llmpapers.website.relatives import Relatives

_MOST_CHANGED = 100
"""Papers that changed beyond which finding out what stays is not worth it."""

Papers = Mapping[str, Sourced[Paper]]


def still_planned(
    before: Papers, now: Papers, relatives: Relatives, planned: Mapping[str, PlannedPage]
) -> dict[str, PlannedPage] | None:
    """Choose the pages that show no paper that changed, have the same relatives, and are named by the same papers.

    Args:
        before: the papers at the earlier build.
        now: the papers.
        relatives: of the papers before; takes up those of now.
        planned: the pages as they were planned, by id.

    Returns:
        None where the relatives have to be found anew; they are as they were then.
    """
    changed = {id_ for id_ in before.keys() | now.keys() if _record(before, id_) is not _record(now, id_)}
    if len(changed) > _MOST_CHANGED or not changed <= before.keys() or not planned.keys() >= before.keys():
        return None
    told = {id_: [relatives.place_and_keys(id_)] for id_ in changed}
    if not relatives.take_up(now, changed):
        return None
    for id_ in changed:
        told[id_].append(relatives.place_and_keys(id_))
    others = relatives.near(told)
    for id_ in changed:
        for record in (before[id_].record, now[id_].record):
            others.update(record.builds_on or (), record.related or ())
    return {id_: page for id_, page in planned.items() if id_ not in others and changed.isdisjoint(page.shown.ids)}


def _record(papers: Papers, id_: str) -> Paper | None:
    found = papers.get(id_)
    return found.record if found else None
