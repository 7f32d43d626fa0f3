"""A paper cited in one line of text."""

import pytest

from llmpapers.exporters.citation import citation_text
from llmpapers.exporters.citing import cited_papers
from llmpapers.exporters.csl_json import csl_item


@pytest.mark.parametrize(
    ("id_", "text"),
    [
        (
            "levain",
            "Ada Example, Ben Sample, and Çelik Müster. 2021. Levain: Keeping a Starter Alive Across Many Loaves. "
            "In International Conference on Better Bread (ICBB). https://doi.org/10.1234/icbb.2021.17",
        ),
        (
            "levain-2",
            "Ada Example and Dee Placeholder. 2022. Levain 2: Feeding a Starter with Rye. arXiv:2205.04321. "
            "https://arxiv.org/abs/2205.04321",
        ),
        (
            "stone-again",
            "Hal Pretend. 2024. Baking on Stone, on Steel and on Nothing, Again. Journal of Dough & Yeast.",
        ),
        (
            "wild-yeast",
            "Ida Makebelieve and Jo van den Nobody. 2018. Where Does Wild Yeast Come From? "
            "In International Conference on Better Bread (ICBB). https://arxiv.org/abs/1901.00042",
        ),
        (
            "foldformer",
            "Fay Invented. 2023. FoldFormer: Attention to Every Fold of a Dough. "
            "In Workshop on Crumbs at ICBB (Crumbs Workshop).",
        ),
    ],
)
def test_authors_year_title_and_where_to_find_it(catalog, id_, text) -> None:
    [paper] = cited_papers(catalog, [id_])
    assert citation_text(csl_item(paper)) == text
