"""`llmpapers add`: from a reference or answers to a file that waits for its summary."""

import datetime
import json
import os

import pytest
from click.testing import CliRunner, Result
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from fake_services import FakeServices, Reply, addresses
from llmpapers.checking import read_and_check
from llmpapers.cli import main, questions
from llmpapers.cli.questions import Questions
from llmpapers.loading import load_catalog
from llmpapers.venue_names import VenueNames

FILE = "catalog/papers/ryenet.yaml"
WRITTEN = """\
# yaml-language-server: $schema=../schema/paper.json
title: "RyeNet: How Rye Rises without Gluten and Yeast"
short_name: RyeNet
authors:
  - Ada Example
  - Çelik Müster
venue: ICBB
year: 2024
arxiv: "2402.01234"
doi: 10.1234/ICBB.2024.9
url: https://icbb.example.org/2024/ryenet
code:
  - https://github.com/example/ryenet
topics:
  - baking/sourdough
summary: >-
  TODO: say in one to three sentences of your own the problem, the idea and the result.
also_known_as:
  - "RyeNet: Rising without Gluten & Yeast"
added: {today}
"""


@pytest.fixture
def add(write_project, services: FakeServices, time, recorded, monkeypatch):
    """Gives a function that calls the command in the small project, and that project's folder."""
    services.reply("/arxiv", recorded("arxiv-rye.atom"))
    services.reply("/dblp", recorded("dblp-rye.json"))
    for name, value in addresses(services.base).items():
        monkeypatch.setenv(name, value)
    root = write_project()
    monkeypatch.chdir(root)

    def call(*arguments: str, **more: object) -> Result:
        return CliRunner().invoke(main, ["add", *arguments], **more)

    return call, root


def test_a_canonical_file_is_written_that_waits_for_its_summary(add):
    call, root = add
    result = call("https://arxiv.org/abs/2402.01234v1", "--topic", "baking/sourdough")
    assert result.exit_code == 0, result.output
    assert result.stdout == f"wrote {FILE}\n"
    assert (root / FILE).read_text(encoding="utf-8") == WRITTEN.format(today=datetime.date.today())
    assert [problem.code for problem in read_and_check(root).problems] == ["unwritten-summary"]
    assert CliRunner().invoke(main, ["fmt", "--check", FILE]).exit_code == 0
    assert "found at https://dblp.org/rec/conf/icbb/ExampleM24" in result.stderr
    assert f"2. llmpapers check {FILE}" in result.stderr


def test_a_dry_run_prints_the_file_and_writes_none(add):
    call, root = add
    result = call("2402.01234", "--topic", "baking/sourdough", "--dry-run")
    assert result.stdout == WRITTEN.format(today=datetime.date.today())
    assert not (root / FILE).exists()


def test_programs_get_all_that_people_get(add):
    call, _ = add
    content = json.loads(call("2402.01234", "--format", "json", "--dry-run").stdout)
    assert (content["id"], content["file"], content["written"]) == ("ryenet", FILE, False)
    assert content["fields"]["venue"] == "ICBB"
    assert content["gaps"] == ["`topics` is missing; add one to four, or give --topic"]
    assert content["matches"] == []


def test_a_paper_that_is_there_already_stops_it_before_anything_is_written(add):
    call, root = add
    known = (root / "catalog/papers/levain.yaml").read_text(encoding="utf-8").replace("2011.01234", "2402.01234")
    known = known.replace("Starters That Do Not Die", "RyeNet: Rising without Gluten & Yeast")
    (root / "catalog/papers/levain.yaml").write_text(known, encoding="utf-8")
    result = call("2402.01234")
    assert result.exit_code == 1
    assert "error: this is the same work as catalog/papers/levain.yaml: both have arXiv:2402.01234" in result.stderr
    assert "Nothing was written" in result.stderr
    assert not (root / FILE).exists()
    assert json.loads(call("2402.01234", "--format", "json").stdout)["matches"][0]["id"] == "levain"
    assert call("2402.01234", "--force").exit_code == 0
    assert (root / FILE).exists()


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        ("arxiv-none.atom", "Error: arXiv has no paper 2402.01234"),
        (Reply("<feed"), "Error: arXiv sent data that is no XML"),
        (Reply(status=429), "Error: arXiv takes no more requests for now (status 429)"),
        (Reply(close=True), "Error: the answer of arXiv was cut off"),
    ],
)
def test_what_fails_is_one_clear_line_and_writes_nothing(add, services, recorded, reply, message):
    call, root = add
    before = sorted(root.rglob("*"))
    services.reply("/arxiv", recorded(reply) if isinstance(reply, str) else reply)
    result = call("2402.01234")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(message)
    assert sorted(root.rglob("*")) == before


def test_without_a_network_it_says_what_to_do(add, monkeypatch):
    call, _ = add
    monkeypatch.setenv("LLMPAPERS_ARXIV_URL", "http://127.0.0.1:9")
    result = call("2402.01234")
    assert result.exit_code == 1
    assert "arXiv cannot be reached" in result.stderr
    assert "Without a network:" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "say which paper"),
        (["2402.01234", "--topic", "bakin"], "did you mean 'baking'?"),
        (["2402.01234", "--id", "Rye Net"], "'Rye Net' is no id"),
        (["2402.01234", "--id", "eternal-starter"], "another paper has or had the id 'eternal-starter'"),
    ],
)
def test_a_call_that_makes_no_sense_asks_nobody(add, services, arguments, message):
    call, _ = add
    result = call(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert services.requests == []


def test_an_interrupted_call_leaves_nothing_behind(add, monkeypatch):
    call, root = add
    before = sorted(root.rglob("*"))

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "link", interrupted)
    assert call("2402.01234").exit_code == 1
    assert sorted(root.rglob("*")) == before


def test_another_entry_at_fault_keeps_nobody_from_adding_one(add):
    call, root = add
    (root / "catalog/papers/draft.yaml").write_text("title: [", encoding="utf-8")
    assert call("2402.01234").exit_code == 0
    (root / "catalog/venues.yaml").write_text("[", encoding="utf-8")
    result = call("2402.01234", "--id", "other")
    assert "catalog/venues.yaml cannot be read" in result.stderr


def test_without_a_reference_it_asks(add, monkeypatch):
    call, root = add
    catalog = load_catalog(root)
    lines = ["", "", "My Crumb", "Kim Unreal, Lee Made-Up", "better bread", "2023", "", "", "", "", "baking", ""]
    monkeypatch.setattr(questions, "is_interactive", lambda: True)
    with create_pipe_input() as keys:
        # The first blank title is refused, and the next one taken.
        keys.send_text("".join(f"{line}\r" for line in lines))
        asked = Questions(catalog, VenueNames(catalog.venues), PromptSession(input=keys, output=DummyOutput()))
        monkeypatch.setattr(questions, "Questions", lambda *_, **__: asked)
        result = call()
    assert result.exit_code == 0, result.output
    text = (root / "catalog/papers/my-crumb.yaml").read_text(encoding="utf-8")
    assert "  - Kim Unreal\n  - Lee Made-Up\nvenue: ICBB\nyear: 2023\ntopics:\n  - baking\n" in text


class Completed:
    """Answers questions, and notes what would have been completed."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.completed: dict[str, list[str]] = {}

    def prompt(self, question: str, *, completer=None, **_: object) -> str:
        answer = self.answers.pop(0)
        if completer:
            begun = Document(answer[:4])
            self.completed[question] = [found.text for found in completer.get_completions(begun, CompleteEvent())]
        return answer


def test_topics_and_venues_are_completed_while_one_types(write_project):
    catalog = load_catalog(write_project())
    session = Completed("My Crumb", "Kim Unreal", "Journal of Dough", "2023", "", "", "", "", "sour", "")
    asked = Questions(catalog, VenueNames(catalog.venues), session)
    assert asked.candidate().venue == "Journal of Dough"
    asked.topics()
    assert session.completed["Venue: "] == ["Journal of Dough"]
    assert session.completed["Topic 1: "] == ["baking/sourdough"]


@pytest.mark.parametrize("any_venue", [False, True])
def test_a_new_venue_is_taken_where_it_will_be_added(write_project, any_venue):
    catalog = load_catalog(write_project())
    asked = Questions(catalog, VenueNames(catalog.venues), Completed(), any_venue=any_venue)
    assert (asked._venue_fault("TOAST") is None) == any_venue


BIBTEX = """\
@inproceedings{rye, title={{RyeNet}: Rising without Gluten}, author={Example, Ada and M{\\"u}ster, Celik},
  booktitle={Proceedings of the 12th International Conference on Better Bread}, year=2024}
@article{lev, title={Levain: Keeping a Starter Alive Across Many Loaves}, author={Ada Example and Ben Sample},
  year=2021, journal={ICBB}}
"""


@pytest.mark.parametrize(
    ("arguments", "piped"), [(["--bibtex", "my.bib"], None), (["--bibtex", "-"], BIBTEX), ([], BIBTEX)]
)
def test_papers_come_out_of_bibtex_without_a_network(add, services, arguments, piped):
    call, root = add
    (root / "my.bib").write_text(BIBTEX, encoding="utf-8")
    result = call(*arguments, input=piped)
    assert result.exit_code == 1
    assert result.stdout == f"wrote {FILE}\n"
    assert "this is the same work as catalog/papers/levain.yaml" in result.stderr
    text = (root / FILE).read_text(encoding="utf-8")
    assert "  - Ada Example\n  - Celik Müster\nvenue: ICBB\nyear: 2024\n" in text
    assert services.requests == []


def test_a_reference_goes_before_what_is_piped(add, services):
    call, _ = add
    assert call("2402.01234", input=BIBTEX).exit_code == 0
    assert len(services.asked("/arxiv")) == 1


def test_what_is_piped_may_be_garbled(add):
    call, _ = add
    result = call(input="@article{x, title = ")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "standard input:1: " in result.stderr
    assert "there is no paper in standard input" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["--bibtex", "none.bib"], 1, "cannot read none.bib"),
        (["--bibtex", "-"], 2, "there is no BibTeX in standard input"),
        ([], 2, "there is no BibTeX in standard input"),
        (["--bibtex", "my.bib", "--id", "x"], 2, "--id names one paper, but my.bib has 2"),
        (["2402.01234", "--bibtex", "my.bib"], 2, "not both"),
    ],
)
def test_bibtex_that_cannot_be_used_says_why(add, arguments, status, message):
    call, root = add
    (root / "my.bib").write_text(BIBTEX, encoding="utf-8")
    result = call(*arguments)
    assert (result.exit_code, result.stdout) == (status, "")
    assert message in result.stderr


def test_the_venue_is_added_where_it_is_wanted(add):
    call, root = add
    entries = BIBTEX.replace("ICBB}", "NIPS}").replace("title={Levain", "title={Other Loaves by Night: Not Levain")
    entries = entries.replace("the 12th International Conference on Better Bread", "NeurIPS 2024")
    result = call("--add-venues", "--topic", "baking", input=entries)
    assert result.exit_code == 0, result.output
    added = "added NeurIPS, Advances in Neural Information Processing Systems, to catalog/venues.yaml\n"
    assert result.stderr.count(added) == 1
    assert [problem.code for problem in read_and_check(root).problems] == ["unwritten-summary", "unwritten-summary"]
