"""The files of a catalog in canonical form: which of them are not, and what each would become."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from llmpapers.entry_files import entry_files
from llmpapers.errors import LlmpapersError
from llmpapers.loading import KNOWN_FILES
from llmpapers.models import CatalogInfo, LinkWaiver, Paper, Record, Resource, Topic, Venue
from llmpapers.problems import Problem, relative_name
from llmpapers.project import real_path
from llmpapers.reading import ENTRY_LIMIT, LIST_LIMIT, read_document
from llmpapers.schema import FOLDER
from llmpapers.validation import TYPED_FIELDS
from llmpapers.writing import canonical_text, schema_address

_LISTS: dict[str, type[Record]] = dict(zip(KNOWN_FILES, (CatalogInfo, Topic, Venue, LinkWaiver), strict=True))
_ENTRIES: dict[str, type[Record]] = {"papers": Paper, "resources": Resource}


@dataclass(frozen=True)
class FormattedFile:
    """A file with its canonical form, or with what stands in the way of it."""

    path: Path
    name: str
    """Its path from the project's root."""
    before: str = ""
    after: str = ""
    problems: list[Problem] = field(default_factory=list)
    """Why the file is left as it is."""

    @property
    def changes(self) -> bool:
        """Whether the file is not in canonical form."""
        return self.before != self.after


def formatted_files(root: Path, paths: Sequence[Path] = ()) -> Iterator[FormattedFile]:
    """Format the files of a catalog in memory.

    Args:
        root: the project's folder, which holds `catalog/`.
        paths: the files and folders that are meant; all where there are none.
    """
    places = [real_path(path) for path in paths]
    for path, model in catalog_files(root / "catalog"):
        real = real_path(path)
        if not places or any(real.is_relative_to(place) for place in places):
            yield _formatted(path, model, root)


def catalog_files(catalog: Path) -> Iterator[tuple[Path, type[Record]]]:
    """List a catalog's files of YAML, each with the kind of record in it, in a stable order."""
    for name, model in _LISTS.items():
        if (catalog / name).is_file():
            yield catalog / name, model
    for name, model in _ENTRIES.items():
        for file in entry_files(catalog.parent, catalog / name, lambda *_: None, {}):
            yield catalog.parent / file.name, model


def schema_for(path: Path, model: type[Record], root: Path) -> str | None:
    """Give the address of a file's schema as its first line should state it; None where the project keeps none."""
    folder = path.parent.relative_to(root / "catalog")
    address = schema_address(model, len(folder.parts))
    return address if (root / FOLDER / Path(address).name).is_file() else None


def _formatted(path: Path, model: type[Record], root: Path) -> FormattedFile:
    name = relative_name(path, root)
    limit = ENTRY_LIMIT if model in _ENTRIES.values() else LIST_LIMIT
    document = read_document(str(root), name, catalog=root / "catalog", limit=limit, typed=TYPED_FIELDS)
    # A mark that is merely superfluous goes away with the rest of what is not canonical.
    problems = [problem for problem in document.problems if problem.code != "byte-order-mark"]
    if not problems and not isinstance(document.data, list | dict):
        document.problem("not-a-mapping", "expected `field: value` lines here", "see `llmpapers schema`")
        problems = document.problems[-1:]
    if problems:
        return FormattedFile(path, name, problems=problems)
    try:
        before = path.read_bytes().decode("utf-8")
        return FormattedFile(path, name, before, canonical_text(before, model, schema=schema_for(path, model, root)))
    except (OSError, UnicodeDecodeError) as error:
        raise LlmpapersError(f"{name} changed while it was read: {error}") from error
