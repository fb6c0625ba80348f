"""Jump mode: a letter on everything that can be gone to or pressed, on every screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot
from textual.widgets import OptionList

from quizapp.ui.app import QuizApp
from quizapp.ui.messages import StudyRequested
from quizapp.ui.modals.help import HelpModal
from quizapp.ui.modals.jump import LETTERS, JumpScreen, Label, labels
from quizapp.ui.screens.study import StudyScreen
from quizapp.ui.widgets.answers import AnswerField
from quizapp.ui.widgets.rows import Rows
from quizapp.ui.widgets.targets import seen, targets
from tests.ui import samples
from tests.ui.conftest import FakeServices, notices, picture, shown
from tests.ui.places import PLACES, Everything, go

NOTHING = "There is nothing here to go to"


async def jump(pilot: Pilot[None]) -> JumpScreen:
    """Ask for the letters."""
    await pilot.press("ctrl+b")
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, JumpScreen)
    return screen


@pytest.mark.parametrize("count", [0, 1, 26, 27, 51, 52, 300, 676])
def test_labels_are_different_and_none_begins_another(count: int) -> None:
    """One letter each as long as there are enough."""
    made = labels(count)

    assert len(set(made)) == count
    assert not any(one != other and other.startswith(one) for one in made for other in made)
    assert count > len(LETTERS) or all(len(label) == 1 for label in made)


@pytest.mark.timeout(300)
async def test_every_place_can_be_jumped_about_in(tmp_path: Path) -> None:
    """Each has letters, also for where the keys go, or says that there is nothing; escape leaves it as it was."""
    app = QuizApp(Everything(tmp_path))

    async with app.run_test(size=(100, 32)) as pilot:
        for place in PLACES:
            await go(app, pilot, place)
            stood, focused = app.screen, app.focused
            found = targets(stood)
            if not found:
                await pilot.press("ctrl+b")
                await pilot.pause()
                assert (app.screen, NOTHING in notices(app)[-1]) == (stood, True), place
                continue
            overlay = await jump(pilot)
            marked = [label.target for label in overlay.query(Label)]
            await pilot.press("escape")
            await pilot.pause()

            assert app.screen is stood, place
            assert type(app.focused) is type(focused), place  # a screen may be painted anew when it is come back to
            assert [target[:3] for target in marked] == [target[:3] for target in found], place
            if focused is not None and seen(stood, focused):
                assert any(focused in target.widget.ancestors_with_self for target in found), (place, focused)

            await jump(pilot)
            await pilot.press(labels(len(found))[0])
            await pilot.pause()
            assert not isinstance(app.screen, JumpScreen), place


async def test_a_letter_on_a_line_puts_the_cursor_there(services: FakeServices) -> None:
    """On the home screen: the third topic of the roadmap."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        overlay = await jump(pilot)
        lines = [label for label in overlay.query(Label) if isinstance(label.target.widget, OptionList)]
        await pilot.press(lines[2].label)
        await pilot.pause()

        roadmap = app.screen.query_one("#roadmap", OptionList)
        assert roadmap.highlighted == 3  # the first line is the phase's name
        assert app.focused is roadmap


async def test_a_letter_on_a_way_in_goes_in(services: FakeServices) -> None:
    """As a click on it would."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        overlay = await jump(pilot)
        study = next(label for label in overlay.query(Label) if label.target.widget.id == "study")
        await pilot.press(study.label)
        await pilot.pause()
        await pilot.pause()

        assert isinstance(app.screen, StudyScreen)


async def test_a_letter_on_an_option_picks_it() -> None:
    """The same letter as a key of the option does not get in its way."""
    services = FakeServices([samples.CHOICE])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        overlay = await jump(pilot)
        last = overlay.query(Label).last()
        await pilot.press(last.label)
        await pilot.pause()

        rows = app.screen.query_one(Rows)
        assert rows.cursor == len(rows.rows) - 1
        assert app.screen.query_one(AnswerField).response() is not None


async def test_letters_work_where_one_types() -> None:
    """Over a question that is answered by typing: what is typed into the field stays what it was."""
    services = FakeServices([samples.CLOZE])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("x")
        overlay = await jump(pilot)
        fields = [label for label in overlay.query(Label) if (label.target.widget.id or "").startswith("blank-")]
        await pilot.press(fields[-1].label)
        await pilot.pause()

        assert app.focused is fields[-1].target.widget
        assert [field.target.widget.value for field in fields] == ["x", *[""] * (len(fields) - 1)]


async def test_boxes_have_letters_too(services: FakeServices) -> None:
    """And in a box jump goes about in the box alone."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("f1")
        await pilot.pause()
        below = app.screen
        overlay = await jump(pilot)

        assert isinstance(below, HelpModal)
        assert all(label.target.widget.screen is below for label in overlay.query(Label))


async def test_another_size_ends_it(services: FakeServices) -> None:
    """The letters would stand beside what they mean."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await jump(pilot)
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        await pilot.pause()

        assert not isinstance(app.screen, JumpScreen)


async def test_two_letters_where_one_is_not_enough(services: FakeServices) -> None:
    """The first of two leaves those that begin with it."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        found = targets(app.screen)
        overlay = JumpScreen(found * 5)
        app.push_screen(overlay)
        await pilot.pause()
        wanted = overlay.query(Label).last()
        await pilot.press(wanted.label[0])
        await pilot.pause()
        left = [label.label for label in overlay.query(Label) if label.display]
        await pilot.press(wanted.label[1])
        await pilot.pause()

        assert len(wanted.label) == 2
        assert left
        assert all(label[0] == wanted.label[0] for label in left)
        assert not isinstance(app.screen, JumpScreen)


@pytest.mark.parametrize("size", [(80, 24)], ids=["80x24"])
async def test_picture(services: FakeServices, picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """The screen stays to be seen under the letters, and the last line says what to do."""
    app = QuizApp(services)

    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await jump(pilot)

        assert "esc leaves" in shown(app)
        assert await picture(app, pilot) == picture_of
