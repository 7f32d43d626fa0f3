"""Commands that change a catalog, each with a catalog for it, and notes that may not get lost."""

import re
from dataclasses import dataclass, field

from faults.commands import Tree

LEVAIN = "catalog/papers/levain.yaml"
LEVAIN_2 = "catalog/papers/levain-2.yaml"
KNEADNET = "catalog/papers/kneadnet.yaml"

LIST = """\
# Papers

## Baking

- **Crust by Candlelight**, Ann Nobody, Bo Example. ICBB 2024. [arXiv](https://arxiv.org/abs/2401.00001) [code](https://github.com/example/candle)
- **Crust by Moonlight**, Cy Example. The Oven Forum 2023. [arXiv](https://arxiv.org/abs/2301.00002)

## Proofing at Night

- **FoldFormer: Attention to Every Fold of a Dough**, Fay Invented. [arXiv](https://arxiv.org/abs/2303.00003)
"""
BIBTEX = """\
@inproceedings{rye, title = {Rye That Rises Twice}, author = {Ann Nobody}, booktitle = {ICBB}, year = 2024}
@inproceedings{oat, title = {Oats in the Oven of Tomorrow}, author = {Bo Example}, booktitle = {ICBB}, year = 2023}
"""
PREPRINT = """\
# a note above the preprint
title: "Levain: Keeping a Starter Alive Across Many Loaves"
authors: # a note on the authors
  - Ada Example
  # a note between authors
  - Ben Sample
  - Çelik Müster
venue: arXiv
year: 2020
arxiv: "2011.01234" # a note on the version
topics: [baking/sourdough]
summary: >-
  A starter usually dies between two loaves. Levain feeds it a fixed share of every dough, which
  keeps it active for months with no further work.
added: 2026-01-15
# a note at the end of the preprint
"""
TOPICS = """\
# a note above the topics
- {id: baking, title: Baking}
-   id: sourdough # a note on sourdough
    title: Sourdough
    parent: baking
    start_here:
      - {paper: levain-preprint, why: It tells where to begin.}
- id: ovens
  title: Ovens
"""


@dataclass(frozen=True)
class Case:
    """A command, and what it works on."""

    arguments: tuple[str, ...]
    changes: dict[str, str | tuple[str, str]] = field(default_factory=dict)
    again: int = 0
    """Exit status of the same command after it was done."""


CASES = {
    "fmt": Case(
        ("fmt", "catalog/topics.yaml", KNEADNET, LEVAIN_2),
        {
            KNEADNET: ("topics:\n  - baking\n", "# a note on topics\ntopics: [baking] # and one beside\n"),
            LEVAIN_2: ("title:", "# a note above\ntitle:  "),
            "catalog/topics.yaml": TOPICS.replace("levain-preprint", "levain"),
        },
    ),
    "import": Case(
        ("import", "list.md", "--new-topics", "--add-venues", "--yes"),
        {
            "list.md": LIST,
            "catalog/papers/foldformer.yaml": ("venue:", "# a note on the venue\nvenue:"),
        },
    ),
    "dedupe": Case(
        ("dedupe", "--write", "--yes"),
        {
            "catalog/papers/levain-preprint.yaml": PREPRINT,
            KNEADNET: ("  - foldformer\n", "  - foldformer\n  - levain-preprint # a note on the preprint\n"),
            LEVAIN: ("award:", "# a note on the award\naward:"),
            "catalog/topics.yaml": TOPICS,
        },
    ),
    "add": Case(("add", "--bibtex", "papers.bib", "--topic", "baking"), {"papers.bib": BIBTEX}, again=1),
}


def notes(tree: Tree) -> set[str]:
    """Find the notes that the catalogs' comments hold."""
    return set(re.findall(r"a note [a-z ]+", b"\n".join(tree.values()).decode()))


def without_unfinished(tree: Tree) -> Tree:
    """Leave out the files that nothing reads."""
    return {name: content for name, content in tree.items() if not re.search(r"\.llmpapers-\w+\.new$", name)}
