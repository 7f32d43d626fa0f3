"""The static site generator: a project's prose and shells in, HTML with slots out, kept by the hash of its input.

Every build asks for the engines' names; what only a rendering needs is brought in when there is one.
"""

import hashlib
import json
import logging
import os
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from llmpapers.errors import LlmpapersError

_KEPT = 3
"""Results of the engine that stay in the cache."""
_UNFINISHED = "new-"
_TOLD = "result.json"
"""What the engine had to say, and the size of each file that it made."""
SITE = "result/site"
"""Where an engine puts its output, beside its configuration; not every engine takes a folder elsewhere."""


@dataclass(frozen=True)
class EngineInput:
    """What the engine's output depends on."""

    pages: Mapping[str, bytes]
    """Files of the documents' folder, by name with forward slashes."""
    theme: Mapping[str, bytes]
    """Files of the theme's folder of overrides."""
    settings: str
    """What the configuration says, wherever the folder lies."""
    config: str
    """The engine's configuration, as text, for a folder with `pages/` and `theme/` in it; the output goes to `SITE`."""
    is_all: bool = True
    """False if the pages may take in files that are not named here; the output is then made each time."""

    def digest(self, engine: str) -> str:
        """Hash the input together with the versions of the libraries that work on it."""
        from importlib.metadata import version

        hasher = hashlib.sha256()
        head = [engine, *(f"{name} {version(name)}" for name in ENGINES[engine].libraries), self.settings]
        hasher.update("\n".join(head).encode())
        for folder, files in (("pages", self.pages), ("theme", self.theme)):
            for name, content in sorted(files.items()):
                hasher.update(f"\0{folder}/{name}\0{len(content)}\0".encode())
                hasher.update(content)
        return hasher.hexdigest()[:24]


@dataclass(frozen=True)
class EngineOutput:
    """What the engine made."""

    folder: Path
    warnings: list[str]
    """What the engine had to say, such as links in `docs/` that lead nowhere."""

    def files(self) -> list[str]:
        """List the files, with forward slashes, sorted."""
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file())

    def read(self, name: str) -> bytes:
        """Read a file.

        Raises:
            LlmpapersError: if the engine did not make it.
        """
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError as error:
            reason = f"the engine made no {name}; look at exclude_docs and draft_docs of mkdocs.yml"
            raise LlmpapersError(reason) from error


@dataclass(frozen=True)
class Engine:
    """A static site generator that renders plain Markdown by a standard `mkdocs.yml`."""

    libraries: tuple[str, ...]
    """The packages whose versions decide the output, its own first."""
    render: Callable[[Path], list[str]]
    """Renders what the configuration file says into `SITE` beside it; gives the engine's warnings."""

    @property
    def is_installed(self) -> bool:
        """Whether its own package is there; the others came with it."""
        return find_spec(self.libraries[0]) is not None


def _render_with_mkdocs(config_file: Path) -> list[str]:
    # The theme announces its end of life to whoever builds; the README tells how the project is prepared for it.
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    from llmpapers.website.mkdocs_theme import LeanTheme

    said = _Collector()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(said)
    propagated, logger.propagate = logger.propagate, False
    try:
        config = load_config(str(config_file))
        config.theme.__class__ = LeanTheme
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
    except (Exception, SystemExit) as error:
        # Extensions, templates and pages of a project run in here, so anything can be raised.
        details = "\n".join(dict.fromkeys([*said.messages, str(error) or type(error).__name__]))
        raise LlmpapersError(f"mkdocs cannot render the pages:\n{details}") from error
    finally:
        logger.removeHandler(said)
        logger.propagate = propagated
    return said.messages


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _render_with_program(name: str, config_file: Path) -> list[str]:
    """Run an engine as a program of its own: one would take the place of MkDocs here, another starts threads.

    Raises:
        LlmpapersError: if it fails.
    """
    import subprocess

    command = [sys.executable, "-m", name, "build", "-f", config_file.name]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"}
    done = subprocess.run(  # noqa: S603 - a fixed command
        command,
        cwd=config_file.parent,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    said = re.sub(r"\x1b\[[0-9;]*m", "", f"{done.stdout}\n{done.stderr}")
    if done.returncode or not (config_file.parent / SITE / "index.html").is_file():
        raise LlmpapersError(f"{name} cannot render the pages:\n{said.strip()}")
    return warnings_in(said)


def warnings_in(said: str) -> list[str]:
    """Take the warnings out of what a program said: each begins a line, what belongs to it is indented below.

    Some draw the place as a picture below the message; of it only file, line and column are kept.
    """
    found = re.findall(r"^\s*warning\b[\s:-]*(.*(?:\n[ \t]+\S.*)*)", said, re.IGNORECASE | re.MULTILINE)
    drawn = re.compile(r"(.*?) ╭─\[ (\S+) \].*")
    return [drawn.sub(r"\2: \1", " ".join(text.split())) for text in found]


_MARKDOWN = ("markdown", "pymdown-extensions", "pygments")
ENGINES: dict[str, Engine] = {
    "mkdocs": Engine(("mkdocs", "mkdocs-material", *_MARKDOWN, "jinja2"), _render_with_mkdocs),
    "properdocs": Engine(
        ("properdocs", "mkdocs-material", *_MARKDOWN, "jinja2"), partial(_render_with_program, "properdocs")
    ),
    "zensical": Engine(("zensical", *_MARKDOWN), partial(_render_with_program, "zensical")),
}
"""The engines that `build --engine` knows, by name; all but the first are extras."""


def render(engine: str, content: EngineInput, cache: Path) -> EngineOutput:
    """Render pages and shells, or take them out of the cache if nothing that they depend on has changed.

    Args:
        engine: one of `ENGINES`.
        content: what to render.
        cache: the project's cache; the result lies below it.

    Raises:
        LlmpapersError: if the engine is not installed, or cannot render the input.
    """
    if not ENGINES[engine].is_installed:
        raise LlmpapersError(f"{engine} is not installed; try: pip install 'llmpapers[{engine}]'")
    folder = cache / "engine" / content.digest(engine)
    # Builds exclude each other, so what is unfinished now is of one that was killed.
    for path in folder.parent.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(path, ignore_errors=True)
    if content.is_all and (kept := _kept(folder)):
        os.utime(folder)
        _forget_old(folder.parent)
        return kept
    import tempfile

    _remove(folder)  # Another version of this program may have kept its results otherwise.
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=_UNFINISHED) as work:
        inside = Path(work)
        _write(inside / "pages", content.pages)
        _write(inside / "theme", content.theme)
        (inside / "mkdocs.yml").write_text(content.config, encoding="utf-8")
        (inside / SITE).mkdir(parents=True)
        warnings = ENGINES[engine].render(inside / "mkdocs.yml")
        told = {"warnings": warnings, "sizes": _sizes(EngineOutput(inside / SITE, warnings))}
        (inside / "result" / _TOLD).write_text(json.dumps(told), encoding="utf-8")
        # A result appears under its name only when it is whole.
        (inside / "result").rename(folder)
    _forget_old(folder.parent)
    return EngineOutput(folder / "site", warnings)


def _kept(folder: Path) -> EngineOutput | None:
    """Give a result that was kept, unless a machine that lost its power left files of it without content."""
    try:
        told = json.loads((folder / _TOLD).read_bytes())
        output = EngineOutput(folder / "site", told["warnings"])
        return output if told["sizes"] == _sizes(output) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _sizes(output: EngineOutput) -> dict[str, int]:
    return {name: (output.folder / name).stat().st_size for name in output.files()}


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir(parents=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _forget_old(cache: Path) -> None:
    results = sorted((path for path in cache.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime)
    for path in results[:-_KEPT]:
        _remove(path)


def _remove(result: Path) -> None:
    """Delete a result, which has lost its name before it loses its first file."""
    nameless = result.with_name(f"{_UNFINISHED}{result.name}")
    with suppress(OSError):
        result.rename(nameless)
        shutil.rmtree(nameless, ignore_errors=True)
