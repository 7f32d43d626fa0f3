"""How well repeats are told from different papers: `python benchmarks/dedupe_scores.py PAIRS.jsonl`.

Each line of the file is a pair with a label, `same`, `different` or `related`; each is given to `llmpapers dedupe` as a
file of two candidates.
"""

import json
import sys
from collections import Counter
from pathlib import Path

from llmpapers.candidates import Candidate
from llmpapers.clusters import find_repeats
from llmpapers.duplicates import Work


def work_of(number: int, row: dict) -> Work:
    found = Candidate.from_row({**row, "arxiv": row.get("arxiv") or row.get("arxiv_id")})
    return Work(number, found.title, found.authors, found.arxiv, found.doi, found.url)


def judge(file: Path) -> Counter[str]:
    """Count the pairs that are rightly found, invented, missed, and rightly left apart; name those judged wrong."""
    counts: Counter[str] = Counter()
    for line in file.read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        found = bool(find_repeats([work_of(1, pair["a"]), work_of(2, pair["b"])]).clusters)
        wanted = pair["label"] == "same"
        counts["right" if found and wanted else "invented" if found else "missed" if wanted else "left apart"] += 1
        if found != wanted:
            print(f"{pair['label']}: {pair['why']}\n  {pair['a']['title']}\n  {pair['b']['title']}")
    return counts


def main() -> None:
    counts = judge(Path(sys.argv[1]))
    found_all = counts["right"] + counts["invented"]
    print(f"pairs {sum(counts.values())}, {dict(counts)}")
    print(f"precision {counts['right'] / found_all:.3f}")
    print(f"recall    {counts['right'] / (counts['right'] + counts['missed']):.3f}")


if __name__ == "__main__":
    main()
