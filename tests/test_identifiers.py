"""Identifiers in all their spellings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmpapers.identifiers import (
    author_key,
    doi_address,
    fold,
    is_entry_id,
    is_web_address,
    parse_arxiv,
    parse_doi,
    strip_doi_resolver,
    title_key,
    title_words,
    url_key,
)


@pytest.mark.parametrize(
    ("text", "canonical", "version", "submitted"),
    [
        ("2402.12354", "2402.12354", None, (2024, 2)),
        (" 2402.12354v12 ", "2402.12354", 12, (2024, 2)),
        ("0704.0001", "0704.0001", None, (2007, 4)),
        ("1412.9999", "1412.9999", None, (2014, 12)),
        ("1501.00001", "1501.00001", None, (2015, 1)),
        ("arXiv:2402.12354v2", "2402.12354", 2, (2024, 2)),
        ("arxiv: 2402.12354", "2402.12354", None, (2024, 2)),
        ("hep-th/9901001", "hep-th/9901001", None, (1999, 1)),
        ("math.GT/0309136v1", "math/0309136", 1, (2003, 9)),
        ("cs/0703001", "cs/0703001", None, (2007, 3)),
        ("https://arxiv.org/abs/2402.12354", "2402.12354", None, (2024, 2)),
        ("http://www.arxiv.org/pdf/2402.12354v3.pdf", "2402.12354", 3, (2024, 2)),
        ("https://arxiv.org/pdf/2402.12354", "2402.12354", None, (2024, 2)),
        ("https://arxiv.org/html/2402.12354v1/", "2402.12354", 1, (2024, 2)),
        ("export.arxiv.org/abs/hep-th/9901001", "hep-th/9901001", None, (1999, 1)),
        ("https://ar5iv.labs.arxiv.org/html/2402.12354", "2402.12354", None, (2024, 2)),
        ("https://alphaxiv.org/abs/2402.12354", "2402.12354", None, (2024, 2)),
        ("10.48550/arXiv.2402.12354", "2402.12354", None, (2024, 2)),
        ("https://doi.org/10.48550/ARXIV.2402.12354", "2402.12354", None, (2024, 2)),
    ],
)
def test_an_arxiv_id_is_read_in_any_of_its_forms(text, canonical, version, submitted):
    found = parse_arxiv(text)

    assert found == (canonical, version)
    assert found.submitted == submitted


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2402.1",
        "2402.10",
        "2413.12354",
        "2400.12354",
        "1501.0001",
        "1412.00001",
        "0703.0001",
        "2402.12354v0",
        "2402.123456",
        "２４０２.12354",
        "hep-th/0704001",
        "hep-th/9107001",
        "hep-th/9913001",
        "12354",
        "10.1145/3694715",
        "https://arxiv.org/list/cs.CL",
        "https://example.org/abs/2402.12354",
        "https://arxiv.org/abs/",
        "2402.12354 x",
    ],
)
def test_what_is_no_arxiv_id_is_none(text):
    assert parse_arxiv(text) is None


SICI = "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2"


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1145/3694715.3695964", "10.1145/3694715.3695964"),
        ("10.1145/ABC.Def", "10.1145/abc.def"),
        ("https://doi.org/10.1145/ABC", "10.1145/abc"),
        ("http://dx.doi.org/10.1145/abc", "10.1145/abc"),
        ("doi: 10.1145/abc", "10.1145/abc"),
        ("DOI:10.1145/abc", "10.1145/abc"),
        ("https://doi.org/10.1145/a%28b%29", "10.1145/a(b)"),
        ("10.1145%2Fabc", "10.1145/abc"),
        ("10.1145/a%25b", "10.1145/a%25b"),
        ("10.1000.10/x", "10.1000.10/x"),
        (SICI, SICI.lower()),
        (
            "https://doi.org/10.1175/1520-0469(1993)050%3C0001:ABC%3E2.0.CO;2",
            "10.1175/1520-0469(1993)050<0001:abc>2.0.co;2",
        ),
        ("10.1145/x<script:>2.0.CO;2<b>", None),
        ("10.1145/x<b>y", None),
        ("10.1145/x<b onclick=a>2.0.CO;2", None),
        ("", None),
        ("10.1/x", None),
        ("11.1145/x", None),
        ("10.1145/", None),
        ("10.1145/a b", None),
        ("10.1145/<x>", None),
        ("10.1145/a\u00a0b", None),
        ("10.1145/a\u200b", None),
        ("https://example.org/10.1145/abc", None),
    ],
)
def test_a_doi_is_read_bare_and_from_its_resolver(text, doi):
    assert parse_doi(text) == doi


def test_a_doi_keeps_its_letters_case_where_it_is_shown():
    assert strip_doi_resolver("https://doi.org/10.1145/ABC") == "10.1145/ABC"


@pytest.mark.parametrize("doi", [SICI, "10.1145/a#b?c%d", "10.1145/é'!*", "10.1145/a+b&c=d"])
def test_the_address_of_a_doi_leads_back_to_it(doi):
    assert is_web_address(doi_address(doi))
    assert strip_doi_resolver(doi_address(doi)) == doi


@pytest.mark.parametrize(
    ("text", "is_address"),
    [
        ("https://example.org", True),
        ("http://example.org:8080/a?b=c#d", True),
        ("https://例え.jp/パン", True),
        ("https://[2001:db8::1]/x", False),
        ("https://127.0.0.1/", True),
        ("HTTPS://Example.org/", True),
        ("https://en.example.org/Bread_(food)", True),
        ("", False),
        ("example.org", False),
        ("//example.org", False),
        ("ftp://example.org", False),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("https://", False),
        ("https://localhost", False),
        ("https://user:pw@example.org", False),
        ("https://example.org/a b", False),
        ("https://example.org/\n", False),
        ('https://example.org/"x', False),
        ("https://example.org/<b>", False),
        ("https://example.org\\@x.org", False),
        ("https://example.org:x", False),
        ("https://example.org:99999", False),
        ("https://[::1", False),
        ("https://exa\u200bmple.org", False),
        ("https://a..b", False),
        ("https://example.org/\u202egpj", False),
        (" https://example.org", False),
    ],
)
def test_a_web_address_is_absolute_and_holds_nothing_odd(text, is_address):
    assert is_web_address(text) is is_address


@pytest.mark.parametrize(
    "text",
    ["https://example.org/x", "http://www.example.org/x/", "HTTPS://EXAMPLE.org/X#part", "https://example.org/x.git"],
)
def test_addresses_of_one_page_have_one_key(text):
    assert url_key(text) == "example.org/x"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Wójcik", "wojcik"),
        ("Müster ß", "muster ss"),
        ("Ørsted Łódź", "orsted lodz"),
        ("σ-MoE", "sigma-moe"),
        ("ΑΒΓ ά ς όμικρον", "alphabetagamma alpha sigma omicronmuiotakapparhoomicronnu"),
        ("ﬁne ２", "fine 2"),
        ("ℋ ℝ", "h r"),
        ("İı", "ii"),
        ("µ", "mu"),
    ],
)
def test_folding_takes_off_case_accents_and_greek(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("KneadNet: Learning to Knead", "kneadnet learning to knead"),
        ("A$^2$-Bread", "A²-Bread"),
        ("σ-Bread", "Sigma-Bread"),
        ("{BREAD}: x", "Bread — X"),
        ("Pre-Ferment", "Preferment"),
    ],
)
def test_spellings_of_one_title_have_one_key(one, other):
    assert title_key(one) == title_key(other)


def test_titles_that_differ_by_a_number_have_different_keys():
    assert title_key("Levain") != title_key("Levain 2")


def test_words_of_a_title_are_folded_and_in_order():
    assert title_words("KV_Cache: Über-Bread, again") == ["kv", "cache", "uber", "bread", "again"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Edward J. Example", "E. J. Example"),
        ("Example, Ada", "Ada Example"),
        ("Ada Example Jr.", "A. Example"),
        ("Çelik Müster", "Celik Muster"),
        ("Jo van den Nobody", "J. Nobody"),
        ("Ada-Bea Example", "A. B. Example"),
    ],
)
def test_spellings_of_one_author_have_one_key(one, other):
    assert author_key(one) == author_key(other)


@pytest.mark.parametrize(
    ("name", "key"), [("", ""), (" , ", ""), ("Plato", "plato"), ("Jr.", "jr"), ("Ada Example", "example a")]
)
def test_an_author_key_is_surname_and_initial(name, key):
    assert author_key(name) == key


@pytest.mark.parametrize(
    ("text", "is_id"),
    [
        ("levain-2", True),
        ("2", True),
        ("a" * 80, True),
        ("a" * 81, False),
        ("Levain", False),
        ("levain--2", False),
        ("-levain", False),
        ("levain_2", False),
        ("levain\n", False),
        ("brötchen", False),
        ("con", False),
        ("aux", False),
        ("lpt9", False),
        ("con-paper", True),
        ("com10", True),
        ("", False),
    ],
)
def test_an_id_is_a_file_name_everywhere(text, is_id):
    assert is_entry_id(text) is is_id


_NEARLY_DOI = st.builds(
    "{}10.{}/{}".format, st.sampled_from(["", "doi:", "https://doi.org/"]), st.integers(0, 99999), st.text()
)
_NEARLY_ARXIV = st.from_regex(
    r"\A(https://arxiv\.org/(abs|pdf)/|arXiv:)?([a-z]{2}/\d{7}|\d{4}\.\d{4,5})(v\d+)?(\.pdf)?\Z"
)


@given(st.text() | _NEARLY_ARXIV)
def test_reading_an_arxiv_id_again_changes_nothing(text):
    found = parse_arxiv(text)

    if found:
        assert parse_arxiv(found.text) == (found.text, None)
        assert 1 <= found.submitted[1] <= 12


@given(st.text() | _NEARLY_DOI)
def test_reading_a_doi_again_changes_nothing(text):
    found = parse_doi(text)

    if found:
        assert parse_doi(found) == found


@given(st.text())
def test_folding_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
    assert title_key(title_key(text)) == title_key(text)


@given(st.text())
def test_any_text_has_keys(text):
    assert is_entry_id(text) in {True, False}
    assert isinstance(author_key(text), str)
    assert isinstance(url_key(text), str)
    assert is_web_address(text) in {True, False}
