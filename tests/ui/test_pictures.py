"""What screens look like in colours, at 80x24; at every size, in characters: `test_every_size`."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

from quizapp.config import Settings
from quizapp.domain.grading import Passed
from quizapp.domain.items.any import Item
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import (
    SettingsRequested,
    StudyRequested,
    TopicRequested,
)
from tests.ui import samples
from tests.ui.conftest import FakeServices, picture

SIZES = [(80, 24)]


def name_of(value: object) -> str:
    """`80x24`, or an item's id."""
    return "x".join(map(str, value)) if isinstance(value, tuple) else value.id


sizes = pytest.mark.parametrize("size", SIZES, ids=name_of)
every_kind = pytest.mark.parametrize(
    ("item", "size"),
    [(item, size) for item in samples.ITEMS for size in SIZES],
    ids=name_of,
)


def with_history() -> FakeServices:
    """A learner of three days ago, with a session left open."""
    services = FakeServices()
    session = services.study.start(size=3)
    for seconds in (10, 50, 20):
        services.study.answer(services.study.showing(session), Passed(), seconds)
    services.study.finish(session)
    services.clock.advance(days=3)
    services.study.start(size=4)
    return services


@sizes
@pytest.mark.parametrize("theme", ["quizapp-dark", "quizapp-light"])
async def test_home(picture_of: SnapshotAssertion, size: tuple[int, int], theme: str) -> None:
    """Numbers, ways in, roadmap."""
    services = with_history()
    services.settings = Settings(theme=theme)
    app = QuizApp(services)

    async with app.run_test(size=size) as pilot:
        await pilot.pause()

        assert await picture(app, pilot) == picture_of


@every_kind
async def test_question(picture_of: SnapshotAssertion, size: tuple[int, int], item: Item) -> None:
    """Each kind as it is asked."""
    app = QuizApp(FakeServices([item]), opening=StudyRequested())

    async with app.run_test(size=size) as pilot:
        await pilot.pause()

        assert await picture(app, pilot) == picture_of


@every_kind
async def test_told(picture_of: SnapshotAssertion, size: tuple[int, int], item: Item) -> None:
    """Each kind after a right answer."""
    app = QuizApp(FakeServices([item]), opening=StudyRequested())

    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press(*samples.keys_for(item, app.screen.showing.order))
        await pilot.pause()

        assert await picture(app, pilot) == picture_of


@sizes
async def test_told_wrong(picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """A wrong answer: mark and word, not colour alone."""
    app = QuizApp(FakeServices([samples.SHORT]), opening=StudyRequested())

    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("2", "0", "0", "enter")
        await pilot.pause()

        assert await picture(app, pilot) == picture_of


@sizes
async def test_topic(picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """A topic with its note."""
    app = QuizApp(with_history(), opening=TopicRequested("demo/middleware"))

    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()

        assert await picture(app, pilot) == picture_of


@sizes
async def test_summary(picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """The end of a session."""
    app = QuizApp(FakeServices([samples.SHORT, samples.CHOICE]), opening=StudyRequested())

    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for _ in range(2):
            await pilot.press(*samples.keys_for(app.screen.showing.item, app.screen.showing.order))
            await pilot.pause()
            await pilot.press("enter")
            await pilot.pause()

        assert await picture(app, pilot) == picture_of


@sizes
async def test_settings(picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """What can be set."""
    app = QuizApp(FakeServices(), opening=SettingsRequested())

    async with app.run_test(size=size) as pilot:
        await pilot.pause()

        assert await picture(app, pilot) == picture_of


@sizes
async def test_help(picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """The keys of the home screen."""
    app = QuizApp(FakeServices())

    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("f1")
        await pilot.pause()

        assert await picture(app, pilot) == picture_of
