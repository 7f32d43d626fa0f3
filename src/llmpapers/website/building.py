"""A build from end to end: catalog, engine, plan, publish; an error anywhere leaves the former site as it is."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from llmpapers.catalog import Catalog
from llmpapers.catalog_memory import CatalogMemory
from llmpapers.checking import CheckedCatalog, read_and_check
from llmpapers.errors import LlmpapersError
from llmpapers.findings import Findings, KeptFindings
from llmpapers.loading import load_topics
from llmpapers.models import Topic
from llmpapers.parallel import in_background
from llmpapers.project import Project
from llmpapers.unfinished import presentable
from llmpapers.website.build_stamp import build_stamp
from llmpapers.website.engine import EngineOutput, has_kept_results, render
from llmpapers.website.pages import engine_input, left_out
from llmpapers.website.plan import SiteOptions, SitePlan
from llmpapers.website.published_states import PublishedStates
from llmpapers.website.publishing import MANIFEST, InSteps, Published, publish, staging_folder

_FEW = 200
"""Papers up to which the start of other processes would take as long as they save."""


@dataclass
class BuildReport:
    """What a build did, or why it did not."""

    checked: Findings
    published: Published | None = None
    """None if errors stopped the build."""
    engine_warnings: list[str] = field(default_factory=list)
    """What is left out of mkdocs.yml, and what the engine had to say."""
    phases: dict[str, float] = field(default_factory=dict)
    """Seconds by phase, in order."""

    @property
    def seconds(self) -> float:
        """Seconds in all."""
        return sum(self.phases.values())


class BuildMemory:
    """What a process that builds one site again and again remembers from one build to the next."""

    def __init__(self, site: Path, in_steps: InSteps) -> None:
        """Begin without any memory.

        Args:
            site: the site's folder, which no other process writes to.
            in_steps: shows the pages before what is late.
        """
        self.site = site
        self.in_steps = in_steps
        self.catalog = CatalogMemory()
        self.states = PublishedStates(None, site)
        self.plan: SitePlan | None = None


def build_site(
    project: Project,
    site: Path,
    *,
    engine: str = "mkdocs",
    strict: bool = False,
    options: SiteOptions | None = None,
    progress: Callable[[str], None] = lambda phase: None,
    memory: BuildMemory | None = None,
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
    phases: dict[str, float] = {}

    @contextmanager
    def phase(name: str) -> Iterator[None]:
        progress(name)
        start = time.perf_counter()
        yield
        phases[name] = time.perf_counter() - start

    options = options or SiteOptions()
    _refuse_shared_documents(project)
    _refuse_sources(project, site)
    try:
        with ExitStack() as until_built:
            with phase("check"):
                before = _Before(project, site, engine, options, memory)
                done = before.is_done_already(strict=strict)
                # What another build reads and publishes meanwhile is newer than what was looked at.
                if not done and until_built.enter_context(one_build_at_a_time(project.cache, progress=progress)):
                    before = _Before(project, site, engine, options, memory)
                    done = before.is_done_already(strict=strict)
                if not done:
                    wait_for_engine = until_built.enter_context(_engine_ahead(engine, project, options))
                checked = None if done else before.check(strict=strict)
            if not checked:
                assert done
                done.phases = phases
                return done
            report = BuildReport(checked.findings, phases=phases)
            if checked.has_errors:
                return report
            with phase("engine"):
                wait_for_engine()
                topics = [topic.record for topic in checked.catalog.topics.values()]
                output = _rendered(engine, project, options, topics)
            report.engine_warnings = [*left_out(project), *output.warnings]
            if strict:
                _refuse_warnings(report.engine_warnings)
            with phase("pages"):
                plan = before.plan(project, presentable(checked.catalog), output, options)
                parts = plan.parts()
                if memory:
                    memory.plan = plan
                report.published = publish(
                    parts,
                    site,
                    closing=plan.closing,
                    refuse=plan.refuse,
                    in_steps=memory.in_steps if memory else None,
                    states=before.states,
                    # The engine's warnings are told by every build.
                    stamp="" if output.warnings else before.stamp,
                    alone=len(checked.catalog.papers) < _FEW,
                )
            return report
    except OSError as error:
        raise LlmpapersError(f"the project's files cannot be read, or its cache cannot be written: {error}") from error


def _rendered(engine: str, project: Project, options: SiteOptions, topics: Iterable[Topic]) -> EngineOutput:
    return render(engine, engine_input(project, topics, search=options.search), project.cache)


@contextmanager
def _engine_ahead(engine: str, project: Project, options: SiteOptions) -> Iterator[Callable[[], object]]:
    """Let the engine work while the catalog is checked, where nothing of it is kept; all that it needs are the topics.

    Yields:
        What waits until its result is in the cache.
    """
    if has_kept_results(project.cache):
        yield lambda: None
        return
    with in_background(lambda: _rendered(engine, project, options, load_topics(project.root))) as result:
        yield result


class _Before:
    """How things are before a build."""

    def __init__(
        self, project: Project, site: Path, engine: str, options: SiteOptions, memory: BuildMemory | None
    ) -> None:
        self._project = project
        self._site = site
        self._memory = memory
        if memory:
            # Who remembers builds because something changed; whether it did is not worth a look at every file.
            self._kept, self.states, self.stamp = None, memory.states, ""
            return
        self._kept = KeptFindings(project.root)
        self.states = PublishedStates(project.cache, site)
        self.states.load()
        self.stamp = build_stamp(project, self._kept.fingerprint, engine, options)

    def check(self, *, strict: bool) -> CheckedCatalog:
        """Read and check the catalog."""
        remembered = self._memory.catalog if self._memory else None
        return read_and_check(self._project.root, strict=strict, kept=self._kept, memory=remembered)

    def plan(self, project: Project, catalog: Catalog, output: EngineOutput, options: SiteOptions) -> SitePlan:
        """Plan the site."""
        if not self._memory:
            return SitePlan(project, catalog, output, options, self.states)
        return SitePlan(project, catalog, output, options, self.states, self._memory.plan)

    def is_done_already(self, *, strict: bool) -> BuildReport | None:
        """Report a build that would change nothing, if it is certain that it would not."""
        if not self._kept or not self.stamp or self.stamp != self.states.stamp or not self.states.are_intact():
            return None
        # One beside the site is of a build that was killed, and publishing clears it away.
        if not (self._site / MANIFEST).is_file() or staging_folder(self._site.resolve()).exists():
            return None
        findings, warnings = self._kept.recall(), left_out(self._project)
        if not findings or (strict and (findings.problems or warnings)):
            return None
        return BuildReport(findings, Published(0, self.states.count, 0), warnings)


@contextmanager
def one_build_at_a_time(
    cache: Path, timeout: float = 300, *, progress: Callable[[str], None] = lambda phase: None
) -> Iterator[bool]:
    """Exclude other builds of the same project while this one works.

    Args:
        cache: the project's cache, which holds the lock.
        timeout: seconds to wait for another build.
        progress: is called where there is another build to wait for.

    Yields:
        Whether there was.

    Raises:
        LlmpapersError: if the other build does not end in time.
    """
    cache.mkdir(parents=True, exist_ok=True)
    lock = FileLock(cache / "build.lock")
    waited = False
    try:
        lock.acquire(timeout=0)
    except Timeout:
        waited = True
        progress("waiting for another build")
        try:
            lock.acquire(timeout=timeout)
        except Timeout as error:
            raise LlmpapersError("another build of this project is under way and does not end") from error
    try:
        yield waited
    finally:
        lock.release()


def _refuse_warnings(warnings: list[str]) -> None:
    if warnings:
        told = "\n".join(f"docs: {warning}" for warning in warnings)
        raise LlmpapersError(f"the pages have warnings, which stop a strict build; the site was not touched\n{told}")


def _refuse_shared_documents(project: Project) -> None:
    """Keep the documents in a folder of their own, or a build would publish what is none."""
    docs = project.docs.resolve()
    others = [folder.resolve() for folder in (project.catalog, project.templates, project.cache)]
    overlaps = any(docs.is_relative_to(other) or other.is_relative_to(docs) for other in others)
    if overlaps or not project.docs.is_relative_to(project.root):
        raise LlmpapersError("`docs_dir` of mkdocs.yml should be a folder of its own in the project")


def _refuse_sources(project: Project, site: Path) -> None:
    """Keep the site out of the folders that it is made of, or the next build would take it for documents."""
    for source in (project.catalog, project.docs, project.templates):
        if site.resolve().is_relative_to(source.resolve()):
            raise LlmpapersError(f"the site cannot lie in {source.name}/, which it is made of; choose another folder")
