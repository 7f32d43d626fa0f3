"""A site made anew: its catalog checked, the engine's pages rendered, everything planned and published."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from llmpapers.catalog_memory import CatalogMemory
from llmpapers.checking import read_and_check
from llmpapers.errors import LlmpapersError
from llmpapers.loading import load_topics
from llmpapers.models import Topic
from llmpapers.parallel import in_background
from llmpapers.unfinished import presentable
from llmpapers.website.before_building import Before
from llmpapers.website.build_lock import one_build_at_a_time
from llmpapers.website.build_report import BuildReport
from llmpapers.website.engine import EngineOutput, has_kept_results, render
from llmpapers.website.followed_settings import left_out
from llmpapers.website.pages import engine_input
from llmpapers.website.plan import SitePlan
from llmpapers.website.published_states import PublishedStates
from llmpapers.website.publishing import InSteps, publish

_FEW = 200
"""Papers up to which the start of other processes would take as long as they save."""


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


def make_site(
    before: Before, memory: BuildMemory | None, *, begun: float, progress: Callable[[str], None]
) -> BuildReport:
    """Check the catalog and make the site, unless another build did so meanwhile.

    Args:
        before: what to make, and how things are.
        memory: what this process remembers of earlier builds of the same site.
        begun: when the build began, by `time.perf_counter`.
        progress: is called with the name of each phase as it begins.

    Raises:
        LlmpapersError: as `build_site` does.
        OSError: if sources cannot be read, or the cache cannot be written.
    """
    project = before.project
    phases: dict[str, float] = {}

    def ended(phase: str) -> None:
        nonlocal begun
        now = time.perf_counter()
        phases[phase], begun = now - begun, now

    progress("check")
    with one_build_at_a_time(project.cache, progress=progress) as waited:
        if waited:
            # What another build read and published is newer than what was looked at.
            before = before.again()
            done = before.report_if_done()
            if done:
                ended("check")
                done.phases = phases
                return done
        with _engine_ahead(before) as wait_for_engine:
            remembered = memory.catalog if memory else None
            checked = read_and_check(project.root, strict=before.strict, kept=before.kept, memory=remembered)
            ended("check")
            report = BuildReport(checked.findings, phases=phases)
            if checked.has_errors:
                return report
            progress("engine")
            wait_for_engine()
        output = _rendered(before, [topic.record for topic in checked.catalog.topics.values()])
        report.engine_warnings = [*left_out(project), *output.warnings]
        if before.strict:
            _refuse_warnings(report.engine_warnings)
        ended("engine")
        progress("pages")
        former = memory.plan if memory else None
        plan = SitePlan(project, presentable(checked.catalog), output, before.options, before.states, former)
        parts = plan.parts()
        if memory:
            memory.plan = plan
        report.published = publish(
            parts,
            before.site,
            closing=plan.closing,
            refuse=plan.refuse,
            in_steps=memory.in_steps if memory else None,
            states=before.states,
            # The engine's warnings are told by every build.
            stamp="" if output.warnings else before.stamp,
            alone=len(checked.catalog.papers) < _FEW,
        )
        ended("pages")
        return report


def _rendered(before: Before, topics: Iterable[Topic]) -> EngineOutput:
    content = engine_input(before.project, topics, search=before.options.search)
    return render(before.engine, content, before.project.cache)


@contextmanager
def _engine_ahead(before: Before) -> Iterator[Callable[[], object]]:
    """Let the engine work while the catalog is checked, where nothing of it is kept; all that it needs are the topics.

    Yields:
        What waits until its result is in the cache.
    """
    if has_kept_results(before.project.cache):
        yield lambda: None
        return
    with in_background(lambda: _rendered(before, load_topics(before.project.root))) as result:
        yield result


def _refuse_warnings(warnings: list[str]) -> None:
    if warnings:
        told = "\n".join(f"docs: {warning}" for warning in warnings)
        raise LlmpapersError(f"the pages have warnings, which stop a strict build; the site was not touched\n{told}")
