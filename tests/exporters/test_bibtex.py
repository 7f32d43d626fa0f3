"""BibTeX that styles print as meant, and that no text of an entry can break out of."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmpapers.exporters.bibtex import bibtex_entries, bibtex_entry
from llmpapers.exporters.citing import cited_papers
from llmpapers.models import VenueKind


def fields(entry: str) -> dict[str, str]:
    return dict(re.findall(r"^  (\w+) += \{?(.*?)\}?,$", entry, re.MULTILINE))


@pytest.mark.parametrize(
    ("id_", "entry"),
    [
        (
            "levain",
            r"""
@inproceedings{example2021levain,
  title         = {{Levain}: Keeping a Starter Alive Across Many Loaves},
  author        = {Example, Ada and Sample, Ben and M{\"u}ster, {\c{C}}elik},
  booktitle     = {International Conference on Better Bread},
  year          = {2021},
  eprint        = {2011.01234},
  archiveprefix = {arXiv},
  doi           = {10.1234/icbb.2021.17},
  url           = {https://icbb.example.org/2021/levain},
}""",
        ),
        (
            "kneadnet",
            r"""
@article{placeholder2020learning,
  title   = {Learning to Knead without a Mixer},
  author  = {Placeholder, Dee and Fictitious, Eli},
  journal = {Journal of Dough \& Yeast},
  year    = {2020},
  doi     = {10.1234/dough.2020.5},
}""",
        ),
        (
            "levain-2",
            r"""
@misc{example2022levain,
  title         = {Levain 2: Feeding a Starter with Rye},
  author        = {Example, Ada and Placeholder, Dee},
  year          = {2022},
  month         = may,
  eprint        = {2205.04321},
  archiveprefix = {arXiv},
  url           = {https://arxiv.org/abs/2205.04321},
}""",
        ),
        (
            "foldformer",
            r"""
@inproceedings{invented2023foldformer,
  title     = {{FoldFormer}: Attention to Every Fold of a Dough},
  author    = {Invented, Fay},
  booktitle = {Workshop on Crumbs at ICBB},
  year      = {2023},
}""",
        ),
        (
            "wild-yeast",
            r"""
@inproceedings{makebelieve2018wild,
  title         = {Where Does Wild Yeast Come From?},
  author        = {Makebelieve, Ida and van den Nobody, Jo},
  booktitle     = {International Conference on Better Bread},
  year          = {2018},
  eprint        = {1901.00042},
  archiveprefix = {arXiv},
  url           = {https://arxiv.org/abs/1901.00042},
}""",
        ),
    ],
)
def test_the_kind_of_the_venue_decides_the_type_and_its_fields(id_, entry, catalog):
    assert list(bibtex_entries(cited_papers(catalog, [id_]))) == [entry.removeprefix("\n") + "\n\n"]


def test_a_title_that_is_the_name_of_a_month_is_no_macro(cite):
    assert "  title     = {may},\n" in bibtex_entry(cite(title="may"))


def test_a_preprint_elsewhere_says_where_and_an_old_year_has_no_month(cite):
    elsewhere = fields(bibtex_entry(cite(VenueKind.PREPRINT, "Bread & Butter Preprints")))
    later = fields(bibtex_entry(cite(VenueKind.PREPRINT, arxiv="2205.04321")))

    assert elsewhere["howpublished"] == r"Bread \& Butter Preprints"
    assert "month" not in later
    assert "howpublished" not in later


def test_only_an_old_identifier_says_of_which_archive_it_is(cite):
    assert fields(bibtex_entry(cite(arxiv="hep-th/9901001")))["primaryclass"] == "hep-th"
    assert "primaryclass" not in fields(bibtex_entry(cite(arxiv="2205.04321")))


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Plain Title of a Paper", "Plain Title of a Paper"),
        ("OPTQ: Accurate Bread", "{OPTQ}: Accurate Bread"),
        ("MoE-based Bread", "{MoE}-based Bread"),
        ("Low-Rank Bread", "Low-Rank Bread"),
        ("S-LoRA, Again", "{S}-{LoRA}, Again"),
        ("Bread (LLMs)", "Bread ({LLMs})"),
        ("GPT-3 on an A100", "{GPT}-3 on an {A100}"),
        ("1-bit LLMs", "1-bit {LLMs}"),
        ("iPad, eBread", "{iPad}, {eBread}"),
        ("A Study of a Bun", "A Study of a Bun"),
        ("ÉCLAIR Bread", r"{{\'E}CLAIR} Bread"),
        ("“KV” Bread", "``{KV}'' Bread"),
        ("σ-MoE", r"{$\sigma$}-{MoE}"),
        ("A² × Bread", "{A{$^2$}} {$\\times$} Bread"),
        ("Bread by Mamba", "Bread by {Mamba}"),
        ("100% of A&B_c #1 $5", r"100\% of A\&B\_c \#1 \$5"),
    ],
)
def test_a_title_keeps_its_capitals_and_its_special_characters(title, written, cite):
    entry = bibtex_entry(cite(title=title, short_name="Mamba"))
    assert f"  title     = {{{written}}},\n" in entry


@pytest.mark.parametrize(
    ("authors", "written"),
    [
        (["Ada Example", "Ben Sample"], "Example, Ada and Sample, Ben"),
        (["Rock and Rye"], "{Rock and Rye}"),
        (["Bakers AND Millers", "Ada Example"], "{Bakers AND Millers} and Example, Ada"),
        (["Bread, Inc."], "{Bread, Inc.}"),
        (["others"], "{others}"),
        (["Jo Example Jr."], "Example, Jr., Jo"),
        (["Jo De Sa", "Jo van den Berg"], "De Sa, Jo and van den Berg, Jo"),
        (["面包"], "{面包}"),
        (["Ada & Ben"], r"Ben, Ada \&"),
    ],
)
def test_a_name_cannot_be_split_in_another_way(authors, written, cite):
    assert f"  author    = {{{written}}},\n" in bibtex_entry(cite(authors=authors))


_TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]) | st.sampled_from('{}\\$&%#_~^@,"='), min_size=1
)


@given(
    title=_TEXT,
    authors=st.lists(_TEXT.filter(str.strip), min_size=1, max_size=3),
    name=_TEXT,
    kind=st.sampled_from(VenueKind),
)
def test_any_text_gives_one_balanced_entry(cite, title, authors, name, kind):
    address = "https://bread.example.org/{a}%20\\b}"
    entry = bibtex_entry(cite(kind, name, title=title, authors=authors, doi="10.1234/{x}\\}", url=address))

    depths = list(_depths(entry))
    assert depths[-1] == 0
    assert depths.count(0) == entry.index("{") + 1
    assert entry.count("\n@") == 0
    for value in re.findall(r"^  (?:title|author|booktitle|journal) += \{(.*)\},$", entry, re.MULTILINE):
        assert not re.search(r"(?<!\\)[&%#]", value)


def _depths(text: str):
    """How many braces are open after each character, as BibTeX counts: it knows no escapes."""
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        assert depth >= 0
        yield depth
