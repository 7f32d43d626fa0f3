"""The comment that tells a pull request its problems; results may be anybody's work."""

import json

import pytest

from llmpapers.pull_request_comment import MARK, comment_text, main, read_result

RUN = "https://example.org/run/1"
PROBLEM = {
    "severity": "error", "code": "unknown-venue", "file": "catalog/papers/a.yaml", "line": 5, "column": 8,
    "message": "no venue 'ICBC'", "hint": "did you mean 'ICBB'?",
}  # fmt: skip


def test_the_problems_are_a_table():
    text = comment_text({"problems": [PROBLEM]}, RUN)
    assert text.startswith(MARK)
    assert "The catalog has 1 problem" in text
    assert "| `catalog/papers/a.yaml:5:8` | `error[unknown-venue]: no venue 'ICBC'` | `did you mean 'ICBB'?` |" in text


def test_a_sound_catalog_is_told_where_the_preview_is():
    assert comment_text({"problems": []}, RUN) == (
        f"{MARK}\nThe catalog has no problems. A preview of the site is attached to [the run]({RUN}), "
        "under *Artifacts*."
    )


@pytest.mark.parametrize("result", [None, [], "x", {"problems": "x"}, {}])
def test_what_is_no_result_is_said_to_be_none(result):
    assert "left no result that can be read" in comment_text(result, RUN)


@pytest.mark.parametrize("text", ["` | ![x](https://evil.example/) @all", "a\n\n# b", "\u202e</code><img>", "x" * 9000])
def test_nothing_in_a_problem_breaks_out_of_its_cell(text):
    row = comment_text({"problems": [{**PROBLEM, "message": text, "hint": text, "file": text}, 7]}, RUN).splitlines()[
        -1
    ]
    cells = row.split(" | ")
    assert len(cells) == 3
    assert len(row) < 1000
    assert all(cell.strip("| ").count("`") == 2 for cell in cells)


def test_a_flood_of_problems_is_cut_off():
    text = comment_text({"problems": [PROBLEM] * 500}, RUN)
    assert text.endswith("and 450 more.")
    assert len(text) < 60_000


@pytest.mark.parametrize("content", [b"{", b"\xff", b"[" * 100_000, b" " * (5 * 1024 * 1024)])
def test_a_result_that_cannot_be_read_is_none(tmp_path, content):
    (tmp_path / "problems.json").write_bytes(content)
    assert read_result(tmp_path / "problems.json") is None
    assert read_result(tmp_path / "missing.json") is None


class Host:
    """Answers as the host does, and keeps what was asked."""

    def __init__(self, pulls, comments):
        self.answers = {"pulls": pulls, "comments": comments}
        self.asked = []

    def __call__(self, method, path, **fields):
        self.asked.append((method, path, fields))
        return self.answers[path.rpartition("/")[2]] if method == "GET" else {}


ENVIRONMENT = {
    "RUN_URL": RUN, "HEAD_OWNER": "ada", "HEAD_BRANCH": "$(rm -rf /)", "HEAD_SHA": "abc",
    "GITHUB_REPOSITORY": "owner/name",
}  # fmt: skip
PULLS = [{"number": 3, "head": {"sha": "old"}}, {"number": 7, "head": {"sha": "abc"}}]


def comment(body, kind):
    return {"id": 11, "body": body, "user": {"type": kind}}


@pytest.mark.parametrize(
    ("pulls", "comments", "written"),
    [
        (PULLS, [comment("Nice", "User")], ("POST", "repos/owner/name/issues/7/comments")),
        (PULLS, [comment(f"{MARK}\nold", "Bot")], ("PATCH", "repos/owner/name/issues/comments/11")),
        (PULLS, [comment(f"{MARK}\nforged", "User")], ("POST", "repos/owner/name/issues/7/comments")),
        (PULLS[:1], [], None),
    ],
)
def test_there_is_one_comment_at_the_pull_request_of_the_commit(tmp_path, capsys, pulls, comments, written):
    (tmp_path / "problems.json").write_text(json.dumps({"problems": [PROBLEM]}), encoding="utf-8")
    host = Host(pulls, comments)
    main([str(tmp_path / "problems.json")], ENVIRONMENT, host)
    assert host.asked[0] == ("GET", "repos/owner/name/pulls", {"state": "open", "head": "ada:$(rm -rf /)"})
    assert [(method, path) for method, path, _ in host.asked if method != "GET"] == ([written] if written else [])
    assert capsys.readouterr().out
