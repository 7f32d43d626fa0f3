"""A text's words as search knows them."""

import pytest

from llmpapers.identifiers import fold
from llmpapers.website.search.words import compounds, plain_words, squeeze


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Low-Rank Adaptation", ["low", "rank", "adaptation"]),
        ("LLM.int8()", ["llm", "int8"]),
        ("σ-MoE", ["sigma", "moe"]),
        ("(IA)³", ["ia", "3"]),
        ("Wójcik, Çelik & Łukasz", ["wojcik", "celik", "lukasz"]),
        ("snake_case", ["snake", "case"]),
        ("日本語", ["日", "本", "語", "日本", "本語"]),
        ("大模型LLM压缩", ["大", "模", "型", "大模", "模型", "llm", "压", "缩", "压缩"]),
        ("한국어", [fold("한국어")]),
        ("हिन्दी", ["हनद"]),
        ("x" * 100, ["x" * 40]),
        ("?!", []),
        ("", []),
    ],
)
def test_a_text_is_cut_into_folded_words(text: str, cut: list[str]) -> None:
    assert plain_words(fold(text)) == cut


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("low-rank and 4-bit", ["lowrank", "4bit"]),
        ("llm.int8()", ["llmint8"]),
        ("(ia)3", ["ia3"]),
        ("model's", ["models"]),
        ("snake_case", ["snakecase"]),
        ("state-of-the-art", []),
        ("two words", []),
        ("end. next", []),
    ],
)
def test_what_hangs_together_is_also_one_word(text: str, joined: list[str]) -> None:
    assert compounds(text) == joined


@pytest.mark.parametrize(
    ("text", "key"), [("KV cache", "kvcache"), ("LoRA+", "lora"), ("σ-MoE", "sigmamoe"), ("…", "")]
)
def test_a_text_is_squeezed_to_letters_and_digits(text: str, key: str) -> None:
    assert squeeze(text) == key
