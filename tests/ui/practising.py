"""What tests of the practice screen share: the app with a task open, and a hand that writes into its editor."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from textual.pilot import Pilot
from textual.widgets import TextArea

from quizapp.ui.app import QuizApp
from quizapp.ui.messages import TaskRequested
from quizapp.ui.screens.practice import PracticeScreen
from tests.ui.conftest import picture
from tests.ui.practice_samples import SOLUTION, PracticeServices, settled

WIDE = (120, 40)
NARROW = (80, 24)


@asynccontextmanager
async def practising(services: PracticeServices, size: tuple[int, int] = WIDE) -> AsyncIterator[Pilot[None]]:
    """The app with the task open and everything settled."""
    app = QuizApp(services, opening=TaskRequested(services.folder.id))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield pilot


def practice(pilot: Pilot[None]) -> PracticeScreen:
    """The screen."""
    screen = pilot.app.screen
    assert isinstance(screen, PracticeScreen)
    return screen


async def write(pilot: Pilot[None], text: str) -> None:
    """Put a text into the editor in place of what is there, as a paste does."""
    area = practice(pilot).bench.area
    assert area is not None
    area.focus()
    area.select_all()
    area.replace(text, (0, 0), area.document.end)
    await settled(pilot)


async def solve(pilot: Pilot[None]) -> None:
    """Write the solution and save it."""
    await write(pilot, SOLUTION)
    await pilot.press("ctrl+s")
    await settled(pilot)


async def until(pilot: Pilot[None], holds: Callable[[], object]) -> None:
    """Wait until something holds, for as long as a busy machine may need."""
    async with asyncio.timeout(30):
        while not holds():  # noqa: ASYNC110 - what is waited for is anything on the screen
            await asyncio.sleep(0.01)
    await pilot.pause()


async def photo(pilot: Pilot[None]) -> str:
    """A picture without a cursor, which blinks."""
    await settled(pilot)
    for area in pilot.app.screen.query(TextArea):
        area.cursor_blink = False
        area._pause_blink(visible=False)
        area._line_cache.clear()
        area.refresh()
    await pilot.pause()
    return await picture(pilot.app, pilot)
