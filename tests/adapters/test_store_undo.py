"""What was recorded and is changed afterwards, by every `Progress`: another rating, an answer taken back, a replay."""

from __future__ import annotations

from datetime import timedelta, timezone

import pytest

from quizapp.domain.activity import UNDO, ActivityEvent
from quizapp.domain.card import Rating
from quizapp.domain.ports.progress import Progress
from quizapp.domain.replay import replay
from quizapp.domain.session import Attempt
from quizapp.domain.tally import Counts
from quizapp.errors import StoreError
from tests.adapters.answering import SCHEDULER, A, B, C, answer, make_session
from tests.fakes import START, make_attempt, make_review


def test_revise(progress: Progress) -> None:
    """A changed rating adds a review and moves the card; the log keeps both."""
    attempt, review, _ = answer(progress, 1, A, Rating.GOOD, START)
    changed = make_review(attempt, rating=Rating.AGAIN, overrides=review.id)
    card = replay([*progress.reviews(item=A), changed], SCHEDULER)[A]

    progress.revise(changed, card)

    assert [review, changed] == list(progress.reviews(item=A))
    assert card == progress.card(A)
    assert card.stability == 1.0


def test_revise_needs_what_it_overrides(progress: Progress) -> None:
    """A revising review names an earlier one that exists."""
    attempt, _, card = answer(progress, 1, A, Rating.GOOD, START)

    with pytest.raises(ValueError, match="overrides"):
        progress.revise(make_review(attempt).model_copy(update={"id": "other"}), card)
    with pytest.raises(StoreError, match="nowhere"):
        progress.revise(make_review(attempt, overrides="nowhere"), card)

    assert len(progress.reviews()) == 1


def test_reviews_of_a_session(progress: Progress) -> None:
    """The reviews of one session's attempts can be asked for, changed ratings among them."""
    progress.save_session(make_session("s1"))
    answer(progress, 1, B, Rating.GOOD, START)
    attempt = make_attempt(2, A, Rating.GOOD, START, session="s1")
    card = SCHEDULER.review(None, A, Rating.GOOD, START)
    review = make_review(attempt)
    changed = make_review(attempt, rating=Rating.HARD, overrides=review.id)
    progress.record(attempt, review, card)
    progress.revise(changed, SCHEDULER.review(None, A, Rating.HARD, START))

    assert list(progress.reviews(session="s1")) == [review, changed]
    assert list(progress.reviews(session="s1", item=B)) == []
    assert len(progress.reviews()) == 3


def test_rebuild(progress: Progress) -> None:
    """Cards that follow from the reviews are the cards that were kept."""
    for number in range(12):
        item = (A, B, C)[number % 3]
        answer(progress, number, item, Rating(1 + number % 4), START + timedelta(days=number))
    attempt = progress.attempts(item=B)[0]
    changed = make_review(attempt, rating=Rating.EASY, overrides=f"review-of-{attempt.id}")
    progress.revise(changed, replay([*progress.reviews(item=B), changed], SCHEDULER)[B])
    kept = progress.cards()

    count = progress.rebuild(SCHEDULER)

    assert count == 3
    assert kept == progress.cards()


def test_mend(progress: Progress) -> None:
    """A card that was computed without knowing of another review is replayed, and others are left alone."""
    _, _, kept = answer(progress, 1, B, Rating.GOOD, START)
    for number in (2, 3):  # two processes that have read the same card, here none
        attempt = make_attempt(number, A, Rating.GOOD, START)
        progress.record(attempt, make_review(attempt), SCHEDULER.review(None, A, Rating.GOOD, START))

    assert progress.mend(SCHEDULER) == 1

    assert progress.card(A) == replay(progress.reviews(item=A), SCHEDULER)[A]
    assert progress.card(B) == kept
    assert progress.mend(SCHEDULER) == 0


def test_mend_after_a_rating_that_was_changed_late(progress: Progress) -> None:
    """A change that takes up the card from before a later review is put right."""
    attempt, review, _ = answer(progress, 1, A, Rating.GOOD, START)
    answer(progress, 2, A, Rating.GOOD, START + timedelta(days=3))
    changed = make_review(attempt, rating=Rating.EASY, overrides=review.id)
    progress.revise(changed, SCHEDULER.review(None, A, Rating.EASY, START))

    assert progress.mend(SCHEDULER) == 1

    card = progress.card(A)
    assert card is not None
    assert card.reviews == 2
    assert card.stability == 15.0


def undoing(attempt: Attempt, name: str = "u1") -> ActivityEvent:
    """The event that takes an attempt back."""
    return ActivityEvent(id=name, kind=UNDO, subject=attempt.id, at=attempt.at)


def test_undo_restores_the_card_and_keeps_the_log(progress: Progress) -> None:
    """The card is as it was before the answer, nothing counts it any more, and it still stands in the log."""
    first, review, before = answer(progress, 1, A, Rating.GOOD, START)
    later = START + timedelta(days=3)
    second, _, _ = answer(progress, 2, A, Rating.AGAIN, later)

    left = progress.undo(undoing(second), SCHEDULER)

    assert left == before
    assert progress.card(A) == before
    assert list(progress.attempts()) == [first]
    assert list(progress.reviews()) == [review]
    assert list(progress.attempts(undone=True)) == [first, second]
    assert Counts(due=1, seen=1, attempts=0, items=0, new=0) == progress.counts(later, later)
    assert progress.days(timezone.utc) == {START.date(): 1}
    assert progress.best_scores([A]) == {A: 1.0}
    assert list(progress.missed_items()) == []


def test_undo_of_the_first_answer_leaves_no_card(progress: Progress) -> None:
    """The item is new again, also after a rebuild from the log, and taking back twice changes nothing."""
    attempt, _, _ = answer(progress, 1, A, Rating.GOOD, START)

    progress.undo(undoing(attempt), SCHEDULER)
    progress.undo(undoing(attempt), SCHEDULER)

    assert progress.card(A) is None
    assert progress.seen_items() == set()
    assert progress.rebuild(SCHEDULER) == 0
    assert progress.mend(SCHEDULER) == 0
    assert Counts(due=0, seen=0, attempts=0, items=0, new=0) == progress.counts(START, START)


def test_undo_takes_changed_ratings_back_as_well(progress: Progress) -> None:
    """A rating that the learner changed goes with its answer; the next answer makes a card that needs no mending."""
    attempt, review, _ = answer(progress, 1, A, Rating.GOOD, START)
    changed = make_review(attempt, rating=Rating.EASY, overrides=review.id)
    progress.revise(changed, SCHEDULER.review(None, A, Rating.EASY, START))

    progress.undo(undoing(attempt), SCHEDULER)
    _, _, card = answer(progress, 2, A, Rating.HARD, START + timedelta(minutes=1))

    assert progress.mend(SCHEDULER) == 0
    assert progress.card(A) == card


def test_undo_needs_an_attempt(progress: Progress) -> None:
    """What was never recorded cannot be taken back, and nothing is logged."""
    unknown = ActivityEvent(id="u1", kind=UNDO, subject="nobody", at=START)

    with pytest.raises(StoreError):
        progress.undo(unknown, SCHEDULER)
    with pytest.raises(ValueError, match="takes back"):
        progress.undo(unknown.model_copy(update={"kind": "hint"}), SCHEDULER)

    assert list(progress.events()) == []
