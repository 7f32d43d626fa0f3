"""The list of all pages for search engines.

Format: https://www.sitemaps.org/protocol.html
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from html import escape
from urllib.parse import quote

_MOST = 50_000
"""Addresses that one file may hold."""
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemap_files(pages: Sequence[str], site_url: str, most: int = _MOST) -> Iterator[tuple[str, Callable[[], str]]]:
    """Write the sitemap, in several files with an index where one cannot hold all.

    There are no dates in it, since the same input has to give the same bytes.

    Args:
        pages: the folders of all pages, from the site's root.
        site_url: the site's address without a slash at its end; where it is empty the sitemap is too, since it may
            hold only whole addresses.
        most: addresses that one file may hold.

    Yields:
        Name of each file, and what makes its content.
    """
    told = pages if site_url else []
    if len(told) <= most:
        yield "sitemap.xml", partial(_document, "urlset", "url", site_url, told)
        return
    parts = [told[start : start + most] for start in range(0, len(told), most)]
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield name, partial(_document, "urlset", "url", site_url, part)
    yield "sitemap.xml", partial(_document, "sitemapindex", "sitemap", site_url, names)


def _document(root: str, item: str, site_url: str, names: Sequence[str]) -> str:
    rows = [f"<{item}><loc>{escape(f'{site_url}/{quote(name)}')}</loc></{item}>" for name in names]
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', f"<{root} {_SPACE}>", *rows, f"</{root}>", ""])
