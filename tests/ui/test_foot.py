"""The line of keys at the bottom."""

from __future__ import annotations

import pytest
from textual.app import App

from quizapp.ui import messages as to
from quizapp.ui.app import QuizApp
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
