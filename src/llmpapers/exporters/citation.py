"""A paper cited in plain text, as it may stand in a message or a list of references."""

from llmpapers.exporters.csl_json import CslItem
from llmpapers.identifiers import doi_address


def citation_text(item: CslItem) -> str:
    """Cite an item of CSL-JSON on one line: authors, year, title, where, address.

    The form is that of ACM's references, with given names as they are written.
    """
    year = item["issued"]["date-parts"][0][0]
    names = _names(item["author"]) if "author" in item else ""
    sentences = [names, f"{year}.", _closed(item["title"]), _where(item), item.get("URL", "")]
    if "DOI" in item:
        sentences[-1] = doi_address(item["DOI"])
    return " ".join(sentence for sentence in sentences if sentence)


def _names(names: list[dict[str, str]]) -> str:
    written = [_name(name) for name in names]
    if len(written) > 2:
        written = [", ".join(written[:-1]) + ",", written[-1]]
    return _closed(" and ".join(written))


def _name(name: dict[str, str]) -> str:
    parts = ("given", "non-dropping-particle", "family", "suffix")
    return name.get("literal") or " ".join(name[part] for part in parts if part in name)


def _where(item: CslItem) -> str:
    """Name journal, proceedings or preprint server."""
    if item["type"] == "article":
        number = item.get("number", "")
        place = number or item.get("publisher", "")
        return _closed(place) if place else ""
    short = item.get("container-title-short")
    container = item["container-title"]
    name = f"{container} ({short})" if short and short not in container else container
    return _closed(name if item["type"] == "article-journal" else f"In {name}")


def _closed(sentence: str) -> str:
    """End a sentence with a full stop, unless it has an end."""
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."
