"""What the interface needs of the application. Each service is made when first asked for: ask late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quizapp.config import Settings
    from quizapp.domain.installation import Notice
    from quizapp.domain.ports.clock import Clock
    from quizapp.domain.work import Watch
    from quizapp.services.bookmarks import Bookmarks
    from quizapp.services.doubts import DoubtService
    from quizapp.services.interview import InterviewService
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


class Services(Protocol):
    """The use cases; `bootstrap.Application` is one such."""

    @property
    def settings(self) -> Settings:
        """What the person has set."""

    def change(self, key: str, value: str | float | bool) -> None:
        """Keep a setting, and go by it from now on; SettingsError when it makes no sense."""

    def unset(self, key: str) -> None:
        """Let a setting's default hold again, or a command have its own keys."""

    def export_settings(self, file: Path) -> None:
        """Write every setting to a new file; SettingsError if it cannot be written, or is there already."""

    def import_settings(self, file: Path) -> Path | None:
        """Go by a file's settings from now on; returns where the ones before are kept. SettingsError, and no change."""

    @property
    def log(self) -> Path:
        """Where faults are written down."""

    @property
    def clock(self) -> Clock:
        """The machine's clocks, or a test's."""

    @property
    def overview(self) -> OverviewService:
        """The home screen's numbers, the roadmap, the topics."""

    @property
    def tour(self) -> TourService:
        """A newcomer's first steps."""

    @property
    def leeches(self) -> LeechService:
        """Items that are forgotten again and again."""

    @property
    def plan(self) -> PlanService:
        """Studying towards an interview's date. Loads the scheduler."""

    @property
    def study(self) -> StudyService:
        """Study sessions. Loads the scheduler."""

    @property
    def statistics(self) -> StatisticsService:
        """How the learner is doing. Loads the scheduler."""

    @property
    def bookmarks(self) -> Bookmarks:
        """Items to see again."""

    @property
    def search(self) -> SearchService:
        """Words, looked for."""

    @property
    def topics(self) -> TopicService:
        """One topic at a time."""

    @property
    def doubts(self) -> DoubtService:
        """What authors should hear."""

    @property
    def practice(self) -> PracticeService:
        """Coding tasks. Loads the sandbox and the checker."""

    @property
    def serving(self) -> ServingService:
        """Coding tasks' apps, kept running. Loads the sandbox and the checker."""

    @property
    def proofs(self) -> ProofService:
        """Claims of items, run. Loads the sandbox and the checker."""

    @property
    def interviews(self) -> InterviewService:
        """Timed interviews. Loads the scheduler."""

    @property
    def packs(self) -> PackService:
        """Packs by anybody: added, updated, switched on and off, removed."""

    def findings(self, folder: Path, *, watch: Watch | None = None) -> Sequence[Notice]:
        """Everything that can be said of a pack without running it; takes a moment."""

    @property
    def preview(self) -> PreviewService | None:
        """The pack that is being written; None but in `quizapp pack preview`."""

    @property
    def optimisation(self) -> OptimisationService:
        """Fitting the schedule to the learner. Loads the scheduler."""

    @property
    def safekeeping(self) -> SafekeepingService:
        """Backups, and what happens when nothing can be saved."""

    async def close(self) -> None:
        """End what was started."""
