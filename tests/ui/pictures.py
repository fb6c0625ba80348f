"""Takes the README's pictures from the real app: `python tests/ui/pictures.py`, on Linux.

The app runs on the bundled pack with a fresh history, is driven by keys as a person would, and each picture is what it
shows.
"""

from __future__ import annotations

import asyncio
import random
import re
import tempfile
from functools import cached_property
from pathlib import Path

from textual.pilot import Pilot

from quizapp.bootstrap import Application
from quizapp.config import Settings
from quizapp.paths import Paths
from quizapp.services.study import StudyService
from quizapp.ui.app import QuizApp

PICTURES = Path(__file__).parent / "pictures"
SIZE = (110, 34)
FONT_FACE = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


class Posing(Application):
    """The application, drawing the same questions every time."""

    @cached_property
    def study(self) -> StudyService:
        """Study sessions."""
        return StudyService(self.library, self.progress, self.scheduler, self.clock, rng=random.Random(2))


async def settle(pilot: Pilot[None], seconds: float = 0.6) -> None:
    """Let workers and paints come to rest."""
    await asyncio.sleep(seconds)
    await pilot.pause()


def shoot(app: QuizApp, name: str) -> None:
    """Save what the app shows. Fonts are the reader's own: a picture asks nothing of the network."""
    svg = FONT_FACE.sub("", app.export_screenshot(title="quizapp"))
    (PICTURES / f"{name}.svg").write_text(
        "\n".join(line.rstrip() for line in svg.splitlines()) + "\n", encoding="utf-8"
    )


async def study(app: QuizApp, pilot: Pilot[None]) -> None:
    """A question, answered wrongly, with its explanation."""
    await pilot.press("s")
    await settle(pilot)
    await pilot.press("1", "enter")
    await settle(pilot)
    shoot(app, "study")
    for _ in range(3):
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("x")
        await settle(pilot)
    await pilot.press("escape")
    await settle(pilot)


async def practice(app: QuizApp, pilot: Pilot[None]) -> None:
    """A coding task with a failing check."""
    await pilot.press("p")
    await settle(pilot)
    await pilot.press("enter")
    await settle(pilot, 3.0)
    await pilot.press("ctrl+s")
    await settle(pilot, 4.0)
    shoot(app, "practice")
    await pilot.press("escape", "escape", "escape")
    await settle(pilot)


async def main() -> None:
    """All pictures."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        paths = Paths.discover({"QUIZAPP_HOME": home})
        app = QuizApp(Posing(Settings(), paths))
        async with app.run_test(size=SIZE) as pilot:
            await settle(pilot, 2.0)
            await study(app, pilot)
            await practice(app, pilot)
            shoot(app, "home")


if __name__ == "__main__":
    asyncio.run(main())
