"""Requests: politeness, tries, limits, and every way in which an answer can fail to come."""

import email.utils
import socket
from pathlib import Path

import pytest

from fake_services import FakeServices, FakeTime, Reply, addresses
from llmpapers.errors import LlmpapersError
from llmpapers.lookups.answers import Answer, seconds_to_wait
from llmpapers.lookups.cache import Cache
from llmpapers.lookups.client import Client, _tls
from llmpapers.lookups.faults import Fault, NoAnswerError
from llmpapers.lookups.pace import Pace
from llmpapers.lookups.services import Services


def body(answer: Answer, service: str) -> bytes:
    return answer.body


def test_a_request_says_who_asks(services: FakeServices, time: FakeTime):
    environment = addresses(services.base) | {"LLMPAPERS_CONTACT": "me@example.org"}
    services.reply("/x", "fine")
    with Client(Services.from_environment(environment)) as client:
        assert client.get(f"{services.base}/x", "Example", body, accept="text/plain") == b"fine"
    [request] = services.requests
    assert request.headers["User-Agent"].startswith("llmpapers/")
    assert request.headers["User-Agent"].endswith("(mailto:me@example.org)")
    assert request.headers["Accept"] == "text/plain"
    assert "Cookie" not in request.headers


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_certificates_that_are_not_there_are_told(content, tmp_path, monkeypatch):
    named = tmp_path / "certificates.pem"
    if content:
        named.write_text(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(named))
    _tls.cache_clear()
    with pytest.raises(LlmpapersError, match="certificates cannot be read"):
        Client(Services.from_environment({}))


@pytest.mark.parametrize(
    ("replies", "slept"),
    [
        ([Reply("fine")], []),
        ([Reply(status=503), Reply(status=500), Reply("fine")], [1, 2]),
        ([Reply(status=429), Reply("fine")], [1]),
        ([Reply(status=429, headers={"Retry-After": "7"}), Reply("fine")], [7]),
        ([Reply(status=503, headers={"Retry-After": "soon"}), Reply("fine")], [1]),
        ([Reply(close=True), Reply("fine")], [1]),
        ([Reply("fi", stated_length=4), Reply("fi", stated_length=4), Reply("fine")], [1, 2]),
    ],
)
def test_what_may_pass_is_tried_again(services, time, client, replies, slept):
    services.reply("/x", *replies)
    assert client.get(f"{services.base}/x", "Example", body) == b"fine"
    assert time.slept == slept
    assert len(services.requests) == len(replies)


def test_a_date_to_wait_for_is_waited_for(services, time, client):
    date = email.utils.formatdate(time.moment + 12, usegmt=True)
    services.reply("/x", Reply(status=429, headers={"Retry-After": date}), "fine")
    assert client.get(f"{services.base}/x", "Example", body) == b"fine"
    assert time.slept == [12]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        (" 5 ", 5),
        ("Fri, 15 Jan 2027 08:00:10 GMT", 10),
        ("Fri, 01 Jan 1999 00:00:00 GMT", 0),
        ("", None),
        (None, None),
        ("-1", None),
        ("1.5", None),
        ("٣", None),
        ("tomorrow", None),
        ("9" * 40, None),
        ("Fri, 99 Foo 2027 08:00:10 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(text, seconds):
    assert seconds_to_wait(text, 1_800_000_000.0) == seconds


@pytest.mark.parametrize(
    ("reply", "fault", "message", "requests"),
    [
        (Reply(status=404), Fault.NOT_FOUND, "Example does not know this thing", 1),
        (Reply(status=410), Fault.NOT_FOUND, "Example does not know this thing", 1),
        (Reply(status=406), Fault.FORM, "that a program can read (status 406)", 1),
        (Reply(status=403), Fault.REFUSED, "Example refuses programs (status 403)", 1),
        (Reply(status=400), Fault.TROUBLE, "did not take the question about this thing (status 400)", 1),
        (Reply(status=429), Fault.TOO_MANY, "takes no more requests for now (status 429); try again later", 4),
        (Reply(status=429, headers={"Retry-After": "3600"}), Fault.TOO_MANY, "try again in 3600 seconds", 1),
        (Reply(status=503), Fault.TROUBLE, "Example has trouble (status 503)", 4),
        (Reply("half", stated_length=99), Fault.UNREADABLE, "the answer of Example was cut off", 4),
        (Reply(close=True), Fault.UNREADABLE, "the answer of Example was cut off", 4),
        (Reply("no gzip at all", headers={"Content-Encoding": "gzip"}), Fault.UNREADABLE, "cut off or garbled", 4),
        (Reply(b"", headers={"Content-Encoding": "gzip, gzip"}), Fault.FORM, "packed", 1),
        (Reply(b"", headers={"Content-Encoding": "br"}), Fault.FORM, "packed", 1),
        (Reply(b"x" * (8 * 1024 * 1024 + 1)), Fault.TOO_LARGE, "more than 8192 KB", 1),
        (Reply(status=302, headers={"Location": "/x"}), Fault.REDIRECTS, "leads in circles", 2),
        (Reply(status=302, headers={"Location": "file:///etc/passwd"}), Fault.REDIRECTS, "no http(s) address", 1),
        (Reply(status=302, headers={"Location": "http://[bad"}), Fault.REDIRECTS, "no http(s) address", 1),
        (Reply(status=302, headers={"Location": "http://10.0.0.1/"}), Fault.PRIVATE, "private network", 1),
        (Reply(status=302, headers={"Location": "http://169.254.169.254/"}), Fault.PRIVATE, "private network", 1),
        (Reply(status=302, headers={"Location": "http://localhost:1/"}), Fault.PRIVATE, "private network", 1),
        (Reply(status=302, headers={"Location": "http://[::ffff:127.0.0.1]:1/"}), Fault.PRIVATE, "private network", 1),
    ],
)
def test_what_fails_says_so_in_words(services, time, client, reply, fault, message, requests):
    services.reply("/x", reply)
    with pytest.raises(NoAnswerError) as caught:
        client.get(f"{services.base}/x", "Example", body, what="this thing")
    assert caught.value.fault is fault
    assert message in caught.value.message
    assert len(services.requests) == requests


def test_redirects_are_followed_and_noted(services, client):
    services.reply("/a", Reply(status=301, headers={"Location": "/b#part"}))
    services.reply("/b", Reply(status=302, headers={"Location": "c"}))
    services.reply("/c", "fine")
    answer = client.ask("GET", f"{services.base}/a")
    assert (answer.status, answer.body, answer.address) == (200, b"fine", f"{services.base}/c")
    assert [(hop.status, hop.to) for hop in answer.hops] == [(301, f"{services.base}/b"), (302, f"{services.base}/c")]


def test_redirects_come_to_an_end(services, client):
    for number in range(20):
        services.reply(f"/r{number}-", Reply(status=302, headers={"Location": f"/r{number + 1}-"}))
    with pytest.raises(NoAnswerError, match="more than 6 redirects"):
        client.ask("GET", f"{services.base}/r0-")
    assert len(services.requests) == 7


def test_a_long_answer_can_be_cut(services, client):
    services.reply("/x", b"x" * 100_000)
    assert len(client.ask("GET", f"{services.base}/x", limit=1000, cut=True).body) == 1000


def test_a_host_that_is_not_there_is_told_from_one_that_does_not_answer(time):
    def nowhere(*_: object, **__: object) -> list[object]:
        raise socket.gaierror("no such host")

    with Client(Services(), resolver=nowhere) as client, pytest.raises(NoAnswerError) as caught:
        client.ask("GET", "https://nowhere.example.org/")
    assert caught.value.fault is Fault.DNS
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # Nobody listens there.
        base = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with Client(Services.from_environment(addresses(base))) as client, pytest.raises(NoAnswerError) as caught:
            client.ask("GET", f"{base}/x")
    assert caught.value.fault is Fault.CONNECTION
    assert len(time.slept) == 3


def test_a_name_that_means_this_machine_is_not_asked(services, time):
    def rebound(*_: object, **__: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80))]

    with Client(Services(), resolver=rebound) as client, pytest.raises(NoAnswerError) as caught:
        client.ask("GET", services.base.replace("127.0.0.1", "harmless.example.org"))
    assert caught.value.fault is Fault.PRIVATE
    assert services.requests == []


def test_requests_to_one_host_keep_their_distance():
    time = FakeTime()
    pace = Pace(time.clock, otherwise=1.0, intervals={"slow.example.org": 3.0})
    for host in ("slow.example.org", "other.example.org", "slow.example.org", "slow.example.org"):
        pace.wait(host)
    assert time.slept == [3, 3]
    pace.postpone("other.example.org", 30)
    pace.wait("other.example.org")
    assert time.slept == [3, 3, 30]


def cached(services: FakeServices, folder: Path, time: FakeTime) -> Client:
    chosen = Services.from_environment(addresses(services.base))
    return Client(chosen, kept=Cache(folder, 3600.0, time.clock), clock=time.clock)


def test_an_answer_is_kept_until_it_is_too_old(services, time, tmp_path):
    services.reply("/x", "one", "two")
    for expected, passed in ((b"one", 0), (b"one", 3000), (b"two", 601)):
        time.moment += passed
        with cached(services, tmp_path, time) as client:
            assert client.get(f"{services.base}/x", "Example", body) == expected


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"format": 1}', b"\xff\x00", b"[" * 100_000])
def test_a_damaged_cache_is_as_good_as_none(services, time, tmp_path, damage):
    services.reply("/x", "one", "two")
    with cached(services, tmp_path, time) as client:
        client.get(f"{services.base}/x", "Example", body)
        [file] = tmp_path.rglob("*.json")
        file.write_bytes(damage)
        assert client.get(f"{services.base}/x", "Example", body) == b"two"


def test_what_could_not_be_read_is_not_kept(services, time, tmp_path):
    def picky(answer: Answer, service: str) -> bytes:
        if answer.body == b"garbled":
            raise NoAnswerError(Fault.UNREADABLE, "no")
        return answer.body

    services.reply("/x", "garbled", "fine")
    with cached(services, tmp_path, time) as client:
        with pytest.raises(NoAnswerError):
            client.get(f"{services.base}/x", "Example", picky)
        assert client.get(f"{services.base}/x", "Example", picky) == b"fine"


def test_a_cache_that_cannot_be_written_does_no_harm(services, time, tmp_path):
    (tmp_path / "file").write_text("no folder")
    services.reply("/x", "fine")
    with cached(services, tmp_path / "file", time) as client:
        assert client.get(f"{services.base}/x", "Example", body) == b"fine"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [("SSL_CERT_FILE", "/nowhere/certificates.pem", "SSL_CERT_FILE"), ("HTTPS_PROXY", "http://host:port", "proxy")],
)
def test_an_environment_that_cannot_be_used_is_told_in_one_sentence(name, value, told, monkeypatch):
    monkeypatch.setenv(name, value)
    _tls.cache_clear()
    with pytest.raises(LlmpapersError, match=told):
        Client(Services.from_environment({}))
    _tls.cache_clear()
