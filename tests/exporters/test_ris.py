"""RIS as reference managers read it."""

import rispy

from llmpapers.exporters.citing import cited_papers
from llmpapers.exporters.csl_json import csl_item
from llmpapers.exporters.ris import ris_file, ris_record


def test_a_record_has_a_tag_a_line(catalog) -> None:
    [paper] = cited_papers(catalog, ["levain"])
    assert ris_record(csl_item(paper)).split("\r\n") == [
        "TY  - CONF",
        "ID  - example2021levain",
        "TI  - Levain: Keeping a Starter Alive Across Many Loaves",
        "AU  - Example, Ada",
        "AU  - Sample, Ben",
        "AU  - Müster, Çelik",
        "PY  - 2021",
        "DA  - 2021///",
        "T2  - International Conference on Better Bread",
        "J2  - ICBB",
        "DO  - 10.1234/icbb.2021.17",
        "UR  - https://icbb.example.org/2021/levain",
        "AN  - arXiv:2011.01234",
        "ER  - ",
        "",
    ]


def test_another_reader_finds_every_record(catalog) -> None:
    read = rispy.loads("".join(ris_file(cited_papers(catalog))))
    assert [(one["id"], one["type_of_reference"]) for one in read] == [
        ("invented2023foldformer", "CONF"),
        ("placeholder2020learning", "JOUR"),
        ("example2021levain", "CONF"),
        ("example2022levain", "UNPB"),
        ("imaginary2022steam", "CONF"),
        ("pretend2019baking", "UNPB"),
        ("pretend2024baking", "JOUR"),
        ("makebelieve2018wild", "CONF"),
    ]
    assert read[3]["date"] == "2022/05//"
    assert read[-1]["authors"] == ["Makebelieve, Ida", "van den Nobody, Jo"]


def test_a_suffix_stands_last(cite) -> None:
    assert "AU  - Berg, Jo, Jr.\r\n" in ris_record(csl_item(cite(authors=["Jo Berg Jr."])))
