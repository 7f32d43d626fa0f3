"""Every problem's stable code with its explanation: the one source of ``--explain`` and of the docs page."""

from typing import NamedTuple


class ProblemCode(NamedTuple):
    """What a problem's code means."""

    severity: str
    """``error`` or ``warning``."""
    title: str
    """The problem in a few words."""
    explanation: str
    """Why it is a problem and how to mend it, in plain paragraphs."""


def _error(title: str, explanation: str) -> ProblemCode:
    return ProblemCode("error", title, explanation)


def _warning(title: str, explanation: str) -> ProblemCode:
    return ProblemCode("warning", title, explanation)


CODES: dict[str, ProblemCode] = {
    # Files
    "missing-file": _error(
        "a file that every catalog has is not there",
        "A catalog needs catalog.yaml with `format: 1`, topics.yaml and venues.yaml. Create the file, or run the "
        "command in the right folder.",
    ),
    "unknown-format": _error(
        "the catalog's format is not one this version reads",
        "catalog.yaml says which format the files follow. This version reads format 1. A higher number means that a "
        "newer version of the program wrote the catalog: update the program.",
    ),
    "unexpected-file": _error(
        "a file that would be ignored without a word",
        "Entries are files that end in `.yaml`, in `papers/` or `resources/` or a folder below. Anything else there, "
        "such as `x.yml`, would not be read, and its paper would silently be missing. Rename or move the file.",
    ),
    "unreadable-file": _error(
        "the file cannot be read",
        "The file is a folder, a device or a pipe, it is a broken link, or its permissions forbid reading it.",
    ),
    "link-outside": _error(
        "a symbolic link leads out of the catalog",
        "A link out of the catalog would publish a file of the machine that builds the site. Put the file itself here.",
    ),
    "file-too-large": _error(
        "the file is too large for an entry",
        "An entry takes one or two kilobytes; a file above 256 KB is something else. Files such as topics.yaml and "
        "venues.yaml may have 4 MB.",
    ),
    "empty-file": _error(
        "the file holds nothing",
        "The file is empty, or holds only comments. Write the entry, or delete the file.",
    ),
    "not-utf8": _error(
        "the file is not UTF-8 text",
        "All files are UTF-8. The marked place is the first byte that is not. Save the file as UTF-8 in your editor.",
    ),
    "byte-order-mark": _error(
        "the file begins with a byte-order mark",
        "Some editors put three invisible bytes before the text of a UTF-8 file, and other tools trip over them. Save "
        "the file as 'UTF-8' and not as 'UTF-8 with BOM'.",
    ),
    "bad-id": _error(
        "the file's name is no id",
        "An entry's id is its file name without `.yaml`, and its address on the site for ever: lower-case letters a-z, "
        "digits and single hyphens between them, at most 80 characters. Names that Windows keeps for devices, such as "
        "con and aux, are no ids: nobody could clone the catalog there.",
    ),
    "id-conflict": _error(
        "two files have the same id",
        "Ids are unique among the papers and among the resources, whatever folder a file lies in, and also where they "
        "differ only by case: some file systems could not hold both. Rename one.",
    ),
    # YAML
    "yaml-syntax": _error(
        "the file is not valid YAML",
        "The marked place is where reading had to stop; the cause may be a line above. Most often a text with a colon "
        "and a blank, or one that begins with a special character, needs double quotes around it.",
    ),
    "yaml-tab": _error(
        "a tab indents a line",
        "YAML forbids tabs for indentation. Use two blanks for each level.",
    ),
    "yaml-feature": _error(
        "YAML that is more than plain data",
        "Anchors (`&x`), aliases (`*x`), merge keys (`<<`), tags (`!!python/object`) and directives (`%YAML`) have no "
        "place in an entry: write the data out. A text that begins with one of these characters needs quotes.",
    ),
    "yaml-documents": _error(
        "several YAML documents in one file",
        "One file holds one entry. Put what follows the `---` into a file of its own.",
    ),
    "yaml-depth": _error(
        "YAML nested too deeply",
        "No field of an entry nests deeper than three levels. More than twenty is a mistake or an attack.",
    ),
    "repeated-key": _error(
        "the same field twice",
        "YAML would keep only the last one and lose the other. Join the two, or delete one.",
    ),
    "misread-value": _error(
        "YAML reads the value as something other than text",
        "Without quotes YAML takes NO for a truth value, 2402.10 for the number 2402.1, and 2024-01-01 for a date. Put "
        "the value in double quotes.",
    ),
    # Fields
    "not-a-mapping": _error(
        "the file is not made of `field: value` lines",
        "A paper or a resource is a mapping of fields; topics.yaml, venues.yaml and links.yaml are lists of such "
        "mappings, each item beginning with `- `.",
    ),
    "unknown-field": _error(
        "a field that does not exist",
        "The name is misspelled, or this kind of entry has no such field. `llmpapers schema` lists the fields.",
    ),
    "missing-field": _error(
        "a required field is not there",
        "A paper needs title, authors, venue, year, topics, summary and added; a resource needs name, kind, url, "
        "description and added.",
    ),
    "empty-field": _error(
        "a field without a value",
        "A field that has nothing to say is left out; a list has at least one item.",
    ),
    "wrong-type": _error(
        "a value of the wrong kind",
        "A list where a text belongs, a text where a number belongs, and the like.",
    ),
    "bad-value": _error(
        "a value that is not among the possible ones",
        "Some fields take only certain words, such as the kind of a resource or of a venue.",
    ),
    "bad-text": _error(
        "text with characters that have no place in it",
        "Names and titles are one line of visible text without control characters, invisible ones or marks that change "
        "the direction of writing, and of sensible length.",
    ),
    "repeated-item": _error(
        "the same item twice in a list",
        "A topic, link, title or id stands in a list once.",
    ),
    "bad-arxiv": _error(
        "not an arXiv id in its canonical form",
        "Write the bare id without version and address: `arxiv: \"2402.12354\"`, or `hep-th/9901001` for one from "
        "before April 2007. The version is left out because the catalog means the work, not one state of it.",
    ),
    "bad-doi": _error(
        "not a DOI in its canonical form",
        "A DOI begins with `10.` and a number, then a slash. Write it without `https://doi.org/`.",
    ),
    "bad-url": _error(
        "not an http(s) address",
        "A link is an absolute address that begins with https:// or http://, has a host with a dot in it, and holds no "
        "blanks, quotes, user names or angle brackets. In a topic's description it may also lead to a page of the site "
        "by a plain relative address.",
    ),
    "bad-year": _error(
        "a year that cannot be",
        "The year lies between 1936 and one year after `added`: proceedings may carry the next year's number.",
    ),
    "bad-date": _error(
        "a date that cannot be",
        "Dates are written year-month-day: 2026-11-23.",
    ),
    "html-in-text": _error(
        "HTML or an image in a text",
        "Topic descriptions are plain Markdown. HTML tags would pass into the page unchecked, and an image would make "
        "every reader's browser ask another site; leave them out.",
    ),
    "unknown-code": _error(
        "a waived code that does not exist",
        "`waive` maps a problem's code to the reason why it is all right here. `llmpapers check --explain` lists the "
        "codes.",
    ),
    "not-waivable": _error(
        "an error is waived",
        "Only warnings can be waived. An error has to be mended.",
    ),
    # References
    "unknown-topic": _error(
        "a topic that topics.yaml does not have",
        "A topic is named by its path, such as `compression/low-rank`. Use one that exists, or add it to topics.yaml "
        "in the same change.",
    ),
    "unknown-venue": _error(
        "a venue that venues.yaml does not have",
        "A venue is named as `name` says in venues.yaml, not by an alias, and without the year. Use one that exists, "
        "or add it to venues.yaml in the same change.",
    ),
    "unknown-id": _error(
        "an id that no paper has",
        "`related`, `builds_on`, `not_duplicates`, a resource's `paper` and a topic's `start_here` name papers of this "
        "catalog by id, which is the file's name without `.yaml`.",
    ),
    "self-reference": _error(
        "an entry that names itself",
        "A paper is not related to itself, nor a duplicate of itself.",
    ),
    "former-id-conflict": _error(
        "a former id that is in use",
        "`former_ids` lists addresses that lead to this entry now. One that another entry has, or also lists, or that "
        "is this entry's own id, cannot lead here.",
    ),
    "repeated-topic": _error(
        "two topics with the same path",
        "Each path stands once in topics.yaml.",
    ),
    "unknown-parent": _error(
        "a topic's parent does not exist",
        "`parent` is the path of another topic of topics.yaml, and stands before its children.",
    ),
    "repeated-venue": _error(
        "a venue's id, name or alias is used twice",
        "An id, a name or an alias must lead to one venue, whatever its case, and stands there once.",
    ),
    "unwritten-summary": _error(
        "a summary that is still to be written",
        "A command that makes entries fills in what others know, and leaves the summary to a person: it begins "
        "with TODO. Write one to three sentences of your own: the problem, the idea, the result.",
    ),
    "unwritten-authors": _error(
        "authors who are still to be written",
        "A list that was imported states no authors, so that the entry has TODO in their place. Write their names, or "
        "allow unfinished entries for the time being by `drafts: allowed` in catalog.yaml.",
    ),
    # Same work
    "duplicate": _error(
        "the same work twice",
        "Two entries have the same arXiv id or DOI, be it in `url` or `pdf`, and like titles, or the same title (or "
        "earlier title) and shared authors. Keep one: move what the other knows into it, put the other title into "
        "`also_known_as` and the other id into `former_ids`. If they are different works after all, list the other id "
        "in `not_duplicates`.",
    ),
    "identifier-conflict": _error(
        "one identifier on two papers with unlike titles",
        "An arXiv id or a DOI belongs to one work. Either one of the two has the wrong identifier, or the work was "
        "renamed: then it is one entry, with the other title in `also_known_as`.",
    ),
    "likely-duplicate": _warning(
        "two entries that look like the same work",
        "The titles of two papers are nearly the same and authors are shared. If it is one work, join the entries; if "
        "not, list the other id in `not_duplicates`. Or two resources have the same address or the same name: join "
        "them, or waive this in both.",
    ),
    # Style and sense
    "year-before-arxiv": _warning(
        "published before it was posted",
        "The year is earlier than the one in the arXiv id. It happens that a paper is posted later; then waive this. "
        "More often the year or the id is wrong.",
    ),
    "year-after-preprint": _warning(
        "a preprint's year differs from its arXiv id's",
        "Without a formal publication the year is that of the first arXiv version, which the id tells.",
    ),
    "unfinished-entry": _warning(
        "an entry that is not finished",
        "Its authors, its venue or its summary are still TODO, which `drafts: allowed` in catalog.yaml permits; the "
        "site says that they are not recorded yet. Otherwise an error: `unwritten-summary`, `unwritten-authors` or "
        "`unknown-venue`.",
    ),
    "summary-too-short": _warning(
        "the summary says too little",
        "A summary has one to three sentences: what problem, what idea, what result. Below 60 characters it hardly "
        "says more than the title.",
    ),
    "summary-too-long": _warning(
        "the summary is too long",
        "A summary is read in a list. Above 600 characters it is an abstract; keep the idea and the result.",
    ),
    "summary-repeats-title": _warning(
        "the summary repeats the title",
        "The title stands above the summary already. Say what the work does in other words.",
    ),
    "title-in-capitals": _warning(
        "a title in capital letters",
        "Write the title as the paper's page or its proceedings do, with capitals only where they belong.",
    ),
    "author-format": _warning(
        "an author who is not written as a name",
        "Write each author as 'Given Family' in an item of its own, all of them, without 'et al.' and without commas.",
    ),
    "repeated-author": _warning(
        "the same author twice",
        "Delete one of the two. Now and then two authors of a paper do share a name: then waive this.",
    ),
    "link-in-wrong-field": _warning(
        "a link that has a field of its own",
        "Code goes into `code`, an arXiv address into `arxiv`, a DOI's address into `doi`, a PDF into `pdf`. Only "
        "there can readers filter by it.",
    ),
    "too-many-topics": _warning(
        "more than four topics",
        "A paper that stands everywhere is found nowhere. Keep the four that fit best.",
    ),
    "parent-and-child-topic": _warning(
        "a topic and its parent",
        "A paper in `compression/low-rank` is shown under `compression` too. Leave the parent out.",
    ),
    "repeated-relation": _warning(
        "a relation stated twice",
        "A paper is in `builds_on` or in `related`, and on one side only: the site shows it on both.",
    ),
    "empty-description": _warning(
        "a topic without prose",
        "A topic's page begins with two or three sentences for a newcomer. Write its `description`.",
    ),
    "unused-waiver": _warning(
        "a waiver that silences nothing",
        "The problem that is waived here no longer occurs. Delete the waiver, so that it cannot hide a new one.",
    ),
    "stale-schema": _warning(
        "the editor's schema is out of date",
        "The files in catalog/schema/ tell editors the fields, topics and venues. Run `llmpapers schema --write`.",
    ),
}  # fmt: skip
"""By code, in the order of the docs page: files, YAML, fields, references, duplicates, style."""
