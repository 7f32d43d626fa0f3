"""The catalog's data as files of the site, made one at a time."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from hashlib import blake2b
from itertools import islice

from llmpapers.catalog import Catalog
from llmpapers.exporters.bibtex import bibtex_entries
from llmpapers.exporters.catalog_file import SCHEMA_NAME, around_papers, paper_lines
from llmpapers.exporters.citing import CitedPaper, cited_papers
from llmpapers.exporters.csv_table import csv_table
from llmpapers.exporters.ris import ris_file
from llmpapers.schema import KINDS, schema_text
from llmpapers.website.joined_files import Around, JoinedFiles, Make, begins_of
from llmpapers.website.site_files import FileKeys, SiteFile, entry_key


def data_files(
    catalog: Catalog, citation_keys: Mapping[str, str], keys: FileKeys, joined: JoinedFiles
) -> Iterator[SiteFile]:
    """Give every data file: the whole catalog in several formats, the BibTeX of each topic, the schemas.

    Args:
        catalog: what is written.
        citation_keys: of the papers, by id.
        keys: those of the site's files.
        joined: what joins pieces to files.
    """
    whole = _Whole(catalog, citation_keys, keys, joined)
    lines = around_papers(catalog)
    entries = list(catalog.papers.values())
    yield whole.file("catalog.json", lambda numbers: paper_lines(entries[number] for number in numbers), Around(*lines))
    yield from whole.bibtex_files()
    yield whole.file("catalog.ris", whole.cited(ris_file))
    [heading] = csv_table([])
    yield whole.file("catalog.csv", whole.cited(lambda papers: islice(csv_table(papers), 1, None)), Around(heading))
    topics = [(path, topic.record.title) for path, topic in catalog.topics.items()]
    for kind in KINDS:
        yield SiteFile(f"schema/{kind}.json", partial(schema_text, kind, catalog), keys.key("schema", kind, topics))
    yield SiteFile(f"schema/{SCHEMA_NAME}.json", _catalog_schema_text, keys.key("schema", SCHEMA_NAME))


def _catalog_schema_text() -> str:
    # It is seldom made, and its models take a while.
    from llmpapers.exporters.catalog_schema import catalog_schema

    return json.dumps(catalog_schema(), ensure_ascii=False, indent=2) + "\n"


_NOTHING = Around()


class _Whole:
    """Makes files of all papers."""

    def __init__(self, catalog: Catalog, citation_keys: Mapping[str, str], keys: FileKeys, joined: JoinedFiles) -> None:
        self._catalog = catalog
        self._citation_keys = citation_keys
        self._keys = keys
        self._joined = joined
        self._ids = list(catalog.papers)
        shared = keys.key("data")
        told = ((id_, f"{shared}{entry_key(entry)}{citation_keys[id_]}") for id_, entry in catalog.papers.items())
        self._pieces = {id_: blake2b(text.encode(), digest_size=12).hexdigest() for id_, text in told}

    def file(self, name: str, make: Make, around: Around = _NOTHING) -> SiteFile:
        """Give a file that holds all papers."""
        pieces = list(self._pieces.values())
        return self._joined.file(name, self._keys.key(name, around, "".join(pieces)), pieces, make, around)

    def cited(self, write: Callable[[Iterable[CitedPaper]], Iterable[str]]) -> Make:
        """Let papers be written as citations."""

        def make(numbers: Sequence[int]) -> Iterable[str]:
            ids = (self._ids[number] for number in numbers)
            return write(cited_papers(self._catalog, ids, self._citation_keys))

        return make

    def bibtex_files(self) -> Iterator[SiteFile]:
        """Give the BibTeX of all papers, and that of each topic, which is cut out of the whole."""
        bibtex = self.file("catalog.bib", self.cited(bibtex_entries))
        yield bibtex

        numbers = {id_: number for number, id_ in enumerate(self._ids)}

        @cache
        def whole() -> tuple[memoryview, Sequence[int]]:
            return memoryview(bibtex.made()), begins_of(bibtex.note)

        def content(members: Sequence[str]) -> bytes:
            written, begins = whole()
            return b"".join(written[begins[n] : begins[n + 1]] for n in map(numbers.__getitem__, members))

        for topic in self._catalog.shown_topics():
            path = topic.record.path
            members = [entry.id for entry in self._catalog.papers_of_topic(path)]
            key = self._keys.key("topic.bib", "".join(map(self._pieces.__getitem__, members)))
            yield SiteFile(f"topics/{path}/papers.bib", partial(content, members), key)
