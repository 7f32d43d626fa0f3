"""No text of an entry runs, or turns into anything but text, wherever the site shows it."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from llmpapers.project import Project
from llmpapers.website.building import build_site

AddPaper = Callable[..., Path]

TEXTS = {
    "script": "A <script>alert(1)</script> in a Title",
    "script-end": 'An "</script><script>alert(2)</script>" That Ends a Script',
    "title-end": "A </title></head><body onload=alert(3)> That Ends a Head",
    "template": "The Answer Is {{ 7*7 }} and {% raw %} or {# nothing #} ${7*7}",
    "slot": "A <!-- slot:content --> and llmpapers--slot--title and llmpapers--slot--id",
    "comment": "A <!-- Comment --> or --> Half of One <![CDATA[ x ]]>",
    "attribute": 'Quotes " onmouseover="alert(4)" x=" and \' onfocus=\'alert(5)\' autofocus',
    "entity": "Entities &lt;script&gt;alert(6)&lt;/script&gt; &#60;b&#62;",
    "image": "An <img src=x onerror=alert(7)> and <svg/onload=alert(8)>",
    "markdown": "Markdown [x](javascript:alert(9)) and ![x](y.png) <https://evil.example.org> [y][z]",
    "heading": "# A Heading, | a | table | and ```` fences ````",
    "bibtex": r"Braces } , note = {x} \input{/etc/passwd} $\write18{x}$ % and a @comment{y}",
}
# Of the last two one is the frame's and one the theme's.
ALLOWED_SCRIPTS = (
    "assets/llmpapers/",
    "application/ld+json",
    "type=application/json ",
    "documentElement.classList.replace",
    '("__tabbed_")',
)


class Inspector(HTMLParser):
    """Notes everything in a page that can act: scripts, handlers, frames, images, addresses of links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.handlers: list[str] = []
        self.strange: list[str] = []
        self.addresses: list[str] = []
        self.text: list[str] = []
        self._script: str | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self._script = " ".join(f"{name}={value}" for name, value in attrs)
        if tag in {"iframe", "object", "embed", "img", "base", "style", "foreignobject"}:
            self.strange.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in {"autofocus", "srcdoc", "formaction"}:
                self.handlers.append(f"{tag} {name}={value}")
            if name in {"href", "src", "action"}:
                self.addresses.append(value or "")

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            self._script += data
        else:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._script is not None:
            self.scripts.append(self._script)
            self._script = None


@pytest.fixture
def site(root: Path, add_paper: AddPaper) -> Path:
    for number, (id_, text) in enumerate(TEXTS.items()):
        add_paper(
            f"x-{id_}",
            title=text,
            short_name=text,
            authors=[f"Author {number} \"'<b onclick=x>|&{{{{7*7}}}}"],
            summary=f"{text} -- and here the summary goes on, so that it is long enough to be taken for one.",
            also_known_as=[f"Earlier {text}"],
            award=text,
            links=[{"label": text, "url": "https://evil.example.org/?a=1&b=%22%27"}],
            code=[{"label": text, "url": "https://evil.example.org/code"}],
            related=["levain"],
            withdrawn=text,
            waive={"author-format": "The names are strange on purpose."},
            topics=["ovens", "baking/sourdough"],
        )
        resource = {
            "name": text,
            "kind": "tool",
            "url": "https://evil.example.org/",
            "description": f"{text} -- as a resource.",
            "status": "archived",
            "status_note": text,
            "paper": {"title": text, "url": "https://evil.example.org/paper"},
            "topics": ["ovens"],
        }
        content = json.dumps(resource)[:-1] + ', "added": 2026-02-01}'
        (root / "catalog" / "resources" / f"r-{id_}.yaml").write_text(content, encoding="utf-8")
    report = build_site(Project(root), root / "site")
    assert report.published, report.checked.problems
    return root / "site"


def test_nothing_of_an_entry_is_live_in_any_page(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 30
    for path in pages:
        found = Inspector(path.read_text(encoding="utf-8"))
        unknown = [script for script in found.scripts if not any(known in script for known in ALLOWED_SCRIPTS)]
        assert unknown == [], path
        assert found.handlers == [], path
        assert found.strange == [], path
        schemes = {
            address.partition(":")[0] for address in found.addresses if re.match(r"[a-z]+:", address, re.IGNORECASE)
        }
        assert schemes <= {"http", "https"}, path


@pytest.mark.parametrize("id_", TEXTS)
def test_every_text_is_shown_as_it_was_written(site: Path, id_: str) -> None:
    found = Inspector((site / "papers" / f"x-{id_}" / "index.html").read_text(encoding="utf-8"))
    text = " ".join(" ".join(found.text).split())
    assert " ".join(TEXTS[id_].split()) in text
    linked = next(script for script in found.scripts if "ld+json" in script).removeprefix("type=application/ld+json")
    assert json.loads(linked)["headline"] == TEXTS[id_]


def test_the_data_hold_the_texts_unchanged(site: Path) -> None:
    papers = json.loads((site / "catalog.json").read_text(encoding="utf-8"))["papers"]
    titles = {paper["title"] for paper in papers}
    index = json.loads((site / "assets" / "llmpapers" / "search" / "index.json").read_text(encoding="utf-8"))
    found = {record[2] for record in index["records"]}
    assert {*TEXTS.values()} <= titles & found


def test_bibtex_holds_no_command_and_no_field_of_an_entry(site: Path) -> None:
    text = (site / "catalog.bib").read_text(encoding="utf-8")
    entries = text.split("\n\n")
    assert len([entry for entry in entries if entry.startswith("@")]) == 8 + len(TEXTS)
    for entry in filter(None, entries):
        bare = re.sub(r"\\[{}]", "", entry)
        assert bare.count("{") == bare.count("}"), entry
        commands = set(re.findall(r"\\([a-zA-Z]+)", entry))
        assert {command for command in commands if not command.startswith("text")} <= {"c"}, entry
        fields = re.findall(r"^  (\w+) +=", entry, re.MULTILINE)
        assert len(fields) == len(set(fields))
        assert "note" not in fields
