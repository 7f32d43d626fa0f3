"""What a change costs while `llmpapers serve` is at work: from the saving of an entry to its new page in the browser.

An entry of an invented catalog is saved with another text, again and again. The page asks the server as its script
does, hears that it shall reload, and is asked for. The time ends when it holds the new text.
"""

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
EXPORT = "catalog.json"
REST = 3.0
"""Seconds between two changes, in which what a build leaves for later is made, and a file's state becomes certain."""


def read(url: str) -> str:
    """Read a page or a file of the site."""
    with urllib.request.urlopen(url, timeout=120) as answer:
        return str(answer.read().decode())


@contextmanager
def served(root: Path, *options: str) -> Iterator[str]:
    """Serve a project by the command, and give the site's address once it is built."""
    command = [sys.executable, "-u", "-m", "llmpapers", "--root", str(root), "serve", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout
        try:
            found = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
            assert found, "the command said no address"
            while not process.stdout.readline().startswith("Built in"):
                assert process.poll() is None, "the command ended"
            yield found[0]
        finally:
            process.terminate()


def until(holds: Callable[[], bool], begun: float) -> float:
    """Wait until something holds, and give the seconds since the beginning."""
    while not holds():
        time.sleep(0.005)
    return time.perf_counter() - begun


def until_shown(address: str, page: str, text: str, begun: float) -> float:
    """Reload a page whenever it would reload itself, until it holds a text; gives the seconds."""
    seen = read(f"{address}{page}")
    while text not in seen:
        generation = re.findall(r'data-generation="(\d+)"', seen)[-1]
        while read(f"{address}.llmpapers/events?after={generation}") != "reload":
            pass
        seen = read(f"{address}{page}")
    return time.perf_counter() - begun


def measure(root: Path, field: str, tries: int, options: list[str]) -> tuple[list[float], list[float]]:
    """Change an entry several times; gives the seconds until its page is shown, and until the export holds it too."""
    paths = sorted((root / "catalog" / "papers").glob("*.yaml"))
    shown, whole = [], []
    with served(root, *options) as address:
        for number in range(tries):
            path = paths[(2 * number + 1) * len(paths) // (2 * tries)]
            word = f"Changed{number}{field}"
            text = re.sub(
                rf"(?m)^({field}: (?:>-\n +)?[\"']?)", rf"\g<1>{word} ", path.read_text(encoding="utf-8"), count=1
            )
            time.sleep(REST)
            begun = time.perf_counter()
            path.write_text(text, encoding="utf-8")
            shown.append(until_shown(address, f"papers/{path.stem}/", word, begun))
            whole.append(until(lambda word=word: word in read(f"{address}{EXPORT}"), begun))
    return shown, whole


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=10_000)
    parser.add_argument("--tries", type=int, default=10)
    parser.add_argument("--no-search", action="store_true", help="without the search box's data")
    parser.add_argument("--folder", type=Path, help="where the catalog is written; a temporary folder if left out")
    arguments = parser.parse_args()
    options = ["--no-search"] if arguments.no_search else []
    print(f"{arguments.papers} papers, {arguments.tries} changes of each kind")
    print("| changed | page shown, median | most | exports follow, median | most |\n|---|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        for field in ("summary", "title"):
            root = Path(folder) / field
            generate = [sys.executable, str(HERE / "generate.py"), str(root), "--papers", str(arguments.papers)]
            subprocess.run([*generate, "--seed", "1"], check=True, stdout=subprocess.DEVNULL)
            time.sleep(REST)
            times = measure(root, field, arguments.tries, options)
            cells = [f"{value:.2f} s" for found in times for value in (statistics.median(found), max(found))]
            print(f"| {field} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
