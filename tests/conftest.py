"""What all tests share: an invented project, written where a test may break it."""

import shutil
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import settings

settings.register_profile("repeatable", database=None, deadline=None, derandomize=True)
settings.load_profile("repeatable")

SMALL = Path(__file__).parent / "data" / "small"

Change: TypeAlias = str | bytes | tuple[str, str] | Path | None
"""A file's new content, one passage with its replacement, the target of a link, or None for no file."""
WriteProject: TypeAlias = Callable[..., Path]


@pytest.fixture
def write_project(tmp_path: Path) -> WriteProject:
    """Gives a function that writes the small catalog, with changes by file, and returns the project's folder."""

    def write(changes: Mapping[str, Change] | None = None, *, small: bool = True) -> Path:
        root = tmp_path / "project"
        if small:
            shutil.copytree(SMALL, root)
        for name, change in (changes or {}).items():
            _apply(root / name, change)
        return root

    return write


def _apply(path: Path, change: Change) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    match change:
        case None:
            path.unlink()
        case Path():
            path.symlink_to(change)
        case bytes():
            path.write_bytes(change)
        case (old, new):
            text = path.read_text(encoding="utf-8")
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
            path.write_bytes(text.replace(old, new).encode())
        case str():
            path.write_bytes(change.encode())


@pytest.fixture(scope="session")
def decoded() -> Callable[[str], str]:
    """Gives a function that reads LaTeX as text, by a decoder that knows nothing of how it was written."""
    from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
    from pylatexenc.latexwalker import get_default_latex_context_db as default_walker_db
    from pylatexenc.macrospec import std_macro

    # Commands of LaTeX's own encodings that the decoder happens not to know.
    signs = {
        "textbraceleft": "{", "textbraceright": "}", "textless": "<", "textgreater": ">", "textbar": "|",
        "textasciicircum": "^", "textasciigrave": "`",
    }  # fmt: skip
    texts = get_default_latex_context_db()
    texts.add_context_category(
        "signs", prepend=True, macros=[MacroTextSpec(name, sign) for name, sign in signs.items()]
    )
    walker = default_walker_db()
    walker.add_context_category("signs", prepend=True, macros=[std_macro(name, "") for name in signs])
    reader = LatexNodes2Text(latex_context=texts, math_mode="text", keep_braced_groups=False)

    def read(latex: str) -> str:
        text = reader.latex_to_text(latex, latex_context=walker)
        for power, digit in zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True):
            text = text.replace(f"^{digit}", power)
        return unicodedata.normalize("NFC", text)

    return read
