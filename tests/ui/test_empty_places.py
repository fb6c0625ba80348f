"""Places with nothing in them: each says so in a sentence, and names a key that leads on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from quizapp.domain.items.any import Item
from quizapp.domain.pack import Blueprint, Topic
from quizapp.domain.selection import Selection, Source
from quizapp.ui import messages as to
from quizapp.ui.app import QuizApp
from tests.fakes import FakeLibrary
from tests.ui import samples
from tests.ui.conftest import FakeServices, notices, shown

SIZE = (80, 24)
FULL = (samples.ITEMS, samples.TOPICS, [samples.BLUEPRINT])
NOTHING: tuple[Sequence[Item], Sequence[Topic], Sequence[Blueprint]] = ([], [], [])
WEAK = Selection(sources=(Source.WEAK,), size=5)
PLACES: dict[str, tuple[tuple, Callable[[], to.Requested | None], str, str]] = {
    "home, no pack": (NOTHING, lambda: None, "No pack here has questions. o adds one, or switches one on.", "o"),
    "home, new": (FULL, lambda: None, "New here? n shows you around in two minutes, s begins at once.", "n"),
    "study, nothing due": (NOTHING, to.StudyRequested, "c on the home screen chooses something else", "c"),
    "chooser": (
        FULL,
        lambda: to.ChooserRequested(WEAK),
        "Nothing fits this choice. Space adds the source under the cursor.",
        "space",
    ),
    "no bookmarks": (FULL, to.SearchRequested, "No bookmarks yet; b after an answer sets one. Type to search.", "b"),
    "search, no hits": (
        FULL,
        lambda: to.SearchRequested("xyzzy"),
        "Nothing has these words. Esc clears them",
        "escape",
    ),
    "glossary, no words": (FULL, to.GlossaryRequested, "No words are told here. Esc goes back.", "escape"),
    "tasks": (FULL, to.TasksRequested, "No pack has tasks. Esc goes back.", "escape"),
    "no blueprints": (NOTHING, to.InterviewsRequested, "No pack has an interview. n makes one of your own.", "n"),
    "no interviews held": (
        FULL,
        to.HistoryRequested,
        "None yet. Each one that you hold is kept here: Esc goes back to where they begin.",
        "escape",
    ),
    "progress": (FULL, to.ProgressRequested, "Nothing has been answered yet.", "s"),
    "packs": (FULL, to.PacksRequested, "a adds a pack by others, from a folder, an archive, the web or git.", "a"),
    "backups": (FULL, to.BackupsRequested, "There is no backup yet.", "escape"),
}


async def look(app: QuizApp, wish: to.Requested | None, *keys: str) -> tuple[str, set[str]]:
    """What stands on the screen and in notices, without its line breaks, and the keys that do something."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        if wish is not None:
            app.post_message(wish)
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.press(*keys)
        await pilot.pause()
        keys_here = {active.binding.key for active in app.screen.active_bindings.values() if active.enabled}
        return " ".join([*shown(app).split(), *notices(app)]), keys_here


@pytest.mark.parametrize("place", PLACES)
async def test_an_empty_place_says_what_to_do_next(place: str) -> None:
    """A sentence, and a key that works there; a bookmark's is one for later."""
    (items, topics, blueprints), wish, sentence, key = PLACES[place]
    services = FakeServices()
    services.library = FakeLibrary(items, topics=topics, blueprints=blueprints)

    text, keys = await look(QuizApp(services), wish())

    assert sentence in text
    assert key in keys or place == "no bookmarks"


@pytest.mark.parametrize(
    ("pane", "sentence"),
    [("3", "None is known of in this topic. s studies this topic."), ("4", "Nothing answered here yet. s studies")],
)
async def test_an_empty_pane_of_a_topic_says_what_to_do_next(pane: str, sentence: str) -> None:
    """Mistakes and record have nothing at first."""
    text, keys = await look(QuizApp(FakeServices()), to.TopicRequested("demo/http"), pane)

    assert sentence in text
    assert "s" in keys
