"""When the history is in danger: told on the screen, with ways on; backups, and going back to one."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from quizapp.domain.safekeeping import Backup
from quizapp.errors import StoreDamagedError
from quizapp.logbook import open_log
from quizapp.ui.app import QuizApp
from quizapp.ui.screens.home import HomeScreen
from tests.fakes import START
from tests.ui.conftest import FakeServices, shown

DAMAGED = StoreDamagedError("The progress file is damaged.", where="progress.sqlite3", hint="Go back to a backup.")


def break_down(services: FakeServices, monkeypatch: pytest.MonkeyPatch) -> None:
    """The history cannot be read until somebody studies unsaved."""
    whole = services.overview.overview

    def overview():
        if services.safekeeping.unsaved is None:
            raise DAMAGED
        return whole()

    monkeypatch.setattr(services.overview, "overview", overview)


async def test_a_damaged_history_is_told_with_ways_on(services: FakeServices, monkeypatch: pytest.MonkeyPatch) -> None:
    """Home says what is wrong; one key studies on unsaved, with a warning; another one saves."""
    break_down(services, monkeypatch)
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        told = shown(app)
        await pilot.press("m")
        app._warn()
        await pilot.pause()
        warned = shown(app)
        await pilot.press("w")
        asked = list(services.safekeeping.asked)

    assert "The progress file is damaged." in told
    assert "study on unsaved" in told
    assert "NOT SAVED" in warned
    assert "Study" in warned
    assert asked == [DAMAGED, "save"]


async def test_trying_again_finds_a_history_that_was_mended(
    services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No restart is needed."""
    break_down(services, monkeypatch)
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        monkeypatch.undo()
        await pilot.press("a")
        await pilot.pause()
        told = shown(app)

    assert "damaged" not in told
    assert "Welcome" in told


async def test_a_last_look_at_the_end_finds_no_screen(services: FakeServices, monkeypatch: pytest.MonkeyPatch) -> None:
    """A timer may tick, and a backup fail, once more when every screen has gone: nothing is raised."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        with monkeypatch.context() as patch:
            patch.setitem(app._screen_stacks, app.current_mode, [])
            app._warn()
            app._tell(DAMAGED)
            told = list(app.screen_stack)

    assert told == []


async def test_going_back_to_a_backup(services: FakeServices) -> None:
    """Backups are listed, and one is gone back to after a question whose first answer is no."""
    services.safekeeping.backups = [
        Backup(path=Path(f"{number}.sqlite3"), at=START - timedelta(days=number), reason="daily", size=4096)
        for number in range(2)
    ]
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("b")
        await pilot.pause()
        listed = shown(app)
        await pilot.press("down", "enter")
        await pilot.pause()
        question = shown(app)
        await pilot.press("down", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        after = shown(app)

    assert "2026-03-02 09:30" in listed
    assert "as it was on 2026-03-01 09:30" in question
    assert services.safekeeping.asked == [Path("1.sqlite3")]
    assert "Welcome" in after


async def test_home_shows_what_another_window_did(services: FakeServices) -> None:
    """Due numbers are counted again when the history has changed under the home screen."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        before = shown(app)
        session = services.study.start(size=1)
        assert session is not None
        showing = services.study.showing(session)
        assert showing is not None
        app.screen._look_again()
        await pilot.pause()
        after = shown(app)

    assert "Resume" not in before
    assert "Resume" in after


async def test_home_does_not_count_below_another_screen(services: FakeServices) -> None:
    """That would hold up the keys of the one on top, and paint it anew; it is counted when one comes back."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        home = app.screen
        assert isinstance(home, HomeScreen)
        counted = home._standing
        await pilot.press("s")
        await pilot.pause()
        home._look_again()
        below = home._standing
        await pilot.press("escape")
        await pilot.pause()

    assert below is counted
    assert home._standing is not counted


async def test_an_unexpected_error_is_logged_without_its_words(
    services: FakeServices, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A fault of ours leaves its kind and its places in the log, and nothing that was being answered."""
    open_log(tmp_path / "quizapp.log")

    def fail(self: HomeScreen) -> None:
        raise ZeroDivisionError("hunter2")

    monkeypatch.setattr(HomeScreen, "action_glossary", fail)
    app = QuizApp(services)

    async def press() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("g")
            await pilot.pause()

    with pytest.raises(ZeroDivisionError):
        await press()

    log = (tmp_path / "quizapp.log").read_text()
    assert "screen: ZeroDivisionError" in log
    assert "test_safekeeping_screens.py" in log
    assert "hunter2" not in log
