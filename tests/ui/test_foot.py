"""The line of keys at the bottom."""

from __future__ import annotations

import pytest
from textual.app import App

from quizapp.domain.items.picked import Choice
from quizapp.domain.items.typed import Short
from quizapp.ui import messages as to
from quizapp.ui.app import QuizApp
from tests.ui import samples
from tests.ui.conftest import FakeServices, shown


@pytest.mark.parametrize(
    ("wish", "key"), [(None, "Settings"), (to.StudyRequested(), "Don't know"), (to.GlossaryRequested(), "Back")]
)
async def test_keys_are_named_in_a_window_without_focus(wish: to.Requested | None, key: str) -> None:
    """An app that is started in the background says how it is used, as soon as somebody looks."""
    app = QuizApp(FakeServices(), opening=wish)
    app.set_reactive(App.app_focus, False)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.pause()

        assert app.app_focus is False
        assert key in shown(app).splitlines()[-1]


async def test_help_is_named_by_the_key_that_opens_it() -> None:
    """A question mark is a letter where letters are typed, so the line names F1 there."""
    app = QuizApp(FakeServices([samples.SHORT, samples.CHOICE]), opening=to.StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        feet = {type(app.screen.showing.item): shown(app).splitlines()[-1]}
        await pilot.press("ctrl+g", "enter")
        await pilot.pause()
        feet[type(app.screen.showing.item)] = shown(app).splitlines()[-1]

    assert "f1 Help" in feet[Short]
    assert "? Help" not in feet[Short]
    assert "? Help" in feet[Choice]


@pytest.mark.parametrize(("width", "kept"), [(120, True), (60, False)])
async def test_help_is_named_however_narrow_it_is(width: int, kept: bool) -> None:
    """Keys that have no room give way to help, which names them all."""
    app = QuizApp(FakeServices(), opening=to.InterviewRequested("demo/screen"))

    async with app.run_test(size=(width, 24)) as pilot:
        await pilot.pause()
        await pilot.pause()
        foot = shown(app).splitlines()[-1].rstrip()

    assert foot.endswith("Help")
    assert ("Close" in foot) is kept
