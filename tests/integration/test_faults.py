"""Ten faults in ten files are ten problems at the right lines, and the site of before stays."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from llmpapers.cli import main

pytestmark = pytest.mark.integration


def replace_line(start: str, new: str) -> Callable[[list[str]], int]:
    """Replace the first line that begins so; gives its number."""

    def change(lines: list[str]) -> int:
        number = next(number for number, line in enumerate(lines) if line.startswith(start))
        lines[number] = new
        return number + 1

    return change


def insert_before(start: str, new: str) -> Callable[[list[str]], int]:
    def change(lines: list[str]) -> int:
        number = next(number for number, line in enumerate(lines) if line.startswith(start))
        lines.insert(number, new)
        return number + 1

    return change


FAULTS: dict[str, tuple[str, Callable[[list[str]], int]]] = {
    "papers/lora.yaml": ("unknown-topic", replace_line("  - peft", "  - pefd")),
    "papers/awq.yaml": ("unknown-venue", replace_line("venue:", "venue: MLSyss")),
    "papers/gptq.yaml": ("bad-year", replace_line("year:", "year: 1822")),
    "papers/qlora.yaml": ("bad-arxiv", replace_line("arxiv:", 'arxiv: "2305.1431"')),
    "papers/vllm.yaml": ("unknown-field", insert_before("venue:", "venu: SOSP")),
    "papers/tutel.yaml": ("repeated-key", insert_before("summary:", "year: 2023")),
    "papers/dora.yaml": ("bad-url", replace_line("  - https://", "  - github.com/NVlabs/DoRA")),
    "papers/albert.yaml": ("yaml-tab", insert_before("venue:", "\t- Ada Example")),
    "resources/mmlu.yaml": ("bad-value", replace_line("kind:", "kind: benchmrk")),
    "papers/s-lora.yaml": ("empty-field", replace_line("short_name:", 'short_name: ""')),
}


def test_ten_faults_are_ten_problems_and_nothing_is_published(project_copy: Path) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, ["--root", str(project_copy), *arguments], catch_exceptions=False)
        return result.exit_code, result.stdout

    assert run("build")[0] == 0
    site = project_copy / "site"
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    expected = set()
    for name, (code, change) in FAULTS.items():
        path = project_copy / "catalog" / name
        lines = path.read_text(encoding="utf-8").split("\n")
        expected.add((f"catalog/{name}", change(lines), code))
        path.write_text("\n".join(lines), encoding="utf-8")
    status, output = run("check", "--format", "json")
    problems = json.loads(output)["problems"]
    assert status == 1
    assert {(problem["file"], problem["line"], problem["code"]) for problem in problems} == expected
    assert len(problems) == 10
    assert run("build")[0] == 1
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before
