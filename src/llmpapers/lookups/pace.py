"""Time as look-ups use it: how long to wait before a host is asked again."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Clock:
    """Where time comes from; tests give one of their own."""

    now: Callable[[], float] = time.time
    """Seconds since 1970."""
    steady: Callable[[], float] = time.monotonic
    """Seconds since whenever, never set back."""
    sleep: Callable[[float], None] = time.sleep


SYSTEM = Clock()
"""The machine's own time."""

INTERVALS: Mapping[str, float] = {
    # What the services ask for, or a little more.
    # https://info.arxiv.org/help/api/tou.html, https://dblp.org/faq/1474706.html
    "export.arxiv.org": 3.0,
    "arxiv.org": 3.0,
    "dblp.org": 1.5,
    "api.semanticscholar.org": 1.2,
    "api.crossref.org": 0.3,
    "api.openalex.org": 0.2,
    "api2.openreview.net": 1.0,
}
"""Seconds between two requests, by host."""


@dataclass
class Pace:
    """Keeps requests to one host apart, whichever thread makes them."""

    clock: Clock
    otherwise: float = 0.0
    """Seconds between two requests to any other host."""
    intervals: Mapping[str, float] = field(default_factory=lambda: INTERVALS)
    _next: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, host: str) -> None:
        """Sleep until the host may be asked, and book that moment."""
        with self._lock:
            now = self.clock.steady()
            moment = max(now, self._next.get(host, now))
            self._next[host] = moment + self.intervals.get(host, self.otherwise)
        if moment > now:
            self.clock.sleep(moment - now)

    def postpone(self, host: str, seconds: float) -> None:
        """Let nobody ask the host for some seconds, since it said so."""
        with self._lock:
            self._next[host] = max(self._next.get(host, 0.0), self.clock.steady() + seconds)
