"""What is fuzzed, each as a function that takes any bytes and fails where a promise is broken."""

import datetime
import html
import json
import os
import re
import tempfile
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import yaml

from llmpapers.candidates import Candidate
from llmpapers.errors import LlmpapersError
from llmpapers.identifiers import (
    author_key,
    fold,
    is_entry_id,
    is_web_address,
    parse_arxiv,
    parse_doi,
    title_key,
    title_words,
    url_key,
)
from llmpapers.importers.source_file import import_file, kind_of, reader_of
from llmpapers.loading import load_catalog
from llmpapers.models import Paper, Topic, Venue
from llmpapers.plain_yaml import read_plain
from llmpapers.problems import did_you_mean, visible
from llmpapers.reading import ENTRY_LIMIT, Document, _read_any, read_document
from llmpapers.validation import TYPED_FIELDS, validate
from llmpapers.venue_names import VenueNames
from llmpapers.website.descriptions import shorten
from llmpapers.website.templates import inline_markdown, plain_text
from llmpapers.writing import canonical_text, edited_text, entry_text

ROOT = Path(__file__).parents[2]
_SCRATCH = Path(tempfile.gettempdir()) / f"fuzzed-{os.getpid()}"


def text_of(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def reading(data: bytes) -> None:
    """A file is read and validated without a traceback; every problem stands in the file and can be shown."""
    file = _SCRATCH.with_suffix(".yaml")
    file.write_bytes(data)
    try:
        document = read_document(str(file.parent), file.name, catalog=None, limit=ENTRY_LIMIT, typed=TYPED_FIELDS)
        if document.readable:
            validate(document, Paper)
        assert document.readable or document.problems
        lines = data.decode("utf-8", "replace").count("\n") + data.count(b"\r") + 1
        for problem in document.problems:
            assert 1 <= problem.line <= lines, problem
            assert problem.column >= 1, problem
            assert problem.message, problem
            visible(problem.message + problem.hint)
    finally:
        file.unlink()


def fast_reading(data: bytes) -> None:
    """The fast reader gives what the whole one gives, or leaves the text to it."""
    text = text_of(data)
    if re.search("[^\t\n\r -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text):
        return
    fields = read_plain(text, TYPED_FIELDS)
    if fields is not None:
        document = Document("x.yaml")
        _read_any(text, document, TYPED_FIELDS)
        assert repr(document.data) == repr(fields)
        assert not document.problems


def identifiers(data: bytes) -> None:
    """What is read off a text is canonical: read again it is itself."""
    text = text_of(data)
    if arxiv := parse_arxiv(text):
        again = parse_arxiv(arxiv.text)
        assert again is not None
        assert again.text == arxiv.text
        assert 1 <= arxiv.submitted[1] <= 12
    if doi := parse_doi(text):
        assert parse_doi(doi) == doi
        assert not re.search(r"\s", doi)
    if is_web_address(text):
        assert text == text.strip()
        assert text.lower().startswith(("http://", "https://"))
        assert html.escape(text).count('"') == 0
    if is_entry_id(text):
        assert re.fullmatch("[a-z0-9-]+", text)
    assert fold(fold(text)) == fold(text)
    assert title_key(title_key(text)) == title_key(text)
    assert url_key(text) == url_key(text).casefold()
    title_words(text)
    author_key(text)
    did_you_mean(text[:200], ["title", "authors", text[:20]], "")


def _imports(kind: str) -> Callable[[bytes], None]:
    def imports(data: bytes) -> None:
        try:
            found = reader_of(kind)(text_of(data), "x")
        except LlmpapersError as error:
            assert error.message  # noqa: PT017
        else:
            _check_found(found)

    imports.__doc__ = f"Any text read as {kind} gives candidates that JSON can carry, or notices with their lines."
    return imports


def any_import(data: bytes) -> None:
    """Any file is imported by what it looks like, or refused in one sentence."""
    _SCRATCH.write_bytes(data)
    try:
        found = import_file(str(_SCRATCH))
    except LlmpapersError as error:
        assert error.message  # noqa: PT017
    else:
        _check_found(found)
        kind_of("x", text_of(data))
    finally:
        _SCRATCH.unlink()


def _check_found(found: object) -> None:
    for candidate in found.candidates:  # type: ignore[attr-defined]
        assert candidate.title.strip()
        line = candidate.to_json()
        assert "\n" not in line
        line.encode()
        again = Candidate.from_row(json.loads(line), line=candidate.line)
        assert again.to_json() == line
        assert candidate.year is None or 0 < candidate.year < 10_000
        assert candidate.arxiv is None or parse_arxiv(candidate.arxiv)
        assert candidate.doi is None or parse_doi(candidate.doi) == candidate.doi.lower()
        addresses = [*filter(None, [candidate.url, candidate.pdf, candidate.project]), *candidate.code]
        assert all(map(is_web_address, addresses)), addresses
    for notice in found.notices:  # type: ignore[attr-defined]
        assert notice.line >= 1
        assert notice.message


_MODELS = (Paper, Topic, Venue)


def formatter(data: bytes) -> None:
    """Formatting keeps the meaning and is done after once, or the text is refused in one sentence."""
    text = text_of(data)
    model = _MODELS[len(data) % 3]
    try:
        formatted = canonical_text(text, model)
    except LlmpapersError as error:
        assert "without changing" not in error.message, "the formatter's own net caught it"  # noqa: PT017
        return
    assert canonical_text(formatted, model) == formatted
    assert _plain(formatted) == _plain(text)
    said = _plain(text)
    if model is Paper and isinstance(said, dict):
        _check_edits(text, said)


def _check_edits(text: str, said: dict[str, object]) -> None:
    """An edit sets or removes its field and keeps what else is said; a field that stands twice is not edited."""
    root = yaml.compose(text.removeprefix("\ufeff"), Loader=yaml.CBaseLoader)
    names = [key.value for key, _ in root.value]  # type: ignore[union-attr]
    for value in ("Best: paper # 1", None):
        try:
            edited = edited_text(text, {"award": value}, Paper)
        except LlmpapersError as error:
            assert names.count("award") > 1, error  # noqa: PT017
            assert "stands twice" in error.message  # noqa: PT017
        else:
            others = {name: item for name, item in said.items() if name != "award"}
            assert _plain(edited) == others | ({} if value is None else {"award": value})


def _plain(text: str) -> object:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _stripped(yaml.load(text, Loader=yaml.CBaseLoader))


def _stripped(value: object, name: object = "") -> object:
    """Leave out the blanks around prose, which mean nothing, and name the null values alike."""
    if isinstance(value, dict):
        return {key: _stripped(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [_stripped(item) for item in value]
    if name in {"summary", "description"}:
        value = str(value).strip()
    return "" if value in {"null", "Null", "NULL", "~"} else value


def new_entry(data: bytes) -> None:
    """Whatever texts an entry is made of, its file is canonical and says them."""
    texts = text_of(data).split("\x1e")[:4]
    fields: dict[str, object] = dict(zip(("title", "summary", "award", "url"), texts, strict=False))
    fields |= {"authors": texts, "year": len(data), "added": datetime.date(2026, 1, 2)}
    try:
        text = entry_text(Paper, fields)
    except LlmpapersError:
        return
    assert canonical_text(text, Paper) == text
    said = yaml.safe_load(text)
    for name, value in fields.items():
        if value is not None and value != []:
            assert (said[name] or "").strip() == value.strip() if name == "summary" else said[name] == value, name


@cache
def _venues() -> VenueNames:
    return VenueNames(load_catalog(ROOT).venues)


@cache
def _names() -> frozenset[str]:
    return frozenset(venue.record.name for venue in load_catalog(ROOT).venues.values())


def venue_names(data: bytes) -> None:
    """A text names a venue of the catalog or none; a venue's own name means it."""
    text, venues = text_of(data), _venues()
    venues._known.clear()  # Or a million texts stay in memory.
    read = venues.read(text)
    assert read.name is None or read.name in _names()
    assert read.year is None or 1900 <= read.year <= 2099
    assert venues.is_preprint(text) in {True, False}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[tuple[str, object]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.seen.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.seen.append(("declaration", decl))

    def handle_pi(self, data: str) -> None:
        self.seen.append(("instruction", data))


def site_text(data: bytes) -> None:
    """A summary's Markdown becomes text with `code`, `em` and `strong` at most, and says the same without marks."""
    text = text_of(data).replace("\0", "")  # YAML has none.
    inline_markdown.cache_clear()
    plain_text.cache_clear()
    parser = _Tags()
    parser.feed(str(inline_markdown(text)))
    parser.close()
    assert {(tag, str(attributes)) for tag, attributes in parser.seen} <= {
        ("code", "[]"), ("em", "[]"), ("strong", "[]"),
    }  # fmt: skip
    assert parser.text.split() == plain_text(text).split()
    assert len(shorten(text)) <= max(160, 162)
    visible(text)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "reading": reading,
    "fast-reading": fast_reading,
    "identifiers": identifiers,
    "markdown": _imports("markdown"),
    "bibtex": _imports("bibtex"),
    "csv": _imports("csv"),
    "json": _imports("json"),
    "any-import": any_import,
    "formatter": formatter,
    "new-entry": new_entry,
    "venue-names": venue_names,
    "site-text": site_text,
}
"""By name, as the command line and the folders of `tests/data/fuzz` have it."""
