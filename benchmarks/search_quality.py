"""How often search puts the right one first: queries of a table written by hand, and queries made from every paper.

Runs the scripts of the built site in Chromium. Half of the first table, every other row, may be used to tune; the
shares of both halves are printed. The second table was written after tuning, and is never tuned on. The made queries
are the same for the same seed.
"""

import argparse
import functools
import http.server
import random
import shutil
import string
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from llmpapers.catalog import Catalog
from llmpapers.identifiers import title_words
from llmpapers.loading import load_catalog
from llmpapers.models import Paper
from llmpapers.website.templates import plain_text

HERE = Path(__file__).parent
TABLES = ["search_queries.tsv", "search_queries_held_out.tsv"]
CHROMIUM_OPTIONS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]

ASK = """
async (queries) => {
  const assets = new URL("/assets/llmpapers/", location.href);
  const { SearchEngine, openIndex } = await import(new URL("search-engine.js", assets));
  globalThis.engine ||= new SearchEngine(await openIndex(new URL("search/", assets)));
  const answers = [];
  for (const query of queries) answers.push((await engine.search(query, 3)).results.map((result) => result.address));
  return answers;
}
"""


class Case(NamedTuple):
    """A query, and the addresses of which any is right."""

    kind: str
    query: str
    right: frozenset[str]


def written_cases(name: str) -> list[Case]:
    """Read a table of queries written by hand."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [Case(kind, query, frozenset(right.split())) for kind, query, right in rows]


def with_letter(text: str, chance: random.Random, change: Callable[[str, int, random.Random], str]) -> str | None:
    """Make one slip at a letter."""
    places = [place for place, letter in enumerate(text) if letter.isalpha() and letter.isascii()]
    return change(text, chance.choice(places), chance) if places else None


def dropped(text: str, place: int, _: random.Random) -> str:
    return text[:place] + text[place + 1 :]


def doubled(text: str, place: int, _: random.Random) -> str:
    return text[:place] + text[place] + text[place:]


def replaced(text: str, place: int, chance: random.Random) -> str:
    return text[:place] + chance.choice(string.ascii_lowercase) + text[place + 1 :]


def swapped(text: str, place: int, _: random.Random) -> str:
    return text[:place] + text[place + 1 : place + 2] + text[place] + text[place + 2 :]


SLIPS = {"dropped": dropped, "doubled": doubled, "replaced": replaced, "swapped": swapped}


def made_cases(catalog: Catalog, seed: int = 1) -> Iterator[Case]:
    """Make queries out of every paper."""
    chance = random.Random(seed)
    owners: dict[str, set[str]] = {}
    for id_, entry in catalog.papers.items():
        owners.setdefault((entry.record.short_name or "").casefold(), set()).add(f"papers/{id_}/")
    for id_, entry in catalog.papers.items():
        for kind, query in _queries(entry.record, chance):
            if query:
                yield Case(kind, query, frozenset(_equally_right(catalog, id_, kind, query)))
        if name := entry.record.short_name:
            yield Case("short name", name, frozenset(owners[name.casefold()]))


def _queries(paper: Paper, chance: random.Random) -> Iterator[tuple[str, str | None]]:
    title = paper.title
    yield "title", title
    for slip, change in SLIPS.items():
        yield f"title, a letter {slip}", with_letter(title, chance, change)
    if paper.short_name and len(paper.short_name) >= 4:
        for slip, change in SLIPS.items():
            yield f"short name, a letter {slip}", with_letter(paper.short_name, chance, change)
    words = title_words(title)
    long_words = [word for word in words if len(word) > 3] or words
    yield "first author and a word of the title", f"{paper.authors[0].split()[-1]} {chance.choice(long_words)}"
    yield "four words of the title", " ".join(chance.sample(words, min(4, len(words))))
    yield "first half of the title", " ".join(title.split()[: max(2, len(title.split()) // 2)])
    summary = plain_text(paper.summary).split()
    start = chance.randrange(max(1, len(summary) - 6))
    yield "six words of the summary", " ".join(summary[start : start + 6])


def _equally_right(catalog: Catalog, id_: str, kind: str, query: str) -> Iterator[str]:
    """Name the papers that a query describes as well as the one that it was made from."""
    yield f"papers/{id_}/"
    words = title_words(query)
    for other, entry in catalog.papers.items():
        title = title_words(entry.record.title)
        if (
            (kind.startswith("first author") and _first_family(entry.record) == words[:-1] and words[-1] in title)
            or (kind.startswith("four words") and set(words) <= set(title))
            or (kind.startswith("first half") and title[: len(words)] == words)
        ):
            yield f"papers/{other}/"


def _first_family(paper: Paper) -> list[str]:
    return title_words(paper.authors[0].split()[-1])


def report(title: str, cases: Iterable[Case], ask: Callable[[list[str]], list[list[str]]], *, show: bool) -> None:
    """Print the shares by kind, and if asked for, what was missed."""
    cases = list(cases)
    answers = ask([case.query for case in cases])
    kinds: dict[str, list[tuple[bool, bool]]] = {}
    for case, found in zip(cases, answers, strict=True):
        outcome = bool(found) and found[0] in case.right, bool(case.right.intersection(found))
        kinds.setdefault(case.kind, []).append(outcome)
        kinds.setdefault("all", []).append(outcome)
        if show and not outcome[0]:
            print(f"missed: {case.kind}: {case.query} -> {' '.join(found)} instead of {' '.join(sorted(case.right))}")
    print(f"\n| {title} | queries | first | in the first three |\n|---|---|---|---|")
    overall = kinds.pop("all")
    for kind, outcomes in [*kinds.items(), ("**all**", overall)]:
        first, three = (sum(side) / len(outcomes) for side in zip(*outcomes, strict=True))
        print(f"| {kind} | {len(outcomes)} | {first:.1%} | {three:.1%} |")


def browser_path() -> str | None:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=HERE.parent, help="the project")
    parser.add_argument("--table", action="append", help="a table of queries beside this script")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--missed", action="store_true", help="print what was not first")
    options = parser.parse_args()
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        command = [sys.executable, "-m", "llmpapers", "--root", str(options.root), "build", "--site-dir", folder]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        handler = functools.partial(_QuietHandler, directory=folder)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=browser_path(), args=CHROMIUM_OPTIONS)
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/")

        def ask(queries: list[str]) -> list[list[str]]:
            return page.evaluate(ASK, queries)

        for name in options.table or TABLES:
            cases = written_cases(name)
            report(name, cases, ask, show=options.missed)
            if name == TABLES[0]:
                report(f"{name}, rows for tuning", cases[::2], ask, show=False)
                report(f"{name}, the other rows", cases[1::2], ask, show=False)
        made = made_cases(load_catalog(options.root), options.seed)
        report(f"made from every paper, seed {options.seed}", made, ask, show=options.missed)
        browser.close()
        server.shutdown()


class _QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


if __name__ == "__main__":
    main()
