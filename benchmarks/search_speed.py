"""What search costs: the size of the index, the time to make it, and bytes and time to a first result in Chromium.

For the catalog of this repository, and for invented ones that bring new words with every paper, as real ones do.
"""

import argparse
import gzip
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from invented import TOPICS, invented_papers, topic_paths
from local_server import served
from playwright.sync_api import Browser, Page, sync_playwright
from search_quality import CHROMIUM_OPTIONS, browser_path

from llmpapers.loading import load_catalog
from llmpapers.website.search.files import index_files
from llmpapers.website.search.findable import Findable, Kind, everything_findable
from llmpapers.website.views import Views

HERE = Path(__file__).parent
ASSETS = HERE.parent / "templates" / "assets"
SYLLABLES = "ba be bi bo bra da de do dra fa fi fo ga ge gro ha hi ka ke ko la le li lo ma me mi mo na ne no".split()
PAGE = (
    '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">'
    '<link rel="stylesheet" href="site.css"><script src="search.js" type="module"></script>'
    '<button type="button" data-search>Search</button>'
)
MEASURE = """
async (query) => {
  const tasks = [];
  new PerformanceObserver((list) => list.getEntries().forEach((task) => tasks.push(task.duration)))
    .observe({ type: "longtask" });
  const start = performance.now();
  document.querySelector("[data-search]").click();
  const input = document.querySelector("dialog input");
  input.value = query;
  input.dispatchEvent(new Event("input"));
  const list = document.querySelector("#search-results");
  const until = async (isThere) => {
    while (!isThere()) await new Promise((resolve) => setTimeout(resolve, 2));
    return performance.now() - start;
  };
  const all = () => list.dataset.query === query;
  const time = await until(() => all() || (list.dataset.shown === query && list.firstElementChild));
  const first = list.querySelector(".search__title")?.textContent || "";
  const whole = await until(all);
  await new Promise((resolve) => setTimeout(resolve, 120));
  return { time, whole, longest: Math.max(0, ...tasks), first };
}
"""


def invented_things(count: int) -> Iterator[Findable]:
    """Invent what can be found; each paper brings an author's name and a word that no other has."""
    chance = random.Random(count)
    paths = topic_paths()
    for number, path in enumerate(paths):
        yield Findable(Kind.TOPIC, f"topics/{path}/", path.rpartition("/")[2], topic=number)
    for paper in invented_papers(count, 1):
        new = ["".join(chance.choices(SYLLABLES, k=4)) for _ in range(2)]
        yield Findable(
            Kind.PAPER,
            paper.id,
            paper.title,
            name=paper.short_name,
            authors=[*paper.authors, f"Ada {new[0].capitalize()}"],
            text=f"{paper.summary} It is called {new[1]}.",
            facts=[str(paper.year), paper.venue, *(path.replace("/", ": ") for path in paper.topics)],
            identifiers=[paper.arxiv],
            shown=f"{paper.venue} {paper.year}",
            topic=paths.index(paper.topics[0]),
        )


def real_things() -> list[Findable]:
    return list(everything_findable(Views(load_catalog(HERE.parent)), []))


def queries(things: list[Findable]) -> dict[str, str]:
    """Choose what to ask: whole titles, misspelled ones, authors, and the most common words."""
    papers = [thing for thing in things if thing.kind == Kind.PAPER]
    chosen = random.Random(3).sample(papers, 6)
    found = {}
    for number, paper in enumerate(chosen[:3]):
        found[f"title {number + 1}"] = paper.title
        found[f"misspelled title {number + 1}"] = paper.title[:7] + paper.title[8:]
    found["author and word"] = f"{chosen[3].authors[0]} {chosen[3].title.split()[-1]}"
    found["misspelled author"] = chosen[4].authors[-1].split()[-1][1:]
    found["short name"] = chosen[5].name or chosen[5].title
    found["one common word"] = "quantization"
    found["common words"] = "efficient language models with sparse experts"
    found["one letter"] = "s"
    return found


class Measured(NamedTuple):
    """One query in a fresh browser."""

    milliseconds: float
    """Until the first result, which stays the first."""
    whole: float
    """Milliseconds until all results."""
    longest_task: float
    first: str
    sent: int
    """Bytes after the page itself, headers included."""
    requests: int
    heap: float
    """MB"""


def measured(browser: Browser, address: str, query: str) -> Measured:
    context = browser.new_context()
    page: Page = context.new_page()
    page.goto(address)
    session = context.new_cdp_session(page)
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.send("Network.enable")
    session.send("Performance.enable")
    answer = page.evaluate(MEASURE, query)
    metrics = {row["name"]: row["value"] for row in session.send("Performance.getMetrics")["metrics"]}
    context.close()
    heap = metrics["JSHeapUsedSize"] / 1e6
    return Measured(answer["time"], answer["whole"], answer["longest"], answer["first"], sum(sizes), len(sizes), heap)


def run(browser: Browser, label: str, things: list[Findable], *, show: bool) -> str:
    start = time.perf_counter()
    topics = [(name, 200) for name in TOPICS] * 3
    files = list(index_files(things, topics))
    seconds = time.perf_counter() - start
    size = sum(len(content) for _, content in files)
    packed = sum(len(content if name.endswith(".bin") else gzip.compress(content, 6)) for name, content in files)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "assets" / "llmpapers"
        (root / "search").mkdir(parents=True)
        for name, content in files:
            (root / name).write_bytes(content)
        for path in (*ASSETS.glob("search*.js"), ASSETS / "site.css"):
            (root / path.name).write_bytes(path.read_bytes())
        (root / "page.html").write_text(PAGE, encoding="utf-8")
        with served(Path(folder)) as url:
            address = f"{url}assets/llmpapers/page.html"
            measured(browser, address, "warm")
            rows = []
            for kind, query in queries(things).items():
                # The quickest of three, since whatever else the machine does only adds.
                row = min(measured(browser, address, query) for _ in range(3))
                rows.append(row)
                if show:
                    print(
                        f"{kind}: {row.milliseconds:.0f} ms, {row.sent / 1000:.0f} KB, {row.requests} requests, ",
                        end="",
                    )
                    print(f"{query!r} -> {row.first!r}")
    times, wholes, tasks, _, sizes, requests, heaps = zip(*rows, strict=True)
    return (
        f"| {label} | {len(files)} | {size / 1e6:.2f} / {packed / 1e6:.2f} MB | {seconds / len(things) * 1e6:.0f} µs | "
        f"{statistics.median(sizes) / 1000:.0f} / {max(sizes) / 1000:.0f} KB | "
        f"{statistics.median(times):.0f} / {max(times):.0f} ms | "
        f"{statistics.median(wholes):.0f} / {max(wholes):.0f} ms | {max(requests)} | "
        f"{max(tasks):.0f} ms | {max(heaps):.0f} MB |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, nargs="*", default=[10_000, 50_000])
    parser.add_argument("--each", action="store_true", help="print every query")
    options = parser.parse_args()
    lines = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=CHROMIUM_OPTIONS)
        lines.append(run(browser, "this catalog", real_things(), show=options.each))
        for count in options.papers:
            lines.append(run(browser, f"{count:,} invented papers", list(invented_things(count)), show=options.each))
        browser.close()
    print(
        "| catalog | files | index raw / as sent | made in, a paper | sent to a first result, median / most | ", end=""
    )
    print("time to it, median / most | to all results | requests, most | longest task | heap |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    print("\n".join(lines))
    print(f"\nPeak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
