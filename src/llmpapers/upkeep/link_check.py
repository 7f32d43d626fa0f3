"""Whether links are alive: asked politely, many hosts at once, each host slowly."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import chain, zip_longest
from urllib.parse import urlsplit

from llmpapers.lookups.answers import Answer, Hop
from llmpapers.lookups.cache import Cache
from llmpapers.lookups.client import Client
from llmpapers.lookups.faults import Fault, NoAnswerError

AT_ONCE = 12
"""Hosts that are asked at the same time."""

_PERMANENT = frozenset({301, 308})
_GONE = frozenset({404, 410})
_GUARDED = frozenset({401, 402, 403, 407, 429, 451, 999})
_FIRST_BYTES = {"Range": "bytes=0-1023"}


class LinkState(StrEnum):
    """What became of a link."""

    OK = "ok"
    MOVED = "moved"
    """It leads elsewhere for good: write the new address."""
    GUARDED = "guarded"
    """The host keeps programs out, which says nothing of what a browser sees."""
    TROUBLE = "trouble"
    """No answer this time: the host may be down for a while."""
    PRIVATE = "private"
    """It leads into a private network, and is not followed."""
    DEAD = "dead"


@dataclass(frozen=True)
class LinkReport:
    """What is known of a link."""

    url: str
    state: LinkState
    detail: str
    """Why, in a few words."""
    new_address: str | None = None
    """Where it leads to, be it for good or for now."""
    no_host: bool = False
    """Whether there is no such host, or no network."""

    @property
    def is_broken(self) -> bool:
        """Whether a reader would be let down."""
        return self.state in {LinkState.DEAD, LinkState.TROUBLE, LinkState.PRIVATE}


def check_links(
    client: Client, urls: Iterable[str], kept: Cache, step: Callable[[], None] = lambda: None
) -> Iterator[LinkReport]:
    """Check links, and give each report as it comes in.

    What is alive is kept, so that a check that was stopped goes on where it was; what is not is asked anew each time.
    """
    waiting = []
    for url in urls:
        if known := _from_cache(kept, url):
            step()
            yield known
        else:
            waiting.append(url)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        futures = [pool.submit(check_kept_link, client, url, kept) for url in _spread(waiting)]
        try:
            for future in as_completed(futures):
                step()
                yield future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def check_kept_link(client: Client, url: str, kept: Cache) -> LinkReport:
    """Check one link, unless it was found alive not long ago."""
    report = _from_cache(kept, url)
    if report is None:
        report = check_link(client, url)
        if not report.is_broken:
            kept.store(_key(url), asdict(report))
    return report


def _spread(urls: list[str]) -> list[str]:
    """Put links in an order in which one host's are not in a row."""
    by_host: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        by_host[urlsplit(url).netloc].append(url)
    return [url for url in chain.from_iterable(zip_longest(*by_host.values())) if url is not None]


def check_link(client: Client, url: str) -> LinkReport:
    """Check one link: by its head, and by its first bytes where the host does not take that."""
    # What a DOI leads to is the publisher's affair, and most keep programs out; the registry says whether it is one.
    follow = urlsplit(url).hostname != "doi.org"
    try:
        answer = client.ask("HEAD", url, accept="*/*", follow=follow)
        if answer.status >= 400 and answer.status != 429:
            answer = client.ask("GET", url, accept="*/*", headers=_FIRST_BYTES, limit=4096, cut=True)
    except NoAnswerError as error:
        state = _STATES.get(error.fault, LinkState.TROUBLE)
        return LinkReport(url, state, error.message, no_host=error.fault is Fault.DNS)
    return _report(url, answer)


_STATES = {Fault.DNS: LinkState.DEAD, Fault.PRIVATE: LinkState.PRIVATE}


def _report(url: str, answer: Answer) -> LinkReport:
    to = answer.hops[-1].to if answer.hops else None
    if answer.status in _GONE:
        return LinkReport(url, LinkState.DEAD, f"status {answer.status}", to)
    if answer.status in _GUARDED:
        return LinkReport(url, LinkState.GUARDED, f"the host refuses programs (status {answer.status})", to)
    if answer.status >= 400 and answer.status != 416:
        return LinkReport(url, LinkState.TROUBLE, f"status {answer.status}", to)
    moved = moved_to(answer.hops)
    if moved and moved != url:
        return LinkReport(url, LinkState.MOVED, f"moved for good (status {answer.hops[0].status})", moved)
    return LinkReport(url, LinkState.OK, f"leads elsewhere for now (status {answer.hops[0].status})" if to else "", to)


def moved_to(hops: tuple[Hop, ...]) -> str | None:
    """Give the address that a link has for good: as far as the redirects from it on are permanent."""
    address = None
    for hop in hops:
        if hop.status not in _PERMANENT:
            break
        address = hop.to
    return address


def _key(url: str) -> str:
    return f"link {url}"


def _from_cache(kept: Cache, url: str) -> LinkReport | None:
    row = kept.load(_key(url))
    try:
        return LinkReport(**{**row, "state": LinkState(row["state"])}) if row and row["url"] == url else None
    except (TypeError, ValueError, KeyError):
        return None
