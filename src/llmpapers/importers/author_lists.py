"""Lists of authors as people write them."""

import re
from functools import lru_cache

_PARTICLES = frozenset("de van der den von la le di da dos del du bin ibn al el ben zu ter ten y e st".split())
_NO_NAMES = frozenset(
    """university institute lab labs laboratory research google microsoft inc ai team college
    school technology technologies tech
    department group center centre corporation corp company ltd academy science sciences meta
    facebook amazon nvidia ibm openai
    deepmind baidu alibaba tencent huawei bytedance stanford mit cmu berkeley thu pku sjtu national
    state international learning
    network networks model models paper code project page oral spotlight poster workshop conference
    journal proceedings press
    transactions arxiv neural language attention survey with using from via and for towards the of
    on in to a an data deep large
    efficient systems system vision intelligence""".split()
)
_NAME_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[.'’\-‐])*", re.UNICODE)
_MORE = re.compile(r"[\s,;]*(?:\bet\.?\s*al\b\.?|\band others\b|\betc\b\.?|…|\.\.\.)\s*$", re.IGNORECASE)


@lru_cache(maxsize=20_000)
def is_name(text: str) -> bool:
    """Tell whether a text looks like the name of one person."""
    words = text.split()
    if not 2 <= len(words) <= 5 or len(text) > 45:
        return False
    named = [word for word in words if word.casefold().strip(".") not in _PARTICLES]
    return (
        bool(named)
        and all(_NAME_WORD.fullmatch(word) for word in words)
        and all(word[0].isupper() or not word.isascii() for word in named)
        and not any(word.casefold() in _NO_NAMES for word in named if len(word) > 1)
    )


@lru_cache(maxsize=20_000)
def read_authors(text: str) -> tuple[str, ...]:
    """Read a list of two or more authors.

    Returns:
        Their names as "Given Family", in order; nothing if the text is no such list, or breaks off with "et al.",
        since half a list would pass for the whole.
    """
    text = re.sub(r"^\s*(?:authors?\s*[:：]|by\b)\s*", "", re.sub(r"\s+", " ", text), flags=re.IGNORECASE)
    text = re.sub(r"[*†‡§¶^∗#]|\(\s*\)|\b(?<=\w)\d\b", "", text).strip(" .,;:|·-–—_()[]")
    if not text or len(text) > 4000 or _MORE.search(text):
        return ()
    names = _split(text)
    if len(names) < 2 or not all(map(is_name, names)):
        return ()
    return tuple(names)


@lru_cache(maxsize=20_000)
def breaks_off(text: str) -> bool:
    """Tell whether a text is a list of authors that ends with "et al."."""
    found = _MORE.search(text.strip(" .,;:|·-–—_()[]\n"))
    if not found:
        return False
    names = _split(re.sub(r"^\s*by\s+", "", text[: found.start()].strip(" ,.;")))
    return bool(names) and len(names) < 12 and all(len(name.split()) <= 5 and name[:1].isupper() for name in names)


@lru_cache(maxsize=20_000)
def mostly_names(text: str) -> bool:
    """Tell whether a text is a list of three or more people, some of whom are spelled in a way of their own."""
    parts = _split(text.strip(" .,;:|*_\n"))
    return 3 <= len(parts) <= 60 and is_name(parts[0]) and sum(map(is_name, parts)) >= 0.7 * len(parts)


def _split(text: str) -> list[str]:
    by_and = [part.strip(" ,") for part in re.split(r"\s+and\s+|\s*;\s*", text) if part.strip(" ,")]
    # "Family, Given and Family, Given" as in BibTeX.
    if len(by_and) > 1 and all(part.count(",") == 1 for part in by_and):
        return [" ".join(reversed([half.strip() for half in part.split(",")])) for part in by_and]
    if ";" in text and all(part.count(",") == 1 for part in by_and):
        return [" ".join(reversed([half.strip() for half in part.split(",")])) for part in by_and]
    parts = re.split(r"\s*,\s*(?:and\s+|&\s*)?|\s+(?:and|&)\s+|\s*[;、，]\s*|\s+·\s+", text)
    return [part.strip() for part in parts if part.strip()]
