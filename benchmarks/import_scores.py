"""How well lists and bibliographies are read: scores against what a person read in them.

    python benchmarks/import_scores.py FOLDER…

A folder holds lists (NAME.md, NAME.bib, …), each with NAME.truth.jsonl beside it: one JSON object an entry, with
`title` and, where the list states them, `url`, `arxiv` (or `arxiv_id`), `doi`, `venue`, `year`, `code` (or
`code_urls`), `authors`. An entry of `kind` "other" is neither wanted nor held against.
"""

import argparse
import json
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from llmpapers.candidates import Candidate
from llmpapers.identifiers import title_key, url_key
from llmpapers.importers.source_file import import_file

FIELDS = ("title", "arxiv", "doi", "venue", "year", "code", "authors")


@dataclass
class Score:
    wanted: int = 0
    found: int = 0
    extra: int = 0
    right: Counter[str] = field(default_factory=Counter)
    stated: Counter[str] = field(default_factory=Counter)
    invented: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def recall(self) -> float:
        return self.found / max(1, self.wanted)

    @property
    def precision(self) -> float:
        return self.found / max(1, self.found + self.extra)

    def share(self, name: str) -> float | None:
        """Of the entries where the list states the field, those where it was read right; None where there are none."""
        return self.right[name] / self.stated[name] if self.stated[name] else None


def scores(folder: Path) -> dict[Path, Score]:
    """Score the reading of every list of a folder that has its truth beside it."""
    truths = {path.name.removesuffix(".truth.jsonl"): path for path in sorted(folder.glob("*.truth.jsonl"))}
    found = {stem: sorted({*folder.glob(f"{stem}.*")} - {truth}) for stem, truth in truths.items()}
    return {files[0]: score(files[0], truths[stem]) for stem, files in found.items() if files}


def words(name: str) -> list[str]:
    return sorted(filter(None, map(title_key, re.split(r"[\s,]+", name))))


def truth_of(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": title_key(row["title"]),
        "arxiv": row.get("arxiv") or row.get("arxiv_id"),
        "doi": (row.get("doi") or "").lower(),
        "venue": title_key(row.get("venue") or ""),
        "year": row.get("year"),
        "code": {url_key(address) for address in row.get("code") or row.get("code_urls") or []},
        "authors": [words(name) for name in row["authors"]] if isinstance(row.get("authors"), list) else [],
    }


def said_by(found: Candidate) -> dict[str, Any]:
    return {
        "title": title_key(found.title),
        "arxiv": found.arxiv,
        "doi": (found.doi or "").lower(),
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
    same = [found for found in free if _key_of(found) == key]
    near = min(same, key=lambda found: abs((found.line or 0) - (line or 0)), default=None)
    return near or next((found for found in free if row.get("url") and found.url == row["url"]), None)


@cache
def _key_of(found: Candidate) -> str:
    return title_key(found.title)


def compare(result: Score, true: dict[str, Any], said: dict[str, Any]) -> None:
    for name in FIELDS:
        if true[name]:
            result.stated[name] += 1
            result.right[name] += agrees(name, true[name], said[name])
        elif said[name] and name != "authors":
            result.invented[name] += 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, help="lists with their truth files")
    names = "List Entries Recall Precision Titles arXiv DOIs Venues Years Code Authors Invented s".split()
    print(f"| {' | '.join(names)} |\n|---|{'--:|' * (len(names) - 1)}")
    found = {file: score for folder in parser.parse_args().folders for file, score in scores(folder).items()}
    for file, result in found.items():
        figures = [result.recall, result.precision, *map(result.share, FIELDS)]
        shares = ["–" if figure is None else f"{figure:.3f}" for figure in figures]
        cells = [file.stem, result.wanted, *shares, sum(result.invented.values()), f"{result.seconds:.1f}"]
        print(f"| {' | '.join(map(str, cells))} |")


if __name__ == "__main__":
    main()
