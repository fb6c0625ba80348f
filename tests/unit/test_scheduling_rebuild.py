"""Replaying the log of reviews gives the cards that were kept while it was written."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.card import Card, Rating, Review
from quizapp.domain.items.identity import ItemId
from quizapp.domain.replay import effective, replay
from quizapp.scheduling.fsrs import FsrsScheduler
from tests.fakes import FakeProgress, make_attempt, make_review

START = datetime(2026, 3, 2, 9, 0, tzinfo=timezone.utc)
ITEMS = [ItemId(f"demo/{name}") for name in "abc"]

answers = st.tuples(st.just("answer"), st.sampled_from(ITEMS), st.sampled_from(Rating))
changes = st.tuples(st.just("change"), st.integers(0, 3), st.sampled_from(Rating))
stories = st.lists(
    st.tuples(answers | changes, st.timedeltas(timedelta(0), timedelta(days=60))), min_size=1, max_size=30
)


def live(progress: FakeProgress, scheduler: FsrsScheduler, story: list) -> None:
    """Answer items and change ratings as the services do.

    A change takes up the card from before the answer that it concerns. Other items may have been answered since.
    """
    at = START
    latest: dict[ItemId, tuple[Review, Card | None]] = {}
    for number, (event, gap) in enumerate(story):
        at += gap
        if event[0] == "answer":
            _, item, rating = event
            before = progress.card(item)
            attempt = make_attempt(number, item, rating, at)
            review = make_review(attempt)
            progress.record(attempt, review, scheduler.review(before, item, rating, at))
            latest[item] = (review, before)
        elif latest:
            _, which, rating = event
            item = sorted(latest)[which % len(latest)]
            review, before = latest[item]
            changed = review.model_copy(update={"id": f"change-{number}", "rating": rating, "overrides": review.id})
            progress.revise(changed, scheduler.review(before, item, rating, review.at))
            latest[item] = (changed, before)


@given(story=stories)
@settings(deadline=None)
def test_replay_gives_the_cards_that_were_kept(story: list) -> None:
    """After any story of answers and changed ratings, the log alone gives the same cards to the last digit."""
    progress, scheduler = FakeProgress(), FsrsScheduler()
    live(progress, scheduler, story)

    replayed = replay(progress.reviews(), FsrsScheduler())

    assert progress.cards() == replayed


@given(story=stories)
@settings(deadline=None)
def test_replay_of_one_item_is_its_part_of_the_whole(story: list) -> None:
    """An item's card follows from its own reviews: a service may replay these alone."""
    progress, scheduler = FakeProgress(), FsrsScheduler()
    live(progress, scheduler, story)
    whole = replay(progress.reviews(), scheduler)

    alone = [replay(progress.reviews(item=item), scheduler) for item in ITEMS]

    assert whole == {item: card for cards in alone for item, card in cards.items()}


def review(identity: str, rating: Rating, *, day: int = 0, overrides: str | None = None) -> Review:
    """A review of the first item."""
    at = START + timedelta(days=day)
    return Review(id=identity, attempt=identity, item=ITEMS[0], at=at, rating=rating, overrides=overrides)


def test_override_takes_the_place_and_the_moment() -> None:
    """A changed rating counts where and when the recall happened, however late it was changed."""
    log = [
        review("first", Rating.GOOD),
        review("second", Rating.GOOD, day=5),
        review("late", Rating.AGAIN, day=9, overrides="first"),
    ]

    counting = effective(log)

    assert [(each.id, each.rating, each.at) for each in counting] == [
        ("late", Rating.AGAIN, START),
        ("second", Rating.GOOD, START + timedelta(days=5)),
    ]


def test_last_override_counts() -> None:
    """A rating may be changed again, whether the change names the first review or the change before."""
    log = [
        review("first", Rating.GOOD),
        review("changed", Rating.AGAIN, overrides="first"),
        review("again", Rating.HARD, overrides="first"),
        review("last", Rating.EASY, overrides="changed"),
    ]

    assert [each.id for each in effective(log)] == ["last"]
