"""Makes a history as a learner would have made it: `QUIZAPP_HOME=/tmp/trial python -m tests.seeding --days 200`.

The learner has a memory of the FSRS kind that is somewhat worse in some topics, studies a session on most days, rests
on some, goes away for a week now and then, and sometimes for lunch with a question open. All follows from the seed.
"""

from __future__ import annotations

import argparse
import heapq
import random
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import NamedTuple

from quizapp.domain.card import Card, Rating, Review, elapsed_days, rate
from quizapp.domain.items.identity import ItemId
from quizapp.domain.ports.scheduling import Scheduler
from quizapp.domain.replay import steps
from quizapp.domain.selection import Listing
from quizapp.domain.session import Attempt
from quizapp.store import cards, recalls, rows
from quizapp.store.progress import SqliteProgress

GUESSED = 0.35
"""The chance that a first answer is right."""
HARD_TOPICS = 4
"""One topic in so many is harder for this learner than the schedule thinks."""


HARDNESS = 1.6
"""A chance of recall is raised to this power in hard topics."""


class Entry(NamedTuple):
    """One answer and what follows from it."""

    attempt: Attempt
    review: Review
    card: Card


class Learner:
    """Answers questions day after day, and forgets some."""

    def __init__(self, listings: Sequence[Listing], scheduler: Scheduler, *, seed: int = 1, new_a_day: int = 6) -> None:
        self._scheduler = scheduler
        self._random = random.Random(seed)
        self._new_a_day = new_a_day
        self._fresh = list(reversed(listings))
        self._listings = {listing.id: listing for listing in listings}
        topics = sorted({listing.topic for listing in listings})
        self._hard = {topic for place, topic in enumerate(topics) if place % HARD_TOPICS == 1}
        self._cards: dict[ItemId, Card] = {}
        self._due: list[tuple[datetime, ItemId]] = []
        self._numbers = count(1)

    def history(self, first: datetime, last: datetime, *, most_a_day: int = 60) -> list[Entry]:
        """Every answer between two moments, in order."""
        entries: list[Entry] = []
        away = 0
        day = first
        while day <= last:
            if not away and self._random.random() < 0.01:
                away = 7
            rests = self._random.random() < (0.35 if day.weekday() >= 5 else 0.08)
            if away or (rests and day + timedelta(days=1) <= last):
                away = max(0, away - 1)
            else:
                entries += self._session(day, last, most_a_day)
            day += timedelta(days=1)
        return entries

    def _session(self, day: datetime, last: datetime, most: int) -> list[Entry]:
        begun = day + timedelta(minutes=self._random.randrange(0, 240))
        items: list[ItemId] = []
        while self._due and self._due[0][0] <= begun and len(items) < most:
            items.append(heapq.heappop(self._due)[1])
        new = min(self._new_a_day, most - len(items), len(self._fresh))
        items += [self._fresh.pop().id for _ in range(new)]
        entries = []
        at = begun
        for item in items:
            seconds = self._seconds(item)
            at += timedelta(seconds=min(seconds, 600) + 15)
            if at > last:
                break
            entries.append(self._answer(item, at, seconds))
        return entries

    def _seconds(self, item: ItemId) -> float:
        expected = self._listings[item].seconds
        at_lunch = 30.0 if self._random.random() < 0.01 else 1.0
        return round(expected * self._random.lognormvariate(-0.2, 0.5) * at_lunch, 1)

    def _recall(self, card: Card, at: datetime) -> float:
        return self._scheduler.recall(elapsed_days(card.last_review, at), card.stability)

    def _answer(self, item: ItemId, at: datetime, seconds: float) -> Entry:
        listing, before = self._listings[item], self._cards.get(item)
        chance = GUESSED if before is None else self._recall(before, at)
        if listing.topic in self._hard:
            chance **= HARDNESS
        score = 1.0 if self._random.random() < chance else 0.0
        rating = rate(score, min(seconds, 600), listing.seconds)
        number = next(self._numbers)
        attempt = Attempt(
            id=f"seeded-{number}",
            item=item,
            session=None,
            at=at,
            seconds=seconds,
            response={"kind": "picked", "options": [0]},
            score=score,
            rating=rating,
        )
        review = Review(id=f"review-{number}", attempt=attempt.id, item=item, at=at, rating=Rating(rating))
        card = self._scheduler.review(before, item, rating, at)
        self._cards[item] = card
        heapq.heappush(self._due, (card.due, item))
        return Entry(attempt, review, card)


def write(progress: SqliteProgress, entries: Iterable[Entry], scheduler: Scheduler) -> None:
    """Keep a whole history at once: answer by answer each would wait for the disk."""
    entries = list(entries)
    log = [entry.review for entry in entries]
    walked = list(steps(log, scheduler))
    with progress._database.transaction() as connection:
        connection.executemany(rows.ATTEMPTS.insert(), [rows.attempt_row(entry.attempt) for entry in entries])
        connection.executemany(rows.REVIEWS.insert(), map(rows.review_row, log))
        cards.replace(connection, {step.after.item: step.after for step in walked}.values())
        recalls.clear(connection)
        recalls.add(connection, recalls.rows_of(log, walked))


def main() -> None:
    """Fill the history of QUIZAPP_HOME, which must be empty."""
    from quizapp.bootstrap import application

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--new", type=int, default=6, help="new items a day")
    arguments = parser.parse_args()
    app = application()
    if list(app.progress.attempts()):
        parser.error("there is a history already: set QUIZAPP_HOME to an empty folder")
    now = app.clock.now()
    learner = Learner(app.library.listings(), app.scheduler, seed=arguments.seed, new_a_day=arguments.new)
    first = (now - timedelta(days=arguments.days)).replace(hour=8, minute=0)
    assert isinstance(app.progress, SqliteProgress)
    entries = learner.history(first, now)
    write(app.progress, entries, app.scheduler)
    print(f"{len(entries)} answers in {app.paths.progress}")  # noqa: T201 - what the command says


if __name__ == "__main__":
    main()
