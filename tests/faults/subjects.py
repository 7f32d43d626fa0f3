"""What the copies of the warm process do where a command of the program does too much, or too little."""

from pathlib import Path

from llmpapers import file_states
from llmpapers.website.engine import ENGINES, SITE, Engine, EngineInput, render
from llmpapers.website.published_states import PublishedStates
from llmpapers.website.publishing import publish
from llmpapers.website.site_files import SiteFile
from llmpapers.website.staging import Part

FIRST = {
    "a/index.html": b"page a", "b": b"a file", "c/d/index.html": b"page d", "index.html": b"home", "same.css": b"same",
}  # fmt: skip
SECOND = {
    "0.html": b"new", "a/index.html": b"page a, changed" * 5000, "b/index.html": b"a folder now", "c/d": b"a file now",
    "index.html": b"home, changed", "same.css": b"same",
}  # fmt: skip
"""What comes, changes, goes, becomes a folder, becomes a file, and stays."""


def publish_files(which: str) -> None:
    """Publish into the present folder."""
    files = FIRST if which == "first" else SECOND
    states = PublishedStates(Path("cache").absolute(), Path("site"))
    states.load()
    made = [SiteFile(*file) for file in files.items()]
    publish([Part("pages", lambda: made)], Path("site"), states=states, stamp=which)


def render_pages(which: str) -> None:
    """Render by an engine that copies, and keep the result in the present folder."""

    def copy(config: Path) -> list[str]:
        for page in (config.parent / "pages").iterdir():
            (config.parent / SITE / page.name).write_bytes(page.read_bytes())
        return []

    ENGINES["mkdocs"] = Engine(("mkdocs",), copy)
    pages = {f"{number}.md": which.encode() for number in range(3)}
    output = render("mkdocs", EngineInput(pages, {"main.html": b"theme"}, which, which), Path("cache"))
    assert {name: output.read(name) for name in output.files()} == pages


def settled(*arguments: str) -> None:
    """Run a command, and take every file for one that was written long ago."""
    from llmpapers.cli import main

    file_states._SETTLED = -10_000_000_000
    main(arguments, "llmpapers")
