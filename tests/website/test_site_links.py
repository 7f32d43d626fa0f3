"""Hand-written pages link to what is made of the catalog, from wherever they lie."""

import pytest

from llmpapers.errors import LlmpapersError
from llmpapers.project import Project
from llmpapers.website.building import build_site
from llmpapers.website.site_links import resolve_site_links, site_links


@pytest.mark.parametrize(
    ("address", "base", "link", "file"),
    [
        ("site:papers/", "../", "../papers/", "papers/index.html"),
        ("site:", "../../", "../../", "index.html"),
        ("site:catalog.json", "./", "./catalog.json", "catalog.json"),
        ("site:/papers/", "../", "../papers/", "papers/index.html"),
        ("site://evil.example.org/", "../", "../evil.example.org/", "evil.example.org/index.html"),
        ("site:papers/?q=a&amp;b=c#x", "../", "../papers/?q=a&amp;b=c#x", "papers/index.html"),
        ("site:a%20b.txt", "../", "../a%20b.txt", "a b.txt"),
    ],
)
def test_a_link_is_made_relative_and_its_file_named(address, base, link, file):
    html = f'<a class="x" href="{address}">site:stays</a>'
    assert resolve_site_links(html, base) == f'<a class="x" href="{link}">site:stays</a>'
    assert list(site_links(html)) == [file]


def test_other_addresses_stay():
    html = '<a href="https://site.example.org/site:x">x</a><p title="site:y">'
    assert resolve_site_links(html, "../") == html
    assert list(site_links(html)) == []


def test_pages_and_prose_of_topics_lead_to_the_catalog(root):
    (root / "docs").mkdir()
    (root / "docs/deep").mkdir()
    (root / "docs/deep/guide.md").write_text("# Guide\n\n[papers](site:papers/) and [data](site:catalog.json)\n")
    topics = root / "catalog/topics.yaml"
    topics.write_text(
        topics.read_text().replace("see [the handbook]", "see [one](site:papers/levain/) and [the handbook]")
    )
    assert build_site(Project(root), root / "site").published
    guide = (root / "site/deep/guide/index.html").read_text()
    assert '<a href="../../papers/">papers</a>' in guide
    assert '<a href="../../catalog.json">data</a>' in guide
    prose = [p.read_text() for p in (root / "site/topics").rglob("*.html") if ">one</a>" in p.read_text()]
    assert ['<a href="../../../papers/levain/">one</a>' in page for page in prose] == [True]


def test_a_link_that_leads_nowhere_stops_the_build(root):
    (root / "docs").mkdir()
    (root / "docs/guide.md").write_text("# Guide\n\n[papers](site:paper/)\n")
    with pytest.raises(
        LlmpapersError, match=r"the page guide/index\.html links to site:paper/, which is not on the site"
    ):
        build_site(Project(root), root / "site")
