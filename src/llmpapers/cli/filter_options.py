"""The options that choose papers, shared by every command that takes some of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from llmpapers.catalog import Catalog
    from llmpapers.filters import Filters

    _ParamType = click.ParamType[tuple[int, int]]
else:
    # Not every version of click that will do has generic types of parameters.
    _ParamType = click.ParamType


class _Years(_ParamType):
    """A year, or a range of years: 2024, 2022-2024, 2022-, -2022."""

    name = "years"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        if isinstance(value, tuple):
            return value
        found = re.fullmatch(r"(\d{4})?(-)?(\d{4})?", str(value))
        if not found or not (found[1] or found[3]) or (found[1] and found[3] and not found[2]):
            self.fail(f"{value!r} is no year or range such as 2024 or 2022-2024", param, ctx)
        first = int(found[1] or 0)
        last = int(found[3] or 9999) if found[2] else first
        if first > last:
            self.fail(f"the range {value!r} ends before it begins", param, ctx)
        return first, last


_OPTIONS = (
    click.option("--topic", "topics", multiple=True, metavar="PATH", help="Only this topic and below; repeatable."),
    click.option(
        "--year", "years", type=_Years(), metavar="YEAR", help="Only this year or range: 2024, 2022-2024, 2022-, -2022."
    ),
    click.option(
        "--venue", "venues", multiple=True, metavar="NAME", help="Only this venue, also by an alias; repeatable."
    ),
    click.option("--author", metavar="TEXT", help="Only papers with these words in an author's name."),
    click.option("--code/--no-code", default=None, help="Only papers with code, or only those without."),
    click.option("--published/--preprint", default=None, help="Only formally published papers, or only preprints."),
    click.option(
        "--text", metavar="WORDS", help="Only what has all these words in its title, names, authors, summary or ids."
    ),
)


class ChosenFilters:
    """What the options of a call say, before the catalog is known that they speak of."""

    def __init__(self, **values: Any) -> None:
        self._values = values

    def given(self, *but: str) -> bool:
        """Tell whether a filter is set other than these."""
        return any(value not in (None, ()) for name, value in self._values.items() if name not in but)

    def of(self, catalog: Catalog) -> Filters:
        """Make the filters, with venues by their names.

        Raises:
            click.BadParameter: if there is no such topic or venue, with the nearest.
        """
        from llmpapers.filters import Filters

        venues = tuple(catalog.find_venue(name) or name for name in self._values["venues"])
        refuse_unknown("--topic", self._values["topics"], catalog.topics)
        refuse_unknown("--venue", venues, catalog.venues)
        return Filters(**{**self._values, "venues": venues})


def filter_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that choose papers; it receives them as one argument, `chosen`."""

    @wraps(command)
    def call(*arguments: Any, **values: Any) -> None:
        names = ("topics", "years", "venues", "author", "code", "published", "text")
        chosen = ChosenFilters(**{name: values.pop(name) for name in names})
        command(*arguments, chosen=chosen, **values)

    wrapped: Callable[..., None] = call
    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped


def refuse_unknown(option: str, given: tuple[str, ...], known: Collection[str]) -> None:
    """Say of a topic or a venue that there is none such, with the nearest.

    Raises:
        click.BadParameter: if one that is given is not known.
    """
    from llmpapers.problems import did_you_mean

    for value in given:
        if value not in known:
            hint = did_you_mean(value, known, f"known: {', '.join(sorted(known))}")
            raise click.BadParameter(f"there is no {option[2:]} {value!r}; {hint}", param_hint=option)
