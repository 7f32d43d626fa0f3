"""No text of an entry runs, or turns into anything but text: it is refused at its place, or shown as it is."""

import csv
import io
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import bibtexparser
import feedparser
import pytest
import rispy
from lxml import etree
from markdown_it import MarkdownIt

from hostile_entries import FIELDS, SHOWN, Case, Placed, cases, write_cases, write_shown
from llmpapers.checking import read_and_check
from llmpapers.exporters.formats import Export
from llmpapers.problems import Problem
from llmpapers.project import Project
from llmpapers.website.building import build_site
from llmpapers.website.templates import plain_text

pytestmark = pytest.mark.xdist_group("hostile")

Outcome = tuple[Placed, list[Problem]]


@pytest.fixture(scope="session")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Outcome]]:
    """Every case, by its field, with the errors that stand in its record."""
    root = tmp_path_factory.mktemp("hostile") / "cases"
    placed = write_cases(root, list(cases()))
    found = defaultdict(list)
    for problem in read_and_check(root).problems:
        if problem.severity == "error":
            found[problem.file].append(problem)
    outcomes = defaultdict(list)
    for place in placed:
        errors = [problem for problem in found[place.file] if place.first <= problem.line <= place.last]
        outcomes[f"{place.case.field.record} {place.case.field.name}"].append((place, errors))
    return outcomes


@pytest.mark.parametrize("field", [f"{field.record} {field.name}" for field in FIELDS])
def test_a_text_is_taken_or_refused_where_it_stands(field: str, outcomes: dict[str, list[Outcome]]) -> None:
    assert len(outcomes[field]) >= len(SHOWN)
    for place, errors in outcomes[field]:
        if not place.case.codes:
            assert errors == [], place.case
            continue
        at_the_text = {e.code for e in errors if (e.line, e.column) == (place.line, place.column)}
        assert at_the_text & place.case.codes, (str(place.case), errors)


def test_there_are_hundreds_of_cases_of_both_sorts() -> None:
    refused = Counter(bool(case.codes) for case in cases())
    assert refused[True] > 2500
    assert refused[False] > 1000


@pytest.mark.parametrize("record", ["paper", "resource", "topic", "venue"])
def test_half_of_a_character_is_refused_where_it_stands(record: str, tmp_path: Path) -> None:
    # YAML has no such character, so it is refused before there is a record.
    field = next(field for field in FIELDS if field.record == record and field.kind in {"title", "line"})
    place = write_cases(tmp_path / "project", [Case(field, "half", "\ud800 and \udc00", frozenset())])[0]
    errors = [problem for problem in read_and_check(tmp_path / "project").problems if problem.file == place.file]
    assert [(e.code, e.line) for e in errors] == [("yaml-syntax", place.line)]


# Of the inline ones one is the frame's and one the theme's.
JSON_BLOCKS = ("application/ld+json", "application/json")


class Inspector(HTMLParser):
    """Notes everything in a page that can act: scripts, handlers, frames, addresses; and the texts by their element."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.scripts: set[str] = set()
        self.data: list[tuple[str, str]] = []
        self.handlers: list[str] = []
        self.tags: Counter[str] = Counter()
        self.addresses: list[str] = []
        self.metas: dict[str, list[str]] = defaultdict(list)
        self.text: list[str] = []
        self.headings: list[str] = []
        self._script: list[str] | None = None
        self._in_heading = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags[tag] += 1
        if tag == "script":
            self._script = [values.get("type", ""), re.sub(r"^[./]*", "", values.get("src", "")).partition("?")[0], ""]
        if tag == "h1":
            self._in_heading = True
            self.headings.append("")
        if tag == "meta":
            self.metas[values.get("name") or values.get("property") or values.get("http-equiv", "")].append(
                values.get("content", "")
            )
        self.handlers += [
            f"{tag} {name}" for name in values if name.startswith("on") or name in {"srcdoc", "formaction", "ping"}
        ]
        self.addresses += [values[name] for name in ("href", "src", "action", "xlink:href", "poster") if name in values]

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            self._script[2] += data
            return
        self.text.append(data)
        if self._in_heading:
            self.headings[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._script is not None:
            kind, source, content = self._script
            if kind in JSON_BLOCKS:
                self.data.append((kind, content))
            else:
                self.scripts.add(f"{kind} {source} {content.strip()}")
            self._script = None
        self._in_heading = self._in_heading and tag != "h1"


def joined(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="session")
def hostile_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hostile") / "shown"
    write_shown(root)
    report = build_site(Project(root), root / "site")
    assert report.published, [problem for problem in report.checked.problems if problem.severity == "error"]
    return root


@pytest.fixture(scope="session")
def hostile_site(hostile_project: Path) -> Path:
    return hostile_project / "site"


def kind_of(name: str) -> str:
    """Name the kind of a page: its folder, and whether it is one of many in it."""
    parts = name.split("/")
    return f"{parts[0]} {len(parts) > 2}"


@pytest.fixture(scope="session")
def harmless(built_once: Path) -> dict[str, Inspector]:
    """The pages of the catalog without hostile texts."""
    site = built_once / "site"
    return {
        path.relative_to(site).as_posix(): Inspector(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")
    }


@pytest.fixture(scope="session")
def pages(hostile_site: Path) -> dict[str, Inspector]:
    return {
        path.relative_to(hostile_site).as_posix(): Inspector(path.read_text(encoding="utf-8"))
        for path in hostile_site.rglob("*.html")
    }


def test_pages_hold_nothing_live_that_they_do_not_hold_without_such_texts(
    pages: dict[str, Inspector], harmless: dict[str, Inspector]
) -> None:
    scripts, tags = defaultdict(set), defaultdict(set)
    for name, page in harmless.items():
        scripts[kind_of(name)] |= page.scripts
        tags[kind_of(name)] |= set(page.tags)
    assert len(pages) > 4 * len(SHOWN)
    # What Markdown itself makes of the prose of topics.
    markup = {"h1", "h2", "ul", "li", "em", "strong", "code", "table", "thead", "tbody", "tr", "th", "td", "pre"}
    for name, page in pages.items():
        assert page.scripts <= scripts[kind_of(name)], name
        assert page.handlers == [], name
        # A kind of page has other elements only where it shows what the small catalog has no example of.
        unlike = set(page.tags) - tags[kind_of(name)] - set().union(*tags.values()) - markup
        assert unlike == set(), name
        assert not page.tags.keys() & {"iframe", "object", "embed", "base", "foreignobject", "frame", "applet"}, name
        assert "refresh" not in page.metas or name.startswith(("papers/old-", "papers/eternal-")), name
        schemes = {a.partition(":")[0].lower() for a in page.addresses if re.match(r"\s*[a-z][a-z0-9+.-]*:", a, re.I)}
        assert schemes <= {"http", "https"}, name


@pytest.mark.parametrize("id_", SHOWN)
def test_a_papers_page_shows_every_text_as_it_was_written(id_: str, pages: dict[str, Inspector]) -> None:
    page, text = pages[f"papers/x-{id_}/index.html"], SHOWN[id_]
    shown = joined(" ".join(page.text))
    assert joined(page.headings[0]).endswith(joined(text))
    # Of a summary, and of nothing else, the little Markdown that it may hold is rendered.
    for written in (text, f"{text[:290]} Eve", plain_text(f"{text} -- and here"), f"Earlier {text}"):
        assert "".join(written.split()) in "".join(shown.split())
    assert page.metas["citation_title"] == [text]
    assert page.metas["citation_author"] == [f"{text[:290]} Eve", "Ada Example"]
    assert [text in content for content in page.metas["og:title"]] == [True]
    linked = [json.loads(content) for kind, content in page.data if "ld+json" in kind]
    assert linked[0]["headline"] == text
    assert linked[0]["author"][0]["name"] == f"{text[:290]} Eve"


@pytest.mark.parametrize("id_", SHOWN)
def test_lists_topics_and_venues_show_it_too(id_: str, pages: dict[str, Inspector]) -> None:
    text = joined(SHOWN[id_])
    for name in (f"topics/t-{id_}/index.html", "topics/index.html", f"venues/v-{id_}/index.html",
                 "resources/index.html",
                 "years/2024/index.html", "papers/index.html", "statistics/index.html"):  # fmt: skip
        assert text[:290].strip() in joined(" ".join(pages[name].text)), name


def test_data_in_pages_and_beside_them_are_json_with_the_texts_unchanged(
    hostile_site: Path, pages: dict[str, Inspector]
) -> None:
    def strings(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from strings(item)

    for page in pages.values():
        for _, content in page.data:
            json.loads(content)
    files = sorted(path for path in hostile_site.rglob("*.json"))
    assert len(files) > 5
    found = {path.relative_to(hostile_site).as_posix(): set(strings(json.loads(path.read_bytes()))) for path in files}
    texts = set(SHOWN.values())
    whole = [name for name, values in found.items() if texts <= values]
    assert {"catalog.json", "assets/llmpapers/search/index.json", "assets/llmpapers/papers/all.json"} <= set(whole)


def _lowered(text: str) -> str:
    """Bring down what the decoder raises: it takes a circumflex for a power, though it is written out as a sign."""
    return re.sub(r"\^|ˆ", "", unicodedata.normalize("NFKC", text))


def test_another_reader_of_bibtex_finds_the_texts_and_no_command(
    hostile_site: Path, decoded: Callable[[str], str]
) -> None:
    text = (hostile_site / "catalog.bib").read_text(encoding="utf-8")
    library = bibtexparser.parse_string(text)
    assert library.failed_blocks == []
    assert {type(block).__name__ for block in library.blocks} == {"Entry"}
    assert len(library.entries) == 8 + len(SHOWN)
    titles = {_lowered(joined(decoded(entry["title"]))) for entry in library.entries}
    for id_, title in SHOWN.items():
        # A decoder has no notion of letters that LaTeX has no command for, nor of a run of marks.
        if id_ not in {"combining", "joined"}:
            assert _lowered(joined(title.replace("’", "'"))) in titles, id_
    for entry in text.split("\n\n"):
        assert entry.count("{") == entry.count("}"), entry
        commands = set(re.findall(r"\\([a-zA-Z]+)", entry))
        assert not {c for c in commands if not c.startswith("text")} - {"c", "b", "h", "d", "k", "r", "u", "v", "H"}, (
            entry
        )


def test_another_reader_of_ris_finds_a_record_a_paper(hostile_site: Path) -> None:
    text = (hostile_site / "catalog.ris").read_bytes().decode()
    records = rispy.loads(text)
    assert len(records) == 8 + len(SHOWN)
    assert {*SHOWN.values()} <= {record["title"] for record in records}
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in text.split("\r\n") if line)


def test_no_cell_of_a_table_begins_a_formula(hostile_site: Path) -> None:
    text = (hostile_site / "catalog.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == 8 + len(SHOWN)
    titles = {row["title"] for row in rows}
    for title in SHOWN.values():
        assert title in titles or f"'{title}" in titles
    for row in rows:
        assert None not in row
        assert not [cell for cell in row.values() if re.match(r"\s*[=+\-@＝＋－＠\t\r]", cell)]


def test_feeds_and_sitemap_are_xml_with_the_texts_in_it(hostile_site: Path) -> None:
    strict = etree.XMLParser(resolve_entities=False, no_network=True)
    grammar = etree.RelaxNG(etree.parse(Path(__file__).parents[1] / "data" / "atom.rng"))
    feeds = sorted(hostile_site.rglob("feed.xml"))
    assert len(feeds) == 4 + len(SHOWN)
    titles = set()
    for path in feeds:
        tree = etree.parse(path, strict)
        grammar.assertValid(tree)
        assert not tree.docinfo.doctype
        found = feedparser.parse(path.read_bytes(), sanitize_html=False)
        assert not found.bozo
        titles |= {entry.title for entry in found.entries}
        for entry in found.entries:
            content = Inspector(entry.content[0].value)
            assert set(content.tags) <= {"p", "strong", "a"}
            assert content.handlers == []
            assert all(address.startswith(("https://", "http://")) for address in content.addresses)
    assert {*SHOWN.values()} <= titles
    etree.parse(hostile_site / "sitemap.xml", strict)


@pytest.mark.parametrize("name", ["llms.txt", "markdown"])
def test_lists_in_markdown_hold_links_and_text_alone(name: str, hostile_project: Path, hostile_site: Path) -> None:
    if name == "llms.txt":
        text = (hostile_site / name).read_text(encoding="utf-8")
    else:
        text = "".join(Export(read_and_check(hostile_project).catalog, name).pieces())
    shown = []
    for token in MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text):
        assert token.type not in {"html_block", "fence", "code_block", "table_open"}
        shown.append(joined("".join(piece.content for piece in token.children or [])))
        for piece in token.children or []:
            assert piece.type not in {"html_inline", "image", "code_inline", "s_open", "em_open"}, token.content
            assert (
                str(piece.attrs.get("href", "https://")).startswith(("https://", "http://", "papers/", "topics/"))
                or name == "llms.txt"
            )
    everything = " ".join(shown)
    for title in SHOWN.values():
        assert joined(title) in everything


@pytest.mark.parametrize("name", ["csl-json", "json", "jsonl"])
def test_exports_of_json_hold_the_texts_unchanged(name: str, hostile_project: Path) -> None:
    text = "".join(Export(read_and_check(hostile_project).catalog, name).pieces())
    rows = [json.loads(line) for line in text.splitlines()] if name == "jsonl" else json.loads(text)
    assert {*SHOWN.values()} <= {row["title"] for row in rows}
