"""What tells an entry of a list from prose, notes and links, and what tells its fields."""

import re

from llmpapers.importers.columns import column_role
from llmpapers.importers.entry_fields import Reading
from llmpapers.importers.link_roles import Role, is_code_address, is_nowhere, is_paper_address, role_of_label
from llmpapers.importers.marked_text import MarkedText, with_bare_links
from llmpapers.importers.titles import count_words, is_title_like


def stands_alone(reading: Reading) -> bool:
    """Tell whether a text is an entry whatever stands around it."""
    if not is_title_like(reading.title, 2):
        return False
    if reading.how == "link":
        return bool(reading.papers and is_paper_address(reading.papers[0])) or (
            reading.has_venue and count_words(reading.title) >= 3
        )
    has_paper = any(is_paper_address(address) for address in reading.papers)
    return count_words(reading.title) >= 3 and (has_paper or (reading.has_venue and reading.year is not None))


def is_only_code(reading: Reading) -> bool:
    """Tell whether all that an entry leads to is code."""
    return all(is_code_address(address) for address in reading.papers)


def may_be_entry(reading: Reading, text: MarkedText) -> bool:
    """Tell whether a bullet or a paragraph is an entry."""
    if not reading.title or len(reading.title) < 3 or (reading.is_mixed and not reading.has_venue):
        return False
    if stands_alone(reading):
        return True
    has_paper = any(is_paper_address(address) for address in reading.papers)
    labeled = any(
        role_of_label(text.text[mark.start : mark.end].strip(" []()")) is Role.PAPER and not is_nowhere(mark.href)
        for mark in with_bare_links(text).of_kind("link")
    )
    if reading.how == "link" and reading.papers and not is_only_code(reading):
        return has_paper or labeled or reading.has_venue or bool(reading.authors)
    return (has_paper or labeled or (reading.has_venue and reading.year is not None)) and count_words(
        reading.title
    ) >= 1


def is_field(text: MarkedText) -> bool:
    """Tell whether a text is a field such as "Code: …" or nothing but links with labels."""
    words = text.text.strip()
    found = re.match(r"[\W_]*([A-Za-z][A-Za-z /_-]{1,24}?)[\s*_\])]*[:：]", words)
    if found and (column_role(found[1]) or role_of_label(found[1])):
        return True
    links = [mark for mark in text.of_kind("link") if not is_nowhere(mark.href)]
    labels = [words_of for mark in links if (words_of := text.text[mark.start : mark.end].strip(" []()"))]
    return (
        bool(labels)
        and all(role_of_label(label) for label in labels)
        and count_words(words) <= sum(map(count_words, labels)) + 3
    )


def is_aside(reading: Reading) -> bool:
    """Tell a note such as "Related to ExampleNet (ICML'22)", which only mentions a paper."""
    return not reading.papers and bool(
        re.match(
            r"(?:related|similar|extend|extension|see also|also|based on|follow|builds|cited|version)",
            reading.title,
            re.IGNORECASE,
        )
    )


def is_prose(text: MarkedText) -> bool:
    """Tell a note of a sentence or more, whose years and names say nothing of the paper."""
    return count_words(text.text) > 30 and not any(
        role_of_label(text.text[m.start : m.end]) for m in text.of_kind("link")
    )


def is_version(text: MarkedText) -> bool:
    """Tell a nested line that names another version of the entry above it."""
    return bool(
        re.match(
            r"[\W_]*(?:arxiv|extended|journal|conference|preprint|earlier|previous|old|full|short)\b[\w ]{0,20}version",
            text.text,
            re.IGNORECASE,
        )
    )
