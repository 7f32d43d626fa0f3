"""The list of all pages for search engines.

Format: https://www.sitemaps.org/protocol.html
"""

from collections.abc import Iterator, Sequence
from html import escape

_MOST = 50_000
"""Addresses that one file may hold."""
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemap_files(addresses: Sequence[str], site_url: str, most: int = _MOST) -> Iterator[tuple[str, str]]:
    """Write the sitemap, in several files with an index where one cannot hold all.

    There are no dates in it, since the same input has to give the same bytes.

    Args:
        addresses: the pages from the site's root, percent-encoded.
        site_url: the site's address without a slash at its end; where it is empty the sitemap is too, since it may
            hold only whole addresses.
        most: addresses that one file may hold.

    Yields:
        Name and content of each file.
    """
    whole = [f"{site_url}/{address}" for address in addresses] if site_url else []
    if len(whole) <= most:
        yield "sitemap.xml", _document("urlset", "url", whole)
        return
    parts = [whole[start : start + most] for start in range(0, len(whole), most)]
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield name, _document("urlset", "url", part)
    yield "sitemap.xml", _document("sitemapindex", "sitemap", [f"{site_url}/{name}" for name in names])


def _document(root: str, item: str, addresses: Sequence[str]) -> str:
    rows = [f"<{item}><loc>{escape(address)}</loc></{item}>" for address in addresses]
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', f"<{root} {_SPACE}>", *rows, f"</{root}>", ""])
