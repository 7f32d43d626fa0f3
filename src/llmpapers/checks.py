"""Rules across fields and entries; each notes its problems at their places."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from llmpapers.catalog import Catalog, Sourced, submitted, topic_lineage
from llmpapers.catalog_memory import SoundPapers
from llmpapers.identifiers import is_web_address, parse_arxiv, parse_doi, title_key
from llmpapers.models import UNWRITTEN, Paper, Resource, Venue, VenueKind
from llmpapers.problem_codes import CODES
from llmpapers.problems import did_you_mean
from llmpapers.reading import Document
from llmpapers.same_work import check_same_resources
from llmpapers.schema import stale_schema_files

FIRST_YEAR = 1936
"""Year of the first work that a catalog of computing could hold."""
SHORT_SUMMARY, LONG_SUMMARY = 60, 600
"""Characters between which a summary's length lies."""
MOST_TOPICS = 4

_IS_UNWRITTEN = re.compile(rf"{UNWRITTEN}\b", re.IGNORECASE)
_FIRST_LETTER = re.compile("[A-Za-z0-9]")
"""Letters that stay what they are when a text is folded, but for their case."""
_LOWER_CASE = b"abcdefghijklmnopqrstuvwxyz"
_NO_NAME = re.compile(r"[,;&@<>{}\\\d]|\b(?:et\s+al|and)\b", re.IGNORECASE)

_Entry = TypeVar("_Entry", Sourced[Paper], Sourced[Resource])

_CODE_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org")


def check_rules(catalog: Catalog, root: Path, sound: SoundPapers | None = None) -> None:
    """Look for everything that is wrong across the fields and entries of a catalog, but for papers of the same work.

    Args:
        catalog: what was read; its documents take the problems.
        root: the project's folder.
        sound: papers that an earlier check found to be sound; takes those that are found now.
    """
    sound = sound or SoundPapers()
    sound.begin(catalog)
    _check_topics(catalog)
    _check_venues(catalog)
    former: dict[str, Sourced[Paper]] = {}
    for paper in catalog.papers.values():
        _check_paper(catalog, paper, sound)
        _check_former_ids(paper, catalog.papers, former)
    sound.end()
    former_of_resources: dict[str, Sourced[Resource]] = {}
    for resource in catalog.resources.values():
        _check_resource(catalog, resource)
        _check_former_ids(resource, catalog.resources, former_of_resources)
    check_same_resources(catalog)
    for name in stale_schema_files(catalog, root):
        document = Document(name)
        document.problem_at("stale-schema", "editors read an old schema", "run `llmpapers schema --write`", 1, 1)
        catalog.documents.append(document)


def _check_topics(catalog: Catalog) -> None:
    seen: set[str] = set()
    for topic in catalog.topic_items:
        path, parent = topic.record.path, topic.record.parent
        named = not topic.faulty & {"id", "parent"}
        if named and path in seen:
            topic.problem("repeated-topic", f"the topic {path!r} stands twice", "delete or rename one", "id")
        if parent is not None and "parent" not in topic.faulty and parent not in seen:
            below = parent in catalog.topics
            hint = "move it above this one" if below else did_you_mean(parent, catalog.topics, "add it above this one")
            what = "stands below its child" if below else "does not exist"
            topic.problem("unknown-parent", f"the parent {parent!r} {what}", hint, "parent")
        if named:
            seen.add(path)
        if not topic.record.description and "description" not in topic.faulty:
            topic.problem("empty-description", f"the topic {path!r} has no prose", "write its `description`", "id")
        for index, start in enumerate(topic.record.start_here or []):
            _check_id(catalog, topic, start.paper, "start_here", index, "paper")


def _check_venues(catalog: Catalog) -> None:
    ids: dict[str, Sourced[Venue]] = {}
    names: dict[str, Sourced[Venue]] = {}
    for venue in catalog.venue_items:
        id_ = venue.record.id
        if "id" not in venue.faulty and ids.setdefault(id_, venue) is not venue:
            venue.problem("repeated-venue", f"the id {id_!r} stands twice", "delete or rename one", "id")
        seen: set[str] = set()
        for text, *place in _texts(venue):
            other = names.setdefault(text.casefold(), venue)
            if other is not venue or text.casefold() in seen:
                hint = "keep it at one venue, and there once"
                venue.problem("repeated-venue", f"{text!r} leads to {_spoken(other)} already", hint, *place)
            seen.add(text.casefold())


def _texts(venue: Sourced[Venue]) -> Iterator[tuple[str, str] | tuple[str, str, int]]:
    """Give what leads to a venue, each with its place."""
    if "name" not in venue.faulty:
        yield venue.record.name, "name"
    for index, alias in enumerate(venue.record.aliases or []):
        yield alias, "aliases", index


def _spoken(venue: Sourced[Venue]) -> str:
    return "a venue above" if "name" in venue.faulty else repr(venue.record.name)


def _check_paper(catalog: Catalog, paper: Sourced[Paper], sound: SoundPapers) -> None:
    if not sound.has(paper):
        for rule in _PAPER_RULES:
            rule(catalog, paper)
    if not paper.document.problems:
        sound.note(paper)
    _relations(catalog, paper)


def _check_resource(catalog: Catalog, resource: Sourced[Resource]) -> None:
    _check_entry_topics(catalog, resource)
    _check_repeats(resource, "topics", "also_known_as", "former_ids")
    _check_waivers(resource)
    if isinstance(resource.record.paper, str):
        _check_id(catalog, resource, resource.record.paper, "paper")


def _topics(catalog: Catalog, paper: Sourced[Paper]) -> None:
    _check_entry_topics(catalog, paper)
    if len(paper.record.topics) > MOST_TOPICS:
        count = len(paper.record.topics)
        hint = f"keep the {MOST_TOPICS} that fit best"
        paper.problem("too-many-topics", f"{count} topics", hint, "topics", MOST_TOPICS)


def _check_entry_topics(catalog: Catalog, entry: Sourced[Paper] | Sourced[Resource]) -> None:
    if "topics" in entry.faulty or "catalog/topics.yaml" in catalog.unread:
        return
    topics = entry.record.topics or []
    implied = {above for topic in topics if topic in catalog.topics for above in topic_lineage(topic)[:-1]}
    for index, topic in enumerate(topics):
        if topic not in catalog.topics:
            hint = did_you_mean(topic, catalog.topics, "the topics are in catalog/topics.yaml")
            entry.problem("unknown-topic", f"there is no topic {topic!r}", hint, "topics", index)
        elif topic in implied:
            entry.problem(
                "parent-and-child-topic", f"{topic!r} is implied by a topic below it", "delete it", "topics", index
            )


def _venue(catalog: Catalog, paper: Sourced[Paper]) -> None:
    name = paper.record.venue
    if "venue" in paper.faulty or name in catalog.venues or "catalog/venues.yaml" in catalog.unread:
        return
    if name == UNWRITTEN and catalog.drafts:
        paper.problem("unfinished-entry", "the venue is still to be written", "name the publication", "venue")
        return
    bare = re.sub(r"^(?:19|20)\d\d\s+|[\s,']*(?:19|20)?\d\d$", "", name)
    meant = catalog.find_venue(name) or catalog.find_venue(bare)
    otherwise = "if it is new, add it to catalog/venues.yaml"
    hint = f"write {meant}" if meant else did_you_mean(name, catalog.venues, otherwise)
    paper.problem("unknown-venue", f"there is no venue {name!r}", hint, "venue")


def _year(catalog: Catalog, paper: Sourced[Paper]) -> None:
    year, added = paper.record.year, paper.record.added
    if "year" in paper.faulty:
        return
    if year < FIRST_YEAR or ("added" not in paper.faulty and year > added.year + 1):
        last = added.year + 1
        paper.problem("bad-year", f"the year {year} cannot be", f"a year lies between {FIRST_YEAR} and {last}", "year")
        return
    first = submitted(paper.record) if "arxiv" not in paper.faulty else None
    venue = catalog.venues.get(paper.record.venue)
    if first and venue and venue.record.kind is VenueKind.PREPRINT and year != first[0]:
        hint = f"write {first[0]}, or name the formal publication"
        paper.problem("year-after-preprint", f"a preprint of {year}, with an arXiv id of {first[0]}", hint, "year")
    elif first and year < first[0]:
        paper.problem(
            "year-before-arxiv", f"published in {year}, but posted in {first[0]}", "check both, or waive this", "year"
        )


def _summary(catalog: Catalog, paper: Sourced[Paper]) -> None:
    summary = paper.record.summary
    if "summary" in paper.faulty:
        return
    length = len(summary)
    if _IS_UNWRITTEN.match(summary):
        hint = "say in one to three sentences of your own the problem, the idea and the result"
        code = "unfinished-entry" if catalog.drafts else "unwritten-summary"
        paper.problem(code, "the summary is still to be written", hint, "summary")
    elif length < SHORT_SUMMARY:
        hint = "say the problem, the idea and the result"
        paper.problem("summary-too-short", f"the summary has only {length} characters", hint, "summary")
    elif length > LONG_SUMMARY:
        hint = f"cut it to {LONG_SUMMARY} at most"
        paper.problem("summary-too-long", f"the summary has {length} characters", hint, "summary")
    if "title" not in paper.faulty and _begins_with(summary, paper.record.title):
        paper.problem("summary-repeats-title", "the summary begins with the title", "say it in other words", "summary")


def _begins_with(summary: str, title: str) -> bool:
    # Most differ in the first letter, or in the first few, and the rest need not be folded.
    if _FIRST_LETTER.match(summary) and _FIRST_LETTER.match(title) and summary[0].lower() != title[0].lower():
        return False
    start, wanted = title_key(summary[:60])[:8], title_key(title)
    return (len(start) < 8 or wanted.startswith(start)) and title_key(summary).startswith(wanted)


def _title(catalog: Catalog, paper: Sourced[Paper]) -> None:
    title = paper.record.title
    raw = title.encode("utf-8", "surrogatepass")
    if len(raw) - len(raw.translate(None, _LOWER_CASE)) >= 0.2 * len(title):
        return
    letters = [character for character in title if character.isalpha() and character.lower() != character.upper()]
    shouting = sum(character.isupper() for character in letters)
    if len(title.split()) >= 4 and len(letters) >= 20 and shouting > 0.8 * len(letters):
        paper.problem("title-in-capitals", "the title is in capitals", "write it as the paper's page does", "title")


def _authors(catalog: Catalog, paper: Sourced[Paper]) -> None:
    if "authors" not in paper.faulty and paper.record.authors == [UNWRITTEN]:
        code = "unfinished-entry" if catalog.drafts else "unwritten-authors"
        paper.problem(code, "the authors are still to be written", "list them all, in order", "authors", 0)
        return
    authors = paper.record.authors if "authors" not in paper.faulty else []
    if len(set(authors)) == len(authors) and not _NO_NAME.search("\n".join(authors)):
        return
    seen: set[str] = set()
    for index, author in enumerate(authors):
        if _NO_NAME.search(author):
            hint = "write 'Given Family', one author an item"
            paper.problem("author-format", f"{author!r} is not written as a name", hint, "authors", index)
        elif author in seen:
            hint = "delete one, or waive this if two authors share the name"
            paper.problem("repeated-author", f"{author!r} stands twice", hint, "authors", index)
        seen.add(author)


def _links(catalog: Catalog, paper: Sourced[Paper]) -> None:
    for name in ("url", "pdf", "project"):
        address = getattr(paper.record, name)
        better = _better_field(address, name) if address else None
        if better and name not in paper.faulty:
            paper.problem("link-in-wrong-field", f"this address belongs into `{better[0]}`", better[1], name)
    for index, link in enumerate(paper.record.links or []):
        better = _better_field(link.url, "links")
        if better:
            paper.problem("link-in-wrong-field", f"this address belongs into `{better[0]}`", better[1], "links", index)


def _better_field(address: str, name: str) -> tuple[str, str] | None:
    """Name the field that an address belongs into, and what to write there."""
    assert is_web_address(address)
    if arxiv := parse_arxiv(address):
        return "arxiv", f'write arxiv: "{arxiv.text}"'
    if "doi.org/" in address and (doi := parse_doi(address)):
        return "doi", f"write doi: {doi}"
    host, _, path = address.partition("://")[2].removeprefix("www.").partition("/")
    if host.lower() in _CODE_HOSTS and path.strip("/").count("/") == 1 and name != "links":
        return "code", "move it to `code`"
    if name == "url" and address.lower().endswith(".pdf"):
        return "pdf", "move it to `pdf`"
    return None


def _relations(catalog: Catalog, paper: Sourced[Paper]) -> None:
    record = paper.record
    for name in ("builds_on", "related", "not_duplicates"):
        for index, id_ in enumerate(getattr(record, name) or []):
            _check_id(catalog, paper, id_, name, index)
    for index, id_ in enumerate(record.related or []):
        other = catalog.papers.get(id_)
        mirrored = other and (
            paper.id in (other.record.builds_on or []) or (paper.id in (other.record.related or []) and id_ < paper.id)
        )
        if id_ in (record.builds_on or []) or mirrored:
            place = "here in `builds_on`" if id_ in (record.builds_on or []) else f"in {id_}"
            paper.problem("repeated-relation", f"{id_!r} is related {place} already", "delete it", "related", index)


def _check_id(catalog: Catalog, entry: Sourced, id_: str, *place: str | int) -> None:  # type: ignore[type-arg]
    if isinstance(entry.record, Paper) and id_ == entry.id:
        entry.problem("self-reference", f"{id_!r} is this entry itself", "delete it", *place)
    elif not catalog.may_have_paper(id_):
        hint = did_you_mean(id_, catalog.papers, "an id is a file's name without .yaml")
        entry.problem("unknown-id", f"there is no paper {id_!r}", hint, *place)


def _lists(catalog: Catalog, paper: Sourced[Paper]) -> None:
    _check_repeats(paper, "topics", "also_known_as", "former_ids", "code", "links")
    _check_repeats(paper, "builds_on", "related", "not_duplicates")


def _check_repeats(entry: Sourced[Paper] | Sourced[Resource], *names: str) -> None:
    for name in names:
        if name in entry.faulty:
            continue
        items = getattr(entry.record, name) or []
        if len(items) < 2:
            continue
        seen: set[str] = set()
        for index, item in enumerate(items):
            value = getattr(item, "url", item)
            if value in seen:
                entry.problem("repeated-item", f"{value!r} stands twice in `{name}`", "delete one", name, index)
            seen.add(value)


def _waivers(catalog: Catalog, paper: Sourced[Paper]) -> None:
    _check_waivers(paper)


def _check_waivers(entry: Sourced[Paper] | Sourced[Resource]) -> None:
    for code in entry.record.waive or {}:
        if code not in CODES:
            hint = did_you_mean(code, CODES, "`llmpapers check --explain` lists the codes")
            entry.problem("unknown-code", f"there is no code {code!r}", hint, "waive", code, at_key=True)
        elif CODES[code].severity == "error":
            entry.problem("not-waivable", f"{code!r} is an error", "mend it instead", "waive", code, at_key=True)


def _check_former_ids(entry: _Entry, living: dict[str, _Entry], owners: dict[str, _Entry]) -> None:
    for index, id_ in enumerate(entry.record.former_ids or []):
        other = living.get(id_) or owners.setdefault(id_, entry)
        if other is entry and id_ != entry.id:
            continue
        message = f"the former id {id_!r} is in use by {other.id!r}"
        entry.problem("former-id-conflict", message, "delete it here or there", "former_ids", index)
        if other is not entry:  # Both files are named, so that a check of either one finds it.
            message = f"{id_!r} is also a former id of {entry.id!r}"
            place = ("former_ids", (other.record.former_ids or []).index(id_)) if id_ not in living else ()
            other.problem("former-id-conflict", message, "delete it here or there", *place)


_PAPER_RULES: tuple[Callable[[Catalog, Sourced[Paper]], None], ...] = (
    _title, _authors, _venue, _year, _topics, _summary, _links, _lists, _waivers,
)  # fmt: skip
"""Rules for a paper by itself, held against topics and venues."""
