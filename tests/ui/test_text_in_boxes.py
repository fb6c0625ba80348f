"""What others wrote is text on every screen where it stands, and in every box that lies over one."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from quizapp.domain.installation import Notice
from quizapp.domain.pack import Term
from quizapp.domain.safekeeping import Backup
from quizapp.ui.app import QuizApp
from tests.fakes import START, FakeLibrary
from tests.fakes.installer import FakeInstaller
from tests.ui import samples
from tests.ui.conftest import shown
from tests.ui.overlays import OVERLAYS, lay
from tests.ui.places import CODING, OPEN, PACKS, PLACES, go
from tests.ui.test_shown_as_text import (
    ESCAPES,
    INVISIBLE,
    KEPT_BY_MODELS,
    LONG,
    MARKUP,
    Hostile,
    answered,
    contents,
    harmless,
    remade,
)

AS_TEXT = "[/] [link="
"""How the markup begins, where it is a text."""
TAILS = pytest.mark.parametrize("tail", [MARKUP + INVISIBLE, ESCAPES + LONG], ids=["markup", "escapes"])
KEPT = {*KEPT_BY_MODELS, "coding"}
OUR_OWN_WORDS = {
    "tour",
    "chooser",
    "blueprint",
    "settings",
    "keys",
    "help",
    "palette",
    "setting",
    "interview-pause",
} | {
    *("blueprint-name", "task-solution", "task-solution-beside", "task-file", "task-reset"),
    *("versions", "a version", "console", "other requests"),
}
"""Where nothing need stand that a pack says: the words of the program, and of the learner's own code."""
pytestmark = pytest.mark.timeout(600)


class Furnished(Hostile):
    """The same ill-wisher's words in glossaries, in other packs, in what is wrong with them, and in names of files."""

    def __init__(self, reports: Path, tail: str) -> None:
        super().__init__(reports, tail)
        term = remade(Term(term="a word", say="What it means."), tail)
        self.library = FakeLibrary(
            [remade(item, tail) for item in [*samples.ITEMS, OPEN]],
            tasks=[self.folder],
            topics=[remade(topic, tail).model_copy(update={"glossary": [term]}) for topic in samples.TOPICS],
            blueprints=[remade(samples.BLUEPRINT, tail), remade(CODING, tail)],
        )
        self.installer = FakeInstaller(
            *(pack.model_copy(update={"title": f"A pack {tail}", "source": f"./{tail}"}) for pack in PACKS)
        )
        self.noticed = [Notice(where=f"{tail}:1:1", severity="error", code="x", message=f"m {tail}", hint=f"h {tail}")]
        file = Path(f"{tail[:200]}.sqlite3".replace("/", ""))
        self.safekeeping.backups = [Backup(path=file, at=START - timedelta(days=1), reason=f"day {tail}", size=4096)]


def said(app: QuizApp) -> str:
    """All that stands on a screen, scrolled into view or not."""
    return shown(app) + "".join(content.plain for content in contents(app))


def furnished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tail: str) -> QuizApp:
    """An app over all that, which nothing may end."""
    app = QuizApp(Furnished(tmp_path, tail))
    monkeypatch.setattr(app, "exit", lambda *_, **__: pytest.fail("a text ended the app"))
    return app


@pytest.mark.parametrize(
    ("tail", "places"),
    [
        pytest.param(MARKUP + INVISIBLE, list(PLACES), id="markup"),
        pytest.param(ESCAPES + LONG, [place for place in PLACES if place not in KEPT], id="escapes"),
        pytest.param(LONG, [place for place in PLACES if place in KEPT], id="long"),
    ],
)
async def test_each_place_shows_what_a_pack_says_as_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tail: str, places: list[str]
) -> None:
    """Everywhere, before and after an answer, but where only words of the program stand."""
    app = furnished(tmp_path, monkeypatch, tail)
    without = set()
    seen = ""

    async with app.run_test(size=(120, 40)) as pilot:
        for place in places:
            await go(app, pilot, place)
            harmless(app)
            without |= {place} if AS_TEXT not in said(app) else set()
            seen += said(app)
            if place.startswith("study"):
                await answered(pilot)
                harmless(app)
                seen += said(app)

    assert app.is_running is False
    assert "WWW" in seen or LONG not in tail
    if tail.startswith(MARKUP):
        assert without - OUR_OWN_WORDS == set()
        assert MARKUP in seen


@TAILS
async def test_each_box_shows_what_a_pack_says_as_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tail: str
) -> None:
    """Answers told, notes, hints, evidence, findings, questions before something is removed."""
    app = furnished(tmp_path, monkeypatch, tail)
    without = set()

    async with app.run_test(size=(80, 24)) as pilot:
        for overlay, (place, _) in OVERLAYS.items():
            if tail.startswith(MARKUP) or place not in KEPT:
                await go(app, pilot, place)
                await lay(pilot, overlay)
                harmless(app)
                without |= {overlay} if AS_TEXT not in said(app) else set()

    assert app.is_running is False
    if tail.startswith(MARKUP):
        assert without - OUR_OWN_WORDS == set()
