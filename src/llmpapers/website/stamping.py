"""Shells and stamps: a page that the engine rendered once, filled with content as often as there are entries.

A slot is a place in a rendered page that waits for content: `<!-- slot:name -->` for HTML, and a word that no page
holds by chance for text in titles and attributes. A shell is cut at its slots once; stamping joins the pieces, so no
entry's text is ever looked at for slots.
"""

import re
from collections.abc import Callable, Mapping
from html import escape

PAPER_SLOT = "llmpapers--slot--id"
"""Stands for a paper's id, in the shell's own address too; two hyphens in a row are in no id."""

_SLOT = re.compile(r"<!-- slot:([a-z-]+) -->|llmpapers--slot--([a-z]+)")


def text_slot(name: str) -> str:
    """Give the word that stands for a text."""
    return f"llmpapers--slot--{name}"


class Shell:
    """A rendered page, cut at its slots."""

    def __init__(self, html: str) -> None:
        # As they will be written: what is the same on all pages is encoded once.
        self._pieces: list[bytes] = []
        self._names: list[str] = []
        self._is_text: list[bool] = []
        position = 0
        for found in _SLOT.finditer(html):
            self._pieces.append(html[position : found.start()].encode())
            self._names.append(found[1] or found[2])
            self._is_text.append(found[1] is None)
            position = found.end()
        self._pieces.append(html[position:].encode())

    @property
    def slots(self) -> list[str]:
        """Names of the slots, in order, each as often as it occurs."""
        return list(self._names)

    def stamp(self, values: Mapping[str, str] | Callable[[str], str | None]) -> bytes:
        """Fill the slots.

        Args:
            values: by slot's name, or a function that gives them; HTML for HTML slots, plain text (escaped here) for
                text slots. A slot without a value stays as it is.
        """
        get = values.get if isinstance(values, Mapping) else values
        filled = [self._pieces[0]]
        for name, is_text, piece in zip(self._names, self._is_text, self._pieces[1:], strict=True):
            value = get(name)
            if value is None:
                value = text_slot(name) if is_text else f"<!-- slot:{name} -->"
            filled += (escape(value) if is_text else value).encode(), piece
        return b"".join(filled)
