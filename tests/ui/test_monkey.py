"""A monkey at the keyboard: no crash, and no answer lost.

`QUIZAPP_MONKEY=20000` presses so many keys; `QUIZAPP_MONKEY_SEED` repeats a run. Some hundreds are pressed otherwise.
"""

from __future__ import annotations

import os
import random
import string
import time
from pathlib import Path

import pytest
from textual.pilot import WaitForScreenTimeout

from quizapp.services.study import StudyService
from quizapp.ui.app import QuizApp
from tests.ui.conftest import shown
from tests.ui.places import PLACES, Everything, go

PRESSES = int(os.environ.get("QUIZAPP_MONKEY", "250"))
SEED = int(os.environ.get("QUIZAPP_MONKEY_SEED", "20261122"))
A_LIFE = 2_000
"""Keys in one app, then another starts over the same history."""
STRAY = 25
"""Keys after which the monkey is put on a screen drawn by lot."""
SIZES = [(60, 20), (80, 24), (120, 40), (200, 60), (20, 6), (1, 1)]
STUDYING = [place for place in PLACES if place.startswith("study")]
"""Where answers are given, the monkey is put more often."""

KEYS = [
    *string.ascii_lowercase,
    *string.digits,
    *["enter", "escape", "space", "tab", "shift+tab", "backspace", "delete", "home", "end", "pageup", "pagedown"] * 2,
    *["up", "down", "left", "right", "enter", "escape"] * 4,
    *(f"f{number}" for number in range(1, 13)),
    *(f"ctrl+{letter}" for letter in "abdefgklnoprsuvwxyz"),
    *["question_mark", "slash", "comma", "full_stop", "left_square_bracket", "K", "J", "R", "shift+up", "shift+down"],
]
ANSWERS = ["1", "2", "3", "enter", "enter", "x", "ctrl+g", "ctrl+s", "space", "down"]
"""What a question is answered with: each third key on a screen where one is asked, so that answers can be lost."""


def watched(services: Everything, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of all attempts whose verdict was told; filled as answers are given."""
    told: list[str] = []
    answer = StudyService.answer

    def noting(self: StudyService, *arguments: object, **named: object) -> object:
        before = {attempt.id for attempt in services.progress.attempts(undone=True)}
        result = answer(self, *arguments, **named)
        new = [attempt.id for attempt in services.progress.attempts(undone=True) if attempt.id not in before]
        assert new, "a verdict without an attempt"
        told.extend(new)
        return result

    monkeypatch.setattr(StudyService, "answer", noting)
    return told


@pytest.mark.timeout(120 + PRESSES)
async def test_a_monkey_neither_ends_the_app_nor_loses_an_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Random keys and sizes, for some lives; every answer that was told of is in the history afterwards."""
    print(f"QUIZAPP_MONKEY={PRESSES} QUIZAPP_MONKEY_SEED={SEED}")  # noqa: T201 - to repeat what fails
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    chance = random.Random(SEED)
    services = Everything(tmp_path)
    told = watched(services, monkeypatch)
    history: list[str] = []
    begun = time.monotonic()
    for first in range(0, PRESSES, A_LIFE):
        app = QuizApp(services)
        for name in ("exit", "open_url", "copy_to_clipboard"):
            monkeypatch.setattr(app, name, lambda *_, **__: None)
        async with app.run_test(size=(80, 24)) as pilot:
            for count in range(first, min(first + A_LIFE, PRESSES)):
                if count % STRAY == 0:
                    await pilot.resize_terminal(*SIZES[1])
                    place = chance.choice([*PLACES, *STUDYING * 3])
                    await go(app, pilot, place)
                    history.append(f"-> {place}")
                if chance.random() < 0.02:
                    size = chance.choice(SIZES)
                    await pilot.resize_terminal(*size)
                    history.append(f"{size}")
                key = chance.choice(ANSWERS if place in STUDYING and chance.random() < 1 / 3 else KEYS)
                history.append(key)
                try:
                    await pilot.press(key)
                except WaitForScreenTimeout:  # a widget that was taken away meanwhile owes the pilot an answer
                    await pilot.pause()  # and a screen that hangs does so again
                assert app.is_running, history[-30:]
                assert app._exception is None, (history[-30:], app._exception)
            await pilot.resize_terminal(*SIZES[1])
            await go(app, pilot, "home")
            assert "Practice" in shown(app)

    kept = {attempt.id for attempt in services.progress.attempts(undone=True)}
    assert [attempt for attempt in told if attempt not in kept] == []
    assert len(history) >= PRESSES
    print(f"{len(told)} answers kept in {time.monotonic() - begun:.0f} s")  # noqa: T201 - the run's figures
