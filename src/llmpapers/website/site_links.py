"""Links of hand-written pages to pages and files of the catalog, which the engine does not know: `site:papers/`.

No engine touches an address with a scheme, while each treats relative addresses of files that it does not know in its
own way.
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote

_LINK = re.compile(r'(?<=href=")site:([^"]*)(?=")')


def resolve_site_links(html: str, base: str) -> str:
    """Make links of the scheme `site:` relative.

    Args:
        html: a rendered page.
        base: the way from the page to the site's root.
    """
    return _LINK.sub(lambda found: base + found[1].lstrip("/"), html)


def site_links(html: str) -> Iterator[str]:
    """List the files of the site that a page links to by the scheme `site:`."""
    for found in _LINK.finditer(html):
        path = unquote(re.split("[?#]|&#", found[1].lstrip("/"))[0])
        yield path + "index.html" if path.endswith("/") or not path else path
