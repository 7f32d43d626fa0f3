"""Which topic of the catalog a section of a list belongs to."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from llmpapers.candidates import Candidate
from llmpapers.errors import LlmpapersError
from llmpapers.identifiers import fold, is_entry_id
from llmpapers.importers.venue_year import read_tag
from llmpapers.problems import did_you_mean

_ENOUGH = 82.0
"""Likeness of names from which a topic is proposed."""
_HEAD = """\
# Which topic the papers of each section get: a path of catalog/topics.yaml, or null to leave them out.
# Then run the same command again.
"""
NO_SECTION = "(no section)"


def sections_of(candidates: Iterable[Candidate]) -> list[str]:
    """List the sections, in the list's order."""
    return list(dict.fromkeys(candidate.section or NO_SECTION for candidate in candidates))


def proposed_mapping(sections: Iterable[str], topics: Mapping[str, str]) -> dict[str, str | None]:
    """Propose a topic for each section by the likeness of names.

    Args:
        sections: paths of headings.
        topics: titles by path.
    """
    from rapidfuzz import fuzz

    def likeness(section: str, path: str, title: str) -> float:
        last = fold(section.rpartition(" > ")[2])
        name = path.rpartition("/")[2].replace("-", " ")
        return max(fuzz.token_sort_ratio(last, fold(title)), fuzz.token_sort_ratio(last, name))

    proposed: dict[str, str | None] = {}
    for section in sections:
        best = max(topics, key=lambda path: likeness(section, path, topics[path]), default=None)
        proposed[section] = best if best and likeness(section, best, topics[best]) >= _ENOUGH else None
    return proposed


def mapping_text(mapping: Mapping[str, str | None]) -> str:
    """Write a mapping as YAML for a person to edit."""
    return _HEAD + yaml.safe_dump(dict(mapping), allow_unicode=True, sort_keys=False, width=10_000)


def read_mapping(text: str, name: str, topics: Iterable[str]) -> dict[str, str | None]:
    """Read a mapping.

    Raises:
        LlmpapersError: if it is no mapping of sections to topics of the catalog.
    """
    try:
        data = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        raise LlmpapersError(f"{name} is no YAML: {str(error).splitlines()[0]}") from error
    known = list(topics)
    if not isinstance(data, dict):
        raise LlmpapersError(f"{name} maps no sections to topics; delete it, and the next run writes it anew")
    for section, topic in data.items():
        if topic is not None and topic not in known:
            hint = did_you_mean(str(topic), known, "the topics are in catalog/topics.yaml")
            raise LlmpapersError(f"{name}: there is no topic {topic!r} (for {section!r}); {hint}")
    return {str(section): topic for section, topic in data.items()}


def topics_of_sections(sections: Iterable[str], taken: Iterable[str]) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Make topics of sections.

    Args:
        sections: paths of headings.
        taken: paths of topics that exist.

    Returns:
        The topic's path of each section, and the new topics as items of topics.yaml, parents first.
    """
    existing = set(taken)
    paths: dict[str, str] = {}
    items: list[dict[str, Any]] = []
    for section in sections:
        parent: str | None = None
        for heading in _telling_headings(section) or ["Papers"]:
            id_ = topic_id(heading)
            path = f"{parent}/{id_}" if parent else id_
            if path not in existing:
                existing.add(path)
                item: dict[str, Any] = {"id": id_, "title": heading[:80].strip()}
                item["description"] = f"Papers that the imported list has under “{_plain(heading)}”."
                if parent:
                    item["parent"] = parent
                items.append(item)
            parent = path
        paths[section] = parent or "papers"
    return paths, items


def _telling_headings(section: str) -> list[str]:
    """Leave out headings that are no subjects, but years or meetings: "2024", "ICML 2024"."""
    headings = section.split(" > ") if section != NO_SECTION else []
    return [heading for heading in headings if not ((tag := read_tag(heading, marked=False)) and tag.year)]


def _plain(heading: str) -> str:
    return re.sub(r"[<>{}!\[\]()*_`\\|#]", "", heading)[:80].strip()


def topic_id(heading: str) -> str:
    """Make a topic's id of a heading."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(heading.replace("&", " and ")))[:50].strip("-")
    return slug if is_entry_id(slug) else "papers"
