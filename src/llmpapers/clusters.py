"""Which records are one work: matches of pairs, gathered into clusters."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from llmpapers.duplicates import Match, Verdict, Work, find_matches


@dataclass(frozen=True)
class Cluster:
    """Two or more records that are the same work, or look like it."""

    members: tuple[Work, ...]
    """In the order of the records."""
    reason: str
    certain: bool
    """Whether matches that leave no doubt hold all of it together."""


@dataclass(frozen=True)
class Repeats:
    """What is there more than once."""

    clusters: list[Cluster]
    conflicts: list[Match]
    """Records that share an identifier though they are different works: one of the two is wrong."""


def find_repeats(works: Iterable[Work], is_reviewed: Callable[[Work, Work], bool] | None = None) -> Repeats:
    """Gather the records that are one work.

    Args:
        works: the records, in order.
        is_reviewed: tells pairs that someone has looked at and found to be different works.
    """
    listed = list(works)
    matches = [match for match in find_matches(listed) if not (is_reviewed and is_reviewed(match.first, match.second))]
    joining = [match for match in matches if match.verdict in (Verdict.SAME, Verdict.LIKELY)]
    certain = set(map(frozenset, _components(match for match in joining if match.verdict is Verdict.SAME)))
    place = {work.key: number for number, work in enumerate(listed)}
    groups = _components(joining)
    group_of = {key: number for number, keys in enumerate(groups) for key in keys}
    reasons: list[dict[str, None]] = [{} for _ in groups]
    for match in joining:
        reasons[group_of[match.first.key]][match.reason] = None
    clusters = []
    for keys, why in zip(groups, reasons, strict=True):
        members = tuple(listed[number] for number in sorted(place[key] for key in keys))
        clusters.append(Cluster(members, "; ".join(why), frozenset(keys) in certain))
    clusters.sort(key=lambda cluster: place[cluster.members[0].key])
    return Repeats(clusters, [match for match in matches if match.verdict is Verdict.CONFLICT])


def _components(matches: Iterable[Match]) -> list[set[Hashable]]:
    """Join what hangs together, directly or through others."""
    leaders: dict[Hashable, Hashable] = {}

    def leader(key: Hashable) -> Hashable:
        while leaders.setdefault(key, key) != key:
            leaders[key] = leaders[leaders[key]]
            key = leaders[key]
        return key

    for match in matches:
        leaders[leader(match.second.key)] = leader(match.first.key)
    groups: dict[Hashable, set[Hashable]] = defaultdict(set)
    for key in list(leaders):
        groups[leader(key)].add(key)
    return list(groups.values())


def differing_fields(records: Sequence[dict[str, object]]) -> list[tuple[str, list[object]]]:
    """List the fields in which records differ, each with every record's value, None where it has none."""
    names = dict.fromkeys(name for record in records for name in record)
    rows = [(name, [record.get(name) for record in records]) for name in names]
    return [(name, values) for name, values in rows if any(value != values[0] for value in values)]
