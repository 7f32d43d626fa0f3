"""What publishing puts into and beside a site's folder, other than the site."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from llmpapers.errors import LlmpapersError

MANIFEST = ".llmpapers-manifest.json"
"""Lists the files that a build put into the folder, so that a later one removes no others."""

_STAGING = "llmpapers-staging"
HIDDEN_STAGING = f".{_STAGING}"
"""Where changed files wait if that is in the site's folder."""


def staging_folder(site: Path) -> Path:
    """Choose where changed files wait: beside the site, or in it where it is a mount, which no rename can leave."""
    return site / HIDDEN_STAGING if is_mount(site) else site.parent / f".{site.name}.{_STAGING}"


def is_mount(folder: Path) -> bool:
    """Tell whether a folder is where another file system begins."""
    return folder.exists() and folder.stat().st_dev != folder.parent.stat().st_dev


@contextmanager
def writing(site: Path) -> Iterator[None]:
    """Say of what goes wrong in here that the site is what cannot be written."""
    try:
        yield
    except OSError as error:
        raise LlmpapersError(f"the site cannot be written to {site}: {error}") from error
