"""Which part of an entry of a list is its title."""

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import chain, islice

from llmpapers.importers.author_lists import breaks_off, mostly_names, read_authors
from llmpapers.importers.link_roles import role_of_label
from llmpapers.importers.marked_text import GAP, IMAGE, Mark, MarkedText
from llmpapers.importers.venue_year import Tag, read_tag

_BRACKETS = {"[": "]", "(": ")", "【": "】", "（": "）", "「": "」", "{": "}", "<": ">"}
_SKIPPED = set(" \t\n\r*-–—•·|:,.;~>#_!?/\\+&=、：，。" + GAP + IMAGE + "\u200b\u200d\ufeff\ufe0f\u20e3")
_QUOTES = {"“": "”", '"': '"', "«": "»", "``": "''", "「": "」", "„": "“", "《": "》"}
_ENUMERATION = re.compile(r"(?:\[\s?[A-Z]?\d{1,4}\s?\]|\(\d{1,3}\)|\d{1,3}[.)](?=\s))\s*")
_ABBREVIATED = re.compile(r"(?:\bvs|\bal|\bet|\b[A-Z]|\be\.g|\bi\.e|\bNo|\bvol|\bDr|\bSt)$")


@dataclass(slots=True)
class FoundTitle:
    """A title, and where in the text it stands."""

    text: str
    start: int
    end: int
    how: str
    """``link``, ``bold``, ``quote``, ``italic`` or ``plain``."""
    tags: list[Tag] = field(default_factory=list)
    """What stood around the title and was taken off it."""
    names: list[str] = field(default_factory=list)
    """Short names that stood before it or behind it."""


def count_words(text: str) -> int:
    """Count the words of a text; a character of Chinese or Japanese counts as half a word."""
    wide = 0 if text.isascii() else sum("\u3040" <= character <= "\u9fff" for character in text)
    return len(re.findall(r"[^\W_]+(?:[-'’./:+^$][^\W_]+)*", text)) + wide // 2


def is_title_like(text: str, least: int = 3) -> bool:
    """Tell whether a text could be a title: several words, or one with a colon, that say nothing else."""
    bare = text.strip().strip("*_`\"“”'.,:;")
    if len(bare) < 4 or len(bare) > 400 or bare.startswith(("http", "www.")):
        return False
    if count_words(bare) < least and not (":" in bare and count_words(bare) >= 2):
        return False
    return role_of_label(bare) is None and read_tag(bare) is None and not is_name_list(bare)


def is_name_list(text: str) -> bool:
    """Tell whether a text is a list of people."""
    return bool(read_authors(text)) or breaks_off(text) or mostly_names(text)


def skip_decoration(text: str, start: int) -> int:
    """Give the first position that is neither blank nor emoji nor punctuation."""
    while start < len(text):
        letter = text[start]
        if letter in _SKIPPED or unicodedata.category(letter) in {"So", "Sk", "Cf", "Cn", "Zs", "Mn"}:
            start += 1
        elif found := re.compile(r":[a-z_+\-0-9]{2,30}:").match(text, start):
            start = found.end()
        else:
            break
    return start


def leading_tags(marked: MarkedText, text: str) -> tuple[int, list[Tag], list[str]]:
    """Read what stands before a title: venue, date, number, short name.

    Args:
        marked: for the marks.
        text: the same text, with gaps where links are that are no titles.

    Returns:
        Where the rest begins, and the tags and short names found.
    """
    start = 0
    tags: list[Tag] = []
    names: list[str] = []
    marks = {mark.start: mark for mark in marked.marks if mark.kind in {"code", "bold", "italic"}}
    for _ in range(8):
        start = skip_decoration(text, start)
        if found := _ENUMERATION.match(text, start):
            start = found.end()
            continue
        stop, content, sort = _leading_group(text, start, marks)
        if not stop:
            stop, tag = _leading_words(text, start)
            if not tag:
                break
            tags.append(tag)
            start = stop
            continue
        tag = read_tag(content)
        if tag:
            tags.append(tag)
        elif (
            sort in {"[", "【", "code"}
            and len(content) <= 60
            and count_words(text[stop : stop + 200].split("\n\n", maxsplit=1)[0]) >= 2
        ):
            names.append(content.strip(" *_"))
        else:
            break
        start = stop
    return start, tags, names


def _leading_group(text: str, start: int, marks: dict[int, Mark]) -> tuple[int, str, str]:
    """Find a bracketed or marked group that begins here: where it ends, what it says, and its sort."""
    letter = text[start : start + 1]
    if letter in _BRACKETS:
        stop = closing(text, start)
        if 0 < stop - start <= 90:
            return stop, text[start + 1 : stop - 1], letter
    mark = marks.get(start)
    if mark and mark.end - mark.start <= 60:
        content = text[mark.start : mark.end]
        if mark.kind == "code" or read_tag(content.strip(" []():")):
            return mark.end, content.strip(" []():"), mark.kind
    return 0, "", ""


def closing(text: str, start: int) -> int:
    """Give the position behind the bracket that closes the one at ``start``, 0 where none does nearby."""
    opened, closed = text[start], _BRACKETS[text[start]]
    depth = 0
    for index in range(start, min(len(text), start + 200)):
        depth += (text[index] == opened) - (text[index] == closed)
        if depth == 0:
            return index + 1
        if text.startswith("\n\n", index):
            return 0
    return 0


_LEADING_WORDS = re.compile(r"([^\n,:|()\[\]\x1f]{2,40}?)(?:\s*[:|,]\s+|\s+[-–—]+\s+|\s*\]\s*|\.\s+|[-_](?=[A-Z]))")
_GLUED = re.compile(r"([A-Za-z][A-Za-z&+/-]{1,14})[\s'’‘]?((?:19|20)?\d\d)(?=[\s:,\]])")


def _leading_words(text: str, start: int) -> tuple[int, Tag | None]:
    """Read venue and year, or a date, that stand before a title without brackets."""
    if found := re.compile(r"((?:19|20)\d\d)[-_ ]([A-Za-z&]{2,12})[-_:](?=\S)").match(text, start):
        tag = read_tag(f"{found[2]} {found[1]}", marked=False)
        if tag:
            return found.end(), tag
    for pattern in (_LEADING_WORDS, _GLUED, re.compile(r"((?:19|20)\d\d[./-]\d\d(?:[./-]\d\d)?)[\s:,]+")):
        if found := pattern.match(text, start):
            words = found[0] if pattern is _GLUED else found[1]
            tag = read_tag(words, marked=False)
            if tag and tag.year and not tag.is_note and (tag.venue or pattern is not _GLUED):
                return found.end(), tag
    return start, None


def find_title(marked: MarkedText, text: str, links: list[Mark]) -> FoundTitle | None:
    """Choose the title of one entry.

    Args:
        marked: what the entry says.
        text: the same text with gaps where links and images are that are no titles.
        links: links whose label may be the title, in order.
    """
    start, tags, names = leading_tags(marked, text)
    found = (
        _of_links(marked, links, 3)
        or _of_marks(marked, text, "bold", start=start)
        or _quoted(text)
        or _plain(text, start)
        or _of_marks(marked, text, "italic")
        or _of_links(marked, links, 1)
        or _of_marks(marked, text, "bold", 1)
        or _plain(text, start, least=1)
    )
    if not found:
        return None
    if found.start >= start:
        found.tags += tags
        found.names += [*names, *_between(text[start : found.start])]
    else:
        found.tags += [tag for tag in tags if tag not in found.tags]
    return _cleaned(found)


def _between(text: str) -> list[str]:
    """Read a short name that stands between the tags and the title: "**NCSN** [Generative …]"."""
    text = text.strip(" *_:,.-–—|[]()\n" + GAP + IMAGE)
    return [text] if 1 < len(text) <= 30 and count_words(text) <= 3 and not is_name_list(text) else []


def _of_links(marked: MarkedText, links: list[Mark], least: int) -> FoundTitle | None:
    for mark in links:
        label = marked.text[mark.start : mark.end]
        if is_title_like(label, least) or (
            least == 1 and role_of_label(label) is None and read_tag(label) is None and len(label.strip()) > 1
        ):
            return FoundTitle(label, mark.start, mark.end, "link")
    return None


def _of_marks(marked: MarkedText, text: str, kind: str, least: int = 3, start: int = 0) -> FoundTitle | None:
    for mark in marked.of_kind(kind):
        if mark.end <= start:
            continue
        words = text[mark.start : mark.end]
        if GAP in words.strip(GAP + " []()"):
            words = words.split(GAP)[0].rstrip(" [(")
        behind = text[mark.end : mark.end + 3]
        if (
            words.rstrip().endswith(":")
            or re.match(r"\s*[:：-]\s*\w", behind)
            or (re.match(r"\s?\w", behind) and count_words(words) < 4)
        ):
            # Only the name is bold: "**ExampleNet**: small examples".
            continue
        ends = words.rstrip().endswith((".", ",")) or behind.lstrip(" ")[:1] in {".", ","}
        if is_title_like(words, 2 if ends and kind == "bold" else least):
            return FoundTitle(words, mark.start, mark.start + len(words), kind)
    return None


def _quoted(text: str) -> FoundTitle | None:
    for opened, closed in _QUOTES.items():
        start = text.find(opened)
        if start < 0:
            continue
        stop = text.find(closed, start + len(opened))
        if stop > 0 and is_title_like(text[start + len(opened) : stop], 3) and GAP not in text[start:stop]:
            # A quotation inside a title is no title.
            if re.search(r"\w{3}\s*$", text[max(0, start - 6) : start]) and not re.search(r"[.,:;)]\s*$", text[:start]):
                continue
            return FoundTitle(text[start + len(opened) : stop].rstrip(",."), start, stop + len(closed), "quote")
    return None


_DELIMITER = re.compile(
    r"\s*\n\n\s*|,\s+|;\s+|[.?!](?=\s)\s*|\s+[-–—|•·]+\s+|\s*[(\[（【]|\s+\|+\s*|,?\s+by\s+(?=[A-Z])|\s*[@|](?=\w)|\s*\n"
)

_MOST_CUTS = 200
"""Places where a title may end that are looked at; more than authors and a title have between them."""


def _plain(text: str, start: int, least: int = 3) -> FoundTitle | None:
    """Take the words up to where authors, venue, links or a new sentence begin."""
    stop = _first(text, start, (GAP, IMAGE, "\n\n", " | ", "http://", "https://"))
    piece = text[start:stop]
    begin = 0
    # Each place is weighed by all that follows, so hostile text could have seconds spent on a single entry.
    cuts = list(islice(chain(_DELIMITER.finditer(piece), [None]), _MOST_CUTS))
    for index, cut in enumerate(cuts):
        head = piece[begin : cut.start() if cut else len(piece)]
        if cut and piece[cut.start()] in "?!":
            head += piece[cut.start()]
        if cut is None or _ends_title(head, cut, piece, cuts[index + 1 : index + 3]):
            if cut and cut[0].startswith(".") and is_name_list(head):
                begin = cut.end()
                continue
            if is_title_like(head, least):
                return FoundTitle(head, start + begin, start + begin + len(head), "plain")
            if cut is None or count_words(head) >= 1:
                return None
    return None


def _first(text: str, start: int, ends: tuple[str, ...]) -> int:
    places = [text.find(end, start) for end in ends]
    return min((place for place in places if place >= 0), default=len(text))


def _ends_title(head: str, cut: re.Match[str], piece: str, later: list[re.Match[str] | None]) -> bool:
    """Tell whether a title ends at a delimiter, by what follows."""
    mark = cut[0].strip()
    after = piece[cut.end() :]
    following = piece[cut.end() : later[0].start() if later and later[0] else len(piece)].strip()
    if "\n\n" in cut[0]:
        return count_words(head) >= 2
    if mark.lstrip(", ").startswith("by"):
        return bool(read_authors(_sentence(after)) or breaks_off(_sentence(after)) or _AND_OTHERS.match(after))
    if mark == "." and not _ABBREVIATED.search(head):
        return count_words(head) >= 3 or is_name_list(head)
    if mark in {"(", "[", "（", "【"}:
        stop = closing(piece, cut.end() - 1)
        content = piece[cut.end() : stop - 1] if stop else after
        return read_tag(content) is not None or not piece[stop:].strip(" .,;") or content.startswith("@") or not stop
    tag = read_tag(following, marked=False)
    if tag is not None and (tag.year or mark in {",", "|", "-", "–", "—", ""}):
        return True
    if mark in {",", "-", "–", "—", "|", "?", "!", "", ".", "·", "•"}:
        if breaks_off(following) or _AND_OTHERS.match(after):
            return True
        names = read_authors(_sentence(after))
        # A title may end in "…, Sparse Outliers, and Quantization", which reads like two people.
        return len(names) >= (3 if mark == "," else 2)
    return False


_AND_OTHERS = re.compile(r"[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,3},? et\.? al")


def _sentence(text: str) -> str:
    """Give the words up to where a list of authors would end."""
    return re.split(
        r"\.\s(?=[^\W\d_]{3,})|\n|\s[-–—|]\s|[(\[]|,?\s(?=in\b)|,\s(?=[A-Z][\w&]*\s?(?:19|20|['’])\d\d)", text
    )[0]


_TRAILING_GROUP = re.compile(r"\s*[\[(（【]([^\[\]()（）【】]{1,90})[\])）】]?\s*$")


def _cleaned(found: FoundTitle) -> FoundTitle | None:
    """Take off a title what is not part of it, and keep what that states."""
    inner = MarkedText(found.text)
    start, tags, names = leading_tags(inner, found.text)
    found.tags += tags
    found.names += names
    title = found.text[start:] if count_words(found.text[start:]) else found.text
    for _ in range(4):
        title = _trimmed(title)
        group = _TRAILING_GROUP.search(title)
        content = group[1] if group else ""
        tag = read_tag(content) if group else None
        if group and (tag or content.startswith("@") or content.endswith("etc")):
            if tag:
                found.tags.append(tag)
            title = title[: group.start()]
            continue
        tail = re.search(r"(?:,\s*|\.\s+|\s+[-–—|]\s+)([^,]{3,40}(?:,\s?\d{4})?)$", title)
        acronym = bool(tail and re.fullmatch(r"[A-Z][A-Z\w-]{2,14} (?:19|20)\d\d", tail[1]))
        tag = read_tag(tail[1], marked=acronym) if tail else None
        if tail and tag and ((tag.venue and (tag.year or found.how != "link")) or (tag.year and len(tail[1]) == 4)):
            found.tags.append(tag)
            title = title[: tail.start()]
            continue
        break
    found.text = _trimmed(title)
    return found if count_words(found.text) else None


def _trimmed(title: str) -> str:
    title = re.sub(r"\s+", " ", title.replace(GAP, " ").replace(IMAGE, " ")).strip()
    if title[:1] in "\"“'‘*_" and title[-1:] in "\"”'’*_.,":
        title = title.strip("\"“”'‘’*_., ")
    for opened, closed in (("[", "]"), ("(", ")")):
        if title.startswith(opened) and title.endswith(closed) and title.count(opened) == 1:
            title = title[1:-1]
        if title.count(closed) > title.count(opened):
            title = title.removesuffix(closed)
        if title.count(opened) > title.count(closed) and title.endswith(opened):
            title = title.removesuffix(opened)
    while title and (title[-1] in " .,:;|*_-–—\\/" or unicodedata.category(title[-1]) in {"So", "Cf", "Mn", "Sk"}):
        title = title[:-1]
    return title
