"""Text as LaTeX, read back by a decoder that is not ours."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmpapers.exporters.latex import escape


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain - text", "plain - text"),
        ("100% of A&B_c #1 $5", r"100\% of A\&B\_c \#1 \$5"),
        ("~^", r"{\textasciitilde}{\textasciicircum}"),
        (r"{x}\y", r"{\textbraceleft}x{\textbraceright}{\textbackslash}y"),
        ("<b>|`", r"{\textless}b{\textgreater}{\textbar}{\textasciigrave}"),
        ("é ü ñ À", r"{\'e} {\"u} {\~n} {\`A}"),
        ("ç č ő ą ż", r"{\c{c}} {\v{c}} {\H{o}} {\k{a}} {\.z}"),
        ("í ï ǰ", r"{\'\i} {\"\i} {\v{\j}}"),
        ("į", r"{\k{i}}"),
        ("ø Ł đ ß æ Œ å þ ı", r"{\o} {\L} {\dj} {\ss} {\ae} {\OE} {\aa} {\th} {\i}"),
        ("ễ ậ", r"{\~{\^e}} {\^{\d{a}}}"),
        ("ơ ở", r"{\ohorn} {\h{\ohorn}}"),
        ("e\u0301", r"{\'e}"),
        ("σ-MoE ReLU² Δ", r"{$\sigma$}-MoE ReLU{$^2$} {$\Delta$}"),
        ("× ≤ ∞ →", r"{$\times$} {$\leq$} {$\infty$} {$\rightarrow$}"),
        ("– — “a” ‘b’ …", "-- --- ``a'' {`}b' {\\ldots}"),
        ("面包 ή", "面包 ή"),
    ],
)
def test_what_is_not_plain_becomes_a_command(text: str, written: str) -> None:
    assert escape(text) == written


# Every letter that Latin-script names are written with; of a few the decoder has no idea, and ș is ş to it.
_UNKNOWN_TO_DECODER = {"\u0309", "\u031b", "\u030f", "\u0326"}
LATIN = [
    chr(code)
    for code in [*range(0xC0, 0x180), *range(0x1CD, 0x1DD), *range(0x1E00, 0x1F00)]
    if unicodedata.category(chr(code)).startswith("L")
    and not set(unicodedata.normalize("NFD", chr(code))) & _UNKNOWN_TO_DECODER
]


def test_latin_letters_with_accents_come_back_as_they_were(decoded: Callable[[str], str]) -> None:
    assert {letter: decoded(escape(letter)) for letter in LATIN} == {letter: letter for letter in LATIN}


def test_nearly_all_of_them_are_written_in_ascii() -> None:
    assert len([letter for letter in LATIN if not escape(letter).isascii()]) < len(LATIN) / 8


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"]) | st.sampled_from("éßøłσ²×–面"), max_size=60))
def test_any_text_is_balanced_and_free_of_commands(text: str) -> None:
    written = escape(text)
    depth = 0
    for character in written:
        depth += (character == "{") - (character == "}")
        assert depth >= 0
    assert depth == 0
    assert "input" not in written or "input" in text
