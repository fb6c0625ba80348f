"""Answers given and taken back in any order: the cards are always those of the answers that stand."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.activity import UNDO, ActivityEvent
from quizapp.domain.card import Rating
from quizapp.domain.items.identity import ItemId
from quizapp.domain.replay import replay
from quizapp.store.progress import SqliteProgress
from tests.fakes import FakeClock, FakeProgress, FakeScheduler, make_attempt, make_review

ITEMS = [ItemId(f"demo/{letter}") for letter in "abc"]
answers = st.tuples(st.sampled_from(ITEMS), st.sampled_from(Rating))
steps = st.lists(answers | st.just(None), max_size=12)


@settings(max_examples=40)
@given(steps)
def test_cards_follow_from_the_answers_that_stand(taken: list[tuple[ItemId, Rating] | None]) -> None:
    """After each step cards, counts and seen items agree with a replay, in memory and in SQLite alike."""
    scheduler, clock, memory = FakeScheduler(), FakeClock(), FakeProgress()
    standing: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        stored = SqliteProgress(Path(folder) / "progress.sqlite3")
        for number, step in enumerate(taken):
            clock.advance(days=1)
            if step is None and standing:
                event = ActivityEvent(id=f"u{number}", kind=UNDO, subject=standing.pop(), at=clock.now())
                assert memory.undo(event, scheduler) == stored.undo(event, scheduler)
            elif step is not None:
                item, rating = step
                attempt = make_attempt(number, item, rating, clock.now())
                for progress in (memory, stored):
                    card = scheduler.review(progress.card(item), item, rating, attempt.at)
                    progress.record(attempt, make_review(attempt), card)
                standing.append(attempt.id)
        reviews, cards = stored.reviews(), stored.cards()
        attempts, missed, unmended = stored.attempts(), stored.missed_items(), stored.mend(scheduler)
        stored.close()

    assert [attempt.id for attempt in attempts] == standing
    assert cards == replay(reviews, scheduler) == memory.cards()
    assert missed == memory.missed_items()
    assert unmended == 0
