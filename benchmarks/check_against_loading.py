"""How much do the checks cost, against loading the same files with PyYAML and checking nothing?"""

import argparse
import sys
import tempfile
from pathlib import Path

from invented import write_catalog
from measuring import compare, seconds

_LOADING = "import pathlib, yaml; [yaml.safe_load(p.read_text()) for p in pathlib.Path('catalog').rglob('*.yaml')]"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--papers", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        root = Path(work)
        write_catalog(root, options.papers)
        check = [sys.executable, "-m", "llmpapers", "check"]
        load = [sys.executable, "-c", _LOADING]
        compare(
            f"check of {options.papers} papers", lambda: seconds(check, root), lambda: seconds(load, root), options.runs
        )


if __name__ == "__main__":
    main()
