"""The preview: the last good site, with what is wrong shown in it, for this machine only."""

import http.client
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from llmpapers.errors import LlmpapersError
from llmpapers.project import Project
from llmpapers.website import plan
from llmpapers.website.build_report import BuildReport
from llmpapers.website.building import build_site
from llmpapers.website.serving import EVENTS, RELOADER, OutdatedBuildError, Preview, builds, running_server
from llmpapers.website.site_options import SiteOptions

AddPaper = Callable[..., Path]
ReadTree = Callable[[Path], dict[str, bytes]]
OVERLAY = 'id="llmpapers-problems"'


PATIENCE = 60
"""Seconds after which a test gives up waiting."""

Answer = tuple[int, str]


@pytest.fixture
def preview(root: Path) -> Preview:
    return Preview(Project(root), SiteOptions())


def ask(port: int, path: str, host: str | None = None, method: str = "GET") -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host or f"127.0.0.1:{port}")
    connection.endheaders()
    answer = connection.getresponse()
    content = answer.read().decode()
    connection.close()
    return answer.status, content


@pytest.fixture
def get(preview: Preview) -> Iterator[Callable[..., Answer]]:
    with running_server(preview, 0) as server:
        preview.rebuild()
        yield lambda *arguments: ask(server.server_port, *arguments)


def reloader(preview: Preview) -> str:
    return f'<script src="{RELOADER}" data-generation="{preview.generation}"></script>'


def test_a_page_is_served_with_what_makes_it_reload(preview: Preview, get: Callable[..., Answer]) -> None:
    status, page = get("/papers/levain/")
    assert status == 200
    assert "Ada Example" in page
    assert reloader(preview) in page
    assert EVENTS in get(RELOADER)[1]
    assert OVERLAY not in page


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/papers/levain/index.html", 200),
        ("/papers/levain/?x=y", 200),
        ("/papers/levain", 301),
        ("/catalog.json", 200),
        ("/no/such/page/", 404),
        ("/assets/llmpapers/site.css?123", 200),
        ("/../../catalog/catalog.yaml", 404),
        ("/%2e%2e/%2e%2e/catalog/catalog.yaml", 404),
        ("/..%2f..%2fcatalog/catalog.yaml", 404),
        ("//etc/passwd", 404),
        ("/../../../../../../../../../../etc/passwd", 404),
        ("/%00", 404),
        ("/" + 5000 * "x", 404),
        ("/" + 5000 * "x/", 404),
        ("/catalog.json/", 404),
        ("/assets/", 404),
        ("/assets/llmpapers/", 404),
        ("/assets/llmpapers", 404),
    ],
)
def test_only_the_site_is_served(get: Callable[..., Answer], path: str, status: int) -> None:
    answer = get(path)
    assert answer[0] == status
    assert "format: 1" not in answer[1]
    assert "root:" not in answer[1]


@pytest.mark.parametrize("path", ["/no/such/page/", "/assets/", "/" + 5000 * "x"])
def test_a_missing_page_is_the_sites_own(get: Callable[..., Answer], path: str) -> None:
    page = get(path)[1]
    assert "This page is not here" in page
    assert RELOADER in page


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    ("host", "is_answered"),
    [
        ("127.0.0.1", True),
        ("127.0.0.1:8000", True),
        ("localhost:8000", True),
        ("LOCALHOST", True),
        ("[::1]:8000", True),
        ("[::1]", True),
        ("evil.example.org", False),
        ("evil.example.org:8000", False),
        ("127.0.0.1.evil.example.org", False),
        ("localhost.evil.example.org:80", False),
        ("192.168.0.1", False),
    ],
)
def test_other_names_for_this_machine_are_refused(
    get: Callable[..., Answer], host: str, is_answered: bool, method: str
) -> None:
    for path in ("/", "/catalog.json"):
        assert get(path, host, method)[0] == (200 if is_answered else 403)


def test_no_spelling_of_a_path_leads_out_of_the_site(get: Callable[..., Answer]) -> None:
    paths = [
        "/%252e%252e/%252e%252e/catalog/catalog.yaml",
        "/..%5c..%5ccatalog%5ccatalog.yaml",
        "/..\\..\\catalog\\catalog.yaml",
        "/assets/../../../../catalog/catalog.yaml",
        "/%c0%ae%c0%ae/%c0%ae%c0%ae/catalog/catalog.yaml",
        "/%2fetc%2fpasswd",
        "/file:///etc/passwd",
        "http://evil.example.org/../../catalog/catalog.yaml",
        "/.llmpapers/../../catalog/catalog.yaml",
        "/catalog.json%00.html",
        "/catalog.json;/../../catalog/catalog.yaml",
    ]
    assert {path: get(path)[0] for path in paths} == dict.fromkeys(paths, 404)


def test_no_spelling_of_a_host_passes_for_this_machine(get: Callable[..., Answer]) -> None:
    hosts = [
        "127.0.0.1:8000@evil.example.org",
        "evil.example.org@127.0.0.1",
        "127.0.0.1, evil.example.org",
        "localhost.",
        "0.0.0.0",
        " ",
    ]
    assert {host: get("/", host)[0] for host in hosts} == dict.fromkeys(hosts, 403)


def test_only_reading_is_answered(get: Callable[..., Answer]) -> None:
    methods = ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "X" * 5000]
    assert {method: get("/", None, method)[0] for method in methods} == dict.fromkeys(methods, 501)


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", b"403"),
        (b"GET / HTTP/1.0\r\n\r\n", b"403"),
        (b"GET / HTTP/1.1\r\nHost: evil.example.org\r\nHost: localhost\r\n\r\n", b"403"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example.org\r\n\r\n", b"403"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 70_000 + b"\r\n\r\n", b"431"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: x\r\n" * 200 + b"\r\n", b"431"),
        (b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", b"414"),
        (b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", b"505"),
        (b"\x16\x03\x01\x02\x00\x01\r\n\r\n", b"400"),
    ],
    ids=lambda value: value[:40].decode("latin-1").encode("unicode_escape").decode(),
)
def test_an_odd_request_is_refused_and_the_next_one_answered(preview: Preview, head: bytes, status: bytes) -> None:
    with running_server(preview, 0) as server:
        assert server.server_address[0] == "127.0.0.1"
        with socket.create_connection(("127.0.0.1", server.server_port), timeout=PATIENCE) as connection:
            connection.sendall(head)
            answer = connection.recv(4000)
        assert status in answer.partition(b"\r\n")[0]
        assert ask(server.server_port, "/")[0] == 503


def test_a_bad_entry_shows_its_problems_over_the_last_good_site(
    preview: Preview, get: Callable[..., Answer], add_paper: AddPaper
) -> None:
    path = add_paper("wrong", topics=["<script>alert(1)</script>"])
    report = preview.rebuild()
    assert report
    assert report.published is None
    page = get("/papers/levain/")[1]
    assert OVERLAY in page
    assert "catalog/papers/wrong.yaml" in page
    assert "unknown-topic" in page
    assert "<script>alert(1)" not in page
    assert "Ada Example" in page
    path.unlink()
    preview.rebuild()
    assert OVERLAY not in get("/papers/levain/")[1]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("mkdocs.yml", "a: [", "mkdocs.yml:1:5: cannot be read"),
        ("templates/content/home.html", "{{ <b> }}", "cannot be rendered"),
    ],
)
def test_what_stops_a_build_is_shown_over_the_last_good_site(
    preview: Preview, get: Callable[..., Answer], name: str, content: str, message: str
) -> None:
    path = preview.project.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    assert preview.rebuild() is None
    assert message in (preview.failure or "")
    page = get("/")[1]
    assert OVERLAY in page
    assert message in page
    assert "<b> }}" not in page


def test_a_catalog_that_vanishes_is_told(preview: Preview, get: Callable[..., Answer]) -> None:
    (preview.project.root / "catalog").rename(preview.project.root / "elsewhere")
    preview.rebuild()
    assert OVERLAY in get("/")[1]


def test_before_the_first_build_a_page_waits_for_it(preview: Preview) -> None:
    with running_server(preview, 0) as server:
        status, page = ask(server.server_port, "/papers/levain/")
    assert status == 503
    assert reloader(preview) in page
    assert OVERLAY not in page


def test_before_the_first_good_build_the_problems_are_all_there_is(preview: Preview, add_paper: AddPaper) -> None:
    add_paper("wrong", year=3000)
    with running_server(preview, 0) as server:
        preview.rebuild()
        status, page = ask(server.server_port, "/")
    assert status == 503
    assert OVERLAY in page


def test_two_previews_of_a_project_do_not_share_a_folder(root: Path) -> None:
    one, other = (Preview(Project(root), SiteOptions(search=search)) for search in (True, False))
    with running_server(one, 0) as first, running_server(other, 0) as second:
        one.rebuild()
        other.rebuild()
        answers = [ask(server.server_port, "/assets/llmpapers/search/index.json")[0] for server in (first, second)]
    assert answers == [200, 404]
    assert not list(root.glob(".cache/llmpapers/*preview*"))


def test_what_a_killed_preview_left_is_not_shown(preview: Preview) -> None:
    with running_server(preview, 0) as server:
        port = server.server_port
    preview.site.mkdir()
    (preview.site / "index.html").write_text("of yesterday", encoding="utf-8")
    with running_server(preview, port):
        assert ask(port, "/")[0] == 503


def test_a_page_that_was_read_before_a_build_hears_of_it(
    preview: Preview, get: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = preview.generation
    original = Path.read_bytes

    def build_meanwhile(self: Path) -> bytes:
        content = original(self)
        if self == preview.site / "index.html":
            preview.generation += 1
        return content

    monkeypatch.setattr(Path, "read_bytes", build_meanwhile)
    assert f'data-generation="{before}"' in get("/")[1]


def test_a_page_of_an_earlier_preview_reloads(root: Path, get: Callable[..., Answer]) -> None:
    earlier = Preview(Project(root), SiteOptions())
    for _ in range(3):
        earlier.rebuild()
    assert get(f"{EVENTS}?after={earlier.generation}") == (200, "reload")


def test_a_waiting_page_hears_of_the_next_build(preview: Preview, get: Callable[..., Answer]) -> None:
    heard: list[Answer] = []
    waiting = threading.Thread(target=lambda: heard.append(get(f"{EVENTS}?after={preview.generation}")))
    waiting.start()
    preview.rebuild()
    waiting.join(timeout=PATIENCE)
    assert heard == [(200, "reload")]


@pytest.mark.parametrize(
    "question", ["", "?after=0", "?after=", "?after=x", "?after=-1", "?after=%C2%B2", "?after=" + 9999 * "1"]
)
def test_whoever_knows_another_build_reloads_at_once(get: Callable[..., Answer], question: str) -> None:
    assert get(f"{EVENTS}{question}") == (200, "reload")


def test_a_taken_port_is_told(preview: Preview, root: Path) -> None:
    other = Preview(Project(root), SiteOptions())
    with (
        running_server(preview, 0) as server,
        pytest.raises(LlmpapersError, match="choose another with --port"),
        running_server(other, server.server_port),
    ):
        pass


@contextmanager
def building(preview: Preview) -> Iterator[list[BuildReport | None]]:
    """Build on every change, in the background; gives the list that the reports come into."""
    stop = threading.Event()
    reports: list[BuildReport | None] = []
    work = threading.Thread(target=lambda: reports.extend(builds(preview, stop)), daemon=True)
    work.start()
    try:
        yield reports
    finally:
        stop.set()
        work.join(timeout=PATIENCE)
    assert not work.is_alive()


def wait_until(preview: Preview, holds: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, (preview.failure, preview.problems)
        preview.wait_for_other(preview.generation, timeout=0.2)


def test_what_matters_is_built_again(preview: Preview, root: Path, add_paper: AddPaper) -> None:
    with building(preview) as reports:
        wait_until(preview, (preview.site / "index.html").is_file)
        (root / "notes.txt").write_text("nothing of the site", encoding="utf-8")
        add_paper("dark-crust")
        wait_until(preview, (preview.site / "papers" / "dark-crust" / "index.html").is_file)
        (root / "mkdocs.yml").write_text("a: [", encoding="utf-8")
        wait_until(preview, lambda: preview.failure)
        (root / "mkdocs.yml").write_text("INHERIT: base.yml\ndocs_dir: site-pages\n", encoding="utf-8")
        wait_until(preview, lambda: "base.yml" in (preview.failure or ""))
        (root / "base.yml").write_text("site_name: Bread\n", encoding="utf-8")
        (root / "mkdocs.yml").write_text("INHERIT: base.yml\ndocs_dir: site-pages\n#\n", encoding="utf-8")
        wait_until(preview, lambda: preview.failure is None)
        (root / "base.yml").write_text("site_name: Rye\n", encoding="utf-8")
        wait_until(preview, lambda: b"Rye" in (preview.site / "index.html").read_bytes())
        (root / "site-pages").mkdir()
        (root / "site-pages" / "guide.md").write_text("# Guide", encoding="utf-8")
        wait_until(preview, (preview.site / "guide" / "index.html").is_file)
    assert reports[0]
    assert reports[0].published
    assert None in reports


def change(root: Path, old: str, new: str, name: str = "catalog/papers/levain.yaml") -> None:
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def fresh(root: Path, folder: Path) -> Path:
    """Build a site of the same project from nothing."""
    shutil.copytree(root, folder, ignore=shutil.ignore_patterns(".cache"))
    assert build_site(Project(folder), folder / "site").published
    return folder / "site"


def test_pages_are_shown_before_the_exports_are_made_and_both_end_right(
    preview: Preview,
    root: Path,
    get: Callable[..., Answer],
    monkeypatch: pytest.MonkeyPatch,
    tree: ReadTree,
    tmp_path: Path,
) -> None:
    change(root, "Many Loaves", "Few Loaves")
    seen: list[tuple[bool, bool, bool, bool]] = []
    made = plan.data_files

    def data_files(*arguments: object) -> object:
        page, topic = get("/papers/levain/")[1], get("/topics/baking/")[1]
        waits = get(f"{EVENTS}?after={generation}")[1] == "reload"
        seen.append(("Few Loaves" in page, "Few Loaves" in topic, waits, "Few Loaves" in get("/catalog.json")[1]))
        return made(*arguments)

    generation = preview.generation
    monkeypatch.setattr(plan, "data_files", data_files)
    report = preview.rebuild()

    assert seen == [(True, True, True, False)]
    assert preview.generation == generation + 1
    assert report
    assert report.published
    assert report.published.written > 3
    assert tree(preview.site) == tree(fresh(root, tmp_path / "fresh"))


def test_what_changes_while_the_exports_are_made_is_shown_first(
    preview: Preview, root: Path, get: Callable[..., Answer], tree: ReadTree, tmp_path: Path
) -> None:
    preview.is_outdated = lambda: True
    for old, new in (("Many Loaves", "Few Loaves"), ("Few Loaves", "Two Loaves"), ("2021", "2022")):
        change(root, old, new)
        with pytest.raises(OutdatedBuildError):
            preview.rebuild()
        assert new in get("/papers/levain/")[1]
    assert "Many Loaves" in get("/catalog.json")[1]
    preview.is_outdated = lambda: False
    preview.rebuild()
    assert tree(preview.site) == tree(fresh(root, tmp_path / "fresh"))


def test_where_a_page_goes_everything_changes_at_once(
    preview: Preview, root: Path, get: Callable[..., Answer], tree: ReadTree, tmp_path: Path
) -> None:
    (root / "catalog/papers/kneadnet.yaml").rename(root / "catalog/papers/knead-net.yaml")
    preview.is_outdated = lambda: True
    with pytest.raises(OutdatedBuildError):
        preview.rebuild()
    assert get("/papers/kneadnet/")[0] == 200
    assert get("/papers/knead-net/")[0] == 404
    preview.is_outdated = lambda: False
    preview.rebuild()
    assert tree(preview.site) == tree(fresh(root, tmp_path / "fresh"))


def test_what_is_wrong_with_the_late_files_is_told(
    preview: Preview, root: Path, get: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*arguments: object) -> object:
        raise LlmpapersError("no room")

    monkeypatch.setattr(plan, "feed_files", no_room)
    change(root, "Many Loaves", "Few Loaves")
    assert preview.rebuild() is None
    page = get("/papers/levain/")[1]
    assert "no room" in page
    assert "Few Loaves" in page
