"""OpenReview's API, which answers where its pages refuse programs: https://docs.openreview.net/."""

from typing import Any
from urllib.parse import urlencode

from llmpapers.candidates import Candidate
from llmpapers.lookups.client import Client
from llmpapers.lookups.faults import Fault, NoAnswerError
from llmpapers.lookups.findings import Finding
from llmpapers.lookups.json_answers import listed, mapping, read_json, text
from llmpapers.venue_names import year_in

NAME = "OpenReview"


def find_by_id(client: Client, base: str, id_: str) -> Finding:
    """Ask for a submission.

    Raises:
        NoAnswerError: if there is none, or no answer.
    """
    what = f"the submission {id_}"
    answer = client.get(f"{base}/notes?{urlencode({'id': id_})}", NAME, read_json, accept="application/json", what=what)
    notes = [mapping(note) for note in listed(answer.get("notes"))]
    content = mapping(notes[0].get("content")) if notes else {}
    title = text(_value(content, "title"))
    if not title:
        raise NoAnswerError(Fault.NOT_FOUND, f"{NAME} does not know {what}")
    venue = text(_value(content, "venue"))
    candidate = Candidate(
        title=title,
        authors=tuple(name for author in listed(_value(content, "authors")) if (name := text(author))),
        venue=venue,
        year=year_in(venue or ""),
        url=f"https://openreview.net/forum?id={id_}",
        source=NAME,
    )
    return Finding(candidate, f"https://openreview.net/forum?id={id_}", preprint=not venue)


def _value(content: dict[str, Any], name: str) -> object:
    """Give a field of the newer form, `{"value": …}`, or of the older one."""
    field = content.get(name)
    return field.get("value") if isinstance(field, dict) else field
