"""How things are before a build: whether it would change anything, which can be told without most of the program."""

from pathlib import Path

from llmpapers.findings import KeptFindings
from llmpapers.project import Project, real_path
from llmpapers.website.build_report import BuildReport, Published
from llmpapers.website.build_stamp import build_stamp
from llmpapers.website.followed_settings import left_out
from llmpapers.website.published_states import PublishedStates
from llmpapers.website.site_folder import MANIFEST, staging_folder
from llmpapers.website.site_options import SiteOptions


class Before:
    """What a build is to do, and how its sources and the site are."""

    def __init__(
        self,
        project: Project,
        site: Path,
        engine: str,
        options: SiteOptions,
        *,
        strict: bool = False,
        remembered: PublishedStates | None = None,
    ) -> None:
        """Look.

        Args:
            project: what is built.
            site: the folder to publish into.
            engine: one of the engines' names.
            options: what to leave out.
            strict: whether warnings stop the build too.
            remembered: the site as this process left it. Who remembers builds because something changed; whether it did
                is not worth a look at every file.
        """
        self.project = project
        self.site = site
        self.engine = engine
        self.options = options
        self.strict = strict
        self.kept: KeptFindings | None = None
        """What the last check found."""
        self.stamp = ""
        """Digest of everything that the site would be made of; empty where that is not known."""
        if remembered:
            self.states = remembered
            return
        self.kept = KeptFindings(project.root)
        self.states = PublishedStates(project.cache, site)
        self.states.load()
        self.stamp = build_stamp(project, self.kept.fingerprint, engine, options)

    def again(self) -> "Before":
        """Look once more."""
        remembered = None if self.kept else self.states
        return Before(self.project, self.site, self.engine, self.options, strict=self.strict, remembered=remembered)

    def report_if_done(self) -> BuildReport | None:
        """Report a build that would change nothing, if it is certain that it would not."""
        if not self.kept or not self.stamp or self.stamp != self.states.stamp or not self.states.are_intact():
            return None
        # One beside the site is of a build that was killed, and publishing clears it away.
        if not (self.site / MANIFEST).is_file() or staging_folder(real_path(self.site)).exists():
            return None
        findings, warnings = self.kept.recall(), left_out(self.project)
        if not findings or (self.strict and (findings.problems or warnings)):
            return None
        return BuildReport(findings, Published(0, self.states.count, 0), warnings)
