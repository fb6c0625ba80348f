"""Answering in one's own words on the screen: writing, points, and overruling them."""

from __future__ import annotations

from textual.widgets import Static

from quizapp.domain.grading import Said
from quizapp.domain.items.said import Open
from quizapp.ui.app import QuizApp
from quizapp.ui.keys import TABLE
from quizapp.ui.messages import StudyRequested
from quizapp.ui.screens.summary import SummaryScreen
from quizapp.ui.widgets.points import LETTERS, PointRows
from tests.ui import samples
from tests.ui.conftest import FakeServices, shown

OPEN = samples.item(
    "open",
    "in-words",
    topic="event-loop",
    stem="What does a blocking call do?",
    model_answer="It holds the loop, so others wait.",
    points=[
        {"id": "holds", "say": "It holds the `loop`.", "any_of": ["holds loop"], "missing": "Name it.", "must": True},
        {"id": "others", "say": "Others [wait].", "any_of": ["others wait"], "missing": "Who suffers?"},
    ],
    red_flags=[{"id": "faster", "say": "Nothing gets faster.", "any_of": ["faster"]}],
    follow_ups=[{"ask": "Who waits?", "when_missing": "others"}, {"ask": "And with a thread?"}],
)
TYPED = [*"It holds", "enter", *"the loop. It is faster.", "ctrl+s"]


async def test_enter_begins_a_line_and_the_key_submits() -> None:
    """What was typed is recorded as it stands, and each point is told with the words that earned it."""
    services = FakeServices([OPEN])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(100, 50)) as pilot:
        await pilot.pause()
        await pilot.press(*TYPED)
        await pilot.pause()

        said = Said(text="It holds\nthe loop. It is faster.")
        assert [attempt.response for attempt in services.progress.attempts()] == [said.model_dump(mode="json")]
        text = shown(app)
        assert "Partly right, 25%" in text
        assert "you said: “It holds the loop”" in text
        assert "Others [wait]." in text
        assert "not so: Nothing gets faster." in text
        assert app.screen.query_one("#said", Static).content.plain == said.text
        assert "And with a thread?" in text
        assert "Who waits?" in text


async def test_a_letter_overrules_its_point() -> None:
    """Score, rating and due date follow at once; the same letter takes it back."""
    services = FakeServices([OPEN])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(100, 50)) as pilot:
        await pilot.pause()
        await pilot.press(*TYPED)
        await pilot.pause()
        await pilot.press("d", "f")
        await pilot.pause()

        assert "✓ Right" in shown(app)
        assert "your word: said" in shown(app)
        assert "taken back by you" in shown(app)
        await pilot.press("d")
        await pilot.pause()
        assert "Partly right, 50%" in shown(app)


async def test_the_cursor_overrules_too_and_space_goes_on() -> None:
    """`o` turns the point under the cursor around; rating by digit and going on work as ever."""
    services = FakeServices([OPEN])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(100, 50)) as pilot:
        await pilot.pause()
        await pilot.press(*TYPED)
        await pilot.pause()
        await pilot.press("down", "o", "2")
        await pilot.pause()

        assert app.screen.query_one(PointRows).cursor == 1
        assert "Partly right, 75%" in shown(app)
        assert [int(review.rating) for review in services.progress.reviews()] == [1, 2]
        await pilot.press("space")
        await pilot.pause()
        assert isinstance(app.screen, SummaryScreen)


async def test_not_knowing_shows_a_good_answer() -> None:
    """ctrl+g while writing; all points are told, none as given."""
    services = FakeServices([OPEN])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(100, 50)) as pilot:
        await pilot.pause()
        await pilot.press(*"some", "ctrl+g")
        await pilot.pause()

        assert [attempt.response for attempt in services.progress.attempts()] == [{"kind": "passed"}]
        assert "Not known yet" in shown(app)
        assert "It holds the loop, so others wait." in shown(app)


async def test_nothing_written_is_told_and_not_recorded() -> None:
    """The key on an empty page says what is missing."""
    services = FakeServices([OPEN])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(100, 50)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()

        assert services.progress.attempts() == []
        assert app.screen.asking


def test_a_point_s_letter_means_nothing_else() -> None:
    """Every point and red flag that an item may have has a key of its own, beside the commands after an answer."""
    taken = {
        key
        for group in ("told", "points", "studying", "page", "app")
        for one in TABLE[group]
        for key in one.key.split(",")
    }
    most = sum(
        limit.max_length
        for name in ("points", "red_flags")
        for limit in Open.model_fields[name].metadata
        if hasattr(limit, "max_length")
    )

    assert set(LETTERS) & taken == set()
    assert len(set(LETTERS)) == len(LETTERS) == most == 15


async def test_the_keys_of_the_screen_still_work() -> None:
    """With the points under the keys, `b` sets a bookmark and overrules nothing."""
    services = FakeServices([OPEN])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(100, 50)) as pilot:
        await pilot.pause()
        await pilot.press(*TYPED)
        await pilot.pause()
        await pilot.press("b")
        await pilot.pause()

        assert len(services.bookmarks.all()) == 1
        assert "Partly right, 25%" in shown(app)
