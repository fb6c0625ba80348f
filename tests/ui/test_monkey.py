"""A monkey at the keyboard: no crash, no screen that hangs, and no answer lost.

`QUIZAPP_MONKEY=20000` does so many things; `QUIZAPP_MONKEY_SEED` repeats a run. Some hundreds are done otherwise.
"""

from __future__ import annotations

import asyncio
import inspect
import os
import random
import threading
import time
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.app import App
from textual.geometry import Size as Cells
from textual.keys import _character_to_key
from textual.pilot import Pilot

from quizapp.domain.ports.history import History
from quizapp.domain.session import Session
from quizapp.services.interview import InterviewService
from quizapp.services.practice import PracticeService
from quizapp.services.study import StudyService
from quizapp.store.history import SqliteHistory
from quizapp.store.interviews import SqliteInterviews
from quizapp.store.progress import SqliteProgress
from quizapp.ui import messages as to
from quizapp.ui.app import QuizApp
from tests.ui import monkey
from tests.ui.conftest import shown
from tests.ui.places import PLACES, Everything
from tests.ui.practice_samples import SOLUTION, STARTER

ACTS = int(os.environ.get("QUIZAPP_MONKEY", "120"))
SEED = int(os.environ.get("QUIZAPP_MONKEY_SEED", "20261122"))
A_LIFE = 2_000
"""What is done in one app, then another starts over the same history."""
STRAY = 100
"""After so much the monkey is put on a screen drawn by lot."""
LOOK = 200
"""After so much everything that was said to be kept is looked for on the disk."""
PATIENCE = 60.0
BREATH = 5
"""Of so many things one comes in one breath with the next."""
HABITS = monkey.Habits([SOLUTION, SOLUTION, STARTER, "def f(:\n", "raise SystemExit"], "sql")


class Kept(Everything):
    """Everything, over a history on the disk."""

    def __init__(self, home: Path) -> None:
        super().__init__(home / "reports")
        self.file = home / "progress.sqlite3"
        self.progress = SqliteProgress(self.file)
        self.records = SqliteInterviews(self.file)

    @cached_property
    def history(self) -> History:
        """The same file, for statistics."""
        return SqliteHistory(self.file)


class Told:
    """What the learner was told is kept, noted when it was told."""

    def __init__(self, services: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
        self.attempts: list[str] = []
        self.interviewed = 0
        self._services = services
        self._recorded: list[str] = []
        record = SqliteProgress.record
        answer, check, respond = StudyService.answer, PracticeService.check, InterviewService.answer

        def recording(progress: SqliteProgress, attempt: Any, *arguments: Any) -> None:
            record(progress, attempt, *arguments)
            self._recorded.append(attempt.id)

        def answering(study: StudyService, *arguments: Any, **named: Any) -> object:
            before = len(self._recorded)
            result = answer(study, *arguments, **named)
            assert len(self._recorded) == before + 1, "a verdict without an attempt"
            self.attempts.append(self._recorded[-1])
            return result

        async def checking(practice: PracticeService, *arguments: Any, **named: Any) -> object:
            outcome = await check(practice, *arguments, **named)
            if outcome.attempt is not None:
                self.attempts.append(outcome.attempt.id)
            return outcome

        def responding(interviews: InterviewService, session: Session, place: int, response: Any, *rest: Any) -> bool:
            taken = respond(interviews, session, place, response, *rest)
            if taken:
                self._look_for(session, response.model_dump(mode="json"))
            return taken

        monkeypatch.setattr(SqliteProgress, "record", recording)
        monkeypatch.setattr(StudyService, "answer", answering)
        monkeypatch.setattr(PracticeService, "check", checking)
        monkeypatch.setattr(InterviewService, "answer", responding)

    def __str__(self) -> str:
        return f"{len(self.attempts)} answers and verdicts, {self.interviewed} answers in interviews: all kept"

    def _look_for(self, session: Session, response: dict[str, Any]) -> None:
        """An answer of an interview is on the disk before the next question is asked."""
        records = SqliteInterviews(self._services.file)
        course = records.course(session.id)
        records.close()
        assert course is not None
        entries = [entry for stretch in course.stretches for entry in stretch.entries]
        assert response in [entry.response for entry in entries]
        self.interviewed += 1

    def look(self) -> None:
        """Find all of it in the file, as another program would, and nothing wrong with the file."""
        progress = SqliteProgress(self._services.file)
        kept = {attempt.id for attempt in progress.attempts(undone=True)}
        faults = progress.faults()
        progress.close()
        assert [attempt for attempt in self.attempts if attempt not in kept] == []
        assert faults == []


class Hands:
    """Does to an app what a terminal would have it do, and waits until it has answered."""

    def __init__(self, app: QuizApp, pilot: Pilot[None]) -> None:
        self._app = app
        self._pilot = pilot
        self.done: list[object] = []

    async def do(self, act: monkey.Act) -> None:
        """One thing, as it comes from the terminal."""
        self.done.append(act)
        width, height = self._app.size
        match act:
            case monkey.Key(name):
                character = name if len(name) == 1 else {"space": " ", "enter": "\r", "tab": "\t"}.get(name)
                self._send(events.Key(_character_to_key(name) if len(name) == 1 else name, character))
            case monkey.Paste(text):
                self._send(events.Paste(text))
            case monkey.Focus(won):
                self._send(events.AppFocus() if won else events.AppBlur())
            case monkey.Click(x, y, times):
                for _ in range(times):
                    self._mouse(events.MouseDown, x * width, y * height, 1)
                    self._mouse(events.MouseUp, x * width, y * height, 1)
            case monkey.Drag(x, y, to_x, to_y):
                self._mouse(events.MouseDown, x * width, y * height, 1)
                self._mouse(events.MouseMove, to_x * width, to_y * height, 1)
                self._mouse(events.MouseUp, to_x * width, to_y * height, 1)
            case monkey.Wheel(x, y, down):
                kind = events.MouseScrollDown if down else events.MouseScrollUp
                self._mouse(kind, x * width, y * height, 0)
            case monkey.Size(width, height):
                await self.resize(width, height)
        await self.answered()
        if len(self.done) % BREATH:
            await self._carried_out()

    def _send(self, event: events.Event) -> None:
        assert self._app._driver is not None
        self._app._driver.process_message(event)

    def _mouse(self, kind: type[events.MouseEvent], x: float, y: float, button: int) -> None:
        place = (float(int(x)), float(int(y)))
        self._send(kind(None, *place, 0, 0, button, False, False, False, *place))

    async def resize(self, width: int, height: int) -> None:
        """Another size of the terminal."""
        driver: Any = self._app._driver
        driver._size = (width, height)
        self._send(events.Resize(Cells(width, height), Cells(width, height)))

    async def answered(self) -> None:
        """Wait until the app and its screen have come to whatever was sent before.

        Not each widget, as Textual's pilot does: one that is taken away meanwhile owes an answer for ever.
        """
        for _ in range(2):
            await asyncio.sleep(0)
            await self._came_to(self._app)
            await self._came_to(self._app.screen)
        assert self._app._exception is None, (self.done[-40:], self._app._exception)
        assert self._app.is_running, self.done[-40:]

    async def _carried_out(self) -> None:
        """Wait until what was typed has had its effect."""
        end = time.monotonic() + PATIENCE
        while self._app._typed is not None and not self._app._typed.is_done:
            assert time.monotonic() < end, f"hangs after {self.done[-40:]}\n{_stacks()}"
            assert self._app._exception is None, (self.done[-40:], self._app._exception)
            await asyncio.sleep(0.001)

    async def _came_to(self, pump: App[None] | Any) -> None:
        came = asyncio.Event()
        if not pump.call_later(came.set):
            return  # it is closing
        end = time.monotonic() + PATIENCE
        while pump is self._app or pump is self._app.screen:
            try:
                async with asyncio.timeout(0.5):
                    await came.wait()
            except TimeoutError:
                assert time.monotonic() < end, f"hangs after {self.done[-40:]}\n{_stacks()}"
                assert self._app._exception is None, (self.done[-40:], self._app._exception)
            else:
                return

    async def go(self, place: str) -> None:
        """Be put somewhere, with nothing lying over it."""
        self.done.append(f"-> {place}")
        self._app.post_message(to.HomeRequested())  # not by hand: in its turn, after what was pressed before
        await self.answered()
        wish = PLACES[place](self._app.services)
        if wish is not None:
            self._app.post_message(wish)
        await self.answered()


def _stacks() -> str:
    """Where every task waits."""
    lines = []
    for task in asyncio.all_tasks():
        frames = task.get_stack(limit=3)
        at = [f"{Path(inspect.getfile(frame)).name}:{frame.f_lineno}" for frame in frames]
        lines.append(f"{task.get_name()}: {' '.join(at)}")
    return "\n".join(sorted(lines))


@pytest.mark.timeout(120 + ACTS)
async def test_a_monkey_neither_ends_the_app_nor_loses_an_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys, mouse, pastes and sizes by lot, for some lives; all that was told to be kept is on the disk."""
    print(f"QUIZAPP_MONKEY={ACTS} QUIZAPP_MONKEY_SEED={SEED}")  # noqa: T201 - to repeat what fails
    monkeypatch.chdir(tmp_path)
    for name in ("EDITOR", "VISUAL"):
        monkeypatch.delenv(name, raising=False)
    chance = random.Random(SEED)
    threads = set(threading.enumerate())
    services = Kept(tmp_path)
    told = Told(services, monkeypatch)
    acts = monkey.acts(chance, HABITS)
    begun = time.monotonic()
    for first in range(0, ACTS, A_LIFE):
        app = QuizApp(services)
        for name in ("exit", "open_url", "copy_to_clipboard"):
            monkeypatch.setattr(app, name, lambda *_, **__: None)
        async with app.run_test(size=(80, 24)) as pilot:
            hands = Hands(app, pilot)
            for count in range(first, min(first + A_LIFE, ACTS)):
                if count % STRAY == 0:
                    await hands.resize(80, 24)
                    await hands.go(chance.choice(list(PLACES)))
                    services.clock.advance(seconds=chance.choice([1, 20, 400, 4_000, 86_400]))
                await hands.do(next(acts))
                if count % LOOK == LOOK - 1:
                    told.look()
                    print(f"{count + 1}: {told}", flush=True)  # noqa: T201 - the run's figures
            await hands.resize(80, 24)
            await hands.go("home")
            async with asyncio.timeout(PATIENCE):
                while "Practice" not in shown(app):
                    await hands.answered()

    told.look()
    assert told.attempts or told.interviewed
    services.progress.close()
    services.records.close()
    left = [thread.name for thread in set(threading.enumerate()) - threads if not thread.name.startswith("asyncio_")]
    assert left == []
    print(f"{told}; {time.monotonic() - begun:.0f} s")  # noqa: T201 - the run's figures
