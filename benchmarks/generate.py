"""Write an invented catalog: `python benchmarks/generate.py FOLDER --papers 10000 --seed 1`."""

import argparse
import json
import sys
from pathlib import Path

from invented import TOPICS, VENUES, entry_yaml, invented_papers

SETTINGS = """\
site_name: Benchmark
site_url: https://papers.example.org/
theme:
  name: material
  font: false
plugins: []
"""
_TOOLS = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where to write the project; made if it does not exist")
    parser.add_argument("--papers", type=int, default=10_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--jsonl", action="store_true", help="write one file of JSON lines instead, as `export` does")
    options = parser.parse_args()
    if options.jsonl:
        write_json_lines(options.folder, options.papers, options.seed)
    elif (options.folder / "catalog").exists():
        sys.exit(f"{options.folder} holds a catalog already")
    else:
        write_catalog(options.folder, options.papers, options.seed)


def write_catalog(root: Path, papers: int, seed: int = 1) -> None:
    """Write a project with so many invented papers."""
    catalog = root / "catalog"
    for folder in ("papers", "resources"):
        (catalog / folder).mkdir(parents=True)
    (root / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    (catalog / "catalog.yaml").write_text("format: 1\n", encoding="utf-8")
    (catalog / "topics.yaml").write_text("".join(_topics()), encoding="utf-8")
    venues = (
        f"- id: {i}\n  name: {name}\n  full_name: {json.dumps(full)}\n  kind: {kind}\n"
        for i, name, full, kind in VENUES
    )
    (catalog / "venues.yaml").write_text("".join(venues), encoding="utf-8")
    for number in range(_TOOLS):
        (catalog / "resources" / f"tool-{number}.yaml").write_text(_tool(number), encoding="utf-8")
    for paper in invented_papers(papers, seed):
        with open(f"{catalog}/papers/{paper.id}.yaml", "w", encoding="utf-8") as file:  # noqa: PTH123 - twice as fast
            file.write(entry_yaml(paper))


def write_json_lines(file: Path, papers: int, seed: int = 1) -> None:
    """Write so many invented papers as JSON lines."""
    with file.open("w", encoding="utf-8") as lines:
        for paper in invented_papers(papers, seed):
            lines.write(json.dumps({"id": paper.id, **paper.fields()}, ensure_ascii=False) + "\n")


def _topics() -> list[str]:
    rows = []
    for top, (title, below) in TOPICS.items():
        rows.append(
            _topic(top, title, f"What is known about {title.lower()}, from the first ideas to today's systems.")
        )
        rows += [
            _topic(
                child, child.replace("-", " ").capitalize(), f"The part of {title.lower()} that is about {child}.", top
            )
            for child in below
        ]
    return rows


def _topic(id_: str, title: str, description: str, parent: str = "") -> str:
    return f"- id: {id_}\n  title: {title}\n  description: {description}\n" + (
        f"  parent: {parent}\n" if parent else ""
    )


def _tool(number: int) -> str:
    return (
        f"name: Example Tool {number}\nkind: tool\nurl: https://tools.example.org/{number}\n"
        f"description: >-\n  Measures example number {number} on any machine, and draws what it found as a table.\n"
        f"topics:\n  - {list(TOPICS)[number % len(TOPICS)]}\nadded: 2026-01-15\n"
    )


if __name__ == "__main__":
    main()
