"""`llmpapers links`: every kind of link, told apart and reported where it stands."""

import json
import socket
import threading

import pytest
from click.testing import CliRunner, Result

from fake_services import FakeServices, Reply, addresses
from llmpapers.cli import main
from llmpapers.lookups.cache import Cache
from llmpapers.lookups.public_addresses import resolve_public
from llmpapers.upkeep import link_check
from llmpapers.upkeep.link_check import LinkReport, LinkState
from llmpapers.upkeep.moved_links import with_new_addresses

PAPER = "catalog/papers/rye.yaml"
ENTRY = """\
title: Rye Never Rises Alone
authors:
  - Kim Unreal
venue: ICBB
year: 2023
url: {url}
topics:
  - baking
summary: Rye holds little gluten; a network that plans its folds in water instead of flour makes light loaves.
added: 2026-02-01
"""


@pytest.fixture
def links(write_project, services: FakeServices, time, monkeypatch):
    """Gives a function that checks a catalog whose only paper has one link, on the fake server."""
    root = write_project()
    for folder in ("papers", "resources"):
        for path in (root / "catalog" / folder).rglob("*.yaml"):
            path.unlink()
    venues = root / "catalog/venues.yaml"
    venues.write_text(venues.read_text("utf-8").replace("  url: https://icbb.example.org/\n", ""), encoding="utf-8")
    topics = root / "catalog/topics.yaml"
    topics.write_text(topics.read_text("utf-8").replace("(https://bread.example.org/starters)", ""), encoding="utf-8")
    for name, value in addresses(services.base).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(root)

    def call(*arguments: str, url: str = f"{services.base}/x") -> Result:
        (root / PAPER).write_text(ENTRY.format(url=url), encoding="utf-8")
        return CliRunner().invoke(main, ["links", *arguments])

    return call, root


@pytest.mark.parametrize(
    ("replies", "state", "methods"),
    [
        ([Reply()], "ok", ["HEAD"]),
        ([Reply(status=405), Reply("x")], "ok", ["HEAD", "GET"]),
        ([Reply(status=403), Reply("x")], "ok", ["HEAD", "GET"]),
        ([Reply(status=404), Reply("x")], "ok", ["HEAD", "GET"]),
        ([Reply(status=501), Reply(status=416)], "ok", ["HEAD", "GET"]),
        ([Reply(status=403)], "guarded", ["HEAD", "GET"]),
        ([Reply(status=429)], "guarded", ["HEAD", "HEAD"]),
        ([Reply(status=404)], "dead", ["HEAD", "GET"]),
        ([Reply(status=410)], "dead", ["HEAD", "GET"]),
        ([Reply(status=503)], "trouble", ["HEAD", "HEAD", "GET", "GET"]),
        ([Reply(close=True)], "trouble", ["HEAD", "HEAD"]),
        ([Reply(status=302, headers={"Location": "http://192.168.0.1/admin"})], "private", ["HEAD"]),
        ([Reply(status=302, headers={"Location": "/x"})], "trouble", ["HEAD", "HEAD"]),
    ],
)
def test_a_link_is_asked_for_gently_and_judged(links, services, replies, state, methods):
    call, _ = links
    services.reply("/x", *replies)
    [report] = json.loads(call("--format", "json").stdout)["links"]
    assert report["state"] == state
    assert [request.method for request in services.requests] == methods
    assert report["places"] == [{"file": PAPER, "line": 6, "field": "url"}]


@pytest.mark.parametrize(
    ("status", "state", "new"),
    [(301, "moved", "/new"), (308, "moved", "/new"), (302, "ok", "/new"), (307, "ok", "/new")],
)
def test_a_link_that_moved_is_told_from_one_that_leads_elsewhere(links, services, status, state, new):
    call, _ = links
    services.reply("/x", Reply(status=status, headers={"Location": "/new"}))
    services.reply("/new", Reply())
    [report] = json.loads(call("--format", "json").stdout)["links"]
    assert (report["state"], report["new_address"]) == (state, services.base + new)


@pytest.mark.parametrize(
    ("url", "to", "written"),
    [
        ("/x", "/new", "/new"),
        ("/x#part", "/new", "/new#part"),
        ("/x", "/", None),
        ("/x", "/a`b", None),
    ],
)
def test_new_addresses_are_written_where_one_can_trust_them(links, services, url, to, written):
    call, root = links
    services.reply(to[:2], Reply())
    services.reply("/x", Reply(status=301, headers={"Location": to}))
    before = ENTRY.format(url=services.base + url).encode()
    result = call("--write", url=services.base + url)
    after = (root / PAPER).read_bytes()
    assert after == (before.replace(url.encode(), written.encode()) if written else before)
    assert result.stderr.startswith(f"{bool(written):d} file")
    assert (f"not written, look where it leads: {services.base}{url}\n" in result.stderr) == (written is None)
    assert call(url=services.base + (written or url)).exit_code == 0


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("url: https://a.example/x  # https://a.example/x\n", "url: https://b.example/y  # https://b.example/y\n"),
        ('url: "https://a.example/x"\n', 'url: "https://b.example/y"\n'),
        (
            "url: https://a.example/x/y\nl: [https://a.example/x]\n",
            "url: https://a.example/x/y\nl: [https://b.example/y]\n",
        ),
        ("- d: |\n    See [x](https://a.example/x).\n", "- d: |\n    See [x](https://b.example/y).\n"),
        ('url: "https:\\x2f/a.example/x"\n', None),
        ("url: [\n", None),
    ],
)
def test_only_whole_addresses_are_replaced_and_nothing_else_changes(text, new):
    assert with_new_addresses(text, {"https://a.example/x": "https://b.example/y"}) == new


def test_people_read_where_each_dead_link_stands(links, services):
    call, _ = links
    services.reply("/x", Reply(status=404))
    result = call()
    assert result.exit_code == 0
    assert result.stdout == f"{PAPER}:6: dead: {services.base}/x\n  status 404\n"
    assert result.stderr == "1 link: 1 dead\n"
    assert call("--fail").exit_code == 1


def test_private_hosts_are_asked_only_where_they_are_allowed(links, monkeypatch):
    call, _ = links
    assert json.loads(call("--format", "json", url="http://127.0.0.2/").stdout)["counts"] == {"private": 1}
    monkeypatch.setenv("LLMPAPERS_ALLOW_HOSTS", "127.0.0.1")
    assert json.loads(call("--format", "json", url="http://127.0.0.1:9/").stdout)["counts"] == {"trouble": 1}


def test_what_is_alive_is_not_asked_again_for_a_day(links, services, time):
    call, root = links
    services.reply("/x", Reply())
    for passed, requests in ((0, 1), (3600, 1), (24 * 3600, 2)):
        time.moment += passed
        assert "1 ok" in call().stderr
        assert len(services.requests) == requests
    for file in (root / ".cache").rglob("*.json"):
        file.write_text("garbled")
    call()
    assert len(services.requests) == 3


def test_waived_links_are_left_alone_until_their_day(links, services):
    call, root = links
    services.reply("/x", Reply(status=404))
    waivers = root / "catalog/links.yaml"
    waivers.write_text(f"- url: {services.base}/x\n  reason: Being moved.\n", encoding="utf-8")
    assert call("--fail").stderr == "0 links: 1 waived\n"
    waivers.write_text(
        f"- url: {services.base}/x\n  reason: Being moved.\n  until: 2026-01-01\n"
        "- url: https://gone.example.org/\n  reason: Old.\n",
        encoding="utf-8",
    )
    result = call("--fail")
    assert result.exit_code == 1
    assert f"catalog/links.yaml:1: waiver: {services.base}/x\n  expired on 2026-01-01" in result.stdout
    assert "catalog/links.yaml:4: waiver: https://gone.example.org/\n  no entry has this link any more" in result.stdout


def test_markdown_only_shows_what_it_is_given(links, services):
    call, _ = links
    services.reply("/x", Reply(status=301, headers={"Location": "/a`@team<img>"}))
    services.reply("/a", Reply())
    text = call("--format", "markdown").stdout
    assert text.startswith("## Moved for good\n\n- `")
    assert text.count("`") % 2 == 0
    assert "'@team" in text or "%60@team" in text


def test_links_in_the_prose_of_topics_and_of_venues_are_checked_too(links, services):
    call, root = links
    services.reply("/x", Reply())
    services.reply("/prose", Reply(status=404))
    topics = root / "catalog/topics.yaml"
    text = topics.read_text("utf-8").replace("the crust.", f"the\n    [crust]({services.base}/prose/a), `x`.")
    topics.write_text(text, encoding="utf-8")
    venues = root / "catalog/venues.yaml"
    journal = "  kind: journal\n"
    text = venues.read_text("utf-8").replace(journal, f"{journal}  url: {services.base}/prose/b\n")
    venues.write_text(text, encoding="utf-8")
    places = [report["places"] for report in json.loads(call("--format", "json").stdout)["links"]]
    line = topics.read_text("utf-8").splitlines().index(f"    [crust]({services.base}/prose/a), `x`.") + 1
    assert places[0] == [{"file": "catalog/topics.yaml", "line": line, "field": "description"}]
    assert [place["file"] for [place] in places] == ["catalog/topics.yaml", "catalog/venues.yaml", PAPER]
    assert len(json.loads(call("--topic", "ovens", "--format", "json").stdout)["links"]) == 1


def test_identifiers_are_asked_for_where_they_are_wanted(links, services, monkeypatch):
    call, root = links
    services.reply("/x", Reply())
    services.reply("http://arxiv.org/abs/2402.01234", Reply())
    services.reply("http://doi.org/10.1234/a", Reply(status=302, headers={"Location": "http://publisher.example/"}))
    services.reply("http://doi.org/10.1234/b", Reply(status=404))
    for name, doi in (("sound", "10.1234/a<1:x>2.0.CO;2"), ("wrong", "10.1234/b")):
        entry = ENTRY.format(url=f"{services.base}/x").replace("url:", f'arxiv: "2402.01234"\ndoi: {doi}\nurl:')
        (root / f"catalog/papers/{name}.yaml").write_text(entry, encoding="utf-8")
    assert call().stderr == "1 link: 1 ok\n"
    monkeypatch.setenv("http_proxy", services.base)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr("llmpapers.upkeep.catalog_links.ARXIV", "http://arxiv.org/abs/")
    monkeypatch.setattr("llmpapers.upkeep.catalog_links.doi_address", lambda doi: f"http://doi.org/{doi}")
    result = call("--identifiers")
    assert result.stderr == "4 links: 3 ok, 1 dead\n"
    assert "catalog/papers/wrong.yaml:7: dead: http://doi.org/10.1234/b\n  status 404\n" in result.stdout
    assert services.asked("http://publisher.example") == []


def test_a_limit_and_a_topic_choose(links):
    call, _ = links
    assert call("--topic", "ovens").stderr == "0 links: none\n"
    assert "did you mean 'baking'" in call("--topic", "bakin").stderr


def test_without_a_network_no_link_is_called_dead(links, monkeypatch):
    call, root = links
    venues = root / "catalog/venues.yaml"
    journal = "  kind: journal\n"
    text = venues.read_text("utf-8").replace(journal, f"{journal}  url: https://dough.example.invalid/\n")
    venues.write_text(text, encoding="utf-8")

    def nowhere(*_: object, **__: object) -> list[object]:
        raise socket.gaierror("no network")

    ask = "llmpapers.lookups.client.resolve_public"
    monkeypatch.setattr(ask, lambda host, port, _: resolve_public(host, port, nowhere))
    result = call(url="https://rye.example.invalid/")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "not one of the hosts was found" in result.stderr


def test_as_many_links_as_may_are_checked_at_once(monkeypatch, tmp_path):
    together = threading.Barrier(link_check.AT_ONCE, timeout=60)

    def checked(client, url, kept):
        together.wait()  # Breaks unless so many wait here at the same time.
        return LinkReport(url, LinkState.OK, "")

    monkeypatch.setattr(link_check, "check_kept_link", checked)
    urls = [f"https://host-{number}.example.org/" for number in range(2 * link_check.AT_ONCE)]
    reports = link_check.check_links(None, urls, Cache(tmp_path, 60))
    assert sorted(report.url for report in reports) == sorted(urls)
