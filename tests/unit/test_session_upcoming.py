"""What comes next in a session follows from its plan and its attempts, and from nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.card import Rating, Review
from quizapp.domain.items.identity import ItemId
from quizapp.domain.session import MAX_SHOWINGS, RETRY_GAP, Attempt, Session, SessionKind, showing_order, upcoming
from tests.fakes import START, make_attempt, make_review

plans = st.lists(st.integers(0, 30), min_size=1, max_size=12)
"""Items by number; one that stands twice in a plan is meant once."""
ratings = st.lists(st.sampled_from(Rating), min_size=40, max_size=40)
kinds = st.sampled_from([SessionKind.STUDY, SessionKind.INTERVIEW])


def make_session(plan: list[int], kind: SessionKind = SessionKind.STUDY) -> Session:
    """A session of numbered items."""
    items = [ItemId(f"demo/{number}") for number in plan]
    return Session(id="s1", kind=kind, title="Session", plan=items, seed=1, started=START)


def answer_all(session: Session, answers: list[Rating]) -> list[Attempt]:
    """Answer what comes up until nothing does, or the answers run out."""
    attempts: list[Attempt] = []
    for number, rating in enumerate(answers):
        coming = upcoming(session, attempts)
        if not coming:
            break
        attempts.append(make_attempt(number, coming[0], rating, START, session=session.id))
    return attempts


@given(plans, ratings, kinds)
def test_session_ends(plan: list[int], answers: list[Rating], kind: SessionKind) -> None:
    """Whatever is answered, the session ends, and everything planned has come up."""
    session = make_session(plan, kind)

    attempts = answer_all(session, answers)

    assert upcoming(session, attempts) == []
    assert {attempt.item for attempt in attempts} == set(session.plan)
    assert len(attempts) <= MAX_SHOWINGS * len(set(plan))


@given(plans, ratings, kinds)
def test_item_comes_again_only_after_failure(plan: list[int], answers: list[Rating], kind: SessionKind) -> None:
    """An item is repeated exactly while it was failed, up to MAX_SHOWINGS times; in an interview never."""
    session = make_session(plan, kind)

    attempts = answer_all(session, answers)

    for item in session.plan:
        *earlier, last = [attempt.rating for attempt in attempts if attempt.item == item]
        assert all(rating is Rating.AGAIN for rating in earlier)
        assert len(earlier) < MAX_SHOWINGS
        assert kind is SessionKind.STUDY or not earlier
        assert kind is SessionKind.INTERVIEW or last is not Rating.AGAIN or len(earlier) == MAX_SHOWINGS - 1


@given(plans, ratings, kinds)
def test_resuming_changes_nothing(plan: list[int], answers: list[Rating], kind: SessionKind) -> None:
    """After any prefix of the attempts the item that comes next is the one that really came next."""
    session = make_session(plan, kind)
    attempts = answer_all(session, answers)

    resumed = [upcoming(session, attempts[:count])[0] for count in range(len(attempts))]

    assert resumed == [attempt.item for attempt in attempts]


@given(plans, ratings)
def test_failed_item_waits(plan: list[int], answers: list[Rating]) -> None:
    """Between a failure and the next try lie RETRY_GAP others, or all that there were."""
    session = make_session(plan)
    attempts = answer_all(session, answers)

    order = [attempt.item for attempt in attempts]
    for place, attempt in enumerate(attempts):
        if attempt.item in order[place + 1 :]:
            gap = order.index(attempt.item, place + 1) - place - 1
            left = len(upcoming(session, attempts[: place + 1])) - 1
            assert gap >= min(RETRY_GAP, left)


@given(plans, ratings)
def test_passing_takes_only_the_item_itself(plan: list[int], answers: list[Rating]) -> None:
    """A pass does not reorder the rest, so that a progress bar and a glance ahead stay true."""
    session = make_session(plan)
    attempts = answer_all(session, answers)

    for count, attempt in enumerate(attempts):
        if attempt.rating is not Rating.AGAIN:
            assert upcoming(session, attempts[: count + 1]) == upcoming(session, attempts[:count])[1:]


def test_attempts_of_other_items_are_ignored() -> None:
    """An attempt on an item that is not waited for changes nothing."""
    session = make_session([1, 2])
    stray = make_attempt(1, ItemId("demo/9"), Rating.AGAIN, START, session="s1")

    assert upcoming(session, [stray]) == session.plan


def test_changed_rating_decides() -> None:
    """Who admits a guess is asked again; who only mistyped is not; the latest change counts."""
    session = make_session([1, 2])
    guessed = make_attempt(1, session.plan[0], Rating.GOOD, START, session="s1")
    mistyped = make_attempt(2, session.plan[0], Rating.AGAIN, START, session="s1")
    admitted = make_review(guessed, rating=Rating.AGAIN, overrides="review")
    corrected = make_review(mistyped, rating=Rating.HARD, overrides="review")
    thought_better = make_review(mistyped, rating=Rating.AGAIN, overrides="after-review")

    assert upcoming(session, [guessed], [make_review(guessed), admitted]) == ["demo/2", "demo/1"]
    assert upcoming(session, [mistyped], [make_review(mistyped), corrected]) == ["demo/2"]
    assert upcoming(session, [mistyped], [corrected, thought_better]) == ["demo/2", "demo/1"]


@given(plans, ratings, ratings)
def test_session_ends_whatever_is_changed(plan: list[int], answers: list[Rating], changes: list[Rating]) -> None:
    """A learner who changes every rating comes to an end too, and resumes where they left."""
    session = make_session(plan)
    attempts: list[Attempt] = []
    reviews: list[Review] = []
    for number in range(len(answers)):
        coming = upcoming(session, attempts, reviews)
        if not coming:
            break
        attempts.append(make_attempt(number, coming[0], answers[number], START, session=session.id))
        reviews.append(make_review(attempts[-1], rating=changes[number]))

    assert upcoming(session, attempts, reviews) == []
    assert all(
        attempt.item == upcoming(session, attempts[:count], reviews[:count])[0]
        for count, attempt in enumerate(attempts)
    )


def test_failure_example() -> None:
    """The first of six is failed: it comes again after three others."""
    session = make_session([1, 2, 3, 4, 5, 6])
    failed = make_attempt(1, session.plan[0], Rating.AGAIN, START, session="s1")

    assert upcoming(session, [failed]) == [f"demo/{number}" for number in (2, 3, 4, 1, 5, 6)]


@given(st.integers(0, 12), st.integers(), st.integers(1, 3))
def test_showing_order_is_a_fixed_permutation(count: int, seed: int, showing: int) -> None:
    """Every option is shown once, in the same order whenever the same showing is painted."""
    item = ItemId("demo/a")

    order = showing_order(count, seed=seed, item=item, showing=showing)

    assert sorted(order) == list(range(count))
    assert order == showing_order(count, seed=seed, item=item, showing=showing)


@pytest.mark.parametrize("position", range(4))
def test_showing_order_favours_no_place(position: int) -> None:
    """Over many sessions the first option is shown in each place about as often."""
    item = ItemId("demo/a")

    count = sum(showing_order(4, seed=seed, item=item, showing=1)[position] == 0 for seed in range(2000))

    assert 400 < count < 600
