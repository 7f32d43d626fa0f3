"""BibTeX as people keep it: every entry is read, and none takes others with it."""

import pytest

from llmpapers.importers.bibtex import authors_of, decode, read_bibtex

GOOD = "@article{good, title = {A Good Entry}, author = {Example, Ada}, year = 2023}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@article{a, title={Example Net}, year=2023}", ("Example Net", (), None, 2023)),
        ('@ARTICLE(a, title="Example {N}et", year="2023")', ("Example Net", (), None, 2023)),
        ('@string{j = "Journal of "}\n@string(k = j # {Examples})\n@misc{a, title={Net}, journal=k}',
         ("Net", (), "Journal of Examples", None)),
        ("@misc{a, title={Net}\n author={Ada Example}\n year={2023}\n}", ("Net", ("Ada Example",), None, 2023)),
        ("@misc{a, title={Net}, author={Example, Ada and Sample, Ben and others}}",
         ("Net", ("Ada Example", "Ben Sample"), None, None)),
        ("@misc{a, title={Net}, author={{The Example Team}}}", ("Net", ("The Example Team",), None, None)),
        ("@misc{a, title={Net}, author={van der Sample, Ben and Example, Jr., Ada}}",
         ("Net", ("Ben van der Sample", "Ada Example Jr."), None, None)),
        ("@misc{a, title={Net}, date={2021-05/2022}, month=jan}", ("Net", (), None, 2021)),
        ("@comment{@misc{x, title={Not this}}}\n@preamble{\"x\"}\n@misc{a, title={Net}}", ("Net", (), None, None)),
        ("% @misc{x, title={Not this}}\n@misc{a, title={Net}}", ("Net", (), None, None)),
        ("@misc{, title={Without a key}}", ("Without a key", (), None, None)),
        ("@misc{a, title={L$^3$: Large {\\'E}tudes \\& Nets}}", ("L$^3$: Large Études & Nets", (), None, None)),
        ("@inbook{a, crossref={B}, title={Chapter}}\n@book{b, title={Whole Book}, year=2020}",
         ("Chapter", (), "Whole Book", 2020)),
    ],
)  # fmt: skip
def test_an_entry_is_read_as_it_is_meant(text, expected):
    first = read_bibtex(text).candidates[0]
    assert (first.title, first.authors, first.venue, first.year) == expected


@pytest.mark.parametrize(
    ("broken", "line", "message"),
    [
        ("@article{open, title = {Never Closed}, year = 2020", 1, "never closed"),
        ("@article{open, title = {Never Closed, year = 2020}", 1, "never closed"),
        ("@article{none, year = 2020}", 1, "no title"),
        ("@article{junk}", 1, "no field"),
        ("@article{junk, title = {Odd}, ???, year = 2020}", 1, "could not read '???"),
        ("@article{macro, title = {Macro}, journal = undefined}", 1, "there is no @string 'undefined'"),
        ("@article{good, title = {Same Key}}", 2, "stands twice"),
        ("@article{lost, title = {Lost}, crossref = {nowhere}}", 1, "'nowhere', which is not here"),
    ],
)
def test_what_cannot_be_read_is_reported_and_takes_no_other_entry_with_it(broken, line, message):
    found = read_bibtex(f"{broken}\n{GOOD}")
    assert "A Good Entry" in [candidate.title for candidate in found.candidates]
    assert [notice for notice in found.notices if notice.line == line and message in notice.message]


@pytest.mark.parametrize(
    ("fields", "arxiv", "doi"),
    [
        ("eprint={2401.01234}, archiveprefix={arXiv}", "2401.01234", None),
        ("journal={ArXiv:2401.01234}", "2401.01234", None),
        ("journal={arXiv preprint arXiv:2401.01234v2}", "2401.01234", None),
        ("url={https://arxiv.org/abs/2401.01234}", "2401.01234", None),
        ("doi={10.48550/arXiv.2401.01234}", "2401.01234", None),
        ("doi={https://doi.org/10.1145/1\\_2}", None, "10.1145/1_2"),
        ("eprint={123}, archiveprefix={JSTOR}", None, None),
    ],
)
def test_identifiers_are_found_where_bibliographies_put_them(fields, arxiv, doi):
    (found,) = read_bibtex(f"@misc{{a, title={{Net}}, {fields}}}").candidates
    assert (found.arxiv, found.doi) == (arxiv, doi)


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"G{\"o}del", "Gödel"), (r"{\L}ukasz \v{S}ample", "Łukasz Šample"), (r"\'{\i}", "í"),
        (r"50\% of it", "50% of it"), (r"50% of it", "50% of it"), ("a~b", "a b"), (r"I{\~n}igo", "Iñigo"),
        ("``quoted''", "“quoted”"), ("broken {brace", "broken brace"),
    ],
)  # fmt: skip
def test_latex_becomes_unicode(latex, text):
    assert decode(latex) == text


def test_a_written_et_al_stays_for_it_tells_that_the_list_breaks_off():
    assert authors_of("Example, Ada and et al.") == ["Ada Example", "et al."]


@pytest.mark.parametrize(
    "text", ["@" * 100_000, "@a{" * 20_000, "{" * 500_000, '@a{b,c="' * 10_000, "@string{a=a#a}" * 2_000]
)
def test_hostile_text_ends(text):
    assert read_bibtex(text).candidates == []
