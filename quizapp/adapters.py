"""What the services get from outside, made of settings and folders: packs, history, scheduler, sandbox."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from quizapp.clock import SystemClock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from quizapp.config import Settings
    from quizapp.content.install.installer import PackInstaller
    from quizapp.content.library import PackLibrary
    from quizapp.domain.installation import Notice, TakenUp
    from quizapp.domain.ports.checker import Checker
    from quizapp.domain.ports.history import History
    from quizapp.domain.ports.interviews import InterviewRecords
    from quizapp.domain.ports.progress import Progress
    from quizapp.domain.ports.sandbox import Sandbox
    from quizapp.domain.ports.scheduling import Scheduler
    from quizapp.domain.ports.workspaces import Workspaces
    from quizapp.domain.work import Watch
    from quizapp.paths import Paths
    from quizapp.store.refuge import Refuge


class Adapters:
    """Everything outside, each made when first asked for, so that a start loads only what its first screen needs."""

    def __init__(
        self,
        settings: Settings,
        paths: Paths,
        *,
        packs: tuple[Path, ...] | None = None,
        how_far: Callable[[int, int], None] | None = None,
    ) -> None:
        """What is outside, not yet opened.

        Args:
            settings: what the person has set.
            paths: where everything is.
            packs: their folders, in place of those that are installed.
            how_far: told how many files of packs were read, and how many are to be, when some have changed.
        """
        self.settings = settings
        self.paths = paths
        self._packs = packs
        self._how_far = how_far
        self._watch: Watch | None = None
        """Of a change of packs that goes on."""
        self.clock = SystemClock()

    @cached_property
    def library(self) -> PackLibrary:
        """The packs that are switched on, or those named at the start in their place."""
        from quizapp.content.library import PackLibrary

        return PackLibrary(self._packs or self._installed_roots(), self.paths.cache, how_far=self._read_so_far)

    def _read_so_far(self, files: int, of: int) -> None:
        """Tell whoever waits for packs that are being read."""
        if self._how_far is not None:
            self._how_far(files, of)
        if self._watch is not None:
            from quizapp.domain.work import Advance

            self._watch.tell(Advance("reading the library", files, of, stoppable=False))

    @contextmanager
    def _reading(self, watch: Watch) -> Iterator[None]:
        """Let a watch hear of the files that are read meanwhile; packs have changed already, so nothing is stopped."""
        self._watch = watch
        try:
            yield
        finally:
            self._watch = None

    def _installed_roots(self) -> Sequence[Path]:
        """Where the packs are that are switched on; they stay there while this process lives."""
        if not self.paths.packs.is_dir():
            from quizapp.content.bundled import bundled_pack

            return (bundled_pack(),)
        self.installer.sweep()
        self.installer.hold()
        return self.installer.roots()

    @cached_property
    def installer(self) -> PackInstaller:
        """Where installed packs are kept."""
        from quizapp.content.install.installer import PackInstaller

        return PackInstaller(self.paths.packs, now=self.clock.now)

    def trusts(self, pack: str) -> bool:
        """Whether a pack's code may run where nothing contains it: the bundled one, and those that the person named."""
        from quizapp.content.bundled import bundled_pack

        return self.library.pack_root(pack) == bundled_pack() or self._is_named_trusted(pack)

    def _is_named_trusted(self, pack: str) -> bool:
        """Whether the settings name a pack, which need not be there yet."""
        return pack in self.settings.trusted_packs.replace(",", " ").split()

    def findings(self, folder: Path, *, watch: Watch | None = None) -> Sequence[Notice]:
        """Everything that can be said of a pack without running it; takes a moment."""
        from quizapp.content.lint import lint
        from quizapp.domain.installation import Notice
        from quizapp.domain.work import UNWATCHED

        found = lint(folder, watch or UNWATCHED).diagnostics
        return [Notice(where=each.where, **each.model_dump(exclude={"file", "line", "column"})) for each in found]

    @cached_property
    def progress(self) -> Progress:
        """The learner's history, under the names that the packs have now."""
        progress = self._opened_progress()
        try:
            self._take_up(progress)
        except BaseException:
            progress.close()
            raise
        return progress

    def _opened_progress(self) -> Progress:
        from quizapp.store.progress import SqliteProgress

        progress = SqliteProgress(self.paths.progress, refuge=self._refuge)
        try:
            progress.mend(self.scheduler)
        except BaseException:
            progress.close()
            raise
        return progress

    def _take_up(self, progress: Progress) -> TakenUp:
        from quizapp.services.packs import take_up

        return take_up(self.library, progress, self.scheduler, self.clock)

    @cached_property
    def _refuge(self) -> Refuge:
        """Where the history goes on while its file takes nothing."""
        from quizapp.store.backups import SqliteBackups
        from quizapp.store.refuge import Refuge

        return Refuge(SqliteBackups(self.paths.progress))

    @cached_property
    def history(self) -> History:
        """The same history, for statistics."""
        from quizapp.store.history import SqliteHistory

        _ = self.progress  # creates the file, or brings it up to date
        return SqliteHistory(self.paths.progress, refuge=self._refuge)

    @cached_property
    def interview_records(self) -> InterviewRecords:
        """Interviews held, and blueprints of the learner's own."""
        from quizapp.store.interviews import SqliteInterviews

        return SqliteInterviews(self.paths.progress, refuge=self._refuge)

    @cached_property
    def scheduler(self) -> Scheduler:
        """FSRS."""
        from quizapp.scheduling.fsrs import FsrsScheduler

        return FsrsScheduler(desired_retention=self.settings.desired_retention, parameters=self._parameters)

    @cached_property
    def _parameters(self) -> tuple[float, ...] | None:
        """The learner's own, if their history was ever optimised."""
        if not self.paths.parameters.exists():
            return None
        from quizapp.scheduling.parameters import load

        own = load(self.paths.parameters)
        return None if own is None else own.parameters

    @cached_property
    def sandbox(self) -> Sandbox:
        """Where learners' code runs."""
        from quizapp.runner.choice import sandbox_for

        return sandbox_for(self.paths.runtime)

    @cached_property
    def checker(self) -> Checker:
        """Carries out checks."""
        from quizapp.checker.engine import SandboxChecker

        return SandboxChecker(self.sandbox)

    @cached_property
    def workspaces(self) -> Workspaces:
        """The learner's own files."""
        from quizapp.runner.workspace import FolderWorkspaces

        return FolderWorkspaces(self.paths.workspaces)

    @property
    def log(self) -> Path:
        """Where faults are written down."""
        return self.paths.log

    async def close(self) -> None:
        """End what was started; what was never used is not started for it."""
        opened = self.__dict__
        if "sandbox" in opened:
            await self.sandbox.close()
        if "history" in opened:
            self.history.close()
        if "interview_records" in opened:
            self.interview_records.close()
        if "progress" in opened:
            self.progress.close()
        if "library" in opened:
            self.library.close()
        if "installer" in opened:
            self.installer.close()
