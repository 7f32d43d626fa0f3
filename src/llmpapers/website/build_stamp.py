"""What tells, without building, whether a build would make the same site again."""

import hashlib

from llmpapers.file_states import fingerprint
from llmpapers.program_version import program_version
from llmpapers.project import Project
from llmpapers.website.followed_settings import reads_other_files
from llmpapers.website.template_folders import template_folders


def build_stamp(project: Project, catalog: str | None, *choices: object) -> str:
    """Give a digest of everything that a site is made of.

    Args:
        project: the project.
        catalog: the catalog's fingerprint, if it has one.
        choices: what else the site depends on, such as the engine's name.

    Returns:
        The digest; empty where a source could change without changing it.
    """
    if not catalog or reads_other_files(project):
        return ""
    sources = [project.docs, *template_folders(project), *(file.path for file in project.settings_files)]
    files = fingerprint(sources)
    # Settings may come from the environment, so their values count and not the files alone.
    told = repr((program_version(), catalog, files, project.settings, choices))
    return hashlib.blake2b(told.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest() if files else ""
