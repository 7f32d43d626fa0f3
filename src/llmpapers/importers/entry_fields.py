"""What one entry of a list states, field by field."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from llmpapers.identifiers import parse_arxiv, parse_doi, url_key
from llmpapers.importers.author_lists import read_authors
from llmpapers.importers.columns import column_role
from llmpapers.importers.link_roles import (
    Role,
    badge_text,
    is_code_address,
    is_paper_address,
    repository_of_badge,
    role_of,
    role_of_label,
)
from llmpapers.importers.marked_text import GAP, IMAGE, Mark, MarkedText, with_bare_links
from llmpapers.importers.titles import FoundTitle, count_words, find_title, is_title_like
from llmpapers.importers.venue_year import Tag, is_preprint, read_date, read_tag

_LONGEST_REST = 1200
_PROSE = re.compile(
    r"^\W*(?:abstract|summary|tl;?dr|note|notes|keywords?|comment|description|contributions?|task|tasks|datasets?|highlights?"
    r"|institutions?|affiliations?|key (?:idea|point|contribution)s?|introduction|motivation|method"
    r"|takeaways?|why|results?|bibtex)\W*[:：]",
    re.IGNORECASE,
)
_KEY_VALUE = re.compile(
    r"^[\s*_\-•>]*(?P<key>[A-Za-z][A-Za-z /_-]{1,24}?)[\s*_]*[:：][\s*_]*(?P<value>\S.*)$", re.DOTALL
)


@dataclass(slots=True)
class LinkUse:
    """A link of an entry with what it leads to."""

    mark: Mark
    label: str
    role: Role


@dataclass(slots=True)
class Reading:
    """What an entry states; what it does not state is None or empty."""

    title: str = ""
    how: str = ""
    """How the title was found, see `FoundTitle`."""
    url: str | None = None
    arxiv: str | None = None
    doi: str | None = None
    venue: str | None = None
    year: int | None = None
    code: list[str] = field(default_factory=list)
    project: str | None = None
    authors: tuple[str, ...] = ()
    short_name: str | None = None
    papers: list[str] = field(default_factory=list)
    """Addresses of the paper, the first of which is ``url``."""
    tags: list[Tag] = field(default_factory=list)
    line: int = 0
    is_mixed: bool = False
    """The title runs through a link that is only a part of it, as in a sentence with a link."""

    @property
    def has_venue(self) -> bool:
        """Whether a venue is stated."""
        return self.venue is not None


LONGEST_ENTRY = 6000
"""Characters of a text that may be one entry."""


def read_entry(marked: MarkedText, given: Mapping[str, MarkedText] | None = None) -> Reading:
    """Read one entry.

    Args:
        marked: what the entry says.
        given: parts whose role is known, as cells of a table are, by the names of `column_role`.

    Returns:
        What was read; nothing of a text that is too long to be one entry.
    """
    reading = Reading(line=marked.line)
    if len(marked.text) > LONGEST_ENTRY:
        return reading
    marked = with_bare_links(marked)
    uses = _uses(marked)
    text = marked.blanked(*_taken(marked, uses))
    candidates = [use.mark for use in uses if _may_be_title(use)]
    title = find_title(marked, text, candidates)
    if title:
        reading.title, reading.how = title.text, title.how
        reading.tags += title.tags
        inside = [mark for mark in candidates if title.start <= mark.start and mark.end <= title.end]
        reading.is_mixed = title.how == "plain" and bool(inside)
    _read_badges(reading, marked)
    rest = _without(text, title, uses)
    _read_rest(reading, marked, rest)
    _read_links(reading, uses, title)
    _read_identifiers(reading, marked.text)
    for role, cell in (given or {}).items():
        _read_given(reading, role, with_bare_links(cell))
    _decide(reading)
    _name(reading, title, marked, rest)
    return reading


def _uses(marked: MarkedText) -> list[LinkUse]:
    found: list[LinkUse] = []
    for mark in marked.of_kind("link"):
        images = [image for image in marked.of_kind("image") if mark.covers(image)]
        label = marked.text[mark.start : mark.end].replace(IMAGE, " ").strip(" \n[]()*_`|")
        before = _before(marked.text, mark.start)
        if not re.search(r"\w", label):
            label = _label_of_images(images) or label
        found.append(LinkUse(mark, label, role_of(label, mark.href, before)))
    return found


def _before(text: str, start: int) -> str:
    """Give the words before a link that may say what it is: "Code: ", "[pdf]("."""
    found = re.search(
        r"(?:^|[\n.,;|\])\x1f\ufffc]|\*)\s*([A-Za-z][A-Za-z ]{1,25}?)[\s*_]*[:：\-]?[\s*_\[(<]*$",
        text[max(0, start - 40) : start],
    )
    return found[1] if found else ""


def _label_of_images(images: Iterable[Mark]) -> str:
    for image in images:
        if repository_of_badge(image.href):
            return "code"
        shown = badge_text(image.href) or ""
        for text in (shown, image.alt):
            words = re.sub(r"\d{4}\.\d{4,5}", "", text)
            role = role_of_label(words)
            if role:
                return words
    return " ".join(image.alt for image in images)


def _may_be_title(use: LinkUse) -> bool:
    if use.role is Role.NOWHERE or not re.search(r"\w", use.label):
        return False
    return (
        role_of_label(use.label) is None and read_tag(use.label) is None and not use.label.startswith(("http", "www."))
    )


def _taken(marked: MarkedText, uses: Iterable[LinkUse]) -> list[tuple[int, int]]:
    """Give the stretches that are labels of links and images, with the brackets around them."""
    stretches = [(mark.start, mark.end) for mark in marked.of_kind("image")]
    for use in uses:
        if not _may_be_title(use) and read_tag(use.label) is None:
            stretches.append(_widened(marked.text, use.mark.start, use.mark.end))
    return stretches


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """Take in the brackets around a label, and the word before it: "[[pdf]]", "(Code: here)"."""
    for _ in range(3):
        left, right = text[:start].rstrip(" *_"), text[end:]
        stripped = len(right) - len(right.lstrip(" *_"))
        if left[-1:] in {"[", "(", "【", "（"} and right[stripped : stripped + 1] in {"]", ")", "】", "）"}:
            start, end = len(left) - 1, end + stripped + 1
        else:
            break
    return start, end


def _without(text: str, title: FoundTitle | None, uses: Iterable[LinkUse]) -> str:
    """Blank the title, and what else is no statement about venue and year."""
    if not title:
        return text
    letters = text[: title.start] + GAP * (title.end - title.start) + text[title.end :]
    for use in uses:
        if _may_be_title(use) and count_words(use.label) >= 3:
            letters = letters[: use.mark.start] + GAP * (use.mark.end - use.mark.start) + letters[use.mark.end :]
    return letters


def _read_badges(reading: Reading, marked: MarkedText) -> None:
    for image in marked.of_kind("image"):
        shown = badge_text(image.href)
        if not shown:
            continue
        head, _, tail = shown.partition(" ")
        tag = read_tag(shown) or (read_tag(tail) if column_role(head) or role_of_label(head) else None)
        # A single word is as often the name of a method or a task.
        if tag and (tag.year or tag.arxiv or (tag.venue and len(shown.split()) == 1 and read_tag(shown, marked=False))):
            reading.tags.append(tag)


def _read_rest(reading: Reading, marked: MarkedText, rest: str) -> None:
    """Read venue, year and authors off what stands beside the title."""
    text = _without_fields(reading, rest)[:_LONGEST_REST]
    for group in re.finditer(r"[\[(（【]([^\[\]()（）【】]{2,120})[\])）】]", text):
        tag = read_tag(group[1].strip(GAP))
        if tag:
            reading.tags.append(tag)
            text = text[: group.start()] + GAP * len(group[0]) + text[group.end() :]
    reading.tags += _tags_of_marks(marked, rest)
    for part in re.split(rf"\n|[{GAP}{IMAGE}]+|\s[|•·–—]\s|\s-+\s|\.\s(?=[A-Z(\[])", text):
        reading.authors = reading.authors or read_authors(part)
    for part in re.split(rf"\n|[{GAP}{IMAGE}]+|\s[|•·–—]\s|\s-+\s|\.\s(?!\d\d\b)|[,;()\[\]|]|\.$", text):
        tag = _tag_of_words(part.strip(" .,:;*_-–—"))
        if tag:
            reading.tags.append(tag)


def _without_fields(reading: Reading, rest: str) -> str:
    """Read lines such as "Venue: …", and give the others that are no prose."""
    kept = []
    for line in re.split(r"\n\n+", rest)[:12]:
        if _PROSE.match(line.strip(GAP)):
            continue
        key_value = _KEY_VALUE.match(line.replace(GAP, " "))
        role = column_role(key_value["key"]) if key_value else None
        if key_value and role in {"venue", "year", "authors", "arxiv", "doi"}:
            _read_given(reading, role or "", MarkedText(key_value["value"]))
        elif role != "note":
            kept.append(line)
    return "\n\n".join(kept)


def _tags_of_marks(marked: MarkedText, rest: str) -> list[Tag]:
    tags: list[Tag] = []
    for mark in marked.marks:
        if mark.kind in {"code", "italic", "bold"} and mark.end - mark.start < 160:
            tag = read_tag(rest[mark.start : mark.end].strip(GAP), marked=mark.kind != "bold")
            if tag and not tag.is_note:
                tags.append(tag)
    return tags


def _tag_of_words(part: str) -> Tag | None:
    """Read a run of words that is venue and year, or ends with them."""
    words = part.split()
    if not words or len(words) > 40:
        return None
    # An acronym with a whole year beside it needs no brackets to be a venue.
    acronym = re.fullmatch(r"[A-Z][A-Z0-9]{2}[\w&-]{0,12}[\s'’]+(?:19|20)\d\d", part) is not None
    if len(words) <= 14 and (tag := read_tag(part, marked=acronym)):
        return tag
    for count in (5, 4, 3, 2, 1):
        if count < len(words):
            tag = read_tag(" ".join(words[-count:]), marked=False)
            if tag and tag.venue and tag.year:
                return tag
    return None


def _read_links(reading: Reading, uses: Iterable[LinkUse], title: FoundTitle | None) -> None:
    for use in uses:
        href = use.mark.href.strip()
        is_title = title is not None and title.how == "link" and title.start == use.mark.start
        role = use.role
        if is_title and role in {Role.UNKNOWN, Role.OTHER, Role.PROJECT, Role.PAPER}:
            reading.papers.insert(0, href)
        elif role is Role.PAPER:
            reading.papers.append(href)
        elif role is Role.CODE and not is_title:
            _add_code(reading, href)
        elif role is Role.CODE:
            reading.papers.append(href)
            _add_code(reading, href)
        elif role is Role.PROJECT and not reading.project:
            reading.project = href
        if use.role is not Role.NOWHERE and (tag := read_tag(use.label)) and not tag.is_note:
            reading.tags.append(tag)
            if role is Role.UNKNOWN:
                reading.papers.append(href)


def _add_code(reading: Reading, href: str) -> None:
    if url_key(href) not in map(url_key, reading.code):
        reading.code.append(href)


_ARXIV_IN_TEXT = re.compile(r"arxiv\s*[:/]?\s*(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+/\d{7})\b", re.IGNORECASE)
_DOI_IN_TEXT = re.compile(
    r"\bdoi\s*[:：]\s*(10\.\d{4,9}/[^\s<>\x1f\"]+(?:<[^\s<>]+>\d\.[^\s<>\x1f\"]+)?)", re.IGNORECASE
)


def _read_identifiers(reading: Reading, text: str) -> None:
    for address in reading.papers:
        reading.arxiv = reading.arxiv or arxiv_of(address)
        if "doi.org/10." in address:
            reading.doi = reading.doi or parse_doi(address)
    if not reading.arxiv and (found := _ARXIV_IN_TEXT.search(text)):
        parsed = parse_arxiv(found[1])
        reading.arxiv = parsed.text if parsed else None
    if not reading.arxiv:
        reading.arxiv = next((tag.arxiv for tag in reading.tags if tag.arxiv), None)
    if not reading.doi and (found := _DOI_IN_TEXT.search(text)):
        reading.doi = parse_doi(found[1].rstrip(".,;)"))


def arxiv_of(address: str) -> str | None:
    """Read an arXiv id off an address, lenient with what lists make of it."""
    if parsed := parse_arxiv(address):
        return parsed.text
    if re.search(r"arxiv|alphaxiv|huggingface\.co/papers", address, re.IGNORECASE):
        found = re.search(r"(?<!\d)(\d{4}\.\d{4,5})(?:v\d+)?(?!\d)", address)
        parsed = parse_arxiv(found[1]) if found else None
        return parsed.text if parsed else None
    return None


def _read_given(reading: Reading, role: str, cell: MarkedText) -> None:
    """Read a part whose role is known."""
    words = cell.text.replace(IMAGE, " ").strip(" \n-–—*_`" + GAP)
    if role == "venue":
        tag = read_tag(words) or _tag_of_words(words)
        if tag:
            reading.tags.insert(0, tag)
        elif words and len(words) <= 80 and re.search(r"[A-Za-z]{2}", words) and role_of_label(words) is None:
            year = re.search(r"\b(?:19|20)\d\d\b", words)
            venue = re.sub(r"[\s,'(]*\b(?:19|20)\d\d\b\)?", "", words).strip(" ,.-")
            reading.tags.insert(0, Tag(re.sub(r"\s+", " ", venue) or None, int(year[0]) if year else None))
    elif role == "year":
        year_found = read_date(words) or next((int(found) for found in re.findall(r"\b((?:19|20)\d\d)\b", words)), None)
        tag = read_tag(words)
        if year_found or tag:
            reading.tags.append(tag if tag and tag.venue else Tag(year=year_found))
    elif role == "authors":
        reading.authors = read_authors(words) or reading.authors
    elif role == "arxiv" and not reading.arxiv:
        found = parse_arxiv(words)
        reading.arxiv = found.text if found else None
    elif role == "doi" and not reading.doi:
        reading.doi = parse_doi(words)
    elif role == "short_name" and words and len(words) <= 40 and not reading.short_name:
        reading.short_name = re.sub(r"\s+", " ", words)
    _read_given_links(reading, role, cell)


def _read_given_links(reading: Reading, role: str, cell: MarkedText) -> None:
    for use in _uses(cell):
        if use.role is not Role.NOWHERE:
            _place_given(reading, role, use)
    if role == "code" and not reading.code:
        repositories = (repository_of_badge(image.href) for image in cell.of_kind("image"))
        reading.code += [repository for repository in repositories if repository][:1]
    for address in reading.papers:
        reading.arxiv = reading.arxiv or arxiv_of(address)


def _place_given(reading: Reading, role: str, use: LinkUse) -> None:
    """Put a link of a column where it belongs: the column's heading says more than the link."""
    href = use.mark.href.strip()
    if role == "code" and (use.role is not Role.OTHER or not reading.code):
        if not is_paper_address(href):
            _add_code(reading, href)
    elif use.role is Role.CODE:
        _add_code(reading, href)
    elif role in {"link", "arxiv", "doi", "venue"} or use.role is Role.PAPER:
        reading.papers += [href] if href not in reading.papers else []
    elif role == "project" or use.role is Role.PROJECT:
        reading.project = reading.project or href


def _decide(reading: Reading) -> None:
    """Choose among what several tags state; a formal venue counts before a preprint server."""
    tags = [tag for tag in reading.tags if not tag.is_note]
    with_venue = [tag for tag in tags if tag.venue]
    chosen = next(
        (tag for tag in with_venue if not is_preprint(tag.venue or "")), with_venue[0] if with_venue else None
    )
    reading.venue = chosen.venue if chosen else None
    reading.year = (chosen.year if chosen else None) or next((tag.year for tag in tags if tag.year), None)
    arxiv_first = [address for address in reading.papers if not is_code_address(address)]
    reading.url = next(iter(arxiv_first or reading.papers), None)


def _name(reading: Reading, title: FoundTitle | None, marked: MarkedText, rest: str) -> None:
    """Find the short name that a list gives beside the title."""
    if reading.short_name or not title:
        return
    behind = [
        marked.text[mark.start : mark.end]
        for mark in marked.of_kind("code")
        if mark.start >= title.end and rest[: mark.start].rstrip().endswith("(")
    ]
    for name in (text.strip(" *_:`") for text in [*title.names, *behind]):
        if (
            1 < len(name) <= 30
            and count_words(name) <= 3
            and not is_title_like(name, 4)
            and read_tag(name) is None
            and role_of_label(name) is None
            and re.search(r"[A-Z0-9]", name)
            and not re.search(r":\w+:|survey|^\d+$|^new$", name, re.IGNORECASE)
        ):
            reading.short_name = name
            return
