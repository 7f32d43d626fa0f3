"""Identifiers of scholarly works: arXiv ids, DOIs, addresses and title keys, as pure functions."""

import re
import unicodedata
from functools import cache
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

_ARXIV_NEW = re.compile(r"(?P<yymm>\d{4})\.(?P<number>\d{4,5})(?:v(?P<version>[1-9]\d{0,5}))?", re.ASCII)
_ARXIV_OLD = re.compile(
    r"(?P<archive>[a-z]+(?:-[a-z]+)?)(?:\.[A-Za-z]{2})?"
    r"/(?P<yymm>\d{4})(?P<number>\d{3})(?:v(?P<version>[1-9]\d{0,5}))?",
    re.ASCII,
)
_ARXIV_ADDRESS = re.compile(
    r"(?:https?://)?(?:(?:www|export|browse)\.)?(?:arxiv\.org|ar5iv(?:\.labs\.arxiv)?\.org|alphaxiv\.org)"
    r"/(?:abs|pdf|html|format|e-print|src|ps)/(?P<id>[^?#\s]+)",
    re.IGNORECASE,
)
_ARXIV_DOI = re.compile(r"(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:)?10\.48550/arxiv\.(?P<id>.+)", re.IGNORECASE)
_ARXIV_PREFIX = re.compile(r"^arxiv:\s*", re.IGNORECASE)
INVISIBLE = (
    r"\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    r"\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\ue000-\uf8ff"
    r"\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff\U000f0000-\U0010ffff"
)
"""Characters that no text may hold, as a class of a pattern: control characters, separators, private and invisible
ones, and marks that could make a line read as something else. What joins or varies visible signs, as Persian and
emoji need it, is not among them."""
# In an address they would be as invisible.
_INVISIBLE = rf"\s\u200c\u200d{INVISIBLE}"
# Serials of the nineties put their own identifiers into DOIs, with the pages in angle brackets (ANSI/NISO Z39.56):
# 10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2. Only there such brackets are let in.
_SICI_END = r"<[\w.,:&;*+-]+>\d\.\d\.[A-Za-z]{2};\d(?:-[0-9A-Za-z#])?"
_DOI = re.compile(rf"10\.[0-9]{{4,9}}(?:\.[0-9]+)*/[^{_INVISIBLE}\"<>]+(?:(?a:{_SICI_END}))?")
_DOI_PREFIX = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)

# Blanks, controls, invisible marks, and what could end an attribute or a link.
_NOT_IN_ADDRESS = re.compile(rf"[{_INVISIBLE}\\\"<>`{{}}|^]")

# The form of nearly all addresses, which nothing can be wrong with.
_PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9._~/?=&%+#:,;()-]*)?")

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DEVICE = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]", re.IGNORECASE)

_NO_LETTERS = re.compile(r"[\W_]+")
_SIGNS = [chr(code) for code in range(128) if not chr(code).isalnum()]
_WITHOUT_SIGNS, _BLANKS_FOR_SIGNS = str.maketrans("", "", "".join(_SIGNS)), str.maketrans(dict.fromkeys(_SIGNS, " "))
_BETWEEN_NAMES = re.compile(r"[\s.\-‐]+")

# Spelled out, because a reader types "sigma" for σ-MoE and a file name can hold no other letters.
GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi",
    "ο": "omicron", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi",
    "ω": "omega",
}  # fmt: skip
_GREEK_TABLE = str.maketrans(GREEK)
# Letters that compatibility decomposition leaves alone though readers type them otherwise.
_STROKES = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ß": "ss", "ς": "sigma"}
)


class ArxivId(NamedTuple):
    """An arXiv identifier without its version.

    Scheme: https://info.arxiv.org/help/arxiv_identifier.html
    """

    text: str
    """The canonical form: ``2402.12354`` or ``hep-th/9901001``."""
    version: int | None
    """The version that was asked for, or None."""

    @property
    def submitted(self) -> tuple[int, int]:
        """Year and month (1 to 12) of the first submission, which the identifier encodes."""
        return _month(self.text.rpartition("/")[2][:4])


@cache
def _month(digits: str) -> tuple[int, int]:
    """Read year and month from the first digits of an identifier."""
    short = int(digits[:2])
    # Identifiers began in August 1991, so two digits from 91 on are of the last century.
    return (1900 + short if short >= 91 else 2000 + short), int(digits[2:4])


def parse_arxiv(text: str) -> ArxivId | None:
    """Read an arXiv identifier in any of its forms.

    Args:
        text: an id with or without a version, ``arXiv:…``, an address of arXiv or a mirror, or an arXiv DOI.

    Returns:
        The identifier, or None if the text is none.
    """
    text = text.strip()
    if not text:
        return None
    found = (_ARXIV_ADDRESS.fullmatch(text) or _ARXIV_DOI.fullmatch(text)) if "/" in text else None
    if found:
        text = unquote(found["id"]).rstrip("/").removesuffix(".pdf")
    elif not text[:1].isdigit():
        text = _ARXIV_PREFIX.sub("", text)
    if found := _ARXIV_NEW.fullmatch(text):
        month, number, version = found.groups()
        # Four digits until December 2014, five since.
        if (len(number) == 5) != (int(month) >= 1501) or int(month) < 704:
            return None
        canonical = f"{month}.{number}"
    elif found := _ARXIV_OLD.fullmatch(text):
        archive, month, number, version = found.groups()
        # In use from August 1991 to March 2007.
        if 703 < int(month) < 9108:
            return None
        canonical = f"{archive}/{month}{number}"
    else:
        return None
    if not 1 <= int(month[2:]) <= 12:
        return None
    return ArxivId(canonical, int(version) if version else None)


def parse_doi(text: str) -> str | None:
    """Read a DOI, bare or as an address, as a registry would compare it.

    Returns:
        The DOI without resolver and in lower case (DOIs do not distinguish case), or None if the text is none.
        Source: https://www.doi.org/doi-handbook/HTML/case-sensitivity.html
    """
    bare = strip_doi_resolver(text)
    return bare.lower() if bare else None


def strip_doi_resolver(text: str) -> str | None:
    """Take the resolver's address off a DOI and keep its letters' case; None if the text is no DOI."""
    if "10." not in text and "%" not in text:
        return None
    bare = _DOI_PREFIX.sub("", text.strip())
    # An address spells some characters by percent signs, while a bare DOI may hold a percent sign itself.
    if bare != text.strip() or not _DOI.fullmatch(bare):
        bare = unquote(bare)
    return bare if _DOI.fullmatch(bare) else None


def doi_address(doi: str) -> str:
    """Give the address that leads to a DOI's work, with what no address can hold spelled by percent signs."""
    return "https://doi.org/" + quote(doi, safe="/:;()!*'")


def is_web_address(text: str) -> bool:
    """Tell whether the text is an absolute http(s) address that a page may link to."""
    if _PLAIN_ADDRESS.fullmatch(text):
        return True
    if _NOT_IN_ADDRESS.search(text):
        return False
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    return (
        parts.scheme in {"http", "https"}
        and "@" not in parts.netloc
        and (port is None or port > 0)
        and bool(re.fullmatch(r"[^.\s]+(\.[^.\s]+)+\.?", host))
    )


def is_entry_id(text: str) -> bool:
    """Tell whether the text can be an entry's id: a file name, and a part of an address."""
    return len(text) <= 80 and bool(_ID.fullmatch(text)) and not is_device_name(text)


def is_device_name(text: str) -> bool:
    """Tell whether Windows can hold no file of this name, whatever its ending, so that nobody there could clone it."""
    return bool(_DEVICE.fullmatch(text))


def id_hint(text: str) -> str:
    """Say what an id looks like to somebody who wrote another text."""
    if is_device_name(text):
        return f"Windows keeps this name for a device; add a word to it, such as {text.lower()}-paper"
    return "lower-case letters a-z, digits, and single hyphens between them"


def url_key(url: str) -> str:
    """Reduce an address to what tells two pages apart: no scheme, no ``www.``, no fragment, no ``.git``."""
    bare = re.sub(r"^https?://(www\.)?", "", url.strip(), flags=re.IGNORECASE).split("#")[0]
    return bare.rstrip("/").removesuffix(".git").casefold()


def fold(text: str) -> str:
    """Lower the case, take off accents, spell Greek letters out; what a search or a comparison reads.

    The script of the search box folds in the same way.
    """
    if text.isascii():
        return text.lower()
    # Decomposed twice: a letter such as ℋ has a case only then, and lowering can bring forth marks. Lowered, not
    # case-folded, because that is all that a browser can do.
    lower = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower())
    spelled = lower.translate(_GREEK_TABLE).translate(_STROKES)
    return "".join(character for character in spelled if unicodedata.category(character)[0] != "M")


def title_key(title: str) -> str:
    """Reduce a title to its folded letters and digits, so that spelling variants meet.

    LaTeX markup such as ``$^2$`` or ``{LLM}`` disappears with the punctuation.
    """
    folded = fold(title)
    return folded.translate(_WITHOUT_SIGNS) if folded.isascii() else _NO_LETTERS.sub("", folded)


def title_words(title: str) -> list[str]:
    """Split a title into its folded words, in order."""
    folded = fold(title)
    if folded.isascii():
        return folded.translate(_BLANKS_FOR_SIGNS).split()
    return re.findall(r"\w+", folded.replace("_", " "))


def author_key(name: str) -> str:
    """Reduce a name to folded surname and first initial, so that "E. J. Hu" meets "Edward J. Hu".

    Args:
        name: "Given Family" or "Family, Given".
    """
    if "," in name:
        family, _, given = name.partition(",")
        name = f"{given} {family}"
    parts = [part for part in _BETWEEN_NAMES.split(fold(name)) if part]
    # "Jr." and numbers are not what a person is called.
    while len(parts) > 1 and parts[-1] in {"jr", "sr", "ii", "iii", "iv"}:
        parts.pop()
    if not parts:
        return ""
    return f"{parts[-1]} {parts[0][0]}" if len(parts) > 1 else parts[0]
