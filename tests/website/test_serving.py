"""The preview: the last good site, with what is wrong shown in it, for this machine only."""

import http.client
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from llmpapers.errors import LlmpapersError
from llmpapers.project import Project
from llmpapers.website.plan import SiteOptions
from llmpapers.website.serving import EVENTS, Preview, builds, start_server

AddPaper = Callable[..., Path]
OVERLAY = 'id="llmpapers-problems"'


@pytest.fixture
def preview(root: Path) -> Preview:
    preview = Preview(Project(root), SiteOptions())
    preview.rebuild()
    return preview


Answer = tuple[int, str]


@pytest.fixture
def get(preview: Preview) -> Iterator[Callable[..., Answer]]:
    server = start_server(preview, 0)

    def ask(path: str, host: str | None = None, method: str = "GET") -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=30)
        connection.putrequest(method, path, skip_host=True)
        connection.putheader("Host", host or f"127.0.0.1:{server.server_port}")
        connection.endheaders()
        answer = connection.getresponse()
        content = answer.read().decode()
        connection.close()
        return answer.status, content

    yield ask
    server.shutdown()
    server.server_close()


def test_a_page_is_served_with_what_makes_it_reload(get: Callable[..., Answer]) -> None:
    status, page = get("/papers/levain/")
    assert status == 200
    assert "Ada Example" in page
    assert f'{EVENTS}?after=1"' in page
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
    ],
)
def test_only_the_site_is_served(get: Callable[..., Answer], path: str, status: int) -> None:
    answer = get(path)
    assert answer[0] == status
    assert "format: 1" not in answer[1]
    assert "root:" not in answer[1]


def test_a_missing_page_is_the_sites_own(get: Callable[..., Answer]) -> None:
    assert "This page is not here" in get("/no/such/page/")[1]


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
        ("mkdocs.yml", "a: [", "mkdocs.yml cannot be read"),
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


def test_before_the_first_good_build_the_problems_are_all_there_is(root: Path, add_paper: AddPaper) -> None:
    add_paper("wrong", year=3000)
    preview = Preview(Project(root), SiteOptions())
    preview.rebuild()
    server = start_server(preview, 0)
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=30)
    connection.request("GET", "/")
    answer = connection.getresponse()
    assert answer.status == 503
    assert OVERLAY in answer.read().decode()
    connection.close()
    server.shutdown()
    server.server_close()


def test_a_waiting_page_hears_of_the_next_build(preview: Preview, get: Callable[..., Answer]) -> None:
    heard: list[Answer] = []
    waiting = threading.Thread(target=lambda: heard.append(get(f"{EVENTS}?after={preview.generation}")))
    waiting.start()
    preview.rebuild()
    waiting.join(timeout=30)
    assert heard == [(200, "reload")]


@pytest.mark.parametrize("question", ["", "?after=0", "?after=", "?after=x", "?after=-1", "?after=%C2%B2"])
def test_whoever_is_behind_reloads_at_once(get: Callable[..., Answer], question: str) -> None:
    assert get(f"{EVENTS}{question}") == (200, "reload")


def test_a_taken_port_is_told(preview: Preview) -> None:
    server = start_server(preview, 0)
    with pytest.raises(LlmpapersError, match="choose another with --port"):
        start_server(preview, server.server_port)
    server.shutdown()
    server.server_close()


def test_what_matters_is_built_again(root: Path, add_paper: AddPaper) -> None:
    stop = threading.Event()
    preview = Preview(Project(root), SiteOptions())
    reports = builds(preview, stop)
    first = next(reports)
    assert first
    assert first.published
    (root / "notes.txt").write_text("nothing of the site", encoding="utf-8")
    add_paper("dark-crust")
    second = next(reports)
    assert second
    assert "dark-crust" in second.checked.catalog.papers
    (root / "mkdocs.yml").write_text("a: [", encoding="utf-8")
    assert next(reports) is None
    (root / "mkdocs.yml").write_text("site_name: Bread\ndocs_dir: site-pages\n", encoding="utf-8")
    third = next(reports)
    assert third
    assert third.published
    (root / "site-pages").mkdir()
    (root / "site-pages" / "guide.md").write_text("# Guide", encoding="utf-8")
    assert next(reports)
    assert (preview.site / "guide" / "index.html").is_file()
    stop.set()
    assert list(reports) == []
