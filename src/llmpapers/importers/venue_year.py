"""Venue, year and arXiv id as a list's tags state them."""

import re
from dataclasses import dataclass
from functools import lru_cache

from llmpapers.identifiers import parse_arxiv
from llmpapers.importers.venue_words import is_ambiguous, is_known, is_spelled_out, needs_year

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<year>{_YEAR})\s?[./\-–年]\s?(?:1[0-2]|0?[1-9])(?:\s?[./\-–月]\s?(?:[0-3]?\d))?[日月]?",
        rf"(?:(?:{_MONTHS})[./,\- ]*)(?:[0-3]?\d(?:st|nd|rd|th)?,?\s+)?(?P<year>{_YEAR})",
        rf"(?:[0-3]?\d(?:st|nd|rd|th)?\s+)?(?:{_MONTHS})[./,\- ]*(?P<year>{_YEAR})",
        rf"(?P<year>{_YEAR})[./,\- ]*(?:{_MONTHS})\.?(?:\s+[0-3]?\d)?",
        rf"(?:[0-3]?\d[./\-])?(?:1[0-2]|0?[1-9])[./\-](?P<year>{_YEAR})",
        rf"(?P<year>{_YEAR})(?:年)?",
        r"(?P<short>[012]\d)[./](?:1[0-2]|0[1-9])(?:[./][0-3]\d)?",
        rf"(?:{_MONTHS})\.?[\s\-]*['’‘]?(?P<short>[012]\d)",
    )
)
_NOTE = re.compile(
    r"\b(?:oral|spotlight|poster|highlights?|notable(?: top[\- ]?\d+ ?%?)?|top[\- ]?\d+ ?%"
    r"|outstanding(?: paper)?(?: award)?"
    r"|best (?:student )?(?:paper|demo|poster|student paper)(?: award)?(?: (?:candidate|finalist"
    r"|nominee|nomination|runner[\- ]up|honou?rable mention))?"
    r"|awards?(?: candidate)?|honou?rable mention|runner[\- ]up|accepted|camera[\- ]ready|under review"
    r"|submitted|long paper|short paper"
    r"|full paper|talk|invited|presentation|extended version|early access|in press|rejected|regular|new)\b[!*]*",
    re.IGNORECASE,
)
_NOT_VENUES = re.compile(
    rf"^(?:{_MONTHS}|since|updated?|until|last|new|news|from|spring|summer|fall|autumn|winter|survey|paper|papers|code|version|v\d+|part"
    r"|chapter|table|figure|section|day|week|year|years|top|best|total|about|copyright|page|pages|pp|release[sd]?|q[1-4]|stars?"
    r"|citations?|cited|et al|team|note|todo|project|website|link|title|authors?|date|month|vol|no"
    r"|issue|in|by|the|and|of)$",
    re.IGNORECASE,
)
_EDGES = " \t\n\x1f\ufffc.,;:|·•*_~#&-–—'\"’‘“”`!🔥⭐📄📖🌟✨🏆🎉"
_VENUE_THEN_YEAR = re.compile(
    rf"(?P<venue>[^\n]*?[^\s\d'’‘`´\-_.,:(])(?P<between>[\s\-_.,:;/(|]*)(?:(?P<year>{_YEAR})|(?P<mark>['’‘`´′ʼ])\s?(?P<short>\d\d)|(?P<bare>\d\d))\)?"
)
_VENUE_AROUND_YEAR = re.compile(
    rf"(?P<head>[^\d]{{2,60}}?)[\s'’,]+(?:(?P<year>{_YEAR})|(?P<short>\d\d))\s+(?P<tail>[^\d]{{2,90}})"
)
_VENUE_THEN_DATE = re.compile(
    rf"(?P<venue>[A-Za-z][A-Za-z&\- ]{{1,40}}?)[\s,:/(|\-]+(?P<date>(?:(?:{_MONTHS})\b|[\d'’]).{{2,20}}?)\)?",
    re.IGNORECASE,
)
_YEAR_THEN_VENUE = re.compile(rf"(?:(?P<year>{_YEAR})|['’‘`´](?P<short>\d\d))[\s\-_.,:;/|]*(?P<venue>[A-Za-z][^\n]*)")
_ARXIV = re.compile(r"\d{4}\.\d{4,5}(?:v\d+)?|[a-z\-]+(?:\.[A-Z]{2})?/\d{7}")


@dataclass(frozen=True, slots=True)
class Tag:
    """What a tag such as "[ICLR'23]" states; what it does not state is None."""

    venue: str | None = None
    year: int | None = None
    arxiv: str | None = None
    is_note: bool = False
    """It says something of the paper, such as "oral", and neither venue nor year."""


@lru_cache(maxsize=50_000)
def read_tag(text: str, *, marked: bool = True) -> Tag | None:
    """Read a text that may be nothing but venue, year or arXiv id.

    Args:
        text: without the brackets.
        marked: it stands in brackets, a badge, a column of its own; then a venue that no vocabulary knows is believed.

    Returns:
        What it states, or None if it says something else.
    """
    text = re.sub(r"\s+", " ", text.replace("_", " ").replace(" ", " ")).strip(_EDGES)
    if not text or len(text) > 160:
        return None
    if text.count("(") == text.count(")") + 1:
        text = text.replace("(", " ", 1)
    bare = _NOTE.sub("", text).strip(_EDGES + "()[]/") if not is_known(text) else text
    if not bare:
        return Tag(is_note=True)
    whole = _part(bare, marked=marked)
    if whole and (whole.venue or whole.year is None or "," not in bare):
        return whole
    return _combined(re.split(r"\s*[,;|/()\[\]]+\s*|\s+(?:and|&|\+|->|→)\s+|\s+[-–—]+\s+", bare), marked=marked)


def _combined(parts: list[str], *, marked: bool) -> Tag | None:
    """Put together what the parts of a tag state; the first venue that is no preprint server counts."""
    parts = [part.strip(_EDGES) for part in parts]
    parts = [part for part in parts if part and not _NOTE.fullmatch(part)]
    if not parts or len(parts) > 5:
        return None
    tags = [_part(part, marked=False) for part in parts]
    known = [tag for tag in tags if tag]
    if len(known) < len(tags) and not (marked and len(known) == len(tags) - 1 and known and len(tags) <= 3):
        return None
    unknown = [part for part, tag in zip(parts, tags, strict=True) if tag is None]
    if any(len(part.split()) > 3 or ": " in part for part in unknown):
        return None
    if unknown and not (any(tag.year and not tag.venue for tag in known) and _is_unknown_venue(unknown[0])):
        if not any(tag.venue for tag in known):
            return None
        unknown = []
    chosen = next((tag for tag in known if tag.venue and not is_preprint(tag.venue)), None)
    chosen = chosen or next((tag for tag in known if tag.venue), None)
    venue = unknown[0] if unknown else chosen.venue if chosen else None
    year = chosen.year if chosen and chosen.year else next((tag.year for tag in known if tag.year), None)
    return Tag(venue, year, next((tag.arxiv for tag in known if tag.arxiv), None))


def is_preprint(venue: str) -> bool:
    """Tell whether a venue's name is that of a preprint server."""
    return bool(
        re.match(r"(?:ar?x|arvi|arix|axr|biorx|medrx|techrx|preprint|corr\b|open ?review|ssrn)", venue, re.IGNORECASE)
    )


def _part(text: str, *, marked: bool) -> Tag | None:
    if date := read_date(text):
        return Tag(year=date)
    if found := re.fullmatch(rf"(?:arxiv|preprint)?[\s:\-]*({_ARXIV.pattern})", text, re.IGNORECASE):
        if arxiv := parse_arxiv(found[1]):
            return Tag("arXiv" if text[:1].lower() == "a" else None, None, arxiv.text)
        return None
    if found := _VENUE_THEN_YEAR.fullmatch(text):
        venue = found["venue"].strip(_EDGES)
        with_mark = bool(found["year"] or found["mark"])
        if found["bare"] and not (is_known(venue) and 0 <= int(found["bare"]) <= 49):
            venue = ""
        if venue and _is_venue(venue, believe=marked and with_mark, dated=True):
            return Tag(_cleaned(venue), _year_of(found["year"], found["short"] or found["bare"]))
    if found := _YEAR_THEN_VENUE.fullmatch(text):
        venue = found["venue"].strip(_EDGES)
        if _is_venue(venue, believe=marked, dated=True):
            return Tag(_cleaned(venue), _year_of(found["year"], found["short"]))
    found = _VENUE_AROUND_YEAR.fullmatch(text)  # "2023 IEEE Conference on Examples", "ICML 2023 Workshop on Samples"
    if found and (is_known(found["head"]) or is_known(found["tail"])):
        return Tag(_cleaned(f"{found['head']} {found['tail']}"), _year_of(found["year"], found["short"]))
    if found := _VENUE_THEN_DATE.fullmatch(text):
        year = read_date(found["date"])
        if year and _is_venue(found["venue"].strip(_EDGES), believe=False, dated=True):
            return Tag(_cleaned(found["venue"]), year)
    if not needs_year(text) and _is_venue(text, believe=False, dated=marked):
        return Tag(_cleaned(text))
    return None


def _cleaned(venue: str) -> str:
    venue = re.sub(
        r"^(?:in|to appear (?:in|at)|accepted (?:by|to|at|in|for)|appears? (?:in|at)|published (?:in|at|by)"
        r"|submitted to)\s+",
        "",
        venue.strip(_EDGES + "()"),
        flags=re.IGNORECASE,
    )
    labeled = re.match(r"(?:conference|journal|venue)[\s:]+(?!on\s|of\s|for\s)(.+)", venue, re.IGNORECASE)
    venue = labeled[1] if labeled and is_known(labeled[1]) else venue
    return re.sub(r"\s+preprint$|\s*\([^)]*$", "", venue, flags=re.IGNORECASE)


def _year_of(full: str | None, short: str | None) -> int | None:
    if full:
        return int(full)
    if not short:
        return None
    return int(short) + (2000 if int(short) < 50 else 1900)


@lru_cache(maxsize=50_000)
def read_date(text: str) -> int | None:
    """Give the year of a text that is a date or a year and nothing else."""
    text = text.strip(_EDGES + "()[]（）【】")
    for pattern in _DATES:
        if found := pattern.fullmatch(text):
            groups = found.groupdict()
            return _year_of(groups.get("year"), groups.get("short"))
    return None


def _is_venue(name: str, *, believe: bool, dated: bool) -> bool:
    """Tell whether a text names a venue.

    Args:
        name: the text, without year.
        believe: a name that nobody knows counts if it looks like one.
        dated: a year or brackets make an everyday word a venue.
    """
    if not name or (_NOT_VENUES.fullmatch(name) and name != "DATE"):
        return False
    if is_known(name):
        return dated or not is_ambiguous(name)
    if is_spelled_out(name) and len(name) < 120:
        return True
    return believe and _is_unknown_venue(name)


def _is_unknown_venue(name: str) -> bool:
    words = name.split()
    return (
        len(words) <= 3
        and 2 <= len(name) <= 30
        and bool(re.fullmatch(r"[A-Z][\w&+./@\-]*(?: [A-Za-z&@][\w&+./@\-]*)*", name))
        and any(sum(letter.isupper() for letter in word) >= 2 for word in words)
        and not any(_NOT_VENUES.fullmatch(word) for word in words)
    )
