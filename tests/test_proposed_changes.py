"""The pull request that proposes what was found elsewhere: the catalog only, reports as text."""

import json
import subprocess

import pytest

from llmpapers.proposed_changes import BRANCH, body_text, propose

ENTRY = "title: A\n"


@pytest.fixture
def repository(tmp_path, monkeypatch):
    root = tmp_path / "repository"
    (root / "catalog" / "papers").mkdir(parents=True)
    (root / "catalog" / "papers" / "a.yaml").write_text(ENTRY)
    for name in ("catalog.yaml", "topics.yaml", "venues.yaml"):
        (root / "catalog" / name).write_text("")
    (root / "run.sh").write_text("true\n")
    monkeypatch.chdir(root)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    for command in ("init -q -b main", "add .", "-c user.name=A -c user.email=a@example.org commit -qm Begin"):
        subprocess.run(["git", *command.split()], check=True)
    return root


def git(*arguments):
    return subprocess.run(["git", *arguments], capture_output=True, text=True, check=True).stdout


class Tools:
    """Runs git as it is, but for the push; stands in for the host's command line."""

    def __init__(self, pulls=()):
        self.pulls = list(pulls)
        self.commands = []

    def __call__(self, *command, text=None):
        self.commands.append((command, text))
        if command[0] == "gh":
            return json.dumps(self.pulls if "GET" in command else {"number": 5})
        if "push" in command:
            return ""
        return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


def found(tmp_path, root, changes):
    """Write what a look leaves behind: the changes as a patch, and the reports."""
    for name, content in changes.items():
        (root / name).write_text(content)
    patch = git("diff", "--binary")
    subprocess.run(["git", "checkout", "-q", "."], check=True)
    folder = tmp_path / "found"
    folder.mkdir()
    (folder / "changes.patch").write_text(patch)
    (folder / "refresh.txt").write_text("a: published\n```\n@all\n")
    return folder


@pytest.mark.parametrize(("pulls", "said"), [([], "opened #5"), ([{"number": 4}], "renewed #4")])
def test_changes_of_entries_become_a_pull_request(tmp_path, repository, pulls, said):
    folder = found(tmp_path, repository, {"catalog/papers/a.yaml": "title: B\n"})
    tools = Tools(pulls)
    assert propose(folder, "main", "owner/name", "s3cret", tools) == said
    assert git("show", f"{BRANCH}:catalog/papers/a.yaml") == "title: B\n"
    body = json.loads(tools.commands[-1][1])["body"]
    assert "a: published\n'''\n@all" in body
    assert not any("s3cret" in part for command, _ in tools.commands for part in command)


def test_a_patch_cannot_touch_anything_but_the_catalog(tmp_path, repository):
    changes = dict.fromkeys(["catalog/papers/a.yaml", "catalog/topics.yaml", "catalog/venues.yaml"], "title: B\n")
    folder = found(tmp_path, repository, {"run.sh": "false\n", "catalog/catalog.yaml": "format: 2\n", **changes})
    propose(folder, "main", "owner/name", "t", Tools())
    assert git("diff", "--name-only", "main", BRANCH).split() == sorted(changes)


@pytest.mark.parametrize("changes", [{}, {"run.sh": "false\n"}])
def test_where_no_entry_changed_nothing_is_proposed(tmp_path, repository, changes):
    tools = Tools()
    assert propose(found(tmp_path, repository, changes), "main", "owner/name", "t", tools) == "nothing to propose"
    assert [command for command, _ in tools.commands if "push" in command or command[0] == "gh"] == []


def test_a_long_report_is_cut_off():
    assert len(body_text({"links": "x" * 10**6})) < 30_000
