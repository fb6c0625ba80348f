"""The start in two steps: a frame at once, keys that wait, and what happens when nothing can be opened."""

from __future__ import annotations

import asyncio
import gc
import json
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.color import Color
from textual.pilot import Pilot

import quizapp.ui.app
from quizapp.cli import terminal
from quizapp.cli.terminal import run
from quizapp.errors import SettingsError, StoreError
from quizapp.toml import Look
from quizapp.ui.app import NEXT, QuizApp
from quizapp.ui.messages import InterviewsRequested
from quizapp.ui.screens.home import COUNTING, HomeScreen
from quizapp.ui.screens.interviews import InterviewsScreen
from quizapp.ui.screens.study import StudyScreen
from quizapp.ui.screens.topic import TopicScreen
from quizapp.ui.services import Services
from quizapp.ui.start import LeftError, Start
from tests.ui.conftest import FakeServices, shown

PATIENCE = 30.0
LOADED = """
import asyncio, json, sys, threading
from pathlib import Path
import quizapp.ui.app
from quizapp.toml import Look
from quizapp.ui.app import QuizApp
from quizapp.ui.start import Start

release = threading.Event()

def make(how_far):
    release.wait(60)
    from quizapp.bootstrap import application
    return application()

async def main():
    quizapp.ui.app.IDLE_SECONDS = 1000.0
    app = QuizApp(Start(Look(), make, Path("log")))
    heavy = ("pydantic sqlite3 yaml httpx fsrs fastapi starlette uvicorn tree_sitter pygments click "
             "quizapp.bootstrap quizapp.config quizapp.domain.session quizapp.services.overview").split()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        framed = sorted(set(heavy) & set(sys.modules))
        release.set()
        while not hasattr(app, "services"):
            await pilot.pause(0.05)
        await pilot.pause()
        numbered = sorted({"httpx", "fsrs", "fastapi", "tree_sitter"} & set(sys.modules))
    print(json.dumps([framed, numbered]))

asyncio.run(main())
"""


class Slow:
    """Services that are there when the test says so."""

    def __init__(self, made: FakeServices | Exception) -> None:
        self._made = made
        self._release = threading.Event()

    def make(self, how_far: Callable[[int, int], None]) -> Services:
        """What a thread calls."""
        self.how_far = how_far
        assert self._release.wait(PATIENCE)
        if isinstance(self._made, Exception):
            raise self._made
        return self._made

    def release(self) -> None:
        """Let it be made."""
        self._release.set()


async def until(holds: Callable[[], object], pilot: Pilot[None]) -> None:
    """Wait for a condition."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        await pilot.pause(0.01)


@asynccontextmanager
async def starting(
    slow: Slow, look: Look | None = None, **options: object
) -> AsyncIterator[tuple[QuizApp, Pilot[None]]]:
    """An app that has painted its frame and waits."""
    app = QuizApp(Start(look or Look(), slow.make, Path("quizapp.log")), **options)
    try:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            yield app, pilot
    finally:
        slow.release()


async def caught_up(app: QuizApp, pilot: Pilot[None]) -> None:
    """Everything is loaded, and what was pressed before is done."""
    await until(lambda: hasattr(app, "services") and app._typed is not None and app._typed.is_done, pilot)
    await pilot.pause()


async def test_the_frame_is_there_before_the_numbers(services: FakeServices) -> None:
    """Title, ways in and keys are painted at once, with a line that it counts; then the numbers take its place."""
    slow = Slow(services)

    async with starting(slow) as (app, pilot):
        framed = shown(app)
        slow.release()
        await caught_up(app, pilot)
        complete = shown(app)

    assert [words in framed for words in ("quizapp", COUNTING, "Practice", "t Progress", "Welcome")] == [
        *[True] * 4,
        False,
    ]
    assert "Welcome. 8 questions" in complete
    assert COUNTING not in complete


@pytest.mark.parametrize(
    ("keys", "screen"), [("i", InterviewsScreen), (["down", "enter"], TopicScreen), (["s", "1", "enter"], StudyScreen)]
)
async def test_keys_pressed_before_are_carried_out_in_their_order(
    services: FakeServices, keys: list[str], screen: type
) -> None:
    """Each key reaches what the key before it has opened."""
    slow = Slow(services)

    async with starting(slow) as (app, pilot):
        await pilot.press(*keys)
        waited = type(app.screen)
        slow.release()
        await caught_up(app, pilot)
        arrived = type(app.screen)
        answered = len(services.progress.attempts())

    assert (waited, arrived) == (HomeScreen, screen)
    assert answered == (1 if screen is StudyScreen else 0)


async def test_what_comes_next_is_loaded_while_nobody_waits(
    services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Screens that are one key away, and then the collector looks no more at what stays."""
    monkeypatch.setattr(quizapp.ui.app, "IDLE_SECONDS", 0.01)
    slow = Slow(services)
    before = gc.get_freeze_count()
    gc.disable()

    try:
        async with starting(slow) as (app, pilot):
            slow.release()
            await caught_up(app, pilot)
            await until(gc.isenabled, pilot)
        frozen = gc.get_freeze_count()
    finally:
        gc.enable()

    assert {f"quizapp.ui.screens.{name}" for name in NEXT} <= set(sys.modules)
    assert frozen > before


async def test_a_click_before_is_carried_out(services: FakeServices) -> None:
    """On a way in, as its key would be."""
    slow = Slow(services)

    async with starting(slow) as (app, pilot):
        await pilot.click("#interview")
        slow.release()
        await caught_up(app, pilot)

        assert isinstance(app.screen, InterviewsScreen)


async def test_quitting_does_not_wait(services: FakeServices) -> None:
    """Who quits before anything is loaded is out, and what is made afterwards is closed."""
    slow = Slow(services)

    async with starting(slow) as (app, pilot):
        slow.release()
        await pilot.press("q")

    assert app.return_code == 0
    assert services.closed


async def test_help_is_there_at_once(services: FakeServices) -> None:
    """It needs nothing that is loaded; its own keys work too."""
    slow = Slow(services)

    async with starting(slow) as (app, pilot):
        await pilot.press("question_mark")
        await pilot.pause()
        helped = shown(app)
        await pilot.press("escape")
        await pilot.pause()
        slow.release()
        await caught_up(app, pilot)

        assert "Study what is due and what is new" in helped
        assert isinstance(app.screen, HomeScreen)


async def test_own_theme_and_keys_hold_from_the_first_paint(services: FakeServices) -> None:
    """No frame shows other colours or other keys."""
    slow = Slow(services)
    look = Look(theme="quizapp-light", keys={"home.settings": "z"})

    async with starting(slow, look) as (app, _):
        framed = shown(app)

        assert app.theme == "quizapp-light"
        assert Color.parse(app.current_theme.background) == app.screen.styles.background
        assert "z Settings" in framed


async def test_it_is_told_how_far_the_packs_are_read(services: FakeServices) -> None:
    """A large pack that was never opened takes a while: the screen says how long, and what waits for it stays kept."""
    slow = Slow(services)

    async with starting(slow) as (app, pilot):
        await pilot.press("i")
        await until(lambda: hasattr(slow, "how_far"), pilot)
        slow.how_far(120, 500)
        await until(lambda: "120 of 500 files" in shown(app), pilot)
        slow.release()
        await caught_up(app, pilot)

        assert isinstance(app.screen, InterviewsScreen)


async def test_who_leaves_ends_the_reading(services: FakeServices) -> None:
    """The next file is not read any more."""
    slow = Slow(services)

    async with starting(slow) as (_, pilot):
        await until(lambda: hasattr(slow, "how_far"), pilot)
        await pilot.press("q")

    with pytest.raises(LeftError):
        slow.how_far(1, 2)


async def test_an_opening_comes_after_what_it_needs(services: FakeServices) -> None:
    """An app that is to open on another screen does so when it can."""
    slow = Slow(services)

    async with starting(slow, opening=InterviewsRequested()) as (app, pilot):
        waited = type(app.screen)
        slow.release()
        await until(lambda: isinstance(app.screen, InterviewsScreen), pilot)
        await caught_up(app, pilot)

    assert waited is HomeScreen


async def test_settings_that_make_no_sense_end_the_app(services: FakeServices) -> None:
    """The reason is kept for the command line, which tells it where it stays readable."""
    error = SettingsError("session_size cannot be 0.", where="settings.toml:1", hint="Write another number.")
    slow = Slow(error)

    async with starting(slow) as (app, pilot):
        slow.release()
        await until(lambda: app.fault, pilot)

    assert app.fault is error


async def test_a_history_that_cannot_be_read_is_told_on_the_screen(
    services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its ways on, and each of their keys works, also when it was pressed before."""

    def locked() -> None:
        raise StoreError("The history cannot be read.", where="progress.sqlite3", hint="Close the other quizapp.")

    monkeypatch.setattr(services.overview, "overview", locked)
    slow = Slow(services)

    async with starting(slow) as (app, pilot):
        await pilot.press("m")
        slow.release()
        await caught_up(app, pilot)
        told = shown(app)

    assert "✗ The history cannot be read." in told
    assert len(services.safekeeping.asked) == 1


async def test_a_fault_of_ours_ends_the_app(services: FakeServices, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unexpected error of the thread is not swallowed."""

    def fail() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(services.overview, "overview", fail)
    slow = Slow(services)
    slow.release()

    async def start() -> None:
        async with starting(slow) as (app, pilot):
            await until(lambda: app._exception, pilot)

    with pytest.raises(ZeroDivisionError):
        await start()


def test_the_first_paint_loads_neither_models_nor_adapters(quizapp_home: Path) -> None:
    """In a fresh process the frame needs no pydantic and no SQLite; the numbers need no httpx, fsrs or FastAPI."""
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=False, timeout=100)

    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads(done.stdout.splitlines()[-1]) == [[], []]


@pytest.mark.parametrize("text", ["session_size = 0\n", "session_size = \n"])
def test_a_wrong_settings_file_is_told_when_the_screen_is_gone(
    quizapp_home: Path, text: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the file, the line and what to write, as by every other command."""
    folder = quizapp_home / "config"
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text(text)
    monkeypatch.setattr(terminal, "ready_terminal", lambda: None)
    monkeypatch.setattr(QuizApp, "run", lambda app: asyncio.run(app.run_async(headless=True)))

    code = run()

    told = capsys.readouterr().err
    assert code == SettingsError.exit_code
    assert "settings.toml:1" in told
