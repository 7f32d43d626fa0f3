"""Fuzz a target, or all in turn: `python benchmarks/fuzz/run.py all --runs 100000` (after `pip install atheris`).

What fails does not stop the run: the input is kept below FOLDER by where it failed, once, and the run goes on. The
counts are kept beside as JSON: inputs, the slowest of them in seconds of processor time, and findings. At the end they
are printed as a table. An empty FOLDER, the same seed and the same program give the same inputs.
"""

import argparse
import json
import subprocess
import sys
import time
import traceback
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["llmpapers"]):
    from targets import ROOT, TARGETS

_LONGEST = 1.0
"""Seconds of processor time that no input may take."""
_WORDS = {
    "identifiers": ["10.48550/arXiv.", "https://doi.org/", "arxiv.org/abs/", "2402.12345v2", "%2F", "http://", "ς"],
    "markdown": ["](", "http://a.b/c", "- [", "**", "| --- |", "<a href=", "<br>", "## ", "arXiv", "![", "```"],
    "bibtex": ["@article{", "title = {", "author = {", " and ", "@string{", "\\'{e}", "},\n", "year = 2024", "eprint"],
    "csv": ["title,", "year,", "authors", '"', ";", "\t", "url"],
    "json": ['{"title": "', '"year": ', "null", "\\ud800", "[", '"authors": [', "}\n{"],
    "venue-names": ["Proceedings of the ", "'23", "NeurIPS ", "(Oral)", "Workshop", "arXiv:", "Conf.", "the "],
    "site-text": ["`", "**", "*", "\\", "<script>", "&#60;", "&lt;", "_", "]("],
}
_YAML = [
    "title: ", "authors:\n  - ", ">-\n  ", "|\n  ", "# ", " #", "- ", '"', "'", "year: 2024", "code:\n  - url: ", ": ",
    "{", "}", "[", "]", "&a ", "*a", "!!", "---\n", "...\n", "<<: ", "? ", "summary: ", "~", "\u2028", "\ufeff",
]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=[*TARGETS, "all"])
    parser.add_argument("--runs", type=int, default=100_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--longest", type=int, default=2048, metavar="BYTES")
    parser.add_argument("--findings", type=Path, default=Path("fuzz-findings"), metavar="FOLDER")
    options = parser.parse_args()
    if options.target == "all":
        sys.exit(fuzz_all(options))
    fuzz(options)


def fuzz_all(options: argparse.Namespace) -> int:
    """Fuzz target after target, each in a process of its own, and print what came of it as a table.

    Returns:
        0 if nothing was found, 1 otherwise.
    """
    names = ("runs", "seed", "longest", "findings")
    arguments = [text for name in names for text in (f"--{name}", str(getattr(options, name)))]
    for target in TARGETS:
        subprocess.run([sys.executable, __file__, target, *arguments], stderr=subprocess.DEVNULL, check=True)
    rows = [json.loads((options.findings / f"{target}.json").read_text(encoding="utf-8")) for target in TARGETS]
    print("| Target | Inputs | Slowest, s | Findings |\n|---|--:|--:|--:|")
    for row in rows:
        print(f"| {row['target']} | {row['inputs']:,} | {row['slowest']:.3f} | {row['findings']} |")
    findings = sum(row["findings"] for row in rows)
    slowest = max(row["slowest"] for row in rows)
    print(f"| all | {sum(row['inputs'] for row in rows):,} | {slowest:.3f} | {findings} |")
    return int(findings > 0)


def fuzz(options: argparse.Namespace) -> None:
    """Fuzz one target; atheris ends the process."""
    run = Run(options.target, options.findings / options.target, options.runs)
    corpus = options.findings / "corpus" / options.target
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(options.target)):
        (corpus / f"seed-{number}").write_bytes(seed)
    words = options.findings / f"{options.target}.dict"
    texts = _WORDS.get(options.target, _YAML)
    words.write_text("".join(f'"{_escaped(text)}"\n' for text in texts), encoding="ascii")
    arguments = [f"-runs={options.runs}", f"-seed={options.seed}", f"-max_len={options.longest}", f"-dict={words}"]
    # The time of each input is measured in `Run`; this is for those that never end.
    arguments += ["-timeout=60", "-rss_limit_mb=1500", "-print_final_stats=0", "-verbosity=0", "-reload=0", str(corpus)]
    atheris.Setup([sys.argv[0], *arguments], run)
    atheris.Fuzz()


def _escaped(text: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in text.encode())


def seeds(target: str) -> list[bytes]:
    """Give inputs to begin with: files of the invented catalog for what reads YAML, a few lines for the others."""
    if target in {"reading", "fast-reading", "formatter"}:
        return [path.read_bytes() for path in sorted((ROOT / "tests/data/small/catalog").rglob("*.yaml"))]
    kept = ROOT / "tests/data/fuzz" / target
    found = [path.read_bytes() for path in sorted(kept.glob("*"))] if kept.is_dir() else []
    return [*found, "".join(_WORDS.get(target, ["Loaf\x1eA summary."])).encode()]


class Run:
    """Calls a target, keeps what fails, and counts."""

    def __init__(self, target: str, findings: Path, runs: int) -> None:
        self.target, self.findings, self.runs = target, findings, runs
        self.count, self.slowest, self.places = 0, 0.0, set[str]()

    def __call__(self, data: bytes) -> None:
        start = time.process_time()
        try:
            TARGETS[self.target](data)
        except Exception as error:
            self._keep(data, error)
        took = time.process_time() - start
        self.count += 1
        self.slowest = max(self.slowest, took)
        if took > _LONGEST:
            self._keep(data, TimeoutError(f"{took:.1f} s"))
        if self.count % 1000 == 0 or self.count >= self.runs:
            row = {"target": self.target, "inputs": self.count, "slowest": round(self.slowest, 3)}
            row["findings"] = len(self.places)
            self.findings.parent.mkdir(parents=True, exist_ok=True)
            (self.findings.parent / f"{self.target}.json").write_text(json.dumps(row) + "\n", encoding="utf-8")

    def _keep(self, data: bytes, error: Exception) -> None:
        frames = traceback.extract_tb(error.__traceback__)
        place = f"{type(error).__name__}-{Path(frames[-1].filename).stem}-{frames[-1].lineno}" if frames else "slow"
        if place not in self.places:
            self.places.add(place)
            self.findings.mkdir(parents=True, exist_ok=True)
            (self.findings / place).write_bytes(data)
            told = "".join(traceback.format_exception(error))
            (self.findings / f"{place}.txt").write_text(told, encoding="utf-8", errors="backslashreplace")
            print(f"FOUND {self.target} {place}: {error}", flush=True)


if __name__ == "__main__":
    main()
