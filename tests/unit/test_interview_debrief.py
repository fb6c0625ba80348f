"""An interview looked back at."""

from __future__ import annotations

import pytest

from quizapp.domain.grading import Said
from quizapp.domain.interview import Standing
from tests.unit.candidates import RIGHT, WRONG, Room


def test_an_adaptive_interview_tells_ability_with_its_range() -> None:
    """Who is right at every level is able, within a range that says how sure that is."""
    room = Room()
    session = room.interviews.start("adaptive", seed=1)
    room.through(session, RIGHT)

    ability = room.interviews.debrief(session).ability

    assert ability.answers == 6
    assert ability.low < ability.mean < ability.high
    assert ability.mean > 4


def test_the_debrief_counts_what_was_not_reached() -> None:
    """Unanswered questions are listed, and count as nothing."""
    room = Room()
    session = room.interviews.start("junior")
    for response in (RIGHT, WRONG):
        room.answer(session, response)

    debrief = room.interviews.debrief(room.interviews.finish(session))

    assert debrief.score == pytest.approx(1 / 7)
    assert debrief.standing is Standing.NOT_ENOUGH
    assert [line.answered for line in debrief.lines] == [True, True] + [False] * 5
    assert [judged.name for judged in debrief.by_topic] == ["Cors", "Basics"]
    assert debrief.by_topic[1].evidence[0].startswith("question ")


def test_every_judgement_quotes_evidence_for_its_questions() -> None:
    """A topic and a criterion each rest on the answers that were given, quoted."""
    room = Room()
    session = room.interviews.start("junior")
    room.through(session, WRONG)

    debrief = room.interviews.debrief(session)

    for judged in [*debrief.by_topic, *debrief.by_criterion]:
        assert len(judged.evidence) == judged.share.count
        assert all("“Wrong” – right is: Right; wrong (It is not.)" in words for words in judged.evidence)


def test_a_debrief_stays_whole_when_the_pack_changes() -> None:
    """A question that is gone from the library is told as it was asked."""
    room = Room()
    session = room.interviews.start("junior")
    room.through(session, RIGHT)
    before = room.interviews.debrief(session)
    for line in before.lines:
        room.library.remove(line.item_id)

    after = room.reopened().debrief(session)

    assert [line.item for line in after.lines] == [line.item for line in before.lines]
    assert after.score == before.score == 1


def test_overruling_a_point_moves_the_score_and_the_schedule() -> None:
    """The attempt stays; a review overrides, the debrief counts the candidate's word and says so."""
    room = Room()
    session = room.interviews.start("talk")
    room.answer(session, Said(text="The rest must be patient; nothing else moves."))
    session = room.interviews.finish(session)
    (line,) = room.interviews.debrief(session).lines

    changed = room.interviews.overrule(session, line.attempt, "stall", said=True)
    changed = room.interviews.overrule(session, line.attempt, "thread", said=True)

    (attempt,) = room.progress.attempts()
    ratings = [int(review.rating) for review in room.progress.reviews(item=attempt.item)]
    assert line.score == 0
    assert (changed.lines[0].score, changed.lines[0].overruled, changed.overruled) == (1, True, 1)
    assert attempt.score == 0
    assert ratings[0] == 1
    assert ratings[-1] > 1
    assert room.progress.card(attempt.item).reviews == 1


def test_a_list_of_results_grades_nothing_anew() -> None:
    """What the look back came to is kept; an overrule changes it there as well."""
    room = Room()
    session = room.interviews.start("talk")
    room.answer(session, Said(text="The rest must be patient."))
    session = room.interviews.finish(session)
    (line,) = room.interviews.debrief(session).lines
    before = room.interviews.results()[0].result.mean
    room.interviews.overrule(session, line.attempt, "stall", said=True)
    debriefing = room.interviews.debrief
    room.interviews.debrief = None

    after = room.interviews.results()[0].result.mean

    assert before == 0
    assert after == debriefing(session).score > 0


def test_an_overrule_that_is_taken_back_is_none() -> None:
    """Who says of a point that it was said, and then that it was not, holds with the grader again."""
    room = Room()
    session = room.interviews.start("talk")
    room.answer(session, Said(text="The rest must be patient."))
    session = room.interviews.finish(session)
    (line,) = room.interviews.debrief(session).lines
    room.interviews.overrule(session, line.attempt, "stall", said=True)

    back = room.interviews.overrule(session, line.attempt, "stall", said=False)

    assert (back.overruled, back.lines[0].overruled, back.score) == (0, False, line.score)
