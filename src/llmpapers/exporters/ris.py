"""Papers as RIS, which reference managers import.

Format: https://en.wikipedia.org/wiki/RIS_(file_format), after the specification of Research Information Systems.
"""

from collections.abc import Iterable, Iterator

from llmpapers.exporters.citing import CitedPaper
from llmpapers.exporters.csl_json import CslItem, csl_item

_TYPES = {"paper-conference": "CONF", "article-journal": "JOUR", "article": "UNPB"}


def ris_record(item: CslItem) -> str:
    """Write an item of CSL-JSON as a RIS record; its lines end with CR LF, as the format has it."""
    date = item["issued"]["date-parts"][0]
    year = str(date[0])
    tags = [("TY", _TYPES[item["type"]]), ("ID", item["id"]), ("TI", item["title"])]
    tags += [("AU", _ris_name(name)) for name in item.get("author", [])]
    tags += [("PY", year), ("DA", f"{year}/{date[1]:02}//" if len(date) > 1 else f"{year}///")]
    for tag, variable in (
        ("T2", "container-title"), ("J2", "container-title-short"), ("PB", "publisher"), ("M1", "number"),
        ("DO", "DOI"), ("UR", "URL"),
    ):  # fmt: skip
        if variable in item:
            tags.append((tag, item[variable]))
    if "archive_location" in item:
        tags.append(("AN", f"arXiv:{item['archive_location']}"))
    return "".join(f"{tag}  - {value}\r\n" for tag, value in tags) + "ER  - \r\n"


def _ris_name(name: dict[str, str]) -> str:
    """Write a name as family, given and suffix."""
    if "literal" in name:
        return name["literal"]
    particle = name.get("non-dropping-particle")
    family = f"{particle} {name['family']}" if particle else name["family"]
    return ", ".join(part for part in (family, name.get("given"), name.get("suffix")) if part)


def ris_file(papers: Iterable[CitedPaper]) -> Iterator[str]:
    """Write papers as a RIS file, record by record, each with an empty line after it."""
    for paper in papers:
        yield ris_record(csl_item(paper)) + "\r\n"
