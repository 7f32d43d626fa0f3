"""Where the styles and scripts of the templates lie on the site, and which state they are in."""

import hashlib

from llmpapers.project import Project
from llmpapers.website.template_folders import template_files

ASSETS = "assets/llmpapers"
"""Folder of the site that the styles and scripts of the templates lie in."""


def assets_version(project: Project) -> str:
    """Name the state of styles and scripts, so that browsers do not keep old ones."""
    hasher = hashlib.sha256()
    for name, path in template_files(project, "assets"):
        hasher.update(name.encode())
        hasher.update(path.read_bytes())
    return hasher.hexdigest()[:8]
