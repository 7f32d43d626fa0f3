"""A text's words as search knows them; the script of the search box cuts in the same way."""

import re
from itertools import pairwise

from llmpapers.identifiers import fold

# Scripts that are written without blanks, as they stand after folding: kana, Han, and Han's rarer planes.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+")
_HAS_UNSPACED = re.compile(rf"[{_UNSPACED}]")
# Words that hang together by signs without a blank: low-rank, LLM.int8, model's.
_COMPOUND = re.compile(rf"[^\W_{_UNSPACED}]+(?:(?:[^\w\s]|_){{1,2}}[^\W_{_UNSPACED}]+)+")
_SIGNS = re.compile(r"[\W_]+")
_LONGEST_COMPOUND = 3
LONGEST_WORD = 40
"""Characters of a word that count; what is longer is no word of a language."""


def words(text: str) -> list[str]:
    """Cut a text into its folded words, in order; text without blanks gives single characters and pairs."""
    return plain_words(fold(text))


def plain_words(folded: str) -> list[str]:
    """Cut a text that is folded already."""
    found = _WORD.findall(folded)
    if folded.isascii() or not _HAS_UNSPACED.search(folded):
        return [word[:LONGEST_WORD] for word in found] if len(folded) > LONGEST_WORD else found
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
    for compound in _COMPOUND.findall(folded):
        parts = _SIGNS.split(compound)
        if len(parts) <= _LONGEST_COMPOUND:
            found.append("".join(parts)[:LONGEST_WORD])
    return found


def squeeze(text: str) -> str:
    """Reduce a text to its folded letters and digits, so that it is found however it is cut."""
    return _SIGNS.sub("", fold(text))
