"""A new catalog on any subject: its files, with invented entries that show what real ones look like."""

import datetime
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path

from llmpapers import __version__
from llmpapers.candidates import Candidate
from llmpapers.errors import LlmpapersError
from llmpapers.import_plan import ImportPlan
from llmpapers.import_run import ImportRun
from llmpapers.loading import load_catalog
from llmpapers.project import real_path
from llmpapers.schema import FOLDER, KINDS, schema_text
from llmpapers.website.template_folders import packaged_templates

_BETWEEN = " > "
_HIDDEN = ("gitignore", "vscode", "github")
"""What the packaged templates have without the dot before it."""


@dataclass(frozen=True)
class Subject:
    """What a new catalog is about."""

    name: str
    """Name of the site."""
    today: datetime.date
    """Day on which its first entries are added."""

    @property
    def values(self) -> dict[str, str]:
        """What stands in for the placeholders of the templates."""
        # JSON's texts are YAML's, whatever the name holds.
        return {
            "name": self.name,
            "name_in_yaml": json.dumps(self.name, ensure_ascii=False),
            "description_in_yaml": json.dumps(
                f"{self.name}: a curated, searchable catalog of papers.", ensure_ascii=False
            ),
            "version": __version__,
            "today": self.today.isoformat(),
        }


# What stands in a catalog that begins with a list instead of invented entries: its topics and venues come from there.
_BEFORE_A_LIST = {
    "catalog/catalog.yaml": "# yaml-language-server: $schema=schema/catalog.json\nformat: 1\ndrafts: allowed\n",
    "catalog/topics.yaml": "# yaml-language-server: $schema=schema/topics.json\n[]\n",
    "catalog/venues.yaml": """\
# yaml-language-server: $schema=schema/venues.json
- id: arxiv
  name: arXiv
  full_name: arXiv preprint
  kind: preprint
  aliases:
    - CoRR
    - arXiv.org
  url: https://arxiv.org/
""",
}


@dataclass(frozen=True)
class NewCatalog:
    """What was made."""

    files: list[Path]
    """From the catalog's folder."""
    plan: ImportPlan | None = None
    """What became of the papers of a list, where it began with one."""


def new_files(subject: Subject) -> Iterator[tuple[Path, str]]:
    """Give the files of a new catalog: paths from its root, and contents.

    Args:
        subject: what it is about.
    """
    folder = packaged_templates() / "init"
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            first, *rest = path.relative_to(folder).parts
            yield Path(f".{first}" if first in _HIDDEN else first, *rest), _filled(path.read_text("utf-8"), subject)


def _filled(text: str, subject: Subject) -> str:
    for name, value in subject.values.items():
        text = text.replace(f"[[ {name} ]]", value)
    return text


def _files_before_a_list(subject: Subject) -> Iterator[tuple[Path, str]]:
    for path, text in new_files(subject):
        name = path.as_posix()
        if not name.startswith(("catalog/papers/", "catalog/resources/")):
            yield path, _BEFORE_A_LIST.get(name, text)


def make_catalog(target: Path, subject: Subject, papers: Sequence[Candidate] | None = None) -> NewCatalog:
    """Make a new catalog in a folder that does not exist yet, or holds nothing but a `.git`.

    Everything is written beside its place first, so that a failure leaves the folder as it was.

    Args:
        target: the folder.
        subject: what the catalog is about.
        papers: what a list has, to begin with these instead of invented entries; the list's sections become topics.

    Raises:
        LlmpapersError: if there is something in the folder, or it cannot be written.
    """
    try:
        if target.is_symlink() or (target.exists() and not target.is_dir()):
            raise LlmpapersError(f"{target} is there already and is no folder")
        ignored = {".git", _stage_of(target).name}
        found = sorted({path.name for path in target.iterdir()} - ignored) if target.is_dir() else []
        if found:
            raise LlmpapersError(f"{target} is not empty: it has {found[0]}; name a new folder")
        return _make(target, subject, papers)
    except OSError as error:
        raise LlmpapersError(f"{target} cannot be made: {error.strerror or error}") from error


def _make(target: Path, subject: Subject, papers: Sequence[Candidate] | None) -> NewCatalog:
    existed = target.is_dir()
    stage = _stage_of(target)
    stage.parent.mkdir(parents=True, exist_ok=True)
    if stage.is_dir():
        _remove(stage)  # It is of a command that was killed.
    stage.mkdir()
    try:
        made = _write(stage, subject, papers)
        if existed:
            for path in sorted(stage.iterdir()):
                path.rename(target / path.name)
        else:
            stage.rename(target)
    finally:
        if stage.is_dir():
            _remove(stage)
    return made


def _stage_of(target: Path) -> Path:
    """Name the folder that files wait in: in the target if that is there, since it may be all that may be written."""
    return (target if target.is_dir() else target.parent) / f".llmpapers-{real_path(target).name}.new"


def _write(root: Path, subject: Subject, papers: Sequence[Candidate] | None) -> NewCatalog:
    files = []
    for name, text in new_files(subject) if papers is None else _files_before_a_list(subject):
        _write_file(root, name, text)
        files.append(name)
    plan = None
    if papers is not None:
        run = ImportRun(root, without_common_headings(papers), subject.today)
        run.choose_topics((), None, new_topics=True)
        plan = run.plan(add_venues=True)
        files += [Path(name) for name in run.write()]
    catalog = load_catalog(root)
    for kind in KINDS:
        files.append(FOLDER / f"{kind}.json")
        _write_file(root, files[-1], schema_text(kind, catalog))
    return NewCatalog(sorted(set(files)), plan)


def without_common_headings(papers: Sequence[Candidate]) -> list[Candidate]:
    """Leave out the headings that all sections share, such as "Papers": they would be one topic of everything."""
    paths = {paper.section: (paper.section or "").split(_BETWEEN) for paper in papers}
    levels = takewhile(lambda headings: len(set(headings)) == 1, zip(*paths.values(), strict=False))
    shared = len(list(levels)) if len(paths) > 1 else 0
    if not shared:
        return list(papers)
    rest = {section: _BETWEEN.join(path[shared:]) or path[-1] for section, path in paths.items()}
    return [replace(paper, section=rest[paper.section]) for paper in papers]


def _write_file(root: Path, name: Path, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _remove(folder: Path) -> None:
    """Delete a folder of our own making."""
    import shutil

    shutil.rmtree(folder)
