"""A site made anew: its catalog checked, the engine's pages rendered, everything planned and published."""

import time
from collections.abc import Callable
from pathlib import Path

from llmpapers.catalog_memory import CatalogMemory
from llmpapers.checking import check_begun
from llmpapers.errors import LlmpapersError
from llmpapers.unfinished import presentable
from llmpapers.website.before_building import Before
from llmpapers.website.build_report import BuildReport
from llmpapers.website.engine_pages import rendered
from llmpapers.website.followed_settings import left_out
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
    before: Before,
    memory: BuildMemory | None,
    wait_for_engine: Callable[[], object],
    *,
    begun: float,
    progress: Callable[[str], None],
) -> BuildReport:
    """Check the catalog and make the site.

    Args:
        before: what to make, and how things are.
        memory: what this process remembers of earlier builds of the same site.
        wait_for_engine: waits for what the engine began to render already.
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

    planned = None
    remembered = memory.catalog if memory else None
    with check_begun(project.root, kept=before.kept, memory=remembered) as check:
        ended("check")
        # The papers are still compared with each other, on which nothing depends but whether there will be a site.
        if not check.has_errors:
            progress("engine")
            wait_for_engine()
            output = rendered(before, [topic.record for topic in check.catalog.topics.values()])
            ended("engine")
            progress("pages")
            former = memory.plan if memory else None
            plan = SitePlan(project, presentable(check.catalog), output, before.options, before.states, former)
            planned = plan, plan.parts()
        checked = check.finish(strict=before.strict)
    report = BuildReport(checked.findings, phases=phases)
    if checked.has_errors or not planned:
        return report
    plan, parts = planned
    report.engine_warnings = [*left_out(project), *output.warnings]
    if before.strict:
        _refuse_warnings(report.engine_warnings)
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


def _refuse_warnings(warnings: list[str]) -> None:
    if warnings:
        told = "\n".join(f"docs: {warning}" for warning in warnings)
        raise LlmpapersError(f"the pages have warnings, which stop a strict build; the site was not touched\n{told}")
