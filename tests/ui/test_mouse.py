"""Nothing needs a mouse, and everything can be done with one."""

from __future__ import annotations

from textual.pilot import Pilot

from quizapp.ui.app import QuizApp
from quizapp.ui.messages import StudyRequested
from quizapp.ui.screens.study import StudyScreen
from quizapp.ui.widgets.rows import Row
from quizapp.ui.widgets.verdictbar import RatingKey
from tests.ui import samples
from tests.ui.conftest import FakeServices, shown


async def test_a_way_in_can_be_clicked(services: FakeServices) -> None:
    """A click on Study does what s does."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.click("#study")
        await pilot.pause()

        assert isinstance(app.screen, StudyScreen)


async def test_option_answer_and_rating_can_be_clicked() -> None:
    """Option, the footer's Answer, a rating."""
    services = FakeServices([samples.CHOICE])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        place = app.screen.showing.order.index(0)
        await pilot.click(list(app.screen.query(Row))[place])
        await pilot.pause()
        footer_keys = [key for key in app.screen.query("FooterKey") if key.description == "Answer"]
        await pilot.click(footer_keys[0])
        await pilot.pause()
        await pilot.click(list(app.screen.query(RatingKey))[1])
        await pilot.pause()

        assert "✓ Right" in shown(app)
        assert [4, 2] == [int(review.rating) for review in services.progress.reviews()]


async def click_row(app: QuizApp, pilot: Pilot[None], selector: str, place: int) -> None:
    """Click one of several rows."""
    await pilot.click(list(app.screen.query(selector))[place])
    await pilot.pause()


async def test_lines_are_ordered_by_clicks() -> None:
    """Each click takes a line."""
    services = FakeServices([samples.ORDER])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        for line in range(4):
            await click_row(app, pilot, "#answer Row", app.screen.query_one("#answer")._sequence().index(line))
        await pilot.press("enter")
        await pilot.pause()

        assert [1.0] == [attempt.score for attempt in services.progress.attempts()]


async def test_pairs_are_made_by_clicks() -> None:
    """A click on a right side pairs the row under the cursor, which then goes on."""
    services = FakeServices([samples.MATCH])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        for right in range(3):
            await click_row(app, pilot, "#rights Row", app.screen.showing.order.index(right))
        await pilot.press("enter")
        await pilot.pause()

        assert [1.0] == [attempt.score for attempt in services.progress.attempts()]


async def test_defect_is_pointed_at_by_clicks() -> None:
    """A click marks the line, another picks the defect."""
    services = FakeServices([samples.SPOT])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        await click_row(app, pilot, "#lines Row", 4)
        await click_row(app, pilot, "#defects Row", app.screen.showing.order.index(0))
        await pilot.press("enter")
        await pilot.pause()

        assert [1.0] == [attempt.score for attempt in services.progress.attempts()]
