"""Where templates come from: the project's own before the packaged ones."""

from collections.abc import Iterator
from pathlib import Path

from llmpapers.errors import LlmpapersError
from llmpapers.file_states import is_text
from llmpapers.project import Project, real_path


def packaged_templates() -> Path:
    """Find the templates that come with the program: inside the wheel, or beside `src/` in a checkout."""
    inside = Path(__file__).parent.parent / "templates"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "templates"


def template_folders(project: Project) -> list[Path]:
    """List the folders of templates in the order in which they are looked into."""
    packaged = packaged_templates()
    own = project.templates
    return [own, packaged] if own.is_dir() and real_path(own) != real_path(packaged) else [packaged]


def template_files(project: Project, part: str) -> Iterator[tuple[str, Path]]:
    """List the files of one part of the templates, a project's own in place of the packaged ones.

    Args:
        project: the project.
        part: `assets`, `content`, `engine` or `pages`.

    Yields:
        Name within the part, with forward slashes, and the file; sorted by name.

    Raises:
        LlmpapersError: if a file's name is no text.
    """
    found: dict[str, Path] = {}
    for folder in reversed(template_folders(project)):
        for path in (folder / part).rglob("*"):
            if path.is_file() and not path.name.startswith("."):
                name = path.relative_to(folder / part).as_posix()
                refuse_no_text(f"{folder.name}/{part}", name)
                found[name] = path
    yield from sorted(found.items())


def refuse_no_text(folder: str, name: str) -> None:
    """Refuse a file whose name is bytes that no text begins as.

    Raises:
        LlmpapersError: if it is.
    """
    if not is_text(name):
        shown = ascii(f"{folder}/{name}")
        raise LlmpapersError(f"the name of {shown} is no text, so nothing on a site can have it; rename the file")
