"""Papers as a Markdown list by year, for a README or a message."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from llmpapers.exporters.citing import CitedPaper

_MARKS = re.compile(r"([\\`*_{}\[\]<>#+!|~$&])")


def markdown_list(papers: Iterable[CitedPaper]) -> Iterator[str]:
    """Write papers as Markdown: a heading for each run of one year, an item a paper."""
    for number, (year, group) in enumerate(groupby(papers, key=lambda paper: paper.record.year)):
        yield ("\n" if number else "") + f"## {year}\n\n"
        for paper in group:
            yield _item(paper)


def _item(paper: CitedPaper) -> str:
    record = paper.record
    title = f"[{_plain(record.title)}](<{paper.address}>)" if paper.address else _plain(record.title)
    name = f"**{_plain(record.short_name)}**: " if record.short_name else ""
    authors = record.authors
    by = ", ".join(map(_plain, authors if len(authors) <= 4 else [*authors[:3], f"and {len(authors) - 3} more"]))
    by = f" {by}." if by else ""
    links = [f"[arXiv](https://arxiv.org/abs/{record.arxiv})"] if record.arxiv and record.url else []
    links += [f"[code]({link.url})" for link in record.code or []]
    facts = " · ".join([f"{_plain(paper.venue_name)} {record.year}".strip(), *links])
    return f"- {name}{title}.{by} {facts}\n"


def _plain(text: str) -> str:
    """Write text so that no character of it is a mark to Markdown."""
    return _MARKS.sub(r"\\\1", text)
