"""When garbage is collected."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Iterator

import pytest

from quizapp.ui import sweep
from quizapp.ui.app import QuizApp
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.settings import SettingsScreen
from quizapp.ui.sweep import Sweep
from quizapp.ui.widgets.answers import AnswerField
from quizapp.ui.widgets.feedback import Feedback
from quizapp.ui.widgets.question import Question
from tests.ui.conftest import FakeServices
from tests.ui.practising import until


@pytest.fixture
def collected(monkeypatch: pytest.MonkeyPatch) -> Iterator[asyncio.Event]:
    """Set as soon as everything has been looked through, which happens after a tenth of a second of rest."""
    event = asyncio.Event()

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "stop" and info["generation"] == 2:
            event.set()

    monkeypatch.setattr(sweep, "REST_SECONDS", 0.1)
    gc.collect()
    gc.callbacks.append(note)
    yield event
    gc.callbacks.remove(note)


def litter() -> None:
    """More than what is looked through in the middle of a key."""
    for _ in range(10 * sweep.THRESHOLDS[0]):
        loop: list[object] = []
        loop.append(loop)


async def test_all_is_looked_through_when_nobody_types(collected: asyncio.Event) -> None:
    """A key puts it off; a rest brings it."""
    each = Sweep()
    each.begin()
    litter()
    before = collected.is_set()

    each.put_off()
    await asyncio.wait_for(collected.wait(), 30)
    each.end()

    assert not before


async def test_nothing_is_looked_through_for_a_key_that_made_little(collected: asyncio.Event) -> None:
    """A rest is not used for nothing."""
    each = Sweep()
    each.begin()
    gc.collect()
    collected.clear()

    each.put_off()
    await asyncio.sleep(3 * sweep.REST_SECONDS)
    each.end()

    assert not collected.is_set()


async def test_what_a_key_left_is_looked_through_in_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Soon after it, and not yet all there is."""
    monkeypatch.setattr(sweep, "PAUSE_SECONDS", 0.05)
    monkeypatch.setattr(sweep, "REST_SECONDS", 60.0)
    looked: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "stop":
            looked.append(info["generation"])

    each = Sweep()
    each.begin()
    gc.collect()
    gc.callbacks.append(note)
    each.put_off()
    each.put_off()
    before = list(looked)
    async with asyncio.timeout(30):
        while 1 not in looked:  # noqa: ASYNC110 - the collector tells nobody else
            await asyncio.sleep(0.01)
    each.end()
    gc.callbacks.remove(note)

    assert 1 not in before
    assert looked.count(1) == 1
    assert 2 not in looked


async def test_pauses_do_not_pile_up(monkeypatch: pytest.MonkeyPatch, collected: asyncio.Event) -> None:
    """Who never rests has everything looked through in a pause now and then."""
    monkeypatch.setattr(sweep, "PAUSE_SECONDS", 0.001)
    monkeypatch.setattr(sweep, "LONG_PAUSE_SECONDS", 0.05)
    monkeypatch.setattr(sweep, "REST_SECONDS", 60.0)
    each = Sweep()
    each.begin()
    gc.collect()
    collected.clear()
    pauses = 0
    while not collected.is_set():
        pauses += 1
        each.put_off()
        await asyncio.sleep(2 * sweep.LONG_PAUSE_SECONDS)
    each.end()

    assert 1 < pauses <= sweep.PAUSES + 1


async def test_of_a_screen_that_was_left_nothing_stays(services: FakeServices, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not what was painted in its parts either: an app that is open all day grows no larger."""
    monkeypatch.setattr(sweep, "REST_SECONDS", 0.05)
    painted: list[weakref.ref[object]] = []
    app = QuizApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app._sweep.begin()
        for _ in range(3):
            await pilot.press("comma")
            await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
            painted += [weakref.ref(each._styles_cache) for each in app.screen.walk_children()]
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        await until(pilot, lambda: not any(each() for each in painted))

    assert len(painted) > 30


async def test_of_a_question_that_was_answered_nothing_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the session is."""
    monkeypatch.setattr(sweep, "REST_SECONDS", 0.05)
    app = QuizApp(FakeServices())
    asked: list[weakref.ref[Question]] = []
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app._sweep.begin()
        await pilot.press("s")
        for _ in range(4):
            await until(pilot, lambda: app.screen.query(AnswerField))
            asked.append(weakref.ref(app.screen.query_one(Question)))
            await pilot.press("ctrl+g", "x")
            await until(pilot, lambda: app.screen.query(Feedback))
            await pilot.press("enter")
        await until(pilot, lambda: app.screen.query(AnswerField))
        await pilot.press("down")
        await until(pilot, lambda: not any(each() for each in asked))

    assert len(asked) == 4


async def test_python_has_its_own_way_again_at_the_end() -> None:
    """Whoever else runs in this process finds what was there before."""
    before = gc.get_threshold()
    each = Sweep()
    each.begin()
    within = gc.get_threshold()

    each.put_off()
    each.end()

    assert (within, gc.get_threshold()) == (sweep.THRESHOLDS, before)
