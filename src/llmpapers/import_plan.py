"""What becomes of the papers of a list: new entries, additions to known ones, and what a person has to look at."""

import datetime
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from llmpapers.candidates import Candidate
from llmpapers.catalog import Catalog
from llmpapers.checks import FIRST_YEAR
from llmpapers.duplicates import Verdict, Work, find_matches
from llmpapers.identifiers import fold, parse_doi
from llmpapers.merging import Conflict, merge_fields
from llmpapers.models import UNWRITTEN, Paper
from llmpapers.proposals import propose_id, proposed_fields, taken_ids
from llmpapers.venue_names import VenueNames

TopicsOf = Callable[[Candidate], Sequence[str]]


@dataclass(frozen=True)
class NewEntry:
    """A paper that the catalog does not have."""

    id: str
    fields: dict[str, Any]
    candidate: Candidate


@dataclass(frozen=True)
class Addition:
    """What a list knows of a paper of the catalog."""

    id: str
    changes: dict[str, Any]
    conflicts: list[Conflict]
    candidate: Candidate


@dataclass(frozen=True)
class Skipped:
    """A paper that is not taken, and why."""

    candidate: Candidate
    why: str


@dataclass
class ImportPlan:
    """What an import would do."""

    new: list[NewEntry] = field(default_factory=list)
    additions: list[Addition] = field(default_factory=list)
    """Also those that bring nothing but conflicts."""
    known: int = 0
    """Papers of which the catalog knows all that the list does."""
    repeats: int = 0
    """Lines of the list that repeat others."""
    skipped: list[Skipped] = field(default_factory=list)
    venues: Counter[str] = field(default_factory=Counter)
    """Venues that the catalog does not have, with the number of papers."""


def plan_import(
    candidates: Sequence[Candidate], catalog: Catalog, topics_of: TopicsOf, today: datetime.date
) -> ImportPlan:
    """Decide what becomes of each candidate.

    Args:
        candidates: in the list's order, with repeats.
        catalog: where they go.
        topics_of: gives the topics' paths of a candidate; none leaves it out.
        today: the day for `added`.
    """
    plan = ImportPlan()
    groups, known = _groups(candidates, catalog, plan)
    venues = VenueNames(catalog.venues)
    spellings = _spellings(candidates)
    taken = taken_ids(catalog)
    for members in groups:
        candidate = joined([candidates[number] for number in members])
        plan.repeats += len(members) - 1
        topics = list(dict.fromkeys(path for number in members for path in topics_of(candidates[number])))
        fields = _fields(candidate, catalog, topics, today, venues, spellings)
        id_ = known.get(members[0])
        if id_:
            _add_to(plan, catalog, id_, fields, candidate)
        elif why := _missing(fields) or _refused(fields, today):
            plan.skipped.append(Skipped(candidate, why))
        else:
            if fields["venue"] not in (*catalog.venues, UNWRITTEN):
                plan.venues[fields["venue"]] += 1
            entry = NewEntry(propose_id(candidate, taken), fields, candidate)
            taken.add(entry.id)
            plan.new.append(entry)
    return plan


def _groups(
    candidates: Sequence[Candidate], catalog: Catalog, plan: ImportPlan
) -> tuple[list[list[int]], dict[int, str]]:
    """Put together the candidates that are one paper, and find the entries that they are."""
    works = [_work_of_paper(id_, entry.record) for id_, entry in catalog.papers.items()]
    works += [_work_of_candidate(number, candidate) for number, candidate in enumerate(candidates)]
    leader = list(range(len(candidates)))
    known: dict[int, str] = {}
    doubtful: dict[int, str] = {}

    def lead(number: int) -> int:
        while leader[number] != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number

    for match in find_matches(works):
        one, other = match.first.key, match.second.key
        if isinstance(one, int) and isinstance(other, int) and match.verdict is Verdict.SAME:
            leader[lead(max(one, other))] = lead(min(one, other))
        elif isinstance(one, int) and isinstance(other, int) and match.verdict is Verdict.CONFLICT:
            where = f"line {candidates[one].line}" if candidates[one].line else repr(candidates[one].title)
            doubtful.setdefault(other, f"compare it with {where}: {match.reason}")
        elif isinstance(one, str) and isinstance(other, int):
            if match.verdict is Verdict.SAME:
                known.setdefault(other, one)
            else:
                doubtful.setdefault(other, f"compare it with {one}: {match.reason}")
    members: dict[int, list[int]] = {}
    for number in range(len(candidates)):
        members.setdefault(lead(number), []).append(number)
    groups = []
    for first, numbers in members.items():
        id_ = next((known[number] for number in numbers if number in known), None)
        why = next((doubtful[number] for number in numbers if number in doubtful), None)
        if why and not id_:
            plan.skipped.append(Skipped(candidates[first], why))
            continue
        groups.append(numbers)
        if id_:
            known[first] = id_
    return groups, known


def _work_of_paper(id_: str, paper: Paper) -> Work:
    authors = [name for name in paper.authors if not name.startswith(UNWRITTEN)]
    return Work(id_, paper.title, authors, paper.arxiv, paper.doi, paper.url or paper.pdf, paper.also_known_as or ())


def _work_of_candidate(number: int, found: Candidate) -> Work:
    return Work(number, found.title, found.authors, found.arxiv, found.doi, found.url, found.also_known_as)


def joined(candidates: Sequence[Candidate]) -> Candidate:
    """Join what several lines of a list say of one paper; what comes first counts."""
    first, *others = candidates
    for other in others:
        gained = {
            name: getattr(other, name)
            for name in ("authors", "venue", "year", "arxiv", "doi", "url", "pdf", "project", "short_name")
            if not getattr(first, name) and getattr(other, name)
        }
        first = replace(first, **gained, code=tuple(dict.fromkeys((*first.code, *other.code))))
    return first


def _spellings(candidates: Sequence[Candidate]) -> dict[str, str]:
    """Choose for each venue the spelling that the list uses most."""
    counts: dict[str, Counter[str]] = {}
    for candidate in candidates:
        if candidate.venue:
            counts.setdefault(fold(candidate.venue), Counter())[candidate.venue] += 1
    return {key: min(counter, key=lambda name: (-counter[name], name)) for key, counter in counts.items()}


def _fields(
    candidate: Candidate,
    catalog: Catalog,
    topics: Sequence[str],
    today: datetime.date,
    venues: VenueNames,
    spellings: dict[str, str],
) -> dict[str, Any]:
    authors = tuple(name for name in candidate.authors if not name.casefold().startswith("et al"))
    venue = spellings.get(fold(candidate.venue), candidate.venue) if candidate.venue else None
    doi = candidate.doi or _doi_of_address(candidate.url or "")
    stated = replace(candidate, authors=authors, venue=venue, doi=doi)
    fields = proposed_fields(stated, catalog, topics, today, venues=venues)
    unwritten = {"authors": [UNWRITTEN]} | ({"venue": UNWRITTEN} if catalog.drafts else {})
    return unwritten | fields


def _doi_of_address(address: str) -> str | None:
    """Read the DOI in a publisher's address, such as one below dl.acm.org/doi/."""
    _, _, tail = address.partition("/doi/")
    if "doi.org/" in address or not tail:
        return parse_doi(address) if "doi.org/10." in address else None
    for kind in ("abs/", "pdf/", "full/", "epdf/", "book/", "proceedings/"):
        tail = tail.removeprefix(kind)
    return parse_doi("https://doi.org/" + tail.split("?")[0].split("#")[0])


def _missing(fields: dict[str, Any]) -> str | None:
    """Say why no entry can be made of these fields."""
    for name, why in (
        ("topics", "its section has no topic"),
        ("year", "no year is stated"),
        ("venue", "no venue is stated"),
    ):
        if not fields.get(name):
            return why
    return None


def _refused(fields: dict[str, Any], today: datetime.date) -> str | None:
    """Say what of the fields no entry can have, so that an import never writes what the check refuses."""
    if not FIRST_YEAR <= fields["year"] <= today.year + 1:
        return f"the year {fields['year']} cannot be: one lies between {FIRST_YEAR} and next year"
    try:
        Paper.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        return f"{first['loc'][0]}: {first['msg']}"
    return None


def _add_to(plan: ImportPlan, catalog: Catalog, id_: str, fields: dict[str, Any], candidate: Candidate) -> None:
    """Plan what a known paper gains; topics, summary and day are the catalog's own."""
    kept = catalog.papers[id_].record.model_dump(mode="json", exclude_none=True)
    offered = {name: value for name, value in fields.items() if name not in {"topics", "summary", "added"}}
    merge = merge_fields(kept, offered, catalog)
    if merge.changes or merge.conflicts:
        plan.additions.append(Addition(id_, merge.changes, merge.conflicts, candidate))
    else:
        plan.known += 1


def unwritten(plan: ImportPlan, field_name: str) -> int:
    """Count the new entries in which a field, `authors` or `venue`, is still to be written."""
    return sum(entry.fields[field_name] in (UNWRITTEN, [UNWRITTEN]) for entry in plan.new)
