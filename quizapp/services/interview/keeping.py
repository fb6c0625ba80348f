"""From the answers of a closed section to attempts and reviews; may be done again, the ids are the same."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import TypeAdapter

from quizapp.domain.card import Review, rate
from quizapp.domain.grading import Grade, Passed, Response, Said, grade
from quizapp.domain.interview.stretch import Entry, EntryKind, Stretch
from quizapp.domain.items.any import Item
from quizapp.domain.items.identity import ItemId
from quizapp.domain.ports.progress import Progress
from quizapp.domain.ports.scheduling import Scheduler
from quizapp.domain.replay import replay
from quizapp.domain.session import Attempt

RESPONSE: TypeAdapter[Response] = TypeAdapter(Response)


def attempt_id(session: str, section: int, place: int) -> str:
    """The id of the attempt that an answer becomes."""
    return f"{session}.{section}.{place}"


def whole_response(stretch: Stretch, place: int) -> Response | None:
    """A question's answer together with those to its follow-ups; None if nothing was answered."""
    entry = stretch.entries[place]
    if entry.response is None:
        return None
    response = RESPONSE.validate_python(entry.response)
    added = [
        later.text
        for one in stretch.entries
        if one.of == place and one.response is not None and isinstance(later := _said(one), Said)
    ]
    if isinstance(response, Said) and added:
        return response.model_copy(update={"text": "\n\n".join([response.text, *added])})
    return response


def _said(entry: Entry) -> Response:
    return RESPONSE.validate_python(entry.response)


def whole_seconds(stretch: Stretch, place: int) -> float:
    """How long a question and its follow-ups were before the candidate's eyes."""
    return sum(entry.seconds for number, entry in enumerate(stretch.entries) if place in {number, entry.of})


def safe_grade(item: Item, response: Response) -> Grade:
    """A grade, 0 for what does not fit the item: nobody can be asked again."""
    try:
        return grade(item, response)
    except ValueError:
        return grade(item, Passed())


class Keeper:
    """Writes what an interview adds to the history."""

    def __init__(self, progress: Progress, scheduler: Scheduler) -> None:
        self._progress = progress
        self._scheduler = scheduler

    def keep(self, session: str, section: int, stretch: Stretch, items: Mapping[ItemId, Item]) -> None:
        """Record every answer of a closed section that is not recorded yet."""
        known = {attempt.id for attempt in self._progress.attempts(session=session, undone=True)}
        for place, entry in enumerate(stretch.entries):
            name = attempt_id(session, section, place)
            item = items.get(entry.item)
            if entry.kind is EntryKind.ITEM and item is not None and name not in known:
                response = whole_response(stretch, place)
                if response is not None:
                    seconds = whole_seconds(stretch, place)
                    self._keep(session, name, entry, response=response, seconds=seconds, item=item)

    def _keep(self, session: str, name: str, entry: Entry, *, response: Response, seconds: float, item: Item) -> None:
        assert entry.at is not None
        score = safe_grade(item, response).score
        attempt = Attempt(
            id=name,
            item=entry.item,
            session=session,
            at=entry.at,
            seconds=max(0.0, seconds),
            response=response.model_dump(mode="json"),
            score=score,
            rating=rate(score, seconds, item.seconds),
        )
        self.record(attempt)

    def record(self, attempt: Attempt) -> None:
        """An attempt with the review that follows from it."""
        before = self._progress.card(attempt.item)
        # A section that is closed long after its time may come after later reviews of the same item.
        at = attempt.at if before is None else max(attempt.at, before.last_review)
        review = Review(id=f"{attempt.id}.review", attempt=attempt.id, item=attempt.item, at=at, rating=attempt.rating)
        card = self._scheduler.review(before, attempt.item, attempt.rating, at)
        self._progress.record(attempt, review, card)

    def revise(self, review: Review) -> None:
        """A changed rating of an earlier answer, with the card that follows from the whole log."""
        log = [*self._progress.reviews(item=review.item), review]
        self._progress.revise(review, replay(log, self._scheduler)[review.item])
