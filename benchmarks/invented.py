"""An invented catalog of any size, the same for the same number."""

import random
from pathlib import Path

_WORDS = (
    "adaptive bread crumb crust dough fermented gluten grain kneading layered loaf mill oven proofing rye salted slow "
    "sourdough starter steam stone sugar sweet thermal toasted wheat whole yeast"
).split()
_NAMES = "Ada Ben Cleo Dan Eva Finn Gus Hana Ida Jon Kit Lea Max Nia Ola Pia".split()
_FAMILIES = "Abel Berg Clay Dorn Elm Frost Glen Holm Iver Jung Kern Lund Moor Nord Oak Pell".split()


def write_catalog(root: Path, papers: int) -> None:
    """Write a project with so many invented papers."""
    chance = random.Random(papers)
    catalog = root / "catalog"
    (catalog / "papers").mkdir(parents=True)
    (catalog / "resources").mkdir()
    (catalog / "catalog.yaml").write_text("format: 1\n")
    topics = [f"topic-{number}" for number in range(12)]
    rows = [f"- id: {topic}\n  title: {topic.capitalize()}\n  description: Prose about it.\n" for topic in topics]
    (catalog / "topics.yaml").write_text("".join(rows))
    venue = "- id: {0}\n  name: {0}\n  full_name: Conference {0}\n  kind: conference\n"
    (catalog / "venues.yaml").write_text("".join(venue.format(name) for name in ("bake", "loaf", "oven")))
    (root / "mkdocs.yml").write_text("site_name: Benchmark\ntheme:\n  name: material\n  font: false\nplugins: []\n")
    for number in range(papers):
        (catalog / "papers" / f"paper-{number}.yaml").write_text(_entry(chance, number, topics))


def _entry(chance: random.Random, number: int, topics: list[str]) -> str:
    title = " ".join(chance.sample(_WORDS, 6)).capitalize() + f" {number}"
    authors = [f"{chance.choice(_NAMES)} {chance.choice(_FAMILIES)}{chance.randrange(60)}" for _ in range(5)]
    summary = ". ".join(" ".join(chance.choices(_WORDS, k=16)).capitalize() for _ in range(3))
    listed = "".join(f"  - {author}\n" for author in dict.fromkeys(authors))
    return (
        f'title: "{title}"\nauthors:\n{listed}venue: {chance.choice(("bake", "loaf", "oven"))}\n'
        f"year: {chance.randint(2016, 2026)}\ncode:\n  - https://example.org/code/{number}\n"
        f"topics:\n  - {chance.choice(topics)}\nsummary: >-\n  {summary}.\nadded: 2026-11-23\n"
    )
