"""The catalog for notebooks and scripts; the examples of its page are true."""

import re
import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

import llmpapers
from llmpapers import LlmpapersError, Paper, load

PAGE = Path(__file__).parents[1] / "docs" / "python.md"


@pytest.fixture
def library(write_project):
    return load(write_project())


def test_papers_are_typed_and_found_by_id(library):
    assert isinstance(library["levain"], Paper)
    assert "levain" in library
    assert list(library) == list(library.papers)
    assert len(library) == len(library.papers) > 3
    assert set(library.resources) == {"flour-index", "loafbench", "starter-kit"}
    assert library.venues["ICBB"].kind == "conference"
    with pytest.raises(KeyError):
        library["no-such-paper"]


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("levain", "levain"),
        ("Starters that do not die", "levain"),
        ("https://arxiv.org/abs/2011.01234v3", "levain"),
        ("doi:10.1234/ICBB.2021.17", "levain"),
        ("nothing", None),
    ],
)
def test_a_paper_is_found_by_what_one_has(library, text, id_):
    assert library.find(text) == id_


def test_filters_are_those_of_the_list(library):
    assert list(library.filter(year=2021, author="sample")) == ["levain"]
    assert "levain" in library.filter(topic="baking", venue="icbb", code=True, year=(2020, 2022))
    assert library.filter(text="no such words") == {}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda library: library.filter(topic="bakin"), "there is no topic 'bakin'; did you mean 'baking'"),
        (lambda library: library.filter(venue="ICBC"), "there is no venue 'ICBC'; did you mean 'ICBB'"),
        (lambda library: library.export("word"), "there is no format 'word'; known: bibtex"),
        (lambda library: library.export("bibtex", ["levin"]), "there is no paper 'levin'; did you mean 'levain'"),
    ],
)
def test_what_does_not_exist_is_said_with_what_does(library, call, message):
    with pytest.raises(LlmpapersError, match=re.escape(message)):
        call(library)


def test_papers_are_exported_in_the_order_asked_for(library):
    text = library.export("csv", ["wild-yeast", "levain"])
    assert text.index("wild-yeast") < text.index("levain")
    assert library.export("jsonl").count("\n") == len(library)


def test_a_catalog_with_errors_is_refused_with_the_first_of_them(write_project):
    root = write_project({"catalog/papers/levain.yaml": ("venue: ICBB", "venue: ICBC")})
    with pytest.raises(LlmpapersError, match=r"^catalog/papers/levain\.yaml:\d+:\d+: .*did you mean 'ICBB'\?"):
        load(root)


def test_every_public_name_can_be_imported_and_no_other():
    assert all(getattr(llmpapers, name) is not None for name in llmpapers.__all__)
    with pytest.raises(AttributeError, match="no attribute 'lode'"):
        llmpapers.lode  # noqa: B018


def test_importing_the_package_imports_next_to_nothing():
    code = "import sys, llmpapers; print(sorted({'pydantic', 'yaml', 'click', 'jinja2'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.integration
def test_the_examples_of_the_page_are_true(monkeypatch):
    monkeypatch.chdir(PAGE.parents[1])
    blocks = re.findall(r"^```(python|text)\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    names, printed = {}, ""
    for language, block in blocks:
        if language == "python":
            with redirect_stdout(StringIO()) as output:
                exec(block, names)
            printed = output.getvalue()
        else:
            assert printed == block
