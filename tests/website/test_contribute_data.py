"""What the form of the contribute page reads."""

import json
from pathlib import Path
from zlib import crc32

from llmpapers.loading import load_catalog
from llmpapers.website.contribute_data import FOLDER, entry_files, form_data, parts_of
from llmpapers.website.site_files import FileKeys, SiteFile


def files_of(root: Path, notes: dict[str, str]) -> list[SiteFile]:
    catalog = load_catalog(root)
    return list(entry_files(catalog, FileKeys(catalog), notes))


def test_every_entry_and_everything_unique_of_it_is_found_by_checksums(root: Path) -> None:
    catalog = load_catalog(root)
    parts = parts_of(catalog)
    made = entry_files(catalog, FileKeys(catalog), {})
    files = {file.name.removeprefix(f"{FOLDER}/"): json.loads(file.made()) for file in made}
    assert len(files) == parts.keys + parts.entries

    def entry(name: str) -> dict[str, object]:
        return files[f"entries-{crc32(name.encode()) % parts.entries}.json"][name]

    def owners(key: str) -> list[str]:
        number = crc32(key.encode())
        return files[f"keys-{number % parts.keys}.json"].get(f"{number:x}", [])

    assert entry("papers/steam")["file"] == "catalog/papers/ovens/steam.yaml"
    assert entry("papers/levain")["added"] == "2026-01-15"
    for key in ("papers:id:levain", "papers:id:eternal-starter", "arxiv:2011.01234", "doi:10.1234/icbb.2021.17",
                "papers:title:startersthatdonotdie"):  # fmt: skip
        assert owners(key) == ["papers/levain"]
    assert owners("resources:id:loafbench") == ["resources/loafbench"]
    assert owners("arxiv:2999.99999") == []


def test_what_stands_in_the_page_cannot_end_its_element(root: Path) -> None:
    path = root / "catalog/topics.yaml"
    path.write_text(path.read_text("utf-8").replace("title: Ovens", 'title: "</script>&<!--\u00fc"'), encoding="utf-8")
    text = form_data(load_catalog(root), None)
    assert not {"<", ">", "&"} & set(text)
    assert json.loads(text)["topics"]["ovens"] == "</script>&<!--ü"
    assert json.loads(text)["host"] is None


def test_checksums_that_were_noted_are_those_of_the_entries(root: Path) -> None:
    notes = {file.name: file.note for file in files_of(root, {}) if file.note}
    (root / "catalog/papers/levain.yaml").rename(root / "catalog/papers/levain-2.yaml")
    steam = root / "catalog/papers/ovens/steam.yaml"
    steam.write_text(steam.read_text().replace("title: ", "title: New ", 1))
    again, fresh = ([(file, file.made()) for file in files_of(root, given)] for given in (notes, {}))

    assert [(*file[2:], content) for file, content in again] == [(*file[2:], content) for file, content in fresh]
