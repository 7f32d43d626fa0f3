"""Questions about a new paper in the terminal, with completion of what the catalog knows."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import FuzzyWordCompleter
from prompt_toolkit.validation import ValidationError, Validator

from llmpapers.candidates import Candidate
from llmpapers.errors import LlmpapersError
from llmpapers.identifiers import is_web_address, parse_arxiv, strip_doi_resolver
from llmpapers.problems import did_you_mean

if TYPE_CHECKING:
    from prompt_toolkit.document import Document

    from llmpapers.catalog import Catalog
    from llmpapers.venue_names import VenueNames


def is_interactive() -> bool:
    """Tell whether a person can answer."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


class _Refusing(Validator):
    """Lets an answer through, or says at once what is wrong with it."""

    def __init__(self, fault: Callable[[str], str | None]) -> None:
        self._fault = fault

    def validate(self, document: Document) -> None:
        if message := self._fault(document.text.strip()):
            raise ValidationError(message=message)


class Questions:
    """Asks one question after another."""

    def __init__(
        self,
        catalog: Catalog,
        venues: VenueNames,
        session: PromptSession[str] | None = None,
        *,
        any_venue: bool = False,
    ) -> None:
        """Prepare.

        Args:
            catalog: whose topics and venues are completed.
            venues: of the catalog.
            session: where answers come from, if not from the terminal.
            any_venue: take one that the catalog lacks, since it will be added.
        """
        self._catalog = catalog
        self._any_venue = any_venue
        self._venues = venues
        self._session = session or PromptSession()

    def _ask(self, question: str, fault: Callable[[str], str | None], known: Iterable[str] = ()) -> str:
        words = list(known)
        completer = FuzzyWordCompleter(words, WORD=True) if words else None
        answer = self._session.prompt(
            f"{question}: ", completer=completer, complete_while_typing=bool(words),
            validator=_Refusing(fault), validate_while_typing=False,
        )  # fmt: skip
        return answer.strip()

    def reference(self) -> str | None:
        """Ask for what can be looked up; None where there is nothing."""
        from llmpapers.lookups.references import parse_reference

        def fault(text: str) -> str | None:
            try:
                if text:
                    parse_reference(text)
            except LlmpapersError as error:
                return error.message
            return None

        return self._ask("arXiv id, DOI or address (empty: none)", fault) or None

    def topics(self) -> list[str]:
        """Ask for topics until there are enough."""
        chosen: list[str] = []
        while len(chosen) < 4:
            left = [path for path in self._catalog.topics if path not in chosen]
            more = " (empty: no more)" if chosen else ""
            answer = self._ask(f"Topic {len(chosen) + 1}{more}", lambda text: self._topic_fault(text, chosen), left)
            if not answer:
                break
            chosen.append(answer)
        return chosen

    def _topic_fault(self, text: str, chosen: list[str]) -> str | None:
        if not text:
            return None if chosen else "a paper has at least one topic"
        if text in chosen:
            return "this one is chosen already"
        if text not in self._catalog.topics:
            return (
                f"there is no such topic; {did_you_mean(text, self._catalog.topics, 'press Tab for those there are')}"
            )
        return None

    def candidate(self) -> Candidate:
        """Ask for a paper field by field."""
        title = self._ask("Title", lambda text: None if text else "a paper has a title")
        authors = self._ask("Authors, parted by commas", lambda text: None if text else "a paper has an author")
        venue = self._ask("Venue", self._venue_fault, self._catalog.venues)
        year = self._ask("Year", lambda text: None if re.fullmatch(r"(19|20)\d\d", text) else "four digits: 2024")
        arxiv = self._ask("arXiv id (empty: none)", lambda text: _unless(text, parse_arxiv, "an id: 2402.12354"))
        doi = self._ask("DOI (empty: none)", lambda text: _unless(text, strip_doi_resolver, "a DOI: 10.1145/3694715"))
        address = "an address that begins with https://"
        url = self._ask("Page of the paper (empty: none)", lambda text: _unless(text, is_web_address, address))
        code = self._ask("Official code (empty: none)", lambda text: _unless(text, is_web_address, address))
        found = parse_arxiv(arxiv)
        return Candidate(
            title=title,
            authors=tuple(name for part in re.split(r"[,;]", authors) if (name := part.strip())),
            venue=self._venues.find(venue) or venue,
            year=int(year),
            arxiv=found.text if found else None,
            doi=strip_doi_resolver(doi),
            url=url or None,
            code=(code,) if code else (),
        )

    def _venue_fault(self, text: str) -> str | None:
        if self._venues.find(text) or (text and self._any_venue):
            return None
        hint = did_you_mean(text, self._catalog.venues, "to add a new one, begin with --add-venues")
        return f"there is no such venue; {hint}"


def _unless(text: str, read: Callable[[str], object], wanted: str) -> str | None:
    return None if not text or read(text) else f"this is not {wanted}"
