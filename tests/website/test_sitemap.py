"""A sitemap within the limits of its format."""

import xml.etree.ElementTree as ET

from llmpapers.website.sitemap import sitemap_files

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = "https://bread.example.org/sub"


def listed(text: str) -> tuple[str, list[str | None]]:
    root = ET.fromstring(text)
    return root.tag.removeprefix(SPACE), [node.text for node in root.iter(f"{SPACE}loc")]


def test_few_addresses_stand_in_one_file() -> None:
    [(name, text)] = sitemap_files(["", "a b/", "c&d/"], SITE)
    assert name == "sitemap.xml"
    assert listed(text()) == ("urlset", [f"{SITE}/", f"{SITE}/a%20b/", f"{SITE}/c%26d/"])


def test_more_than_one_file_may_hold_are_split_and_indexed() -> None:
    made = sitemap_files([f"{number}/" for number in range(7)], SITE, most=3)
    files = {name: content() for name, content in made}
    assert listed(files["sitemap.xml"]) == ("sitemapindex", [f"{SITE}/sitemap-{n}.xml" for n in (1, 2, 3)])
    parts = [listed(files[f"sitemap-{n}.xml"]) for n in (1, 2, 3)]
    assert [kind for kind, _ in parts] == ["urlset"] * 3
    assert [address for _, part in parts for address in part] == [f"{SITE}/{number}/" for number in range(7)]
    assert [len(part) for _, part in parts] == [3, 3, 1]


def test_without_the_sites_address_there_are_none() -> None:
    [(_, text)] = sitemap_files(["a/"], "")
    assert listed(text()) == ("urlset", [])
