"""Entries of one work joined into one file: what is written, what is removed, who is told the new id."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from llmpapers.catalog import Catalog, Sourced
from llmpapers.commented_yaml import Collection, Item, Scalar, read_tree
from llmpapers.errors import LlmpapersError
from llmpapers.lasting_files import write_whole
from llmpapers.merging import Conflict, merge_fields, plain_fields
from llmpapers.models import Paper, Resource, Topic, VenueKind
from llmpapers.writing import canonical_text, edited_text, tree_text
from llmpapers.yaml_notes import comments

_REFERENCES = ("builds_on", "related", "not_duplicates")


@dataclass
class Join:
    """What joining some entries means for the files."""

    kept: Sourced[Paper]
    others: list[Sourced[Paper]]
    conflicts: list[Conflict] = field(default_factory=list)
    """Values that are given up, because the kept entry has others."""
    texts: dict[Path, str] = field(default_factory=dict)
    """New contents by file, the kept entry's first."""
    removed: list[Path] = field(default_factory=list)


def plan_join(catalog: Catalog, root: Path, ids: Sequence[str]) -> Join:
    """Work out how to join entries; nothing is written yet.

    The published one is kept before a preprint, then the one that says more; the others' ids become its former ids.

    Args:
        catalog: the one that they are in.
        root: the project's folder.
        ids: two or more papers that are one work.

    Raises:
        LlmpapersError: if one of the entries has faults, so that something of it would be lost.
    """
    papers = sorted((catalog.papers[id_] for id_ in ids), key=lambda paper: _worth(paper, catalog))
    for paper in papers:
        if paper.faulty:
            raise LlmpapersError(f"{paper.document.name} has problems; mend them first, see `llmpapers check`")
    join = Join(papers[0], papers[1:])
    fields = plain_fields(join.kept.record)
    for other in join.others:
        merge = merge_fields(fields, plain_fields(other.record), catalog)
        join.conflicts += merge.conflicts
        fields |= merge.changes
        # It is there already where a former joining was stopped before the end.
        fields["former_ids"] = list(dict.fromkeys([*fields.get("former_ids", []), other.id]))
    new_ids = {other.id: join.kept.id for other in join.others}
    fields |= _renamed(fields, new_ids, join.kept.id)
    text = _edited(join.kept, fields, root)
    for other in join.others:
        text = _with_comments(text, other.id, _text(root / other.document.name))
    join.texts[root / join.kept.document.name] = text
    join.texts |= dict(_with_new_ids(catalog, root, new_ids, {join.kept.id, *new_ids}))
    join.removed = [root / other.document.name for other in join.others]
    return join


def apply_join(join: Join, catalog: Path) -> None:
    """Write what was planned: the joined entry first, and the removal of the others last, so that nothing gets lost.

    Args:
        join: the plan.
        catalog: the folder `catalog/`; nothing outside it is written.
    """
    for path, text in join.texts.items():
        write_whole(path, text, within=catalog)
    for path in join.removed:
        try:
            path.unlink()
        except OSError as error:
            raise LlmpapersError(f"{path} cannot be removed: {error.strerror}") from error


def _worth(paper: Sourced[Paper], catalog: Catalog) -> tuple[bool, int, str]:
    venue = catalog.venues.get(paper.record.venue)
    is_preprint = venue is not None and venue.record.kind is VenueKind.PREPRINT
    return is_preprint, -len(plain_fields(paper.record)), paper.id


def _edited(entry: Sourced[Paper] | Sourced[Resource], fields: Mapping[str, Any], root: Path) -> str:
    """Write the fields that are new into an entry's file."""
    former = plain_fields(entry.record)
    changes = {name: value for name, value in fields.items() if value != former.get(name)}
    changes = {name: None if value == [] else value for name, value in changes.items()}
    return edited_text(_text(root / entry.document.name), changes, type(entry.record))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8").removeprefix("\ufeff")


def _with_comments(text: str, id_: str, other: str) -> str:
    """Put the comments of an entry that goes away below those of the one that stays, each once."""
    there = {line.strip() for line in text.split("\n")}
    found = [line for line in dict.fromkeys(comments(other)) if line not in there]
    return "\n".join([text.rstrip("\n"), *([f"# From {id_}:"] if found else []), *found]) + "\n"


def _renamed(fields: Mapping[str, Any], new_ids: Mapping[str, str], own_id: str) -> dict[str, list[str]]:
    """Give the lists of ids with the new ids in them, no id twice and none to the entry itself."""
    found = {}
    for name in _REFERENCES:
        ids = dict.fromkeys(new_ids.get(id_, id_) for id_ in fields.get(name, []))
        ids.pop(own_id, None)
        if list(ids) != fields.get(name, []):
            found[name] = list(ids)
    return found


def _with_new_ids(
    catalog: Catalog, root: Path, new_ids: Mapping[str, str], joined: set[str]
) -> Iterator[tuple[Path, str]]:
    """Give the files that name one of the ids, with the new one instead."""
    for paper in catalog.papers.values():
        fields = _renamed(plain_fields(paper.record), new_ids, paper.id)
        if fields and paper.id not in joined:
            yield root / paper.document.name, _edited(paper, fields, root)
    for resource in catalog.resources.values():
        if isinstance(resource.record.paper, str) and resource.record.paper in new_ids:
            yield root / resource.document.name, _edited(resource, {"paper": new_ids[resource.record.paper]}, root)
    topics = root / "catalog" / "topics.yaml"
    if any(start.paper in new_ids for topic in catalog.topic_items for start in topic.record.start_here or []):
        yield topics, _topics_with(topics.read_text(encoding="utf-8"), new_ids)


def _topics_with(text: str, new_ids: Mapping[str, str]) -> str:
    tree = read_tree(canonical_text(text, Topic))
    assert isinstance(tree.root, Collection)
    for topic in tree.root.items:
        start = topic.value.find("start_here") if isinstance(topic.value, Collection) else None
        if start and isinstance(start.value, Collection):
            _rename_recommended(start.value, new_ids)
    return tree_text(tree, Topic)


def _rename_recommended(recommended: Collection, new_ids: Mapping[str, str]) -> None:
    seen: set[str] = set()
    kept: list[Item] = []
    for item in recommended.items:
        paper = item.value.find("paper") if isinstance(item.value, Collection) else None
        id_ = paper.value.text if paper and isinstance(paper.value, Scalar) else ""
        if paper and id_ in new_ids:
            id_ = new_ids[id_]
            paper.value = Scalar(id_)
        if not id_ or id_ not in seen:
            kept.append(item)
        seen.add(id_)
    recommended.items = kept
