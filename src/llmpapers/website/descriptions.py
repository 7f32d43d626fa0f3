"""What a page says of itself in one line, for results of search engines."""

from markdown_it import MarkdownIt

_PROSE = MarkdownIt("commonmark")


def first_text(markdown: str) -> str:
    """Take the first paragraph of a prose, without its marks."""
    texts = (token for token in _PROSE.parse(markdown) if token.type == "inline")
    pieces = next((token.children or [] for token in texts), [])
    return "".join(" " if piece.type in {"softbreak", "hardbreak"} else piece.content for piece in pieces)


def shorten(text: str, longest: int = 160) -> str:
    """Cut a text that is longer than so many characters, between two words where it has blanks."""
    if len(text) <= longest:
        return text
    return (text[:longest].rpartition(" ")[0] or text[:longest]) + " …"
