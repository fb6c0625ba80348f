"""Long work on every screen that has some: counted, stopped by escape, one at a time, with a sentence at its end."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from textual.pilot import Pilot

from quizapp.config import Settings
from quizapp.domain.safekeeping import Backup
from quizapp.domain.work import Advance, Watch
from quizapp.errors import StoreDamagedError, StoreError
from quizapp.ui import messages as to
from quizapp.ui.app import QuizApp
from quizapp.ui.notice import BELL
from quizapp.ui.widgets.work import TOO_LATE, Work
from tests.fakes import START
from tests.fakes.installer import BUNDLED, SQL, FakeInstaller, offered
from tests.ui.conftest import FakeServices, notices, shown

STOPPED = "Stopped; nothing was changed."


class Case(NamedTuple):
    """A work as somebody begins it."""

    opening: Callable[[], to.Requested] | None
    """Where; None for home."""
    keys: tuple[str, ...]
    told: str
    """How far it is, as it is counted."""
    done: str
    """What is said at its end."""
    state: Callable[[FakeServices], object]
    """What a work that was stopped has left as it was."""


def _unsaved(services: FakeServices) -> object:
    return services.safekeeping.unsaved, services.safekeeping.asked


CASES = {
    "add": Case(
        to.PacksRequested,
        ("a", "x", "enter"),
        "fetching, 2 KiB",
        "Install HTTP?",
        lambda services: list(services.installer.packs),
    ),
    "update": Case(
        to.PacksRequested,
        ("down", "u"),
        "fetching, 2 KiB",
        "Update SQL at work?",
        lambda services: list(services.installer.packs.values()),
    ),
    "lint": Case(
        to.PacksRequested, ("l",), "reading, 3 of 8 files", "Nothing is wrong with this pack.", lambda _: None
    ),
    "backup": Case(
        to.BackupsRequested,
        ("t",),
        "copying, 512 of 1024 KiB",
        "Backed up.",
        lambda services: services.safekeeping.backups,
    ),
    "restore": Case(
        to.BackupsRequested,
        ("enter", "down", "enter"),
        "copying, 512 of 1024 KiB",
        "This is your history again.",
        lambda services: services.safekeeping.asked,
    ),
    "save": Case(None, ("w",), "copying, 512 of 1024 KiB", "Everything is in your history now.", _unsaved),
    "fit": Case(
        to.ProgressRequested,
        ("f",),
        "fitting, 3 of 12 steps",
        "Kept the parameters so far",
        lambda services: services.optimiser.waits,
    ),
}


class Waiting(FakeServices):
    """Services whose works go on until they are stopped, or are let go."""

    def __init__(self, settings: Settings | None = None) -> None:
        super().__init__(settings=settings)
        self.installer = FakeInstaller(BUNDLED, SQL)
        self.installer.offers = {
            "x": offered("x", id="http", title="HTTP"),
            SQL.source: offered(SQL.source, replaces=SQL, digest="d2"),
        }
        self.safekeeping.backups = [
            Backup(path=Path("a.sqlite3"), at=START - timedelta(days=1), reason="daily", size=1)
        ]
        self.safekeeping.unsaved = Path("elsewhere")
        self.optimiser.needed = 0
        self.lint_waits = False
        self.let_go(waits=True)

    def let_go(self, *, waits: bool = False) -> None:
        """Let everything come to its end."""
        self.installer.waits = self.safekeeping.waits = self.optimiser.waits = self.lint_waits = waits

    def findings(self, folder: Path, *, watch: Watch | None = None) -> list[object]:  # type: ignore[override]  # it finds nothing
        """Nothing, after a while."""
        assert watch is not None
        watch.tell(Advance("reading", 3, 8))
        while self.lint_waits:
            watch.check()
            time.sleep(0.005)
        return []


async def until(pilot: Pilot[None], seen: Callable[[], bool]) -> None:
    """Wait, at most thirty seconds, until something is so."""
    async with asyncio.timeout(30):
        while not seen():
            await pilot.pause(0.01)


async def begin(pilot: Pilot[None], case: Case) -> None:
    """Begin a work, and see it go on."""
    await pilot.pause()
    for key in case.keys:
        await pilot.press(key)
        await pilot.pause()
    await until(pilot, lambda: case.told in shown(pilot.app))


def app_of(services: FakeServices, case: Case) -> QuizApp:
    """The app where the work is begun."""
    return QuizApp(services, opening=case.opening() if case.opening else None)


@pytest.mark.parametrize("name", CASES)
async def test_one_at_a_time_and_escape_stops_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """How far it is and the key are told; its key begins no second one; escape stops it, and leaves all as it was."""
    case, services = CASES[name], Waiting()
    before = case.state(services)
    app = app_of(services, case)
    begun: list[str] = []
    carry_out = Work._carry_out

    def counted(self: Work, name: str, *rest: object) -> None:
        begun.append(name)
        carry_out(self, name, *rest)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(Work, "_carry_out", counted)
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot, case)
        told, screen = shown(app), app.screen
        await pilot.press(next(key for key in case.keys if key != "down"))
        await pilot.press("escape")
        await until(pilot, lambda: STOPPED in "".join(notices(app)))
        after, busy = app.screen, screen.query_one(Work).is_busy

    assert "esc stops" in told
    assert len(begun) == 1
    assert (after is screen, busy) == (True, False)
    assert case.state(services) == before


@pytest.mark.parametrize("name", CASES)
async def test_it_ends_with_a_sentence(name: str) -> None:
    """Let go it comes to its end, and that is said."""
    case, services = CASES[name], Waiting()
    app = app_of(services, case)

    async with app.run_test(size=(100, 30)) as pilot:
        await begin(pilot, case)
        services.let_go()
        await until(pilot, lambda: case.done in shown(app) + "".join(notices(app)))

        assert case.told not in shown(app)


async def test_what_cannot_be_stopped_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the moment at which the new state holds escape stops nothing, does not leave, and says why."""
    services, goes_on = Waiting(), threading.Event()

    def disable(pack: str, *, watch: Watch) -> None:
        watch.tell(Advance("reading the library", 4, 9, stoppable=False))
        goes_on.wait(30)

    monkeypatch.setattr(services.packs, "disable", disable)
    app = QuizApp(services, opening=to.PacksRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("space")
        await until(pilot, lambda: "reading the library, 4 of 9 files" in shown(app))
        told, screen = shown(app), app.screen
        await pilot.press("escape")
        await pilot.pause()
        said, stays = notices(app), app.screen is screen
        goes_on.set()
        await until(pilot, lambda: not screen.query_one(Work).is_busy)

    assert "esc stops" not in told
    assert [words.strip() for words in said] == [TOO_LATE]
    assert stays


@pytest.mark.parametrize(("notify", "rings"), [("bell", True), ("off", False)])
@pytest.mark.parametrize("name", ["backup", "restore", "save", "fit", "lint"])
async def test_a_sign_at_the_end_of_what_took_long(
    monkeypatch: pytest.MonkeyPatch, name: str, notify: str, *, rings: bool
) -> None:
    """Whoever looks elsewhere hears of the end, if that is asked for."""
    case, services = CASES[name], Waiting(Settings(notify=notify))  # type: ignore[arg-type]  # as the settings allow
    app = app_of(services, case)
    written: list[str] = []

    async with app.run_test(size=(100, 30)) as pilot:
        await begin(pilot, case)
        services.clock.advance(61)
        await until(pilot, lambda: "61 s" in shown(app))
        monkeypatch.setattr(type(app), "is_headless", False)
        monkeypatch.setattr(app._driver, "write", written.append)
        services.let_go()
        await until(pilot, lambda: case.done in shown(app) + "".join(notices(app)))
        await pilot.pause()
        monkeypatch.undo()

    assert (BELL in written) is rings


async def test_what_fails_is_told_and_another_can_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of ours is told with what to do next, and the line is free again."""
    services = Waiting()

    def take(*, watch: Watch) -> Backup:
        raise StoreError("The disk is full.", hint="Free some space.")

    monkeypatch.setattr(services.safekeeping, "take", take)
    app = QuizApp(services, opening=to.BackupsRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("t")
        await until(pilot, lambda: bool(notices(app)))
        told = notices(app)
        monkeypatch.undo()
        await pilot.press("t")
        await until(pilot, lambda: "copying" in shown(app))
        services.let_go()

    assert "The disk is full." in told[0]
    assert "Free some space." in told[0]


async def test_quitting_stops_what_goes_on() -> None:
    """Nobody waits for the end of a copy that nobody wants any more."""
    services = Waiting()
    app = QuizApp(services, opening=to.BackupsRequested())

    async with asyncio.timeout(30):
        async with app.run_test(size=(80, 24)) as pilot:
            await begin(pilot, CASES["backup"])
            await pilot.press("ctrl+q")

    assert [each.reason for each in services.safekeeping.backups] == ["daily"]


async def test_the_screen_goes_on_while_a_work_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """A work that tells nothing and asks nobody for a while keeps no key waiting."""
    services, goes_on = Waiting(), threading.Event()

    def save(*, watch: Watch) -> None:
        goes_on.wait(30)

    def unsaved(why: StoreError) -> Path:
        goes_on.wait(30)
        return Path("elsewhere")

    monkeypatch.setattr(services.safekeeping, "save", save)
    monkeypatch.setattr(services.safekeeping, "study_unsaved", unsaved)
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("w")
        await until(pilot, lambda: "saving" in shown(app))
        await pilot.press("g")
        await until(pilot, lambda: "Glossary" in shown(app))
        goes_on.set()
        await pilot.press("escape")
        await until(pilot, lambda: "Everything is in your history now." in "".join(notices(app)))

    assert goes_on.is_set()


async def test_a_temporary_copy_is_made_beside_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Studying on while nothing can be saved copies the whole history first: that is told, and keeps no key waiting."""
    services, goes_on = FakeServices(), threading.Event()
    broken = StoreDamagedError("The progress file is damaged.", where="progress.sqlite3", hint="Go back to a backup.")

    def overview() -> None:
        raise broken

    def unsaved(why: StoreError) -> None:
        goes_on.wait(30)
        monkeypatch.undo()

    monkeypatch.setattr(services.overview, "overview", overview)
    monkeypatch.setattr(services.safekeeping, "study_unsaved", unsaved)
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "The progress file is damaged." in shown(app))
        await pilot.press("m")
        await until(pilot, lambda: "copying your history" in shown(app))
        told = shown(app)
        goes_on.set()
        await until(pilot, lambda: "Welcome" in shown(app))

    assert "esc stops" not in told
