"""What the form of the contribute page reads: the entries that there are, in files small enough for one look."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from zlib import crc32

from llmpapers.catalog import Catalog
from llmpapers.exporters.json_entries import entry_fields
from llmpapers.identifiers import title_key, url_key
from llmpapers.models import Resource
from llmpapers.website.assets import ASSETS
from llmpapers.website.repository_host import FileHost
from llmpapers.website.site_files import Entry, FileKeys, SiteFile, content_key

FOLDER = f"{ASSETS}/entries"
_KEYS_A_FILE = 4000
_ENTRIES_A_FILE = 64


@dataclass(frozen=True)
class Parts:
    """Over how many files the data are spread: powers of two, so that the numbers seldom change."""

    keys: int
    entries: int


def form_data(catalog: Catalog, host: FileHost | None) -> str:
    """Write what the form needs at once, as JSON that may stand in a page."""
    content = {
        "host": asdict(host) if host else None,
        "entries": FOLDER,
        "parts": asdict(parts_of(catalog)),
        "topics": {path: topic.record.title for path, topic in catalog.topics.items()},
        "venues": [
            {"name": name, "kind": venue.record.kind, "others": [venue.record.full_name, *(venue.record.aliases or [])]}
            for name, venue in catalog.venues.items()
        ],
    }
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
    # Nothing in a script element may look like the element's end.
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def parts_of(catalog: Catalog) -> Parts:
    """Tell over how many files the data of a catalog are spread."""
    entries = len(catalog.papers) + len(catalog.resources)
    return Parts(_power_of_two(entries * 3 // _KEYS_A_FILE), _power_of_two(entries // _ENTRIES_A_FILE))


def _power_of_two(least: int) -> int:
    return 1 << least.bit_length()


def entry_files(catalog: Catalog, file_keys: FileKeys, notes: Mapping[str, str]) -> Iterator[SiteFile]:
    """List the files.

    `keys-<n>.json` leads from the checksum of what two entries cannot share to the entries that have it, and
    `entries-<n>.json` from an entry to its fields. Both are chosen by CRC-32, which browsers compute in a few lines.

    Args:
        catalog: whose entries they hold.
        file_keys: those of the site's files.
        notes: what the last build noted of its files, by name: for `entries-<n>.json`, the checksums of its entries.
    """
    parts = parts_of(catalog)
    groups: list[dict[str, Entry]] = [{} for _ in range(parts.entries)]
    everything: list[tuple[str, Entry]] = [
        *((f"papers/{id_}", paper) for id_, paper in catalog.papers.items()),
        *((f"resources/{id_}", resource) for id_, resource in catalog.resources.items()),
    ]
    for name, entry in everything:
        groups[crc32(name.encode()) % parts.entries][name] = entry
    sums: list[list[str]] = []
    for number, members in enumerate(groups):
        file = f"{FOLDER}/entries-{number}.json"
        key = file_keys.key("entries", parts.keys, file_keys.entries(members.values()))
        note = notes.get(file, "")
        if not note.startswith(key):
            note = f"{key} {_checksums(members, parts.keys)}"
        sums.append(note.partition(" ")[2].split(";"))
        yield SiteFile(file, partial(_fields, members), key, note)
    names = [*map(list, groups)]
    named = content_key(repr(names).encode())
    for number, of_groups in enumerate(zip(*sums, strict=True)):
        content = partial(_names_by_checksum, names, of_groups)
        yield SiteFile(f"{FOLDER}/keys-{number}.json", content, file_keys.key("keys", named, of_groups))


def _checksums(members: dict[str, Entry], parts: int) -> str:
    """Note the checksums of some entries' keys, each with the place of its entry, by the file that they go to."""
    found: list[list[str]] = [[] for _ in range(parts)]
    for place, (name, entry) in enumerate(members.items()):
        for key in entry_keys(name.partition("/")[0], entry):
            sum_ = crc32(key.encode())
            found[sum_ % parts].append(f"{sum_:x}.{place}")
    return ";".join(map(",".join, found))


def _names_by_checksum(names: Sequence[Sequence[str]], of_groups: Sequence[str]) -> str:
    """Write which entries have which checksum.

    Args:
        names: of the entries, by group.
        of_groups: of each group, those of its checksums that go to one file.
    """
    found: dict[str, list[str]] = {}
    for members, noted in zip(names, of_groups, strict=True):
        for each in filter(None, noted.split(",")):
            sum_, _, place = each.partition(".")
            found.setdefault(sum_, []).append(members[int(place)])
    return _json({sum_: sorted(having) for sum_, having in found.items()})


def _fields(members: dict[str, Entry]) -> str:
    return _json({name: {"file": entry.document.name, **entry_fields(entry)} for name, entry in members.items()})


def entry_keys(folder: str, entry: Entry) -> list[str]:
    """List what no other entry can have too; the script of the form makes the same keys."""
    record = entry.record
    ids = [f"{folder}:id:{id_}" for id_ in (entry.id, *(record.former_ids or []))]
    if isinstance(record, Resource):
        names = [record.name, *(record.also_known_as or [])]
        return _unique([*ids, *(f"{folder}:title:{title_key(name)}" for name in names), f"url:{url_key(record.url)}"])
    titles = [record.title, *(record.also_known_as or [])]
    identifiers = [f"arxiv:{record.arxiv}"] if record.arxiv else []
    identifiers += [f"doi:{record.doi.lower()}"] if record.doi else []
    return _unique([*ids, *(f"{folder}:title:{title_key(title)}" for title in titles), *identifiers])


def _unique(keys: list[str]) -> list[str]:
    return list(dict.fromkeys(keys))


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"
