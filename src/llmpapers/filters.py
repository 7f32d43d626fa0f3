"""Which papers are meant: the same filters in the terminal and on the site."""

from collections.abc import Iterable
from dataclasses import dataclass

from llmpapers.catalog import NO_VENUE, Catalog, Sourced, submitted, topic_lineage
from llmpapers.identifiers import fold
from llmpapers.models import Paper, Resource, VenueKind


@dataclass(frozen=True)
class Filters:
    """What a paper has to be; a filter that is not set lets everything through."""

    topics: tuple[str, ...] = ()
    """Paths; a paper is in one of them or below it."""
    years: tuple[int, int] | None = None
    """First and last year, both included."""
    venues: tuple[str, ...] = ()
    """Names."""
    code: bool | None = None
    """Whether there is code."""
    published: bool | None = None
    """Whether it was formally published: its venue is no preprint server."""
    author: str | None = None
    """Words that all stand in one author's name, in any order; accents and case aside."""
    text: str | None = None
    """Words that all stand in title, names, authors, summary or identifiers."""

    def accept(self, paper: Paper, *, preprint: bool = False) -> bool:
        """Tell whether a paper passes; `preprint` says whether its venue is a preprint server."""
        return (
            (not self.topics or any(topic in lineage for topic in self.topics for lineage in _lineages(paper)))
            and (self.years is None or self.years[0] <= paper.year <= self.years[1])
            and (not self.venues or paper.venue in self.venues)
            and (self.code is None or bool(paper.code) == self.code)
            and (self.published is None or self.published != preprint)
            and (not self.author or any(_has_words(self.author, fold(name)) for name in paper.authors))
            and (not self.text or _has_words(self.text, searchable_text(paper)))
        )


def _has_words(words: str, folded: str) -> bool:
    return all(word in folded for word in fold(words).replace(",", " ").split())


def _lineages(paper: Paper) -> list[list[str]]:
    return [topic_lineage(topic) for topic in paper.topics]


def searchable_text(paper: Paper) -> str:
    """Everything of a paper that a reader may remember, folded."""
    parts = [paper.title, paper.short_name or "", *(paper.also_known_as or []), *paper.authors, paper.summary]
    parts += [paper.arxiv or "", paper.doi or ""]
    return fold(" ".join(parts))


def newest_first(papers: Iterable[Sourced[Paper]]) -> list[Sourced[Paper]]:
    """Sort papers for reading: by year, then by date of the preprint, newest first; then by title."""
    by_title = sorted(papers, key=lambda entry: (fold(entry.record.title), entry.id))
    return sorted(by_title, key=lambda e: (e.record.year, submitted(e.record) or (0, 0)), reverse=True)


def select_papers(catalog: Catalog, filters: Filters) -> list[Sourced[Paper]]:
    """List the papers that pass, newest first."""
    preprints = {name for name, venue in catalog.venues.items() if venue.record.kind is VenueKind.PREPRINT} | {NO_VENUE}
    return newest_first(
        entry
        for entry in catalog.papers.values()
        if filters.accept(entry.record, preprint=entry.record.venue in preprints)
    )


def select_resources(catalog: Catalog, filters: Filters) -> list[Sourced[Resource]]:
    """List the resources that pass the filters that a resource has: topics and text."""

    def accept(resource: Resource) -> bool:
        lineages = [topic_lineage(topic) for topic in resource.topics or []]
        text = fold(" ".join([resource.name, *(resource.also_known_as or []), resource.description]))
        return (not filters.topics or any(t in lineage for t in filters.topics for lineage in lineages)) and (
            not filters.text or _has_words(filters.text, text)
        )

    return [entry for entry in catalog.resources.values() if accept(entry.record)]
