"""Compare with other generators: `python benchmarks/run.py` builds, measures, and writes tables and a chart.

Every figure is a ratio of two sides that ran in turn on one machine. "Cold" is a fresh copy without any cache or site.
"""

import argparse
import compileall
import json
import os
import platform
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from statistics import median

from generate import write_catalog
from measuring import Commands, Run, Side, in_turn, medians, peak_memory
from report import write_report
from rivals import RIVALS, Rival, pages

import llmpapers

RESULTS = Path(__file__).parent / "results"
_OURS = [sys.executable, "-m", "llmpapers"]
_SETTLED = 2.5
"""Seconds after which a file is old enough for a cache to trust its times."""
_CLICK = "import click\n\n@click.group()\ndef main(): pass\n\nmain(['--help'])"
_LOADING = (
    "import pathlib, yaml\nfor p in pathlib.Path('catalog').rglob('*.yaml'):\n"
    "    yaml.load(p.read_text(), Loader=yaml.CSafeLoader)"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, nargs="+", default=[1000, 10_000], metavar="N")
    parser.add_argument("--runs", type=int, default=3, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--rivals", nargs="*", default=list(RIVALS), choices=list(RIVALS), metavar="NAME")
    parser.add_argument(
        "--only", nargs="+", default=list(CASES), choices=list(CASES), metavar="CASE", help=", ".join(CASES)
    )
    parser.add_argument("--work", type=Path, help="folder to work in, made if need be; otherwise a temporary one")
    parser.add_argument("--report", action="store_true", help="only write the tables anew from the kept results")
    options = parser.parse_args()
    if not options.report:
        # As an installation does it, or a run might compile what another does not.
        compileall.compile_dir(Path(llmpapers.__file__).parent, quiet=1)
        if options.work:
            options.work.mkdir(parents=True, exist_ok=True)
        for papers in options.papers:
            with tempfile.TemporaryDirectory(dir=options.work) as work:
                _measure(Path(work), papers, options)
    write_report(RESULTS)


def _measure(work: Path, papers: int, options: argparse.Namespace) -> None:
    rivals = [RIVALS[name] for name in options.rivals]
    for rival in rivals:
        if not rival.is_installed:
            sys.exit(f"{rival.name} is not installed; run benchmarks/install_rivals.py, or choose others with --rivals")
    bench = Bench(work, papers, options.seed, options.runs, rivals)
    for name in options.only:
        print(f"{papers} papers: {name} …", file=sys.stderr, flush=True)
        _keep(papers, name, CASES[name](bench), _file_system(work))


def _file_system(folder: Path) -> str:
    """Give the kind of file system that a folder is on; a disk's own speed is part of every figure."""
    mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text().splitlines()]
    around = [(place, kind) for place, kind in mounts if folder.resolve().is_relative_to(place)]
    return max(around, key=lambda mount: len(mount[0]))[1]


def _keep(papers: int, case: str, found: dict[str, object], files: str) -> None:
    """Keep a result beside those of other cases of the same size."""
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"{papers}.json"
    kept = json.loads(file.read_text()) if file.exists() else {"papers": papers, "cases": {}}
    kept["machine"] = {
        "processors": len(os.sched_getaffinity(0)),
        "machine": platform.machine(),
        "system": platform.system(),
        "python": platform.python_version(),
        "files": files,
    }
    kept["cases"][case] = found
    file.write_text(json.dumps(kept, indent=1) + "\n")


class Bench:
    """One size of catalog, for us and for the others."""

    def __init__(self, work: Path, papers: int, seed: int, runs: int, rivals: Sequence[Rival]) -> None:
        self.papers = papers
        self.runs = runs
        self.ours = work / "ours"
        self.rivals = rivals
        self._work = work
        self._number = 0
        write_catalog(self.ours, papers, seed)
        listed = pages(papers, seed)
        for rival in rivals:
            rival.write(work / rival.name, listed)

    def clear(self) -> None:
        """Make ours as a fresh copy."""
        for name in (".cache", "site"):
            shutil.rmtree(self.ours / name, ignore_errors=True)

    def change(self, count: int = 1) -> None:
        """Give some papers, spread over the catalog, another title."""
        self._number += 1
        entries = sorted((self.ours / "catalog/papers").iterdir())
        for entry in entries[len(entries) // (2 * count) :: len(entries) // count][:count]:
            lines = entry.read_text().splitlines(keepends=True)
            title = lines[0].split(": ", 1)[1].strip().strip('"')
            lines[0] = f'title: "Changed for the {self._number}th Time: {title}"\n'
            entry.write_text("".join(lines))
        time.sleep(_SETTLED)

    def change_setting(self) -> None:
        """Give the site another name, which stands on every page."""
        self._number += 1
        settings = self.ours / "mkdocs.yml"
        settings.write_text(re.sub(r"(?m)^site_name: .*$", f"site_name: Changed {self._number}", settings.read_text()))
        time.sleep(_SETTLED)

    def build(self, *, search: bool) -> Commands:
        """Give the command of our build."""
        return [[*_OURS, "build", *([] if search else ["--no-search"])]]

    def cold(self, *, search: bool) -> list[Side]:
        """Give every generator's build from nothing."""
        sides = [Side("llmpapers", self.ours, self.build(search=search), self.clear)]
        for rival in self.rivals:
            if rival.searches in (None, search):
                folder = self._work / rival.name
                clear = partial(_remove, [folder / name for name in rival.leftovers])
                sides.append(Side(rival.name, folder, rival.commands(search=search), clear))
        return sides

    def compare(self, sides: Sequence[Side]) -> dict[str, object]:
        """Run the sides in turn, and give the medians and each single run."""
        found = in_turn(sides, self.runs)
        return {
            name: {**asdict(medians(runs)), "runs": [[round(r.wall, 4), round(r.processor, 4)] for r in runs]}
            for name, runs in found.items()
        }


def _remove(places: Sequence[Path]) -> None:
    for place in places:
        shutil.rmtree(place, ignore_errors=True)


def _cold(bench: Bench) -> dict[str, object]:
    return bench.compare(bench.cold(search=False))


def _cold_with_search(bench: Bench) -> dict[str, object]:
    return bench.compare(bench.cold(search=True))


def _sites(bench: Bench) -> dict[str, object]:
    """Weigh what each generator makes without search, or with it where that cannot be left out."""
    found: dict[str, object] = {}
    for side in [*bench.cold(search=False), *bench.cold(search=True)]:
        if side.name not in found:
            in_turn([side], 1)
            files = [path for path in (side.folder / "site").rglob("*") if path.is_file()]
            pages = [path.stat().st_size for path in files if path.suffix == ".html"]
            size = sum(path.stat().st_size for path in files)
            found[side.name] = {"files": len(files), "bytes": size, "pages": len(pages), "page": median(pages)}
    return found


def _again(bench: Bench, *, search: bool = False) -> dict[str, object]:
    """Build from nothing, after no change, and after several kinds of changes."""
    build = bench.build(search=search)

    def built() -> None:
        # What was written just now is not trusted, so a build after a pause keeps what it read.
        time.sleep(_SETTLED)
        in_turn([Side("", bench.ours, build)], 1)

    sides = [
        Side("cold", bench.ours, build, bench.clear),
        Side("unchanged", bench.ours, build, built),
        Side("one paper changed", bench.ours, build, bench.change),
        Side("a hundred papers changed", bench.ours, build, partial(bench.change, 100)),
        Side("a setting changed", bench.ours, build, bench.change_setting),
    ]
    return bench.compare(sides)


def _check(bench: Bench) -> dict[str, object]:
    check = [[*_OURS, "check"]]
    sides = [
        Side("check, cold", bench.ours, check, bench.clear),
        Side("check, again", bench.ours, check),
        Side("PyYAML alone", bench.ours, [[sys.executable, "-c", _LOADING]]),
    ]
    time.sleep(_SETTLED)
    return bench.compare(sides)


def _help(bench: Bench) -> dict[str, object]:
    sides = [
        Side("llmpapers --help", bench.ours, [[*_OURS, "--help"]] * 5),
        Side("Click alone", bench.ours, [[sys.executable, "-c", _CLICK]] * 5),
    ]
    return bench.compare(sides)


def _memory(bench: Bench) -> dict[str, object]:
    found: dict[str, object] = {}
    for side in bench.cold(search=False):
        side.prepare()
        found[side.name] = {"peak": round(peak_memory(side.commands, side.folder), 1)}
    return found


def _floor(bench: Bench) -> dict[str, object]:
    """Build a site from nothing, and write the same bytes by a plain loop, in turn."""
    site, copy = bench.ours / "site", bench.ours / ".floor"
    builds, loops = [], []
    content: dict[Path, bytes] = {}
    for _ in range(bench.runs):
        builds += in_turn([Side("", bench.ours, bench.build(search=False), bench.clear)], 1)[""]
        content = {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
        loops.append(_written(content, copy))
        shutil.rmtree(copy)
    size = {"files": len(content), "bytes": sum(map(len, content.values()))}
    return {"llmpapers": asdict(medians(builds)), "plain loop": {**asdict(medians(loops)), **size}}


def _written(content: Mapping[Path, bytes], folder: Path) -> Run:
    begun, busy = time.perf_counter(), time.process_time()
    for name, data in content.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return Run(time.perf_counter() - begun, time.process_time() - busy)


CASES = {
    "cold": _cold,
    "cold with search": _cold_with_search,
    "sites": _sites,
    "again": _again,
    "again with search": partial(_again, search=True),
    "check": _check,
    "help": _help,
    "memory": _memory,
    "floor": _floor,
}


if __name__ == "__main__":
    main()
