"""Which scripts and files a page may load: a policy that no text of an entry can get around, whatever it becomes."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable

_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def content_policy(inline: Iterable[str]) -> str:
    """Write the Content-Security-Policy of all pages.

    Scripts come from the site, or are one of the few that the templates write into every page, named by their hashes.
    Styles may stand in the page: a topic's color and the height of a bar are there.

    Args:
        inline: templates that may hold inline scripts without anything to fill in.

    Returns:
        The policy, for a `meta` element. Source: https://www.w3.org/TR/CSP3/
    """
    scripts = [script for template in inline for script in _INLINE_SCRIPT.findall(template)]
    hashes = [f"'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts]
    rules = {
        "default-src": ["'self'"],
        "script-src": ["'self'", *hashes],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())
