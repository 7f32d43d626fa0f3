"""Services that answer from this machine, and time that passes at once."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from llmpapers.lookups import pace
from llmpapers.lookups.client import Client
from llmpapers.lookups.pace import Clock
from llmpapers.lookups.services import Services

ANSWERS = Path(__file__).parent / "data" / "answers"


@dataclass
class Reply:
    """What the server sends; a body that is shorter than its stated length is cut off."""

    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    stated_length: int | None = None
    close: bool = False
    """Whether to hang up without a word."""


@dataclass
class Request:
    """What the server was asked."""

    method: str
    path: str
    headers: dict[str, str]


class FakeServices:
    """A server on loopback: replies by the beginning of the path, one after another, the last one for ever."""

    def __init__(self) -> None:
        self.replies: list[tuple[str, list[Reply]]] = []
        self.requests: list[Request] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.answer(self)

            do_HEAD = do_GET  # noqa: N815

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def reply(self, prefix: str, *replies: Reply | bytes | str) -> None:
        """Say how to answer requests whose path begins so."""
        whole = [reply if isinstance(reply, Reply) else Reply(reply) for reply in replies]
        self.replies.insert(0, (prefix, whole))

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.requests.append(Request(handler.command, handler.path, dict(handler.headers)))
        queue = next((queue for prefix, queue in self.replies if handler.path.startswith(prefix)), [Reply(status=404)])
        reply = queue.pop(0) if len(queue) > 1 else queue[0]
        if reply.close:
            handler.close_connection = True
            return
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        handler.send_response(reply.status)
        length = len(body) if reply.stated_length is None else reply.stated_length
        for name, value in {"Content-Length": str(length), **reply.headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(body)

    def asked(self, prefix: str) -> list[Request]:
        return [request for request in self.requests if request.path.startswith(prefix)]


@dataclass
class FakeTime:
    """A clock that only sleeping moves."""

    moment: float = 1_800_000_000.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.moment += seconds

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.moment, lambda: self.moment, self.sleep)


@pytest.fixture
def services() -> Iterator[FakeServices]:
    fake = FakeServices()
    yield fake
    fake.server.shutdown()
    fake.server.server_close()


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> FakeTime:
    fake = FakeTime()
    monkeypatch.setattr(pace, "SYSTEM", fake.clock)
    return fake


def addresses(base: str) -> dict[str, str]:
    """Give the environment that leads every service to one server."""
    return {f"LLMPAPERS_{name.upper()}_URL": f"{base}/{name.replace('_', '-')}" for name in Services.names()}


@pytest.fixture
def client(services: FakeServices, time: FakeTime) -> Iterator[Client]:
    with Client(Services.from_environment(addresses(services.base)), jitter=lambda: 0.0) as made:
        yield made


@pytest.fixture
def recorded() -> Callable[[str], bytes]:
    """Gives a function that reads a stored answer."""
    return lambda name: (ANSWERS / name).read_bytes()
