"""The same catalog for other generators: a page a paper, a page a topic, a page of all, as their users would write it.

Their pages hold what ours do (title, authors, facts, summary, links, BibTeX, relatives, tags for indexers), and their
sources hold it ready: relatives and BibTeX are computed here, outside of the time that is measured. Only `hugo-whole`
gets nothing but what our entries say, and makes of it what we do.
"""

import json
import os
import shutil
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from invented import VENUES, InventedPaper, invented_papers, topic_paths

_RELATIVES = 6
_VENUE_NAMES = {name: full for _, name, full, _ in VENUES}
_TEMPLATES = Path(__file__).parent / "templates"
RIVALS_FOLDER = Path(os.environ.get("RIVALS", Path(__file__).parent / ".rivals"))
"""Where `install_rivals.py` puts them, apart from what the project needs."""


@dataclass(frozen=True)
class Rival:
    """A generator that one could use instead."""

    name: str
    write: Callable[[Path, list["Page"]], None]
    """Writes the sources into a folder."""
    build: list[str]
    """The command that builds them, run in that folder."""
    search: list[str] | None = None
    """A second command that makes the index for searching; None if the first does, or cannot leave it out."""
    searches: bool | None = None
    """Whether it builds with search only (True), without only (False), or as asked (None)."""
    leftovers: tuple[str, ...] = ("site",)
    """Folders that a build from nothing may not find."""

    @property
    def is_installed(self) -> bool:
        """Whether its commands can be run."""
        return all(shutil.which(command[0]) for command in (self.build, self.search) if command)

    def commands(self, *, search: bool) -> list[list[str]]:
        """Give what builds the site, one command after the other."""
        return [self.build, *([self.search] if search and self.search else [])]


@dataclass(frozen=True)
class Page:
    """A paper with what its page shows beside it."""

    paper: InventedPaper
    bibtex: str
    relatives: list[InventedPaper]
    builds_on: list[InventedPaper]
    built_on_by: list[InventedPaper]

    @property
    def links(self) -> list[tuple[str, str]]:
        """Label and address of everything that the page leads to."""
        paper = self.paper
        code = [("Code", paper.code)] if paper.code else []
        arxiv = "https://arxiv.org"
        return [("arXiv", f"{arxiv}/abs/{paper.arxiv}"), ("PDF", f"{arxiv}/pdf/{paper.arxiv}"), *code]


def pages(count: int, seed: int) -> list[Page]:
    """Invent papers, and prepare their pages."""
    papers = list(invented_papers(count, seed))
    by_id = {paper.id: paper for paper in papers}
    built_on_by: dict[str, list[InventedPaper]] = defaultdict(list)
    for paper in papers:
        for other in paper.builds_on:
            built_on_by[other].append(paper)
    by_topic: dict[str, list[InventedPaper]] = defaultdict(list)
    places = []
    for paper in papers:
        by_topic[paper.topics[0]].append(paper)
        places.append(len(by_topic[paper.topics[0]]) - 1)
    found = []
    for paper, place in zip(papers, places, strict=True):
        members = by_topic[paper.topics[0]]
        start = max(0, min(place - 2, len(members) - _RELATIVES - 1))
        around = members[start : start + _RELATIVES + 1]
        relatives = [other for other in around if other is not paper][:_RELATIVES]
        builds_on = [by_id[other] for other in paper.builds_on]
        found.append(Page(paper, _bibtex(paper), relatives, builds_on, built_on_by[paper.id]))
    return found


def _bibtex(paper: InventedPaper) -> str:
    key = f"{paper.authors[0].split()[-1].lower()}{paper.year}{paper.id.replace('-', '')}"
    rows = {
        "title": paper.title, "author": " and ".join(paper.authors), "booktitle": _VENUE_NAMES[paper.venue],
        "year": paper.year, "eprint": paper.arxiv, "archiveprefix": "arXiv",
        "url": f"https://arxiv.org/abs/{paper.arxiv}",
    }  # fmt: skip
    return "\n".join(
        [f"@inproceedings{{{key},", *(f"  {name:<13} = {{{value}}}," for name, value in rows.items()), "}"]
    )


def _citation(paper: InventedPaper) -> str:
    """Describe a paper in CSL-JSON, as our pages hold it for other forms of citations."""
    names = [{"given": name.split()[0], "family": name.split()[-1]} for name in paper.authors]
    data = {"id": paper.id, "type": "paper-conference", "title": paper.title, "author": names}
    data |= {"container-title": _VENUE_NAMES[paper.venue], "container-title-short": paper.venue}
    data |= {"issued": {"date-parts": [[paper.year]]}}
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


def _facts(page: Page) -> dict[str, object]:
    """Give what the entry says."""
    paper = page.paper
    return {
        "title": paper.title, "short_name": paper.short_name, "authors": paper.authors, "venue": paper.venue,
        "venue_name": _VENUE_NAMES[paper.venue], "year": paper.year, "arxiv": paper.arxiv, "date": paper.added,
        "topics": paper.topics, "sources": [{"label": label, "url": url} for label, url in page.links],
        "builds_on": paper.builds_on,
    }  # fmt: skip


def _front_matter(page: Page) -> dict[str, object]:
    """Give what the entry says, and what we would have to work out."""
    return _facts(page) | {
        "bibtex": page.bibtex,
        "citation": _citation(page.paper),
        "builds_on": [*map(_row, page.builds_on)],
        "built_on_by": [*map(_row, page.built_on_by)],
        "relatives": [_row(other) | {"why": f"same topic · {other.topics[0]}"} for other in page.relatives],
    }


def _row(paper: InventedPaper) -> dict[str, object]:
    return {"id": paper.id, "title": paper.title, "venue": paper.venue, "year": paper.year}


def _read(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8").strip()


def _template(name: str, **parts: str) -> str:
    """Read a template; around all pages is about what the head, the header and the foot of ours weigh.

    Args:
        name: below the folder of templates.
        parts: what to put where the template names them in capitals.
    """
    text = _read(name)
    for part, content in {**{part: _read(f"{part}.html") for part in ("head", "header", "footer")}, **parts}.items():
        text = text.replace(f"@{part.upper()}@", content)
    return text


def _write_hugo(folder: Path, listed: list[Page]) -> None:
    settings = (
        'baseURL = "https://papers.example.org/"\ntitle = "Papers"\ndisableKinds = ["rss"]\n'
        '[taxonomies]\ntopic = "topics"\n'
    )
    parts = {
        "bibtex": "{{ .Params.bibtex }}",
        "citation": "{{ .Params.citation | safeJS }}",
        "named": _read("hugo/named.html"),
        "related": _read("hugo/related.html"),
    }
    files = {"hugo.toml": settings, "layouts/single.html": _template("hugo/single.html", **parts)}
    _write(folder, files | _hugo_lists() | _hugo_content(listed, _front_matter))


def _write_hugo_whole(folder: Path, listed: list[Page]) -> None:
    parts = {
        "bibtex": '{{ partial "bibtex.bib" . }}',
        "citation": '{{ partial "citation.json" . | safeJS }}',
        "named": _read("hugo-whole/named.html"),
        "related": _read("hugo-whole/related.html"),
    }
    files = {
        "hugo.toml": _read("hugo-whole/hugo.toml"),
        "layouts/single.html": _template("hugo/single.html", **parts),
        # Pages of venues and years have no feeds and no exports.
        "content/topics/_index.md": '{"title": "Topics", "cascade": {"outputs": ["html", "rss", "bib"]}}\n',
    }
    for name in ("bibtex.bib", "citation.json", "built-on-by.html", "row.html"):
        files[f"layouts/_partials/{name}"] = _read(f"hugo-whole/{name}")
    for name in ("list.bib", "home.ris", "home.csv", "home.json"):
        files[f"layouts/{name}"] = _read(f"hugo-whole/{name}")
    files["layouts/home.bib"] = files["layouts/list.bib"].replace(".RegularPages", ".Site.RegularPages")

    def front_matter(page: Page) -> dict[str, object]:
        return _facts(page) | {"venues": [page.paper.venue], "years": [f"{page.paper.year}"]}

    _write(folder, files | _hugo_lists() | _hugo_content(listed, front_matter))


def _hugo_lists() -> dict[str, str]:
    rows = _template("hugo/list.html")
    return {
        "layouts/list.html": rows,
        "layouts/home.html": rows.replace(".RegularPages", ".Site.RegularPages"),
        "content/papers/_index.md": '{"title": "Papers"}\n',
    }


def _hugo_content(listed: list[Page], front_matter: Callable[[Page], dict[str, object]]) -> dict[str, str]:
    return {
        f"content/papers/{page.paper.id}.md": (
            f"{json.dumps(front_matter(page), ensure_ascii=False, indent=1)}\n\n{page.paper.summary}\n"
        )
        for page in listed
    }


def _write_eleventy(folder: Path, listed: list[Page]) -> None:
    rows = _template("eleventy/list.njk")
    each = "pagination: {data: everyTopic, size: 1, alias: topic}"
    topic = f"---\n{each}\npermalink: /topics/{{{{ topic }}}}/index.html\n---\n"
    files = {
        ".eleventy.js": _template("eleventy/settings.js").replace("TOPICS", json.dumps(topic_paths())),
        "content/_layouts/paper.njk": _template("eleventy/paper.njk"),
        "content/papers/papers.json": '{"layout": "paper.njk"}',
        "content/index.njk": "---\npermalink: /index.html\n---\n" + rows.replace("SHOWN", "collections.papers"),
        "content/topics.njk": topic + rows.replace("SHOWN", "collections.papers | ofTopic(topic)"),
    }
    for page in listed:
        # A template of Eleventy has the text as HTML alone.
        given = _front_matter(page) | {"summary": page.paper.summary, "added": page.paper.added}
        front = json.dumps(given, ensure_ascii=False, indent=1)
        files[f"content/papers/{page.paper.id}.md"] = f"---json\n{front}\n---\n{page.paper.summary}\n"
    _write(folder, files)


def _write_markdown(folder: Path, listed: list[Page], *, plugins: str) -> None:
    by_topic: dict[str, list[Page]] = defaultdict(list)
    for page in listed:
        for topic in page.paper.topics:
            by_topic[topic].append(page)
    settings = (
        "site_name: Papers\nsite_url: https://papers.example.org/\ntheme:\n  name: material\n  font: false\n"
        f"site_dir: site\nplugins: {plugins}\n"
        # Papers stay out of the navigation, which would otherwise stand on every page.
        "nav:\n  - index.md\n  - topics/index.md\nnot_in_nav: |\n  /papers/*\n  /topics/**\n"
    )
    files = {
        "mkdocs.yml": settings,
        "docs/index.md": f"{_NOT_SEARCHED}# Papers\n" + _markdown_rows(listed, "papers/"),
        "docs/topics/index.md": "# Topics\n\n" + "".join(f"- [{topic}]({topic}.md)\n" for topic in sorted(by_topic)),
    }
    for topic, members in by_topic.items():
        up = "../" * (topic.count("/") + 1)
        files[f"docs/topics/{topic}.md"] = f"{_NOT_SEARCHED}# {topic}\n" + _markdown_rows(members, f"{up}papers/")
    for page in listed:
        files[f"docs/papers/{page.paper.id}.md"] = _markdown_paper(page)
    _write(folder, files)


# Lists say nothing that the papers' own pages do not, and one of ten thousand is more than some search data can hold.
_NOT_SEARCHED = "---\nsearch:\n  exclude: true\n---\n\n"


def _markdown_rows(listed: list[Page], papers: str) -> str:
    by_year: dict[int, list[str]] = defaultdict(list)
    for page in listed:
        paper = page.paper
        row = f"- [{paper.title}]({papers}{paper.id}.md) {paper.venue} {paper.year}, {', '.join(paper.authors)}\n"
        by_year[paper.year].append(row)
    return "".join(f"\n## {year}\n\n{''.join(by_year[year])}" for year in sorted(by_year, reverse=True))


def _markdown_paper(page: Page) -> str:
    paper = page.paper
    topics = " ".join(f"[{topic}](../topics/{topic}.md)" for topic in paper.topics)
    links = "".join(f"- [{label}]({url})\n" for label, url in page.links)
    lists = {"Builds on": page.builds_on, "Built on by": page.built_on_by, "Related papers": page.relatives}
    others = "".join(f"\n## {heading}\n\n{_markdown_list(papers)}" for heading, papers in lists.items() if papers)
    return (
        f"---\ntitle: {json.dumps(paper.title, ensure_ascii=False)}\n---\n\n{topics}\n\n# {paper.title}\n\n"
        f"{', '.join(paper.authors)}\n\n{paper.venue} {paper.year}\n\n{paper.summary}\n\n{links}\n"
        f"## BibTeX\n\n```\n{page.bibtex}\n```\n\n"
        f"{_VENUE_NAMES[paper.venue]}, arXiv {paper.arxiv}, added {paper.added}\n{others}"
    )


def _markdown_list(papers: list[InventedPaper]) -> str:
    return "".join(f"- [{paper.title}]({paper.id}.md) {paper.venue} {paper.year}\n" for paper in papers)


def _write_mkdocs(folder: Path, listed: list[Page]) -> None:
    _write_markdown(folder, listed, plugins="[search]")


def _write_mkdocs_without_search(folder: Path, listed: list[Page]) -> None:
    _write_markdown(folder, listed, plugins="[]")


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def _command(name: str) -> str:
    """Find a command where `install_rivals.py` puts it, else on the path."""
    places = (RIVALS_FOLDER / "bin" / name, RIVALS_FOLDER / "node_modules/.bin" / name)
    return next((str(place) for place in places if place.exists()), name)


_PAGEFIND = [_command("python"), "-m", "pagefind", "--site", "site"]
_HUGO = [_command("hugo"), "--quiet", "-d", "site"]
RIVALS = {
    rival.name: rival
    for rival in (
        Rival("hugo", _write_hugo, _HUGO, _PAGEFIND, leftovers=("site", "resources")),
        Rival("hugo-whole", _write_hugo_whole, _HUGO, _PAGEFIND, leftovers=("site", "resources")),
        Rival("eleventy", _write_eleventy, [_command("eleventy"), "--quiet"], _PAGEFIND),
        Rival("mkdocs", _write_mkdocs, [_command("mkdocs"), "build", "-q"], searches=True),
        Rival("mkdocs-no-search", _write_mkdocs_without_search, [_command("mkdocs"), "build", "-q"], searches=False),
        Rival("zensical", _write_mkdocs, [_command("zensical"), "build"], searches=True, leftovers=("site", ".cache")),
    )
}
"""What one could use instead, by name."""
