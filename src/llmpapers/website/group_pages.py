"""The pages of years and venues: what fills the slots of each."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from llmpapers.catalog import Sourced
from llmpapers.models import Paper
from llmpapers.website.paper_groups import GroupFile, GroupPage
from llmpapers.website.site_files import FileKeys, SiteFile, content_key
from llmpapers.website.stamping import Shell
from llmpapers.website.templates import Renderer


def group_pages(files: Iterable[GroupFile], shell: bytes, renderer: Renderer, keys: FileKeys) -> Iterator[SiteFile]:
    """Give the pages of groups.

    Args:
        files: the pages before they are made.
        shell: what the engine rendered for all of them.
        renderer: what renders the templates.
        keys: those of the site's files.
    """
    stamp, shell_key = Shell(shell.decode()), content_key(shell)
    entries: Sequence[Sourced[Paper]] = ()
    said = b""
    for file in files:
        # The pages of one group follow each other.
        if file.entries is not entries:
            entries, said = file.entries, keys.entries(file.entries)
        key = keys.key("group", shell_key, file.name, *file.told, said)
        yield SiteFile(file.name, partial(_stamped, stamp, file, renderer), key)


def _stamped(shell: Shell, file: GroupFile, renderer: Renderer) -> bytes:
    return shell.stamp(_values(file.page(), renderer))


def _values(page: GroupPage, renderer: Renderer) -> dict[str, str]:
    group, venue = page.group, page.venue
    values = {"base": "../../", "page": page, "group": group, "venue": venue}
    papers = f"{group.count} paper{'s' if group.count != 1 else ''}"
    return {
        "id": page.name.split("/")[1],
        "title": group.name,
        "description": f"{papers} {f'published at {venue.full_name}' if venue else f'of {group.name}'}.",
        "content": renderer.render("venue.html" if venue else "year.html", **values),
    }
