"""Takes the README's pictures and its film from the real app: `python -m tests.ui.pictures`, on Linux.

The app runs on the bundled pack, is driven by keys as a person would, and what is drawn is what it shows, its sandbox
and its requests included. Made up are how long a moment of the film stands, for a reader needs longer than the app,
and the weeks that a learner has behind them in two of the pictures (`tests/seeding.py`).
"""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from functools import cached_property
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from quizapp.bootstrap import Application
from quizapp.config import Settings
from quizapp.domain.items.identity import ItemId
from quizapp.paths import Paths
from quizapp.services.study import StudyService
from quizapp.ui.app import QuizApp
from tests.ui.conftest import shown
from tests.ui.film import Camera

PICTURES = Path(__file__).parent / "pictures"
SIZE = (112, 34)
PATIENCE = 60.0
DAYS = "40"
TASK = ItemId("fastapi/unblock-the-loop")
ROUTE = '@app.get("/report/{region}")\n'
MENDED = "# A plain def: FastAPI runs it in a worker thread, where it may block as it likes.\n" + ROUTE + "def "
LEFT_TO_MEND = ROUTE + "async def "
"""The last flaw, for somebody who has done the rest of the task."""


class Posing(Application):
    """The application, drawing the same questions every time."""

    @cached_property
    def study(self) -> StudyService:
        """Study sessions."""
        return StudyService(self.library, self.progress, self.scheduler, self.clock, rng=random.Random(2))


class Stage:
    """An app, and the one who plays on it."""

    def __init__(self, app: QuizApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.camera = Camera(app)

    async def still(self) -> None:
        """Wait until nothing changes any more, and nothing blinks."""
        seen = None
        for _ in range(100):
            await self.pilot.pause()
            for field in (*self.app.screen.query(Input), *self.app.screen.query(TextArea)):
                field.cursor_blink = False
            now = self.camera.see()
            if now == seen:
                return
            seen = now
            await asyncio.sleep(0.25)

    async def until(self, *words: str) -> None:
        """Wait until these words stand on the screen."""
        end = time.monotonic() + PATIENCE
        while not all(word in shown(self.app) for word in words):
            if time.monotonic() > end:
                raise AssertionError(f"never saw {words} on\n{shown(self.app)}")
            await asyncio.sleep(0.1)
        await self.still()

    async def press(self, *keys: str, until: str = "") -> None:
        """Press keys, and wait for what they bring."""
        await self.pilot.press(*keys)
        if until:
            await self.until(until)
        else:
            await self.still()

    def shoot(self, name: str) -> None:
        """Keep what the app shows as a picture."""
        _write(name, self.camera.picture())


def _write(name: str, svg: str) -> None:
    (PICTURES / f"{name}.svg").write_text(svg, encoding="utf-8")


async def question(stage: Stage) -> None:
    """Find a topic, read its note, answer a question partly wrong, read why."""
    take = stage.camera.take
    await stage.until("Welcome", "Foundations")
    take(1.6, said="All of it runs in your terminal, and works without a network")
    await stage.press("slash")
    for letter in ("e", "v", "e", "n", "t", "space", "l", "o", "o", "p"):
        await stage.press(letter)
        take(0.09, keys=letter if letter != "space" else "", said="Find anything")
    await stage.until("hits")
    take(1.2, keys="/", said="Find anything")
    await stage.press("enter", until="Often wrong")
    take(2.4, keys="Enter", said="A topic: its note takes a minute")
    await stage.press("s", until="Enter answers")
    take(2.4, keys="s", said="Its questions")
    await stage.press("1")
    take(0.7, keys="1", said="Its questions")
    await stage.press("enter", until="Next")
    take(5.0, keys="Enter", said="Every option says why, and you see when the question comes back")
    stage.shoot("study")
    await stage.press("escape", until="Often wrong")


async def task(stage: Stage, services: Posing) -> None:
    """A coding task, nearly done: judged, read, mended, judged again."""
    take = stage.camera.take
    folder = services.library.task(TASK)
    solved = folder.solution["main.py"].decode()
    assert MENDED in solved
    left = solved.replace(MENDED, LEFT_TO_MEND)
    before = left[: left.index(LEFT_TO_MEND) + len(ROUTE)]
    services.workspaces.write(folder, "main.py", left)
    await stage.press("p", until="Keep the event loop free")
    await stage.press("enter", until="monitoring says")
    take(1.6, keys="p Enter", said="A coding task: mend an app")
    await stage.press("ctrl+s", until="checks passed")
    await stage.press("escape")
    take(5.0, keys="Ctrl+S", said="Your app is started, and judged by real requests")
    stage.shoot("practice")
    await stage.press("c")
    for _ in range(before.count("\n")):
        await stage.pilot.press("down")
    await stage.press("home")
    take(1.2, keys="c", said="Who holds the loop?")
    for _ in range(len("async ")):
        await stage.press("delete")
        take(0.15, keys="Delete", said="Who holds the loop?")
    take(0.8, said="One word less: now a worker thread waits")
    await stage.press("ctrl+s", until="7 of 7 checks passed")
    take(4.0, keys="Ctrl+S", said="Judged again")


async def film(home: str) -> None:
    """A first quarter of an hour, in half a minute."""
    services = Posing(Settings(), Paths.discover({"QUIZAPP_HOME": home}))
    app = QuizApp(services)
    async with app.run_test(size=SIZE) as pilot:
        stage = Stage(app, pilot)
        await question(stage)
        await task(stage, services)
    moments = stage.camera.moments
    poster = max(range(len(moments)), key=lambda number: "real requests" in moments[number].said)
    _write("demo", stage.camera.film(poster=poster))
    print(f"{len(moments)} moments, {sum(moment.seconds for moment in moments):.1f} s")  # noqa: T201 - a script's word


async def later(home: str) -> None:
    """What home and progress say when one has studied for some weeks."""
    app = QuizApp(Posing(Settings(), Paths.discover({"QUIZAPP_HOME": home})))
    async with app.run_test(size=SIZE) as pilot:
        stage = Stage(app, pilot)
        await stage.until("known", "Foundations")
        stage.shoot("home")
        await stage.press("t", until="Activity")
        stage.shoot("progress")


def main() -> None:
    """All pictures."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        asyncio.run(film(home))
    with tempfile.TemporaryDirectory() as home:
        seeding = [sys.executable, "-m", "tests.seeding", "--days", DAYS]
        subprocess.run(seeding, env={**os.environ, "QUIZAPP_HOME": home}, check=True)
        asyncio.run(later(home))


if __name__ == "__main__":
    main()
