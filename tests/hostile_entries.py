"""Texts that would harm somebody if anything but text were seen in them, put into every field that takes a text."""

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SMALL = Path(__file__).parent / "data" / "small"

RUN = "window.ran=1"
"""What the texts try to do in a page."""

SHOWN = {
    "script": f"A <script>{RUN}</script> in a Title",
    "script-end": f'An "</script><script>{RUN}</script>" That Ends a Script',
    "script-comment": f"A <!--<script>{RUN}</script> That Never Ends",
    "title-end": f"A </title></head><body onload={RUN}> That Ends a Head",
    "textarea-end": f"A </textarea></pre></code><img src=x onerror={RUN}> That Ends a Form",
    "style-end": f"A </style></svg></template><svg/onload={RUN}> That Ends a Style",
    "comment-end": f"A --> or --!><img src=x onerror={RUN}><!-- Half of One",
    "cdata-end": f"A <![CDATA[ x ]]><script>{RUN}</script>]]> in a Feed",
    "quotes": f"Quotes \" onmouseover=\"{RUN}\" x=\" and ' onfocus='{RUN}' autofocus tabindex=1 `",
    "entity": f"Entities &lt;script&gt;{RUN}&lt;/script&gt; &#60;b&#62; &quot; &amp;amp; &lt",
    "image": f"An <img src=x onerror={RUN}> and <svg/onload={RUN}>",
    "iframe": f'A <iframe srcdoc="<script>parent.{RUN}</script>"></iframe> and <object data=javascript:{RUN}>',
    "mutation": f"<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror={RUN}&gt;\">",
    "refresh": f'A <meta http-equiv=refresh content="0;url=javascript:{RUN}"><base href=//evil.example.org/>',
    "form": f"A <form action=javascript:{RUN}><button formaction=javascript:{RUN}>and</button></form> Button",
    "link": f"A <a href=javascript:{RUN}>Link</a> javascript:{RUN} data:text/html,<script>{RUN}</script>",
    "markdown": f"Markdown [x](javascript:{RUN}) and ![x](y.png) <https://evil.example.org> [y][z]",
    "markdown-reference": f"Markdown [x]: javascript:{RUN} and [^1] and ~~struck~~ **bold** _em_ `code`",
    "autolink": "Come to https://evil.example.org/ or www.evil.example.org or x@evil.example.org",
    "attributes": f"Attributes {{: onclick={RUN} }} and {{#id .class}} and [x]{{onclick={RUN}}}",
    "block": "# A Heading, | a | table | and ```` fences ```` and !!! danger",
    "snippet": '--8<-- "/etc/passwd" and [TOC] and ::: module and {!/etc/passwd!} and $$x$$',
    "template": "The Answer Is {{ 7*7 }} and {% raw %} or {# nothing #} ${7*7} <%= 7*7 %>",
    "template-call": "{{ cycler.__init__.__globals__.os.popen('id').read() }}{% include '/etc/passwd' %}{% endraw %}",
    "slot": "A <!-- slot:content --> and <!-- slot:paper --> and <!-- slot:browse --> in a Shell",
    "slot-word": "llmpapers--slot--title and llmpapers--slot--id and llmpapers--slot--content",
    "site-link": "A site:papers/ and [x](site:papers/) and href='site:../../x' and %(format)s {0} %s",
    "linked-data": f'"}}],"@type":"Person","url":"javascript:{RUN}","x":[{{"a":"',
    "json-escape": r"\u003cscript\u003e \" \\ \n \x3cscript\x3e </script /",
    "formula": "=cmd|' /C calc'!A0",
    "formula-plus": "+1+cmd|' /C calc'!A0",
    "formula-minus": "-2+3+cmd|' /C calc'!A0",
    "formula-at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "formula-wide": "＝HYPERLINK(\"https://evil.example.org\",\"x\")",
    "csv-quote": 'A",=1+1,"; =2 and \'',
    "bibtex": r"Braces } , note = {x} \input{/etc/passwd} $\write18{x}$ % and a @comment{y}",
    "bibtex-open": "{{{ Never Closed, and @article{key, title = {x}",
    "bibtex-close": 'Closed Before }}} "#" @string{a = "b"} # and %',
    "latex": r"\immediate\write18{id} \catcode`\^^M=13 ^^5cinput ~ _ & # $ \\ \def\x{\x}\x",
    "ris": "TY  - JOUR ER  - AU  - Evil, Eve",
    "doctype": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;<?xml-stylesheet href="x"?>',
    "shell": "$(touch /tmp/ran) `touch /tmp/ran` ; touch /tmp/ran | & > < ' \" \\",
    "terminal": r"\x1b]0;title\x07 \033[31m [bold red]Rich[/] [link=https://evil.example.org]x[/link]",
    "yaml": "key: value # comment - item !!python/object/apply:os.system [id] *alias &anchor",
    "confusable": "Еfficient Ιnference wіth Сyrillic аnd Ｆｕｌｌｗｉｄｔｈ",
    "combining": "Z" + "\u0301\u0302\u0303\u0304" * 12 + "algo",
    "joined": "Emoji 👩\u200d💻 and Persian می\u200cخواهم and 辻\U000e0100",
    "rtl": "שלום عربى mixed with Latin (1) [2]",
    "long-word": "W" * 290,
    "long-name": "x.y_z-" * 48,
    "word-of-code": "__proto__ constructor toString hasOwnProperty undefined null NaN",
}  # fmt: skip
"""Texts that are shown as they are: nothing in them is invisible, and all of it harmless as text."""

REFUSED = {
    "right-to-left override": "Safe \u202egnp.exe",
    "isolate": "Safe \u2066gnp\u2069",
    "mark": "Safe \u200f text",
    "zero-width blank": "Sa\u200bfe",
    "soft hyphen": "Sa\u00adfe",
    "joiner of graphemes": "Sa\u034ffe",
    "filler": "Sa\u3164fe",
    "invisible times": "Sa\u2062fe",
    "deprecated format": "Sa\u206bfe",
    "annotation": "Sa\ufff9fe\ufffb",
    "hidden letters": "Safe\U000e0069\U000e0067\U000e006e",
    "byte order mark": "\ufeffSafe",
    "private": "Sa\ue000fe",
    "zero": "Sa\x00fe",
    "bell": "Sa\x07fe",
    "escape": "Sa\x1b[31mfe",
    "delete": "Sa\x7ffe",
    "next line": "Sa\x85fe",
    "control sequence": "Sa\x9b31mfe",
    "line separator": "Sa\u2028fe",
    "carriage return": "Sa\rTY  - JOUR",
    "too long": "x" * 20_001,
}
"""Texts that no field takes."""

ONE_LINE_ONLY = {"line break": "One\nER  - \nTY  - JOUR", "tab": "One\tTwo"}
"""Texts that prose takes, and nothing else."""

BAD_ADDRESSES = {
    "javascript": f"javascript:{RUN}",
    "capitals": f"JaVaScRiPt:{RUN}//https://example.org/",
    "tab inside": f"java\tscript:{RUN}",
    "control before": f"\x01javascript:{RUN}",
    "blank before": f" javascript:{RUN}",
    "blank before https": " https://example.org/",
    "line break": "https://example.org/\njavascript:x",
    "data": f"data:text/html,<script>{RUN}</script>",
    "vbscript": "vbscript:msgbox(1)",
    "file": "file:///etc/passwd",
    "blob": "blob:https://example.org/1",
    "view-source": "view-source:https://example.org/",
    "no scheme": "//evil.example.org/",
    "relative": "../../../etc/passwd",
    "site": "site:papers/",
    "no slashes": "https:evil.example.org",
    "backslash": "https:\\\\evil.example.org",
    "user": "https://good.example.org@evil.example.org/",
    "quote": f'https://example.org/"onmouseover="{RUN}',
    "angle": f"https://example.org/<script>{RUN}</script>",
    "template": "https://example.org/{{ 7*7 }}",
    "braces": "https://example.org/}{\\input{x}",
    "reversed": "https://example.org/\u202egpj.exe",
    "invisible": "https://exa\u200dmple.org/",
    "hidden letters": "https://example.org/\U000e0061",
    "host of this machine": "https://localhost/",
    "no port": "https://example.org:0/",
    "formula": "=HYPERLINK(1)",
}
GOOD_ADDRESSES = {
    "single quote": f"https://evil.example.org/'onfocus='{RUN}",
    "escaped": "https://evil.example.org/?a=1&b=%22%3E%3Cscript%3E&lt;=%0d%0aTY%20",
    "fragment": f"https://evil.example.org/#javascript:{RUN}",
    "brackets": "https://evil.example.org/[x](y)*z*_a_",
    "shell": "https://evil.example.org/$(id);@SUM(1)=,",
    "letters": "https://еxample.org/ü%",
}

_LINE = frozenset({"bad-text", "empty-field"})


@dataclass(frozen=True)
class Field:
    """A field of one kind of record, and how a text gets into it."""

    record: str
    name: str
    kind: str
    """What it takes: line, title, prose, markdown, address, or what is refused with the code named here."""
    put: Callable[[str], dict[str, Any]]
    """Gives the fields that hold the text."""
    before: str = ""
    """What stands before each text, where it would lead to a venue that another case adds."""


def _fields() -> Iterator[Field]:
    def whole(record: str, kind: str, *names: str) -> Iterator[Field]:
        for name in names:
            yield Field(record, name, kind, lambda text, name=name: {name: text})  # type: ignore[misc]

    def item(record: str, kind: str, *names: str) -> Iterator[Field]:
        for name in names:
            yield Field(record, f"{name}[]", kind, lambda text, name=name: {name: [text]})  # type: ignore[misc]

    yield from whole("paper", "title", "title")
    yield from whole("paper", "line", "short_name", "award", "withdrawn")
    yield from item("paper", "line", "authors")
    yield from item("paper", "title", "also_known_as")
    yield from whole("paper", "prose", "summary")
    yield from whole("paper", "address", "url", "pdf", "project")
    yield from item("paper", "address", "code")
    yield Field("paper", "code.url", "address", lambda text: {"code": [{"url": text, "label": "x"}]})
    yield Field(
        "paper", "code.label", "line", lambda text: {"code": [{"url": "https://c.example.org/", "label": text}]}
    )
    yield Field("paper", "links.url", "address", lambda text: {"links": [{"label": "Slides", "url": text}]})
    yield Field(
        "paper", "links.label", "line", lambda text: {"links": [{"label": text, "url": "https://l.example.org/"}]}
    )
    yield Field("paper", "waive reason", "line", lambda text: {"waive": {"author-format": text}})
    yield Field("paper", "waive code", "unknown-code", lambda text: {"waive": {text: "A reason."}})
    yield Field("paper", "venue", "unknown-venue", lambda text: {"venue": text}, before="At ")
    yield from item("paper", "unknown-topic", "topics")
    yield from whole("paper", "bad-arxiv", "arxiv")
    yield from whole("paper", "bad-doi", "doi")
    yield from whole("paper", "wrong-type", "year")
    yield from whole("paper", "bad-date", "added")
    yield from item("paper", "bad-id", "former_ids", "builds_on", "related", "not_duplicates")
    yield Field("paper", "name of a field", "unknown-field", lambda text: {text: "x"})
    yield from whole("resource", "title", "name")
    yield from whole("resource", "bad-value", "kind", "status")
    yield from whole("resource", "address", "url", "repository")
    yield from whole("resource", "prose", "description")
    yield from item("resource", "unknown-topic", "topics")
    yield from whole("resource", "bad-id", "paper")
    yield Field("resource", "paper.title", "title", lambda t: {"paper": {"title": t, "url": "https://p.example.org/"}})
    yield Field("resource", "paper.url", "address", lambda text: {"paper": {"title": "A Paper", "url": text}})
    yield from whole("resource", "line", "status_note")
    yield from item("resource", "title", "also_known_as")
    yield from item("resource", "bad-id", "former_ids")
    yield from whole("topic", "bad-id", "id")
    yield from whole("topic", "line", "title")
    yield from whole("topic", "unknown-parent", "parent")
    yield from whole("topic", "markdown", "description")
    yield Field("topic", "start_here.paper", "bad-id", lambda text: {"start_here": [{"paper": text, "why": "It is."}]})
    yield Field("topic", "start_here.why", "line", lambda text: {"start_here": [{"paper": "levain", "why": text}]})
    yield from whole("venue", "bad-id", "id")
    yield from whole("venue", "line", "name", "full_name")
    yield Field("venue", "aliases[]", "line", lambda text: {"aliases": [text]}, before="As ")
    yield from whole("venue", "bad-value", "kind")
    yield from whole("venue", "address", "url")


FIELDS = list(_fields())

_LIVE_MARKDOWN = {
    # What Markdown lets through as HTML or leads to; the rest of the texts is harmless there too.
    "html-in-text": {
        "script", "script-end", "script-comment", "title-end", "textarea-end", "style-end", "comment-end", "cdata-end",
        "image", "iframe", "mutation", "refresh", "form", "link", "markdown", "attributes", "slot", "doctype",
        "json-escape", "bibtex-open", "bibtex-close", "snippet",
    },
    "bad-url": {"markdown-reference"},
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One text in one field."""

    field: Field
    label: str
    text: str
    codes: frozenset[str]
    """Any of which is noted at the text; empty if it is taken."""

    def __str__(self) -> str:
        return f"{self.field.record} {self.field.name}: {self.label}"


def cases() -> Iterator[Case]:
    """Put every text into every field."""
    for field in FIELDS:
        texts = {**SHOWN, **REFUSED, **ONE_LINE_ONLY}
        if field.kind == "address":
            texts |= BAD_ADDRESSES | GOOD_ADDRESSES
        if field.kind in {"unknown-field", "unknown-code"}:
            del texts["too long"]  # In YAML a key has at most 1024 characters.
        for label, text in texts.items():
            yield Case(field, label, field.before + text, _codes(field, label))


def _codes(field: Field, label: str) -> frozenset[str]:
    match field.kind:
        case "address":
            return frozenset() if label in GOOD_ADDRESSES else frozenset({"bad-url"})
        case "line" | "title":
            return _LINE if label in REFUSED or label in ONE_LINE_ONLY else frozenset()
        case "prose":
            return _LINE if label in REFUSED else frozenset()
        case "markdown":
            live = {code for code, labels in _LIVE_MARKDOWN.items() if label in labels}
            return frozenset(live) or (_LINE if label in REFUSED else frozenset())
        case "unknown-topic" | "unknown-venue" | "unknown-parent":
            return _LINE if label in REFUSED or label in ONE_LINE_ONLY else frozenset({field.kind})
        case code:
            return frozenset({code})


@cache
def quoted(text: str) -> str:
    """Write a text in double quotes, whatever is in it, as YAML has it."""
    return '"' + "".join(_escape(letter) for letter in text) + '"'


def _escape(letter: str) -> str:
    if letter.isascii():
        return json.dumps(letter)[1:-1].replace("\x7f", "\\x7f")
    return f"\\U{ord(letter):08x}"


class Raw(str):
    """A value that is written without quotes."""


def lines(fields: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    """Write fields as YAML, one value a line."""
    for name, value in fields.items():
        key = name if re.fullmatch("[a-z_-]{1,20}", name) else quoted(name)
        if isinstance(value, dict):
            yield f"{indent}{key}:"
            yield from lines(value, f"{indent}  ")
        elif isinstance(value, list):
            yield f"{indent}{key}:"
            for item in value:
                inner = list(lines(item)) if isinstance(item, dict) else [quoted(item)]
                yield f"{indent}  - {inner[0]}"
                yield from (f"{indent}    {line}" for line in inner[1:])
        else:
            yield f"{indent}{key}: {value if isinstance(value, Raw) else quoted(value)}"


def ordinary(record: str, number: int) -> dict[str, Any]:
    """Give the required fields of a record, unlike those of every other."""
    letters = (
        hashlib.sha256(f"{record} {number}".encode()).hexdigest().translate(str.maketrans("0123456789", "ghijklmnop"))
    )
    words = [letters[start : start + 8] for start in range(0, 48, 8)]
    title = " ".join(words).title()
    summary = f"{title} says what ordinary entries say, in a sentence that is long enough to be one."
    match record:
        case "paper":
            return {
                "title": title, "authors": [f"{words[0].title()} {words[1].title()}"], "venue": "ICBB",
                "year": Raw("2024"), "topics": ["ovens"], "summary": summary, "added": Raw("2026-02-01"),
            }  # fmt: skip
        case "resource":
            return {
                "name": title, "kind": "tool", "url": f"https://{words[0]}.example.org/", "description": summary,
                "added": Raw("2026-02-01"),
            }  # fmt: skip
        case "topic":
            return {"id": words[0], "title": title, "description": summary}
    return {"id": words[0], "name": title, "full_name": f"Conference {title}", "kind": "conference"}


@dataclass(frozen=True)
class Placed:
    """Where a case stands."""

    case: Case
    file: str
    first: int
    """Line on which the record begins."""
    last: int
    line: int
    """Line on which the text stands, from 1, with its column."""
    column: int


def write_cases(root: Path, which: list[Case]) -> list[Placed]:
    """Add each case to a copy of the small catalog as a record of its own."""
    shutil.copytree(SMALL, root)
    placed: list[Placed] = []
    lists = {
        f"catalog/{name}s.yaml": (root / f"catalog/{name}s.yaml").read_text().splitlines()
        for name in ("topic", "venue")
    }
    for number, case in enumerate(which):
        written = list(lines({**ordinary(case.field.record, number), **case.field.put(case.text)}))
        line, column = _place(written, case.text)
        if case.field.record in {"paper", "resource"}:
            name, before, shift = f"catalog/{case.field.record}s/c-{number}.yaml", 0, 0
            (root / name).write_text("\n".join([*written, ""]), encoding="utf-8")
        else:
            name = f"catalog/{case.field.record}s.yaml"
            before, shift = len(lists[name]), 2
            lists[name] += [("  " if index else "- ") + text for index, text in enumerate(written)]
        placed.append(Placed(case, name, before + 1, before + len(written), before + line, shift + column))
    for name, content in lists.items():
        (root / name).write_text("\n".join([*content, ""]), encoding="utf-8")
    return placed


def _place(written: list[str], text: str) -> tuple[int, int]:
    sought = quoted(text)
    number = next(number for number, line in enumerate(written) if sought in line)
    return number + 1, written[number].index(sought) + 1


def write_shown(root: Path) -> None:
    """Write a catalog whose every text field holds hostile texts that are taken: a paper a text, all its fields."""
    shutil.copytree(SMALL, root)
    catalog = root / "catalog"
    addresses = list(GOOD_ADDRESSES.values())
    topics, venues = [], []
    for number, (id_, text) in enumerate(SHOWN.items()):
        address = f"{addresses[number % len(addresses)]}{number}"
        live = any(id_ in labels for labels in _LIVE_MARKDOWN.values())
        topics.append(
            {"id": f"t-{id_}", "title": text, "description": "Prose." if live else text,
             "start_here": [{"paper": f"x-{id_}", "why": text}]}
        )  # fmt: skip
        name = text[:290]
        venues.append(
            {"id": f"v-{id_}", "name": name, "full_name": f"{name} Full", "aliases": [f"{name} Alias"],
             "kind": ("conference", "journal", "workshop", "preprint")[number % 4], "url": address}
        )  # fmt: skip
        label = [{"label": text, "url": address}]
        paper = {
            **ordinary("paper", number), "title": text, "short_name": text,
            "authors": [f"{text[:290]} Eve", "Ada Example"],
            "venue": name, "summary": f"{text} -- and here the summary goes on, so that it is long enough for one.",
            "also_known_as": [f"Earlier {text}"], "award": text, "links": label, "code": label, "url": address,
            "project": address, "pdf": address, "related": ["levain"], "former_ids": [f"old-{id_}"],
            "topics": ["ovens", f"t-{id_}"], "waive": {"author-format": text},
        }  # fmt: skip
        if number % 3 == 0:
            paper["withdrawn"] = text
        resource = {
            **ordinary("resource", number), "name": text, "description": f"{text} -- as a resource.", "url": address,
            "repository": address, "status": "archived", "status_note": text, "also_known_as": [f"Earlier {text}"],
            "paper": {"title": text, "url": address}, "topics": [f"t-{id_}"],
        }  # fmt: skip
        for folder, stem, fields in (("papers", f"x-{id_}", paper), ("resources", f"r-{id_}", resource)):
            content = "\n".join([*lines(fields), ""])
            (catalog / folder / f"{stem}.yaml").write_text(content, encoding="utf-8")
    for file, records in (("topics", topics), ("venues", venues)):
        with (catalog / f"{file}.yaml").open("a", encoding="utf-8") as out:
            out.writelines("- " + "\n  ".join(lines(record)) + "\n" for record in records)
