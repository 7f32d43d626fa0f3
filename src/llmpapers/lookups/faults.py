"""What can go wrong with a request, told apart so that callers can say what to do about it."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

import httpx

from llmpapers.errors import LlmpapersError


class Fault(StrEnum):
    """Why there is no answer to use."""

    DNS = "dns"
    CONNECTION = "connection"
    TLS = "tls"
    TIMEOUT = "timeout"
    REDIRECTS = "redirects"
    PRIVATE = "private"
    TOO_LARGE = "too-large"
    NOT_FOUND = "not-found"
    REFUSED = "refused"
    TOO_MANY = "too-many"
    FORM = "form"
    """The service does not have the form that was asked for: status 406."""
    TROUBLE = "trouble"
    UNREADABLE = "unreadable"
    """The answer is cut off, or not what its kind promises."""


class NoAnswerError(LlmpapersError):
    """A service gave no usable answer."""

    def __init__(self, fault: Fault, message: str) -> None:
        super().__init__(message)
        self.fault = fault

    @property
    def is_offline(self) -> bool:
        """Whether this machine rather than the service may be the reason."""
        return self.fault in {Fault.DNS, Fault.CONNECTION, Fault.TIMEOUT}


@contextmanager
def spoken(name: str) -> Iterator[None]:
    """Turn the library's errors into words."""
    again = "check the connection, or try again later"
    try:
        yield
    except httpx.TimeoutException as error:
        raise NoAnswerError(Fault.TIMEOUT, f"{name} did not answer in time; {again}") from error
    except (httpx.ProtocolError, httpx.DecodingError, httpx.ReadError) as error:
        raise NoAnswerError(Fault.UNREADABLE, f"the answer of {name} was cut off or garbled; {again}") from error
    except (httpx.TransportError, httpx.InvalidURL, ValueError, OSError) as error:
        causes = list(_causes(error))
        if any(isinstance(cause, ssl.SSLError) for cause in causes):
            message = f"{name} has a certificate that cannot be trusted, or none"
            raise NoAnswerError(Fault.TLS, message) from error
        if any(isinstance(cause, socket.gaierror) for cause in causes):
            raise NoAnswerError(Fault.DNS, f"{name} was not found; {again}") from error
        raise NoAnswerError(Fault.CONNECTION, f"{name} cannot be reached; {again}") from error


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
