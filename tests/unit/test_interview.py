"""Interviews: drawn from a blueprint, answered, asked after, kept; told about only at the end."""

from __future__ import annotations

import pytest

from quizapp.domain.grading import Passed, Said
from quizapp.errors import NotFoundError
from quizapp.services.interview import Phase, Wish
from tests.unit.candidates import RIGHT, WRONG, Room


def test_sections_draw_what_the_blueprint_says() -> None:
    """So many of each section, in its order, none twice; the same seed draws the same."""
    room = Room()

    first = room.interviews.start("junior", seed=3)
    again = room.interviews.start("demo/junior", seed=3)

    topics = [item.partition("/")[2].rpartition("-")[0] for item in first.plan]
    assert topics == ["basics"] * 4 + ["cors"] * 3
    assert len(set(first.plan)) == 7
    assert again.plan == first.plan


def test_nothing_moves_the_schedule_before_the_section_closes() -> None:
    """An answer may be changed until then; what stands at the end is the attempt, once."""
    room = Room()
    session = room.interviews.start("junior")
    room.answer(session, WRONG)
    during = list(room.progress.attempts())
    room.interviews.go_to(session, 0)
    room.answer(session, RIGHT)
    room.interviews.close_section(session)

    (attempt,) = room.progress.attempts()
    assert during == []
    assert (attempt.score, attempt.seconds) == (1, 40)
    assert room.progress.card(attempt.item) is not None
    assert len(room.progress.reviews(item=attempt.item)) == 1


def test_a_draft_counts_when_its_section_closes_and_never_over_an_answer() -> None:
    """What stands in the field is the answer of who gave none; who gave one is taken at their word."""
    room = Room()
    session = room.interviews.start("junior")
    room.answer(session, RIGHT)
    room.interviews.go_to(session, 0, seconds=5, draft=RIGHT)
    room.interviews.beat(session, seconds=5, draft=WRONG)
    room.clock.advance(1000)
    room.reopened().clocks(session)

    scores = [attempt.score for attempt in room.progress.attempts()]
    assert scores == [1, 1]


def test_a_follow_up_asks_after_the_point_that_an_answer_needs_first() -> None:
    """Of two missing points the one without which an answer fails is asked for; what is said then counts with it."""
    room = Room()
    session = room.interviews.start("talk")
    room.answer(session, Said(text="It is bad."))
    asked = room.interviews.stand(session)
    room.answer(session, Said(text="All the others wait."))
    room.interviews.close_section(session)

    (line,) = room.interviews.debrief(session).lines
    assert (asked.ask, asked.said) == ("Who waits?", "It is bad.")
    assert line.grade.said == "It is bad.\n\nAll the others wait."
    assert [part.right for part in line.grade.parts] == [True, False]
    assert [one.ask for one in line.follow_ups] == ["Who waits?"]


@pytest.mark.parametrize("said", [Passed(), Said(text="The others wait; use a thread.")])
def test_no_follow_up_where_there_is_nothing_to_ask_after(said: object) -> None:
    """A whole answer is not asked after, nor is "I don't know"."""
    room = Room()
    session = room.interviews.start("talk")

    room.answer(session, said)

    assert room.interviews.clocks(session).phase is Phase.REVIEW


def test_an_adaptive_interview_climbs_with_right_answers_and_falls_with_wrong_ones() -> None:
    """The difficulty of each question follows from the answers before it."""
    levels = {}
    for response in (RIGHT, WRONG):
        room = Room()
        session = room.interviews.start("adaptive", seed=1)
        seen = []
        while room.interviews.clocks(session).phase is Phase.ASKING:
            seen.append(room.interviews.stand(session).showing.item.difficulty)
            room.answer(session, response)
        levels[response.options[0]] = seen

    assert [len(seen) for seen in levels.values()] == [6, 6]
    assert levels[0][0] == levels[1][0] == 3
    assert levels[0][-1] == 5
    assert levels[1][-1] == 1


def test_answers_of_an_interview_move_the_schedule() -> None:
    """What is answered there is reviewed there."""
    room = Room()
    session = room.interviews.start("junior")
    room.through(session)

    cards = room.progress.cards()
    assert set(cards) == set(session.plan)


def test_an_unknown_blueprint_is_told() -> None:
    """The message names what there is."""
    with pytest.raises(NotFoundError) as told:
        Room().interviews.start("principal")

    assert "demo/junior" in str(told.value)


def test_blueprints_say_what_they_can_draw_from() -> None:
    """A choice that the library cannot fill is seen before it is made."""
    choice = Room().interviews.shelf.all()[0]

    assert (choice.id, choice.available, choice.blueprint.minutes) == ("demo/junior", 7, 15)


def test_a_blueprint_of_ones_own_is_built_kept_held_and_forgotten() -> None:
    """Minutes, topics, level and tasks become sections; the interview outlives its blueprint."""
    room = Room()
    wish = Wish(title="Mine", minutes=30, topics=["ladder"], level=(2, 3), tasks=1)
    blueprint = room.interviews.shelf.build(wish)
    own = room.interviews.shelf.save(blueprint)

    listed = room.interviews.shelf.all()[0]
    session = room.interviews.start("mine")
    room.interviews.shelf.remove(own.id)
    debrief = room.interviews.debrief(room.interviews.finish(session))

    assert [(one.title, one.minutes, one.items, one.task_count) for one in blueprint.sections] == [
        ("Questions", 15, 12, 0),
        ("Coding", 15, 0, 1),
    ]
    assert (listed.id, listed.own) == ("own/mine", True)
    assert debrief.blueprint == blueprint
    assert room.interviews.shelf.all()[0].id == "demo/junior"
