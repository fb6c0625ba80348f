"""A study session on the screen: nothing is lost, everything is explained, and the schedule takes it up."""

from __future__ import annotations

import pytest

from quizapp.domain.card import Rating
from quizapp.domain.items.any import Item
from quizapp.errors import NotFoundError, StoreError
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import StudyRequested
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.study import StudyScreen
from quizapp.ui.screens.summary import SummaryScreen
from tests.fakes import FakeLibrary
from tests.ui import samples
from tests.ui.conftest import FakeServices, notices, shown


async def test_failed_question_is_told_to_come_again_this_session() -> None:
    """Who fails is told why the count of questions grows; who changes the rating, when it comes instead."""
    app = QuizApp(FakeServices([samples.CHOICE, samples.SEVERAL]), opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("x")
        await pilot.pause()
        failed = shown(app)
        await pilot.press("3")
        await pilot.pause()
        changed = shown(app)

    assert ("again this session" in failed, "again this session" in changed) == (True, False)


async def test_long_line_of_code_in_a_stem_is_wrapped() -> None:
    """What would be cut off at the edge cannot be read with the keyboard, and may be the answer."""
    stem = (
        f"What is returned?\n\n```python\ndef read({', '.join(f'number{n}: int' for n in range(6))}) -> Book: ...\n```"
    )
    app = QuizApp(FakeServices([samples.CHOICE.model_copy(update={"stem": stem})]), opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()

        assert "Book" in shown(app)


async def test_rationale_and_explanation_are_told_after_the_answer() -> None:
    """Every option's rationale, the explanation and the references stand on the screen after the answer, not before."""
    services = FakeServices([samples.CHOICE])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 60)) as pilot:
        await pilot.pause()
        before = shown(app)
        await pilot.press("1", "enter")
        await pilot.pause()
        after = shown(app)

    told = [
        "It validates before it calls you.",
        "400 is a choice",
        "It never reaches",
        "RequestValidationError",
        "https://",
    ]
    assert [text in before for text in told] == [False] * 5
    assert [text in after for text in told] == [True] * 5


@pytest.mark.parametrize(
    ("item", "picked", "told"),
    [
        (samples.CHOICE, [1], ["✓ {} ( )", "✗ {} (•)", "· {} ( )"]),
        (samples.SEVERAL, [0, 2], ["✓ {} [x]", "✓ {} [ ]", "✗ {} [x]"]),
    ],
    ids=["one", "several"],
)
async def test_what_was_picked_is_told_from_what_was_missed_without_colour(
    item: Item, picked: list[int], told: list[str]
) -> None:
    """Each option keeps its box as the learner left it, beside the mark of what is right."""
    app = QuizApp(FakeServices([item]), opening=StudyRequested())

    async with app.run_test(size=(80, 60)) as pilot:
        await pilot.pause()
        number = [str(app.screen.showing.order.index(position) + 1) for position in range(3)]
        await pilot.press(*(number[position] for position in picked), "enter")
        await pilot.pause()
        text = shown(app)

    assert [line for line in map(str.format, told, number) if line not in text] == []


async def test_answer_is_on_disk_before_the_verdict_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """When recording fails nothing is told, and Enter tries again with the same answer."""
    services = FakeServices([samples.CHOICE])
    app = QuizApp(services, opening=StudyRequested())
    real = services.progress.record

    def full(*_: object) -> None:
        raise StoreError("The disk is full.", hint="make room")

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        monkeypatch.setattr(services.progress, "record", full)
        await pilot.press("1", "enter")
        await pilot.pause()
        failed, said = shown(app), notices(app)
        monkeypatch.setattr(services.progress, "record", real)
        await pilot.press("enter")
        await pilot.pause()

        assert said == ["The disk is full. next: make room"]
        assert "It validates" not in failed
        assert len(services.progress.attempts()) == 1


@pytest.mark.parametrize(
    ("key", "rating"), [("1", Rating.AGAIN), ("h", Rating.HARD), ("3", Rating.GOOD), ("e", Rating.EASY)]
)
async def test_rating_can_be_overridden(key: str, rating: Rating) -> None:
    """A digit or letter after the answer sets the rating that counts."""
    services = FakeServices([samples.SHORT])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        services.clock.advance(30)
        await pilot.press("2", "0", "1", "enter")
        await pilot.pause()
        await pilot.press(key)
        await pilot.pause()

        assert rating is services.progress.reviews()[-1].rating


async def test_time_is_counted_from_showing_to_answering() -> None:
    """An attempt's seconds are those between question and answer."""
    services = FakeServices([samples.SHORT])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        services.clock.advance(12.5)
        await pilot.press("2", "0", "1", "enter")
        await pilot.pause()

    assert [attempt.seconds for attempt in services.progress.attempts()] == [12.5]


async def test_escape_leaves_and_home_resumes(services: FakeServices) -> None:
    """A session that was left goes on where it was."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("s")
        await pilot.pause()
        first = app.screen.showing.id
        await pilot.press("x" if not app.screen.query_one("#answer").typing else "ctrl+g")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        second = app.screen.showing.id
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert "Resume" in shown(app)
        await pilot.press("r")
        await pilot.pause()

        assert isinstance(app.screen, StudyScreen)
        assert second == app.screen.showing.id
        assert first != second


async def test_session_ends_in_a_summary() -> None:
    """After the last item the summary says how many were right at once."""
    services = FakeServices([samples.SHORT, samples.CHOICE])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for _ in range(2):
            await pilot.press(*samples.keys_for(app.screen.showing.item, app.screen.showing.order))
            await pilot.pause()
            await pilot.press("enter")
            await pilot.pause()

        assert isinstance(app.screen, SummaryScreen)
        assert "2 of 2 questions right at once" in shown(app)
        await pilot.press("h")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


async def test_nothing_to_study_is_told_and_the_screen_stays() -> None:
    """A library without items says so and offers what to do."""
    app = QuizApp(FakeServices([]))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("s")
        await pilot.pause()

        assert isinstance(app.screen, HomeScreen)
        assert "Nothing is due and nothing is new here." in notices(app)[0]


async def test_markup_and_escapes_are_shown_as_text() -> None:
    """Brackets in a pack stay brackets, before and after the answer."""
    services = FakeServices([samples.HOSTILE])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(100, 50)) as pilot:
        await pilot.pause()
        before = shown(app)
        await pilot.press("1", "enter")
        await pilot.pause()
        after = shown(app)

    for text in ("[/]", "[bold]bold[/bold]", "list[int]", "dict[str, list[int]]"):
        assert text in before
    for text in ("[/] closes nothing here.", "[bold]not bold[/bold]", "[@click=app.quit]never[/]", "[link=x]y[/link]"):
        assert text in after
    assert "\x1b" not in before + after


async def test_markup_in_titles_and_errors_is_shown_as_text() -> None:
    """A topic's title stands unharmed in bar, question, box and home screen, and an error in its notice."""
    services = FakeServices()
    title = "HTTP [/] list[int]"
    services.library = FakeLibrary([samples.SHORT], topics=[samples.topic("http", title)])
    app = QuizApp(services)

    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        home = shown(app)
        await pilot.press("enter")
        await pilot.pause()
        topic = shown(app)
        await pilot.press("s")
        await pilot.pause()
        question = shown(app)
        await pilot.press("ctrl+g")
        await pilot.pause()
        await pilot.press("n")
        await pilot.pause()
        box = shown(app)
        await pilot.press("escape")
        await pilot.pause()
        with app.screen.telling():
            raise NotFoundError("There is no [/] here.", where="[bold]x", hint="write list[int]")
        await pilot.pause(0.5)
        notice = shown(app)

    assert [True] * 4 == [title in text for text in (home, topic, question, box)]
    assert "There is no [/] here." in notice
    assert "where: [bold]x" in notice
    assert "next: write list[int]" in notice
