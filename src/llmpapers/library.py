"""A catalog for notebooks and scripts: typed papers to filter, look up and export."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from types import MappingProxyType

from llmpapers.catalog import Catalog
from llmpapers.checking import read_and_check
from llmpapers.errors import LlmpapersError
from llmpapers.exporters.formats import FORMATS, Export
from llmpapers.filters import Filters, select_papers
from llmpapers.models import Paper, Resource, Topic, Venue
from llmpapers.problems import Severity, did_you_mean
from llmpapers.project import find_project, real_path
from llmpapers.unfinished import presentable


@dataclass(frozen=True)
class Library:
    """A sound catalog. It is a mapping of its papers' ids: `library["lora"]`, `"lora" in library`, `len(library)`."""

    _catalog: Catalog

    def __getitem__(self, id_: str) -> Paper:
        return self._catalog.papers[id_].record

    def __contains__(self, id_: object) -> bool:
        return id_ in self._catalog.papers

    def __iter__(self) -> Iterator[str]:
        return iter(self._catalog.papers)

    def __len__(self) -> int:
        return len(self._catalog.papers)

    @property
    def papers(self) -> Mapping[str, Paper]:
        """All papers by id."""
        return MappingProxyType({id_: entry.record for id_, entry in self._catalog.papers.items()})

    @property
    def resources(self) -> Mapping[str, Resource]:
        """All datasets, benchmarks, leaderboards, tools and lists by id."""
        return MappingProxyType({id_: entry.record for id_, entry in self._catalog.resources.items()})

    @property
    def topics(self) -> Mapping[str, Topic]:
        """The topics by path, in reading order."""
        return MappingProxyType({path: entry.record for path, entry in self._catalog.topics.items()})

    @property
    def venues(self) -> Mapping[str, Venue]:
        """The venues by name."""
        return MappingProxyType({name: entry.record for name, entry in self._catalog.venues.items()})

    def find(self, text: str) -> str | None:
        """Find a paper's id by id, title, name, arXiv id, DOI or address in any form; None if there is none."""
        if text in self._catalog.papers:
            return text
        found = self._catalog.find_by_identifier(text) or self._catalog.find_by_title(text)
        return found.id if found else None

    def filter(
        self,
        *,
        topic: str | Iterable[str] = (),
        year: int | tuple[int, int] | None = None,
        venue: str | Iterable[str] = (),
        code: bool | None = None,
        published: bool | None = None,
        author: str | None = None,
        text: str | None = None,
    ) -> dict[str, Paper]:
        """Choose papers, newest first, as `llmpapers list` does; every condition that is given has to hold.

        Args:
            topic: paths, such as `compression/pruning`; papers of the topics below are meant, too.
            year: one, or the first and the last.
            venue: names or aliases, in any case.
            code: whether there is code.
            published: whether the venue is more than a preprint server.
            author: words that all stand in one author's name.
            text: words that all stand in title, names, authors, summary or identifiers.

        Returns:
            The papers by id.

        Raises:
            LlmpapersError: if there is no such topic or venue.
        """
        filters = Filters(
            topics=tuple(self._topic(name) for name in _several(topic)),
            years=(year, year) if isinstance(year, int) else year,
            venues=tuple(self._venue(name) for name in _several(venue)),
            code=code,
            published=published,
            author=author,
            text=text,
        )
        return {entry.id: entry.record for entry in select_papers(self._catalog, filters)}

    def export(self, format: str, ids: Iterable[str] | None = None) -> str:
        """Write papers as `bibtex`, `csl-json`, `ris`, `json`, `jsonl`, `csv` or `markdown`.

        Args:
            format: one of these names.
            ids: which papers, in this order; all if left out.

        Raises:
            LlmpapersError: if there is no such format or paper.
        """
        if format not in FORMATS:
            raise LlmpapersError(f"there is no format {format!r}; known: {', '.join(FORMATS)}")
        chosen = None if ids is None else list(ids)
        for id_ in chosen or ():
            if id_ not in self:
                raise LlmpapersError(f"there is no paper {id_!r}; {did_you_mean(id_, self, 'look it up with `find`')}")
        return "".join(Export(self._catalog, format, chosen).pieces())

    def _topic(self, name: str) -> str:
        if name not in self._catalog.topics:
            hint = did_you_mean(name, self._catalog.topics, "look at `topics`")
            raise LlmpapersError(f"there is no topic {name!r}; {hint}")
        return name

    def _venue(self, name: str) -> str:
        found = self._catalog.find_venue(name)
        if found is None:
            hint = did_you_mean(name, self._catalog.venues, "look at `venues`")
            raise LlmpapersError(f"there is no venue {name!r}; {hint}")
        return found


def _several(names: str | Iterable[str]) -> Iterable[str]:
    return (names,) if isinstance(names, str) else names


def load(path: str | PathLike[str] = ".") -> Library:
    """Read a catalog for notebooks and scripts.

    Args:
        path: the project's folder, or one inside it.

    Raises:
        LlmpapersError: if there is no catalog, or it has errors; the first one is named.

    In a catalog of drafts, authors that are still to be written are an empty list, and such a summary an empty text.
    """
    project = find_project(real_path(Path(path)))
    checked = read_and_check(project.root)
    errors = [problem for problem in checked.problems if problem.severity is Severity.ERROR]
    if errors:
        first = errors[0]
        rest = f" (and {len(errors) - 1} more; see `llmpapers check`)" if len(errors) > 1 else ""
        raise LlmpapersError(f"{first.file}:{first.line}:{first.column}: {first.message}; {first.hint}{rest}")
    return Library(presentable(checked.catalog))
