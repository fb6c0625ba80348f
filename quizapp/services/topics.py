"""One topic: its questions and tasks, the mistakes that are made in it, and how the learner has done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from statistics import median

from pydantic import TypeAdapter, ValidationError

from quizapp.domain.card import KNOWN_DAYS, Card
from quizapp.domain.fields import Model
from quizapp.domain.grading import Response, grade
from quizapp.domain.items.picked import Spot
from quizapp.domain.ports.clock import Clock
from quizapp.domain.ports.library import Library
from quizapp.domain.ports.progress import Progress
from quizapp.domain.selection import Listing
from quizapp.domain.session import Attempt
from quizapp.services.bookmarks import Bookmarks
from quizapp.services.overrule import effective

LINES = 300
"""Questions and tasks of a topic that are looked at, in the order of the roadmap."""
_RESPONSE: TypeAdapter[Response] = TypeAdapter(Response)


class Standing(StrEnum):
    """How it stands with a question or task."""

    NEW = "new"
    BEGUN = "begun"
    DUE = "due"
    KNOWN = "known"


class TopicLine(Model):
    """A question or task of a topic."""

    listing: Listing
    standing: Standing
    bookmarked: bool


class Mistake(Model):
    """Something that is easily got wrong."""

    text: str
    why: str = ""
    """Why it is wrong; empty where the text says it all."""
    source: str
    """The title of the question or task that it belongs to."""


class Record(Model):
    """How a learner has done."""

    answers: int
    items: int
    """Questions and tasks answered at all."""
    first_right: int
    """Those of them that were right the first time."""
    last_right: int
    """Those of them that were right the last time."""
    lapses: int
    """How often something known was forgotten."""
    pace: float | None
    """The usual time of a right answer, as a share of what a prepared candidate needs; None without one."""


class TopicPage(Model):
    """Everything beside the note."""

    lines: list[TopicLine]
    more: int
    """Questions and tasks beyond LINES."""
    own: list[Mistake]
    """The learner's own, from their latest answers."""
    usual: list[Mistake]
    """What is planted in questions answered, and in known-wrong solutions of tasks tried."""
    hidden: int
    """Such mistakes in what was not answered yet: to name them would give them away."""
    record: Record


class TopicService:
    """Looks at one topic."""

    def __init__(self, library: Library, progress: Progress, clock: Clock) -> None:
        self._library = library
        self._progress = progress
        self._clock = clock
        self._bookmarks = Bookmarks(progress, clock)

    def page(self, topic_id: str) -> TopicPage:
        """What there is to tell of a topic; may take a while if it is large.

        Raises:
            NotFoundError: there is no such topic.
        """
        total = self._library.topic(topic_id).items
        listings = self._library.listings(topics=[topic_id], limit=LINES)
        cards = {listing.id: self._progress.card(listing.id) for listing in listings}
        attempts = {
            listing.id: effective(self._progress, self._progress.attempts(item=listing.id)) for listing in listings
        }
        marked = set(self._bookmarks.all())
        planted = [(listing, mistake) for listing in listings for mistake in self._planted(listing)]
        return TopicPage(
            lines=[
                TopicLine(
                    listing=listing,
                    standing=self._standing(cards[listing.id], attempts[listing.id]),
                    bookmarked=listing.id in marked,
                )
                for listing in listings
            ],
            more=max(0, total - len(listings)),
            own=[mistake for listing in listings for mistake in self._made(listing, attempts[listing.id])],
            usual=[mistake for listing, mistake in planted if attempts[listing.id]],
            hidden=sum(not attempts[listing.id] for listing, _ in planted),
            record=_record(listings, [attempts[listing.id] for listing in listings], list(cards.values())),
        )

    def _standing(self, card: Card | None, attempts: Sequence[Attempt]) -> Standing:
        if card is None:
            return Standing.BEGUN if attempts else Standing.NEW
        if card.due <= self._clock.now():
            return Standing.DUE
        return Standing.KNOWN if card.stability >= KNOWN_DAYS else Standing.BEGUN

    def _planted(self, listing: Listing) -> Iterator[Mistake]:
        """The defect of a question that has one to be found, the known-wrong solutions of a task."""
        if listing.kind == "spot":
            item = self._library.item(listing.id)
            assert isinstance(item, Spot)
            for option in item.options:
                if option.key:
                    yield Mistake(text=option.text, why=option.why, source=listing.title)
        elif listing.kind == "task":
            for mutant in self._library.task(listing.id).task.mutants:
                yield Mistake(text=mutant.say, source=listing.title)

    def _made(self, listing: Listing, attempts: Sequence[Attempt]) -> Iterator[Mistake]:
        """What the learner got wrong the last time, as far as the question knows why it is wrong."""
        if listing.kind in {"task", "open"} or not attempts or attempts[-1].score >= 1:
            return
        try:
            graded = grade(self._library.item(listing.id), _RESPONSE.validate_python(attempts[-1].response))
        except (ValidationError, ValueError):  # the question has changed since
            return
        for part in graded.parts:
            if part.chosen and not part.right and part.why:
                text = part.given if part.expected else part.label
                if text.strip():
                    yield Mistake(text=text, why=part.why, source=listing.title)


def _record(listings: Sequence[Listing], attempts: Sequence[Sequence[Attempt]], cards: Sequence[Card | None]) -> Record:
    answered = [each for each in attempts if each]
    paces = [
        attempt.seconds / listing.seconds
        for listing, each in zip(listings, attempts, strict=True)
        for attempt in each
        if attempt.score >= 1 and listing.kind != "task"
    ]
    return Record(
        answers=sum(map(len, attempts)),
        items=len(answered),
        first_right=sum(each[0].score >= 1 for each in answered),
        last_right=sum(each[-1].score >= 1 for each in answered),
        lapses=sum(card.lapses for card in cards if card is not None),
        pace=median(paces) if paces else None,
    )
