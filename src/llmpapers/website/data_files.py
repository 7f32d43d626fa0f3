"""The catalog's data as files of the site, made one at a time."""

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from llmpapers.catalog import Catalog
from llmpapers.exporters.bibtex import bibtex_entries
from llmpapers.exporters.catalog_file import SCHEMA_NAME, catalog_json, catalog_schema
from llmpapers.exporters.citing import CitedPaper, cited_papers
from llmpapers.exporters.csv_table import csv_table
from llmpapers.exporters.ris import ris_file
from llmpapers.schema import KINDS, schema_text


def data_files(catalog: Catalog, keys: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Write every data file: the whole catalog in several formats, the BibTeX of each topic, the schemas.

    Args:
        catalog: what is written.
        keys: the papers' citation keys.

    Yields:
        Name and content.
    """
    papers = list(cited_papers(catalog, keys=keys))
    yield "catalog.json", _whole(catalog_json(catalog))
    yield from _bibtex_files(catalog, papers)
    yield "catalog.ris", _whole(ris_file(papers))
    yield "catalog.csv", _whole(csv_table(papers))
    for kind in KINDS:
        yield f"schema/{kind}.json", schema_text(kind, catalog).encode()
    schema = json.dumps(catalog_schema(), ensure_ascii=False, indent=2)
    yield f"schema/{SCHEMA_NAME}.json", f"{schema}\n".encode()


def _bibtex_files(catalog: Catalog, papers: Sequence[CitedPaper]) -> Iterator[tuple[str, bytes]]:
    """Write each paper once, and cut the files of the topics out of the whole."""
    buffer = io.BytesIO()
    places: dict[str, slice] = {}
    for paper, entry in zip(papers, bibtex_entries(papers), strict=True):
        start = buffer.tell()
        buffer.write(entry.encode())
        places[paper.id] = slice(start, buffer.tell())
    whole = buffer.getvalue()
    yield "catalog.bib", whole
    for topic in catalog.shown_topics():
        members = catalog.papers_of_topic(topic.record.path)
        yield f"topics/{topic.record.path}/papers.bib", b"".join(whole[places[entry.id]] for entry in members)


def _whole(pieces: Iterable[str]) -> bytes:
    """Join pieces without holding all of them beside the result."""
    buffer = io.BytesIO()
    buffer.writelines(piece.encode() for piece in pieces)
    return buffer.getvalue()
