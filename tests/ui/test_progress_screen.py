"""The progress screen: what it tells, what its keys do, and how it looks with a long history and with none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from quizapp.config import Settings
from quizapp.domain.card import Rating
from quizapp.domain.items.any import Item
from quizapp.domain.items.identity import ItemId
from quizapp.errors import StoreError
from quizapp.scheduling.fsrs import FsrsScheduler
from quizapp.store.history import SqliteHistory
from quizapp.store.progress import SqliteProgress
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import ProgressRequested
from quizapp.ui.modals.note import NoteModal
from quizapp.ui.screens.progress import ProgressScreen
from quizapp.ui.screens.study import StudyScreen
from quizapp.ui.screens.tasks import TasksScreen
from tests.fakes import START, make_attempt, make_choice, make_review, make_short
from tests.seeding import Learner, write
from tests.ui import samples
from tests.ui.conftest import FakeServices, notices, picture, shown

DAY = timedelta(days=1)
ITEMS: list[Item] = [
    make(f"{topic.id}-{number}", topic=topic.id, seconds=30 + 5 * (number % 8))
    for number in range(30)
    for topic in samples.TOPICS
    for make in (make_choice, make_short)
    if (number % 3 == 0) == (make is make_short)
]


@pytest.fixture
def studied(tmp_path: Path) -> Iterator[FakeServices]:
    """A hundred and fifty items, learnt and repeated over 250 days in a real file, with the real scheduler."""
    services = FakeServices(ITEMS)
    services.scheduler = FsrsScheduler()
    path = tmp_path / "progress.sqlite3"
    services.progress = SqliteProgress(path)
    services.history = SqliteHistory(path)
    learner = Learner(services.library.listings(), services.scheduler, seed=5, new_a_day=3)
    first = START.replace(hour=7) - 250 * DAY
    write(services.progress, learner.history(first, START), services.scheduler)
    yield services
    services.history.close()
    services.progress.close()


def answer(services: FakeServices, number: int, item: str, rating: Rating, days: float) -> None:
    """An answer so many days before now."""
    at = START - days * DAY
    attempt = make_attempt(number, ItemId(f"demo/{item}"), rating, at)
    card = services.scheduler.review(services.progress.card(attempt.item), attempt.item, rating, at)
    services.progress.record(attempt, make_review(attempt), card)


async def opened(pilot: Pilot[None]) -> ProgressScreen:
    """The screen, once it has counted."""
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, ProgressScreen)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    assert screen.is_counted
    return screen


async def test_one_key_from_home_and_back(services: FakeServices) -> None:
    """T shows progress, Escape leads back."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        home = app.screen
        await pilot.press("t")
        await opened(pilot)
        await pilot.press("escape")
        await pilot.pause()

        assert app.screen is home


async def test_nothing_answered_is_no_reproach(services: FakeServices) -> None:
    """An empty history is told in one line, with the key to begin; the key begins."""
    app = QuizApp(services, opening=ProgressRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        text = shown(app)
        await pilot.press("s")
        await pilot.pause()

        assert "Nothing has been answered yet." in text
        assert "Press s to begin." in " ".join(text.split())
        assert isinstance(app.screen, StudyScreen)


async def test_few_answers_are_not_judged(services: FakeServices) -> None:
    """After one answer there is a calendar, and everything else says that there is not enough data."""
    answer(services, 1, samples.CHOICE.id, Rating.GOOD, 1)
    app = QuizApp(services, opening=ProgressRequested())

    async with app.run_test(size=(80, 60)) as pilot:
        await opened(pilot)
        text = shown(app)

    assert "1 study day in a row" in text
    assert "1 answer on 1 day in the last 90 days" in text
    assert "None: no topic stands out." in text
    assert "not enough data, 1 of 5 answers" in text
    assert "Not enough data: 0 of 10 reviews after a day or more." in text
    assert "All topics: not enough data, 0 of 10 reviews" in text
    assert "How much of what you had learnt you still knew" in text


@pytest.mark.parametrize(("key", "screen"), [("s", StudyScreen), ("p", TasksScreen), ("n", NoteModal)])
async def test_a_weak_spot_is_one_key_from_its_cure(services: FakeServices, key: str, screen: type) -> None:
    """S studies the topic under the cursor, p lists its tasks, n reads its note."""
    for number, days in enumerate((8, 6, 4, 2)):
        answer(services, number, samples.CHOICE.id, Rating.AGAIN if number < 3 else Rating.GOOD, days)
    app = QuizApp(services, opening=ProgressRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        text = shown(app)
        await pilot.press(key)
        await pilot.pause()

        assert "Request validation · next: read its note, then study it" in text
        assert "3 of 4 not remembered" in text
        assert isinstance(app.screen, screen)
        if isinstance(app.screen, StudyScreen):
            assert {"validation"} == {services.library.item(item).topic for item in app.screen.session.plan}


async def test_enter_takes_the_next_step(services: FakeServices) -> None:
    """Where at least half failed, Enter opens the note; with the cursor on the other spot, it studies that."""
    for number, days in enumerate((9, 8, 7, 6)):
        answer(services, number, samples.CHOICE.id, Rating.AGAIN, days)
    for number, days in enumerate((9, 8, 7, 6, 5), start=10):
        answer(services, number, samples.ORDER.id, Rating.AGAIN if number in {12, 13} else Rating.GOOD, days)
    app = QuizApp(services, opening=ProgressRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("enter")
        await pilot.pause()
        note = app.screen
        await pilot.press("escape")
        await pilot.pause()
        await opened(pilot)
        await pilot.press("down", "enter")
        await pilot.pause()

        assert isinstance(note, NoteModal)
        assert isinstance(app.screen, StudyScreen)
        assert ItemId(f"demo/{samples.ORDER.id}") in app.screen.session.plan


async def test_the_window_can_be_changed(studied: FakeServices) -> None:
    """W goes from 90 days to a year, to all time, to 30 days; the top bar says which."""
    app = QuizApp(studied, opening=ProgressRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        counts = []
        told = []
        for _ in range(4):
            told.append(screen.bar.status)
            assert screen.statistics is not None
            counts.append(screen.statistics.activity.answers)
            await pilot.press("w")
            await opened(pilot)

    assert told == ["the last 90 days", "the last 365 days", "all time", "the last 30 days"]
    assert counts[3] < counts[0] < counts[1] == counts[2]


async def test_digits_lead_to_the_parts(studied: FakeServices) -> None:
    """Each part's number, which stands beside its name, brings it to the top; Page Up leads back."""
    app = QuizApp(studied, opening=ProgressRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        seen = []
        for key in "123456":
            await pilot.press(key)
            await pilot.pause()
            seen.append(shown(app))
        await pilot.press(*["pageup"] * 9)
        await pilot.pause()
        top = shown(app)

    for text, words in zip(seen, ("Activity  1", "Weak spots  2", "Time per item  3", "Forecast  4"), strict=False):
        assert words in text
    assert "Calibration  5" in seen[4]
    assert "Retention by topic  6" in seen[5]
    assert "in a row" in top


async def test_the_rule_of_the_streak_stands_in_the_help(services: FakeServices) -> None:
    """? says what counts and what is forgiven."""
    app = QuizApp(services, opening=ProgressRequested())

    async with app.run_test(size=(80, 30)) as pilot:
        await opened(pilot)
        await pilot.press("question_mark")
        await pilot.pause()

        assert "A day off in any 7" in " ".join(shown(app).split())


async def test_studying_in_between_is_counted(services: FakeServices) -> None:
    """Coming back from a session the page counts again."""
    app = QuizApp(services, opening=ProgressRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("s")
        await pilot.pause()
        await pilot.press("x")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        await opened(pilot)

        assert "1 study day in a row" in shown(app)


async def test_a_history_that_cannot_be_read_is_told(services: FakeServices, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page stays, says what is wrong, and the app goes on."""

    def broken(window: int | None) -> None:
        raise StoreError("The progress file is damaged.", hint="Put a copy in its place.")

    monkeypatch.setattr(services.statistics, "statistics", broken)
    app = QuizApp(services, opening=ProgressRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()

        assert "The progress file is damaged." in shown(app)
        assert any("Put a copy in its place." in notice for notice in notices(app))


async def test_titles_of_packs_are_text(tmp_path: Path) -> None:
    """Markup in a stem or a topic's title is shown as it stands."""
    services = FakeServices([samples.HOSTILE])
    for number, days in enumerate((9, 8, 7, 6)):
        answer(services, number, samples.HOSTILE.id, Rating.AGAIN, days)
    app = QuizApp(services, opening=ProgressRequested())

    async with app.run_test(size=(200, 40)) as pilot:
        await opened(pilot)

        assert "hardest: Which is [31mred" in shown(app)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_picture_of_a_long_history(
    studied: FakeServices, picture_of: SnapshotAssertion, size: tuple[int, int]
) -> None:
    """Calendar, streak, weak spots, and beside them the charts."""
    app = QuizApp(studied, opening=ProgressRequested())

    async with app.run_test(size=size) as pilot:
        await opened(pilot)

        assert await picture(app, pilot) == picture_of


async def test_picture_of_the_charts(studied: FakeServices, picture_of: SnapshotAssertion) -> None:
    """Forecast and calibration on a small screen."""
    app = QuizApp(studied, opening=ProgressRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("4")

        assert await picture(app, pilot) == picture_of


async def test_picture_in_light_colours(studied: FakeServices, picture_of: SnapshotAssertion) -> None:
    """The light theme has its own shades."""
    studied.settings = Settings(theme="quizapp-light")
    app = QuizApp(studied, opening=ProgressRequested())

    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)

        assert await picture(app, pilot) == picture_of


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_picture_of_nothing(services: FakeServices, picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """Before the first answer."""
    app = QuizApp(services, opening=ProgressRequested())

    async with app.run_test(size=size) as pilot:
        await opened(pilot)

        assert await picture(app, pilot) == picture_of


async def test_nothing_is_told_by_colour_alone(studied: FakeServices, monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR the calendar's shades, the bars and the marks are all there as characters."""
    monkeypatch.setenv("NO_COLOR", "1")
    app = QuizApp(studied, opening=ProgressRequested())

    async with app.run_test(size=(120, 60)) as pilot:
        await opened(pilot)
        text = shown(app)

    assert {"░", "▒", "·"} <= set(text)
    assert {"█", "│", "━", "─", "┃"} <= set(text)
