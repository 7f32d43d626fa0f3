"""A build from end to end: catalog, engine, plan, publish; an error anywhere leaves the former site as it is."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from llmpapers.checking import CheckedCatalog, read_and_check
from llmpapers.errors import LlmpapersError
from llmpapers.project import Project
from llmpapers.website.engine import render
from llmpapers.website.pages import engine_input
from llmpapers.website.plan import SiteOptions, SitePlan
from llmpapers.website.publishing import Published, building, publish


@dataclass
class BuildReport:
    """What a build did, or why it did not."""

    checked: CheckedCatalog
    published: Published | None = None
    """None if errors stopped the build."""
    engine_warnings: list[str] = field(default_factory=list)
    phases: dict[str, float] = field(default_factory=dict)
    """Seconds by phase, in order."""

    @property
    def seconds(self) -> float:
        """Seconds in all."""
        return sum(self.phases.values())


def build_site(
    project: Project,
    site: Path,
    *,
    engine: str = "mkdocs",
    strict: bool = False,
    options: SiteOptions | None = None,
    progress: Callable[[str], None] = lambda phase: None,
) -> BuildReport:
    """Build a project's site.

    Args:
        project: what to build.
        site: the folder to publish into.
        engine: one of the engines' names.
        strict: let warnings stop the build too.
        options: what to leave out.
        progress: is called with the name of each phase as it begins.

    Returns:
        What was done. Where the catalog has errors nothing was published.

    Raises:
        LlmpapersError: if mkdocs.yml, a template, a hand-written page or the site's folder is in the way.
    """
    phases: dict[str, float] = {}

    @contextmanager
    def phase(name: str) -> Iterator[None]:
        progress(name)
        start = time.perf_counter()
        yield
        phases[name] = time.perf_counter() - start

    _refuse_sources(project, site)
    with phase("check"):
        checked = read_and_check(project.root, strict=strict)
    report = BuildReport(checked, phases=phases)
    if checked.has_errors:
        return report
    try:
        with building(project.cache):
            with phase("engine"):
                topics = [topic.record for topic in checked.catalog.topics.values()]
                output = render(engine, engine_input(project, topics), project.cache)
            with phase("pages"):
                plan = SitePlan(project, checked.catalog, output, options or SiteOptions())
                report.published = publish(plan.files(), site)
    except OSError as error:
        raise LlmpapersError(f"the project's files cannot be read, or its cache cannot be written: {error}") from error
    report.engine_warnings = output.warnings
    return report


def _refuse_sources(project: Project, site: Path) -> None:
    """Keep the site out of the folders that it is made of, or the next build would take it for documents."""
    for source in (project.catalog, project.docs, project.templates):
        if site.resolve().is_relative_to(source.resolve()):
            raise LlmpapersError(f"the site cannot lie in {source.name}/, which it is made of; choose another folder")
