"""The composition root: settings become adapters, adapters become services. The only place where they meet."""

from __future__ import annotations

import atexit
import platform
import sys
import time
import uuid
from datetime import date, datetime, timezone
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quizapp import __version__
from quizapp.config import Settings, save
from quizapp.errors import StoreError
from quizapp.logbook import note, note_error, open_log
from quizapp.paths import Paths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizapp.content.install.installer import PackInstaller
    from quizapp.content.library import PackLibrary
    from quizapp.domain.history import History
    from quizapp.domain.installation import Notice, TakenUp
    from quizapp.domain.interview.records import InterviewRecords
    from quizapp.domain.items.identity import ItemId
    from quizapp.domain.optimisation import Trial
    from quizapp.domain.ports.checker import Checker
    from quizapp.domain.ports.progress import Progress
    from quizapp.domain.ports.sandbox import Sandbox
    from quizapp.domain.ports.scheduling import Scheduler
    from quizapp.domain.ports.workspaces import Workspaces
    from quizapp.domain.reading import Reading
    from quizapp.services.bookmarks import Bookmarks
    from quizapp.services.doubts import DoubtService
    from quizapp.services.interview import InterviewService, Room
    from quizapp.services.leech import LeechService
    from quizapp.services.optimisation import OptimisationService
    from quizapp.services.overview import OverviewService
    from quizapp.services.packs import PackService
    from quizapp.services.plan import PlanService
    from quizapp.services.practice import PracticeService
    from quizapp.services.preview import PreviewService
    from quizapp.services.proof import ProofService
    from quizapp.services.safekeeping import SafekeepingService
    from quizapp.services.search import SearchService
    from quizapp.services.serving import ServingService
    from quizapp.services.statistics import StatisticsService
    from quizapp.services.study import StudyService
    from quizapp.services.topics import TopicService
    from quizapp.services.tour import TourService
    from quizapp.store.refuge import Refuge


_FOLLOWING = ("scheduler", "plan", "leeches", "overview", "statistics", "study", "practice", "interviews")
"""What follows from settings and parameters, and is made anew when they change."""


_UNSAVED = """\
{error}
Your answers are not in your history yet. They are kept in {place}
  next:  as soon as it can be written again: quizapp progress merge {place}"""

_HOLDING = {
    *("progress", "history", "interview_records", "plan", "leeches", "optimisation", "overview", "statistics", "study"),
    *("bookmarks", "search", "topics", "tour", "doubts", "practice", "interviews"),
}
"""What has hold of the progress file."""


class SystemClock:
    """The machine's own clocks."""

    def now(self) -> datetime:
        """The moment, in UTC."""
        return datetime.now(timezone.utc)

    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        return time.monotonic()

    def reading(self) -> Reading:
        """The wall clock beside one that nobody can set and that goes on while the machine sleeps."""
        from quizapp.domain.reading import Reading

        boot, clock = _steady()
        return Reading(wall=self.now(), boot=boot, seconds=time.clock_gettime(clock) if clock else time.monotonic())


@cache
def _steady() -> tuple[str, int]:
    """Which start of the machine this is, and the number of its clock that goes on during sleep; 0 where there is none.

    Where the system does not name its starts, the process stands for one: readings of two processes are unrelated.
    """
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip(), time.CLOCK_BOOTTIME
    except (OSError, AttributeError):
        # On macOS CLOCK_MONOTONIC goes on during sleep, where time.monotonic() does not.
        return uuid.uuid4().hex, getattr(time, "CLOCK_MONOTONIC", 0)


class Application:
    """Every service, each made when first asked for, so that a start loads only what its first screen needs."""

    def __init__(self, settings: Settings, paths: Paths, *, packs: tuple[Path, ...] | None = None) -> None:
        self.settings = settings
        self.paths = paths
        self._packs = packs
        self.clock = SystemClock()

    def change(self, key: str, value: str | float | bool) -> None:
        """Keep a setting, and go by it from now on.

        Raises:
            SettingsError: the value makes no sense, or the file cannot be written; everything stays as it was.
        """
        save(self.paths.config, key, value)
        self.settings = self.settings.model_copy(update={key: value})
        for name in _FOLLOWING:
            self.__dict__.pop(name, None)

    @cached_property
    def library(self) -> PackLibrary:
        """The packs that are switched on, or those named at the start in their place."""
        from quizapp.content.library import PackLibrary

        return PackLibrary(self._packs or self._installed_roots(), self.paths.cache)

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

    @cached_property
    def packs(self) -> PackService:
        """Packs by anybody."""
        from quizapp.services.packs import PackService

        trusted = self.settings.trusted_packs.replace(",", " ").split()
        return PackService(self.installer, self.library, reload=self._reload_packs, trusted=trusted)

    def _reload_packs(self) -> TakenUp:
        """Let library and history follow what was installed, updated or removed."""
        from quizapp.domain.installation import TakenUp

        if self._packs:
            return TakenUp()
        self.library.use(self.installer.roots())
        if "progress" in self.__dict__:
            return self._take_up(self.progress)
        if not self.paths.progress.exists():
            return TakenUp()
        progress = self._opened_progress()
        self.__dict__["progress"] = progress
        return self._take_up(progress)

    def _take_up(self, progress: Progress) -> TakenUp:
        from quizapp.services.packs import take_up

        return take_up(self.library, progress, self.scheduler, self.clock)

    def trusts(self, pack: str) -> bool:
        """Whether a pack's code may run where nothing contains it: the bundled one, and those that the person named."""
        from quizapp.content.bundled import bundled_pack

        return (
            self.library.pack_root(pack) == bundled_pack()
            or pack in self.settings.trusted_packs.replace(",", " ").split()
        )

    @cached_property
    def progress(self) -> Progress:
        """The learner's history, under the names that the packs have now."""
        progress = self._opened_progress()
        self._take_up(progress)
        return progress

    def _opened_progress(self) -> Progress:
        from quizapp.store.progress import SqliteProgress

        progress = SqliteProgress(self.paths.progress, refuge=self._refuge)
        progress.mend(self.scheduler)
        return progress

    @cached_property
    def _refuge(self) -> Refuge:
        """Where the history goes on while its file takes nothing."""
        from quizapp.store.backups import SqliteBackups
        from quizapp.store.refuge import Refuge

        return Refuge(SqliteBackups(self.paths.progress))

    @cached_property
    def safekeeping(self) -> SafekeepingService:
        """Backups, merging, and studying when nothing can be saved."""
        from quizapp.services.safekeeping import SafekeepingService
        from quizapp.store.backups import SqliteBackups

        return SafekeepingService(
            SqliteBackups(self.paths.progress),
            self._refuge,
            self.clock,
            scheduler=lambda: self.scheduler,
            reopen=self._reopen,
        )

    def _reopen(self) -> None:
        """Let go of the progress file, and of every service that has hold of it; each is made anew when asked for."""
        for name in ("history", "interview_records", "progress"):
            if name in self.__dict__:
                self.__dict__[name].close()
        for name in set(self.__dict__) & _HOLDING:
            del self.__dict__[name]

    @cached_property
    def history(self) -> History:
        """The same history, for statistics."""
        from quizapp.store.history import SqliteHistory

        _ = self.progress  # creates the file, or brings it up to date
        return SqliteHistory(self.paths.progress, refuge=self._refuge)

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
    def plan(self) -> PlanService:
        """Studying towards an interview's date."""
        from quizapp.scheduling.planner import HorizonPlanner
        from quizapp.services.plan import PlanService

        text = self.settings.interview_date
        return PlanService(
            self.library,
            self.progress,
            self.history,
            HorizonPlanner(self._parameters),
            self.clock,
            interview=date.fromisoformat(text) if text else None,
            daily_minutes=self.settings.daily_minutes,
        )

    @cached_property
    def leeches(self) -> LeechService:
        """Items that are forgotten again and again."""
        from quizapp.services.leech import LeechService

        return LeechService(self.library, self.progress, lapses=self.settings.leech_lapses)

    @cached_property
    def optimisation(self) -> OptimisationService:
        """Fitting the schedule to the learner."""
        from quizapp.scheduling.optimizer import TorchOptimiser
        from quizapp.services.optimisation import OptimisationService

        return OptimisationService(
            self.progress, TorchOptimiser(), current=self._parameters, keep=self._keep_parameters
        )

    def _keep_parameters(self, trial: Trial) -> int:
        from quizapp.scheduling.parameters import Parameters, save

        own = Parameters(**trial.model_dump(exclude={"held_out"}), at=self.clock.now())
        save(self.paths.parameters, own)
        return self._rescheduled()

    def reset_parameters(self) -> int | None:
        """Go back to FSRS's defaults; returns how many cards were computed anew, None if they held already."""
        from quizapp.scheduling.parameters import reset

        return self._rescheduled() if reset(self.paths.parameters) else None

    def _rescheduled(self) -> int:
        """Let everything go by the parameters that are kept now."""
        for name in ("_parameters", "optimisation", *_FOLLOWING):
            self.__dict__.pop(name, None)
        return self.progress.rebuild(self.scheduler)

    def _planned(self) -> Sequence[ItemId]:
        return self.plan.today() if self.settings.interview_date else ()

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

    @cached_property
    def overview(self) -> OverviewService:
        """The home screen's numbers."""
        from quizapp.services.overview import OverviewService

        return OverviewService(self.library, self.progress, self.clock, leech_lapses=self.settings.leech_lapses)

    @cached_property
    def tour(self) -> TourService:
        """A newcomer's first steps."""
        from quizapp.services.tour import TourService

        return TourService(self.library, self.progress, self.clock)

    @cached_property
    def statistics(self) -> StatisticsService:
        """How the learner is doing."""
        from quizapp.services.statistics import StatisticsService

        return StatisticsService(self.library, self.progress, self.history, self.scheduler, self.clock)

    @cached_property
    def study(self) -> StudyService:
        """Study sessions."""
        from quizapp.services.study import StudyService

        return StudyService(
            self.library,
            self.progress,
            self.scheduler,
            self.clock,
            new_per_day=self.settings.new_per_day,
            planned=self._planned,
        )

    @cached_property
    def bookmarks(self) -> Bookmarks:
        """Items to see again."""
        from quizapp.services.bookmarks import Bookmarks

        return Bookmarks(self.progress, self.clock)

    @cached_property
    def search(self) -> SearchService:
        """Words, looked for."""
        from quizapp.services.search import SearchService

        return SearchService(self.library, self.progress)

    @cached_property
    def topics(self) -> TopicService:
        """One topic at a time."""
        from quizapp.services.topics import TopicService

        return TopicService(self.library, self.progress, self.clock)

    @cached_property
    def doubts(self) -> DoubtService:
        """What authors should hear."""
        from quizapp.services.doubts import DoubtService
        from quizapp.store.doubts import MarkdownDoubts

        return DoubtService(self.library, self.progress, self.clock, MarkdownDoubts(self.paths.doubts))

    @cached_property
    def practice(self) -> PracticeService:
        """Coding tasks."""
        from quizapp.services.practice import PracticeService

        return PracticeService(
            library=self.library,
            workspaces=self.workspaces,
            sandbox=self.sandbox,
            checker=self.checker,
            progress=self.progress,
            scheduler=self.scheduler,
            clock=self.clock,
            trusts=self.trusts,
        )

    @cached_property
    def serving(self) -> ServingService:
        """Coding tasks' apps, kept running."""
        from quizapp.checker.courier import SocketCourier
        from quizapp.runner.forward import forwarding
        from quizapp.services.serving import ServingService

        return ServingService(
            workspaces=self.workspaces,
            sandbox=self.sandbox,
            addresses=forwarding,
            courier=SocketCourier(),
            trusts=self.trusts,
        )

    @cached_property
    def proofs(self) -> ProofService:
        """Claims of items, run."""
        from quizapp.services.proof import ProofService

        return ProofService(self.checker, trusts=self.trusts)

    @cached_property
    def interviews(self) -> InterviewService:
        """Timed interviews."""
        from quizapp.services.interview import InterviewService

        return InterviewService(
            self.library,
            self.progress,
            self.scheduler,
            self.clock,
            records=self.interview_records,
            room=self._interview_room,
            reports=self.paths.data / "reports",
        )

    def _interview_room(self) -> Room:
        """What an interview's coding tasks need: workspaces of its own, never the ones that are practised in."""
        from quizapp.runner.workspace import FolderWorkspaces
        from quizapp.services.interview import Room

        return Room(
            library=self.library,
            sandbox=self.sandbox,
            checker=self.checker,
            scheduler=self.scheduler,
            workspaces=lambda session: FolderWorkspaces(self.paths.data / "interviews" / session),
            trusts=self.trusts,
        )

    @cached_property
    def interview_records(self) -> InterviewRecords:
        """Interviews held, and blueprints of the learner's own."""
        from quizapp.store.interviews import SqliteInterviews

        return SqliteInterviews(self.paths.progress, refuge=self._refuge)

    preview: PreviewService | None = None
    """A pack that is being written; `begin_preview` sets it."""

    def begin_preview(self, root: Path) -> PreviewService:
        """Look at a pack of this application as its author, and read it once."""
        from quizapp.runner.watch import watched
        from quizapp.services.preview import PreviewService

        refresh = self.library.refresh
        self.preview = PreviewService(root, self.library, refresh=refresh, lint=self.findings, watch=watched)
        self.preview.reload()
        return self.preview

    def findings(self, folder: Path) -> Sequence[Notice]:
        """Everything that can be said of a pack without running it; takes a moment."""
        from quizapp.content.lint import lint
        from quizapp.domain.installation import Notice

        found = lint(folder).diagnostics
        return [Notice(where=each.where, **each.model_dump(exclude={"file", "line", "column"})) for each in found]

    @property
    def log(self) -> Path:
        """Where faults are written down."""
        return self.paths.log

    def _part(self) -> None:
        """Save what could not be saved before, or take the day's backup; neither keeps anybody from leaving."""
        if "progress" not in self.__dict__:
            return
        unsaved = self.safekeeping.unsaved
        try:
            if unsaved is None:
                self.safekeeping.keep()
            else:
                self.safekeeping.save()
        except StoreError as error:
            note_error(error, "leaving")
            if unsaved is not None:
                # Told when the screen is no longer ours.
                atexit.register(print, _UNSAVED.format(error=error, place=unsaved), file=sys.stderr)

    async def close(self) -> None:
        """End what was started; what was never used is not started for it."""
        self._part()
        if "sandbox" in self.__dict__:
            await self.sandbox.close()
        if "history" in self.__dict__:
            self.history.close()
        if "interview_records" in self.__dict__:
            self.interview_records.close()
        if "progress" in self.__dict__:
            self.progress.close()
        if "library" in self.__dict__:
            self.library.close()
        if "installer" in self.__dict__:
            self.installer.close()


def application(*, packs: tuple[Path, ...] | None = None, **flags: Any) -> Application:
    """The application for this person's settings and folders; flags go before environment and file."""
    paths = Paths.discover()
    open_log(paths.log)
    note(f"start of quizapp {__version__}, Python {platform.python_version()}, {sys.platform}")
    return Application(Settings.load(paths.config, **flags), paths, packs=packs)
