"""Where a project's files are: its root, its catalog, its templates, and what mkdocs.yml says."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from yaml_env_tag import construct_env_tag

from llmpapers.errors import LlmpapersError


class _SettingsLoader(yaml.SafeLoader):
    """Reads mkdocs.yml for a few plain settings; what only the engine understands becomes None."""


_SettingsLoader.add_multi_constructor("", lambda loader, suffix, node: None)
# The engine lets a value come from the environment: `site_url: !ENV [SITE_URL, ""]`.
_SettingsLoader.add_constructor("!ENV", construct_env_tag)


@dataclass(frozen=True)
class Project:
    """A folder with a `catalog/` in it."""

    root: Path

    @property
    def catalog(self) -> Path:
        """The data."""
        return self.root / "catalog"

    @property
    def docs(self) -> Path:
        """The hand-written pages; the folder may be missing."""
        return self.root / str(self.settings.get("docs_dir") or "docs")

    @property
    def templates(self) -> Path:
        """The project's own templates, which go before the packaged ones; the folder may be missing."""
        return self.root / "templates"

    @property
    def cache(self) -> Path:
        """What may be deleted at any time."""
        return self.root / ".cache" / "llmpapers"

    @property
    def mkdocs_yml(self) -> Path:
        """The engine's configuration; the file may be missing."""
        return self.root / "mkdocs.yml"

    @cached_property
    def settings(self) -> dict[str, Any]:
        """The plain values of mkdocs.yml.

        Raises:
            LlmpapersError: if the file is not valid YAML.
        """
        if not self.mkdocs_yml.is_file():
            return {}
        try:
            data = yaml.load(self.mkdocs_yml.read_text(encoding="utf-8"), Loader=_SettingsLoader)  # noqa: S506
        except (yaml.YAMLError, ValueError, OSError, RecursionError) as error:
            # A date that cannot be and text that is not UTF-8 are both a ValueError.
            raise LlmpapersError(f"mkdocs.yml cannot be read: {error}") from error
        if not isinstance(data, dict):
            raise LlmpapersError("mkdocs.yml should hold `setting: value` lines")
        return data

    def setting(self, name: str, otherwise: str = "") -> str:
        """Give a setting of mkdocs.yml as text."""
        value = self.settings.get(name)
        return str(value) if value is not None else otherwise


def find_project(start: Path) -> Project:
    """Find the project by looking for `catalog/` here and upward.

    Raises:
        LlmpapersError: if there is none.
    """
    for folder in (start, *start.parents):
        if (folder / "catalog").is_dir():
            return Project(folder)
    raise LlmpapersError(f"no folder 'catalog' in {start} or above; go to a project, or name one with --root")
