"""How well lists and bibliographies are read: scores against what a person read in them.

    python benchmarks/import_scores.py --truth-dir FOLDER

FOLDER holds lists (NAME.md, NAME.bib, …), each with NAME.truth.jsonl beside it: one JSON object an entry, with `title`
and, where the list states them, `url`, `arxiv` (or `arxiv_id`), `venue`, `year`, `code` (or `code_urls`), `authors`. An
entry of `kind` "other" is neither wanted nor held against.
"""

import argparse
import json
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from llmpapers.candidates import Candidate
from llmpapers.identifiers import title_key, url_key
from llmpapers.importers.source_file import import_file

FIELDS = ("title", "arxiv", "venue", "year", "code", "authors")


@dataclass
class Score:
    wanted: int = 0
    found: int = 0
    extra: int = 0
    right: Counter[str] = field(default_factory=Counter)
    stated: Counter[str] = field(default_factory=Counter)
    invented: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def share(self, name: str) -> str:
        return f"{self.right[name] / self.stated[name]:.3f}" if self.stated[name] else "–"


def words(name: str) -> list[str]:
    return sorted(filter(None, map(title_key, re.split(r"[\s,]+", name))))


def truth_of(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": title_key(row["title"]),
        "arxiv": row.get("arxiv") or row.get("arxiv_id"),
        "venue": title_key(row.get("venue") or ""),
        "year": row.get("year"),
        "code": {url_key(address) for address in row.get("code") or row.get("code_urls") or []},
        "authors": [words(name) for name in row["authors"]] if isinstance(row.get("authors"), list) else [],
    }


def said_by(found: Candidate) -> dict[str, Any]:
    return {
        "title": title_key(found.title),
        "arxiv": found.arxiv,
        "venue": title_key(found.venue or ""),
        "year": found.year,
        "code": {url_key(address) for address in found.code},
        "authors": [words(name) for name in found.authors],
    }


def agrees(name: str, true: Any, said: Any) -> bool:
    if name == "venue":
        return bool(said) and (true.startswith(said) or said.startswith(true))
    return str(true) == str(said) if name == "year" else true == said


def score(file: Path, truth: Path) -> Score:
    rows = [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines() if line.strip()]
    start = time.perf_counter()
    free = list(import_file(str(file)).candidates)
    result = Score(seconds=time.perf_counter() - start)
    rows.sort(key=lambda row: row.get("kind", "paper") != "paper")
    for row in (row for row in rows if row.get("title")):
        is_wanted = row.get("kind", "paper") == "paper"
        result.wanted += is_wanted
        match = best_match(row, free)
        if match is None:
            continue
        free.remove(match)
        if is_wanted:
            result.found += 1
            compare(result, truth_of(row), said_by(match))
    result.extra = len(free)
    return result


def best_match(row: dict[str, Any], free: list[Candidate]) -> Candidate | None:
    key, line = title_key(row["title"]), row.get("line")
    same = [found for found in free if title_key(found.title) == key]
    near = min(same, key=lambda found: abs((found.line or 0) - (line or 0)), default=None)
    return near or next((found for found in free if row.get("url") and found.url == row["url"]), None)


def compare(result: Score, true: dict[str, Any], said: dict[str, Any]) -> None:
    for name in FIELDS:
        if true[name]:
            result.stated[name] += 1
            result.right[name] += agrees(name, true[name], said[name])
        elif said[name] and name != "authors":
            result.invented[name] += 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--truth-dir", type=Path, required=True, help="folder of lists with their truth files")
    folder = parser.parse_args().truth_dir
    print(
        "| List | Entries | Recall | Precision | Titles | arXiv ids | Venues | Years | Code | Authors | Invented | s |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    for truth in sorted(folder.glob("*.truth.jsonl")):
        stem = truth.name.removesuffix(".truth.jsonl")
        file = next((path for path in sorted(folder.glob(f"{stem}.*")) if path != truth), None)
        if file is None:
            continue
        result = score(file, truth)
        shares = [result.share(name) for name in ("title", "arxiv", "venue", "year", "code", "authors")]
        recall = result.found / max(1, result.wanted)
        precision = result.found / max(1, result.found + result.extra)
        invented = sum(result.invented.values())
        cells = [stem, result.wanted, f"{recall:.3f}", f"{precision:.3f}", *shares, invented, f"{result.seconds:.1f}"]
        print(f"| {' | '.join(map(str, cells))} |")


if __name__ == "__main__":
    main()
