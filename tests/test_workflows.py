"""The workflows of this repository and of a new catalog are safe to run on anybody's change."""

import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from llmpapers.cli import main
from llmpapers.proposed_changes import _reports

ROOT = Path(__file__).parents[1]
OWN = ROOT / ".github" / "workflows"
NEW = ROOT / "templates" / "init" / "github" / "workflows"
WORKFLOWS = sorted([*OWN.glob("*.yml"), *NEW.glob("*.yml")])
# What a stranger's text could be in; none of it may stand where a shell or an expression would read it.
FROM_STRANGERS = re.compile(r"github\.(?:event|head_ref)|inputs\.|steps\.")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def read(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def steps_of(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_a_new_catalog_has_the_workflows_of_this_repository():
    names = ["check.yml", "comment.yml", "mend.yml", "publish.yml"]
    assert sorted(path.name for path in NEW.iterdir()) == names
    # What is audited are the libraries of the program, not a catalog.
    assert sorted(path.name for path in OWN.iterdir()) == ["audit.yml", *names]


@pytest.mark.parametrize("name", ["comment.yml", "mend.yml", "publish.yml"])
def test_both_differ_only_in_where_the_program_comes_from(name):
    new = (NEW / name).read_text("utf-8")
    assert new.count("pip install -r requirements.txt") > 0
    assert new.replace("pip install -r requirements.txt", "pip install -e .") == (OWN / name).read_text("utf-8")


@pytest.mark.parametrize("path", WORKFLOWS, ids=name_of)
def test_actions_are_pinned_to_a_commit_with_the_version_beside_it(path):
    used = re.findall(r"uses: (.+)", path.read_text("utf-8"))
    assert used
    assert [use for use in used if not re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use)] == []


def test_an_action_has_one_pin_everywhere():
    pins = {tuple(use.split("@")) for path in WORKFLOWS for use in re.findall(r"uses: (.+)", path.read_text("utf-8"))}
    assert len({action for action, _ in pins}) == len(pins)


@pytest.mark.parametrize("path", WORKFLOWS, ids=name_of)
def test_nothing_reaches_a_shell_but_through_the_environment(path):
    workflow = read(path)
    assert [step["run"] for step in steps_of(workflow) if "${{" in step.get("run", "")] == []
    assert "secrets." not in path.read_text("utf-8")
    checkouts = [step for step in steps_of(workflow) if step.get("uses", "").startswith("actions/checkout@")]
    assert {str(step["with"]) for step in checkouts} <= {"{'persist-credentials': False}"}
    assert all("timeout-minutes" in job for job in workflow["jobs"].values())
    assert "concurrency" in workflow


@pytest.mark.parametrize("path", WORKFLOWS, ids=name_of)
def test_what_a_pull_request_brings_runs_without_rights(path):
    workflow = read(path)
    triggers = set(workflow[True])  # YAML 1.1 takes `on` for a truth value.
    assert triggers <= {"pull_request", "push", "workflow_dispatch", "workflow_run", "schedule"}
    granted = [workflow["permissions"], *(job.get("permissions", {}) for job in workflow["jobs"].values())]
    if "pull_request" in triggers:
        assert granted[0] == {"contents": "read"}
        assert all(rights == {} for rights in granted[1:])
    else:
        assert granted[0] == {}


def test_rights_to_write_are_as_few_as_can_be():
    rights = {
        (path.name, name): {right for right, how in job.get("permissions", {}).items() if how == "write"}
        for path in WORKFLOWS
        for name, job in read(path)["jobs"].items()
    }
    assert {key: found for key, found in rights.items() if found} == {
        ("comment.yml", "comment"): {"pull-requests"},
        ("mend.yml", "propose"): {"contents", "pull-requests"},
        ("publish.yml", "deploy"): {"pages", "id-token"},
    }


@pytest.mark.parametrize("path", WORKFLOWS, ids=name_of)
def test_what_strangers_may_name_stands_in_the_environment_alone(path):
    for step in steps_of(read(path)):
        placed = [str(step.get(part, "")) for part in ("run", "uses", "name", "shell")]
        assert [text for text in placed if FROM_STRANGERS.search(text)] == []


def commands_of(step: dict[str, Any]) -> list[list[str]]:
    lines = [line.partition(" > ")[0].removesuffix("|| true") for line in step.get("run", "").splitlines()]
    return [words for line in lines if (words := shlex.split(line)) and words[0] == "llmpapers"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=name_of)
def test_commands_in_workflows_exist_with_their_options(path):
    context = click.Context(main)
    for words in (words for step in steps_of(read(path)) for words in commands_of(step)):
        command = main.get_command(context, words[1])
        assert command is not None, words
        command.make_context(words[1], words[2:], parent=context)


@pytest.mark.parametrize("folder", [OWN, NEW], ids=["own", "new"])
def test_what_looks_may_not_write_and_what_writes_does_not_look(folder):
    workflow = read(folder / "mend.yml")
    assert set(workflow[True]) == {"schedule", "workflow_dispatch"}
    look, propose = workflow["jobs"]["look"], workflow["jobs"]["propose"]
    assert look["permissions"] == {"contents": "read"}
    assert propose["permissions"] == {"contents": "write", "pull-requests": "write"}
    assert propose["needs"] == "look"
    asked = [words[1:] for step in look["steps"] for words in commands_of(step)]
    assert asked == [["refresh", "--write"], ["links", "--write", "--format", "markdown"]]
    assert [words for step in propose["steps"] for words in commands_of(step)] == []
    assert propose["steps"][-1]["env"] == {"GH_TOKEN": "${{ github.token }}", "BASE_BRANCH": "${{ github.ref_name }}"}


@pytest.mark.parametrize("folder", [OWN, NEW], ids=["own", "new"])
def test_a_pull_request_gets_a_preview_and_its_problems(folder):
    job = next(job for job in read(folder / "check.yml")["jobs"].values() if "preview" in str(job))
    built = [words[1:] for step in job["steps"] for words in commands_of(step)]
    assert ["check", "--format", "json"] in built
    assert ["build", "--site-dir", "preview"] in built
    uploads = [step["with"] for step in job["steps"] if step.get("uses", "").startswith("actions/upload-artifact@")]
    assert {upload["name"]: upload["path"] for upload in uploads} == {"problems": "result", "preview": "preview"}
    comment = read(folder / "comment.yml")
    assert comment[True]["workflow_run"]["workflows"] == [read(folder / "check.yml")["name"]]
    [job] = comment["jobs"].values()
    downloads = [step["with"] for step in job["steps"] if "download-artifact@" in step.get("uses", "")]
    assert [download["name"] for download in downloads] == ["problems"]
    assert any("python -m llmpapers.pull_request_comment" in step.get("run", "") for step in job["steps"])


def test_what_the_looks_leave_behind_is_what_the_proposal_reads(tmp_path, monkeypatch):
    [look] = [step["run"] for step in steps_of(read(OWN / "mend.yml")) if step.get("name") == "Look"]
    (tmp_path / "bin").mkdir()
    for name, text in {"llmpapers": 'echo "$@"; exit 1', "git": 'echo "a patch of $*"'}.items():
        program = tmp_path / "bin" / name
        program.write_text(f"#!/bin/sh\n{text}\n")
        program.chmod(0o755)
    summary = tmp_path / "summary.md"
    environment = {"PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin", "GITHUB_STEP_SUMMARY": str(summary)}
    subprocess.run(["bash", "-e", "-o", "pipefail", "-c", look], cwd=tmp_path, env=environment, check=True)
    assert {path.name: path.read_text() for path in (tmp_path / "found").iterdir()} == {
        "refresh.txt": "refresh --write\n",
        "links.txt": "links --write --format markdown\n",
        "changes.patch": "a patch of diff --binary -- catalog\n",
    }
    assert summary.read_text() == "links --write --format markdown\n"
    assert _reports(tmp_path / "found") == {
        "refresh": "refresh --write\n",
        "links": "links --write --format markdown\n",
    }


def test_modules_that_workflows_run_exist():
    texts = [path.read_text("utf-8") for path in WORKFLOWS]
    modules = {name for text in texts for name in re.findall(r"python -m llmpapers\.(\w+)", text)}
    assert modules == {"pull_request_comment", "proposed_changes"}
    assert all((ROOT / "src" / "llmpapers" / f"{name}.py").is_file() for name in modules)


@pytest.mark.parametrize("folder", [OWN, NEW], ids=["own", "new"])
def test_what_is_published_rests_on_no_cache_that_came_with_a_change(folder):
    steps = steps_of(read(folder / "publish.yml"))
    commands = [step["run"] for step in steps if "run" in step]

    assert commands.index("rm -rf .cache site") < commands.index("llmpapers build")
