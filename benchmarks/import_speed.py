"""How long an import takes: `python benchmarks/import_speed.py` takes 5,000 invented papers into an empty catalog.

The same papers come as JSON lines and as a Markdown list. Beside them stand what one could do instead, a script that
reads the lines and writes each paper with PyYAML, unchecked, and the floor, a loop that writes the bytes of the files.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from generate import write_json_lines
from invented import InventedPaper, invented_papers
from measuring import Run, Side, in_turn, medians

_OURS = [sys.executable, "-m", "llmpapers"]
_IMPORT = ["--new-topics", "--add-venues", "--yes"]
_SCRIPT = (
    "import json, pathlib, yaml\nfor line in open('../papers.jsonl', encoding='utf-8'):\n"
    "    row = json.loads(line)\n"
    "    text = yaml.dump(row, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)\n"
    "    pathlib.Path('catalog/papers', row['id'] + '.yaml').write_text(text, encoding='utf-8')"
)
_FLOOR = (
    "import pathlib\nfor path in pathlib.Path('../made/catalog/papers').iterdir():\n"
    "    pathlib.Path('catalog/papers', path.name).write_bytes(path.read_bytes())"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=5000, metavar="N")
    parser.add_argument("--runs", type=int, default=3, metavar="N")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        show(measure(Path(work), options.papers, options.runs), options.papers)


def measure(work: Path, papers: int, runs: int) -> dict[str, Run]:
    """Run all sides in turn, each into a new and empty catalog."""
    write_json_lines(work / "papers.jsonl", papers)
    (work / "papers.md").write_text("".join(map(_bullet, invented_papers(papers, 1))), encoding="utf-8")
    empty(work / "made")()
    in_turn([Side("", work / "made", [[*_OURS, "import", "../papers.jsonl", *_IMPORT]])], 1)
    sides = {
        "import, JSON lines": [*_OURS, "import", "../papers.jsonl", *_IMPORT],
        "import, Markdown list": [*_OURS, "import", "../papers.md", *_IMPORT],
        "a script with PyYAML": [sys.executable, "-c", _SCRIPT],
        "the same bytes, written by a plain loop": [sys.executable, "-c", _FLOOR],
    }
    root = work / "catalog"
    found = in_turn([Side(name, root, [command], empty(root)) for name, command in sides.items()], runs)
    return {name: medians(measured) for name, measured in found.items()}


def empty(root: Path) -> Callable[[], None]:
    """Give a function that makes a new catalog without papers, in a folder that was never used."""

    def prepare() -> None:
        if root.exists():
            root.rename(Path(tempfile.mkdtemp(dir=root.parent)) / "former")
        in_turn([Side("", root.parent, [[*_OURS, "init", str(root)]])], 1)
        shutil.rmtree(root / "catalog" / "papers")
        (root / "catalog" / "papers").mkdir()

    return prepare


def _bullet(paper: InventedPaper) -> str:
    code = f" [[code]]({paper.code})" if paper.code else ""
    return f"- [{paper.title}](https://arxiv.org/abs/{paper.arxiv}) ({paper.venue} {paper.year}){code}\n"


def show(found: dict[str, Run], papers: int) -> None:
    """Print the table."""
    script = found["a script with PyYAML"]
    print(f"| {papers} papers | wall | a paper | of the script's | processor | of the script's |")
    print("|---|--:|--:|--:|--:|--:|")
    for name, run in found.items():
        print(
            f"| {name} | {run.wall:.2f} s | {run.wall / papers * 1e6:.0f} µs | {run.wall / script.wall:.2f} "
            f"| {run.processor:.2f} s | {run.processor / script.processor:.2f} |"
        )


if __name__ == "__main__":
    main()
