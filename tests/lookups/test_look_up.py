"""A reference becomes a paper: its own source first, then whoever knows where it was published."""

import pytest

from fake_services import Reply
from llmpapers.candidates import Candidate
from llmpapers.duplicates import Work
from llmpapers.errors import LlmpapersError
from llmpapers.loading import load_catalog
from llmpapers.lookups.faults import NoAnswerError
from llmpapers.lookups.look_up import look_up
from llmpapers.lookups.published import find_publication, is_same_paper
from llmpapers.lookups.references import Reference, ReferenceKind, parse_reference
from llmpapers.venue_names import VenueNames

ARXIV = Reference(ReferenceKind.ARXIV, "2402.01234")
SICI = "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2"
TITLE = "RyeNet: Rising without Gluten & Yeast"
RENAMED = "RyeNet: How Rye Rises without Gluten and Yeast"


@pytest.fixture
def venues(write_project) -> VenueNames:
    return VenueNames(load_catalog(write_project()).venues)


@pytest.mark.parametrize(
    ("text", "kind", "meant"),
    [
        ("2402.12354", ReferenceKind.ARXIV, "2402.12354"),
        ("arXiv:2402.12354v3", ReferenceKind.ARXIV, "2402.12354"),
        (" https://arxiv.org/pdf/2402.12354v1.pdf ", ReferenceKind.ARXIV, "2402.12354"),
        ("https://doi.org/10.48550/arXiv.2402.12354", ReferenceKind.ARXIV, "2402.12354"),
        ("doi:10.1145/3694715.3695964", ReferenceKind.DOI, "10.1145/3694715.3695964"),
        ("10.1145/3694715.3695964", ReferenceKind.DOI, "10.1145/3694715.3695964"),
        ("doi.org/10.1145/3694715", ReferenceKind.DOI, "10.1145/3694715"),
        ("https://dl.acm.org/doi/abs/10.1145/3694715.3695964", ReferenceKind.DOI, "10.1145/3694715.3695964"),
        ("https://dl.acm.org/doi/pdf/10.1145/3694715?download=true", ReferenceKind.DOI, "10.1145/3694715"),
        (
            "https://link.springer.com/article/10.1007/s11263-021-01453-z",
            ReferenceKind.DOI,
            "10.1007/s11263-021-01453-z",
        ),
        ("https://link.springer.com/content/pdf/10.1007/s1-2.pdf", ReferenceKind.DOI, "10.1007/s1-2"),
        (f"https://onlinelibrary.wiley.com/doi/abs/{SICI}", ReferenceKind.DOI, SICI),
        (f"https://dl.acm.org/doi/{SICI.replace('<', '%3C').replace('>', '%3E')}", ReferenceKind.DOI, SICI),
        ("2023.acl-long.1", ReferenceKind.PAGE, "https://aclanthology.org/2023.acl-long.1/"),
        ("P19-1001", ReferenceKind.PAGE, "https://aclanthology.org/P19-1001/"),
        ("aclanthology.org/2023.acl-long.1", ReferenceKind.PAGE, "https://aclanthology.org/2023.acl-long.1"),
        ("https://openreview.net/forum?id=x", ReferenceKind.PAGE, "https://openreview.net/forum?id=x"),
    ],
)
def test_a_paper_is_named_in_many_ways(text, kind, meant):
    assert parse_reference(text) == Reference(kind, meant)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2402.123", "looks like an arXiv id"),
        ("2413.12354", "looks like an arXiv id"),
        ("doi:10.1145", "looks like a DOI"),
        ("papers.bib", "llmpapers add --bibtex papers.bib"),
        ("LoRA: Low-Rank Adaptation", "names no paper; give an arXiv id"),
        ("javascript://x/", "names no paper"),
        ("", "names no paper"),
    ],
)
def test_what_names_no_paper_is_told_how_to(text, message):
    with pytest.raises(LlmpapersError) as caught:
        parse_reference(text)
    assert message in caught.value.message


def test_the_publication_is_preferred_to_the_preprint(services, client, recorded, venues):
    services.reply("/arxiv", recorded("arxiv-rye.atom"))
    services.reply("/dblp", recorded("dblp-rye.json"))
    found = look_up(client, ARXIV, venues)
    assert found.candidate == Candidate(
        title=RENAMED,
        also_known_as=(TITLE,),
        authors=("Ada Example", "Çelik Müster"),
        venue="ICBB",
        year=2024,
        arxiv="2402.01234",
        doi="10.1234/ICBB.2024.9",
        url="https://icbb.example.org/2024/ryenet",
        code=("https://github.com/example/ryenet",),
        source="arXiv, DBLP",
    )
    assert found.records == ("https://arxiv.org/abs/2402.01234", "https://dblp.org/rec/conf/icbb/ExampleM24")
    # Who knows enough is the last who is asked.
    assert [request.path.split("/")[1] for request in services.requests] == ["arxiv", "dblp"]


def test_services_that_fail_only_reduce_what_is_known(services, client, recorded, venues):
    services.reply("/arxiv", recorded("arxiv-rye.atom"))
    services.reply("/dblp", Reply(status=503))
    services.reply("/semantic-scholar", Reply(status=429, headers={"Retry-After": "900"}))
    services.reply("/crossref", "<html>")
    services.reply("/openalex", '{"res')
    found = look_up(client, ARXIV, venues)
    assert (found.candidate.title, found.candidate.venue) == (TITLE, None)
    assert [remark.partition(" was left out: ")[0] for remark in found.remarks[1:]] == [
        "DBLP",
        "Semantic Scholar",
        "Crossref",
        "OpenAlex",
    ]
    assert "try again in 900 seconds" in found.remarks[2]


def test_a_venue_that_the_catalog_does_not_know_is_kept_and_named(services, client, recorded, venues):
    services.reply("/arxiv", recorded("arxiv-rye.atom"))
    services.reply("/semantic-scholar", recorded("semantic-scholar-rye.json"))
    for name in ("/dblp", "/crossref", "/openalex"):
        services.reply(name, "{}")
    found = look_up(client, ARXIV, venues)
    assert (found.candidate.venue, found.candidate.authors[1]) == ("Bread Rising Society Meeting", "Çelik Müster")
    assert "'Bread Rising Society Meeting', a venue that catalog/venues.yaml does not have" in found.remarks[-1]


def test_a_paper_that_its_own_source_does_not_know_is_an_error(services, client, recorded, venues):
    services.reply("/arxiv", recorded("arxiv-none.atom"))
    with pytest.raises(NoAnswerError, match=r"arXiv has no paper 2402\.01234"):
        look_up(client, ARXIV, venues)


def test_a_registry_is_asked_once(services, client, recorded, venues):
    work = recorded("crossref-rye.json").replace(b"2402.01234", b"no-preprint")
    services.reply("/crossref/works/", work)
    for name in ("/dblp", "/semantic-scholar", "/openalex", "/crossref/works?"):
        services.reply(name, "{}")
    look_up(client, parse_reference("doi:10.1234/icbb.2024.9"), venues)
    assert len(services.asked("/crossref/works/")) == 1
    assert len(services.requests) > 3


def test_a_doi_brings_the_preprint_with_it(services, client, recorded, venues):
    services.reply("/crossref/works/", recorded("crossref-rye.json"))
    found = look_up(client, parse_reference("doi:10.1234/icbb.2024.9"), venues)
    assert (found.candidate.arxiv, found.candidate.year) == ("2402.01234", 2024)
    assert len(services.requests) == 1


def test_an_address_of_openreview_is_asked_for_through_its_interface(services, client, recorded, venues):
    services.reply("/openreview/notes", recorded("openreview-rye.json"))
    services.reply("/dblp", recorded("dblp-rye.json"))
    for name in ("/crossref", "/openalex", "/semantic-scholar"):
        services.reply(name, "{}")
    found = look_up(client, parse_reference("https://openreview.net/pdf?id=rye"), venues)
    assert (found.candidate.venue, found.candidate.year, found.candidate.arxiv) == (
        "ICBB 2024 poster",
        2024,
        "2402.01234",
    )


MINE = Work(key="", title=TITLE, authors=("Ada Example", "Çelik Müster"), arxiv="2402.01234")


@pytest.mark.parametrize(
    ("theirs", "same"),
    [
        (Candidate(title=TITLE, authors=("A. Example",)), True),
        (Candidate(title=RENAMED, authors=("Ada Example",), arxiv="2402.01234"), True),
        (Candidate(title=TITLE), False),
        (Candidate(title=TITLE, authors=("Zoe Stranger",)), False),
        (Candidate(title="RyeNet 2: Rising without Gluten & Yeast", authors=("Ada Example", "Çelik Müster")), False),
        (Candidate(title="Spelt Falls", authors=("Zoe Stranger",), arxiv="2402.01234"), False),
    ],
)
def test_a_title_alone_makes_no_paper_the_same(theirs, same):
    assert is_same_paper(MINE, theirs) == same


def test_services_that_are_switched_off_are_not_asked(services, client, venues):
    object.__setattr__(client.services, "dblp", None)
    for name in ("/semantic-scholar", "/crossref", "/openalex"):
        services.reply(name, "{}")
    found = find_publication(client, MINE, venues)
    assert (found.formal, found.faults) == (None, [])
    assert services.asked("/dblp") == []
