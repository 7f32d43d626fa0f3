"""Which services are asked, under which addresses, by whom."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from urllib.parse import urlsplit

from llmpapers import __version__
from llmpapers.errors import LlmpapersError

PREFIX = "LLMPAPERS_"


@dataclass(frozen=True)
class Services:
    """Base addresses of the services, each configurable; None where one is switched off.

    They come from the environment and not from a file of the project, so that nobody's pull request can send the
    maintainer's requests elsewhere.
    """

    arxiv: str | None = "https://export.arxiv.org"
    crossref: str | None = "https://api.crossref.org"
    doi: str | None = "https://doi.org"
    dblp: str | None = "https://dblp.org"
    openalex: str | None = "https://api.openalex.org"
    semantic_scholar: str | None = "https://api.semanticscholar.org"
    openreview: str | None = "https://api2.openreview.net"
    contact: str | None = None
    """Mail address that polite requests carry."""
    allowed_hosts: frozenset[str] = frozenset()
    """Hosts that may be asked though they are in a private network."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Services":
        """Read `LLMPAPERS_ARXIV_URL` and its like, `LLMPAPERS_CONTACT` and `LLMPAPERS_ALLOW_HOSTS`.

        Raises:
            LlmpapersError: if an address is none.
        """
        bases = {
            name: _base(f"{PREFIX}{name.upper()}_URL", value)
            for name in cls.names()
            if (value := environment.get(f"{PREFIX}{name.upper()}_URL", ""))
        }
        hosts = environment.get(f"{PREFIX}ALLOW_HOSTS", "").replace(",", " ").lower().split()
        contact = "".join(environment.get(f"{PREFIX}CONTACT", "").split())
        if contact and not (contact.isascii() and contact.isprintable()):
            raise LlmpapersError(f"{PREFIX}CONTACT should be a mail address in plain letters")
        return cls(**bases, contact=contact or None, allowed_hosts=frozenset(hosts))

    @classmethod
    def names(cls) -> list[str]:
        """List the services' names, as they are in the environment's variables."""
        return [field.name for field in fields(cls) if field.name not in {"contact", "allowed_hosts"}]

    @property
    def user_agent(self) -> str:
        """How the program introduces itself."""
        return f"llmpapers/{__version__}" + (f" (mailto:{self.contact})" if self.contact else "")

    @property
    def trusted_hosts(self) -> frozenset[str]:
        """Hosts that the user named, wherever they are."""
        bases = [base for name in self.names() if (base := getattr(self, name))]
        return self.allowed_hosts | {urlsplit(base).netloc.lower() for base in bases}


def _base(variable: str, value: str) -> str | None:
    if value.strip().lower() == "off":
        return None
    try:
        parts = urlsplit(value.strip())
        sound = parts.scheme in {"http", "https"} and parts.hostname and not parts.query and not parts.fragment
    except ValueError:
        sound = False
    if not sound:
        raise LlmpapersError(f"{variable} should be an address that begins with https://, or off; it is {value!r}")
    return value.strip().rstrip("/")
