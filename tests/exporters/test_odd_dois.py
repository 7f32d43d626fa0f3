"""DOIs of serials of the nineties, with angle brackets, in every format that names DOIs."""

import bibtexparser
import pytest
import rispy
from pylatexenc.latexencode import unicode_to_latex

from llmpapers.exporters.bibtex import bibtex_entry
from llmpapers.exporters.citation import citation_text
from llmpapers.exporters.csl_json import csl_item
from llmpapers.exporters.ris import ris_record
from llmpapers.importers.bibtex import read_bibtex
from llmpapers.importers.markdown_list import read_markdown

DOI = "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2"
MARKED = [
    DOI.replace("<", less).replace(">", more) for less, more in (("$<$", "$>$"), (r"\textless{}", r"\textgreater "))
]
ADDRESS = "https://doi.org/10.1002/(SICI)1097-0258(19980815/30)17:15/16%3C1661::AID-SIM968%3E3.0.CO;2-2"


def test_it_leaves_as_it_came(cite) -> None:
    paper = cite(doi=DOI)
    item = csl_item(paper)
    assert item["DOI"] == DOI
    assert citation_text(item).endswith(f" {ADDRESS}")
    assert rispy.loads(ris_record(item))[0]["doi"] == DOI
    assert bibtexparser.parse_string(bibtex_entry(paper)).entries[0]["doi"] == DOI


@pytest.mark.parametrize("doi", [DOI, ADDRESS, unicode_to_latex(DOI), *MARKED])
def test_it_is_read_in_a_bibliography(doi) -> None:
    [found] = read_bibtex(f"@article{{x, title={{Rye}}, year=1998, doi={{{doi}}}}}").candidates
    assert found.doi == DOI.lower()


@pytest.mark.parametrize(
    "line",
    [
        f"- [Rye Never Rises Alone]({ADDRESS}), ICBB 1998",
        f"- [Rye Never Rises Alone](<{ADDRESS}>), ICBB 1998",
        f"- Rye Never Rises Alone. ICBB 1998. doi:{DOI}.",
    ],
)
def test_it_is_read_in_a_list(line) -> None:
    [found] = read_markdown(f"# Breads\n\n{line}\n").candidates
    assert (found.title, found.doi) == ("Rye Never Rises Alone", DOI.lower())
