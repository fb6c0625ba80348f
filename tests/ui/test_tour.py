"""The tour: a question, a coding task and a note, all real; a way out at every moment; never asked for twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot

from quizapp.domain.grading import Passed
from quizapp.domain.selection import Selection
from quizapp.errors import SandboxError
from quizapp.services.practice import PracticeService
from quizapp.services.tour import How, Offer, Step, TourService
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import TourRequested
from quizapp.ui.modals.note import NoteModal
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.practice import PracticeScreen
from quizapp.ui.screens.study import StudyScreen
from quizapp.ui.screens.tour import TourScreen
from tests.ui import samples
from tests.ui.conftest import picture, shown
from tests.ui.places import arrive
from tests.ui.practice_samples import SOLUTION, PracticeServices, make_folder, settled

SMALL, NORMAL, LARGE = (60, 20), (80, 24), (120, 40)


def services_of() -> PracticeServices:
    """A library with a coding task that takes two minutes."""
    folder = make_folder()
    return PracticeServices(folder=folder.model_copy(update={"task": folder.task.model_copy(update={"minutes": 2})}))


@pytest.fixture
def services() -> PracticeServices:
    """Nothing answered yet."""
    return services_of()


@asynccontextmanager
async def touring(services: PracticeServices, size: tuple[int, int] = NORMAL) -> AsyncIterator[Pilot[None]]:
    """The app with the tour open."""
    async with QuizApp(services, opening=TourRequested()).run_test(size=size) as pilot:
        await arrive(pilot)
        yield pilot


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, one at a time, as fast as the screens follow."""
    for key in keys:
        await pilot.press(key)
        await arrive(pilot)


async def solve(pilot: Pilot[None]) -> None:
    """Write the solution and have it checked."""
    screen = pilot.app.screen
    assert isinstance(screen, PracticeScreen)
    area = screen.bench.area
    assert area is not None
    area.replace(SOLUTION, (0, 0), area.document.end)
    await settled(pilot)
    await press(pilot, "ctrl+s")


async def answer(pilot: Pilot[None]) -> None:
    """Open the question and answer it right."""
    await press(pilot, "enter")
    screen = pilot.app.screen
    assert isinstance(screen, StudyScreen)
    assert screen.showing is not None
    key = next(
        place for place, position in enumerate(screen.showing.order) if screen.showing.item.options[position].key
    )
    await press(pilot, str(key + 1), "enter")


def past(services: PracticeServices) -> dict[Step, How]:
    """What the history says of the steps."""
    tour = services.tour.latest()
    assert tour is not None
    return tour.past


@pytest.mark.parametrize("size", [SMALL, NORMAL])
async def test_tour_is_taken_by_keyboard_and_counts(services: PracticeServices, size: tuple[int, int]) -> None:
    """Question answered, task edited and checked, note read: all of it stands in the history."""
    async with touring(services, size) as pilot:
        app = pilot.app
        start = shown(app)
        await answer(pilot)
        told = shown(app)
        await press(pilot, "enter")
        before_task = shown(app)
        await press(pilot, "enter", "c")
        in_code = shown(app)
        await solve(pilot)
        solved = shown(app)
        while isinstance(app.screen, PracticeScreen):
            await press(pilot, "escape")
        before_note = shown(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, NoteModal)
        await press(pilot, "escape")
        end = shown(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, HomeScreen)

    assert "› One question" in start.replace("  ", " ")
    assert "Tour: every answer says why it is right or wrong." in " ".join(told.split())
    assert "gets real HTTP requests" in " ".join(before_task.split())
    assert "Tour: mend it, then Ctrl+S" in " ".join(in_code.split())
    assert "solved, by real requests to your running app" in " ".join(solved.split())
    assert "a note that takes a minute" in " ".join(before_note.split())
    assert "That was all." in end
    assert dict.fromkeys(Step, How.DONE) == past(services)
    assert [1.0, 1.0] == [attempt.score for attempt in services.progress.attempts()]
    assert len(services.progress.cards()) == 2


@pytest.mark.parametrize("at", range(3))
async def test_each_step_may_be_skipped(services: PracticeServices, at: int) -> None:
    """By n before it, and the next one is offered."""
    async with touring(services) as pilot:
        await press(pilot, *["n"] * (at + 1))
        text = shown(pilot.app)
        assert isinstance(pilot.app.screen, TourScreen)

    assert [How.SKIPPED] * (at + 1) == list(past(services).values())
    assert at + 1 == text.count("skipped")


async def test_a_wrong_answer_is_enough_for_the_tour(services: PracticeServices) -> None:
    """It is not asked again and again: it is due soon. Taken back, it is asked once more."""
    async with touring(services) as pilot:
        await press(pilot, "enter", "x")
        told = shown(pilot.app)
        await press(pilot, "u")
        asked_again = pilot.app.screen
        await press(pilot, "x", "enter")
        assert isinstance(pilot.app.screen, TourScreen)

    assert isinstance(asked_again, StudyScreen)
    assert "again this session" not in told
    assert How.DONE is past(services)[Step.QUESTION]
    assert not services.progress.sessions(open_only=True)


async def test_escape_within_a_step_skips_it(services: PracticeServices) -> None:
    """Out of the question, out of the brief: the tour goes on behind, and nothing is left to be resumed."""
    async with touring(services) as pilot:
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, StudyScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, TourScreen)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, PracticeScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, TourScreen)

    assert {Step.QUESTION: How.SKIPPED, Step.TASK: How.SKIPPED} == past(services)
    assert not services.progress.sessions(open_only=True)


@pytest.mark.parametrize("skipped", range(4))
async def test_leaving_at_any_step_ends_the_tour_for_good(services: PracticeServices, skipped: int) -> None:
    """Escape on the tour's own page: home, and it is not offered again, fresh or not."""
    async with touring(services) as pilot:
        await press(pilot, *["n"] * skipped, "escape")
        assert isinstance(pilot.app.screen, HomeScreen)

    assert [Offer.NONE, Offer.NONE] == [services.tour.offer(fresh=fresh) for fresh in (True, False)]


async def test_killed_midway_it_goes_on_where_it_was(services: PracticeServices) -> None:
    """After the answer, before anything else: the next start knows of it, and of the session that was open."""
    async with touring(services) as pilot:
        await answer(pilot)
        # The process dies here: no screen has said goodbye.
        offered = services.tour.offer(fresh=False)
        again = TourService(services.library, services.progress, services.clock).latest()
        await pilot.app.action_quit()

    services.__dict__.pop("tour")
    async with touring(services) as pilot:
        text = shown(pilot.app)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, PracticeScreen)

    assert Offer.GO_ON is offered
    assert again is not None
    assert Step.QUESTION is again.step
    assert "One question  done" in text


async def test_killed_before_the_answer_the_same_question_waits(services: PracticeServices) -> None:
    """The session that was begun is gone on with, so that none is left behind."""
    tour = services.tour.take()
    services.study.begin(Selection(items=(tour.question,), size=1), title="The tour")

    async with touring(services) as pilot:
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, StudyScreen)
        await press(pilot, "escape")

    assert [1, 0] == [len(services.progress.sessions(open_only=only)) for only in (False, True)]


async def test_a_broken_off_tour_is_not_offered_for_ever(services: PracticeServices) -> None:
    """A day later nobody is asked about it."""
    services.tour.take()
    at_once = services.tour.offer(fresh=True)

    services.clock.advance(days=1)

    assert [Offer.GO_ON, Offer.NONE] == [at_once, services.tour.offer(fresh=True)]


async def test_where_nothing_runs_code_the_task_says_so_and_the_tour_goes_on(
    services: PracticeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows."""

    async def warm(_: PracticeService) -> None:
        raise SandboxError("Learners' apps cannot be run on Windows itself.", hint="Run quizapp in WSL 2.")

    monkeypatch.setattr(PracticeService, "warm", warm)
    async with touring(services) as pilot:
        await press(pilot, "n")
        text = " ".join(shown(pilot.app).split())
        await press(pilot, "enter")
        after = shown(pilot.app)

    assert "Here would be a coding task. Learners' apps cannot be run on Windows itself. Run quizapp in WSL 2." in text
    assert How.IMPOSSIBLE is past(services)[Step.TASK]
    assert "not on this machine" in after


async def test_a_pack_without_a_tiny_task_has_a_shorter_tour() -> None:
    """Twelve minutes are no part of two."""
    services = PracticeServices()

    async with touring(services) as pilot:
        text = shown(pilot.app)

    assert "One coding task" not in text
    assert [Step.QUESTION, Step.NOTE] == services.tour.take().steps


async def test_whoever_has_begun_is_not_offered_the_tour(services: PracticeServices) -> None:
    """It is for the very first start; a history says that this is not the one."""
    first = services.tour.offer(fresh=True)
    session = services.study.start(size=1)
    services.study.answer(services.study.showing(session), Passed(), 3)

    assert [Offer.FIRST, Offer.NONE] == [first, services.tour.offer(fresh=False)]


async def test_the_tour_can_be_taken_again_with_another_question(services: PracticeServices) -> None:
    """What was answered in the first one is known by now."""
    async with touring(services) as pilot:
        await answer(pilot)
        await press(pilot, "enter", "escape")
    first = services.tour.latest()

    again = services.tour.take()

    assert first is not None
    assert not again.past
    assert first.question != again.question


async def test_own_keys_are_the_ones_that_are_told() -> None:
    """Whoever has put saving elsewhere is told of their own key."""
    services = services_of()
    services.settings = services.settings.model_copy(update={"keys": {"tour.skip": "z", "practice.save": "alt+s"}})

    async with touring(services) as pilot:
        text = shown(pilot.app)
        await press(pilot, "z", "enter", "c")
        code = shown(pilot.app)

    assert "z skips this step" in text
    assert "then Alt+S" in code


@pytest.mark.parametrize("size", [NORMAL], ids=["80x24"])
@pytest.mark.parametrize("step", ["start", "question", "told", "end"])
async def test_picture(step: str, size: tuple[int, int], picture_of: object) -> None:
    """The tour's own page, and what it says on a question. The desk has pictures of its own."""
    services = services_of()
    services.library.put(samples.CHOICE)
    async with touring(services, size) as pilot:
        if step == "question":
            await press(pilot, "enter")
        elif step == "told":
            await answer(pilot)
        elif step == "end":
            await press(pilot, "n", "n", "n")

        assert await picture(pilot.app, pilot) == picture_of
