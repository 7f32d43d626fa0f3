"""Whether a candidate is in the catalog already."""

from llmpapers.candidates import Candidate
from llmpapers.catalog import Catalog
from llmpapers.duplicates import Match, Verdict, Work, compare
from llmpapers.same_work import works_of


def work_of(candidate: Candidate) -> Work:
    """Give what tells whether a candidate is the same work as another record."""
    names = (candidate.short_name,) if candidate.short_name else ()
    return Work(
        key=candidate.title,
        title=candidate.title,
        authors=candidate.authors,
        arxiv=candidate.arxiv,
        doi=candidate.doi,
        url=candidate.url,
        other_titles=(*candidate.also_known_as, *names),
    )


def known_as(candidate: Candidate, catalog: Catalog) -> list[Match]:
    """Find the papers that are the candidate's work, look like it, or share an identifier with it.

    Returns:
        The matches, the surest first; `second.key` of each is the paper's id.
    """
    mine = work_of(candidate)
    order = [Verdict.SAME, Verdict.CONFLICT, Verdict.LIKELY]
    found = [Match(mine, other, *compare(mine, other)) for other in works_of(catalog)]
    return sorted((match for match in found if match.verdict in order), key=lambda match: order.index(match.verdict))
