"""Where questions are answered: what is picked is seen, and Enter leads on at once."""

from __future__ import annotations

from textual.widgets import Input

from quizapp.ui.app import QuizApp
from quizapp.ui.messages import InterviewRequested, StudyRequested
from quizapp.ui.widgets.answers.cloze import ClozeField
from quizapp.ui.widgets.rows import Rows
from tests.ui import samples
from tests.ui.conftest import FakeServices, shown

LONG = samples.item(
    "predict",
    "long",
    topic="validation",
    stem="What does this app answer?",
    app="\n".join(f"line_{number} = {number}" for number in range(30)) + "\n",
    request={"GET": "/"},
    asks=[{"say": "The status code", "of": "status", "answer": 422, "choices": [200, 404, 422]}],
)


async def test_a_pick_below_the_fold_is_brought_into_view() -> None:
    """Whose options lie below a long app sees what the key picked, the first option too."""
    app = QuizApp(FakeServices([LONG]), opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        before = shown(app)
        await pilot.press("1")
        await pilot.pause()

        assert app.screen.query_one(Rows).cursor == 0
        assert "(•)" not in before
        assert "1 (•) 200" in shown(app)


async def test_what_is_missing_below_the_fold_is_brought_into_view() -> None:
    """Enter on a question whose options nobody has seen yet leads to them, with the words that say so."""
    app = QuizApp(FakeServices([LONG]), opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()

        assert "! Predict every part first; Tab goes to the next one." in shown(app)
        assert "3 ( ) 422" in shown(app)


async def test_enter_leads_to_the_next_blank_before_the_next_key() -> None:
    """The keys go to the next blank when Enter has been taken, with no turn of the event loop between."""
    app = QuizApp(FakeServices([samples.CLOZE]), opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        first, second = app.screen.query(Input)
        first.value = "yield"
        await first.action_submit()
        at_once = app.screen.focused

        assert at_once is second


async def test_a_single_blank_is_told_of_no_others() -> None:
    """The advice of one blank says that Enter answers."""
    one = samples.item("cloze", "one", code="x = {{y}}", blanks={"y": {"accept": ["1"], "why": "It is."}})
    app = QuizApp(FakeServices([one]), opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()

        assert app.screen.query_one(ClozeField).advice == "Type what is missing · Enter answers"


async def test_keys_after_enter_are_not_in_the_answer() -> None:
    """Who types on before the next question stands there has answered what stood there at Enter."""
    services = FakeServices([samples.SHORT])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        typed = app.screen.query_one(Input)
        typed.value = "201"
        await typed.action_submit()
        typed.value = "2017"
        await pilot.pause()

        (attempt,) = services.progress.attempts()
        assert attempt.response["texts"] == ["201"]


async def test_enter_twice_answers_one_question(services: FakeServices) -> None:
    """The second Enter was for the question that has gone; the next one is not answered by it."""
    app = QuizApp(services, opening=InterviewRequested("demo/screen"))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        while app.screen.showing.item.kind != "short":
            await pilot.press("f7")
            await pilot.pause()
        first = app.screen.showing.id
        typed = app.screen.query_one(Input)
        typed.value = "201"
        await typed.action_submit()
        await typed.action_submit()
        await pilot.pause()

        course = services.records.course(app.screen.session.id)
        answered = [entry.item for stretch in course.stretches for entry in stretch.entries if entry.response]
        assert answered == [first]
