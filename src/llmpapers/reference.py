"""The reference pages of `docs/`, generated from the models, the problem codes and the command line.

Run ``python -m llmpapers.reference docs/reference`` after a change to any of them; a test compares the files.
"""

import sys
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import StrEnum
from inspect import cleandoc
from pathlib import Path

import click
from pydantic import BaseModel

from llmpapers import checks, models
from llmpapers.cli import main as program
from llmpapers.problem_codes import CODES

RECORDS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("Paper", models.Paper),
    ("Code link", models.Link),
    ("Labeled link", models.LabeledLink),
    ("Resource", models.Resource),
    ("Paper outside the catalog", models.PaperReference),
    ("Topic", models.Topic),
    ("Recommendation", models.Recommendation),
    ("Venue", models.Venue),
    ("Waived link", models.LinkWaiver),
    ("Catalog", models.CatalogInfo),
)
"""Headings and records in the order of the page: each with the parts that it is made of."""

EXAMPLES: dict[str, str] = {
    "add": "llmpapers add 2402.12354 --topic peft\nllmpapers add https://aclanthology.org/2023.acl-long.1/ --dry-run",
    "build": "llmpapers build\nllmpapers build --site-dir public --strict",
    "check": "llmpapers check --strict\nllmpapers check catalog/papers/lora.yaml\nllmpapers check --explain duplicate",
    "dedupe": "llmpapers dedupe\nllmpapers dedupe --write\nllmpapers dedupe candidates.jsonl --format json",
    "export": "llmpapers export bibtex --topic quantization -o quantization.bib\n"
    "llmpapers export csv --year 2024- --published > papers.csv",
    "fmt": "llmpapers fmt\nllmpapers fmt --check --diff catalog/papers/lora.yaml",
    "init": "llmpapers init robot-papers --name 'Papers on Robots'\nllmpapers init robots --from awesome-robots.md",
    "links": "llmpapers links\nllmpapers links --topic quantization --limit 50 --format markdown",
    "import": "llmpapers import list.md --map topics.map.yaml\n"
    "llmpapers import library.bib --topic quantization --dry-run\n"
    "llmpapers import list.md --json > papers.jsonl",
    "list": "llmpapers list --topic compression --year 2023-2024 --code\nllmpapers list --text 'outlier quantization'",
    "refresh": "llmpapers refresh --preprint --limit 20\nllmpapers refresh --topic moe --write",
    "schema": "llmpapers schema resource\nllmpapers schema --write",
    "serve": "llmpapers serve\nllmpapers serve --port 0",
    "show": "llmpapers show lora\nllmpapers show LLM.int8 --format bibtex",
    "stats": "llmpapers stats\nllmpapers stats --quality --format json",
}
"""What to type, by command."""

# Of one text and of several, by the type that a field has in the models.
_VALUES: tuple[tuple[object, str, str], ...] = (
    (models.Line, "one line of text", "texts"),
    (models.Title, "one line of text", "texts"),
    (models.Prose, "text", "texts"),
    (models.Markdown, "Markdown", "Markdown texts"),
    (models.Arxiv, "arXiv id", "arXiv ids"),
    (models.Doi, "DOI", "DOIs"),
    (models.Url, "address", "addresses"),
    (models.EntryId, "id", "ids"),
    (models.TopicPath, "path of a topic", "paths of topics"),
    (models.ParentPath, "path of a topic", "paths of topics"),
    (models.VenueName, "name of a venue", "names of venues"),
    (models.Waivers, "`code: reason` lines", "`code: reason` lines"),
    (models.CodeLink, "address or code link", "addresses or [code links](#code-link)"),
    (models.LabeledLink, "labeled link", "[labeled links](#labeled-link)"),
    (models.PaperReference, "[paper outside the catalog](#paper-outside-the-catalog)", "papers"),
    (models.Recommendation, "recommendation", "[recommendations](#recommendation)"),
    (int, "number", "numbers"),
    (date, "date", "dates"),
)

_FORMAT_HEAD = f"""\
---
title: Entry format
description: Every field of every file of a catalog, and what it means.
---

# Entry format

A catalog is a folder of YAML files in UTF-8:

```text
catalog/
  catalog.yaml          the version of the format
  topics.yaml           the taxonomy, in reading order
  venues.yaml           conferences, journals, workshops, preprint servers
  links.yaml            addresses that a link check leaves alone (optional)
  papers/<id>.yaml      one file a paper; folders below are allowed
  resources/<id>.yaml   one file a dataset, benchmark, tool, list …
```

The file's name without `.yaml` is the entry's **id**: lower-case letters, digits and single hyphens, at most 80
characters. It is the entry's address on the site, so it is not changed lightly; `former_ids` keeps an old one working.

A whole paper can be as short as this:

```yaml
title: "Example Net: Fast Inference with Small Examples"
short_name: ExampleNet
authors:
  - Ada Example
  - Ben Sample
venue: arXiv
year: 2024
arxiv: "2402.01234"
code:
  - https://example.org/example-net
topics:
  - compression/pruning
summary: >-
  Large networks answer small questions slowly. ExampleNet skips the layers
  that a question does not need, and keeps the answers the same on three
  invented benchmarks.
added: 2026-11-23
```

YAML is used for plain data only: no anchors, aliases, tags or merge keys, no repeated keys, one document a file. Put a
value in double quotes where YAML would take it for something else: `"2402.10"`, `"NO"`, a title with a colon in it. A
field that has nothing to say is left out. Dates are written `2026-11-23`.

Beyond the types below, the checks know these limits: a year lies between {checks.FIRST_YEAR} and one after `added`'s; a
summary has {checks.SHORT_SUMMARY} to {checks.LONG_SUMMARY} characters; a paper has at most {checks.MOST_TOPICS} topics.
A summary may hold `code` and *emphasis*, nothing else of Markdown; a topic's description is Markdown without HTML and
images.
"""

_PROBLEMS_HEAD = """\
---
title: Problems
description: Every problem that llmpapers reports, what it means, and how to mend it.
---

# Problems

Every problem has a stable code. `llmpapers check --explain CODE` shows the same text in the terminal. An **error**
stops a build before it touches the site. A **warning** does so only under `--strict`, and an entry can
[waive](../contributing.md#when-a-warning-is-wrong) it with a reason.
"""

_COMMANDS_HEAD = """\
---
title: Commands
description: Every command of llmpapers and every option.
---

# Commands

`llmpapers` works on the project that holds the current folder: the nearest folder upward with a `catalog/` in it.
Every command explains itself with `--help`. Paths that a command is given are relative to the current folder, also with
`--root`.
"""

_COMMANDS_TAIL = """\
## Exit status

| Status | Meaning |
|---|---|
| 0 | all is well |
| 1 | something is wrong: the catalog has errors, or the command could not do its work |
| 2 | the command was called in a way that it does not know |

## Output for programs

These shapes are stable. Fields may be added to them, but none is renamed or removed.

- `llmpapers check --format json` writes `{"problems": [ … ], "papers": 310, "resources": 42}`. Each problem has
  `severity` (`error` or `warning`), `code`, `file` (from the project's root), `line` and `column` (from 1), `message`
  and `hint`.
- `llmpapers list --format json` writes a list of full entries: `id` and the fields of the
  [entry format](format.md), without those that the entry leaves out. `llmpapers show ID --format json` writes one.
- `llmpapers export json` writes the same list as `list --format json`; `jsonl` writes an entry a line.
- `llmpapers dedupe --format json` writes `{"clusters": [ … ], "conflicts": [ … ]}`. Each cluster has `members` (ids, or
  lines from 1 of a file of candidates), `reason` and `certain`; each conflict has `members` and `reason`.
- `llmpapers add --format json` writes one object: `id`, `file`, `written`, `fields` of the entry, `records`
  (addresses where they were found), `notes`, `gaps`, and `matches` in the catalog, each with `id`, `verdict` and
  `reason`.
- `llmpapers links --format json` writes `links`, each with `url`, `state` (`ok`, `moved`, `guarded`, `trouble`,
  `private`, `dead`), `detail`, `new_address`, `no_host` and `places` (`file`, `line`, `field`); and `counts`,
  `waived` and `stale_waivers`.
- `llmpapers refresh --format json` writes `papers`, each with `id`, `file`, `title`, `remarks`, and `edits` of
  `field`, `old`, `new` and `source`.
- `catalog.json` of the site holds the version of its shape as `format`, now 1, all entries under `papers` and
  `resources`, and the `topics`, each with its `path`, and `venues`. Its schema is `schema/catalog-export.json`.
- `llmpapers schema` writes JSON Schema, draft 2020-12.

`check` writes problems to standard output. Every other command writes them to standard error, so that its own output
stays clean.
"""


def fields_page() -> str:
    """Write the page of the entry format: every field of every record."""
    return "\n".join([_FORMAT_HEAD, *(_record_section(heading, model) for heading, model in RECORDS)])


def problems_page() -> str:
    """Write the page of the problem codes."""
    return "\n".join([_PROBLEMS_HEAD, *_problem_sections("error", "Errors"), *_problem_sections("warning", "Warnings")])


def commands_page() -> str:
    """Write the page of the commands, from the command line's own words."""
    context = click.Context(program, info_name="llmpapers")
    sections = [_option_table(program.params)]
    for name in program.list_commands(context):
        command = program.get_command(context, name)
        assert command is not None
        sections.append(_command_section(name, command))
    return "\n".join([_COMMANDS_HEAD, *sections, _COMMANDS_TAIL])


PAGES: dict[str, Callable[[], str]] = {
    "format.md": fields_page,
    "commands.md": commands_page,
    "problems.md": problems_page,
}
"""What writes each page, by its file's name."""


def _record_section(heading: str, model: type[BaseModel]) -> str:
    hints = typing.get_type_hints(model, include_extras=True)
    rows = [
        (f"`{name}`" + (" (required)" if field.is_required() else ""), _value(hints[name]), field.description or "")
        for name, field in model.model_fields.items()
    ]
    purpose = (model.__doc__ or "").strip()
    return f"## {heading}\n\n{purpose}\n\n{_table(('Field', 'Value', 'Meaning'), rows)}"


def _value(hint: object) -> str:
    """Say in words what a field takes."""
    named = next((one for kind, one, _ in _VALUES if kind is hint), None)
    if named:
        return named
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return ", ".join(f"`{member.value}`" for member in hint)
    options = [option for option in typing.get_args(hint) if option is not types.NoneType]
    if typing.get_origin(hint) is list:
        return "list of " + next(several for kind, _, several in _VALUES if kind is options[0])
    if typing.get_origin(hint) is typing.Annotated:  # A list or a mapping with a least length.
        return _value(options[0])
    assert options, f"no words for {hint}"
    return " or ".join(map(_value, options))


def _problem_sections(severity: str, heading: str) -> Iterator[str]:
    codes = {name: code for name, code in CODES.items() if code.severity == severity}
    yield f"## {heading}\n"
    yield " · ".join(f"[{name}](#{name})" for name in codes) + "\n"
    for name, code in codes.items():
        yield f"### {name}\n\n**{code.title[0].upper()}{code.title[1:]}.** {code.explanation}\n"


def _command_section(name: str, command: click.Command) -> str:
    arguments = [_argument(param) for param in command.params if isinstance(param, click.Argument)]
    usage = " ".join(["llmpapers", name, "[OPTION]…", *arguments])
    parts = [f"## {name}", f"`{usage}`", cleandoc(command.help or ""), _option_table(command.params).rstrip()]
    return "\n\n".join([*parts, f"```sh\n{EXAMPLES[name]}\n```"]) + "\n"


def _argument(param: click.Argument) -> str:
    return param.metavar or str(param.name).upper()


def _option_table(params: Iterable[click.Parameter]) -> str:
    rows = [(_option_names(param), _option_help(param)) for param in params if isinstance(param, click.Option)]
    return _table(("Option", "Meaning"), rows)


def _option_names(option: click.Option) -> str:
    value = "" if option.is_flag else f" {option.metavar or _placeholder(option.type)}"
    return ", ".join(f"`{name}{value}`" for name in (*option.opts, *option.secondary_opts))


def _placeholder(kind: click.ParamType) -> str:  # type: ignore[type-arg,unused-ignore]
    words = ((click.Choice, "WORD"), (click.Path, "DIR"), (click.IntRange, "N"))
    return next((word for known, word in words if isinstance(kind, known)), "TEXT")


def _option_help(option: click.Option) -> str:
    text = option.help or ""
    if isinstance(option.type, click.Choice):
        text += f" One of {', '.join(f'`{choice}`' for choice in option.type.choices)}."
    return text + (f" Without it: `{option.default}`." if option.show_default else "")


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def write_pages(folder: Path) -> None:
    """Write all reference pages.

    Args:
        folder: where they belong: `docs/reference`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (folder / name).write_text(page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))
