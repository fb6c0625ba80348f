"""What an update does to a learner: history stays, what changed comes up again, what vanished strands nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from quizapp.bootstrap import Application, application
from quizapp.domain.activity import FRESH_LOOK
from quizapp.domain.grading import Passed, Picked, Typed
from quizapp.domain.items.identity import ItemId
from quizapp.domain.items.picked import Choice
from quizapp.domain.selection import Selection
from tests.hostile import folder


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A pack that its author goes on writing."""
    return folder(tmp_path)


@pytest.fixture
def app(quizapp_home: Path, source: Path) -> Iterator[Application]:
    """A learner who has installed it."""
    del quizapp_home
    opened = application()
    _ = opened.progress
    opened.packs.install(opened.packs.offer(str(source)))
    yield opened
    asyncio.run(opened.close())


def rewrite(source: Path, file: str, old: str, new: str) -> None:
    """As its author would."""
    path = source / "questions" / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def answer_all(app: Application) -> list[str]:
    """Answer every item of the pack but its task, somehow; returns their ids."""
    items = ["sample/teapot", "sample/missing-field"]
    session = app.study.begin(Selection(items=tuple(items), size=10))
    assert session is not None
    while (showing := app.study.showing(session)) is not None and showing.position <= len(items):
        response = Picked(options=[0]) if isinstance(showing.item, Choice) else Typed(texts=["418"])
        app.study.answer(showing, response, 5.0)
    app.study.finish(session)
    return items


def test_a_changed_stem_comes_up_again(app: Application, source: Path) -> None:
    """The card is due now, its memory and its history stay, and the result tells it."""
    items = answer_all(app)
    before = app.progress.cards()
    rewrite(source, "http.yaml", "stem: ", "stem: Now, ")

    offer = app.packs.offer_update("sample")
    assert offer is not None
    result = app.packs.install(offer)

    card = app.progress.card(items[0])
    assert card is not None
    assert result.taken_up.fresh == ["sample/teapot"]
    assert card.due <= app.clock.now()
    assert card.stability == before[ItemId("sample/teapot")].stability
    assert app.progress.card("sample/missing-field") == before["sample/missing-field"]
    assert len(app.progress.events(kind=FRESH_LOOK)) == 1
    assert len(app.progress.attempts(item="sample/teapot")) >= 1


def test_a_renamed_item_keeps_its_history(app: Application, source: Path) -> None:
    """By the manifest's aliases, while the program runs."""
    answer_all(app)
    before = app.progress.card("sample/teapot")
    rewrite(source, "http.yaml", "id: teapot", "id: kettle")
    rewrite(source, "pack.yaml", "aliases: {", "aliases: {teapot: kettle, ")

    offer = app.packs.offer_update("sample")
    assert offer is not None
    result = app.packs.install(offer)

    after = app.progress.card("sample/kettle")
    assert before is not None
    assert after == before.model_copy(update={"item": "sample/kettle"})
    assert (result.taken_up.renamed, result.taken_up.fresh) == (1, [])


def test_a_session_goes_on_without_what_vanished(app: Application) -> None:
    """A session of a pack that is removed ends in peace, and goes on once the pack is back."""
    session = app.study.begin(Selection(items=("sample/teapot", "sample/missing-field"), size=10))
    assert session is not None
    source = app.packs.find("sample").source

    app.packs.remove("sample")
    gone = app.study.showing(session), app.study.resumable()
    app.packs.install(app.packs.offer(source))
    back = app.study.showing(session)

    assert gone == (None, None)
    assert back is not None
    assert {manifest.id for manifest in app.library.manifests()} == {"fastapi", "sample"}


def test_a_removed_pack_keeps_its_history(app: Application) -> None:
    """Answers and cards are there when it is installed again, and nothing counts as changed."""
    items = answer_all(app)
    source, before = app.packs.find("sample").source, dict(app.progress.cards())

    app.packs.remove("sample")
    away = dict(app.progress.cards())
    result = app.packs.install(app.packs.offer(source))

    assert away == before == dict(app.progress.cards())
    assert result.taken_up.fresh == []
    assert set(items) <= set(before)


def test_an_interview_goes_on_without_its_pack(app: Application) -> None:
    """Its questions are kept as they were asked: it can be answered, ended and looked at."""
    session = app.interviews.start("sample/quick", seed=1)
    app.packs.remove("sample")

    answered = 0
    while app.interviews.stand(session).showing is not None:
        assert app.interviews.answer(session, answered, Passed(), 3.0)
        answered += 1
    app.interviews.finish(session)

    debrief = app.interviews.debrief(session)
    assert answered == 2
    assert debrief.session.id == session.id


def test_the_home_screen_counts_without_what_vanished(app: Application) -> None:
    """Nothing of a removed pack is due or new, and whoever keeps the counts sees that they are old."""
    answer_all(app)
    before, state = app.overview.overview(), app.overview.state()

    app.packs.remove("sample")

    after = app.overview.overview()
    assert app.overview.state() != state
    assert after.total == before.total - 5
    assert not [topic for topic in after.topics if topic.id.startswith("sample/")]
