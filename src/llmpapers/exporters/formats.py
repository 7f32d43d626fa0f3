"""The formats that papers can be exported in, by name."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from llmpapers.catalog import Catalog, Sourced
from llmpapers.exporters.bibtex import bibtex_entries
from llmpapers.exporters.citing import CitedPaper, cited_papers
from llmpapers.exporters.csl_json import csl_json_file
from llmpapers.exporters.csv_table import csv_table
from llmpapers.exporters.json_entries import entries_json, entries_jsonl
from llmpapers.exporters.markdown_list import markdown_list
from llmpapers.exporters.ris import ris_file
from llmpapers.models import Paper, Resource

_CITED: dict[str, Callable[[Iterable[CitedPaper]], Iterator[str]]] = {
    "bibtex": bibtex_entries,
    "csl-json": csl_json_file,
    "ris": ris_file,
    "csv": csv_table,
    "markdown": markdown_list,
}
_WHOLE: dict[str, Callable[[Iterable[Sourced[Paper] | Sourced[Resource]]], Iterator[str]]] = {
    "json": entries_json,
    "jsonl": entries_jsonl,
}

FORMATS = ("bibtex", "csl-json", "ris", "json", "jsonl", "csv", "markdown")
"""Names of the formats."""


@dataclass(frozen=True)
class Export:
    """Papers of a catalog in a format."""

    catalog: Catalog
    format: str
    """One of `FORMATS`."""
    ids: Iterable[str] | None = None
    """Which papers, in this order; all by id if left out."""

    def pieces(self) -> Iterator[str]:
        """Write the papers, piece by piece, with the line ends that the format asks for."""
        if self.format in _CITED:
            return _CITED[self.format](cited_papers(self.catalog, self.ids))
        ids = self.catalog.papers if self.ids is None else self.ids
        return _WHOLE[self.format](self.catalog.papers[id_] for id_ in ids)
