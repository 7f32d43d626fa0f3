"""JSON from outside: read with care, for a field may hold anything or be missing."""

import html
import json
import re
from typing import Any

from llmpapers.lookups.answers import Answer
from llmpapers.lookups.faults import Fault, NoAnswerError


def read_json(answer: Answer, service: str) -> dict[str, Any]:
    """Read an answer that should be a JSON object.

    Raises:
        NoAnswerError: if it is something else.
    """
    start = answer.body.lstrip()[:1]
    if answer.media_type in {"text/html", "application/xhtml+xml"} or start == b"<":
        message = f"{service} sent a page instead of data; a proxy or a login may stand between, or the service is down"
        raise NoAnswerError(Fault.UNREADABLE, message)
    try:
        data = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        message = f"{service} sent data that is no JSON, perhaps cut off; try again later"
        raise NoAnswerError(Fault.UNREADABLE, message) from error
    if not isinstance(data, dict):
        raise NoAnswerError(Fault.UNREADABLE, f"{service} sent data of another shape than it documents")
    return data


def mapping(value: object) -> dict[str, Any]:
    """Give the value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def listed(value: object) -> list[Any]:
    """Give the value as a list: itself, an only item, or nothing."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def text(value: object) -> str | None:
    """Give the first text of a value that is one or a list of some: on one line, without markup or entities."""
    found = next((item for item in listed(value) if isinstance(item, str)), None)
    if found is None:
        return None
    # Crossref has titles with <i> and MathML, and now and then entities of entities.
    plain = html.unescape(html.unescape(re.sub(r"</?[A-Za-z][^<>]{0,200}>", "", found)))
    return " ".join(plain.split()) or None


def number(value: object) -> int | None:
    """Give a year or another small number that is written in digits or as one."""
    if isinstance(value, str) and re.fullmatch(r"\d{1,6}", value.strip()):
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**6 else None
