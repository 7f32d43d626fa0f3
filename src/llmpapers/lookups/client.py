"""Requests as a good citizen makes them: with a name, in time, no faster than is asked, within limits."""

import random
import socket
import ssl
from collections.abc import Callable
from functools import cache
from http.cookiejar import DefaultCookiePolicy
from typing import TypeVar
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx

from llmpapers.errors import LlmpapersError
from llmpapers.lookups import pace
from llmpapers.lookups.answers import Answer, Hop, from_row, refusal, seconds_to_wait, to_row
from llmpapers.lookups.cache import Cache
from llmpapers.lookups.faults import Fault, NoAnswerError, spoken
from llmpapers.lookups.pace import Clock, Pace
from llmpapers.lookups.public_addresses import Resolver, is_private_name, resolve_public
from llmpapers.lookups.services import Services

TRIES = 4
LONGEST_WAIT = 60.0
"""Seconds that a service may ask to wait before the request is given up."""
LONGEST_ANSWER = 90.0
"""Seconds that an answer may take as a whole, however slowly it drips."""
MOST_REDIRECTS = 6
MOST_BYTES = 8 * 1024 * 1024
_PACKED = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
"""How an answer may be packed: once, and by what makes at most a thousand times of it. A few kilobytes that are packed
twice become gigabytes before anybody can count them."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WORTH_ANOTHER_TRY = frozenset({429, 500, 502, 503, 504})

_T = TypeVar("_T")


class Client:
    """Makes requests; safe to share between threads."""

    def __init__(
        self,
        services: Services,
        *,
        kept: Cache | None = None,
        clock: Clock | None = None,
        interval: float = 0.0,
        timeout: float = 20.0,
        tries: int = TRIES,
        jitter: Callable[[], float] = random.random,
        resolver: Resolver = socket.getaddrinfo,
    ) -> None:
        self.services = services
        self._cache = kept
        self._clock = clock or pace.SYSTEM
        self._pace = Pace(self._clock, interval)
        self._tries = tries
        self._jitter = jitter
        self._resolver = resolver
        self._trusted = services.trusted_hosts
        self._http = _http_client(services.user_agent, timeout)
        self._http.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def get(
        self, address: str, service: str, read: Callable[[Answer, str], _T], *, accept: str = "*/*", what: str = "this"
    ) -> _T:
        """Ask for something that is there, and read it; from the cache where that is fresh.

        Args:
            address: where.
            service: its name, for messages.
            read: takes an answer of status 200 and the service's name, and gives what it holds.
            accept: the media types that are wanted.
            what: what is asked for, for messages.

        Raises:
            NoAnswerError: if there is no answer to use.
        """
        key = f"GET {address} {accept}"
        known = from_row(self._cache.load(key)) if self._cache else None
        answer = known or self.ask("GET", address, service=service, accept=accept)
        if answer.status == 404 and self._cache and not known:
            self._cache.store(key, to_row(answer))
        if answer.status != 200:
            raise refusal(answer, service, what)
        found = read(answer, service)
        # Only what could be read is kept: a garbled answer may be whole the next time.
        if self._cache and not known:
            self._cache.store(key, to_row(answer))
        return found

    def ask(
        self,
        method: str,
        address: str,
        *,
        service: str = "",
        accept: str = "*/*",
        headers: dict[str, str] | None = None,
        limit: int = MOST_BYTES,
        cut: bool = False,
        follow: bool = True,
    ) -> Answer:
        """Make a request, again where that may help, and follow redirects.

        Args:
            method: GET or HEAD.
            address: where.
            service: its name, for messages.
            accept: the media types that are wanted.
            headers: further headers.
            limit: bytes that the answer may have.
            cut: take so many bytes of a longer answer, where it would otherwise be refused.
            follow: whether redirects are followed, or are the answer.

        Returns:
            The answer, whatever its status.

        Raises:
            NoAnswerError: if there is none.
        """
        name = service or urlsplit(address).hostname or address
        sent = {"Accept": accept, **(headers or {})}
        for count in range(1, self._tries + 1):
            last = count == self._tries
            try:
                answer = self._follow(method, address, sent, name, limit, cut, follow)
            except NoAnswerError as fault:
                if last or fault.fault not in {Fault.CONNECTION, Fault.TIMEOUT, Fault.UNREADABLE}:
                    raise
                self._clock.sleep(self._back_off(count))
                continue
            if last or answer.status not in _WORTH_ANOTHER_TRY:
                return answer
            wait = seconds_to_wait(answer.retry_after, self._clock.now())
            if wait is not None and wait > LONGEST_WAIT:
                return answer
            wait = self._back_off(count) if wait is None else wait
            self._pace.postpone(urlsplit(answer.address).netloc.lower(), wait)
            self._clock.sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _back_off(self, count: int) -> float:
        """Wait longer each time, and not in step with everybody else who was turned away."""
        return float(2 ** (count - 1)) * (1 + 0.5 * self._jitter())

    def _follow(
        self, method: str, address: str, headers: dict[str, str], name: str, limit: int, cut: bool, follow: bool
    ) -> Answer:
        hops: list[Hop] = []
        while True:
            answer, location = self._exchange(method, address, headers, name, limit, cut)
            if location is None or not follow:
                return Answer(
                    answer.address, answer.status, answer.media_type, answer.body, (*hops,), answer.retry_after
                )
            address = _next_address(answer.address, location, name)
            if len(hops) == MOST_REDIRECTS or address in [hop.to for hop in hops]:
                raise NoAnswerError(Fault.REDIRECTS, f"{name} leads in circles: more than {len(hops)} redirects")
            hops.append(Hop(answer.status, address))

    def _exchange(
        self, method: str, address: str, headers: dict[str, str], name: str, limit: int, cut: bool
    ) -> tuple[Answer, str | None]:
        request = self._request(method, address, headers)
        self._pace.wait(urlsplit(address).netloc.lower())
        start = self._clock.steady()
        with spoken(name):
            response = self._http.send(request, stream=True)
            try:
                redirect = response.headers.get("Location") if response.status_code in _REDIRECTS else None
                body = b"" if redirect else self._read(response, name, limit, cut, start)
            finally:
                response.close()
        media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        waits = response.headers.get("Retry-After")
        return Answer(address, response.status_code, media_type, body, retry_after=waits), redirect

    def _request(self, method: str, address: str, headers: dict[str, str]) -> httpx.Request:
        """Make a request to the address that a host's name stands for, once that is known to be public."""
        try:
            url = httpx.URL(address)
        except (httpx.InvalidURL, ValueError) as error:
            raise NoAnswerError(Fault.CONNECTION, f"{address!r} is no address") from error
        netloc = urlsplit(address).netloc.lower()
        host = url.host.lower()
        if url.scheme not in {"http", "https"} or not host:
            raise NoAnswerError(Fault.CONNECTION, f"{address!r} is no http(s) address")
        request = self._http.build_request(method, url, headers=headers)
        if {netloc, host} & self._trusted:
            return request
        place = self._place(url, host)
        if place and place != host:
            request = self._http.build_request(
                method, url.copy_with(host=place), headers={**headers, "Host": request.headers["Host"]},
                extensions={"sni_hostname": host},
            )  # fmt: skip
        return request

    def _place(self, url: httpx.URL, host: str) -> str | None:
        """Find the IP address to connect to; None behind a proxy, which finds it itself."""
        if _has_proxy(url):
            if is_private_name(host):
                raise NoAnswerError(Fault.PRIVATE, f"{host!r} is in a private network; nothing is asked there")
            return None
        return resolve_public(host, url.port or (443 if url.scheme == "https" else 80), self._resolver)

    def _read(self, response: httpx.Response, name: str, limit: int, cut: bool, start: float) -> bytes:
        packed = response.headers.get("Content-Encoding", "").strip().lower()
        if packed not in _PACKED and response.request.method != "HEAD":
            raise NoAnswerError(Fault.FORM, f"the answer of {name} is packed in a way that was not asked for: {packed}")
        parts, size = [], 0
        for part in response.iter_bytes():
            parts.append(part)
            size += len(part)
            if size > limit:
                if cut:
                    break
                raise NoAnswerError(Fault.TOO_LARGE, f"the answer of {name} has more than {limit // 1024} KB")
            if self._clock.steady() - start > LONGEST_ANSWER:
                raise NoAnswerError(Fault.TIMEOUT, f"{name} answered too slowly; try again later")
        return b"".join(parts)[:limit]


def _http_client(user_agent: str, timeout: float) -> httpx.Client:
    """Prepare connections as the environment says, which may name certificates and proxies.

    Raises:
        LlmpapersError: if these cannot be used.
    """
    certificates = _tls()
    try:
        return httpx.Client(
            verify=certificates,
            headers={"User-Agent": user_agent, "Accept-Encoding": "gzip, deflate"},
            timeout=httpx.Timeout(timeout, connect=min(timeout, 10.0)),
            # A connection is made to an address that was checked for one host, and serves no other.
            limits=httpx.Limits(max_keepalive_connections=0),
        )
    except (httpx.InvalidURL, ValueError, ImportError) as error:
        raise LlmpapersError(f"the proxy that the environment names cannot be used: {error}") from error


@cache
def _tls() -> ssl.SSLContext:
    """Load the trusted certificates once; it takes longer than a request on this machine.

    Raises:
        LlmpapersError: if the environment names certificates that are not there.
    """
    try:
        return httpx.create_ssl_context()
    except OSError as error:
        named = "look at SSL_CERT_FILE and SSL_CERT_DIR in the environment"
        raise LlmpapersError(f"the trusted certificates cannot be read: {error.strerror or error}; {named}") from error


def _has_proxy(url: httpx.URL) -> bool:
    return url.scheme in getproxies() and not proxy_bypass(url.host)


def _next_address(address: str, location: str, name: str) -> str:
    try:
        target = urljoin(address, location.strip()).partition("#")[0]
        sound = urlsplit(target).scheme in {"http", "https"} and urlsplit(target).hostname
    except ValueError:
        sound = None
    if not sound:
        raise NoAnswerError(Fault.REDIRECTS, f"{name} leads to something that is no http(s) address")
    return target
