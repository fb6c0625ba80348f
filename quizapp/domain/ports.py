"""What services need from the outside, as Protocols. Adapters fit them; tests have fakes of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any, Protocol

from quizapp.domain.card import Card, Rating, Review
from quizapp.domain.fields import Model, Moment
from quizapp.domain.installation import Advance, InstalledPack, PackOffer
from quizapp.domain.item import Item, ItemId, Predict, Proof
from quizapp.domain.pack import Blueprint, Manifest, Term, Topic
from quizapp.domain.plan import Agenda, Candidate, Forecast, Pick
from quizapp.domain.reading import Reading
from quizapp.domain.report import CheckResult, ProofReport, Report
from quizapp.domain.run import Event, Exit, Isolation, Launch, PytestRun, StartFailure
from quizapp.domain.selection import Listing
from quizapp.domain.session import Attempt, Session
from quizapp.domain.task import Task


class Clock(Protocol):
    """Time, so that tests can set it."""

    def now(self) -> datetime:
        """The moment, aware, in UTC."""

    def monotonic(self) -> float:
        """Seconds that never run backwards, for durations."""

    def reading(self) -> Reading:
        """Both the wall clock and one that nobody can set and that goes on while the machine sleeps."""


class RoadmapTopic(Model):
    """A topic as the library has it."""

    id: str
    """`pack/topic`."""
    phase: str
    topic: Topic
    items: int
    """How many items and tasks it has."""


class GlossaryEntry(Model):
    """A term, and the topic that explains it."""

    topic: str
    """`pack/topic`."""
    title: str
    """The topic's."""
    term: Term


def glossary_of(roadmap: Iterable[RoadmapTopic]) -> list[GlossaryEntry]:
    """Every term of a roadmap, in alphabetical order; of terms written alike the roadmap's order decides."""
    entries = [
        GlossaryEntry(topic=stop.id, title=stop.topic.title, term=term)
        for stop in roadmap
        for term in stop.topic.glossary
    ]
    return sorted(entries, key=lambda entry: entry.term.term.lstrip("`*_").casefold())


class TaskFolder(Model):
    """A coding task with the files beside it."""

    id: ItemId
    pack: str
    task: Task
    starter: dict[str, bytes]
    solution: dict[str, bytes]
    variants: dict[str, dict[str, bytes]] = {}
    mutants: dict[str, dict[str, bytes]] = {}
    """Every mutant's whole source, edits applied."""

    def with_given(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """Files as they are launched: `given` ones come from the starter, whatever else stands in their place."""
        return {**files, **{path: self.starter[path] for path in self.task.given if path in self.starter}}


class Library(Protocol):
    """All packs installed, read-only. Lookups of what is not there raise NotFoundError."""

    def manifests(self) -> Sequence[Manifest]:
        """The packs."""

    def roadmap(self) -> Sequence[RoadmapTopic]:
        """Every topic in learning order."""

    def topic(self, topic_id: str) -> RoadmapTopic:
        """One topic by its full id."""

    def glossary(self) -> Sequence[GlossaryEntry]:
        """Every topic's terms, in alphabetical order."""

    def item(self, item_id: ItemId) -> Item:
        """One item; a coding task is not among them."""

    def task(self, task_id: ItemId) -> TaskFolder:
        """One coding task; a bare id is found when only one pack has it."""

    def listing(self, item_id: ItemId) -> Listing | None:
        """What there is to say of an item or task without opening it; None when no pack has it any more."""

    def listings(
        self,
        *,
        topics: Sequence[str] = (),
        kinds: Sequence[str] = (),
        difficulty: tuple[int, int] = (1, 5),
        without: Iterable[ItemId] = (),
        only: Iterable[ItemId] | None = None,
        limit: int | None = None,
    ) -> Sequence[Listing]:
        """Items and tasks in roadmap order, filtered; `only` names those among which to look."""

    def count(
        self,
        *,
        topics: Sequence[str] = (),
        kinds: Sequence[str] = (),
        difficulty: tuple[int, int] = (1, 5),
        without: Iterable[ItemId] = (),
        only: Iterable[ItemId] | None = None,
    ) -> int:
        """How many listings there would be."""

    def search(self, words: Sequence[Sequence[str]], *, limit: int) -> Sequence[tuple[Listing, str]]:
        """Items and tasks in which every word (`search.words_of`) is found, the best first, each with a text to quote.

        Words are found by their beginning. What is told only after an answer is searched too, and not quoted.
        """

    def blueprints(self) -> Sequence[tuple[str, Blueprint]]:
        """Interview blueprints with their packs' ids."""

    def pack_root(self, pack: str) -> Path:
        """The folder of a pack."""

    def stamp(self, pack: str) -> str:
        """Changes whenever something changes in the pack's files that describe items and tasks."""

    def fingerprints(self, pack: str) -> Mapping[ItemId, str]:
        """What each item and task of a pack asks, as `fingerprint.fingerprint` tells it."""


class ActivityEvent(Model):
    """Something that happened beside attempts: a hint opened, a solution seen, a bookmark set. Append-only."""

    id: str
    kind: str
    """`hint`, `solution`, `bookmark`, `doubt`, `undo`, `overrule`, ..."""
    subject: str
    at: Moment
    detail: dict[str, Any] = {}


UNDO = "undo"
"""The kind of an event that takes its subject, an attempt, back."""

FRESH_LOOK = "fresh-look"
"""The kind of an event that brings its subject, an item whose stem or key changed, up again."""
FRESH_LOOKS = 20
"""So many items whose stem or key changed come up again in a day."""


class Counts(Model):
    """The numbers of a home screen, over everything ever answered."""

    due: int
    """Cards due now, of items that may be gone from the library; `Tally.due` counts only what is there."""
    seen: int
    """Items with a card."""
    attempts: int
    """Attempts since the moment asked for."""
    items: int
    """Different items among them."""
    new: int
    """Items among them that were reviewed for the first time."""


class Tally(Model):
    """How far the learner is with a group of items, such as a topic."""

    seen: int = 0
    due: int = 0
    known: int = 0
    """Items that are not due and have a stability of at least KNOWN_DAYS."""
    lasting: int = 0
    """Items with a stability of at least LASTING_DAYS."""


class Progress(Protocol):
    """One person's history. Every write is durable when the call returns; failures are StoreError.

    Attempts, reviews and events are logs: they are only ever appended to. An attempt that was taken back (`undo`) stays
    in the log, and from then on neither it nor its reviews count anywhere. Writing the same id with the same content
    again does nothing, so a write may be retried; another content under a known id is a StoreError. Sessions must be
    saved before the attempts that name them. Cards follow from reviews and can be rebuilt.
    """

    def record(self, attempt: Attempt, review: Review | None = None, card: Card | None = None) -> None:
        """An attempt with the review and card that follow from it, all or nothing; those two come together.

        A review of a session that leaves the schedule alone is a StoreError.
        """

    def revise(self, review: Review, card: Card) -> None:
        """A changed rating: a new review that overrides an earlier one, and the card that follows (`replay.replay`)."""

    def undo(self, event: ActivityEvent, scheduler: Scheduler) -> Card | None:
        """Take an attempt back by an event of the kind UNDO; returns what card is left of its item, by replay."""

    def card(self, item: ItemId) -> Card | None:
        """The item's memory state."""

    def cards(self) -> Mapping[ItemId, Card]:
        """Every card."""

    def due(self, now: datetime, limit: int | None = None) -> Sequence[Card]:
        """Cards due, most overdue first."""

    def due_items(self, now: datetime, limit: int | None = None) -> Sequence[ItemId]:
        """The ids of cards due, most overdue first; far quicker than `due` when there are many."""

    def seen_items(self) -> AbstractSet[ItemId]:
        """The ids of all items with a card."""

    def weak_items(self, limit: int | None = None) -> Sequence[ItemId]:
        """The ids of items that do not hold yet (`card.is_weak`), the least stable first."""

    def lapsed_items(self, lapses: int, limit: int | None = None) -> Mapping[ItemId, int]:
        """Items forgotten at least so often that do not last yet, with how often, the most forgotten first."""

    def missed_items(self, limit: int | None = None) -> Sequence[ItemId]:
        """The ids of items whose latest answer was not wholly right, the latest first."""

    def best_scores(self, items: Collection[ItemId]) -> Mapping[ItemId, float]:
        """The best score of each of these items, without those never attempted or only after the solution was seen."""

    def counts(self, now: datetime, since: datetime) -> Counts:
        """What is due now, and what was done since a moment such as the learner's midnight."""

    def tallies(self, groups: Mapping[ItemId, str], now: datetime) -> Mapping[str, Tally]:
        """How far the learner is with each group; `groups` says to which one an item belongs. Every group is there."""

    def days(self, zone: tzinfo, since: datetime | None = None) -> Mapping[date, int]:
        """How many attempts were made on each day of that time zone, earliest first; days without any are left out."""

    def attempts(
        self,
        *,
        session: str | None = None,
        item: ItemId | None = None,
        since: datetime | None = None,
        undone: bool = False,
    ) -> Sequence[Attempt]:
        """Attempts in the order in which they were recorded; with those that were taken back if `undone`."""

    def reviews(self, *, item: ItemId | None = None, session: str | None = None) -> Sequence[Review]:
        """Reviews, of an item or a session's attempts, as recorded: overridden ones too, none taken back."""

    def rebuild(self, scheduler: Scheduler) -> int:
        """Replay every review into fresh cards, all or nothing; returns how many cards there are."""

    def mend(self, scheduler: Scheduler) -> int:
        """Replay the cards that do not know of all their reviews; returns how many.

        A card lacks one if two processes reviewed its item at once, or if a rating was changed after later reviews. To
        be called at the start: it costs nothing when there are none.
        """

    def adopt(self, aliases: Mapping[ItemId, ItemId], scheduler: Scheduler) -> int:
        """Give the history of renamed items, old id to new id, to their new ids; returns how many items had one."""

    def take_up(
        self, pack: str, stamp: str, fingerprints: Callable[[], Mapping[ItemId, str]], at: datetime
    ) -> Sequence[ItemId]:
        """Note what a pack's items ask now; those that asked something else before come up for a fresh look.

        Each of these with a card becomes due, FRESH_LOOKS a day from `at` on unless it is due earlier, and gets an
        event of the kind FRESH_LOOK. The card's memory stays as it is, and an answer ends the matter. Nothing happens,
        and `fingerprints` is not called, when `stamp` is the one of the last time. Items that are gone are remembered.

        Returns:
            the items that come up for a fresh look.
        """

    def save_session(self, session: Session) -> None:
        """A new session, or a session that has ended."""

    def session(self, session_id: str) -> Session | None:
        """One session."""

    def sessions(self, *, open_only: bool = False, kind: str | None = None) -> Sequence[Session]:
        """Sessions, the latest first."""

    def log(self, event: ActivityEvent) -> None:
        """Append an event."""

    def events(self, *, kind: str | None = None, subject: str | None = None) -> Sequence[ActivityEvent]:
        """Events in the order in which they happened."""

    def state(self) -> Hashable:
        """Another value whenever anything was written since, by this process or another one; a glance."""

    def backup(self, to: Path) -> None:
        """Write a copy of the whole history, as of now, to another file; one of that name is replaced."""

    def faults(self) -> Sequence[str]:
        """What is wrong with the file, in technical words; nothing in health. Reads all of it."""

    def close(self) -> None:
        """Let go of the file."""


Tell = Callable[[Advance], None]
"""Is told how far a work is, from whichever thread does it."""
IsCancelled = Callable[[], bool]
"""Is asked, many times a second, whether the person has stopped a work."""


class Installer(Protocol):
    """Brings packs into a folder of the person's and out of it again. A pack is hostile until shown otherwise.

    Every change is whole or not there at all, whenever the process ends. Nothing of a pack is ever run. What cannot be
    had is a PackError, what may not come in a PackRefusedError, a work that was stopped a StoppedError.
    """

    def installed(self) -> Sequence[InstalledPack]:
        """The bundled pack, then the others in alphabetical order."""

    def damaged(self) -> Sequence[str]:
        """What cannot be read of what was kept about packs, one sentence each."""

    def roots(self) -> Sequence[Path]:
        """The folders of the packs that are switched on; never none."""

    def offer(self, source: str, *, link: bool, tell: Tell, is_cancelled: IsCancelled) -> PackOffer:
        """Fetch a pack, unpack it beside the others, and hold it against every rule; errors refuse it."""

    def install(self, offer: PackOffer) -> InstalledPack:
        """Put what was offered into the library, in the place of what it replaces."""

    def discard(self, offer: PackOffer) -> None:
        """Throw away what was offered."""

    def remove(self, pack: str) -> None:
        """Take a pack out; a folder that was only linked stays where it is."""

    def change(self, pack: str, *, enabled: bool | None = None, pinned: bool | None = None) -> InstalledPack:
        """Switch a pack on or off, pin or unpin it."""

    def sweep(self) -> int:
        """Delete what nothing refers to any more, unless another process may be using it; returns how much it was."""


class DoubtFile(Protocol):
    """Where doubts about items are written down for their authors. What cannot be written or read is a StoreError."""

    @property
    def path(self) -> Path:
        """The file, which need not exist yet."""

    def append(self, entry: str) -> None:
        """Add an entry, in Markdown, at the end."""

    def read(self) -> str:
        """Everything in it."""


class Scheduler(Protocol):
    """From a rating to the next due date."""

    def review(self, card: Card | None, item: ItemId, rating: Rating, at: datetime) -> Card:
        """The card after a review."""

    def retrievability(self, card: Card, at: datetime) -> float:
        """The chance of recall at that moment, 0 to 1."""

    def recall(self, days: float, stability: float) -> float:
        """The chance of recall so many days after a review that left that stability; their ratio decides it."""

    def preview(self, card: Card | None, item: ItemId, at: datetime) -> Mapping[Rating, datetime]:
        """When the item would be due after each rating."""


class Planner(Protocol):
    """From what is remembered to what is worth studying before a date. The same question gets the same answer."""

    def choose(self, candidates: Sequence[Candidate], agenda: Agenda) -> list[Pick]:
        """Today's items, the most worthwhile first, until today's time is used up: only the last may run over."""

    def forecast(self, candidates: Sequence[Candidate], agenda: Agenda, *, seed: int = 0) -> Forecast:
        """Expected recall on the date."""


class RunningApp(Protocol):
    """One learner's app, alive in its own process. Requests may be sent at once: they wait until it listens."""

    @property
    def socket_path(self) -> str:
        """The Unix socket that it serves; `host:port` where there are none."""

    @property
    def versions(self) -> Mapping[str, str]:
        """Versions that a failure should name: python, fastapi, starlette, pydantic, uvicorn."""

    async def started(self) -> StartFailure | None:
        """Wait until it serves or has failed to."""

    async def journal(self) -> Sequence[Event]:
        """Everything seen since the start, in order."""

    async def routes(self) -> Sequence[str]:
        """`GET /items`, in the order of registration."""

    async def stop(self, within: float = 2.0) -> Exit:
        """Ask it to shut down as SIGTERM would, wait, then kill."""

    async def kill(self) -> Exit:
        """End it now."""

    def ended(self) -> Exit | None:
        """How it ended, or None while it lives."""

    def output(self) -> str:
        """The end of what it printed, both streams, bounded."""

    async def files(self) -> Mapping[str, bytes]:
        """What the app wrote into its working directory, bounded."""


class Sandbox(Protocol):
    """Runs a learner's code in a process of its own. What cannot be run at all raises SandboxError."""

    @property
    def isolation(self) -> Isolation:
        """What is held back here; known after `warm`."""

    async def warm(self) -> None:
        """Be ready for a launch; may be called at any time, does nothing when ready."""

    async def launch(self, launch: Launch) -> RunningApp:
        """Start an app; returns before it serves."""

    async def run_pytest(
        self, launch: Launch, path: str, *, reversed_order: bool = False, within: float = 20.0
    ) -> PytestRun:
        """Run tests that lie among the sources, in the sandbox."""

    async def close(self) -> None:
        """End every process."""


class Checker(Protocol):
    """Carries out checks against a running app. Its own faults become a verdict, never an exception."""

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
        """Run a task's checks; `only` names checks (with those they come after)."""

    async def prove(self, proof: Proof, *, trusted: bool = True) -> ProofReport:
        """Run an item's proof."""

    async def predict(self, item: Predict, *, trusted: bool = True) -> ProofReport:
        """Run a `predict` item and compare what really comes back with what it states."""


class Workspaces(Protocol):
    """The learner's own copies of starters. What cannot be read or written raises WorkspaceError."""

    def open(self, folder: TaskFolder) -> Path:
        """The workspace's folder, made from the starter the first time."""

    def sources(self, folder: TaskFolder) -> Mapping[str, bytes]:
        """What would be launched: the learner's files, and `given` files from the starter."""

    def sources_at(self, folder: TaskFolder, path: Path) -> Mapping[str, bytes]:
        """What would be launched from another folder of the learner's, read-only."""

    def read(self, folder: TaskFolder, path: str) -> str:
        """A file's text."""

    def write(self, folder: TaskFolder, path: str, text: str) -> None:
        """Save a file whole or not at all."""

    def files(self, folder: TaskFolder) -> Sequence[str]:
        """The learner's files, the one to open first at the front."""

    def snapshot(self, folder: TaskFolder, label: str) -> str | None:
        """Keep the present state; None if it is kept already."""

    def snapshots(self, folder: TaskFolder) -> Sequence[tuple[str, Moment, str]]:
        """Id, moment and label, the latest first."""

    def reset(self, folder: TaskFolder) -> str | None:
        """Back to the starter, after a snapshot; returns the snapshot's id."""

    def restore(self, folder: TaskFolder, snapshot: str) -> None:
        """Back to a snapshot, after another one."""
