"""`llmpapers dedupe`: what repeats in the catalog or in a file of candidates, and joining it."""

import json

import pytest
from click.testing import CliRunner

from llmpapers.checking import read_and_check
from llmpapers.cli import main
from llmpapers.models import Paper
from llmpapers.writing import canonical_text

PREPRINT = """\
# of the file

title: Keeping a Starter Alive Across Many Loaves  # as posted
authors:
  - Ada Example
  - Ben Sample
  - Çelik Müster
venue: arXiv
year: 2020
arxiv: "2011.01234"
code:
  - https://github.com/example/levain-early  # first version
topics:
  - baking
summary: >-
  A starter usually dies between two loaves. Levain feeds it a fixed share of every dough, which
  keeps it active for months with no further work.
related:
  - stone
added: 2026-01-10
"""
FRIEND = """\
title: "Crumbs: What Became of Them After the Feast Was Over"
authors:
  - Dora Else
venue: arXiv
year: 2021
topics:
  - baking
summary: >-
  Crumbs are counted on forty tables after dinner, and most of them turn out to lie under the chairs.
related:
  - levain-early  # it began there
  - levain
added: 2026-01-12
"""
TWINS = {"catalog/papers/levain-early.yaml": PREPRINT, "catalog/papers/crumbs.yaml": FRIEND}


def run(root, *arguments, text=None):
    return CliRunner().invoke(main, ["--root", str(root), "dedupe", *arguments], input=text)


def files(root):
    return {path.name: path.read_bytes() for path in (root / "catalog").rglob("*.yaml")}


def test_a_catalog_without_repeats_has_no_clusters(write_project):
    result = run(write_project(), "--format", "json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, {"clusters": [], "conflicts": []})


def test_a_repeat_is_shown_with_reason_and_differing_fields(write_project):
    root = write_project(TWINS)
    before = files(root)
    result = run(root)
    assert result.exit_code == 0
    assert "1. the same work: both have arXiv:2011.01234, and the titles are alike" in result.stdout
    assert "venue" in result.stdout
    assert "topics" in result.stdout
    assert "arxiv " not in result.stdout.replace("arXiv", "")
    assert files(root) == before
    [cluster] = json.loads(run(root, "--format", "json").stdout)["clusters"]
    assert (cluster["members"], cluster["certain"]) == (["levain", "levain-early"], True)


def test_joining_unites_the_entries_and_tells_whoever_named_the_other(write_project):
    root = write_project(TWINS)
    result = run(root, "--write", "--yes")
    assert result.exit_code == 0, result.output
    assert "levain-early joined into catalog/papers/levain.yaml" in result.stdout
    assert not (root / "catalog/papers/levain-early.yaml").exists()
    catalog = read_and_check(root).catalog
    levain = catalog.papers["levain"].record
    assert (levain.venue, levain.year, levain.title[:6]) == ("ICBB", 2021, "Levain")
    assert "levain-early" in levain.former_ids
    assert "Keeping a Starter Alive Across Many Loaves" in levain.also_known_as
    assert "https://github.com/example/levain-early" in [link.url for link in levain.code]
    assert levain.topics == ["baking/sourdough"]
    assert "stone" in levain.related
    assert str(levain.added) == "2026-01-10"
    assert catalog.papers["crumbs"].record.related == ["levain"]
    assert "# it began there" in (root / "catalog/papers/crumbs.yaml").read_text(encoding="utf-8")
    codes = [problem.code for problem in read_and_check(root).problems]
    assert [code for code in codes if code not in {"year-before-arxiv"}] == []


@pytest.mark.parametrize(("answer", "is_joined"), [("y\n", True), ("n\n", False), ("", False)])
def test_each_cluster_is_asked_about(write_project, answer, is_joined):
    root = write_project(TWINS)
    result = run(root, "--write", text=answer)
    assert "Join them?" in result.stdout
    assert (root / "catalog/papers/levain-early.yaml").exists() != is_joined


@pytest.mark.parametrize(("options", "is_joined"), [([], False), (["--likely"], True)])
def test_what_is_only_likely_is_not_joined_unasked(write_project, options, is_joined):
    likely = PREPRINT.replace("Keeping a Starter Alive Across", "Keeping Starters Alive Across").replace(
        "2011.01234", "2011.01239"
    )
    root = write_project({"catalog/papers/levain-early.yaml": likely})
    [cluster] = json.loads(run(root, "--format", "json").stdout)["clusters"]
    assert cluster["certain"] is False
    run(root, "--write", "--yes", *options)
    assert (root / "catalog/papers/levain-early.yaml").exists() != is_joined


def test_a_value_that_is_given_up_is_shown(write_project):
    root = write_project(
        {"catalog/papers/levain-early.yaml": PREPRINT.replace("A starter usually", "Any starter mostly")}
    )
    result = run(root, "--write", "--yes")
    assert "summary: kept A starter usually dies" in result.stdout
    assert "given up: Any starter mostly dies" in result.stdout


def test_comments_of_the_entry_that_goes_stay_with_what_they_stood_beside(write_project):
    root = write_project({**TWINS, "catalog/papers/levain.yaml": ("award:", "# of the file\naward:")})
    run(root, "--write", "--yes")
    text = (root / "catalog/papers/levain.yaml").read_text("utf-8")
    assert text.endswith(
        "added: 2026-01-10\n# From levain-early:\n"
        "# title: Keeping a Starter Alive Across Many Loaves  # as posted\n"
        "# - https://github.com/example/levain-early  # first version\n"
    )
    assert text.count("# of the file") == 1
    assert canonical_text(text, Paper) == text


def test_an_entry_with_faults_is_not_joined(write_project):
    root = write_project({"catalog/papers/levain-early.yaml": PREPRINT.replace("year: 2020", "year: soon")})
    before = files(root)
    result = run(root, "--write", "--yes")
    assert result.exit_code == 1
    assert "has problems; mend them first" in result.stderr
    assert files(root) == before


def test_a_reviewed_pair_is_no_repeat(write_project):
    root = write_project({"catalog/papers/levain-early.yaml": f"{PREPRINT}not_duplicates:\n  - levain\n"})
    assert json.loads(run(root, "--format", "json").stdout)["clusters"] == []


def lines(*rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


A = {"title": "Slow Doughs Rise Best in the Cold of the Night"}
B = {"title": "A Crust of Another Kind, Baked without Steam"}
NEAR_A = {"title": "Slow Dough Rises Best in the Cold of the Night"}


@pytest.mark.parametrize(
    ("rows", "clusters", "conflicts"),
    [
        pytest.param([], [], [], id="nothing"),
        pytest.param([A, B], [], [], id="different"),
        pytest.param([A, B, A], [([1, 3], True)], [], id="the same title"),
        pytest.param([A, NEAR_A], [([1, 2], False)], [], id="nearly the same title"),
        pytest.param(
            [A | {"url": "https://press.example.org/1"}, NEAR_A | {"url": "https://press.example.org/2"}], [], [],
            id="two pages of one publisher",
        ),
        pytest.param(
            [A | {"arxiv": "2011.01234"}, B | {"url": "https://arxiv.org/pdf/2011.01234v2"}], [], [[1, 2]],
            id="one identifier, unlike titles",
        ),
        pytest.param(
            [A | {"authors": ["A. Example"]}, A | {"authors": ["Ben Sample"]}], [], [], id="one title, other authors"
        ),
        pytest.param([A, A, A | {"doi": None, "code": []}], [([1, 2, 3], True)], [], id="three"),
    ],
)  # fmt: skip
def test_candidates_are_compared_with_each_other(write_project, rows, clusters, conflicts):
    result = run(write_project(), "-", "--format", "json", text=lines(*rows))
    found = json.loads(result.stdout)
    assert [(cluster["members"], cluster["certain"]) for cluster in found["clusters"]] == clusters
    assert [conflict["members"] for conflict in found["conflicts"]] == conflicts


def test_candidates_need_no_project_and_are_named_by_their_lines(tmp_path):
    path = tmp_path / "found.jsonl"
    path.write_text("\n" + lines(A) + "\n" + lines(A), encoding="utf-8")
    result = CliRunner().invoke(main, ["--root", str(tmp_path), "dedupe", str(path), "--format", "json"])
    assert json.loads(result.stdout)["clusters"][0]["members"] == [2, 4]


@pytest.mark.parametrize("line", ["{", "[]", '"a"', '{"title": 1}', '{"title": "a", "authors": "b"}', "[" * 100_000])
def test_a_line_that_is_no_candidate_is_named(tmp_path, line):
    path = tmp_path / "found.jsonl"
    path.write_text(lines(A) + line + "\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["dedupe", str(path)])
    assert (result.exit_code, f"{path}:2: " in result.stderr) == (1, True)


@pytest.mark.parametrize("arguments", [["-", "--write"], ["--write", "--format", "json"]])
def test_options_that_exclude_each_other_are_refused(write_project, arguments):
    assert run(write_project(), *arguments, text="").exit_code == 2
