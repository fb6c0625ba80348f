"""Fakes of the ports: small, honest, in memory. The same contract is tested on them and on the real adapters."""
# ruff: noqa: D102 - the Protocols of quizapp.domain.ports say what each method does

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import TypeVar

from quizapp.domain.card import Card, Rating, Review
from quizapp.domain.fields import utc
from quizapp.domain.item import Choice, Item, ItemId, Option, Predict, Proof, Short, item_id
from quizapp.domain.pack import Blueprint, Manifest, Topic
from quizapp.domain.ports import (
    KNOWN_DAYS,
    LASTING_DAYS,
    ActivityEvent,
    Counts,
    RoadmapTopic,
    Scheduler,
    Tally,
    TaskFolder,
)
from quizapp.domain.replay import replay
from quizapp.domain.report import CheckResult, ProofReport, Report, Verdict, overall
from quizapp.domain.run import Event, Exit, Isolation, IsolationLevel, Launch, PytestRun, StartFailure
from quizapp.domain.selection import Listing
from quizapp.domain.session import Attempt, Session
from quizapp.domain.task import Task
from quizapp.errors import NotFoundError, StoreError, WorkspaceError

START = datetime(2026, 3, 2, 9, 30, tzinfo=timezone.utc)
"""A Monday morning on which every fake clock starts."""


class FakeClock:
    """Time that stands still until `advance`."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self._monotonic = 1000.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    def advance(self, seconds: float = 0.0, *, days: float = 0.0) -> None:
        """Let time pass on both clocks."""
        step = timedelta(days=days, seconds=seconds)
        self._now += step
        self._monotonic += step.total_seconds()


class FakeScheduler:
    """Intervals by heart: a day after Again; else stability, at first one day, times 2 (Hard), 3 (Good) or 5 (Easy)."""

    FACTORS: Mapping[Rating, float] = {Rating.HARD: 2.0, Rating.GOOD: 3.0, Rating.EASY: 5.0}

    def review(self, card: Card | None, item: ItemId, rating: Rating, at: datetime) -> Card:
        stability = 1.0 if rating is Rating.AGAIN else (card.stability if card else 1.0) * self.FACTORS[rating]
        return Card(
            item=item,
            state="review",
            stability=stability,
            difficulty=5.0,
            due=utc(at) + timedelta(days=stability),
            last_review=utc(at),
            reviews=(card.reviews if card else 0) + 1,
            lapses=0 if card is None else card.lapses + (rating is Rating.AGAIN),
        )

    def retrievability(self, card: Card, at: datetime) -> float:
        days = max(0.0, (at - card.last_review) / timedelta(days=1))
        return float(0.9 ** (days / card.stability))

    def preview(self, card: Card | None, item: ItemId, at: datetime) -> Mapping[Rating, datetime]:
        return {rating: self.review(card, item, rating, at).due for rating in Rating}


class FakeProgress:
    """A history in memory, as strict as the one in SQLite about what it takes."""

    def __init__(self) -> None:
        self._sessions: dict[str, Session] = {}
        self._attempts: dict[str, Attempt] = {}
        self._reviews: dict[str, Review] = {}
        self._events: dict[str, ActivityEvent] = {}
        self._cards: dict[ItemId, Card] = {}
        self.backups: list[Path] = []
        """Where copies were asked for; none is written."""
        self.closed = False

    def record(self, attempt: Attempt, review: Review | None = None, card: Card | None = None) -> None:
        if (review is None) != (card is None):
            raise ValueError("a card follows from a review: give both or none")
        if attempt.session is not None:
            _require(self._sessions, attempt.session)
        attempts = _with(self._attempts, attempt)
        if review is not None and card is not None:
            self._review(review, card, attempts)
        self._attempts = attempts

    def revise(self, review: Review, card: Card) -> None:
        if review.overrides is None:
            raise ValueError("a revising review says which one it overrides")
        self._review(review, card, self._attempts)

    def _review(self, review: Review, card: Card, attempts: Mapping[str, Attempt]) -> None:
        if card.item != review.item:
            raise ValueError(f"a review of {review.item} does not move the card of {card.item}")
        _require(attempts, review.attempt)
        if review.overrides is not None:
            _require(self._reviews, review.overrides)
        reviews = _with(self._reviews, review)
        if len(reviews) > len(self._reviews):
            self._cards[card.item] = card
        self._reviews = reviews

    def card(self, item: ItemId) -> Card | None:
        return self._cards.get(item)

    def cards(self) -> Mapping[ItemId, Card]:
        return dict(self._cards)

    def due(self, now: datetime, limit: int | None = None) -> Sequence[Card]:
        due = sorted((card.due, card.item) for card in self._cards.values() if card.due <= now)
        return [self._cards[item] for _, item in due[:limit]]

    def due_items(self, now: datetime, limit: int | None = None) -> Sequence[ItemId]:
        return [card.item for card in self.due(now, limit)]

    def seen_items(self) -> AbstractSet[ItemId]:
        return set(self._cards)

    def best_scores(self, items: Collection[ItemId]) -> Mapping[ItemId, float]:
        best: dict[ItemId, float] = {}
        for attempt in self._attempts.values():
            if attempt.item in items and not attempt.solution_seen:
                best[attempt.item] = max(attempt.score, best.get(attempt.item, 0.0))
        return best

    def counts(self, now: datetime, since: datetime) -> Counts:
        recent = self.attempts(since=since)
        old = {review.item for review in self._reviews.values() if review.at < since}
        return Counts(
            due=len(self.due(now)),
            seen=len(self._cards),
            attempts=len(recent),
            items=len({attempt.item for attempt in recent}),
            new=len({review.item for review in self._reviews.values() if review.at >= since} - old),
        )

    def tallies(self, groups: Mapping[ItemId, str], now: datetime) -> Mapping[str, Tally]:
        members: dict[str, list[Card]] = {group: [] for group in groups.values()}
        for card in self._cards.values():
            if card.item in groups:
                members[groups[card.item]].append(card)
        return {
            group: Tally(
                seen=len(cards),
                due=sum(card.due <= now for card in cards),
                known=sum(card.due > now and card.stability >= KNOWN_DAYS for card in cards),
                lasting=sum(card.stability >= LASTING_DAYS for card in cards),
            )
            for group, cards in members.items()
        }

    def days(self, zone: tzinfo, since: datetime | None = None) -> Mapping[date, int]:
        days = sorted(attempt.at.astimezone(zone).date() for attempt in self.attempts(since=since))
        return {day: days.count(day) for day in days}

    def attempts(
        self, *, session: str | None = None, item: ItemId | None = None, since: datetime | None = None
    ) -> Sequence[Attempt]:
        return [
            attempt
            for attempt in self._attempts.values()
            if session in {None, attempt.session}
            and item in {None, attempt.item}
            and (since is None or attempt.at >= since)
        ]

    def reviews(self, *, item: ItemId | None = None) -> Sequence[Review]:
        return [review for review in self._reviews.values() if item in {None, review.item}]

    def rebuild(self, scheduler: Scheduler) -> int:
        self._cards = replay(self._reviews.values(), scheduler)
        return len(self._cards)

    def mend(self, scheduler: Scheduler) -> int:
        known = Counter(review.item for review in self._reviews.values() if review.overrides is None)
        stale = [item for item, card in self._cards.items() if card.reviews != known[item]]
        for item in stale:
            self._cards |= replay(self.reviews(item=item), scheduler)
        return len(stale)

    def adopt(self, aliases: Mapping[ItemId, ItemId], scheduler: Scheduler) -> int:
        answered = {attempt.item for attempt in self._attempts.values()}
        final = {old: self._last_name(aliases, old) for old in aliases}
        renamed = {old: new for old, new in final.items() if old != new and old in answered}
        for attempt in self._attempts.values():
            item = renamed.get(attempt.item, attempt.item)
            self._attempts[attempt.id] = attempt.model_copy(update={"item": item})
        for review in self._reviews.values():
            item = renamed.get(review.item, review.item)
            self._reviews[review.id] = review.model_copy(update={"item": item})
        for event in self._events.values():
            subject = renamed.get(ItemId(event.subject), event.subject)
            self._events[event.id] = event.model_copy(update={"subject": subject})
        for session in self.sessions(open_only=True):
            plan = list(dict.fromkeys(renamed.get(item, item) for item in session.plan))
            self._sessions[session.id] = session.model_copy(update={"plan": plan})
        if renamed:
            self.rebuild(scheduler)
        return len(renamed)

    @staticmethod
    def _last_name(aliases: Mapping[ItemId, ItemId], item: ItemId) -> ItemId:
        passed = {item}
        while aliases.get(item, item) not in passed:
            item = aliases[item]
            passed.add(item)
        return item

    def save_session(self, session: Session) -> None:
        self._sessions[session.id] = session

    def session(self, session_id: str) -> Session | None:
        return self._sessions.get(session_id)

    def sessions(self, *, open_only: bool = False, kind: str | None = None) -> Sequence[Session]:
        found = [
            session
            for session in reversed(self._sessions.values())
            if (session.ended is None or not open_only) and kind in {None, session.kind}
        ]
        return sorted(found, key=lambda session: session.started, reverse=True)

    def log(self, event: ActivityEvent) -> None:
        self._events = _with(self._events, event)

    def events(self, *, kind: str | None = None, subject: str | None = None) -> Sequence[ActivityEvent]:
        return [
            event for event in self._events.values() if kind in {None, event.kind} and subject in {None, event.subject}
        ]

    def backup(self, to: Path) -> None:
        self.backups.append(to)

    def faults(self) -> Sequence[str]:
        return []

    def close(self) -> None:
        self.closed = True


Entry = TypeVar("Entry", Attempt, Review, ActivityEvent)


def _with(log: Mapping[str, Entry], entry: Entry) -> dict[str, Entry]:
    """The log with an entry, as it would come back from JSON."""
    kept = type(entry).model_validate(json.loads(json.dumps(entry.model_dump(mode="json"))))
    if log.get(entry.id, kept) != kept:
        raise StoreError(f"Another entry is saved under the id {entry.id} already.")
    return {**log, entry.id: kept}


def _require(table: Mapping[str, object], identity: str) -> None:
    if identity not in table:
        raise StoreError(f"This refers to {identity}, which was not saved.")


class FakeLibrary:
    """One pack, made of models. Topics that are not given are made up from the items."""

    def __init__(
        self,
        items: Sequence[Item] = (),
        *,
        tasks: Sequence[TaskFolder] = (),
        topics: Sequence[Topic] = (),
        blueprints: Sequence[Blueprint] = (),
        pack: str = "demo",
    ) -> None:
        self._pack = pack
        self._items = {item_id(pack, item.id): item for item in items}
        self._tasks = {folder.id: folder for folder in tasks}
        self._blueprints = blueprints
        self._listings = [_listing(pack, item) for item in items] + [_task_listing(folder) for folder in tasks]
        used = {listing.topic.partition("/")[2] for listing in self._listings} - {topic.id for topic in topics}
        self._topics = [*topics, *(make_topic(slug) for slug in sorted(used))]

    def manifests(self) -> Sequence[Manifest]:
        return [Manifest(id=self._pack, title="Demonstration", version="1.0.0", license="MIT")]

    def roadmap(self) -> Sequence[RoadmapTopic]:
        return [
            RoadmapTopic(
                id=f"{self._pack}/{topic.id}",
                phase="Basics",
                topic=topic,
                items=sum(listing.topic == f"{self._pack}/{topic.id}" for listing in self._listings),
            )
            for topic in self._topics
        ]

    def topic(self, topic_id: str) -> RoadmapTopic:
        return _found({topic.id: topic for topic in self.roadmap()}, topic_id)

    def item(self, item_id: ItemId) -> Item:
        return _found(self._items, item_id)

    def task(self, task_id: ItemId) -> TaskFolder:
        return _found(self._tasks, task_id if "/" in task_id else item_id(self._pack, task_id))

    def listing(self, item_id: ItemId) -> Listing | None:
        return next((listing for listing in self._listings if listing.id == item_id), None)

    def listings(
        self,
        *,
        topics: Sequence[str] = (),
        kinds: Sequence[str] = (),
        difficulty: tuple[int, int] = (1, 5),
        without: Iterable[ItemId] = (),
        limit: int | None = None,
    ) -> Sequence[Listing]:
        order = [f"{self._pack}/{topic.id}" for topic in self._topics]
        left_out = set(without)
        found = [
            listing
            for listing in sorted(self._listings, key=lambda listing: order.index(listing.topic))
            if (not topics or listing.topic in topics)
            and (not kinds or listing.kind in kinds)
            and difficulty[0] <= listing.difficulty <= difficulty[1]
            and listing.id not in left_out
        ]
        return found[:limit]

    def blueprints(self) -> Sequence[tuple[str, Blueprint]]:
        return [(self._pack, blueprint) for blueprint in self._blueprints]

    def pack_root(self, pack: str) -> Path:
        return _found({self._pack: Path("/packs") / self._pack}, pack)

    def remove(self, item_id: ItemId) -> None:
        """As if a newer version of the pack had it no more."""
        self._items.pop(item_id, None)
        self._tasks.pop(item_id, None)
        self._listings = [listing for listing in self._listings if listing.id != item_id]


Value = TypeVar("Value")


def _found(table: Mapping[str, Value] | Mapping[ItemId, Value], name: str) -> Value:
    try:
        return table[name]  # type: ignore[index]  # an ItemId is a str
    except KeyError as error:
        raise NotFoundError(f"There is no {name} in the library.") from error


def _listing(pack: str, item: Item) -> Listing:
    return Listing(
        id=item_id(pack, item.id),
        kind=item.kind,
        topic=f"{pack}/{item.topic}",
        difficulty=item.difficulty,
        seconds=item.seconds,
        title=item.stem.splitlines()[0],
    )


def _task_listing(folder: TaskFolder) -> Listing:
    return Listing(
        id=folder.id,
        kind="task",
        topic=f"{folder.pack}/{folder.task.topic}",
        difficulty=folder.task.difficulty,
        seconds=folder.task.minutes * 60,
        title=folder.task.title,
    )


class FakeWorkspaces:
    """Workspaces in memory; `open` names a folder that is not on disk."""

    def __init__(self) -> None:
        self.elsewhere: dict[Path, dict[str, bytes]] = {}
        """Other folders of the learner's."""
        self._files: dict[ItemId, dict[str, bytes]] = {}
        self._kept: dict[ItemId, list[tuple[str, datetime, str, dict[str, bytes]]]] = {}

    def open(self, folder: TaskFolder) -> Path:
        self._files.setdefault(folder.id, dict(folder.starter))
        return Path("/workspaces") / folder.id

    def sources(self, folder: TaskFolder) -> Mapping[str, bytes]:
        self.open(folder)
        return {**self._files[folder.id], **{path: folder.starter[path] for path in folder.task.given}}

    def sources_at(self, folder: TaskFolder, path: Path) -> Mapping[str, bytes]:
        if path not in self.elsewhere:
            raise WorkspaceError("There is no such folder.", where=str(path))
        return {**self.elsewhere[path], **{given: folder.starter[given] for given in folder.task.given}}

    def read(self, folder: TaskFolder, path: str) -> str:
        self.open(folder)
        try:
            return self._files[folder.id][path].decode()
        except KeyError as error:
            raise WorkspaceError(f"There is no file {path}.", where=f"{folder.id}/{path}") from error

    def write(self, folder: TaskFolder, path: str, text: str) -> None:
        self.open(folder)
        self._files[folder.id][path] = text.encode()

    def files(self, folder: TaskFolder) -> Sequence[str]:
        self.open(folder)
        return sorted(self._files[folder.id], key=lambda path: (path != folder.task.open_with, path))

    def snapshot(self, folder: TaskFolder, label: str) -> str | None:
        self.open(folder)
        kept = self._kept.setdefault(folder.id, [])
        present = dict(self._files[folder.id])
        if kept and kept[-1][3] == present:
            return None
        kept.append((f"snapshot-{len(kept) + 1}", START, label, present))
        return kept[-1][0]

    def snapshots(self, folder: TaskFolder) -> Sequence[tuple[str, datetime, str]]:
        return [(name, at, label) for name, at, label, _ in reversed(self._kept.get(folder.id, []))]

    def reset(self, folder: TaskFolder) -> str | None:
        kept = self.snapshot(folder, "before reset")
        self._files[folder.id] = dict(folder.starter)
        return kept

    def restore(self, folder: TaskFolder, snapshot: str) -> None:
        for name, _, _, files in self._kept.get(folder.id, []):
            if name == snapshot:
                self.snapshot(folder, "before restore")
                self._files[folder.id] = dict(files)
                return
        raise WorkspaceError(f"There is no snapshot {snapshot}.")


ISOLATION = Isolation(level=IsolationLevel.FULL, layers=["fake"])
VERSIONS = {"python": "3.13.1", "fastapi": "0.165.0"}


class FakeChecker:
    """Passes every check but those that a test says are to fail; remembers what it was given."""

    def __init__(self) -> None:
        self.verdicts: dict[str, Verdict] = {}
        """By the id of a check; PASSED otherwise."""
        self.proof = ProofReport(holds=True)
        self.given: list[Mapping[str, bytes]] = []
        """The sources of each run."""

    async def check(
        self,
        task: Task,
        sources: Mapping[str, bytes],
        *,
        seed: int | None = None,
        on_result: Callable[[CheckResult], None] | None = None,
        only: Sequence[str] = (),
        trusted: bool = True,
    ) -> Report:
        self.given.append(dict(sources))
        results = []
        for check in task.checks:
            if only and check.id not in only:
                continue
            verdict = self.verdicts.get(check.id, Verdict.PASSED)
            result = CheckResult(id=check.id, title=check.title, verdict=verdict, steps=len(check.steps))
            results.append(result)
            await asyncio.sleep(0)
            if on_result:
                on_result(result)
        return Report(
            task=task.id,
            verdict=overall([result.verdict for result in results]),
            checks=results,
            seed=1 if seed is None else seed,
            isolation=ISOLATION,
            versions=VERSIONS,
            elapsed_ms=12.0,
        )

    async def prove(self, proof: Proof, *, trusted: bool = True) -> ProofReport:
        return self.proof

    async def predict(self, item: Predict, *, trusted: bool = True) -> ProofReport:
        return self.proof


class FakeRunningApp:
    """An app that has started, or has failed to as the test says."""

    def __init__(self, failure: StartFailure | None = None) -> None:
        self._failure = failure
        self._exit: Exit | None = None

    @property
    def socket_path(self) -> str:
        return "/run/fake.sock"

    @property
    def versions(self) -> Mapping[str, str]:
        return VERSIONS

    async def started(self) -> StartFailure | None:
        return self._failure

    async def journal(self) -> Sequence[Event]:
        return []

    async def routes(self) -> Sequence[str]:
        return []

    async def stop(self, within: float = 2.0) -> Exit:
        return self._end(Exit(code=0))

    async def kill(self) -> Exit:
        return self._end(Exit(signal=9))

    def _end(self, how: Exit) -> Exit:
        self._exit = self._exit or how
        return self._exit

    def ended(self) -> Exit | None:
        return self._exit

    def output(self) -> str:
        return ""

    async def files(self) -> Mapping[str, bytes]:
        return {}


class FakeSandbox:
    """Launches nothing; remembers what it was asked to launch."""

    def __init__(self) -> None:
        self.launches: list[Launch] = []
        self.apps: list[FakeRunningApp] = []
        self.failure: StartFailure | None = None
        self.tests = PytestRun(passed=1, exit_code=0)
        self.warmed = False
        self.closed = False

    @property
    def isolation(self) -> Isolation:
        return ISOLATION

    async def warm(self) -> None:
        self.warmed = True

    async def launch(self, launch: Launch) -> FakeRunningApp:
        self.launches.append(launch)
        self.apps.append(FakeRunningApp(self.failure))
        return self.apps[-1]

    async def run_pytest(
        self, launch: Launch, path: str, *, reversed_order: bool = False, within: float = 20.0
    ) -> PytestRun:
        self.launches.append(launch)
        return self.tests

    async def close(self) -> None:
        self.closed = True
        for app in self.apps:
            await app.kill()


def make_topic(slug: str) -> Topic:
    """A topic with a one-line note."""
    return Topic(id=slug, title=slug.replace("-", " ").title(), summary=f"About {slug}.", notes={"en": "A note."})


def make_choice(slug: str, *, topic: str = "basics", difficulty: int = 1, seconds: float = 30.0) -> Choice:
    """An item with three options, of which the first is the key."""
    options = [
        Option(text="Right", key=True, why="It is."),
        Option(text="Wrong", why="It is not."),
        Option(text="Off the mark", why="Neither is this."),
    ]
    return Choice(
        id=slug,
        kind="choice",
        topic=topic,
        difficulty=difficulty,
        seconds=seconds,
        stem=f"What holds for {slug}?",
        explanation="Because it does.",
        options=options,
    )


def make_short(slug: str, *answers: str, topic: str = "basics", difficulty: int = 1, seconds: float = 30.0) -> Short:
    """An item to type an answer to, `200` unless others are given."""
    return Short(
        id=slug,
        kind="short",
        topic=topic,
        difficulty=difficulty,
        seconds=seconds,
        stem=f"Which status does {slug} have?",
        explanation="Because it does.",
        accept=list(answers) or ["200"],
    )


def make_task(
    slug: str, *, checks: Sequence[str] = ("answers",), topic: str = "basics", pack: str = "demo"
) -> TaskFolder:
    """A coding task with a starter of one file and checks of one request each."""
    steps = [{"GET": "/", "expect": {"status": 200}}]
    task = Task.model_validate(
        {
            "id": slug,
            "title": slug.replace("-", " ").title(),
            "topic": topic,
            "intent": "build",
            "difficulty": 2,
            "minutes": 10,
            "brief": "Make it answer.",
            "hints": ["Look at the route.", "It is GET /."],
            "checks": [{"id": check, "title": f"It {check}", "why": "Clients.", "steps": steps} for check in checks],
        }
    )
    starter = {"main.py": b"app = None\n"}
    solution = {"main.py": b"from fastapi import FastAPI\n\napp = FastAPI()\n"}
    return TaskFolder(id=item_id(pack, slug), pack=pack, task=task, starter=starter, solution=solution)


def make_attempt(
    number: int, item: ItemId, rating: Rating, at: datetime, *, session: str | None = None, seconds: float = 10.0
) -> Attempt:
    """An attempt whose id is its number."""
    score = 0.0 if rating is Rating.AGAIN else 1.0
    return Attempt(
        id=f"attempt-{number}",
        item=item,
        session=session,
        at=at,
        seconds=seconds,
        response={"kind": "picked", "options": [0]},
        score=score,
        rating=rating,
    )


def make_review(attempt: Attempt, *, rating: Rating | None = None, overrides: str | None = None) -> Review:
    """The review that an attempt earns, or one that overrides it."""
    return Review(
        id=f"review-of-{attempt.id}" if overrides is None else f"after-{overrides}",
        attempt=attempt.id,
        item=attempt.item,
        at=attempt.at,
        rating=attempt.rating if rating is None else rating,
        overrides=overrides,
    )
