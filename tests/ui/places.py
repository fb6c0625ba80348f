"""Every screen, and how to stand on it with something to do there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot

from quizapp.domain.grading import Passed
from quizapp.domain.installation import InstalledPack
from quizapp.domain.items.any import Item
from quizapp.domain.items.identity import ItemId
from quizapp.domain.pack import Blueprint, Term
from quizapp.domain.session import Session
from quizapp.ui import messages as to
from quizapp.ui.app import QuizApp
from quizapp.ui.screens.practice import PracticeScreen
from tests.fakes import FakeLibrary
from tests.fakes.installer import BUNDLED, SQL, FakeInstaller
from tests.ui import samples
from tests.ui.conftest import FakeServices
from tests.ui.practice_samples import PracticeServices, settled

OPEN = samples.item(
    "open",
    "spoken",
    topic="event-loop",
    stem="What does a blocking call do to the others?",
    points=[{"id": "stall", "say": "They all wait", "any_of": ["wait", "stall"], "missing": "All wait.", "must": True}],
    model_answer="They wait.",
    follow_ups=[{"ask": "And then?"}, {"ask": "Who?", "when_missing": "stall"}],
)
WORDS = [
    Term(term="Idempotent", say="Twice does what `once` does.", also=["repeatable"]),
    Term(
        term="Safe",
        say="A method that changes nothing: whoever calls it asks for nothing but an answer, and may call it again.",
    ),
]
CODING = Blueprint.model_validate(
    {
        "id": "coding",
        "title": "Coding round",
        "summary": "Code under the clock.",
        "sections": [{"title": "Code", "minutes": 15, "tasks": ["orders"]}],
    }
)
PACKS = (
    BUNDLED,
    SQL,
    InstalledPack(
        id="http",
        title="HTTP in depth",
        version="2.0.0",
        source="./http",
        origin="folder",
        folder=Path("http"),
        enabled=False,
        pinned=True,
    ),
)
"""One that comes with the program, one of the web, one that is switched off."""


class Everything(PracticeServices):
    """A library with an item of each kind, coding tasks and a blueprint, and a folder for what is exported."""

    def __init__(self, reports: Path, items: list[Item] | None = None) -> None:
        super().__init__()
        tasks = [self.library.task(listing.id) for listing in self.library.listings(kinds=["task"])]
        self.library = FakeLibrary(
            items or [*samples.ITEMS, OPEN],
            topics=[samples.TOPICS[0].model_copy(update={"glossary": WORDS}), *samples.TOPICS[1:]],
            blueprints=[samples.BLUEPRINT, CODING],
            tasks=tasks,
        )
        self.installer = FakeInstaller(*PACKS)
        self.reports = reports


def held(services: FakeServices) -> Session:
    """An interview that was held: one question passed over, the others never seen."""
    session = services.interviews.start("demo/screen", seed=1)
    services.interviews.answer(session, 0, Passed(), 5)
    services.interviews.finish(session)
    services.clock.advance(days=1)
    return session


def studied(services: FakeServices) -> Session:
    """A study session with one answer in it; whoever comes back so often that nothing is left comes back later."""
    session = services.study.start(size=3)
    if session is None:
        services.clock.advance(days=60)
        session = services.study.start(size=3)
    assert session is not None
    showing = services.study.showing(session)
    assert showing is not None
    services.study.answer(showing, Passed(), 3)
    return session


Opening = Callable[[FakeServices], to.Requested | None]


def only(kind: str) -> Opening:
    """A session of one question of a kind, so much later that it is due if it was answered before."""

    def later(services: FakeServices) -> to.Requested:
        services.clock.advance(days=60)
        if (left := services.study.resumable()) is not None:  # or else it is asked about first
            services.study.finish(left)
        return to.StudyRequested(kinds=(kind,), size=1)

    return later


def begun(services: FakeServices) -> to.Requested:
    """A coding task of whose files a version is kept."""
    folder = services.practice.open(ItemId("demo/orders"))
    services.practice.keep(folder, "check")
    return to.TaskRequested(folder.id)


BY_KEYS: dict[str, tuple[str, ...]] = {
    "console": ("ctrl+l",),
    "other requests": ("ctrl+l", "ctrl+o"),
    "versions": ("f9",),
    "a version": ("f9", "enter"),
}
"""Keys that lead on from a place to a box that lies over it."""

PLACES: dict[str, Opening] = {
    "home": lambda _: None,
    "a session was left": lambda services: (services.study.start(size=2), to.StudyRequested())[1],
    "tour": lambda _: to.TourRequested(),
    **{
        f"study a {kind}": only(kind)
        for kind in ("choice", "short", "cloze", "order", "match", "predict", "spot", "open")
    },
    "chooser": lambda _: to.ChooserRequested(),
    "search": lambda _: to.SearchRequested("what"),
    "glossary": lambda _: to.GlossaryRequested(),
    "summary": lambda services: to.SummaryRequested(studied(services)),
    "topic": lambda _: to.TopicRequested("demo/validation"),
    "tasks": lambda _: to.TasksRequested(),
    **dict.fromkeys(("task", *BY_KEYS), begun),
    "interviews": lambda _: to.InterviewsRequested(),
    "briefing": lambda _: to.BriefingRequested("demo/screen"),
    "interview": lambda _: to.InterviewRequested("demo/screen", seed=1),
    "blueprint": lambda _: to.BlueprintRequested(),
    "history": lambda services: to.HistoryRequested(held(services)),
    "comparison": lambda services: to.ComparisonRequested(held(services), held(services)),
    "debrief": lambda services: to.DebriefRequested(held(services)),
    "progress": lambda services: (studied(services), to.ProgressRequested())[1],
    "coding": lambda _: to.InterviewRequested("demo/coding", seed=1),
    "packs": lambda _: to.PacksRequested(),
    "settings": lambda _: to.SettingsRequested(),
    "keys": lambda _: to.KeysRequested(),
    "backups": lambda _: to.BackupsRequested(),
}


BOXES: dict[str, tuple[str, list[str]]] = {
    "help": ("home", ["f1"]),
    "jump": ("home", ["ctrl+b"]),
    "a value picked": ("settings", ["enter"]),
    "a value typed": ("settings", [*["down"] * 5, "enter"]),
    "keys of one's own": ("keys", ["enter"]),
    "a doubt": ("study a choice", ["1", "enter", "r"]),
    "a question looked back at": ("debrief", ["enter"]),
    "a new file": ("task", ["ctrl+n"]),
    "start over": ("task", ["ctrl+shift+r"]),
    "a pack's address": ("packs", ["a"]),
    "a pack": ("packs", ["enter"]),
}
"""What lies over a screen: the place below it, and the keys from there."""


async def arrive(pilot: Pilot[None]) -> None:
    """Wait until the screen stands."""
    await pilot.pause()
    await pilot.pause()
    if isinstance(pilot.app.screen, PracticeScreen):
        await settled(pilot)


async def go(app: QuizApp, pilot: Pilot[None], place: str) -> None:
    """From anywhere to a place, with nothing lying over it."""
    while len(app.screen_stack) > 1:
        app.pop_screen()
    await pilot.pause()
    wish = PLACES[place](app.services)
    if wish is not None:
        app.post_message(wish)
    await arrive(pilot)
    for key in BY_KEYS.get(place, ()):
        below = app.screen
        await pilot.press(key)
        async with asyncio.timeout(30):
            while app.screen is below or not app.screen.is_mounted:  # noqa: ASYNC110 - the app may have to start first
                await asyncio.sleep(0.01)
        await arrive(pilot)


async def open_box(app: QuizApp, pilot: Pilot[None], box: str) -> None:
    """From anywhere to a box over its place."""
    place, keys = BOXES[box]
    await go(app, pilot, place)
    for key in keys:
        async with asyncio.timeout(30):
            while not _does_something(app, key):
                await pilot.pause(0.02)
        await pilot.press(key)
        await arrive(pilot)


def _does_something(app: QuizApp, key: str) -> bool:
    """Whether the key means something on the screen by now; a row's own digit is no binding."""
    active = app.screen.active_bindings.get(key)
    return key.isdigit() or (active is not None and active.enabled)
