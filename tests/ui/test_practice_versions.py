"""Starting over and going back: each way keeps what was there, and shows what it would change."""

from __future__ import annotations

import pytest

from quizapp.ui.modals.confirm import ConfirmModal
from quizapp.ui.modals.versions import VersionsModal
from tests.ui.conftest import notices, shown
from tests.ui.practice_samples import STARTER, PracticeServices, settled
from tests.ui.practising import NARROW, practice, practising, solve, write


@pytest.fixture
def services() -> PracticeServices:
    """Three tasks, nothing tried."""
    return PracticeServices()


async def test_reset_and_restore(services: PracticeServices) -> None:
    """Starting over asks, keeps a version, says so; the version brings everything back."""
    async with practising(services) as pilot:
        await write(pilot, "work = 1\n")
        await pilot.press("escape", "R")
        await settled(pilot)
        asked = pilot.app.screen
        await pilot.press("down", "enter")
        await settled(pilot)
        after_reset = practice(pilot).bench.area.text
        told = notices(pilot.app)
        await pilot.press("v")
        await settled(pilot)
        listed = pilot.app.screen
        await pilot.press("enter")
        await settled(pilot)
        preview = shown(pilot.app)
        await pilot.press("enter")
        await settled(pilot)
        restored = practice(pilot).bench.area.text
        await pilot.press("c", "ctrl+z")
        await settled(pilot)
        undone = practice(pilot).bench.area.text

    assert isinstance(asked, ConfirmModal)
    assert after_reset == STARTER
    assert any("kept as a version" in notice for notice in told)
    assert isinstance(listed, VersionsModal)
    assert "+ work = 1" in preview
    assert "- app = FastAPI()" in preview
    assert restored == "work = 1\n"
    assert undone == STARTER


async def test_reset_can_be_declined(services: PracticeServices) -> None:
    """The first answer, and Escape, change nothing."""
    async with practising(services) as pilot:
        await write(pilot, "work = 1\n")
        await pilot.press("escape", "R")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        text = practice(pilot).bench.area.text

    assert text == "work = 1\n"
    assert services.practice.snapshots(services.folder) == []


async def test_versions_say_when_and_what_the_checks_said(services: PracticeServices) -> None:
    """Each with its own verdict; a state that was never judged has none; the present one says so."""
    async with practising(services, NARROW) as pilot:
        await pilot.press("ctrl+s")
        await settled(pilot)
        await solve(pilot)
        await write(pilot, "never = judged\n")
        await pilot.press("escape", "R")
        await settled(pilot)
        await pilot.press("down", "enter")
        await settled(pilot)
        await pilot.press("v")
        await settled(pilot)
        lines = [line for line in shown(pilot.app).splitlines() if "today" in line]

    assert ["✓ 4/4" in line for line in lines] == [False, True, False]
    assert ["✗ 2/4" in line for line in lines] == [False, False, True]
    assert ["as it is now" in line for line in lines] == [False, False, True]
    assert "before reset" in lines[0]


async def test_a_version_is_looked_at_and_left(services: PracticeServices) -> None:
    """Escape leads back to the list, where the cursor was, and then to the code, unchanged."""
    for text in ("one = 1\n", "two = 2\n"):
        services.practice.open(services.folder.id)
        services.practice.write(services.folder, "main.py", text)
        services.practice.keep(services.folder, "check")
    async with practising(services, NARROW) as pilot:
        await pilot.press("v")
        await settled(pilot)
        await pilot.press("down", "enter")
        await settled(pilot)
        looked_at = shown(pilot.app)
        await pilot.press("escape")
        await settled(pilot)
        place = pilot.app.screen.query_one("#versions").highlighted
        await pilot.press("escape")
        await settled(pilot)
        text = practice(pilot).bench.text("main.py")

    assert "- two = 2" in looked_at
    assert "+ one = 1" in looked_at
    assert place == 1
    assert text == services.main == "two = 2\n"


async def test_a_verdict_stays_with_its_files_after_a_restart(services: PracticeServices) -> None:
    """The history says what came of each state."""
    async with practising(services, NARROW) as pilot:
        await solve(pilot)
    services.restart()
    async with practising(services, NARROW) as pilot:
        await pilot.press("escape", "v")
        await settled(pilot)
        text = shown(pilot.app)

    assert "✓ 4/4" in text
