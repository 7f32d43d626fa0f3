"""What a page says of itself in one line."""

import pytest

from llmpapers.website.descriptions import shorten


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("five words", "five words"),
        ("a short text with words", "a short …"),
        ("ashorttextwithoutblanks", "ashorttext …"),
        ("", ""),
    ],
)
def test_a_long_text_is_cut_between_words_where_it_has_any(text: str, short: str) -> None:
    assert shorten(text, 10) == short
