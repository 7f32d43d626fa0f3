"""How does the browse page bear ten thousand papers and more in a real Chromium?

`python benchmarks/browse_in_chromium.py --papers 0 10000 50000`; 0 stands for this repository's catalog.
"""

import argparse
import gzip
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from generate import write_catalog
from local_server import served
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright
from site_quality import CHROMIUM_OPTIONS, ROOT

_WATCH = """
window.longTasks = [];
new PerformanceObserver((list) => list.getEntries().forEach((task) => longTasks.push(task.duration)))
  .observe({ type: "longtask", buffered: true });
const seen = new MutationObserver(() => {
  const told = document.querySelector("[data-count]")?.textContent || "";
  if (window.firstResult || !told.includes(" of ") || !document.querySelector("[data-results] .row")) return;
  requestAnimationFrame(() => setTimeout(() => (window.firstResult ||= performance.now())));
});
seen.observe(document, { subtree: true, childList: true, characterData: true });
"""
_BYTES_UNTIL = """(until) => ["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type))
  .filter((entry) => entry.responseEnd <= until).reduce((sum, entry) => sum + entry.transferSize, 0)"""
# One choice after another, each timed until the browser has painted what follows from it.
_FILTER = """async () => {
  const painted = () => new Promise((then) => requestAnimationFrame(() => setTimeout(then)));
  const text = document.querySelector("[data-text]");
  const type = (value) => ((text.value = value), text.dispatchEvent(new Event("input", { bubbles: true })));
  const boxes = (name) => [...document.querySelectorAll(`.facets input[name="${name}"]:enabled`)];
  const sort = document.querySelector("[data-sort]");
  const order = (value) => ((sort.value = value), sort.dispatchEvent(new Event("change", { bubbles: true })));
  const steps = [
    () => boxes("topic")[0].click(), () => boxes("topic")[2].click(), () => boxes("code")[0].click(),
    () => boxes("venue")[1].click(), () => boxes("author")[0].click(),
    () => document.querySelector(".chip--clear").click(), () => type("a"), () => type("adap"), () => type(""),
    () => order("title"), () => order("added"), () => document.querySelector('[data-view="table"]').click(),
  ];
  const times = [];
  for (const step of steps) {
    const start = performance.now();
    step();
    await painted();
    times.push(performance.now() - start);
  }
  return times;
}"""

COLUMNS = (
    "papers", "data, gzip", "parts", "list, first paint", "first result", "bytes until it", "all data",
    "a filter, median / worst", "longest task", "heap", "process",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--papers", type=int, nargs="+", default=[0, 10_000, 50_000])
    options = parser.parse_args()
    print(f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}")
    for papers in options.papers:
        with tempfile.TemporaryDirectory() as work:
            print(row(papers, Path(work)), flush=True)


def row(papers: int, work: Path) -> str:
    """Build a catalog, look at its browse page, and give a row of the table."""
    root = work / "project"
    if papers:
        write_catalog(root, papers)
    else:
        root = ROOT
    site = work / "served" / "catalog"
    command = [sys.executable, "-m", "llmpapers", "--root", str(root), "build", "--site-dir", str(site)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    parts = sorted((site / "assets/llmpapers/papers").glob("*.json"))
    data = sum(len(gzip.compress(part.read_bytes(), 6)) for part in parts)
    with served(site.parent) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM_OPTIONS)
        figures = look(browser, f"{address}catalog/")
        browser.close()
    filters = figures["filters"]
    return (
        f"| {papers or 'this catalog'} | {data / 1e3:,.0f} kB | {len(parts)} | {figures['paint']:.0f} ms "
        f"| {figures['first']:.0f} ms | {figures['bytes'] / 1e3:.0f} kB | {figures['ready']:.0f} ms "
        f"| {statistics.median(filters):.0f} / {max(filters):.0f} ms | {figures['longest']:.0f} ms "
        f"| {figures['heap'] / 1e6:.0f} MB | {figures['process'] / 1e6:.0f} MB |"
    )


def look(browser: Browser, url: str) -> dict[str, Any]:
    """Come to the page with nothing kept, wait for all papers, and filter; times in ms, sizes in bytes."""
    # Starting a browser is not the page's doing.
    other = watched(browser)
    other.goto(url + "about/")
    other.context.close()
    plain = watched(browser)
    plain.goto(url + "papers/")
    plain.wait_for_selector("[data-browse][data-ready]", timeout=60_000)
    paint = plain.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    plain.context.close()
    page = watched(browser)
    page.goto(url + "papers/?code=yes")
    page.wait_for_selector("[data-browse][data-ready]", timeout=60_000)
    ready = page.evaluate("performance.now()")
    first = page.evaluate("window.firstResult")
    received = page.evaluate(_BYTES_UNTIL, first)
    page.goto(url + "papers/")
    page.wait_for_selector("[data-browse][data-ready]", timeout=60_000)
    filters = page.evaluate(_FILTER)
    longest = max(page.evaluate("window.longTasks"), default=0)
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    heap = page.evaluate("performance.memory.usedJSHeapSize")
    process = renderer_memory(browser.new_browser_cdp_session())
    return {
        "paint": paint, "first": first, "bytes": received, "ready": ready, "filters": filters, "longest": longest,
        "heap": heap, "process": process,
    }  # fmt: skip


def watched(browser: Browser) -> Page:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(_WATCH)
    return context.new_page()


def renderer_memory(session: CDPSession) -> int:
    """Give the memory that the process of the page has for itself, in bytes."""
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    sizes = [private_memory(process["id"]) for process in processes if process["type"] == "renderer"]
    return max(sizes)


def private_memory(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Private_"))


if __name__ == "__main__":
    main()
