"""The time of an interview: stored, not counted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quizapp.domain.interview.stretch import Closing
from quizapp.services.interview import Phase
from tests.unit.candidates import RIGHT, Room


@pytest.mark.parametrize("how", ["advance", "sleep", "restart"])
def test_what_is_left_is_what_the_clocks_say(how: str) -> None:
    """Quit, asleep or started anew: the time that is left follows from what was stored."""
    room = Room()
    session = room.interviews.start("junior")
    getattr(room.clock, how)(420)

    interviews = room.reopened()
    clocks = interviews.clocks(session)

    assert interviews.resumable().id == session.id
    assert (clocks.section, clocks.whole) == (180, 16 * 60 - 420)


@pytest.mark.parametrize("shift", [-7200, -90, 90, 7200])
def test_a_clock_that_is_set_changes_nothing(shift: float) -> None:
    """Forwards or back, with the app open or closed: the interview's time goes by the clock that nobody can set."""
    room = Room()
    session = room.interviews.start("junior")
    room.clock.advance(60)
    room.clock.set(shift)
    open_all_the_time = room.interviews.clocks(session)
    room.clock.advance(60)
    after = room.reopened().clocks(session)

    debrief = room.interviews.debrief(room.interviews.finish(session))
    assert open_all_the_time.section == 540
    assert after.section == 480
    assert [one.seconds for one in debrief.shifts] == [shift]
    assert debrief.seconds == 120


@pytest.mark.parametrize("shift", [-7200, 7200])
def test_the_home_screen_sees_the_right_end_after_the_clock_was_set(shift: float) -> None:
    """The session's deadline moves with the wall clock, so that what is left stays what it was."""
    room = Room()
    session = room.interviews.start("junior")
    room.clock.set(shift)

    room.interviews.clocks(session)

    deadline = room.progress.session(session.id).deadline
    assert deadline - room.clock.now() == timedelta(minutes=16)


def test_across_a_restart_with_the_clock_set_back_no_time_is_given_back() -> None:
    """Only the wall clock is left then; one that runs before its own past counts as standing still."""
    room = Room()
    session = room.interviews.start("junior")
    room.clock.advance(300)
    room.interviews.beat(session)
    room.clock.restart(-3600)

    clocks = room.reopened().clocks(session)

    assert clocks.section == 300


def test_time_closes_a_section_and_not_the_interview() -> None:
    """The next section has its whole time, until the limit of all of it."""
    room = Room()
    session = room.interviews.start("junior")
    room.answer(session)
    room.clock.advance(10 * 60 + 20)

    between = room.interviews.stand(session)
    room.interviews.begin_section(session)
    second = room.interviews.clocks(session)
    room.clock.advance(5 * 60)
    end = room.interviews.clocks(session)

    assert (between.phase, between.closed, between.answered) == (Phase.BREAK, Closing.TIME, 1)
    assert (second.section, second.whole) == (300, 340)
    assert end.phase is Phase.ENDED
    assert [one.closing for one in room.records.course(session.id).stretches] == [Closing.TIME, Closing.TIME]


def test_a_long_break_takes_from_the_last_section() -> None:
    """The limit of the whole stands: who lingers has less, and never more."""
    room = Room()
    session = room.interviews.start("junior")
    room.interviews.close_section(session)
    room.clock.advance(13 * 60)

    room.interviews.begin_section(session)

    assert room.interviews.clocks(session).section == 180


def test_the_end_is_where_the_limit_was_however_late_one_looks() -> None:
    """An interview that was killed and forgotten ends at its limit, with its answers kept."""
    room = Room()
    session = room.interviews.start("junior")
    room.answer(session)
    room.clock.advance(days=3)

    assert room.reopened().resumable() is None
    (ended,) = room.interviews.history()
    assert ended.ended == session.started + timedelta(minutes=16)
    assert len(room.progress.attempts(session=session.id)) == 1


def test_a_pause_is_kept_over_a_kill() -> None:
    """The clock stands still until somebody lets it run, and the debrief tells."""
    room = Room()
    session = room.interviews.start("junior")
    room.clock.advance(100)
    room.interviews.pause(session)
    room.clock.advance(5000)
    room.reopened()
    room.clock.restart(5000)

    paused = room.interviews.clocks(session)
    room.interviews.unpause(session)
    room.clock.advance(10)

    assert (paused.phase, paused.section) == (Phase.PAUSED, 500)
    assert room.interviews.clocks(session).section == 490
    assert [pause.seconds for pause in room.interviews.debrief(session).pauses] == [10000]


def test_an_absence_is_told() -> None:
    """Closed, asleep or left: the clock ran on, and the debrief says for how long."""
    room = Room()
    session = room.interviews.start("junior")
    for _ in range(3):
        room.clock.advance(10)
        room.interviews.beat(session, seconds=10)
    room.clock.sleep(200)
    room.interviews.clocks(session)

    debrief = room.interviews.debrief(room.interviews.finish(session))

    assert [(one.at, one.seconds) for one in debrief.absences] == [(30, 200)]
    assert debrief.lines[0].seconds == 30


def test_an_answer_after_the_time_counts_nothing() -> None:
    """It is refused, whatever the screen still shows."""
    room = Room()
    session = room.interviews.start("junior")
    room.clock.advance(601)

    taken = room.interviews.answer(session, 0, RIGHT, 5)

    assert not taken
    assert room.progress.attempts() == []
