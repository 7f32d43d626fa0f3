"""The files that an import writes, each whole or not at all."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import yaml

from llmpapers.catalog import Catalog
from llmpapers.import_plan import ImportPlan
from llmpapers.importers.venue_year import is_preprint
from llmpapers.known_venues import find_known_venue
from llmpapers.lasting_files import FileText, write_many, write_whole
from llmpapers.models import Paper, Topic, Venue
from llmpapers.topic_mapping import topic_id
from llmpapers.writing import canonical_text, edited_text, entry_text


def write_plan(plan: ImportPlan, catalog: Catalog, root: Path) -> Iterator[str]:
    """Write what an import adds, and give each file's name once it is written.

    Raises:
        LlmpapersError: if a file cannot be written; those before it are whole.
    """
    folder = root / "catalog"
    (folder / "papers").mkdir(parents=True, exist_ok=True)
    files = chain(_new_files(plan, folder), _changed_files(plan, catalog, root))
    for path in write_many(files, within=folder):
        yield path.relative_to(root).as_posix()


def _new_files(plan: ImportPlan, folder: Path) -> Iterator[FileText]:
    for entry in plan.new:
        yield FileText(folder / "papers" / f"{entry.id}.yaml", entry_text(Paper, entry.fields), new=True)


def _changed_files(plan: ImportPlan, catalog: Catalog, root: Path) -> Iterator[FileText]:
    for addition in (addition for addition in plan.additions if addition.changes):
        path = root / catalog.papers[addition.id].document.name
        yield FileText(path, edited_text(path.read_text(encoding="utf-8"), addition.changes, Paper))


def venue_items(names: Iterable[str], taken: Iterable[str]) -> list[dict[str, Any]]:
    """Propose items of venues.yaml for venues that the catalog does not have.

    Args:
        names: as a list writes them.
        taken: ids of venues that exist.
    """
    ids = set(taken)
    items = []
    for name in names:
        stem = topic_id(name.replace("@", " at ")) or "venue"
        id_ = next(
            one for number in range(1, 10_000) if (one := stem if number == 1 else f"{stem}-{number}") not in ids
        )
        ids.add(id_)
        items.append({"id": id_, **_known_fields(name)})
    return items


def _known_fields(name: str) -> dict[str, Any]:
    """Give what is known of a venue; of one that nobody knows, the name and what it sounds like."""
    known = find_known_venue(name)
    if known and known.name == name:
        return known.model_dump(mode="json", exclude={"id"}, exclude_none=True)
    return {"name": name, "full_name": name, "kind": _kind(name)}


def _kind(name: str) -> str:
    if re.search(r"workshop|@", name, re.IGNORECASE):
        return "workshop"
    if is_preprint(name) or re.fullmatch(r"github|blog", name, re.IGNORECASE):
        return "preprint"
    journal = (
        r"journal|transactions|letters|survey|review|magazine|\bT(?:PAMI|IP|MM|KDE|PDS|NNLS|ACL|MLR|OIS)\b|JMLR|IJCV"
    )
    return "journal" if re.search(journal, name, re.IGNORECASE) else "conference"


def add_to_list(root: Path, name: str, items: list[dict[str, Any]], model: type[Topic] | type[Venue]) -> str:
    """Add items to `topics.yaml` or `venues.yaml`, and give the file's name from the project's root.

    Raises:
        LlmpapersError: if it cannot be read or written; it is as it was.
    """
    path = root / "catalog" / name
    text = with_items(path.read_text(encoding="utf-8"), items)
    assert isinstance(yaml.safe_load(text), list)
    write_whole(path, canonical_text(text, model), within=root / "catalog")
    return f"catalog/{name}"


def with_items(text: str, items: list[Mapping[str, Any]] | list[dict[str, Any]]) -> str:
    """Put items behind those of a list in YAML; comments and the rest stay."""
    if not items:
        return text
    added = yaml.safe_dump([dict(item) for item in items], allow_unicode=True, sort_keys=False, width=100)
    if not yaml.safe_load(text):
        kept = "\n".join(line for line in text.splitlines() if line.startswith("#"))
        return f"{kept}\n{added}" if kept else added
    return f"{text.rstrip()}\n{added}"
