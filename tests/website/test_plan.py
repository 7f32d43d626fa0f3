"""Every page of the site: where it is, and what it says."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pyld import jsonld

from llmpapers.errors import LlmpapersError
from llmpapers.project import Project
from llmpapers.website.building import build_site

AddPaper = Callable[..., Path]


class Elements(HTMLParser):
    """Collects start tags with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [a for name, a in self.found if name == tag and all(a.get(key) == wanted[key] for key in wanted)]


def built(root: Path, settings: str = "") -> Path:
    if settings:
        (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    report = build_site(Project(root), root / "site")
    assert report.published, report.checked.problems
    return root / "site"


def read(site: Path, address: str) -> str:
    return (site / address / "index.html").read_text(encoding="utf-8")


def meta(site: Path, address: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for attributes in Elements(read(site, address)).all("meta"):
        name = attributes.get("name") or attributes.get("property")
        if name:
            found.setdefault(name, []).append(attributes["content"] or "")
    return found


ADDRESSES = "site_name: Bread\nsite_url: https://bread.example.org/sub\nrepo_url: https://github.com/example/bread\n"


def test_entries_in_folders_have_flat_addresses(root: Path) -> None:
    site = built(root)
    papers = {path.parent.name for path in (site / "papers").glob("*/index.html")}
    entries = {"levain", "levain-2", "kneadnet", "steam", "stone", "stone-again", "wild-yeast", "foldformer"}
    assert papers == entries | {"eternal-starter"}


def test_no_slot_is_left_in_any_page(root: Path) -> None:
    for path in built(root).rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert "slot:" not in html, path
        assert "llmpapers--slot" not in html, path


def test_a_former_id_leads_to_the_entry(root: Path) -> None:
    site = built(root, ADDRESSES)
    redirect = Elements(read(site, "papers/eternal-starter"))
    assert redirect.all("meta", **{"http-equiv": "refresh"})[0]["content"] == "0; url=../../papers/levain/"
    assert redirect.all("link", rel="canonical")[0]["href"] == "https://bread.example.org/sub/papers/levain/"
    assert redirect.all("meta", name="robots")[0]["content"] == "noindex"


def test_a_topic_without_papers_is_nowhere(root: Path) -> None:
    with (root / "catalog" / "topics.yaml").open("a", encoding="utf-8") as file:
        file.write("- id: pastry\n  title: Pastry Only\n  description: Nothing of this kind has been written.\n")
    site = built(root)
    assert not (site / "topics" / "pastry").exists()
    shown = [path for path in site.rglob("*.html") if "Pastry Only" in path.read_text(encoding="utf-8")]
    # Only the form offers it, since a new paper may be its first.
    assert shown == [site / "contribute" / "index.html"]


def test_a_parent_topic_holds_the_papers_of_its_children(root: Path) -> None:
    site = built(root)
    links = {link.get("href") for link in Elements(read(site, "topics/baking")).all("a")}
    assert {
        "../../papers/levain/",
        "../../papers/kneadnet/",
        "sourdough/",
        "../../topics/baking/sourdough/",
    } & links >= {
        "../../papers/levain/",
        "../../papers/kneadnet/",
        "../../topics/baking/sourdough/",
    }
    child = {link.get("href") for link in Elements(read(site, "topics/baking/sourdough")).all("a")}
    assert "../../../papers/levain/" in child
    assert "../../../papers/kneadnet/" not in child


def test_the_sitemap_lists_every_page_once(root: Path) -> None:
    site = built(root, ADDRESSES)
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    listed = [node.text or "" for node in ET.parse(site / "sitemap.xml").iter(f"{space}loc")]
    pages = {path.parent.relative_to(site).as_posix() for path in site.rglob("index.html")} - {"papers/eternal-starter"}
    assert sorted(listed) == sorted(
        f"https://bread.example.org/sub/{'' if page == '.' else page + '/'}" for page in pages
    )
    assert "lastmod" not in (site / "sitemap.xml").read_text(encoding="utf-8")


def test_without_a_site_address_there_is_none_in_the_pages(root: Path) -> None:
    site = built(root, "site_name: Bread\n")
    page = Elements(read(site, "papers/levain"))
    assert page.all("link", rel="canonical") == []
    assert page.all("meta", property="og:url") == []
    assert "<loc>" not in (site / "sitemap.xml").read_text(encoding="utf-8")


def test_a_page_of_a_paper_has_its_canonical_address(root: Path) -> None:
    page = Elements(read(built(root, ADDRESSES), "papers/levain"))
    canonical = [link["href"] for link in page.all("link", rel="canonical")]
    assert canonical == ["https://bread.example.org/sub/papers/levain/"]


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        (ADDRESSES, "https://github.com/example/bread/edit/main/catalog/papers/ovens/steam.yaml"),
        ("site_name: Bread\n", None),
    ],
)
def test_the_link_for_editing_leads_to_the_entrys_file(root: Path, settings: str, address: str | None) -> None:
    html = read(built(root, settings), "papers/steam")
    found = re.search(r'<a href="([^"]*)">Edit this entry</a>', html)
    assert (unescape(found[1]) if found else None) == address


def test_the_form_for_a_new_entry_is_linked_where_the_host_is_known(root: Path) -> None:
    html = read(built(root, ADDRESSES), "contribute")
    assert "https://github.com/example/bread/new/main/catalog/papers/" in html
    assert "/new/" not in read(built(root, "site_name: Bread\n"), "contribute")


def test_search_engines_of_scholars_find_their_tags(root: Path) -> None:
    found = meta(built(root), "papers/levain")
    assert found["citation_title"] == ["Levain: Keeping a Starter Alive Across Many Loaves"]
    assert found["citation_author"] == ["Ada Example", "Ben Sample", "Çelik Müster"]
    assert found["citation_publication_date"] == ["2021"]
    assert found["citation_online_date"] == ["2020/11"]
    assert found["citation_doi"] == ["10.1234/icbb.2021.17"]
    assert found["citation_arxiv_id"] == ["2011.01234"]
    assert found["citation_pdf_url"] == ["https://icbb.example.org/2021/levain.pdf"]
    assert found["og:title"] == found["citation_title"]


@pytest.mark.parametrize(
    ("id_", "tag", "value"),
    [
        ("levain", "citation_conference_title", "International Conference on Better Bread"),
        ("foldformer", "citation_conference_title", "Workshop on Crumbs at ICBB"),
        ("kneadnet", "citation_journal_title", "Journal of Dough & Yeast"),
        ("stone", "citation_conference_title", None),
        ("stone", "citation_journal_title", None),
    ],
)
def test_the_kind_of_the_venue_chooses_its_tag(root: Path, id_: str, tag: str, value: str | None) -> None:
    assert meta(built(root), f"papers/{id_}").get(tag) == ([value] if value else None)


def test_linked_data_describe_the_paper(root: Path, add_paper: AddPaper) -> None:
    add_paper("signs", title='Ends "</script>" & <!-- more', authors=["Zoë O'Example"])
    html = read(built(root, ADDRESSES), "papers/signs")
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert len(found) == 1
    data = json.loads(found[0])
    assert data["@type"] == "ScholarlyArticle"
    assert data["headline"] == 'Ends "</script>" & <!-- more'
    assert data["author"] == [{"@type": "Person", "name": "Zoë O'Example"}]
    assert data["url"] == "https://bread.example.org/sub/papers/signs/"
    assert data["datePublished"] == "2024"


def test_lists_can_stand_in_any_hand_written_page(root: Path) -> None:
    (root / "docs" / "deep").mkdir(parents=True)
    text = "# Everything\n\nBefore.\n\n<!-- slot:topics -->\n\nBetween.\n\n<!-- slot:resources -->\n"
    (root / "docs" / "deep" / "all.md").write_text(text, encoding="utf-8")
    html = read(built(root), "deep/all")
    assert html.index("Before.") < html.index('href="../../topics/ovens/"') < html.index("Between.")
    assert 'id="loafbench"' in html


def test_a_slot_that_does_not_exist_is_told(root: Path) -> None:
    (root / "docs").mkdir()
    (root / "docs" / "all.md").write_text("# All\n\n<!-- slot:everything -->\n", encoding="utf-8")
    with pytest.raises(LlmpapersError, match=r"all/index\.html has a slot 'everything'"):
        built(root)


def test_without_mkdocs_yml_the_site_is_built_too(root: Path) -> None:
    (root / "mkdocs.yml").unlink()
    site = built(root)
    assert "<title>Levain: Keeping a Starter Alive Across Many Loaves - Papers</title>" in read(site, "papers/levain")
    assert "slot" not in read(site, "about")


@pytest.mark.parametrize(
    "name",
    [
        "papers/levain.md",
        "papers/eternal-starter/index.md",
        "catalog.json",
        "schema/paper.json",
        "assets/llmpapers/site.js",
    ],
)
def test_a_document_with_the_address_of_another_page_is_refused(root: Path, name: str) -> None:
    (root / "docs" / name).parent.mkdir(parents=True)
    (root / "docs" / name).write_text("# Ours", encoding="utf-8")
    with pytest.raises(LlmpapersError, match="two pages have the address"):
        build_site(Project(root), root / "site")
    assert not (root / "site").exists()


def test_an_empty_catalog_has_a_site(root: Path) -> None:
    for path in [*(root / "catalog" / "papers").rglob("*.yaml"), *(root / "catalog" / "resources").glob("*.yaml")]:
        path.unlink()
    (root / "catalog" / "topics.yaml").write_text("[]\n", encoding="utf-8")
    site = built(root)
    for address in ("", "papers", "topics", "resources", "contribute", "about"):
        assert "<h1" in read(site, address)


def test_another_reader_of_linked_data_finds_what_the_entry_says(root: Path) -> None:
    html = read(built(root, ADDRESSES), "papers/levain-2")
    [text] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    # Its vocabulary is on another host; here every name is simply one of it.
    document = json.loads(text) | {"@context": {"@vocab": "https://schema.org/"}}
    [node] = jsonld.expand(document)
    space = "https://schema.org/"
    assert node["@id"] == "https://bread.example.org/sub/papers/levain-2/"
    assert node["@type"] == [f"{space}ScholarlyArticle"]
    assert node[f"{space}headline"] == [{"@value": "Levain 2: Feeding a Starter with Rye"}]
    authors = [author[f"{space}name"][0]["@value"] for author in node[f"{space}author"]]
    assert authors == ["Ada Example", "Dee Placeholder"]
    assert node[f"{space}datePublished"] == [{"@value": "2022-05"}]
    assert node[f"{space}identifier"][0][f"{space}value"] == [{"@value": "2205.04321"}]
    [earlier] = node[f"{space}citation"]
    assert earlier[f"{space}url"] == [{"@value": "https://bread.example.org/sub/papers/levain/"}]


def test_the_citation_in_a_page_is_data_that_nothing_breaks_out_of(root: Path, add_paper: AddPaper) -> None:
    title = 'Ends "</script>" & <!-- more'
    add_paper("signs", title=title)
    html = read(built(root), "papers/signs")
    [text] = re.findall(r'<script type="application/json" id="citation-data">(.*?)</script>', html, re.DOTALL)
    assert json.loads(text)["title"] == title


@pytest.mark.parametrize(
    ("address", "feeds"),
    [
        ("", ["feed.xml"]),
        ("papers/levain", ["../../feed.xml"]),
        ("topics/baking/sourdough", ["../../../feed.xml", "feed.xml"]),
    ],
)
def test_a_page_tells_readers_of_its_feeds(root: Path, address: str, feeds: list[str]) -> None:
    page = Elements(read(built(root), address))
    assert [link["href"] for link in page.all("link", type="application/atom+xml")] == feeds
