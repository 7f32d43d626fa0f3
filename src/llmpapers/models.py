"""What a catalog holds: papers, resources, topics and venues, field by field."""

import datetime
import html
import re
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from llmpapers.identifiers import INVISIBLE, id_hint, is_entry_id, is_web_address, parse_arxiv, strip_doi_resolver

UNWRITTEN = "TODO"
"""Begins what a person has still to write."""


class ResourceKind(StrEnum):
    """What sort of thing a resource is."""

    DATASET = "dataset"
    BENCHMARK = "benchmark"
    LEADERBOARD = "leaderboard"
    TOOL = "tool"
    LIST = "list"


class VenueKind(StrEnum):
    """What sort of publication a venue is; it decides the type of a BibTeX entry."""

    CONFERENCE = "conference"
    JOURNAL = "journal"
    WORKSHOP = "workshop"
    PREPRINT = "preprint"


class Status(StrEnum):
    """Whether a resource is still kept up."""

    ACTIVE = "active"
    ARCHIVED = "archived"


class Drafts(StrEnum):
    """Whether a catalog may hold unfinished entries."""

    ALLOWED = "allowed"
    REFUSED = "refused"


def _fault(code: str, message: str, hint: str) -> PydanticCustomError:
    """Make an error that carries a problem's code and hint through pydantic."""
    return PydanticCustomError(code, "{message}", {"message": message, "hint": hint})


FORBIDDEN = re.compile(f"[{INVISIBLE}]")
"""Characters that no text may hold."""
_FORBIDDEN_IN_PROSE = re.compile(FORBIDDEN.pattern.replace(r"\x00-\x1f", r"\x00-\x08\x0b-\x1f"))


def _one_line(longest: int) -> Callable[[str], str]:
    visible = _visible(longest, breaks=False)

    def check(text: str) -> str:
        if _is_plain_line(text, longest):
            return text
        if not text.strip():
            raise _fault("empty-field", "the text is empty", "write a value, or leave the field out")
        if text != text.strip():
            raise _fault("bad-text", "the text begins or ends with a blank", "delete the blank")
        return visible(text)

    return check


def _is_plain_line(text: str, longest: int) -> bool:
    """Tell a text of nothing but visible ASCII, as most are: nothing is wrong with it, and nothing is cut off."""
    return text.isascii() and text.isprintable() and 0 < len(text) <= longest and text[0] != " " != text[-1]


def _visible(longest: int, *, breaks: bool) -> Callable[[str], str]:
    def check(text: str) -> str:
        if len(text) > longest:
            raise _fault("bad-text", f"the text has {len(text)} characters, more than {longest}", "shorten it")
        if found := (_FORBIDDEN_IN_PROSE if breaks else FORBIDDEN).search(text):
            name = "a line break" if found[0] == "\n" else f"the character U+{ord(found[0]):04X}"
            raise _fault("bad-text", f"the text holds {name}", "write one line of visible text")
        return text

    return check


def _prose(longest: int) -> Callable[[str], str]:
    visible = _visible(longest, breaks=True)

    def check(text: str) -> str:
        if _is_plain_line(text, longest):
            return text
        if not text.strip():
            raise _fault("empty-field", "the text is empty", "write a value, or leave the field out")
        return visible(text.strip())

    return check


def _arxiv(text: str) -> str:
    found = parse_arxiv(text)
    if found is None:
        raise _fault("bad-arxiv", f"{text!r} is no arXiv id", 'write the bare id, such as "2402.12354"')
    if found.text != text:
        raise _fault("bad-arxiv", f"{text!r} is not the bare arXiv id", f'write "{found.text}"')
    return text


def _doi(text: str) -> str:
    bare = strip_doi_resolver(text)
    if bare is None:
        raise _fault("bad-doi", f"{text!r} is no DOI", "a DOI looks like 10.1145/3694715.3695964")
    if bare.lower().startswith("10.48550/arxiv."):
        raise _fault("bad-doi", "this DOI only repeats the arXiv id", "leave `doi` out, and write the id into `arxiv`")
    if bare != text:
        raise _fault("bad-doi", f"{text!r} is more than the bare DOI", f"write {bare}")
    return text


def _url(text: str) -> str:
    if not is_web_address(text):
        guess = f"https://{text}" if is_web_address(f"https://{text}") else None
        hint = f"did you mean {guess!r}?" if guess else "write an absolute address that begins with https://"
        raise _fault("bad-url", f"{text!r} is no http(s) address", hint)
    return text


def _id(text: str) -> str:
    if not is_entry_id(text):
        raise _fault("bad-id", f"{text!r} is no id", id_hint(text))
    return text


def _markdown(text: str) -> str:
    """Refuse what a Markdown renderer would pass on or link to unchecked."""
    # Attribute lists, `{: onclick=…}`, are HTML in another dress.
    if found := re.search(r"<[A-Za-z/!?][^>]{0,40}|\{:|\{[^{}\n]{0,200}=", text):
        hint = "use Markdown: *emphasis*, `code`, [text](address)"
        raise _fault("html-in-text", f"HTML in the text: {found[0][:40]}", hint)
    if "-8<-" in text:
        raise _fault("html-in-text", "a snippet of another file in the text", "write out what it says")
    if "![" in text:
        raise _fault("html-in-text", "an image in the text", "describe it in words, or link to it: [text](address)")
    # A browser decodes entities, and drops line breaks and tabs, before it reads the scheme.
    decoded = html.unescape(text)
    for pattern, safe in _DESTINATIONS:
        for found in pattern.finditer(decoded):
            if not safe.fullmatch(re.sub(r"[\t\r\n]", "", found[1])):
                hint = "link to https:// addresses, or to pages of the site: site:papers/"
                raise _fault("bad-url", f"a link to {found[1][:60]!r}", hint)
    return text


# What a link leads to, and what of it is let through: in the text, where more markup may be in it, and in a line that
# defines it, which may also be a text with a colon. Links may be in one another, so the destination is only looked at.
_DESTINATIONS = (
    (re.compile(r"\]\([\s<]*+(?=([^ )>]*))"), re.compile(r"https?://[^`\\]+|(site:)?[\w./#?=&%~-]*")),
    (re.compile(r"\]:[\s<]*+(?=([^\s>]*))"), re.compile(r"https?://[^`\\]+|(site:)?[^:`\\]*")),
)


def _whole_link(value: object) -> object:
    """Let a bare address stand for a link without a label."""
    return {"url": value} if isinstance(value, str) else value


Line = Annotated[str, StringConstraints(strict=True), AfterValidator(_one_line(300))]
Title = Annotated[str, StringConstraints(strict=True), AfterValidator(_one_line(400))]
Prose = Annotated[str, StringConstraints(strict=True), AfterValidator(_prose(4000))]
Markdown = Annotated[str, StringConstraints(strict=True), AfterValidator(_prose(20000)), AfterValidator(_markdown)]
Arxiv = Annotated[str, StringConstraints(strict=True), AfterValidator(_arxiv)]
Doi = Annotated[str, StringConstraints(strict=True), AfterValidator(_doi)]
Url = Annotated[str, StringConstraints(strict=True), AfterValidator(_url), Field(json_schema_extra={"format": "uri"})]
EntryId = Annotated[str, StringConstraints(strict=True), AfterValidator(_id)]
TopicPath = Annotated[Line, Field(description="Path of a topic.", json_schema_extra={"x-names": "topics"})]
ParentPath = Annotated[Line, Field(json_schema_extra={"x-hints": "topics"})]
VenueName = Annotated[Line, Field(json_schema_extra={"x-names": "venues"})]
Waivers = Annotated[dict[str, Line], Field(min_length=1, json_schema_extra={"x-keys": "warnings"})]


def _known(**fields: Any) -> Any:
    return Field(default=None, min_length=1, **fields)


class Record(BaseModel):
    """What all kinds of records share: no unknown fields, no conversions, no changes after reading."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Link(Record):
    """An address with an optional label."""

    url: Url = Field(description="Absolute http(s) address.")
    label: Line | None = Field(default=None, description="What stands on the link, where it is not just 'Code'.")


class LabeledLink(Record):
    """An address with what stands on the link."""

    label: Line = Field(description="What stands on the link: Slides, Video, Blog, Models.")
    url: Url = Field(description="Absolute http(s) address.")


CodeLink = Annotated[Link, BeforeValidator(_whole_link, json_schema_input_type=Url | Link)]


class Paper(Record):
    """A paper: `catalog/papers/<id>.yaml`."""

    title: Title = Field(description="Exact title of the version that `venue` names.")
    short_name: Line | None = Field(default=None, description="Name of the method or system, as its authors write it.")
    authors: list[Line] = Field(min_length=1, description="All authors in order, each as 'Given Family'.")
    venue: VenueName = Field(description="Formal publication by the venue's name; arXiv where there is none.")
    year: int = Field(description="Year of that publication.")
    arxiv: Arxiv | None = Field(default=None, description="Bare arXiv id in quotes, without version.")
    doi: Doi | None = Field(default=None, description="DOI of the formal publication, without resolver.")
    url: Url | None = Field(default=None, description="Page of the paper at its venue.")
    pdf: Url | None = Field(default=None, description="The paper as PDF, where arXiv does not have it.")
    code: list[CodeLink] | None = _known(description="Official code: addresses, or `url` with `label`.")
    project: Url | None = Field(default=None, description="The project's page.")
    links: list[LabeledLink] | None = _known(description="Slides, video, blog, models: `label` with `url`.")
    award: Line | None = Field(default=None, description="Award of the venue.")
    topics: list[TopicPath] = Field(min_length=1, description="Paths of topics, the fittest first; at most four.")
    summary: Prose = Field(description="One to three sentences in our own words: problem, idea, result.")
    also_known_as: list[Title] | None = _known(description="Earlier titles and names.")
    former_ids: list[EntryId] | None = _known(description="Ids that this entry had; their addresses lead here.")
    builds_on: list[EntryId] | None = _known(description="Ids of papers whose method this one extends or uses.")
    related: list[EntryId] | None = _known(description="Ids of papers on the same problem.")
    added: datetime.date = Field(description="Day on which the entry was added: year-month-day.")
    withdrawn: Line | None = Field(default=None, description="Why the paper was withdrawn, if it was.")
    not_duplicates: list[EntryId] | None = _known(description="Ids of like-looking papers that are other works.")
    waive: Waivers | None = Field(default=None, description="Code of a warning, and why it is all right here.")


class PaperReference(Record):
    """A paper outside the catalog."""

    title: Title = Field(description="The paper's title.")
    url: Url = Field(description="Address of the paper.")


class Resource(Record):
    """A dataset, benchmark, leaderboard, tool or list: `catalog/resources/<id>.yaml`."""

    name: Title = Field(description="The resource's name, as its makers write it.")
    kind: ResourceKind = Field(strict=False, description="dataset, benchmark, leaderboard, tool or list.")
    url: Url = Field(description="Where it lives.")
    repository: Url | None = Field(default=None, description="Its source repository, where that is another address.")
    description: Prose = Field(description="One or two sentences in our own words: what it is, and what for.")
    topics: list[TopicPath] | None = _known(description="Paths of topics, the fittest first.")
    paper: EntryId | PaperReference | None = Field(
        default=None, description="Its paper: an id of this catalog, or `title` with `url`."
    )
    status: Status | None = Field(default=None, strict=False, description="active or archived.")
    status_note: Line | None = Field(default=None, description="What became of it, and what to use instead.")
    also_known_as: list[Title] | None = _known(description="Earlier and other names.")
    former_ids: list[EntryId] | None = _known(description="Ids that this entry had.")
    added: datetime.date = Field(description="Day on which the entry was added: year-month-day.")
    waive: Waivers | None = Field(default=None, description="Code of a warning, and why it is all right here.")


class Recommendation(Record):
    """A paper to read first, and why."""

    paper: EntryId = Field(description="Id of the paper.")
    why: Line = Field(description="Why to read it first, in one sentence.")


class Topic(Record):
    """A node of the taxonomy: an item of `catalog/topics.yaml`, in reading order."""

    id: EntryId = Field(description="Last part of the topic's path.")
    title: Line = Field(description="Heading of the topic's page.")
    parent: ParentPath | None = Field(
        default=None, description="Path of the topic above, which stands before this one."
    )
    description: Markdown | None = Field(default=None, description="Markdown prose that orients a newcomer.")
    start_here: list[Recommendation] | None = _known(description="Three to five papers to read first: `paper`, `why`.")

    @property
    def path(self) -> str:
        """The topic's name: `compression/low-rank`."""
        return f"{self.parent}/{self.id}" if self.parent else self.id


class Venue(Record):
    """A conference, journal, workshop or preprint server: an item of `catalog/venues.yaml`."""

    id: EntryId = Field(description="Key of the venue in files and addresses.")
    name: Line = Field(description="Short name, as entries write it and pages show it.")
    full_name: Line = Field(description="Full name without a year, as it stands in a BibTeX entry.")
    kind: VenueKind = Field(strict=False, description="conference, journal, workshop or preprint.")
    aliases: list[Line] | None = _known(description="Other names by which lists and databases call it.")
    url: Url | None = Field(default=None, description="Home page of the venue.")


class LinkWaiver(Record):
    """An address that the link check leaves alone: an item of `catalog/links.yaml`."""

    url: Url = Field(description="The address, as it stands in an entry.")
    reason: Line = Field(description="Why it may fail.")
    until: datetime.date | None = Field(default=None, description="Day from which it is checked again.")


class CatalogInfo(Record):
    """What `catalog/catalog.yaml` says of the catalog as a whole."""

    format: int = Field(description="Version of the catalog format: 1.")
    drafts: Drafts | None = Field(
        default=None,
        strict=False,
        description="allowed, where entries may be unfinished: TODO is then a warning instead of an error.",
    )
