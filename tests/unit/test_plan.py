"""Studying towards a date: what is chosen from, what is told, and when it is over."""
# ruff: noqa: D102 - the Protocols of quizapp.domain.ports say what each method does

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from fsrs.scheduler import DEFAULT_PARAMETERS
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.card import Rating
from quizapp.domain.grading import Picked
from quizapp.domain.items.identity import ItemId
from quizapp.domain.pace import QUICKEST, SLOWEST, pace, spent
from quizapp.domain.plan import Agenda, Candidate, Pick, Prospects
from quizapp.scheduling.fsrs import FsrsScheduler
from quizapp.scheduling.planner import HorizonPlanner
from quizapp.services import plan as module
from quizapp.services.plan import PlanService, habits_of
from quizapp.services.study import StudyService
from tests.fakes import (
    START,
    FakeClock,
    FakeHistory,
    FakeLibrary,
    FakeProgress,
    make_attempt,
    make_choice,
    make_review,
    make_task,
)

TODAY = START.astimezone().date()
RIGHT = Picked(options=[0])


class Recording:
    """A planner that keeps what it was asked, and chooses everything."""

    def __init__(self) -> None:
        self.asked: list[tuple[list[Candidate], Agenda]] = []

    def choose(self, candidates: Sequence[Candidate], agenda: Agenda) -> list[Pick]:
        self.asked.append((list(candidates), agenda))
        return [Pick(candidate.item, candidate.seconds, 0.5) for candidate in candidates]

    def forecast(self, candidates: Sequence[Candidate], agenda: Agenda, *, seed: int = 0) -> Prospects:
        self.asked.append((list(candidates), agenda))
        return Prospects(idle=0.25, kept=0.75)


class Desk:
    """A plan service with everything around it in reach."""

    def __init__(self, *, days: int | None = 10, items: int = 6, minutes: int = 30) -> None:
        self.library = FakeLibrary(
            [make_choice(f"item-{n}", seconds=40) for n in range(items)], tasks=[make_task("a-task")]
        )
        self.progress, self.clock, self.planner = FakeProgress(), FakeClock(), Recording()
        self.scheduler = FsrsScheduler()
        self.plan = self.made(days, minutes)

    def made(self, days: int | None, minutes: int = 30) -> PlanService:
        """The service for another date."""
        return PlanService(
            self.library,
            self.progress,
            FakeHistory(self.progress, self.scheduler),
            self.planner,
            self.clock,
            interview=None if days is None else TODAY + timedelta(days=days),
            daily_minutes=minutes,
        )

    def answer(self, number: int, item: str, *, ago: timedelta, seconds: float = 30) -> None:
        """A right answer in the past."""
        at = self.clock.now() - ago
        attempt = make_attempt(number, ItemId(f"demo/{item}"), Rating.GOOD, at, seconds=seconds)
        card = self.scheduler.review(self.progress.card(attempt.item), attempt.item, Rating.GOOD, at)
        self.progress.record(attempt, make_review(attempt), card)


def test_without_a_date_there_is_no_plan() -> None:
    """Nothing is planned and nothing is said."""
    desk = Desk(days=None)

    assert desk.plan.today() == []
    assert desk.plan.outlook() is None
    assert desk.planner.asked == []


def test_after_the_date_the_normal_schedule_is_back() -> None:
    """Nothing is planned, and one line says why."""
    plan = Desk(days=-1).plan

    outlook = plan.outlook()

    assert plan.today() == []
    assert outlook is not None
    assert outlook.passed
    assert outlook.in_words() == "The interview date, 1 March 2026, has passed: the normal schedule is back."


@pytest.mark.parametrize(
    ("days", "when"), [(0, "Interview today"), (1, "Interview tomorrow"), (54, "Interview in 54 days")]
)
def test_outlook_is_one_line(days: int, when: str) -> None:
    """The days left, the minutes, and what to expect."""
    outlook = Desk(days=days).plan.outlook()

    assert outlook is not None
    assert outlook.in_words() == f"{when} · 30 min a day · expected recall 25% → 75% if you keep it up"
    assert outlook.in_words(room=70).endswith("expected recall 25% → 75%")


def test_planner_sees_items_as_they_stand() -> None:
    """Seen items come with their memory and its whole days, new ones without; coding tasks are not among them."""
    desk = Desk(items=2)
    desk.answer(1, "item-1", ago=timedelta(days=3))

    desk.plan.today()

    candidates, agenda = desk.planner.asked[0]
    traces = {candidate.item: candidate.trace for candidate in candidates}
    card = desk.progress.card(ItemId("demo/item-1"))
    assert card is not None
    assert traces == {"demo/item-0": None, "demo/item-1": (card.stability, card.difficulty, 3)}
    assert agenda.days == 10
    assert agenda.today == agenda.daily == 1800


def test_what_was_studied_today_is_taken_off() -> None:
    """Today's answers, with the explanation read after them, use up today's minutes; yesterday's do not."""
    desk = Desk(minutes=2)
    desk.answer(1, "item-0", ago=timedelta(days=1))
    desk.answer(2, "item-1", ago=timedelta(minutes=2), seconds=50)

    desk.plan.today()

    assert desk.planner.asked[0][1].today == 120 - (50 + 20)


def test_done_for_today_is_said() -> None:
    """When today's minutes are used up the line says so."""
    desk = Desk(minutes=1)
    desk.answer(1, "item-1", ago=timedelta(minutes=2), seconds=50)

    outlook = desk.plan.outlook()

    assert outlook is not None
    assert "today's 1 min done" in outlook.in_words()


def test_forecast_is_kept_until_something_is_answered() -> None:
    """Coming back to the home screen costs nothing; an answer makes it new."""
    desk = Desk()

    desk.plan.outlook()
    desk.plan.outlook()
    desk.answer(1, "item-1", ago=timedelta(minutes=2))
    desk.plan.outlook()

    assert len(desk.planner.asked) == 2


def test_new_items_beyond_the_pool_stay_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """A forecast is over the whole library, also where only the first new items are weighed."""
    monkeypatch.setattr(module, "NEW_POOL", 2)

    outlook = Desk(items=8).plan.outlook()

    assert outlook is not None
    assert outlook.forecast == Prospects(idle=0.25 / 4, kept=0.75 / 4)


def test_study_follows_the_plan() -> None:
    """With a date an everyday session is today's plan, up to its size; a session of one's own choice is not."""
    desk = Desk(items=6)
    planned = [ItemId("demo/item-4"), ItemId("demo/item-2"), ItemId("demo/item-5")]
    study = StudyService(desk.library, desk.progress, desk.scheduler, desk.clock, planned=lambda: planned)

    session = study.start(size=2)
    chosen = study.start(size=2, topics=["demo/basics"])

    assert session is not None
    assert session.plan == ["demo/item-4", "demo/item-2"]
    assert chosen is not None
    assert chosen.plan == ["demo/item-0", "demo/item-1"]


def test_study_without_a_plan_is_as_ever() -> None:
    """When the plan has nothing, due and new items are studied as without it."""
    desk = Desk(items=3)
    study = StudyService(desk.library, desk.progress, desk.scheduler, desk.clock, planned=list)

    session = study.start(size=10)

    assert session is not None
    assert len(session.plan) == 3


def test_whole_day_with_the_real_planner() -> None:
    """Sessions follow one another until today's minutes are over, and no item comes twice."""
    desk = Desk(items=30, minutes=10)
    plan = PlanService(
        desk.library,
        desk.progress,
        FakeHistory(desk.progress, desk.scheduler),
        HorizonPlanner(DEFAULT_PARAMETERS),
        desk.clock,
        interview=TODAY + timedelta(days=10),
        daily_minutes=10,
    )
    study = StudyService(desk.library, desk.progress, desk.scheduler, desk.clock, planned=plan.today)
    asked: list[ItemId] = []

    while plan.today():
        session = study.start(size=4)
        assert session is not None
        while showing := study.showing(session):
            desk.clock.advance(60)
            study.answer(showing, RIGHT, 40)
            asked.append(showing.id)
        study.finish(session)

    assert 9 <= len(asked) <= 13
    assert len(asked) == len(set(asked))


def test_time_runs_from_answer_to_answer() -> None:
    """The explanation counts; the first answer of a session and one after a pause count with a fixed share for it."""
    minutes = [0, 2, 40, 41]
    attempts = [
        make_attempt(n, ItemId(f"demo/{n}"), Rating.GOOD, START + timedelta(minutes=at), seconds=30)
        for n, at in enumerate(minutes)
    ]

    assert [seconds for _, seconds in spent(attempts)] == [50, 120, 50, 60]


@given(st.lists(st.tuples(st.integers(0, 5), st.floats(0, 5000), st.integers(-100, 5000)), max_size=20))
def test_pace_stays_within_reason(rows: list[tuple[int, float, int]]) -> None:
    """Whatever the clocks say, the pace is a sound number."""
    attempts = [
        make_attempt(n, ItemId(f"demo/{item}"), Rating.GOOD, START + timedelta(seconds=at), seconds=seconds)
        for n, (item, seconds, at) in enumerate(rows)
    ]

    assert QUICKEST <= pace(attempts, {ItemId(f"demo/{item}"): 60.0 for item in range(4)}) <= SLOWEST


def test_second_tries_slow_the_pace() -> None:
    """An item that is failed and asked again costs the time of both."""
    once = [make_attempt(n, ItemId(f"demo/{n}"), Rating.GOOD, START, seconds=40) for n in range(40)]
    again = [make_attempt(n, ItemId(f"demo/{n % 20}"), Rating.GOOD, START, seconds=40) for n in range(40)]
    expected = {ItemId(f"demo/{n}"): 60.0 for n in range(40)}

    assert pace(again, expected) > pace(once, expected)


def test_habits_move_from_others_to_ones_own() -> None:
    """With few reviews the habits are nearly those of others, with many one's own; chances add up to 1."""
    few = habits_of({(True, Rating.AGAIN): 4}, 1.0)
    many = habits_of({(True, Rating.AGAIN): 4000, (False, Rating.EASY): 4000}, 1.0)

    assert few.first[0] == pytest.approx((4 + 40 * 0.24) / 44)
    assert many.first[0] > 0.99
    assert many.recalled[2] > 0.98
    assert sum(few.first) == pytest.approx(1)
    assert sum(few.recalled) == pytest.approx(1)


def test_date_is_the_learners_own_day() -> None:
    """The day of the interview is counted in local days."""
    desk = Desk(days=0)

    assert desk.plan.outlook() is not None
    assert desk.planner.asked[0][1].days == 0
    assert date.fromisoformat("2026-03-02") == TODAY
