"""How templates are rendered."""

import re
from collections.abc import MutableMapping
from functools import cached_property, lru_cache
from pathlib import Path
from traceback import walk_tb
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, TemplateSyntaxError
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markupsafe import Markup, escape

from llmpapers.errors import LlmpapersError
from llmpapers.project import Project
from llmpapers.website.template_folders import template_files, template_folders

# Only what a summary may hold: `code` and *emphasis*. Everything else, HTML included, is shown as it is written.
_MARKS = re.compile(r"[`*_\\]")  # Without any of these the text is plain.
_INLINE = MarkdownIt("zero", {"html": False}).enable(["backticks", "emphasis", "escape"])


@lru_cache(maxsize=4096)  # A summary stands on several pages.
def inline_markdown(text: str) -> Markup:
    """Render the little Markdown that a summary may hold; anything else is escaped."""
    line = " ".join(text.split())
    # What has no marks would come out of the renderer in the same way.
    html = _INLINE.renderInline(line) if _MARKS.search(line) else escapeHtml(line)
    return Markup(html)  # noqa: S704 - both escape


@lru_cache(maxsize=4096)
def plain_text(text: str) -> str:
    """Take the marks of the little Markdown off a text, for places that show none."""
    line = " ".join(text.split())
    if not _MARKS.search(line):
        return line
    tokens = _INLINE.parseInline(line)[0].children or []
    return "".join(token.content for token in tokens)


def _escaped(value: object) -> str:
    """Escape what a template puts out; most of it has nothing to escape and need not be wrapped either."""
    if type(value) is str:
        if not ("&" in value or "<" in value or ">" in value or '"' in value or "'" in value):
            return value
    elif type(value) is Markup:
        return value
    elif type(value) is int:
        return str(value)
    return escape(value)


class _Template(Template):
    """Escapes in a third of the time."""

    @classmethod
    def from_code(cls, *arguments: Any, **options: Any) -> Template:
        template = super().from_code(*arguments, **options)
        # What the compiled template calls with every value that it puts out and that is not marked as safe.
        template.root_render_func.__globals__["escape"] = _escaped
        return template


class _Environment(Environment):
    """Gives each template the shared values when it is loaded, and not at every rendering."""

    template_class = _Template

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


def template_environment(project: Project) -> Environment:
    """Make the environment that renders the content of pages.

    Everything is escaped unless a template says otherwise, and an unknown name is an error, not an empty text.
    """
    environment = _Environment(
        loader=FileSystemLoader([folder / "content" for folder in template_folders(project)]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        optimized=False,  # To look for what is constant takes longer than it saves; there is hardly anything.
        auto_reload=False,  # Where a template changes, there is a new environment.
    )
    environment.filters["inline_markdown"] = inline_markdown
    environment.filters["plain_text"] = plain_text
    return environment


class Renderer:
    """Renders templates with what all of them receive."""

    def __init__(self, project: Project, **shared: Any) -> None:
        self._project = project
        self._environment = template_environment(project)
        self._environment.globals.update(shared)
        self._shared = shared

    @cached_property
    def told(self) -> tuple[object, ...]:
        """What every rendered page depends on: the templates' texts, and what all of them receive."""
        texts = [(name, path.read_bytes()) for name, path in template_files(self._project, "content")]
        return texts, sorted(self._shared.items())

    def render(self, template: str, **values: Any) -> str:
        """Render a template of `templates/content/`.

        Raises:
            LlmpapersError: if the template has a mistake; a project may have changed it.
        """
        try:
            return self._environment.get_template(template).render(values)
        except Exception as error:
            # An expression in a template can raise whatever Python can.
            path, line = self._place_of(error, template)
            shown = path.relative_to(self._project.root) if path.is_relative_to(self._project.root) else path
            place = f"{shown.as_posix()}:{line}" if line else shown.as_posix()
            # Names of our modules tell nothing to whoever writes templates.
            reason = re.sub(r"\bllmpapers\.(?:\w+\.)+", "", str(error))
            raise LlmpapersError(f"the template {place} cannot be rendered: {reason}") from error

    def _place_of(self, error: Exception, template: str) -> tuple[Path, int | None]:
        """Find the file and the line of a mistake; the line is None if nothing tells it."""
        if isinstance(error, TemplateSyntaxError):
            return Path(error.filename or template), error.lineno
        folders = template_folders(self._project)
        frames = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(error.__traceback__)]
        inside = [place for place in frames if any(place[0].is_relative_to(folder) for folder in folders)]
        return inside[-1] if inside else (Path(template), None)
