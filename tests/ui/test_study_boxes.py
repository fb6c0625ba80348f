"""What opens over an answer: the note of its topic, and the proof that is run."""

from __future__ import annotations

from quizapp.domain.report import Exchange, ProofReport
from quizapp.errors import SandboxRefusedError
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import StudyRequested
from quizapp.ui.screens.study import StudyScreen
from tests.ui import samples
from tests.ui.conftest import FakeServices, shown


async def test_note_opens_over_the_answer() -> None:
    """N shows the topic's note in the language of the settings, Escape closes it."""
    services = FakeServices([samples.SHORT])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("2", "enter")
        await pilot.pause()
        await pilot.press("n")
        await pilot.pause()
        assert "HTTP for APIs in a minute: list[int]." in shown(app)
        await pilot.press("escape")
        await pilot.pause()

        assert isinstance(app.screen, StudyScreen)


async def test_proof_is_run_and_its_real_exchanges_are_shown() -> None:
    """P runs a proof and shows what was sent and what came back, markup and all as text."""
    services = FakeServices([samples.PREDICT])
    exchange = Exchange(sent="GET /items/x", got='422 [/] {"detail": []}')
    services.checker.proof = ProofReport(holds=True, exchanges=[exchange])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+g")
        await pilot.pause()
        await pilot.press("p")
        await app.workers.wait_for_complete()
        await pilot.pause()
        text = shown(app)

    assert "It holds" in text
    assert "→ GET /items/x" in text
    assert '← 422 [/] {"detail": []}' in text


async def test_proof_is_not_offered_without_one() -> None:
    """P does nothing for an item that has no proof."""
    app = QuizApp(FakeServices([samples.SHORT]), opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+g")
        await pilot.pause()
        await pilot.press("p")
        await pilot.pause()

        assert isinstance(app.screen, StudyScreen)


async def test_sandbox_failure_is_told_in_the_proof() -> None:
    """Where nothing can be run the box says so, and the session goes on."""
    services = FakeServices([samples.PREDICT])

    async def refuse(*_: object, **__: object) -> None:
        raise SandboxRefusedError("This code may not run here without isolation.", hint="trust the pack")

    services.checker.predict = refuse
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+g")
        await pilot.pause()
        await pilot.press("p")
        await app.workers.wait_for_complete()
        await pilot.pause()
        text = shown(app)
        await pilot.press("escape")
        await pilot.pause()

        assert "This code may not run here" in text
        assert "trust the pack" in text
        assert isinstance(app.screen, StudyScreen)
