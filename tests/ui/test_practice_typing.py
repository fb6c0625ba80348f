"""Checks at a pause in typing: they come by themselves, disturb nobody and leave no trace."""

from __future__ import annotations

import asyncio

import pytest
from textual.pilot import Pilot

from quizapp.config import Settings
from quizapp.domain.report import Verdict
from quizapp.ui.desks import tried
from quizapp.ui.widgets import workbench
from tests.ui.conftest import notices, shown
from tests.ui.practice_samples import SOLUTION, STARTER, PracticeServices, settled
from tests.ui.practising import NARROW, WIDE, practice, practising, solve, until, write


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> PracticeServices:
    """Three tasks, nothing tried; pauses are short, and nothing is saved by itself."""
    monkeypatch.setattr(tried, "PAUSE", 0.05)
    monkeypatch.setattr(workbench, "SAVE_AFTER", 600.0)
    return PracticeServices(Settings())


async def judged(pilot: Pilot[None], services: PracticeServices, runs: int = 1) -> None:
    """Wait for so many runs, and until what came of them is shown."""
    await until(pilot, lambda: len(services.checker.given) >= runs and practice(pilot).verdict.report is not None)
    await settled(pilot)


async def test_a_pause_shows_what_the_text_would_come_to(services: PracticeServices) -> None:
    """Beside the code, as it is typed; the file is as it was, and nothing is recorded or kept."""
    async with practising(services, WIDE) as pilot:
        await pilot.press("escape", "3", "c")
        await write(pilot, SOLUTION)
        await judged(pilot, services)
        await until(pilot, lambda: "as typed, not recorded" in shown(pilot.app))
        text = shown(pilot.app)

        assert services.main == STARTER
        assert practice(pilot).bench.area.has_focus

    assert "✓ 4 of 4 checks passed   as typed, not recorded" in text
    assert "Every check passes. Save it" in text
    assert "Solved" not in text
    assert services.progress.attempts() == []
    assert services.practice.snapshots(services.folder) == []
    assert services.checker.given[0]["main.py"].decode() == SOLUTION
    assert services.checker.given[0]["shop.py"] == services.folder.starter["shop.py"]


async def test_the_cursor_and_the_pane_stay(services: PracticeServices) -> None:
    """On a narrow screen the code stays in sight, the keys go on into it, and its tab tells how it stands."""
    async with practising(services, NARROW) as pilot:
        await pilot.press("c", "down", "end", *" # x")
        place = practice(pilot).bench.area.cursor_location
        await judged(pilot, services)
        text = shown(pilot.app)
        await pilot.press("y")
        moved = practice(pilot).bench.area.cursor_location

    assert "3 Checks ✗ 2/4" in text
    assert "app = FastAPI()" in text
    assert moved == (place[0], place[1] + 1)


async def test_saving_counts_what_was_tried(services: PracticeServices) -> None:
    """The same text, saved, is an attempt like any other."""
    async with practising(services) as pilot:
        await write(pilot, SOLUTION)
        await judged(pilot, services)
        could_go_on = practice(pilot).check_action("next_task", ())
        await pilot.press("ctrl+s")
        await until(pilot, services.progress.attempts)
        await settled(pilot)
        text = shown(pilot.app)

    assert could_go_on is False
    assert "Solved: every check passed." in text
    assert "as typed" not in text
    assert len(services.progress.attempts()) == 1


async def test_what_is_no_python_yet_is_told_in_a_line(services: PracticeServices) -> None:
    """Nothing is run for it, no notice pops up, and the verdict before stays."""
    async with practising(services) as pilot:
        await pilot.press("ctrl+s")
        await settled(pilot)
        await write(pilot, STARTER + "\ndef half(")
        await until(pilot, lambda: "main.py:12" in shown(pilot.app))
        broken = shown(pilot.app)
        runs = len(services.checker.given)
        await write(pilot, SOLUTION)
        await judged(pilot, services, runs + 1)
        await until(pilot, lambda: "main.py:12" not in shown(pilot.app))
        mended = shown(pilot.app)

    assert "main.py:12 '(' was never closed" in broken
    assert "✗ 2 of 4 checks passed" in broken
    assert runs == 1
    assert "Your code can't reach the network" in mended
    assert notices(pilot.app) == []
    assert len(services.progress.attempts()) == 1


async def test_a_way_back_takes_the_line_away(services: PracticeServices) -> None:
    """Undone to what was judged: nothing is wrong with it, and nothing needs to be run."""
    async with practising(services) as pilot:
        await pilot.press("ctrl+s")
        await settled(pilot)
        await write(pilot, STARTER + "\ndef half(")
        await until(pilot, lambda: "never closed" in shown(pilot.app))
        await write(pilot, STARTER)
        await until(pilot, lambda: "never closed" not in shown(pilot.app))
        text = shown(pilot.app)

    assert "edited since" not in text
    assert len(services.checker.given) == 1


async def test_what_does_not_start_yet_is_told_in_a_line(services: PracticeServices) -> None:
    """A name that is still to be written is no verdict."""
    async with practising(services) as pilot:
        await pilot.press("ctrl+s")
        await settled(pilot)
        services.checker.verdicts = {
            "created": Verdict.DID_NOT_START,
            **dict.fromkeys(("refused", "listed", "deleted"), Verdict.BLOCKED),
        }
        await write(pilot, STARTER + "\nOrder\n")
        await until(pilot, lambda: "As the test says." in shown(pilot.app))
        text = shown(pilot.app)

    assert "✗ 2 of 4 checks passed" in text
    assert "did not start" not in text


async def test_a_save_ends_a_trial(services: PracticeServices) -> None:
    """What is saved goes first; the trial says nothing any more."""
    services.checker.gate = asyncio.Event()
    async with practising(services) as pilot:
        await write(pilot, STARTER + "# typed\n")
        await until(pilot, lambda: services.checker.given)
        await solve_during_trial(pilot)
        services.checker.gate.set()
        await until(pilot, services.progress.attempts)
        await settled(pilot)
        text = shown(pilot.app)

    assert services.checker.cancelled == 1
    assert "Solved: every check passed." in text
    assert "as typed" not in text


async def solve_during_trial(pilot: Pilot[None]) -> None:
    """As `solve`, without waiting for a run."""
    area = practice(pilot).bench.area
    area.replace(SOLUTION, (0, 0), area.document.end)
    await pilot.press("ctrl+s")


@pytest.mark.parametrize("settings", [Settings(check_while_typing=False), Settings(check_on_save=False)])
async def test_it_can_be_switched_off(services: PracticeServices, settings: Settings) -> None:
    """By its own setting; who does not want checks at each save does not want these."""
    services.settings = settings
    async with practising(services) as pilot:
        await write(pilot, SOLUTION)
        waits = practice(pilot)._rest

    assert waits is None
    assert services.checker.given == []


async def test_a_task_that_takes_long_is_judged_on_save_only(
    services: PracticeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who types should not pay for seconds of judging at each pause."""
    monkeypatch.setattr(tried, "TOO_LONG", 0.01)
    async with practising(services) as pilot:
        await solve(pilot)
        runs = len(services.checker.given)
        await write(pilot, STARTER)
        rest = practice(pilot)._rest
        await until(pilot, lambda: not rest._task or rest._task.done())

    assert len(services.checker.given) == runs
