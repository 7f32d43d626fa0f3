"""`import` prints what a file holds, or makes entries of it."""

import io
import json

from click.testing import CliRunner

from llmpapers.cli import main

LIST = "- [Example Net: Fast Samples](https://arxiv.org/abs/2401.01234) (ICLR 2023)\n" * 2


def run(*arguments, input=None):
    return CliRunner().invoke(main, [*map(str, arguments)], input=input)


def test_json_prints_every_candidate_repeats_included_and_needs_no_catalog(tmp_path):
    (tmp_path / "list.md").write_text(LIST, encoding="utf-8")
    result = run("import", tmp_path / "list.md", "--json")
    assert result.exit_code == 0
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert rows == 2 * [
        {"title": "Example Net: Fast Samples", "url": "https://arxiv.org/abs/2401.01234", "arxiv": "2401.01234",
         "doi": None, "venue": "ICLR", "year": 2023, "code": [], "section": None, "authors": []}
    ]  # fmt: skip
    assert "2 papers found" in result.stderr


def test_a_hyphen_is_standard_input_and_from_names_its_format():
    result = run(
        "import", "-", "--from", "bibtex", "--json", input=io.BytesIO(b"@misc{a, title={Net}}\n@misc{b, year=1}")
    )
    assert json.loads(result.stdout)["title"] == "Net"
    assert "standard input:2: the entry 'b' has no title" in result.stderr
