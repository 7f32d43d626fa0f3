"""A build from end to end: catalog, engine, plan, publish; an error anywhere leaves the former site as it is."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from llmpapers.errors import LlmpapersError
from llmpapers.project import Project, real_path
from llmpapers.website.before_building import Before
from llmpapers.website.build_report import BuildReport
from llmpapers.website.site_options import SiteOptions
from llmpapers.whole_files import clear_unfinished

if TYPE_CHECKING:
    from llmpapers.website.making import BuildMemory


def build_site(
    project: Project,
    site: Path,
    *,
    engine: str = "mkdocs",
    strict: bool = False,
    options: SiteOptions | None = None,
    progress: Callable[[str], None] = lambda phase: None,
    memory: "BuildMemory | None" = None,
) -> BuildReport:
    """Build a project's site.

    Args:
        project: what to build.
        site: the folder to publish into.
        engine: one of the engines' names.
        strict: let warnings stop the build too.
        options: what to leave out.
        progress: is called with the name of each phase as it begins.
        memory: what this process remembers of earlier builds of the same site.

    Returns:
        What was done. Where the catalog has errors nothing was published.

    Raises:
        LlmpapersError: if mkdocs.yml, a template, a hand-written page or the site's folder is in the way, or where the
            build is strict, if the pages have warnings.
    """
    begun = time.perf_counter()
    _refuse_shared_documents(project)
    _refuse_sources(project, site)
    remembered = memory.states if memory else None
    try:
        before = Before(project, site, engine, options or SiteOptions(), strict=strict, remembered=remembered)
        done = before.report_if_done()
        if not done:
            # To bring the rest in takes longer than to see that there is nothing to do.
            from llmpapers.website.build_lock import one_build_at_a_time
            from llmpapers.website.engine_pages import engine_ahead

            progress("check")
            with one_build_at_a_time(project.cache, progress=progress) as waited:
                clear_unfinished(project.cache)  # Of a build that was killed; this one may have nothing to write there.
                if waited:
                    # What another build read and published is newer than what was looked at.
                    before = before.again()
                    done = before.report_if_done()
                if not done:
                    with engine_ahead(before) as wait_for_engine:
                        from llmpapers.website.making import make_site

                        return make_site(before, memory, wait_for_engine, begun=begun, progress=progress)
        done.phases["check"] = time.perf_counter() - begun
        return done
    except OSError as error:
        raise LlmpapersError(f"the project's files cannot be read, or its cache cannot be written: {error}") from error
    except RecursionError as error:
        raise LlmpapersError("folders of docs/ or templates/ lie too deep in each other") from error


def _refuse_shared_documents(project: Project) -> None:
    """Keep the documents in a folder of their own, or a build would publish what is none."""
    docs = real_path(project.docs)
    others = [real_path(folder) for folder in (project.catalog, project.templates, project.cache)]
    overlaps = any(docs.is_relative_to(other) or other.is_relative_to(docs) for other in others)
    if overlaps or not project.docs.is_relative_to(project.root):
        raise LlmpapersError("`docs_dir` of mkdocs.yml should be a folder of its own in the project")


def _refuse_sources(project: Project, site: Path) -> None:
    """Keep the site out of the folders that it is made of, or the next build would take it for documents."""
    for source in (project.catalog, project.docs, project.templates):
        if real_path(site).is_relative_to(real_path(source)):
            raise LlmpapersError(f"the site cannot lie in {source.name}/, which it is made of; choose another folder")
