"""The composition root: adapters become services. The only place where they meet."""

from __future__ import annotations

import atexit
import platform
import sys
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from quizapp import __version__
from quizapp.config import Settings
from quizapp.judging import Judging
from quizapp.logbook import note, open_log
from quizapp.paths import Paths
from quizapp.settingsfile import export, exported, save, take_over, unset

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from quizapp.domain.installation import TakenUp
    from quizapp.domain.items.identity import ItemId
    from quizapp.domain.optimisation import Trial
    from quizapp.domain.work import Watch
    from quizapp.services.bookmarks import Bookmarks
    from quizapp.services.doubts import DoubtService
    from quizapp.services.leech import LeechService
    from quizapp.services.optimisation import OptimisationService
    from quizapp.services.overview import OverviewService
    from quizapp.services.packs import PackService
    from quizapp.services.plan import PlanService
    from quizapp.services.preview import PreviewService
    from quizapp.services.safekeeping import SafekeepingService
    from quizapp.services.search import SearchService
    from quizapp.services.statistics import StatisticsService
    from quizapp.services.study import StudyService
    from quizapp.services.topics import TopicService
    from quizapp.services.tour import TourService


_FOLLOWING = ("scheduler", "plan", "leeches", "overview", "statistics", "study", "practice", "interviews")
"""What follows from settings and parameters, and is made anew when they change."""


_HOLDING = {
    *("progress", "history", "interview_records", "plan", "leeches", "optimisation", "overview", "statistics", "study"),
    *("bookmarks", "search", "topics", "tour", "doubts", "practice", "interviews"),
}
"""What has hold of the progress file."""


class Application(Judging):
    """Every service, each made when first asked for."""

    def change(self, key: str, value: str | float | bool) -> None:
        """Keep a setting, and go by it from now on.

        Raises:
            SettingsError: the value makes no sense, or the file cannot be written; everything stays as it was.
        """
        save(self.paths.config, key, value)
        table, _, name = key.partition(".")
        changed = {table: {**getattr(self.settings, table), name: value}} if name else {key: value}
        self._go_by(self.settings.model_copy(update=changed))

    def unset(self, key: str) -> None:
        """Let a setting's default hold again, or a command have its own keys."""
        unset(self.paths.config, key)
        self._go_by(Settings.load(self.paths.config))

    def export_settings(self, file: Path) -> None:
        """Write every setting to a new file."""
        export(self.settings, file)

    def import_settings(self, file: Path) -> Path | None:
        """Put a file's settings in the place of the present ones; returns where those are kept, if there were any."""
        kept = take_over(self.paths.config, exported(file))
        self._go_by(Settings.load(self.paths.config))
        return kept

    def _go_by(self, settings: Settings) -> None:
        """Make anew what follows from settings, when it is asked for next."""
        self.settings = settings
        for name in _FOLLOWING:
            self.__dict__.pop(name, None)

    @cached_property
    def packs(self) -> PackService:
        """Packs by anybody."""
        from quizapp.services.packs import PackService

        return PackService(self.installer, self.library, reload=self._reload_packs, trusts=self._is_named_trusted)

    def _reload_packs(self, watch: Watch) -> TakenUp:
        """Let library and history follow what was installed, updated or removed."""
        from quizapp.domain.installation import TakenUp

        if self._packs:
            return TakenUp()
        with self._reading(watch):
            self.library.use(self.installer.roots())
        if "progress" in self.__dict__:
            return self._take_up(self.progress)
        if not self.paths.progress.exists():
            return TakenUp()
        progress = self._opened_progress()
        self.__dict__["progress"] = progress
        return self._take_up(progress)

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

    async def close(self) -> None:
        """Part in order, and end what was started."""
        if "progress" in self.__dict__ and (told := self.safekeeping.part()):
            # When the screen is no longer ours.
            atexit.register(print, told, file=sys.stderr)
        await super().close()


def application(
    *, packs: tuple[Path, ...] | None = None, how_far: Callable[[int, int], None] | None = None, **flags: Any
) -> Application:
    """The application for this person's settings and folders; flags go before environment and file."""
    paths = Paths.discover()
    open_log(paths.log)
    note(f"start of quizapp {__version__}, Python {platform.python_version()}, {sys.platform}")
    return Application(Settings.load(paths.config, **flags), paths, packs=packs, how_far=how_far)
