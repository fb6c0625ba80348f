"""An app over fakes, and pictures of it."""

from __future__ import annotations

import random
import re
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

import pytest
import textual.app
import textual.pilot
from pydantic import ValidationError
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.image import SVGImageSnapshotExtension
from textual.pilot import Pilot
from textual.widgets import Input

from quizapp.config import Settings
from quizapp.domain.installation import Notice, TakenUp
from quizapp.domain.items.any import Item
from quizapp.domain.ports.history import History
from quizapp.domain.safekeeping import Backup
from quizapp.domain.work import BYTES, Advance, Watch
from quizapp.errors import SettingsError, StoreError
from quizapp.scheduling.planner import HorizonPlanner
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
from quizapp.services.search import SearchService
from quizapp.services.serving import ServingService
from quizapp.services.statistics import StatisticsService
from quizapp.services.study import StudyService
from quizapp.services.topics import TopicService
from quizapp.services.tour import TourService
from quizapp.settingsfile import export, exported
from quizapp.ui.app import QuizApp
from tests.fakes import (
    START,
    FakeAddresses,
    FakeChecker,
    FakeClock,
    FakeCourier,
    FakeDoubts,
    FakeHistory,
    FakeInterviews,
    FakeLibrary,
    FakeProgress,
    FakeReports,
    FakeSandbox,
    FakeScheduler,
    FakeWorkspaces,
)
from tests.fakes.installer import FakeInstaller
from tests.fakes.optimiser import FakeOptimiser
from tests.ui import samples
from tests.ui.idle import until_idle

SNAPSHOT_PYTHON = (3, 11)
"""Pictures differ by Python (pygments, wcwidth tables); they are made on this one."""


class FakeSafekeeping:
    """Notes what is asked of it."""

    def __init__(self) -> None:
        self.backups: list[Backup] = []
        self.unsaved: Path | None = None
        self.asked: list[object] = []
        self.waits = False
        """Whether a work goes on until it is stopped."""

    def all(self) -> list[Backup]:
        """The backups."""
        return self.backups

    def keep(self) -> None:
        """The day's backup."""

    def take(self, *, watch: Watch) -> Backup:
        """One more."""
        self._work(watch)
        self.backups = [Backup(path=Path("new.sqlite3"), at=START, reason="by hand", size=8192), *self.backups]
        self.asked.append("take")
        return self.backups[0]

    def restore(self, file: Path, *, watch: Watch) -> None:
        """Go back."""
        self._work(watch)
        self.asked.append(file)

    def _work(self, watch: Watch) -> None:
        """Copy a mebibyte, and, if a test says so, go on until that is stopped."""
        watch.tell(Advance("copying", 1 << 19, 1 << 20, BYTES))
        while self.waits:
            watch.check()
            time.sleep(0.005)

    def study_unsaved(self, why: StoreError) -> None:
        """Go on elsewhere."""
        self.asked.append(why)
        self.unsaved = Path("/dev/shm/somewhere")

    def save(self, *, watch: Watch) -> None:
        """Come back."""
        self._work(watch)
        self.asked.append("save")
        self.unsaved = None


class FakeServices:
    """What `bootstrap.Application` is, over fakes."""

    def __init__(self, items: Sequence[Item] = tuple(samples.ITEMS), settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.clock = FakeClock()
        self.library = FakeLibrary(items, topics=samples.TOPICS, blueprints=[samples.BLUEPRINT])
        self.progress = FakeProgress()
        self.scheduler = FakeScheduler()
        self.checker = FakeChecker()
        self.sandbox = FakeSandbox()
        self.last_reports: FakeReports | None = None
        self.workspaces = FakeWorkspaces()
        self.addresses = FakeAddresses()
        self.courier = FakeCourier()
        self.records = FakeInterviews()
        self.interview_workspaces: dict[str, FakeWorkspaces] = {}
        self.reports = Path("nowhere")
        self.closed = False
        self.preview: PreviewService | None = None
        self.installer = FakeInstaller()
        self.optimiser = FakeOptimiser()
        self.noticed: list[Notice] = []
        """What the lint of any pack finds."""
        self.kept: list[tuple[str, object]] = []
        """Settings that were changed."""

    def change(self, key: str, value: str | float | bool) -> None:
        """Go by it from now on; the file's own rules are config's to test."""
        table, _, name = key.partition(".")
        changed = {table: {**getattr(self.settings, table), name: value}} if name else {key: value}
        try:
            self.settings = Settings.model_validate({**self.settings.model_dump(), **changed}, strict=True)
        except ValidationError as error:
            raise SettingsError(f"{key} cannot be {value!r}") from error
        self.kept.append((key, value))

    def unset(self, key: str) -> None:
        """Let the default hold."""
        table, _, name = key.partition(".")
        left = self.settings.model_dump(exclude={table: {name}} if name else {key})
        self.settings = Settings.model_validate(left)
        self.kept.append((key, None))

    def export_settings(self, file: Path) -> None:
        """As the real one."""
        export(self.settings, file)

    def import_settings(self, file: Path) -> Path | None:
        """Go by them, without a file of one's own."""
        exported(file)
        self.settings = Settings.load(file.parent, environment={})
        return None

    @cached_property
    def packs(self) -> PackService:
        """Packs."""
        return PackService(self.installer, self.library, reload=lambda _: TakenUp())

    def findings(self, folder: Path, *, watch: Watch | None = None) -> Sequence[Notice]:
        """What the test says."""
        return self.noticed

    @cached_property
    def overview(self) -> OverviewService:
        """Numbers."""
        return OverviewService(self.library, self.progress, self.clock, leech_lapses=self.settings.leech_lapses)

    @cached_property
    def study(self) -> StudyService:
        """Study."""
        planned = self.plan.today if self.settings.interview_date else tuple
        return StudyService(
            self.library, self.progress, self.scheduler, self.clock, planned=planned, rng=random.Random(1)
        )

    @cached_property
    def tour(self) -> TourService:
        """The tour."""
        return TourService(self.library, self.progress, self.clock)

    @cached_property
    def leeches(self) -> LeechService:
        """Leeches."""
        return LeechService(self.library, self.progress, lapses=self.settings.leech_lapses)

    @cached_property
    def plan(self) -> PlanService:
        """The days to an interview."""
        text = self.settings.interview_date
        return PlanService(
            self.library,
            self.progress,
            self.history,
            HorizonPlanner(),
            self.clock,
            interview=date.fromisoformat(text) if text else None,
            daily_minutes=self.settings.daily_minutes,
        )

    @cached_property
    def bookmarks(self) -> Bookmarks:
        """Bookmarks."""
        return Bookmarks(self.progress, self.clock)

    @cached_property
    def search(self) -> SearchService:
        """Search."""
        return SearchService(self.library, self.progress)

    @cached_property
    def topics(self) -> TopicService:
        """One topic."""
        return TopicService(self.library, self.progress, self.clock)

    @cached_property
    def doubts(self) -> DoubtService:
        """Doubts."""
        return DoubtService(self.library, self.progress, self.clock, FakeDoubts())

    @cached_property
    def history(self) -> History:
        """What statistics read."""
        return FakeHistory(self.progress, self.scheduler)

    @cached_property
    def statistics(self) -> StatisticsService:
        """Statistics."""
        return StatisticsService(self.library, self.progress, self.history, self.scheduler, self.clock)

    @cached_property
    def interviews(self) -> InterviewService:
        """Interviews."""
        return InterviewService(
            self.library,
            self.progress,
            self.scheduler,
            self.clock,
            records=self.records,
            room=self.room,
            reports=self.reports,
            rng=random.Random(1),
        )

    def room(self) -> Room:
        """What coding tasks of an interview need."""
        return Room(
            library=self.library,
            sandbox=FakeSandbox(),
            checker=self.checker,
            scheduler=self.scheduler,
            workspaces=lambda session: self.interview_workspaces.setdefault(session, FakeWorkspaces()),
        )

    @cached_property
    def practice(self) -> PracticeService:
        """Practice."""
        return PracticeService(
            library=self.library,
            workspaces=self.workspaces,
            sandbox=self.sandbox,
            checker=self.checker,
            progress=self.progress,
            scheduler=self.scheduler,
            clock=self.clock,
            reports=self.last_reports,
        )

    @cached_property
    def serving(self) -> ServingService:
        """Apps that are kept running."""
        return ServingService(
            workspaces=self.workspaces,
            sandbox=self.sandbox,
            addresses=self.addresses,
            courier=self.courier,
            trusts=lambda _: True,
        )

    @cached_property
    def proofs(self) -> ProofService:
        """Proofs."""
        return ProofService(self.checker, trusts=lambda pack: True)

    @cached_property
    def optimisation(self) -> OptimisationService:
        """Fitting, by an optimiser that needs one review and is as good as what was there."""
        return OptimisationService(self.progress, self.optimiser, current=None, keep=lambda _: 0)

    @cached_property
    def safekeeping(self) -> FakeSafekeeping:
        """A history that is never in danger, unless a test says so."""
        return FakeSafekeeping()

    @property
    def log(self) -> Path:
        """Nothing is written there."""
        return Path("quizapp.log")

    async def close(self) -> None:
        """Note it."""
        self.closed = True


@pytest.fixture(autouse=True)
def one_time_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Local times are UTC, wherever the tests run."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(autouse=True, scope="session")
def a_pause_ends_with_the_work() -> Iterator[None]:
    """And no later."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (textual.app, textual.pilot):
            patch.setattr(module, "wait_for_idle", until_idle)
        yield


@pytest.fixture
def services() -> FakeServices:
    """A library with an item of each kind, and nothing answered yet."""
    return FakeServices()


async def picture(app: QuizApp, pilot: Pilot[None]) -> str:
    """The screen as SVG, without what differs from one machine to the next."""
    for typed in app.screen.query(Input):
        typed.cursor_blink = False
    await pilot.pause()
    svg = app.export_screenshot(simplify=True)
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return re.sub(r"terminal-\d+-", "terminal-", svg)


@pytest.fixture
def picture_of(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Compares a picture with the one that was kept."""
    if sys.version_info[:2] != SNAPSHOT_PYTHON:
        pytest.skip(f"pictures are made on Python {'.'.join(map(str, SNAPSHOT_PYTHON))} only")
    return snapshot.use_extension(SVGImageSnapshotExtension)


def shown(app: QuizApp) -> str:
    """Everything that stands on the screen, as text."""
    lines = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in lines[: app.size.height])


def notices(app: QuizApp) -> list[str]:
    """What notifications say: title and text in one."""
    return [f"{notice.title} {notice.message}" for notice in app._notifications]
