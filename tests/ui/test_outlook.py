"""How it stands with the interview, on the home screen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quizapp.config import Settings
from quizapp.ui.app import QuizApp
from quizapp.ui.screens.study import StudyScreen
from tests.fakes import START
from tests.ui.conftest import FakeServices, shown


def with_interview(days: int, minutes: int = 30) -> FakeServices:
    """Services of a learner whose interview is in so many days."""
    day = START.astimezone().date() + timedelta(days=days)
    return FakeServices(settings=Settings(interview_date=day.isoformat(), daily_minutes=minutes))


async def home(services: FakeServices) -> str:
    """What the home screen shows when everything is counted."""
    app = QuizApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        return shown(app)


async def test_days_and_expectations_are_told() -> None:
    """The days left, the minutes, and what is to be expected stand below the numbers."""
    text = await home(with_interview(12))

    assert "Interview in 12 days · 30 min a day · expected recall 0% → " in text
    assert "Today's plan towards your interview" in text


async def test_passed_date_is_told() -> None:
    """After the date the line says that the normal schedule is back."""
    text = await home(with_interview(-2))

    assert "The interview date, 28 February 2026, has passed" in text
    assert "Today's plan" not in text


async def test_without_a_date_nothing_is_said(services: FakeServices) -> None:
    """Whoever has no date sees no line about it."""
    assert "expected recall" not in await home(services)


async def test_a_narrower_window_is_told_less() -> None:
    """The line is cut to the window as it is now, not as it was when the line was made."""
    app = QuizApp(with_interview(12))

    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        wide = shown(app)
        await pilot.resize_terminal(70, 40)
        await pilot.pause()
        narrow = shown(app)

        assert "if you keep it up" in wide
        assert "Interview in 12 days" in narrow
        assert "if you keep it up" not in narrow


@pytest.mark.parametrize("minutes", [1, 3])
async def test_study_takes_the_plan(minutes: int) -> None:
    """The key for studying starts today's plan, no longer than the minutes."""
    services = with_interview(5, minutes)
    planned = services.plan.today()
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s")
        await pilot.pause()

        assert isinstance(app.screen, StudyScreen)
        assert sorted(app.screen.session.plan) == sorted(planned)
        assert 1 <= len(planned) < len(services.library.listings())
