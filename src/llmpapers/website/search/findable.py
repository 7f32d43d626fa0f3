"""What can be found: papers, resources, topics and hand-written pages in one form."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from llmpapers.catalog import NO_VENUE, Sourced
from llmpapers.models import Paper
from llmpapers.website.search.pages import PageText
from llmpapers.website.templates import plain_text
from llmpapers.website.views import Views

_SHOWN_AUTHORS = 12


class Kind(IntEnum):
    """What a result is; the number stands in the files."""

    PAPER = 0
    TOPIC = 1
    RESOURCE = 2
    PAGE = 3


@dataclass(frozen=True, slots=True)
class Findable:
    """One thing that can be found."""

    kind: Kind
    address: str
    """From the site's root; of a paper, its id."""
    title: str
    name: str = ""
    """The short name."""
    others: Sequence[str] = ()
    """Earlier titles and further names."""
    authors: Sequence[str] = ()
    text: str = ""
    facts: Sequence[str] = ()
    """Venue, year and topics, as texts."""
    identifiers: Sequence[str] = ()
    shown: str = ""
    """Where and when it was published, or how large it is."""
    topic: int = -1
    """Number of the topic that is shown with it."""

    def record(self) -> list[object]:
        """Give what the list of results shows, in the order in which the script reads it."""
        authors: list[object] = list(self.authors[:_SHOWN_AUTHORS])
        if len(self.authors) > _SHOWN_AUTHORS:
            authors.append(len(self.authors) - _SHOWN_AUTHORS)
        row = [int(self.kind), self.address, self.title, self.name, self.shown, self.topic, authors, list(self.others)]
        while row[-1] in ("", -1, []):
            row.pop()
        return row


def everything_findable(views: Views, pages: Iterable[PageText]) -> Iterator[Findable]:
    """List what can be found, in the order of the numbers that the index gives.

    Papers come last and in the order in which they were added, so that a new one leaves the others' numbers alone.
    """
    for page in pages:
        yield Findable(Kind.PAGE, page.address, page.title, text=page.text)
    numbers = {path: number for number, path in enumerate(views.topics)}
    for topic in views.topics.values():
        count = f"{topic.count} paper{'s' if topic.count != 1 else ''}"
        # "moe inference" is what a reader types who knows the address or the short word.
        others = [topic.full_title, topic.path.replace("/", " ")] if topic.depth else []
        yield Findable(Kind.TOPIC, topic.address, topic.title, others=others, shown=count, topic=numbers[topic.path])
    for id_, entry in views.catalog.resources.items():
        yield Findable(
            Kind.RESOURCE,
            f"resources/#{id_}",
            entry.record.name,
            others=entry.record.also_known_as or (),
            text=plain_text(entry.record.description),
            shown=entry.record.kind.value,
        )
    added = sorted(views.catalog.papers.values(), key=lambda entry: (entry.record.added, entry.id))
    for paper in added:
        yield _paper(views, paper, numbers)


def _paper(views: Views, entry: Sourced[Paper], numbers: dict[str, int]) -> Findable:
    record = entry.record
    venue = views.venue(record.venue)
    facts = [str(record.year), *([venue.name] if record.venue != NO_VENUE else []), *(venue.aliases or ())]
    facts += [views.topics[path].full_title for path in record.topics]
    return Findable(
        Kind.PAPER,
        entry.id,
        record.title,
        name=record.short_name or "",
        others=record.also_known_as or (),
        authors=record.authors,
        text=plain_text(record.summary),
        facts=facts,
        identifiers=[identifier for identifier in (record.arxiv, record.doi) if identifier],
        shown=views.paper(entry.id).dates,
        topic=numbers[record.topics[0]] if record.topics else -1,
    )
