"""Every format by its name, with the papers that are asked for."""

import json

import pytest

from llmpapers.cli import export_command
from llmpapers.exporters.formats import FORMATS, Export


def test_the_command_line_knows_every_format() -> None:
    assert export_command.FORMATS == FORMATS


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_holds_the_papers_that_are_asked_for_in_their_order(catalog, name) -> None:
    text = "".join(Export(catalog, name, ["stone", "levain"]).pieces())
    assert text.index("Baking on Stone") < text.index("Keeping a Starter")
    assert "Steam in the First" not in text
    assert text.endswith("\n")


def test_without_a_choice_all_papers_are_written(catalog) -> None:
    lines = "".join(Export(catalog, "jsonl").pieces()).splitlines()
    assert [json.loads(line)["id"] for line in lines] == list(catalog.papers)
