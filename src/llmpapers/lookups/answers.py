"""What comes back from a request, and what a status means that is not 200."""

import base64
import binascii
import email.utils
from dataclasses import asdict, dataclass, field
from typing import Any

from llmpapers.lookups.faults import Fault, NoAnswerError


@dataclass(frozen=True)
class Hop:
    """A redirect on the way to an answer."""

    status: int
    to: str


@dataclass(frozen=True)
class Answer:
    """What came back, after redirects."""

    address: str
    """Where it came from in the end."""
    status: int
    media_type: str
    """In lower case, without parameters."""
    body: bytes = field(repr=False)
    hops: tuple[Hop, ...] = ()
    retry_after: str | None = None


def seconds_to_wait(retry_after: str | None, now: float) -> float | None:
    """Read a `Retry-After` header: seconds, or a date (RFC 9110, section 10.2.3).

    Args:
        retry_after: the header's text.
        now: seconds since 1970.

    Returns:
        Seconds from now, 0 or more; None where the header says nothing that can be read.
    """
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return float(text)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, TypeError, OverflowError):
        return None


def refusal(answer: Answer, service: str, what: str) -> NoAnswerError:
    """Say in words why an answer is none."""
    match answer.status:
        case 404 | 410:
            return NoAnswerError(Fault.NOT_FOUND, f"{service} does not know {what}")
        case 406:
            return NoAnswerError(Fault.FORM, f"{service} has no data of {what} that a program can read (status 406)")
        case 429:
            when = f"in {answer.retry_after} seconds" if (answer.retry_after or "").isdigit() else "later"
            message = f"{service} takes no more requests for now (status 429); try again {when}"
            return NoAnswerError(Fault.TOO_MANY, message)
        case 401 | 402 | 403 | 451:
            return NoAnswerError(Fault.REFUSED, f"{service} refuses programs (status {answer.status})")
        case status if status >= 500:
            return NoAnswerError(Fault.TROUBLE, f"{service} has trouble (status {status}); try again later")
        case status:
            return NoAnswerError(Fault.TROUBLE, f"{service} did not take the question about {what} (status {status})")


def to_row(answer: Answer) -> dict[str, Any]:
    """Give the form in which an answer is kept."""
    return {**asdict(answer), "body": base64.b64encode(answer.body).decode("ascii")}


def from_row(row: dict[str, Any] | None) -> Answer | None:
    """Read what was kept; None where it is damaged."""
    if row is None:
        return None
    try:
        body = base64.b64decode(row["body"], validate=True)
        hops = tuple(Hop(int(hop["status"]), str(hop["to"])) for hop in row["hops"])
        return Answer(str(row["address"]), int(row["status"]), str(row["media_type"]), body, hops)
    except (KeyError, TypeError, ValueError, binascii.Error):
        return None
