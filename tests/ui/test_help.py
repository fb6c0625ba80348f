"""Help: every part of every screen says what it is for."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.screen import ModalScreen
from textual.widgets import Static

from quizapp.ui.app import QuizApp
from quizapp.ui.messages import SettingsRequested, StudyRequested
from quizapp.ui.modals.help import HelpModal
from quizapp.ui.widgets.about import ABOUT, about
from tests.ui import samples
from tests.ui.conftest import FakeServices, shown
from tests.ui.places import BOXES, PLACES, Everything, go, open_box


def silent(app: QuizApp) -> list[str]:
    """What can have the keys here and says nothing."""
    return [str(part) for part in app.screen.query("*") if part.can_focus and not about(part)]


@pytest.mark.timeout(300)
async def test_every_part_of_a_screen_says_what_it_is_for(tmp_path: Path) -> None:
    """Whatever can have the keys, on each of them."""
    app = QuizApp(Everything(tmp_path))
    without: dict[str, list[str]] = {}
    told: set[str] = set()

    async with app.run_test(size=(100, 32)) as pilot:
        for place in PLACES:
            await go(app, pilot, place)
            without[place] = silent(app)
            told |= {about(part) for part in app.screen.query("*") if part.can_focus}

    assert without == {place: [] for place in PLACES}
    assert len(told) > len(PLACES) // 2


@pytest.mark.timeout(300)
async def test_every_part_of_a_box_says_what_it_is_for(tmp_path: Path) -> None:
    """The same of what lies over a screen."""
    app = QuizApp(Everything(tmp_path))
    without: dict[str, list[str]] = {}

    async with app.run_test(size=(100, 32)) as pilot:
        for box in BOXES:
            await open_box(app, pilot, box)
            assert isinstance(app.screen, ModalScreen), box
            without[box] = silent(app)

    assert without == {box: [] for box in BOXES}


def test_sentences_are_sentences() -> None:
    """Each begins with a capital and ends with a full stop, and none is said of two things."""
    assert [text for text in ABOUT.values() if not (text[0].isupper() and text.endswith("."))] == []
    assert len(set(ABOUT.values())) == len(ABOUT)


def test_nothing_says_nothing() -> None:
    """No part, no sentence; a part that is nowhere named has none either."""
    assert about(None) == ""
    assert about(Static("x")) == ""


async def test_help_explains_what_has_the_keys_beside_the_keys() -> None:
    """In the settings the rows; in a box of them the box's own field."""
    app = QuizApp(FakeServices(), opening=SettingsRequested())

    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        await pilot.press("question_mark")
        await pilot.pause()
        over_screen = shown(app)
        await pilot.press("escape", "enter")
        await pilot.pause()
        await pilot.press("f1")
        await pilot.pause()
        over_box = shown(app)

        assert "What can be set, with its value" in over_screen
        assert "Open the row" in over_screen
        assert isinstance(app.screen, HelpModal)
        assert "The values that there are." in over_box
        assert "Close this box" in over_box


async def test_help_while_typing_is_f1() -> None:
    """A question mark is a letter there."""
    app = QuizApp(FakeServices([samples.SHORT]), opening=StudyRequested())

    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        await pilot.press("question_mark")
        await pilot.pause()
        typing = not isinstance(app.screen, HelpModal)
        await pilot.press("f1")
        await pilot.pause()

        assert typing
        assert "Your answer, typed." in shown(app)
