"""Every problem code, at its file, line and column; each case breaks the small catalog in one way."""

from pathlib import Path
from typing import NamedTuple

import pytest

from llmpapers.checking import read_and_check
from llmpapers.problem_codes import CODES

LEVAIN = "catalog/papers/levain.yaml"
LEVAIN_2 = "catalog/papers/levain-2.yaml"
KNEAD = "catalog/papers/kneadnet.yaml"
FOLD = "catalog/papers/foldformer.yaml"
STEAM = "catalog/papers/ovens/steam.yaml"
STONE = "catalog/papers/ovens/stone.yaml"
AGAIN = "catalog/papers/ovens/stone-again.yaml"
YEAST = "catalog/papers/wild-yeast.yaml"
BENCH = "catalog/resources/loafbench.yaml"
KIT = "catalog/resources/starter-kit.yaml"
INDEX = "catalog/resources/flour-index.yaml"
TOPICS = "catalog/topics.yaml"
VENUES = "catalog/venues.yaml"
INFO = "catalog/catalog.yaml"
LINKS = "catalog/links.yaml"

RYE = """\
title: Rye Never Rises Alone
authors:
  - Kim Unreal
venue: ICBB
year: 2023
topics:
  - baking
summary: Rye holds little gluten; a network that plans its folds in water instead of flour makes light loaves.
added: 2026-02-01
"""
ICBB_AGAIN = """\
- id: icbb-again
  name: icbb
  full_name: International Conference on Bitter Bread
  kind: conference
"""


class Case(NamedTuple):
    """Changes to the small catalog, and the places, `file:line:column`, that have the code; none else has any."""

    code: str
    changes: dict[str, object]
    places: list[str]


def edit(file: str, old: str, new: str) -> dict[str, object]:
    return {file: (old, new)}


CASES = [
    Case("missing-file", {INFO: None}, [f"{INFO}:1:1"]),
    Case("unknown-format", edit(INFO, "1", "2"), [f"{INFO}:1:9"]),
    Case("unexpected-file", {"catalog/papers/rye.yml": RYE}, ["catalog/papers/rye.yml:1:1"]),
    Case("unexpected-file", {"catalog/topic.yaml": "[]"}, ["catalog/topic.yaml:1:1"]),
    Case("unexpected-file", {"catalog/papers/far": Path("ovens")}, ["catalog/papers/far:1:1"]),
    Case("unreadable-file", {"catalog/papers/rye.yaml/note.md": "x"}, ["catalog/papers/rye.yaml:1:1"]),
    Case("link-outside", {"catalog/papers/rye.yaml": Path("../../mkdocs.yml")}, ["catalog/papers/rye.yaml:1:1"]),
    Case("file-too-large", {"catalog/papers/rye.yaml": RYE + "#" * 300_000}, ["catalog/papers/rye.yaml:1:1"]),
    Case("empty-file", {"catalog/papers/rye.yaml": "# later\n"}, ["catalog/papers/rye.yaml:1:1"]),
    Case("not-utf8", {"catalog/papers/rye.yaml": b"title: Br\xf6t"}, ["catalog/papers/rye.yaml:1:10"]),
    Case("byte-order-mark", {"catalog/papers/rye.yaml": "\ufeff" + RYE}, ["catalog/papers/rye.yaml:1:1"]),
    Case("bad-id", {"catalog/papers/rye_bread.yaml": RYE}, ["catalog/papers/rye_bread.yaml:1:1"]),
    Case("bad-id", {f"catalog/papers/{'rye' * 30}.yaml": RYE}, [f"catalog/papers/{'rye' * 30}.yaml:1:1"]),
    Case("bad-id", edit(FOLD, "added:", "former_ids:\n  - Fold_1\nadded:"), [f"{FOLD}:13:5"]),
    Case(
        "id-conflict",
        {"catalog/papers/rye.yaml": RYE, "catalog/papers/ovens/rye.yaml": RYE},
        ["catalog/papers/ovens/rye.yaml:1:1", "catalog/papers/rye.yaml:1:1"],
    ),
    Case("yaml-syntax", {"catalog/papers/rye.yaml": "title: Rye: alone\n"}, ["catalog/papers/rye.yaml:1:11"]),
    Case("yaml-syntax", {"catalog/papers/rye.yaml": 'title: "Rye\n'}, ["catalog/papers/rye.yaml:2:1"]),
    Case("yaml-tab", {"catalog/papers/rye.yaml": "authors:\n\t- Kim\n"}, ["catalog/papers/rye.yaml:2:1"]),
    Case("yaml-feature", edit(FOLD, "title: ", "title: &name "), [f"{FOLD}:1:8"]),
    Case("yaml-documents", {"catalog/papers/rye.yaml": RYE + "---\n" + RYE}, ["catalog/papers/rye.yaml:10:1"]),
    Case("yaml-depth", {"catalog/papers/rye.yaml": "title: " + "[" * 21}, ["catalog/papers/rye.yaml:1:27"]),
    Case("repeated-key", edit(FOLD, "year: 2023\n", "year: 2023\nyear: 2024\n"), [f"{FOLD}:7:1"]),
    Case("misread-value", edit(FOLD, "venue: Crumbs Workshop", "venue: NO"), [f"{FOLD}:5:8"]),
    Case("misread-value", edit(LEVAIN_2, '"2205.04321"', "2205.04321"), [f"{LEVAIN_2}:8:8"]),
    Case("not-a-mapping", {"catalog/papers/rye.yaml": "- rye\n"}, ["catalog/papers/rye.yaml:1:1"]),
    Case("not-a-mapping", {LINKS: "url: https://bread.example.org/\n"}, [f"{LINKS}:1:1"]),
    Case("not-a-mapping", {LINKS: "- https://bread.example.org/\n"}, [f"{LINKS}:1:3"]),
    Case("unknown-field", edit(FOLD, "short_name:", "shortname:"), [f"{FOLD}:2:1"]),
    Case("unknown-field", edit(LEVAIN, "    label: Port", "    lable: Port"), [f"{LEVAIN}:16:5"]),
    Case("missing-field", edit(FOLD, "year: 2023\n", ""), [f"{FOLD}:1:1"]),
    Case(
        "missing-field",
        edit(LEVAIN, "  - url: https://gitlab.com/example/levain-port\n    label", "  - label"),
        [f"{LEVAIN}:15:5"],
    ),
    Case("empty-field", edit(FOLD, "short_name: FoldFormer", "short_name:"), [f"{FOLD}:2:1"]),
    Case("empty-field", edit(FOLD, "short_name: FoldFormer", 'short_name: ""'), [f"{FOLD}:2:13"]),
    Case("empty-field", edit(FOLD, "  - Fay Invented", "  - Fay Invented\n  -"), [f"{FOLD}:5:4"]),
    Case("empty-field", edit(FOLD, "authors:\n  - Fay Invented", "authors: []"), [f"{FOLD}:3:10"]),
    Case("wrong-type", edit(FOLD, "year: 2023", 'year: "2023"'), [f"{FOLD}:6:7"]),
    Case("wrong-type", edit(FOLD, "year: 2023", "year: NO"), [f"{FOLD}:6:7"]),
    Case("wrong-type", edit(FOLD, "authors:\n  - Fay Invented", "authors: Fay Invented"), [f"{FOLD}:3:10"]),
    Case("wrong-type", edit(FOLD, "  - Fay Invented", "  - [Fay, Invented]"), [f"{FOLD}:4:5"]),
    Case("bad-value", edit(KIT, "kind: tool", "kind: toll"), [f"{KIT}:2:7"]),
    Case("bad-value", edit(VENUES, "kind: workshop", "kind: party"), [f"{VENUES}:24:9"]),
    Case("bad-text", edit(FOLD, "short_name: FoldFormer", 'short_name: "Fold\\u202eFormer"'), [f"{FOLD}:2:13"]),
    Case("bad-text", edit(FOLD, "short_name: FoldFormer", "short_name: Fold\u2028Former"), [f"{FOLD}:2:17"]),
    Case("bad-text", edit(FOLD, "short_name: FoldFormer", 'short_name: "FoldFormer "'), [f"{FOLD}:2:13"]),
    Case("bad-text", edit(FOLD, "short_name: FoldFormer", f"short_name: {'Fold' * 100}"), [f"{FOLD}:2:13"]),
    Case("repeated-item", edit(AGAIN, "baking/sourdough", "ovens"), [f"{AGAIN}:8:5"]),
    Case("bad-arxiv", edit(LEVAIN_2, '"2205.04321"', '"2205.04321v2"'), [f"{LEVAIN_2}:8:8"]),
    Case("bad-arxiv", edit(LEVAIN_2, '"2205.04321"', '"2213.04321"'), [f"{LEVAIN_2}:8:8"]),
    Case("bad-doi", edit(KNEAD, "10.1234/dough.2020.5", "https://doi.org/10.1234/dough.2020.5"), [f"{KNEAD}:8:6"]),
    Case("bad-doi", edit(KNEAD, "10.1234/dough.2020.5", "dough.2020.5"), [f"{KNEAD}:8:6"]),
    Case("bad-doi", edit(KNEAD, "10.1234/dough.2020.5", "10.48550/arXiv.2106.04321"), [f"{KNEAD}:8:6"]),
    Case("bad-url", edit(STEAM, "https://icbb", "ftp://icbb"), [f"{STEAM}:7:6"]),
    Case("bad-url", edit(STEAM, "https://icbb.example.org/2022/steam", "javascript:alert(1)"), [f"{STEAM}:7:6"]),
    Case("bad-url", edit(TOPICS, "https://bread.example.org/starters", "javascript:alert(1)"), [f"{TOPICS}:9:16"]),
    Case("bad-year", edit(FOLD, "2023", "1935"), [f"{FOLD}:6:7"]),
    Case("bad-year", edit(FOLD, "2023", "2028"), [f"{FOLD}:6:7"]),
    Case("bad-date", edit(FOLD, "2026-01-18", "2026-02-30"), [f"{FOLD}:12:8"]),
    Case("bad-date", edit(FOLD, "2026-01-18", "20260118"), [f"{FOLD}:12:8"]),
    Case("bad-date", edit(FOLD, "2026-01-18", "2026-01-18 10:00:00"), [f"{FOLD}:12:8"]),
    Case("html-in-text", edit(TOPICS, "*raise*", "<b onclick=x>raise</b>"), [f"{TOPICS}:3:16"]),
    Case("html-in-text", edit(TOPICS, "*raise*", "*raise*{: onclick=x }"), [f"{TOPICS}:3:16"]),
    Case("html-in-text", edit(TOPICS, "*raise*", "![raise](raise.png)"), [f"{TOPICS}:3:16"]),
    Case("unknown-code", edit(FOLD, "added:", "waive:\n  sumary-too-short: x\nadded:"), [f"{FOLD}:13:3"]),
    Case("not-waivable", edit(FOLD, "added:", "waive:\n  bad-year: x\nadded:"), [f"{FOLD}:13:3"]),
    Case("unknown-topic", edit(FOLD, "- baking", "- sourdough"), [f"{FOLD}:8:5"]),
    Case("unknown-venue", edit(FOLD, "Crumbs Workshop", "Crumbs Workshop 2023"), [f"{FOLD}:5:8"]),
    Case("unknown-id", edit(KNEAD, "- foldformer", "- foldforma"), [f"{KNEAD}:13:5"]),
    Case("unknown-id", edit(KIT, "paper: levain", "paper: leven"), [f"{KIT}:7:8"]),
    Case("unknown-id", edit(TOPICS, "paper: levain", "paper: leven"), [f"{TOPICS}:12:14"]),
    Case("self-reference", edit(LEVAIN_2, "  - levain\n", "  - levain-2\n"), [f"{LEVAIN_2}:13:5"]),
    Case(
        "former-id-conflict",
        edit(FOLD, "added:", "former_ids:\n  - eternal-starter\nadded:"),
        [f"{FOLD}:13:5", f"{LEVAIN}:30:5"],
    ),
    Case(
        "former-id-conflict",
        {"catalog/papers/eternal-starter.yaml": RYE},
        ["catalog/papers/eternal-starter.yaml:1:1", f"{LEVAIN}:30:5"],
    ),
    Case("former-id-conflict", edit(LEVAIN, "- eternal-starter", "- levain"), [f"{LEVAIN}:30:5"]),
    Case(
        "repeated-topic",
        edit(TOPICS, "- id: ovens", "- id: baking\n  title: B\n  description: B.\n- id: ovens"),
        [f"{TOPICS}:14:7"],
    ),
    Case(
        "unknown-parent",
        edit(TOPICS, "- id: ovens", "- id: rye\n  parent: bakin\n  title: R\n  description: R.\n- id: ovens"),
        [f"{TOPICS}:15:11"],
    ),
    Case("repeated-venue", edit(VENUES, "    - J. Dough", "    - better bread"), [f"{VENUES}:20:7"]),
    Case("repeated-venue", edit(VENUES, "    - J. Dough", "    - J. Dough\n    - j. dough"), [f"{VENUES}:21:7"]),
    Case("repeated-venue", edit(VENUES, "id: crumbs", "id: icbb"), [f"{VENUES}:21:7"]),
    Case("repeated-venue", {VENUES: ("- id: crumbs", ICBB_AGAIN + "- id: crumbs")}, [f"{VENUES}:22:9"]),
    Case(
        "duplicate",
        {"catalog/papers/rye.yaml": RYE, "catalog/papers/rye-again.yaml": RYE.replace("2023", "2024")},
        ["catalog/papers/rye-again.yaml:1:8", "catalog/papers/rye.yaml:1:8"],
    ),
    Case(
        "identifier-conflict",
        edit(FOLD, "year: 2023", "year: 2023\ndoi: 10.1234/DOUGH.2020.5"),
        [f"{FOLD}:7:6", f"{KNEAD}:8:6"],
    ),
    Case("likely-duplicate", edit(STONE, "not_duplicates:\n  - stone-again\n", ""), [f"{AGAIN}:1:8", f"{STONE}:1:8"]),
    Case("likely-duplicate", edit(BENCH, "https://loafbench", "https://flour"), [f"{INDEX}:3:6", f"{BENCH}:3:6"]),
    Case("likely-duplicate", edit(KIT, "Starter Kit", "LOAF-Bench"), [f"{BENCH}:1:7", f"{KIT}:1:7"]),
    Case("year-before-arxiv", edit(LEVAIN, '"2011.01234"', '"2201.01234"'), [f"{LEVAIN}:8:7"]),
    Case("year-after-preprint", edit(STONE, "year: 2019", "year: 2020"), [f"{STONE}:5:7"]),
    Case("unwritten-summary", edit(FOLD, "summary: Treats", "summary: todo - treats"), [f"{FOLD}:9:10"]),
    Case("unwritten-authors", edit(FOLD, "Fay Invented", "TODO"), [f"{FOLD}:4:5"]),
    Case(
        "unfinished-entry",
        {INFO: "format: 1\ndrafts: allowed\n", **edit(FOLD, "summary: Treats", "summary: TODO treats")},
        [f"{FOLD}:9:10"],
    ),
    Case(
        "summary-too-short",
        edit(FOLD, ", and finds that only every fifth one matters for the crumb of the loaf", ""),
        [f"{FOLD}:9:10"],
    ),
    Case("summary-too-long", edit(FOLD, "of the loaf.", "of the loaf." + " Really." * 70), [f"{FOLD}:9:10"]),
    Case(
        "summary-repeats-title",
        edit(KNEAD, "Mixers are loud.", "Learning to knead, without a mixer."),
        [f"{KNEAD}:11:10"],
    ),
    Case(
        "title-in-capitals",
        edit(
            STEAM,
            "Steam in the First Ten Minutes Decides the Crust",
            "STEAM IN THE FIRST TEN MINUTES DECIDES THE CRUST",
        ),
        [f"{STEAM}:1:8"],
    ),
    Case("author-format", edit(STEAM, "- Gus Imaginary", "- Imaginary, Gus"), [f"{STEAM}:3:5"]),
    Case("author-format", edit(STEAM, "- Ada Example", "- et al."), [f"{STEAM}:4:5"]),
    Case("repeated-author", edit(STEAM, "- Ada Example", "- Gus Imaginary"), [f"{STEAM}:4:5"]),
    Case(
        "link-in-wrong-field",
        edit(STEAM, "https://icbb.example.org/2022/steam", "https://arxiv.org/abs/2205.00001"),
        [f"{STEAM}:7:6"],
    ),
    Case(
        "link-in-wrong-field",
        edit(STEAM, "https://icbb.example.org/2022/steam", "https://github.com/example/steam"),
        [f"{STEAM}:7:6"],
    ),
    Case(
        "link-in-wrong-field",
        edit(LEVAIN, "https://icbb.example.org/2021/levain-slides", "https://doi.org/10.1234/x"),
        [f"{LEVAIN}:19:5"],
    ),
    Case(
        "too-many-topics",
        {
            TOPICS: (
                "- id: ovens",
                "- {id: a, title: A, description: A.}\n- {id: b, title: B, description: B.}\n"
                "- {id: c, title: C, description: C.}\n- id: ovens",
            ),
            AGAIN: ("  - baking/sourdough", "  - baking/sourdough\n  - a\n  - b\n  - c"),
        },
        [f"{AGAIN}:11:5"],
    ),
    Case("parent-and-child-topic", edit(AGAIN, "  - ovens", "  - baking"), [f"{AGAIN}:7:5"]),
    Case("repeated-relation", edit(LEVAIN_2, "added:", "related:\n  - levain\nadded:"), [f"{LEVAIN_2}:15:5"]),
    Case("repeated-relation", edit(FOLD, "added:", "related:\n  - kneadnet\nadded:"), [f"{KNEAD}:13:5"]),
    Case(
        "empty-description",
        edit(
            TOPICS,
            "description: |\n    Where the heat comes from, and how evenly it reaches the crust.\n",
            "start_here:\n    - {paper: stone, why: The oldest.}\n",
        ),
        [f"{TOPICS}:14:7"],
    ),
    Case("unused-waiver", edit(FOLD, "added:", "waive:\n  repeated-author: They are twins.\nadded:"), [f"{FOLD}:13:3"]),
    Case("stale-schema", {"catalog/schema/paper.json": "{}"}, ["catalog/schema/paper.json:1:1"]),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_a_fault_is_the_only_problem_and_stands_at_its_place(case: Case, write_project):
    problems = read_and_check(write_project(case.changes)).problems

    assert [(p.code, f"{p.file}:{p.line}:{p.column}") for p in problems] == [(case.code, at) for at in case.places]
    assert all(problem.message and problem.hint for problem in problems)


def test_the_cases_cover_every_code():
    assert {case.code for case in CASES} == CODES.keys()


def test_the_small_catalog_is_sound(write_project):
    assert read_and_check(write_project(), strict=True).problems == []


@pytest.mark.parametrize(
    ("file", "old", "new", "hint"),
    [
        (FOLD, "- baking", "- bakin", "did you mean 'baking'?"),
        (FOLD, "- baking", "- sourdough", "did you mean 'baking/sourdough'?"),
        (FOLD, "Crumbs Workshop", "icbb", "write ICBB"),
        (FOLD, "Crumbs Workshop", "ICBB'23", "write ICBB"),
        (FOLD, "Crumbs Workshop", "J. Dough", "write Journal of Dough"),
        (FOLD, "Crumbs Workshop", "international conference on better bread", "write ICBB"),
        (FOLD, "Crumbs Workshop", "International Conference on Better Bread 2023", "write ICBB"),
        (FOLD, "Crumbs Workshop", "2023 International Conference on Better Bread", "write ICBB"),
        (FOLD, "Crumbs Workshop", "Preprint", "write arXiv"),
        (FOLD, "Crumbs Workshop", "Zymurgy Letters", "if it is new, add it to catalog/venues.yaml"),
        (FOLD, "Crumbs Workshop", "Crumb Workshop", "did you mean 'Crumbs Workshop'?"),
        (FOLD, "short_name:", "shortname:", "did you mean 'short_name'?"),
        (
            FOLD,
            "authors:\n  - Fay Invented",
            "authors: Fay Invented",
            "write it as an item of a list, on a line of its own: - Fay Invented",
        ),
        (KIT, "kind: tool", "kind: toll", "did you mean 'tool'?"),
        (KIT, "paper: levain", "paper: leven", "did you mean 'levain'?"),
        (LEVAIN_2, '"2205.04321"', "2205.04321", 'put it in double quotes: "2205.04321"'),
        (LEVAIN_2, '"2205.04321"', '"https://arxiv.org/abs/2205.04321v3"', 'write "2205.04321"'),
        (KNEAD, "10.1234/dough.2020.5", "doi:10.1234/dough.2020.5", "write 10.1234/dough.2020.5"),
        (STEAM, "https://icbb.example.org/2022/steam", "icbb.example.org", "did you mean 'https://icbb.example.org'?"),
        (
            TOPICS,
            "- id: ovens",
            "- {id: a, parent: ovens, title: A, description: A.}\n- id: ovens",
            "move it above this one",
        ),
        (FOLD, "year: 2023", 'year: "2023"', "write the number without quotes"),
        (FOLD, "year: 2023", "year: 2_023", "write it in digits, such as 2024"),
        (FOLD, "added: 2026-01-18", 'added: "18.1.2026"', "write year-month-day without quotes: 2026-11-23"),
        (LEVAIN, "    label: Port", "    lable: Port", "did you mean 'label'?"),
    ],
)
def test_a_hint_names_the_nearest_valid_value(file, old, new, hint, write_project):
    problems = read_and_check(write_project({file: (old, new)})).problems

    assert [problem.hint for problem in problems] == [hint]


def test_all_faults_of_all_files_are_reported_in_one_run_and_in_order(write_project):
    changes = {
        FOLD: (
            "Fay Invented\nvenue: Crumbs Workshop\nyear: 2023\ntopics:\n  - baking",
            "NO\n  - Fay, F.\nvenue: NO\nyear: 1900\nyaer: 1\ntopics:\n  - bred\n  - ovens\n  - ovens",
        ),
        KNEAD: ("venue: Journal of Dough\n", "doi: 10.1/x\n"),
        KIT: ("kind: tool\nurl: https://github.com/example/starter-kit\n", "kind: toll\nurl: x\nother: [1]\n"),
    }
    problems = read_and_check(write_project(changes)).problems

    assert [(p.file, p.line, p.column, p.code) for p in problems] == [
        (FOLD, 4, 5, "misread-value"),
        (FOLD, 6, 8, "misread-value"),
        (FOLD, 7, 7, "bad-year"),
        (FOLD, 8, 1, "unknown-field"),
        (FOLD, 10, 5, "unknown-topic"),
        (FOLD, 12, 5, "repeated-item"),
        (KNEAD, 1, 1, "missing-field"),
        (KNEAD, 6, 6, "bad-doi"),
        (KNEAD, 8, 1, "repeated-key"),
        (KIT, 2, 7, "bad-value"),
        (KIT, 3, 6, "bad-url"),
        (KIT, 4, 1, "unknown-field"),
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "left"),
    [
        (STEAM, "added:", "waive:\n  author-format: It is a robot.\nadded:", []),
        (KNEAD, "added:", "waive:\n  bad-doi: It is new.\nadded:", ["bad-doi", "not-waivable"]),
    ],
)
def test_a_waiver_silences_a_warning_and_no_error(file, old, new, left, write_project):
    root = write_project({file: (old, new)})
    for fault in (("Gus Imaginary", "Gus 2"), ("10.1234/dough.2020.5", "dough")):
        path = root / file
        path.write_text(path.read_text().replace(*fault))

    assert [problem.code for problem in read_and_check(root).problems] == left


def test_a_waiver_holds_for_one_entry_only(write_project):
    waive = ("added:", "waive:\n  likely-duplicate: Reviewed.\nadded:")
    root = write_project({AGAIN: waive, STONE: ("not_duplicates:\n  - stone-again\n", "")})

    assert [(p.code, p.file) for p in read_and_check(root).problems] == [("likely-duplicate", STONE)]


def test_strictness_makes_errors_of_warnings(write_project):
    root = write_project({STONE: ("year: 2019", "year: 2020")})

    assert not read_and_check(root).has_errors
    assert read_and_check(root, strict=True).has_errors


@pytest.mark.parametrize("side", [STONE, AGAIN])
def test_either_of_two_reviewed_entries_may_name_the_other(side, write_project):
    other = {STONE: "stone-again", AGAIN: "stone"}[side]
    root = write_project({STONE: ("not_duplicates:\n  - stone-again\n", "")})
    path = root / side
    path.write_text(path.read_text() + f"not_duplicates:\n  - {other}\n")

    assert read_and_check(root).problems == []


def test_a_preprint_of_several_servers_is_at_none_of_them(write_project):
    second = "- {id: doughrxiv, name: DoughRxiv, full_name: DoughRxiv, kind: preprint}\n- id: crumbs"
    root = write_project({VENUES: ("- id: crumbs", second), FOLD: ("Crumbs Workshop", "Preprint")})

    assert [p.hint for p in read_and_check(root).problems] == ["if it is new, add it to catalog/venues.yaml"]


SECOND_LEVAIN = """\
title: "Levain: Keeping Starters Alive Across Many Loaves"
authors:
  - Ada Example
venue: ICBB
year: 2021
topics:
  - baking
summary: A starter is fed a fixed share of every dough, and so it stays active for months without further work.
added: 2026-02-01
"""


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("url: https://arxiv.org/abs/2011.01234v2", "1:6"),
        ("pdf: https://arxiv.org/pdf/2011.01234", "1:6"),
        ("url: https://doi.org/10.48550/arXiv.2011.01234", "1:6"),
        ('arxiv: "2011.01234v2"', "1:8"),
        ("arxiv: 2011.01234", "1:8"),
        ("doi: 10.48550/arXiv.2011.01234", "1:6"),
        ("url: https://doi.org/10.1234/ICBB.2021.17", "1:6"),
        ("doi: https://doi.org/10.1234/icbb.2021.17", "1:6"),
        ("doi: doi:10.1234/icbb.2021.17", "1:6"),
    ],
)
def test_the_same_work_is_found_wherever_its_identifier_stands(line, place, write_project):
    name = "catalog/papers/second.yaml"
    problems = read_and_check(write_project({name: f"{line}\n{SECOND_LEVAIN}"})).problems

    assert [f"{p.line}:{p.column}" for p in problems if (p.code, p.file) == ("duplicate", name)] == [place]
    assert [p.file for p in problems if p.code == "duplicate"] == [LEVAIN, name]


def test_a_plain_address_in_common_decides_nothing(write_project):
    root = write_project({STEAM: ("https://icbb.example.org/2022/steam", "https://icbb.example.org/2021/levain")})

    assert read_and_check(root).problems == []


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (TOPICS, "- {id: A B, title: A, description: A.}\n- {id: C D, title: C, description: C.}\n- id: ovens"),
        (VENUES, "- {id: A B, full_name: A, kind: journal}\n- {id: C D, full_name: B, kind: journal}\n- id: crumbs"),
    ],
)
def test_two_faulty_items_are_not_the_same_one(file, text, write_project):
    problems = read_and_check(write_project({file: (text.rpartition("\n")[2], text)})).problems

    assert {p.code for p in problems} == {"bad-id"} | ({"missing-field"} if file == VENUES else set())


def test_resources_with_faulty_addresses_are_not_alike(write_project):
    root = write_project({BENCH: ("url: https://loafbench", "url: x"), INDEX: ("url: https://", "url: x")})

    assert [p.code for p in read_and_check(root).problems] == ["bad-url", "bad-url"]


def test_like_resources_that_were_reviewed_are_waived(write_project):
    waive = "added:", "waive:\n  likely-duplicate: Two parts of one site.\nadded:"
    root = write_project({INDEX: waive, BENCH: waive})
    path = root / BENCH
    path.write_text(path.read_text().replace("https://loafbench.", "https://flour."))

    assert read_and_check(root).problems == []


@pytest.mark.parametrize(
    "text",
    [
        "[x](https://bread.example.org/) and [y](other.md)",
        "a < b, and `x: y`",
        "see [1]: it is so",
        "a set {1, 2} of loaves",
        "> quoted [x](http://bread.example.org/)",
        "[x](../topics/ovens.md#steam)",
        "[x](https://bread.example.org/rye_(flour)?a=1&amp;b=2)",
        "see [a][b]\n\n    [b]: https://bread.example.org/\n    [c]: other.md",
    ],
)
def test_plain_markdown_is_welcome_in_a_topic(text, write_project):
    root = write_project({TOPICS: ("Where the heat comes from", text)})

    assert read_and_check(root).problems == []


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](JavaScript:alert(1))",
        "[x]( <javascript:alert(1)>)",
        "[x](java\tscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](java&Tab;script&colon;alert(1))",
        "![x](data:text/html,x)",
        "[x]\n\n    [x]: javascript:alert(1)",
        "[x]\n\n    > [x]: javascript:alert(1)",
        "[x]\n\n    [a]: https://bread.example.org/\n    [x]: javascript:alert(1)",
        "[x y]\n\n    [x\n    y]: javascript:alert(1)",
        "[x]\n\n    :   [x]: javascript:alert(1)",
        "[x](< javascript:alert(1)>)",
        "[x](&Tab;&NewLine; javascript:alert(1))",
        "](https://bread.example.org}*[x](&#106;avascript:alert(1))",
        "[x](`javascript:`alert(1))",
        "[x]([ ][y]javascript:alert(1))\n\n    [y]: https://bread.example.org/",
        "[x](javascript\\:alert(1))",
        "![x](https://bread.example.org/pixel.png)",
        "![x][y]\n\n    [y]: https://bread.example.org/pixel.png",
        "<javascript:alert(1)>",
        "<script>",
        "</p>",
        "<!-- x -->",
        "<?php ?>",
        "<a\n    href=x>",
        "[x](https://a.example.org){onclick=alert(1)}",
    ],
)
def test_markdown_that_could_run_code_is_refused_in_a_topic(text, write_project):
    root = write_project({TOPICS: ("Where the heat comes from", text)})

    assert {problem.code for problem in read_and_check(root).problems} <= {"bad-url", "html-in-text"}
    assert read_and_check(root).has_errors


@pytest.mark.parametrize("file", [TOPICS, VENUES, LEVAIN])
def test_a_file_that_cannot_be_read_does_not_make_faults_of_what_names_its_content(file, write_project):
    broken = "a: b\n\t- x\n"

    checked = read_and_check(write_project({file: broken}))

    assert [(problem.file, problem.code) for problem in checked.problems] == [(file, "yaml-tab")]
