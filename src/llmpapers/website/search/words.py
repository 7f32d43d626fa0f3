"""A text's words as search knows them; the script of the search box cuts in the same way."""

import re
from itertools import pairwise

from llmpapers.identifiers import fold

# Scripts that are written without blanks, as they stand after folding: kana, Han, and Han's rarer planes.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_HAS_UNSPACED = re.compile(rf"[{_UNSPACED}]")
# Words that hang together by signs without a blank: low-rank, LLM.int8, model's.
_COMPOUND = re.compile(rf"[^\W_{_UNSPACED}]+(?:(?:[^\w\s]|_){{1,2}}[^\W_{_UNSPACED}]+)+")
_SIGNS = re.compile(r"[\W_]+")
_LONGEST_COMPOUND = 3
LONGEST_WORD = 40
"""Characters of a word that count; what is longer is no word of a language."""


def plain_words(folded: str) -> list[str]:
    """Cut a folded text into its words, in order; text without blanks gives single characters and pairs."""
    if folded.isascii():
        found = _ASCII_WORD.findall(folded)
        return found if len(folded) <= LONGEST_WORD else [word[:LONGEST_WORD] for word in found]
    found = _WORD.findall(folded)
    if not _HAS_UNSPACED.search(folded):
        return [word[:LONGEST_WORD] for word in found]
    cut = []
    for word in found:
        if _HAS_UNSPACED.match(word):
            cut += [*word, *map("".join, pairwise(word))]
        else:
            cut.append(word[:LONGEST_WORD])
    return cut


def compounds(folded: str) -> list[str]:
    """Join what hangs together in a folded text: ``low-rank`` is also found as ``lowrank``."""
    found = []
    for piece in folded.split():
        # Nearly every piece is one word, perhaps with a sign behind it, and the pattern is slow.
        if piece.isalnum() or piece[:-1].isalnum():
            continue
        for compound in _COMPOUND.findall(piece):
            parts = _SIGNS.split(compound)
            if len(parts) <= _LONGEST_COMPOUND:
                found.append("".join(parts)[:LONGEST_WORD])
    return found


def squeeze(text: str) -> str:
    """Reduce a text to its folded letters and digits, so that it is found however it is cut."""
    folded = fold(text)
    return "".join(_ASCII_WORD.findall(folded)) if folded.isascii() else _SIGNS.sub("", folded)
