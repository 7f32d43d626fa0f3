"""Where a project's files are: its root, its catalog, its templates, and what mkdocs.yml says."""

import os
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llmpapers.errors import LlmpapersError

if TYPE_CHECKING:
    import yaml


@cache
def _settings_loader() -> type["yaml.SafeLoader"]:
    """Give what reads mkdocs.yml for a few plain settings; what only the engine understands becomes None."""
    import yaml
    from yaml_env_tag import construct_env_tag

    class SettingsLoader(yaml.SafeLoader):
        """Has constructors of its own, which other loaders do not get."""

    SettingsLoader.add_multi_constructor("", lambda loader, suffix, node: None)
    # The engine lets a value come from the environment: `site_url: !ENV [SITE_URL, ""]`.
    SettingsLoader.add_constructor("!ENV", construct_env_tag)
    return SettingsLoader


def real_path(path: Path) -> Path:
    """Follow links; unlike `Path.resolve`, take a loop of links as it is."""
    return Path(os.path.realpath(path))


def cache_folder(root: Path) -> Path:
    """Give the folder of a project's cache, which may be deleted at any time.

    Raises:
        LlmpapersError: if it, or anything in it, is a link. What is old in there is deleted, and whoever proposes a
            change could let a link lead to what is dear to others.
    """
    cache = root / ".cache" / "llmpapers"
    places = [cache.parent, cache]
    with suppress(OSError):
        places += cache.iterdir()
    for place in places:
        if place.is_symlink():
            raise LlmpapersError(f"{place} is a link, and what the cache no longer needs is deleted; remove the link")
    return cache


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
        return Path(os.path.normpath(self.root / (self.setting("docs_dir") or "docs")))

    @property
    def docs_name(self) -> str:
        """The folder of the hand-written pages as it lies in the project, with forward slashes."""
        return self.docs.relative_to(self.root).as_posix()

    @property
    def templates(self) -> Path:
        """The project's own templates, which go before the packaged ones; the folder may be missing."""
        return self.root / "templates"

    @property
    def cache(self) -> Path:
        """What may be deleted at any time.

        Raises:
            LlmpapersError: if a link could lead out of it.
        """
        return cache_folder(self.root)

    @property
    def mkdocs_yml(self) -> Path:
        """The engine's configuration; the file may be missing."""
        return self.root / "mkdocs.yml"

    @cached_property
    def settings(self) -> dict[str, Any]:
        """The plain values of mkdocs.yml, and of the files that it inherits with `INHERIT`.

        Raises:
            LlmpapersError: if a file is not valid YAML, or cannot be read.
        """
        return reduce(_merged, [file.values for file in reversed(self.settings_files)], {})

    @cached_property
    def settings_files(self) -> list["SettingsFile"]:
        """mkdocs.yml, the file that it inherits, the one which that inherits, and so on; empty where there is none.

        Raises:
            LlmpapersError: if a file is not valid YAML, or cannot be read.
        """
        files: list[SettingsFile] = []
        path = self.mkdocs_yml if self.mkdocs_yml.is_file() else None
        while path:
            if path in [file.path for file in files]:
                raise LlmpapersError(f"{_shown(path, self.root)} inherits itself; look at its `INHERIT`")
            files.append(_read_settings(path, _shown(path, self.root)))
            parent = files[-1].values.get("INHERIT")
            path = Path(os.path.normpath(path.parent / str(parent))) if parent else None
        return files

    def setting(self, name: str, otherwise: str = "") -> str:
        """Give a setting of mkdocs.yml as text.

        Raises:
            LlmpapersError: if it is a list or a mapping.
        """
        value = self.settings.get(name)
        if isinstance(value, list | dict):
            raise LlmpapersError(f"`{name}` of mkdocs.yml should be one text")
        return str(value) if value is not None else otherwise


@dataclass(frozen=True)
class SettingsFile:
    """A file of the engine's settings."""

    path: Path
    text: str
    """As it is written: what only the engine understands is in here alone."""
    values: dict[str, Any]


def _read_settings(path: Path, name: str) -> SettingsFile:
    import yaml

    try:
        text = path.read_text(encoding="utf-8")
        values = yaml.load(text, Loader=_settings_loader())  # noqa: S506
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        raise LlmpapersError(f"{place}: cannot be read: {error.problem}") from error
    except (yaml.YAMLError, ValueError, OSError, RecursionError) as error:
        # A date that cannot be and text that is not UTF-8 are both a ValueError.
        reason = next(iter(str(error).splitlines()), "")
        raise LlmpapersError(f"{name} cannot be read: {reason}") from error
    if not isinstance(values, dict):
        raise LlmpapersError(f"{name} should hold `setting: value` lines")
    return SettingsFile(path, text, values)


def _merged(parent: dict[str, Any], child: dict[str, Any]) -> dict[str, Any]:
    """Lay settings over inherited ones as the engine does: mappings are merged, anything else is replaced."""
    merged = dict(parent)
    for name, value in child.items():
        inherited = merged.get(name)
        both = isinstance(inherited, dict) and isinstance(value, dict)
        merged[name] = _merged(inherited, value) if both else value  # type: ignore[arg-type]
    return merged


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def find_project(start: Path) -> Project:
    """Find the project by looking for `catalog/` here and upward.

    Raises:
        LlmpapersError: if there is none.
    """
    for folder in (start, *start.parents):
        if (folder / "catalog").is_dir():
            return Project(folder)
    raise LlmpapersError(f"no folder 'catalog' in {start} or above; go to a project, or name one with --root")
