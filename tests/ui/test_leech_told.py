"""Leeches are named after the answer, in the interface and in plain mode, and counted on the home screen."""

from __future__ import annotations

import io

import pytest

from quizapp.cli.plain import study_plainly
from quizapp.config import Settings
from quizapp.domain.grading import Passed
from quizapp.domain.selection import Selection
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import StudyRequested
from tests.ui import samples
from tests.ui.conftest import FakeServices, shown

ITEM = samples.ITEMS[0]


def forgotten(times: int) -> tuple[FakeServices, Selection]:
    """Services of a learner who forgot one item so many times, and a session of that item."""
    services = FakeServices([ITEM], Settings(leech_lapses=2))
    listing = services.library.listings()[0]
    only = Selection(items=(listing.id,))
    for _ in range(times + 1):
        session = services.study.begin(only)
        assert session is not None
        showing = services.study.showing(session)
        assert showing is not None
        services.study.answer(showing, Passed(), 10)
        services.study.finish(session)
        services.clock.advance(days=30)
    return services, only


@pytest.mark.parametrize(("times", "told"), [(0, False), (1, True)])
async def test_suggestion_stands_with_the_explanation(times: int, *, told: bool) -> None:
    """Once an item was forgotten as often as the setting says, the answer comes with a suggestion."""
    services, only = forgotten(times)
    app = QuizApp(services, opening=StudyRequested(selection=only))

    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        await pilot.press("x")
        await pilot.pause()
        text = " ".join(shown(app).split())

        assert ("Forgotten 2 times by now." in text) is told


def test_plain_mode_says_it_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The same words stand below the explanation."""
    services, only = forgotten(1)
    monkeypatch.setattr("sys.stdin", io.StringIO("x\nq\n"))

    study_plainly(services, only, size=1)

    assert "! Forgotten 2 times by now. Asking again rarely helps: read the note on" in capsys.readouterr().out


async def test_home_screen_counts_them() -> None:
    """The numbers on top tell how many are forgotten often."""
    services, _ = forgotten(2)
    app = QuizApp(services)

    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.pause()

        assert "1 forgotten often" in shown(app)
