"""Where templates come from: the project's own before the packaged ones."""

from collections.abc import Iterator
from pathlib import Path

from llmpapers.project import Project


def packaged_templates() -> Path:
    """Find the templates that come with the program: inside the wheel, or beside `src/` in a checkout."""
    inside = Path(__file__).parent.parent / "templates"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "templates"


def template_folders(project: Project) -> list[Path]:
    """List the folders of templates in the order in which they are looked into."""
    packaged = packaged_templates()
    own = project.templates
    return [own, packaged] if own.is_dir() and own.resolve() != packaged.resolve() else [packaged]


def template_files(project: Project, part: str) -> Iterator[tuple[str, Path]]:
    """List the files of one part of the templates, a project's own in place of the packaged ones.

    Args:
        project: the project.
        part: `assets`, `content`, `engine` or `pages`.

    Yields:
        Name within the part, with forward slashes, and the file; sorted by name.
    """
    found: dict[str, Path] = {}
    for folder in reversed(template_folders(project)):
        for path in (folder / part).rglob("*"):
            if path.is_file() and not path.name.startswith("."):
                found[path.relative_to(folder / part).as_posix()] = path
    yield from sorted(found.items())
