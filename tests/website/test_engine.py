"""The engine's result is kept by the hash of all that it depends on."""

from dataclasses import replace
from pathlib import Path

import pytest

from llmpapers.errors import LlmpapersError
from llmpapers.website.engine import ENGINES, SITE, Engine, EngineInput, render, warnings_in

CONTENT = EngineInput(
    pages={"index.md": b"# Hello"},
    theme={"main.html": b"x"},
    settings="site_name: x",
    config="site_name: x",
)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Put an engine in place that only copies its input, and count its calls."""
    made: list[Path] = []

    def copy(config_file: Path) -> list[str]:
        made.append(config_file)
        (config_file.parent / "pages").rename(config_file.parent / SITE)
        return ["a warning"]

    monkeypatch.setitem(ENGINES, "copy", Engine(("click",), copy))
    return made


def test_the_second_time_nothing_is_rendered(calls: list[Path], tmp_path: Path) -> None:
    first = render("copy", CONTENT, tmp_path)
    second = render("copy", CONTENT, tmp_path)
    assert len(calls) == 1
    assert first.folder == second.folder
    assert second.files() == ["index.md"]
    assert second.read("index.md") == b"# Hello"
    assert first.warnings == second.warnings == ["a warning"]


@pytest.mark.parametrize(
    "changed",
    [
        replace(CONTENT, pages={"index.md": b"# Hello!"}),
        replace(CONTENT, pages={"start.md": b"# Hello"}),
        replace(CONTENT, pages={**CONTENT.pages, "more.md": b""}),
        replace(CONTENT, theme={"main.html": b"y"}),
        replace(CONTENT, theme={}),
        replace(CONTENT, pages={}, theme={**CONTENT.pages, **CONTENT.theme}),
        replace(CONTENT, settings="site_name: y"),
    ],
)
def test_whatever_the_output_depends_on_is_in_the_hash(changed: EngineInput) -> None:
    assert changed.digest("mkdocs") != CONTENT.digest("mkdocs")


def test_engines_do_not_share_results() -> None:
    assert len({CONTENT.digest(engine) for engine in ENGINES}) == len(ENGINES)


def test_only_the_last_results_are_kept(calls: list[Path], tmp_path: Path) -> None:
    outputs = [render("copy", replace(CONTENT, pages={"index.md": bytes([i])}), tmp_path) for i in range(65, 71)]
    assert [output.folder.is_dir() for output in outputs] == [False, False, False, True, True, True]


def test_a_failure_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(config_file: Path) -> list[str]:
        (config_file.parent / SITE / "page.html").write_text("half")
        raise LlmpapersError("cannot render")

    monkeypatch.setitem(ENGINES, "failing", Engine(("click",), fail))
    with pytest.raises(LlmpapersError, match="cannot render"):
        render("failing", CONTENT, tmp_path)
    assert list((tmp_path / "engine").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [("result.json", None), ("result.json", ""), ("result.json", "1"), ("site/index.md", ""), ("site/index.md", None)],
)
def test_a_result_that_is_not_whole_is_made_again(
    name: str, content: str | None, calls: list[Path], tmp_path: Path
) -> None:
    """So a machine leaves it that loses its power."""
    output = render("copy", CONTENT, tmp_path)
    before = output.read("index.md")
    file = output.folder.parent / name
    file.unlink() if content is None else file.write_text(content)

    assert render("copy", CONTENT, tmp_path).read("index.md") == before
    assert len(calls) == 2


def test_what_a_killed_build_left_is_cleared_away(calls: list[Path], tmp_path: Path) -> None:
    left = tmp_path / "engine" / "new-abc"
    left.mkdir(parents=True)
    render("copy", CONTENT, tmp_path)
    assert not left.exists()


def test_pages_that_take_in_other_files_are_rendered_each_time(calls: list[Path], tmp_path: Path) -> None:
    content = replace(CONTENT, is_all=False)
    assert [render("copy", content, tmp_path).files() for _ in range(2)] == [["index.md"]] * 2
    assert len(calls) == 2


def test_a_page_that_the_engine_did_not_make_is_named(calls: list[Path], tmp_path: Path) -> None:
    with pytest.raises(LlmpapersError, match=r"the engine made no a/b\.html; look at exclude_docs and draft_docs"):
        render("copy", CONTENT, tmp_path).read("a/b.html")


def test_an_engine_that_is_not_installed_is_named_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(ENGINES, "absent", Engine(("no-such-package",), lambda config_file: []))
    with pytest.raises(LlmpapersError, match=r"absent is not installed; try: pip install 'llmpapers\[absent\]'"):
        render("absent", CONTENT, tmp_path)


@pytest.mark.parametrize(
    ("said", "warnings"),
    [
        ("WARNING -  one\n    more\nINFO - other\n", ["one more"]),
        ("Build started\nWarning: no page\n   ╭─[ a/b.md:3:9 ]\n   │\n 3 │ [x](y.md)\n───╯\n", ["a/b.md:3:9: no page"]),
        ("INFO - warnings are rare\n", []),
    ],
)
def test_the_warnings_of_a_program_are_taken_out_of_what_it_says(said: str, warnings: list[str]) -> None:
    assert warnings_in(said) == warnings
