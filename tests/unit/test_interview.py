"""Interviews: drawn from a blueprint, timed by a stored deadline, told about only at the end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.grading import Picked
from quizapp.domain.interview import MIN_ANSWERED, Standing, judge, share
from quizapp.domain.pack import Blueprint
from quizapp.errors import NotFoundError
from quizapp.services.interview import InterviewService
from tests.fakes import FakeClock, FakeLibrary, FakeProgress, FakeScheduler, make_choice

RIGHT, WRONG = Picked(options=[0]), Picked(options=[1])
BLUEPRINT = Blueprint.model_validate(
    {
        "id": "junior",
        "title": "Junior",
        "summary": "Short.",
        "sections": [
            {"title": "Basics", "minutes": 10, "items": 4, "topics": ["basics"]},
            {"title": "CORS", "minutes": 5, "items": 3, "topics": ["cors"]},
        ],
    }
)


class Room:
    """An interview service with everything around it in reach."""

    def __init__(self) -> None:
        items = [make_choice(f"{topic}-{n}", topic=topic) for topic in ("basics", "cors") for n in range(6)]
        self.library = FakeLibrary(items, blueprints=[BLUEPRINT])
        self.progress = FakeProgress()
        self.clock = FakeClock()
        self.interviews = self.reopened()

    def reopened(self) -> InterviewService:
        """The service as it is after the app was quit and started again."""
        return InterviewService(self.library, self.progress, FakeScheduler(), self.clock)


def test_sections_draw_what_the_blueprint_says() -> None:
    """So many of each section, in its order, none twice; the same seed draws the same."""
    room = Room()

    first = room.interviews.start("junior", seed=3)
    again = room.interviews.start("demo/junior", seed=3)

    topics = [item.partition("/")[2].rpartition("-")[0] for item in first.plan]
    assert topics == ["basics"] * 4 + ["cors"] * 3
    assert len(set(first.plan)) == 7
    assert again.plan == first.plan


def test_the_deadline_is_stored_not_counted() -> None:
    """After a restart the time that is left is what the clock says, however long the app was gone."""
    room = Room()
    session = room.interviews.start("junior")
    room.clock.advance(seconds=600)

    interviews = room.reopened()
    left = interviews.resumable()

    assert left == session
    assert left
    assert interviews.time_left(left) == 300


def test_time_closes_the_interview() -> None:
    """Past the deadline nothing is asked, and the interview ends at the deadline, not later."""
    room = Room()
    session = room.interviews.start("junior")
    room.clock.advance(seconds=3600)

    assert room.interviews.showing(session) is None
    assert room.interviews.resumable() is None
    (ended,) = room.interviews.history()
    assert ended.ended == session.deadline


def test_a_question_is_asked_once() -> None:
    """A wrong answer does not come back in an interview."""
    room = Room()
    session = room.interviews.start("junior")
    asked = []
    while showing := room.interviews.showing(session):
        asked.append(showing.id)
        room.interviews.answer(showing, WRONG, 20)

    assert asked == session.plan


def test_the_debrief_counts_what_was_not_reached() -> None:
    """Unanswered questions are listed, and count as nothing."""
    room = Room()
    session = room.interviews.start("junior")
    for response in (RIGHT, WRONG):
        showing = room.interviews.showing(session)
        assert showing
        room.interviews.answer(showing, response, 20)

    debrief = room.interviews.debrief(room.interviews.finish(session))

    assert debrief.score == pytest.approx(1 / 7)
    assert debrief.standing is Standing.NOT_ENOUGH
    assert [line.answered for line in debrief.lines] == [True, True] + [False] * 5
    assert [entry[0] for entry in debrief.by_topic] == ["Cors", "Basics"]


def test_answers_of_an_interview_move_the_schedule() -> None:
    """What is answered there is reviewed there."""
    room = Room()
    session = room.interviews.start("junior")
    showing = room.interviews.showing(session)
    assert showing

    room.interviews.answer(showing, RIGHT, 20)

    assert room.progress.card(showing.id) is not None


def test_an_unknown_blueprint_is_told() -> None:
    """The message names what there is."""
    with pytest.raises(NotFoundError, match="demo/junior"):
        Room().interviews.start("principal")


def test_blueprints_say_what_they_can_draw_from() -> None:
    """A choice that the library cannot fill is seen before it is made."""
    (choice,) = Room().interviews.blueprints()

    assert (choice.id, choice.available, choice.blueprint.minutes) == ("demo/junior", 12, 15)


@given(st.lists(st.floats(0, 1), max_size=60), st.floats(0.01, 1))
def test_a_standing_is_never_better_for_worse_scores(scores: list[float], mark: float) -> None:
    """All right passes, all wrong does not, and too few answers say nothing."""
    standing = judge(share(scores), answered=len(scores), pass_mark=mark)

    if len(scores) < MIN_ANSWERED:
        assert standing is Standing.NOT_ENOUGH
    else:
        assert judge(share([1.0] * len(scores)), answered=len(scores), pass_mark=mark) is Standing.PASSED
        assert judge(share([0.0] * len(scores)), answered=len(scores), pass_mark=mark) is Standing.NOT_PASSED
