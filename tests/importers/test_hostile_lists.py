"""Lists and bibliographies that would take minutes, or all of the memory: read in proportion to their size."""

import time

import pytest

from llmpapers.importers.bibtex import authors_of, read_bibtex
from llmpapers.importers.bibtex_scan import MOST_PUT_IN
from llmpapers.importers.source_file import reader_of

ENTRY = "@article{a, title={x}"
LONG = {
    "bibtex: blank lines in an entry": ("bibtex", f"{ENTRY}, " + "\n" * 80_000 + "}"),
    "bibtex: entries that are never closed": ("bibtex", f"{ENTRY}\n" * 20_000),
    "bibtex: entries on one line": ("bibtex", "@a{}" * 50_000),
    "bibtex: fields that all inherit": (
        "bibtex",
        "@xdata{p,\n" + "".join(f"f{n}=1,\n" for n in range(10_000)) + "}\n" + "@a{c, title=a, xdata=p}\n" * 4_000,
    ),
    "markdown: a bullet of many lines": ("markdown", "- [A Title of It](https://a.b/c) " + "===\n" * 20_000),
    "markdown: one paragraph of many entries": ("markdown", "<div>" + "- [a](b)\n" * 15_000 + "</div>"),
    "markdown: addresses side by side": ("markdown", "https://bread.example.org/ " * 8_000),
}  # fmt: skip
SECONDS = 12
"""Of a processor, for up to 300 kB; before, each took minutes."""


@pytest.mark.parametrize("name", LONG)
def test_a_list_takes_time_in_proportion_to_its_length(name):
    kind, text = LONG[name]
    begun = time.process_time()
    reader_of(kind)(text, "a list")

    assert time.process_time() - begun < SECONDS


def test_macros_that_stand_for_far_more_than_the_file_are_left_as_they_are():
    found = read_bibtex("@string{a = {" + "x" * 50_000 + "}}\n" + "@article{k, title = a}\n" * 1_000)
    titles = [candidate.title for candidate in found.candidates]

    assert titles[0] == "x" * 50_000
    assert titles[-1] == "a"
    assert sum(map(len, titles)) <= MOST_PUT_IN + 1_000


def test_names_in_braces_without_end_are_read_as_far_as_they_go():
    names = "Ada Example and " + "{" * 2_000 + "Ben" + "}" * 2_000 + " Sample"

    assert authors_of(names)[0] == "Ada Example"
