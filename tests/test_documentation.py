"""The documentation keeps up with the program: nothing undocumented or out of date, no link that leads nowhere."""

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import click
import pytest
import yaml

import llmpapers
from llmpapers import models, reference
from llmpapers.checking import read_and_check
from llmpapers.cli import COMMANDS, main
from llmpapers.problem_codes import CODES
from llmpapers.problems import to_text
from llmpapers.project import Project
from llmpapers.website.building import build_site
from llmpapers.website.followed_settings import left_out

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted(DOCS.rglob("*.md"))
TEXTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *PAGES]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(text: str, language: str) -> list[str]:
    """Give the contents of the fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def read_yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def commands() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(main)
    for name in COMMANDS:
        command = main.get_command(context, name)
        assert command is not None
        yield name, command


def options_of(command: click.Command) -> set[str]:
    options = [param for param in command.params if isinstance(param, click.Option)]
    return {name for option in options for name in (*option.opts, *option.secondary_opts)} | {"--help", "-h"}


# Reference pages


@pytest.mark.parametrize("name", reference.PAGES)
def test_a_reference_page_is_what_would_be_generated_now(name):
    committed = (DOCS / "reference" / name).read_text(encoding="utf-8")
    assert committed == reference.PAGES[name](), "run: python -m llmpapers.reference docs/reference"


def test_the_generator_writes_every_page(tmp_path):
    reference.write_pages(tmp_path / "new" / "folder")
    written = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "new" / "folder").iterdir()}
    assert written == {name: page() for name, page in reference.PAGES.items()}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_commands_page_explains_a_command_with_all_its_options_and_an_example(name):
    command = dict(commands())[name]
    section = reference.commands_page().partition(f"## {name}\n")[2].partition("\n## ")[0]
    assert command.help
    assert [option for option in options_of(command) - {"--help", "-h"} if f"`{option}" not in section] == []
    assert f"llmpapers {name}" in blocks(section, "sh")[0]


def test_the_commands_page_names_the_options_of_the_program_itself():
    head = reference.commands_page().partition("\n## ")[0]
    assert [option for option in options_of(main) - {"--help", "-h"} if f"`{option}" not in head] == []


def test_every_kind_of_record_is_on_the_format_page():
    kinds = {kind for kind in vars(models).values() if isinstance(kind, type) and issubclass(kind, models.Record)}
    assert kinds - {models.Record} == {model for _, model in reference.RECORDS}


@pytest.mark.parametrize(("heading", "model"), reference.RECORDS)
def test_the_format_page_explains_every_field_of_a_record(heading, model):
    section = reference.fields_page().partition(f"## {heading}\n")[2].partition("\n## ")[0]
    rows = [row.split(" | ") for row in section.splitlines() if row.startswith("| `")]
    marked = {row[0].strip("| "): row for row in rows}
    assert list(marked) == [
        f"`{name}`" + " (required)" * field.is_required() for name, field in model.model_fields.items()
    ]
    assert [name for name, (_, value, meaning) in marked.items() if not value.strip() or len(meaning) < 10] == []


@pytest.mark.parametrize("code", CODES)
def test_the_problems_page_explains_a_code_under_its_severity(code):
    errors, _, warnings = reference.problems_page().partition("\n## Warnings\n")
    section = {"error": errors, "warning": warnings}[CODES[code].severity]
    assert f"\n### {code}\n" in section
    assert CODES[code].explanation in section


# README, changelog, architecture


@pytest.mark.parametrize("line", ["pip install -e . && llmpapers build", "pip install -e '.[test]' && pytest"])
def test_the_readme_has_the_two_commands_of_a_newcomer(line):
    assert f"{line}\n" in blocks(README, "sh")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_readme_names_a_command(name):
    assert f"\n| `llmpapers {name}` | " in README


def test_the_readme_says_what_every_dependency_is_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    names = [re.match(r"[\w.-]+", requirement)[0] for requirement in needed if not requirement.startswith("llmpapers[")]
    explained = re.findall(r"^\| ([\w.-]+) \| [^|]{5,} \|$", README, re.MULTILINE)
    assert sorted(name for name in explained if name != "Package") == sorted(names)


def test_the_changelog_has_this_version_with_its_date():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## \[{re.escape(llmpapers.__version__)}\] - \d{{4}}-\d\d-\d\d$", changelog, re.MULTILINE)


def test_the_architecture_page_lists_the_modules_that_there_are():
    page = (DOCS / "architecture.md").read_text("utf-8")
    [tree] = [block for block in blocks(page, "text") if "src/llmpapers/" in block]
    modules = {path.name for path in (ROOT / "src" / "llmpapers").rglob("*.py")} - {"__init__.py"}
    assert set(re.findall(r"\w+\.py\b", tree)) == modules


def test_the_navigation_names_every_hand_written_page():
    listed = re.findall(r"'([\w/-]+\.md)'", str(Project(ROOT).settings["nav"]))
    assert sorted(listed) == [path.relative_to(DOCS).as_posix() for path in PAGES]


def test_the_maintainers_page_lists_every_slot_that_a_page_may_hold():
    default_pages = "".join(path.read_text("utf-8") for path in (ROOT / "templates" / "pages").rglob("*.md"))
    slots = re.findall(r"<!-- slot:([a-z-]+) -->", default_pages)
    table = (DOCS / "maintaining.md").read_text("utf-8").partition("| Slot | Becomes |")[2].partition("\n\n")[0]
    assert sorted(re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE)) == sorted(slots)


def test_the_maintainers_page_lists_every_setting_that_a_build_leaves_out(tmp_path):
    settings = {
        "plugins": ["tags"],
        "hooks": ["hook.py"],
        "use_directory_urls": False,
        "theme": {"name": "readthedocs", "custom_dir": "theme", "features": ["navigation.tabs"]},
    }
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    named = re.findall(r"^mkdocs.yml, `([\w.]+)`", "\n".join(left_out(Project(tmp_path))), re.MULTILINE)
    table = (DOCS / "maintaining.md").read_text("utf-8").partition("| Setting | Instead |")[2].partition("\n\n")[0]
    listed = "".join(row.split(" | ")[0] for row in table.splitlines() if row.startswith("| `"))
    assert sorted(re.findall(r"`([\w.]+)`", listed)) == sorted(named)


# Examples


@pytest.mark.parametrize("path", TEXTS, ids=name_of)
def test_commands_in_examples_exist_with_their_options(path):
    known = {name: options_of(command) for name, command in commands()}
    text = path.read_text("utf-8")
    lines = "\n".join([*blocks(text, "sh"), *re.findall(r"`(llmpapers [^`\n]+)`", text)]).splitlines()
    wrong = []
    for line in lines:
        words = shlex.split(line.rpartition("&& ")[2])
        if words and words[0] == "llmpapers":
            options = {word.partition("=")[0] for word in words[2:] if re.match(r"--?[a-z]", word)}
            wrong += [line] if words[1] not in known or options - known[words[1]] else []
    assert wrong == []


def catalog_with(entry: str, folder: Path) -> Path:
    """Make a catalog of one entry with the topics and venues of the real one."""
    (folder / "catalog" / "papers").mkdir(parents=True)
    for name in ("catalog.yaml", "topics.yaml", "venues.yaml"):
        shutil.copy(ROOT / "catalog" / name, folder / "catalog" / name)
    path = folder / "catalog" / "papers" / "my-net.yaml"
    path.write_text(entry, encoding="utf-8")
    return path


def problems_of(entry: str, folder: Path) -> str:
    path = catalog_with(entry, folder)
    found = [problem for problem in read_and_check(folder).problems if problem.file.endswith(path.name)]
    return to_text(found, color=False)


@pytest.mark.integration
@pytest.mark.parametrize("path", [ROOT / "README.md", DOCS / "reference" / "format.md"], ids=name_of)
def test_the_example_of_an_entry_has_no_problem(path, tmp_path):
    [example] = [block for block in blocks(path.read_text("utf-8"), "yaml") if "title:" in block]
    assert problems_of(example, tmp_path) == ""


def test_the_command_that_names_the_packaged_templates_works():
    commands = "".join(blocks((DOCS / "maintaining.md").read_text("utf-8"), "sh"))
    [line] = [line for line in commands.splitlines() if line.startswith("python -c")]
    done = subprocess.run([sys.executable, *shlex.split(line)[1:]], capture_output=True, text=True, check=True)
    folder = Path(done.stdout.strip())
    table = (DOCS / "maintaining.md").read_text("utf-8").partition("| Folder | Holds |")[2].partition("\n\n")[0]
    assert sorted(re.findall(r"^\| `templates/(\w+)/`", table, re.MULTILINE)) == sorted(
        path.name for path in folder.iterdir()
    )


# Links


def relative_links(text: str) -> list[str]:
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return [link for link in re.findall(r"\]\(([^)\s]+)\)", prose) if not urlsplit(link).scheme]


@pytest.mark.parametrize("path", TEXTS, ids=name_of)
def test_links_between_files_lead_somewhere(path):
    targets = [link.partition("#")[0] for link in relative_links(path.read_text("utf-8"))]
    assert [target for target in targets if target and not (path.parent / target).is_file()] == []


class _Anchors(HTMLParser):
    """Collects the addresses and the ids of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids.add(values.get("id") or "")
        address = values.get("href") or values.get("src")
        if address and not urlsplit(address).scheme:
            self.links.append(address)


def dead_links(page: Path, site: Path) -> list[str]:
    dead = []
    for link in _Anchors(page.read_text("utf-8")).links:
        address = urlsplit(link)
        target = (page.parent / unquote(address.path)).resolve() if address.path else page
        target = target / "index.html" if target.is_dir() else target
        fragment_is_there = (
            not address.fragment
            or target.suffix != ".html"
            or address.fragment in _Anchors(target.read_text("utf-8")).ids
        )
        if not target.is_relative_to(site) or not target.is_file() or not fragment_is_there:
            dead.append(link)
    return dead


@pytest.mark.integration
def test_links_of_the_published_pages_lead_somewhere(tmp_path):
    for name in ("catalog", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    site = tmp_path / "site"
    report = build_site(Project(tmp_path), site)
    assert report.engine_warnings == []
    pages = [site / path.relative_to(DOCS).with_suffix("") / "index.html" for path in PAGES]
    assert {page.parent.name: dead for page in pages if (dead := dead_links(page, site))} == {}


# Files for the host of the repository


def steps_of(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_only_the_deployment_may_write_and_only_pages():
    jobs = read_yaml(ROOT / ".github" / "workflows" / "publish.yml")["jobs"]
    assert {name: job["permissions"] for name, job in jobs.items()} == {
        "build": {"contents": "read", "pages": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
    }
    assert [step["uses"].partition("@")[0] for step in jobs["deploy"]["steps"]] == ["actions/deploy-pages"]


def test_the_publishing_build_knows_its_addresses():
    workflow = read_yaml(ROOT / ".github" / "workflows" / "publish.yml")
    [build] = [step for step in steps_of(workflow) if step.get("run") == "llmpapers build"]
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    assert build["env"].keys() == set(re.findall(r"!ENV \[(\w+)", settings))


def test_a_pull_request_is_annotated_and_tested():
    workflow = read_yaml(ROOT / ".github" / "workflows" / "check.yml")
    runs = [step.get("run") for step in steps_of(workflow)]
    assert runs.index("pip install -e '.[test]'") < runs.index("llmpapers check --format github") < runs.index("pytest")


@pytest.mark.parametrize("path", sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml")), ids=name_of)
def test_an_issue_form_has_what_the_host_requires(path):
    form = read_yaml(path)
    assert {"name", "description", "body"} <= form.keys()
    ids = [field["id"] for field in form["body"]]
    assert len(set(ids)) == len(ids) > 0
    assert {field["type"] for field in form["body"]} <= {"input", "textarea"}
    assert all(field["attributes"]["label"] for field in form["body"])


@pytest.mark.parametrize("hook", read_yaml(ROOT / ".pre-commit-hooks.yaml"), ids=lambda hook: hook["id"])
def test_a_commit_hook_calls_a_command_that_exists(hook):
    program, name, *options = hook["entry"].split()
    assert program == "llmpapers"
    assert set(options) <= options_of(dict(commands())[name])
    assert re.search(hook["files"], "catalog/papers/lora.yaml")
    assert not re.search(hook["files"], "src/llmpapers/catalog.py")


def test_both_licenses_are_there():
    code = (ROOT / "LICENSE").read_text("utf-8")
    assert code.startswith("MIT License\n\nCopyright (c) 2026 The llmpapers contributors\n")
    data = (ROOT / "LICENSE-DATA").read_text("utf-8")
    assert "catalog/" in data.partition("Creative Commons Legal Code")[0]
    assert data.endswith("this CC0 or use of the Work.\n")
