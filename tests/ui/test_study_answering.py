"""Answering by keyboard: every kind of question, by digits, letters and words."""

from __future__ import annotations

import pytest

from quizapp.domain.grading import Passed
from quizapp.domain.items.any import Item
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import StudyRequested
from tests.ui import samples
from tests.ui.conftest import FakeServices, notices, shown


@pytest.mark.parametrize("item", samples.ITEMS, ids=lambda item: item.id)
async def test_every_kind_is_answered_by_keyboard(item: Item) -> None:
    """The keys alone give the right response, and it is recorded."""
    services = FakeServices([item])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        showing = app.screen.showing
        await pilot.press(*samples.keys_for(item, showing.order))
        await pilot.pause()

        attempts = services.progress.attempts()
        assert [attempt.response for attempt in attempts] == [samples.RESPONSES[item.id].model_dump(mode="json")]
        assert attempts[0].score == 1.0
        assert "Right" in shown(app)


@pytest.mark.parametrize("item", [samples.CHOICE, samples.SEVERAL, samples.PREDICT, samples.SPOT], ids=lambda i: i.id)
async def test_options_have_letters_too(item: Item) -> None:
    """A letter picks as the number does."""
    services = FakeServices([item])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        keys = samples.keys_for(item, app.screen.showing.order)
        first = next(place for place, key in enumerate(keys) if key.isdigit())
        letters = [key if place != first else "abcdefghi"[int(key) - 1] for place, key in enumerate(keys)]
        await pilot.press(*letters)
        await pilot.pause()

        assert services.progress.attempts()[0].score == 1.0


@pytest.mark.parametrize("item", samples.ITEMS, ids=lambda item: item.id)
async def test_every_kind_can_be_given_up(item: Item) -> None:
    """ctrl+g, or x where no letters are typed, says "I don't know", and the answer is told."""
    services = FakeServices([item])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(100):
            await pilot.pause(0.05)
            if app.screen.query("#answer"):
                break
        await pilot.press("ctrl+g" if item.kind in {"short", "cloze", "predict"} else "x")
        for _ in range(100):
            await pilot.pause(0.05)
            if "Not known yet" in shown(app):
                break

        attempts = services.progress.attempts()
        assert [attempt.response for attempt in attempts] == [Passed().model_dump(mode="json")]
        assert "Not known yet" in shown(app)


@pytest.mark.parametrize("item", samples.ITEMS, ids=lambda item: item.id)
async def test_enter_before_an_answer_records_nothing(item: Item) -> None:
    """Enter on an empty answer says what is missing."""
    services = FakeServices([item])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.screen.query_one("#answer").enter()
        await pilot.pause()

        assert services.progress.attempts() == []
        assert app.screen.asking


async def test_what_is_missing_is_said_below_the_options_and_never_over_them() -> None:
    """Enter pressed again and again piles up no notices; they stand where the advice stood, and go with the answer."""
    app = QuizApp(FakeServices([samples.CHOICE]), opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter", "enter", "enter")
        await pilot.pause()

        assert notices(app) == []
        assert "! Pick an answer first; x says that you don't know." in shown(app)
        await pilot.press("1", "enter")
        await pilot.pause()
        assert "Pick an answer first" not in shown(app)


async def test_defect_before_its_line_is_answered_with_what_comes_first() -> None:
    """A digit on the code is neither a line nor nothing: it is told that a line comes first, and nothing is picked."""
    app = QuizApp(FakeServices([samples.SPOT]), opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("1")
        await pilot.pause()

        assert "! Mark a line first: arrows, then Space." in shown(app)
        assert "(•)" not in shown(app)


async def test_defect_is_picked_from_the_code_once_a_line_is_marked() -> None:
    """Back on the code to look again, a defect's key still picks it."""
    app = QuizApp(FakeServices([samples.SPOT]), opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("space", "shift+tab", "b")
        await pilot.pause()

        assert "2 (•)" in shown(app)


@pytest.mark.parametrize(
    ("item", "advice"),
    [
        (samples.CHOICE, "or a-"),
        (samples.PREDICT, "or type your answer"),
        (samples.SPOT, "1-2 or a-b picks its defect"),
    ],
    ids=lambda value: getattr(value, "id", ""),
)
async def test_advice_names_every_way_to_pick(item: Item, advice: str) -> None:
    """Letters are told beside digits, and typing where something is typed."""
    app = QuizApp(FakeServices([item]), opening=StudyRequested())

    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()

        assert advice in shown(app)


async def test_letters_take_their_lines_even_j_and_k() -> None:
    """With eleven lines j and k are lines, not movements."""
    lines = [f"step_{number}()" for number in range(11)]
    services = FakeServices([samples.item("order", "long", code=True, lines=lines)])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        await pilot.press("k", "j", "a")
        await pilot.pause()

        order = app.screen.showing.order
        assert [order[10], order[9], order[0]] == app.screen.query_one("#answer")._placed
