"""What each service says of one invented paper, and what each says when it has nothing, or nothing readable."""

import pytest

from fake_services import Reply
from llmpapers.candidates import Candidate
from llmpapers.errors import LlmpapersError
from llmpapers.lookups import arxiv, dblp, openalex, openreview, pages, semantic_scholar, works
from llmpapers.lookups.faults import Fault, NoAnswerError
from llmpapers.lookups.findings import Finding
from llmpapers.lookups.services import Services

TITLE = "RyeNet: Rising without Gluten & Yeast"
AUTHORS = ("Ada Example", "Çelik Müster")
DOI = "10.1234/icbb.2024.9"


def test_arxiv_gives_what_an_entry_says(services, client, recorded):
    services.reply("/arxiv/api/query", recorded("arxiv-rye.atom"))
    found = arxiv.find_by_id(client, client.services.arxiv, "2402.01234")
    assert found == Finding(
        Candidate(
            title=TITLE,
            authors=AUTHORS,
            arxiv="2402.01234",
            url="https://arxiv.org/abs/2402.01234",
            code=("https://github.com/example/ryenet",),
            source="arXiv",
        ),
        "https://arxiv.org/abs/2402.01234",
        preprint=True,
        remarks=("arXiv's comment says: Accepted at ICBB 2024. Also see https://github.com/example/ryenet",),
    )
    assert services.requests[0].path == "/arxiv/api/query?id_list=2402.01234&max_results=1"


def test_several_papers_are_asked_for_at_once(services, client, recorded):
    services.reply("/arxiv/api/query", recorded("arxiv-rye.atom"))
    found = arxiv.find_by_ids(client, client.services.arxiv, ["2402.01234", "2402.09999"])
    assert list(found) == ["2402.01234"]


BOMB = '<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><feed>&b;</feed>'


@pytest.mark.parametrize(
    ("reply", "fault", "message"),
    [
        ("arxiv-none.atom", Fault.NOT_FOUND, "arXiv has no paper 2402.01234; look at https://arxiv.org/abs/2402.01234"),
        ("arxiv-error.atom", Fault.NOT_FOUND, "did not take the question: incorrect id format for 9999.99999"),
        ("<feed", Fault.UNREADABLE, "no XML, perhaps cut off"),
        (b"", Fault.UNREADABLE, "no XML"),
        (b"\xff\xfe\x00", Fault.UNREADABLE, "no XML"),
        ('<?xml version="1.0" encoding="no-such"?><feed/>', Fault.UNREADABLE, "no XML"),
        (BOMB, Fault.UNREADABLE, "no XML"),
        ("<html><body>Down for maintenance</body></html>", Fault.UNREADABLE, "something else than a list of papers"),
    ],
)
def test_arxiv_without_a_paper_says_why(services, client, recorded, reply, fault, message):
    stored = isinstance(reply, str) and reply.endswith(".atom")
    services.reply("/arxiv", recorded(reply) if stored else reply)
    with pytest.raises(NoAnswerError) as caught:
        arxiv.find_by_id(client, client.services.arxiv, "2402.01234")
    assert (caught.value.fault, message in caught.value.message) == (fault, True)


def test_crossref_gives_the_publication_and_its_preprint(services, client, recorded):
    services.reply("/crossref/works/", recorded("crossref-rye.json"))
    found = works.find_by_doi(client, DOI)
    assert found.candidate == Candidate(
        title=TITLE,
        authors=AUTHORS,
        venue="Proceedings of the 12th International Conference on Better Bread",
        year=2024,
        arxiv="2402.01234",
        doi=DOI,
        url="https://icbb.example.org/2024/ryenet",
        source="Crossref",
    )
    assert (found.record, found.preprint) == (f"https://doi.org/{DOI}", False)
    assert services.requests[0].path == "/crossref/works/10.1234%2Ficbb.2024.9"


@pytest.mark.parametrize(
    "refusal", [Reply("Resource not found.", status=404), Reply("<html>", headers={"Content-Type": "text/html"})]
)
def test_a_doi_of_another_registry_is_asked_for_there(services, client, recorded, refusal):
    services.reply("/crossref", refusal)
    services.reply(f"/doi/{DOI}", Reply(status=302, headers={"Location": "/agency/x"}))
    services.reply("/agency", recorded("csl-rye.json"))
    found = works.find_by_doi(client, DOI)
    assert found.candidate == Candidate(
        title=TITLE,
        authors=("Ada Example", "The Rye Consortium"),
        venue="Journal of Dough & Yeast",
        year=2024,
        doi=DOI,
        source="doi.org",
    )
    assert services.requests[-1].headers["Accept"] == "application/vnd.citationstyles.csl+json"


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (Reply(status=404), f"doi.org does not know the DOI {DOI}"),
        (Reply(status=406), "doi.org has no data of the DOI 10.1234/icbb.2024.9 that a program can read (status 406)"),
        (Reply("<!doctype html>", headers={"Content-Type": "text/html; charset=utf-8"}), "a page instead of data"),
        (Reply(" <html>"), "a page instead of data"),
        (Reply('{"title": "half'), "no JSON, perhaps cut off"),
        (Reply("[" * 100_000), "no JSON"),
        (Reply("[]"), "another shape"),
        (Reply("{}"), f"has no title for {DOI}"),
        (Reply('{"title": [[], 3], "author": 7, "issued": []}'), f"has no title for {DOI}"),
    ],
)
def test_a_doi_without_data_says_why(services, client, reply, message):
    services.reply("/crossref", Reply(status=404))
    services.reply("/doi", reply)
    with pytest.raises(NoAnswerError) as caught:
        works.find_by_doi(client, DOI)
    assert message in caught.value.message


def test_trouble_at_crossref_is_not_taken_for_an_unknown_doi(services, client, time):
    services.reply("/crossref", Reply(status=503))
    with pytest.raises(NoAnswerError, match="Crossref has trouble"):
        works.find_by_doi(client, DOI)


@pytest.mark.parametrize(
    "work",
    [
        {"title": ["T"], "author": [None, 3, {"family": ["x"]}], "issued": {"date-parts": [[None]]}, "DOI": 4},
        {"title": "T", "author": {"given": 1}, "issued": {"date-parts": "2024"}, "container-title": {}, "relation": []},
        {"title": "T", "issued": {"date-parts": [[True]]}, "resource": {"primary": {"URL": "javascript:alert(1)"}}},
    ],
)
def test_fields_of_a_strange_shape_are_left_out(work):
    found = works.finding_of_work(work, "Crossref")
    assert found.candidate in (
        Candidate(title="T", source="Crossref"),
        Candidate(title="T", authors=("x",), source="Crossref"),
    )


def test_dblp_tells_the_preprint_the_namesake_and_the_publication_apart(services, client, recorded):
    services.reply("/dblp/search/publ/api", recorded("dblp-rye.json"))
    preprint, _, formal = dblp.find_by_title(client, client.services.dblp, TITLE, "Ada Example")
    assert (preprint.preprint, preprint.candidate.arxiv, preprint.candidate.doi) == (True, "2402.01234", None)
    assert preprint.candidate.authors == AUTHORS
    assert (formal.preprint, formal.record) == (False, "https://dblp.org/rec/conf/icbb/ExampleM24")
    assert formal.candidate == Candidate(
        title="RyeNet: How Rye Rises without Gluten and Yeast",
        authors=AUTHORS,
        venue="ICBB",
        year=2024,
        doi="10.1234/ICBB.2024.9",
        url="https://icbb.example.org/2024/ryenet",
        source="DBLP",
    )
    assert "q=ryenet+rising+without+gluten+yeast+example&" in services.requests[0].path


def test_openalex_gives_every_place_of_a_work(services, client, recorded):
    services.reply("/openalex/works", recorded("openalex-rye.json"))
    formal, copy = openalex.find_by_title(client, client.services.openalex, TITLE, "")
    assert (formal.preprint, formal.candidate.venue) == (False, "International Conference on Better Bread")
    assert (copy.preprint, copy.candidate.arxiv) == (True, "2402.01234")
    assert (formal.candidate.authors, formal.candidate.year, formal.candidate.doi) == (AUTHORS, 2024, DOI)


def test_semantic_scholar_is_asked_by_identifier_where_there_is_one(services, client, recorded):
    services.reply("/semantic-scholar/graph/v1/paper/arXiv:2402.01234", recorded("semantic-scholar-rye.json"))
    [found] = semantic_scholar.find(client, client.services.semantic_scholar, arxiv="2402.01234", doi=None, title=TITLE)
    assert (found.candidate.venue, found.candidate.year) == ("Bread Rising Society Meeting", 2024)
    services.reply("/semantic-scholar/graph/v1/paper/DOI:", Reply('{"error": "not found"}', status=404))
    assert semantic_scholar.find(client, client.services.semantic_scholar, arxiv=None, doi=DOI, title=TITLE) == []
    services.reply("/semantic-scholar/graph/v1/paper/search/match", '{"data": [{"title": "x"}, null, {"title": null}]}')
    [found] = semantic_scholar.find(client, client.services.semantic_scholar, arxiv=None, doi=None, title=TITLE)
    assert found.candidate.title == "x"


@pytest.mark.parametrize(
    "reply", ["dblp-none.json", '{"result": 3}', '{"result": {"hits": {"hit": [3, {"info": []}]}}}', "{}"]
)
def test_no_hits_are_no_fault(services, client, recorded, reply):
    for name in ("/dblp", "/openalex", "/crossref"):
        services.reply(name, recorded(reply) if reply.endswith(".json") else reply)
    assert dblp.find_by_title(client, client.services.dblp, TITLE, "") == []
    assert openalex.find_by_title(client, client.services.openalex, TITLE, "") == []
    assert works.find_by_title(client, client.services.crossref, TITLE, "") == []


def test_a_page_says_which_paper_it_is_about(services, client, recorded):
    services.reply("/openreview/page/", Reply(recorded("anthology-rye.html"), headers={"Content-Type": "text/html"}))
    address = f"{services.base}/openreview/page/"
    assert pages.read_page(client, address).candidate == Candidate(
        title=TITLE,
        authors=AUTHORS,
        venue="Proceedings of the 12th International Conference on Better Bread",
        year=2024,
        doi=DOI,
        url=address,
        pdf=f"{services.base}/2024.icbb-main.9.pdf",
        source="127.0.0.1",
    )


def test_a_page_of_usenix_says_it_by_the_same_tags(services, client, recorded):
    services.reply("/usenix/", Reply(recorded("usenix-rye.html"), headers={"Content-Type": "text/html"}))
    address = f"{services.base}/usenix/conference/osdi24/presentation/example"
    found = pages.read_page(client, address).candidate
    assert found == Candidate(
        title=TITLE,
        authors=AUTHORS,
        venue="18th USENIX Symposium on Operating Systems Design and Implementation (OSDI 24)",
        year=2024,
        url=address,
        pdf="https://www.usenix.org/system/files/osdi24-example.pdf",
        source="127.0.0.1",
    )


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (Reply("<html>", headers={"Content-Type": "text/html"}), "no `citation_title`"),
        (Reply("<meta name=citation_title><meta", headers={"Content-Type": "text/html"}), "no `citation_title`"),
        (Reply(b"%PDF-1.7"), "is a PDF; give the address of the page"),
        (Reply("x", headers={"Content-Type": "application/pdf"}), "is a PDF; give the address of the page"),
        (Reply("{}", headers={"Content-Type": "application/json"}), "is no page but application/json"),
        (Reply(status=403), "refuses programs (status 403)"),
    ],
)
def test_a_page_that_says_nothing_is_named(services, client, reply, message):
    services.reply("/page", reply)
    with pytest.raises(NoAnswerError) as caught:
        pages.read_page(client, f"{services.base}/page")
    assert message in caught.value.message


@pytest.mark.parametrize(
    ("pdf", "page"),
    [
        ("https://aclanthology.org/2024.acl-long.9.pdf", "https://aclanthology.org/2024.acl-long.9/"),
        ("https://aclanthology.org/2024.acl-long.9v2.pdf", "https://aclanthology.org/2024.acl-long.9/"),
        ("https://openreview.net/pdf?id=abc", "https://openreview.net/forum?id=abc"),
        (
            "https://www.usenix.org/system/files/osdi24-example-ada.pdf",
            "https://www.usenix.org/conference/osdi24/presentation/example-ada",
        ),
        ("https://proceedings.mlr.press/v9/a24/a24.pdf", "https://proceedings.mlr.press/v9/a24.html"),
        (
            "https://proceedings.mlsys.org/paper_files/paper/2024/file/0a1b-Paper-Conference.pdf".replace(
                "0a1b", "0a1bc"
            ),
            "https://proceedings.mlsys.org/paper_files/paper/2024/hash/0a1bc-Abstract-Conference.html",
        ),
        ("https://example.org/x.pdf", "https://example.org/x.pdf"),
    ],
)
def test_the_page_of_a_pdf_is_known_where_its_address_tells(pdf, page):
    assert pages.page_of(pdf) == page


def test_openreview_answers_through_its_own_interface(services, client, recorded):
    services.reply("/openreview/notes", recorded("openreview-rye.json"))
    found = openreview.find_by_id(client, client.services.openreview, "rye")
    assert found.candidate == Candidate(
        title=TITLE,
        authors=AUTHORS,
        venue="ICBB 2024 poster",
        year=2024,
        url="https://openreview.net/forum?id=rye",
        source="OpenReview",
    )
    services.reply("/openreview/notes", '{"notes": []}')
    with pytest.raises(NoAnswerError, match="does not know the submission rye"):
        openreview.find_by_id(client, client.services.openreview, "rye")
    assert pages.openreview_id("https://openreview.net/forum?id=rye&noteId=x") == "rye"
    assert pages.openreview_id("https://openreview.net/group?id=rye") is None


def test_addresses_come_from_the_environment():
    made = Services.from_environment({"LLMPAPERS_DBLP_URL": "http://localhost:8000/", "LLMPAPERS_OPENALEX_URL": "off"})
    assert (made.dblp, made.openalex, made.arxiv) == ("http://localhost:8000", None, "https://export.arxiv.org")
    assert "localhost:8000" in made.trusted_hosts


@pytest.mark.parametrize("address", ["dblp.org", "ftp://dblp.org", "https://", "http://[x", "https://dblp.org/?q=1"])
def test_an_address_that_is_none_is_refused(address):
    with pytest.raises(LlmpapersError, match="LLMPAPERS_DBLP_URL should be an address"):
        Services.from_environment({"LLMPAPERS_DBLP_URL": address})
