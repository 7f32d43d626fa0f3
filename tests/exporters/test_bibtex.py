"""BibTeX that styles print as meant, and that no text of an entry can break out of."""

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmpapers.catalog import Sourced
from llmpapers.exporters.bibtex import bibtex_entry, bibtex_file, citation_keys
from llmpapers.loading import load_catalog
from llmpapers.models import Paper, Venue, VenueKind
from llmpapers.reading import Document


def paper(**values) -> Paper:
    known = {
        "title": "Rye Never Rises Alone",
        "authors": ["Kim Unreal"],
        "venue": "ICBB",
        "year": 2023,
        "topics": ["baking"],
        "summary": "S.",
        "added": datetime.date(2026, 2, 1),
    }
    return Paper.model_construct(**known | values)


def fields(entry: str) -> dict[str, str]:
    return dict(re.findall(r"^  (\w+) += \{?(.*?)\}?,$", entry, re.MULTILINE))


def keys_of(*papers: Paper) -> list[str]:
    sourced = {f"id-{number}": Sourced(f"id-{number}", one, Document("x")) for number, one in enumerate(papers)}
    return list(citation_keys(sourced).values())


@pytest.mark.parametrize(
    ("id_", "entry"),
    [
        (
            "levain",
            r"""
@inproceedings{example2021levain,
  title         = {Levain: Keeping a Starter Alive Across Many Loaves},
  author        = {Ada Example and Ben Sample and Çelik Müster},
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
  author  = {Dee Placeholder and Eli Fictitious},
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
  author        = {Ada Example and Dee Placeholder},
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
  author    = {Fay Invented},
  booktitle = {Workshop on Crumbs at ICBB},
  year      = {2023},
}""",
        ),
    ],
)
def test_the_kind_of_the_venue_decides_the_type_and_its_fields(id_, entry, write_project):
    assert bibtex_file(load_catalog(write_project()), [id_]) == entry.removeprefix("\n") + "\n\n"


def test_a_file_holds_all_papers_by_id_or_those_that_are_asked_for(write_project):
    catalog = load_catalog(write_project())

    assert bibtex_file(catalog).count("\n@") == len(catalog.papers) - 1
    assert re.findall(r"@\w+\{(\w+),", bibtex_file(catalog, ["stone", "levain"])) == [
        "pretend2019baking",
        "example2021levain",
    ]


def test_a_title_that_is_the_name_of_a_month_is_no_macro():
    assert "  title     = {may},\n" in bibtex_entry(paper(title="may"), None, "k")


def test_a_preprint_elsewhere_says_where_and_an_old_year_has_no_month():
    server = Venue.model_construct(id="x", name="X", full_name="Bread & Butter Preprints", kind=VenueKind.PREPRINT)
    elsewhere = fields(bibtex_entry(paper(), server, "k"))
    later = fields(bibtex_entry(paper(arxiv="2205.04321"), server, "k"))

    assert elsewhere["howpublished"] == r"Bread \& Butter Preprints"
    assert "month" not in later


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
        ("ÉCLAIR Bread", "{ÉCLAIR} Bread"),
        ("“KV” Bread", "“{KV}” Bread"),
        ("σ-MoE", r"$\sigma$-{MoE}"),
        ("A² × Bread", r"{A$^2$} $\times$ Bread"),
        ("100% of A&B_c #1 ~ $5^x", r"100\% of A\&B\_c \#1 \textasciitilde{} \$5\textasciicircum{}x"),
        (
            r"{x} \input{y}",
            r"\textbraceleft{}x\textbraceright{} \textbackslash{}input\textbraceleft{}y\textbraceright{}",
        ),
    ],
)
def test_a_title_keeps_its_capitals_and_its_special_characters(title, written):
    assert fields(bibtex_entry(paper(title=title), None, "k"))["title"].rstrip("}") == written.rstrip("}")


@pytest.mark.parametrize(
    ("authors", "written"),
    [
        (["Ada Example", "Ben Sample"], "Ada Example and Ben Sample"),
        (["Rock and Rye"], "{Rock and Rye}"),
        (["Bakers AND Millers", "Ada Example"], "{Bakers AND Millers} and Ada Example"),
        (["Bread, Inc."], "{Bread, Inc.}"),
        (["others"], "{others}"),
        (["Alexander Sandy"], "Alexander Sandy"),
        (["Ada & Ben"], r"Ada \& Ben"),
    ],
)
def test_a_name_cannot_be_split(authors, written):
    entry = bibtex_entry(paper(authors=authors), None, "k")

    assert f"  author    = {{{written}}},\n" in entry


@pytest.mark.parametrize(
    ("authors", "title", "key"),
    [
        (["Kim Unreal"], "The Rye of a Baker", "unreal2023rye"),
        (["Çelik Müster"], "σ-Bread", "muster2023sigma"),
        (["面包"], "面包", "anonymous2023untitled"),
        (["Ada O'Example"], "On the Of", "oexample2023untitled"),
    ],
)
def test_a_key_is_surname_year_and_first_word_that_says_something(authors, title, key):
    assert keys_of(paper(authors=authors, title=title)) == [key]


def test_papers_that_would_share_a_key_are_told_apart():
    assert keys_of(paper(), paper(), paper(title="Ryeb"), paper())[:2] == ["unreal2023rye", "unreal2023ryeb"]


_TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]) | st.sampled_from('{}\\$&%#_~^@,"='), min_size=1
)


@given(_TEXT, st.lists(_TEXT.filter(str.strip), min_size=1, max_size=3), _TEXT, st.sampled_from(VenueKind))
def test_any_text_gives_one_balanced_entry(title, authors, name, kind):
    venue = Venue.model_construct(id="x", name=name, full_name=name, kind=kind)
    address = "https://bread.example.org/{a}%20\\b}"
    entry = bibtex_entry(paper(title=title, authors=authors, doi="10.1234/{x}\\}", url=address), venue, "key")

    depths = list(_depths(entry))
    assert depths[-1] == 0
    assert depths.count(0) == entry.index("{") + 1
    assert entry.count("\n@") == 0
    for value in re.findall(r"^  (?:title|author|booktitle|journal) += \{(.*)\},$", entry, re.MULTILINE):
        assert not re.search(r"(?<!\\)[&%#_~]|\\(?![&%#_$a-z])", value)


def _depths(text: str):
    """How many braces are open after each character, as BibTeX counts: it knows no escapes."""
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        assert depth >= 0
        yield depth


_WORD = st.sampled_from(["Rye", "Ryeb", "The", "Bread", "面包", "Rye b"])


@given(st.lists(st.tuples(_WORD, st.sampled_from(["Kim Unreal", "K Unrealb", "包"])), max_size=70))
def test_no_two_papers_share_a_key(papers):
    keys = keys_of(*(paper(title=title, authors=[author]) for title, author in papers))

    assert len(set(keys)) == len(papers)
    assert all(re.fullmatch(r"[a-z0-9-]+", key) for key in keys)
