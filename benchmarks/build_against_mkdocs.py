"""How fast is a build, against MkDocs with a Markdown page a paper?"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

import yaml
from invented import write_catalog
from measuring import compare, seconds


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--papers", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        ours, theirs = Path(work, "ours"), Path(work, "theirs")
        write_catalog(ours, options.papers)
        write_pages(ours, theirs)
        build = [sys.executable, "-m", "llmpapers", "build"]
        mkdocs = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", "site"]

        def from_nothing() -> float:
            for name in (".cache", "site"):
                shutil.rmtree(ours / name, ignore_errors=True)
            return seconds(build, ours)

        def after_a_change() -> float:
            entry = ours / "catalog/papers/paper-0.yaml"
            entry.write_text(
                entry.read_text().replace("added: ", "award: Prize\nadded: ", 1).replace("Prize\naward: ", "")
            )
            return seconds(build, ours)

        compare(f"{options.papers} papers from nothing", from_nothing, lambda: seconds(mkdocs, theirs), options.runs)
        compare("the same after one change", after_a_change, lambda: seconds(mkdocs, theirs), options.runs)


def write_pages(catalog: Path, pages: Path) -> None:
    """Write the same papers as Markdown, as one would without the program."""
    (pages / "docs/papers").mkdir(parents=True)
    (pages / "docs/index.md").write_text("# Papers\n")
    (pages / "mkdocs.yml").write_text("site_name: Benchmark\ntheme:\n  name: material\n  font: false\n")
    for path in sorted((catalog / "catalog/papers").iterdir()):
        entry = yaml.safe_load(path.read_text())
        facts = f"{', '.join(entry['authors'])}\n\n{entry['venue']} {entry['year']}"
        text = f"# {entry['title']}\n\n{facts}\n\n{entry['summary']}\n"
        (pages / f"docs/papers/{path.stem}.md").write_text(text)


if __name__ == "__main__":
    main()
