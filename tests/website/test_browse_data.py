"""The columns that the browse page filters, and the parts that they come in."""

import datetime
import hashlib
import json
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path

import pytest

from llmpapers.catalog import Sourced
from llmpapers.filters import newest_first
from llmpapers.loading import load_catalog
from llmpapers.models import Paper
from llmpapers.project import Project
from llmpapers.reading import Document
from llmpapers.website.browse_data import BrowseData, columns, divide
from llmpapers.website.building import build_site
from llmpapers.website.paper_groups import PaperGroups
from llmpapers.website.site_files import FileKeys
from llmpapers.website.views import Views

AddPaper = Callable[..., Path]


def entry(number: int, year: int, month: int | None) -> Sourced[Paper]:
    record = Paper(
        title=f"Paper {number}",
        authors=["Ada Example"],
        venue="ICBB",
        year=year,
        topics=["ovens"],
        arxiv=f"{year % 100:02}{month:02}.{number % 100000:05}" if month else None,
        summary="What it says.",
        added=datetime.date(2026, 2, 1),
    )
    return Sourced(f"paper-{number}", record, Document(Path(f"{number}.yaml"), f"{number}.yaml", b""))


def many(year: int, per_month: Iterable[int], first: int = 0) -> list[Sourced[Paper]]:
    months = [month for month, count in enumerate(per_month, 1) for _ in range(count)]
    return [entry(first + number, year, month) for number, month in enumerate(months)]


def divided(entries: list[Sourced[Paper]]) -> dict[str, list[str]]:
    return {name: [found.id for found in papers] for name, papers in divide(newest_first(entries))}


CASES = {
    "few": many(2020, [10, 20]),
    "a year in parts": many(2020, [200] * 12),
    "short years together": [p for y in range(2015, 2027) for p in many(y, [9] * 12, y * 100)],
    "a month beyond measure": many(2021, [3, 2500, 3]),
    "no months": [entry(number, 2015 + number % 3, None) for number in range(3000)],
}


@pytest.mark.parametrize("entries", CASES.values(), ids=CASES.keys())
def test_every_paper_is_in_one_part_and_parts_have_a_fair_size(entries: list[Sourced[Paper]]) -> None:
    parts = divided(entries)
    assert sorted(id_ for ids in parts.values() for id_ in ids) == sorted(found.id for found in entries)
    assert max(map(len, parts.values())) <= 1000
    assert len(parts) <= 1 + len(entries) / 150


def test_few_papers_are_one_part() -> None:
    assert list(divided(CASES["few"])) == ["all"]


@pytest.mark.parametrize("name", ["a year in parts", "short years together"])
def test_parts_follow_each_other_from_the_newest_to_the_oldest(name: str) -> None:
    ordered = [found.id for found in newest_first(CASES[name])]
    assert [id_ for ids in divided(CASES[name]).values() for id_ in ids] == ordered


@pytest.mark.parametrize("year", range(2018, 2024))
def test_a_new_paper_changes_few_parts(year: int) -> None:
    entries = [p for y in range(2018, 2024) for p in many(y, [70 + y % 7] * 12, y * 1000)]
    before = divided(entries)
    after = divided([*entries, entry(99999, year, 1)])
    changed = [name for name in {*before, *after} if before.get(name) != after.get(name)]
    assert len(changed) <= 3
    assert {name[:4] for name in changed} == {str(year)}


def test_a_new_paper_in_a_long_month_changes_one_part() -> None:
    before = divided(CASES["a month beyond measure"])
    after = divided([*CASES["a month beyond measure"], entry(99999, 2021, 2)])
    assert len([name for name in before if before[name] != after[name]]) == 1


@pytest.fixture
def views(root: Path) -> Views:
    return Views(load_catalog(root))


def test_columns_say_what_the_entries_say(views: Views) -> None:
    papers = newest_first(views.catalog.papers.values())
    found = columns(views, papers)
    for place, paper in enumerate(papers):
        record = paper.record
        said = json.loads(json.dumps(found))
        assert said["id"][place] == paper.id
        assert said["title"][place] == record.title
        assert said["venueNames"][said["venue"][place]] == record.venue
        assert [said["authorNames"][n] for n in said["authors"][place]] == record.authors
        assert [said["topicPaths"][n] for n in said["topics"][place]] == record.topics
        assert said["added"][place] == int(record.added.strftime("%Y%m%d"))
        assert said["code"][place] == (record.code[0].url if record.code else 0)
        assert said["arxiv"][place] == (record.arxiv or 0)
        assert said["names"].get(str(place), "").split("\n") == (record.also_known_as or [""])
        assert said["name"].get(str(place), "") == views.paper(paper.id).short_name


def test_a_part_depends_on_nothing_but_its_papers(root: Path, views: Views, add_paper: AddPaper) -> None:
    some = newest_first(views.catalog.papers.values())[:2]
    before = columns(views, some)
    add_paper("aaa", authors=["Aaa Aaa"], topics=["baking"])
    assert columns(Views(load_catalog(root)), some) == before


def test_the_overview_counts_every_value(views: Views) -> None:
    data = BrowseData(views, PaperGroups(views), FileKeys(views.catalog), {})
    overview = json.loads(json.dumps(data.overview()))
    papers = [found.record for found in views.catalog.papers.values()]
    assert overview["total"] == len(papers)
    assert overview["code"] == sum(bool(paper.code) for paper in papers)
    assert {name: count for name, count, _ in overview["venues"]} == {
        paper.venue: sum(other.venue == paper.venue for other in papers) for paper in papers
    }
    assert [name for name, _, is_preprint in overview["venues"] if is_preprint] == ["arXiv"]
    assert all(first[0] > second[0] for first, second in pairwise(overview["years"]))
    assert overview["parts"] == [[part.name, data.version(part), len(part.entries)] for part in data.parts]


def test_the_version_of_a_part_tells_its_content_even_where_the_last_build_noted_it(views: Views) -> None:
    def data(notes: dict[str, str]) -> BrowseData:
        return BrowseData(views, PaperGroups(views), FileKeys(views.catalog), notes)

    [file] = data({}).files()
    assert file.note == f"{file.key} {hashlib.sha256(file.made()).hexdigest()[:8]}"
    for note, version in ((f"{file.key} noted", "noted"), ("other noted", file.note.split()[1])):
        again = data({file.name: note})
        assert [again.version(part) for part in again.parts] == [version]


def test_hostile_text_cannot_end_the_overview(root: Path) -> None:
    with (root / "catalog" / "venues.yaml").open("a", encoding="utf-8") as file:
        file.write('- id: evil\n  name: "</script><b>&"\n  full_name: Evil\n  kind: journal\n')
    paper = root / "catalog" / "papers" / "kneadnet.yaml"
    paper.write_text(paper.read_text("utf-8").replace("venue: Journal of Dough", 'venue: "</script><b>&"'), "utf-8")
    build_site(Project(root), root / "site")
    html = (root / "site" / "papers" / "index.html").read_text("utf-8")
    overview = html.partition('id="browse-overview">')[2].partition("</script>")[0]
    assert ["</script><b>&", 1, 0] in json.loads(overview)["venues"]


def test_a_large_catalog_leads_to_the_pages_of_its_years(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("llmpapers.website.lists.BROWSE_WHOLE", 3)
    monkeypatch.setattr("llmpapers.website.lists.BROWSE_FIRST", 2)
    build_site(Project(root), root / "site")
    html = (root / "site" / "papers" / "index.html").read_text("utf-8")
    assert html.count('class="row"') == 2
    for year in {found.record.year for found in load_catalog(root).papers.values()}:
        assert f'href="../years/{year}/"' in html
