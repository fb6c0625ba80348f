"""What practising looks like, at the two sizes that people have."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot
from textual.widgets import TextArea

from quizapp.config import Settings
from quizapp.domain.report import Verdict
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import TaskRequested, TasksRequested
from quizapp.ui.widgets import workbench
from tests.ui.conftest import picture
from tests.ui.practice_samples import SOLUTION, PracticeServices, settled

SIZES = [(80, 24), (120, 40)]
sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


def practice_app(services: PracticeServices) -> QuizApp:
    """The app with the sample task open."""
    return QuizApp(services, opening=TaskRequested(services.folder.id))


async def photo(app: QuizApp, pilot: Pilot[None]) -> str:
    """A picture without a cursor, which blinks."""
    await settled(pilot)
    for area in app.screen.query(TextArea):
        area.cursor_blink = False
        area._pause_blink(visible=False)
        area._line_cache.clear()
        area.refresh()
    await pilot.pause()
    return await picture(app, pilot)


@sizes
async def test_tasks(picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """The list, with one task begun."""
    services = PracticeServices()
    await services.practice.check(services.practice.open(services.folder.id))
    app = QuizApp(services, opening=TasksRequested())

    async with app.run_test(size=size) as pilot:
        await settled(pilot)

        assert await photo(app, pilot) == picture_of


@sizes
@pytest.mark.parametrize("theme", ["quizapp-dark", "quizapp-light"])
async def test_task_as_it_opens(picture_of: SnapshotAssertion, size: tuple[int, int], theme: str) -> None:
    """Brief, and code where there is room, in both themes."""
    app = practice_app(PracticeServices(Settings(theme=theme)))

    async with app.run_test(size=size) as pilot:
        await settled(pilot)

        assert await photo(app, pilot) == picture_of


@sizes
async def test_code(picture_of: SnapshotAssertion, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """The editor, with unsaved text."""
    monkeypatch.setattr(workbench, "SAVE_AFTER", 300.0)
    app = practice_app(PracticeServices())

    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        if size[0] < 110:
            await pilot.press("c")
        await pilot.press("x")
        await settled(pilot)

        assert await photo(app, pilot) == picture_of


@sizes
async def test_failure_with_hint(picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """What a check found, down to a hint."""
    app = practice_app(PracticeServices())

    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot)
        await pilot.press(*(["escape"] if size[0] >= 110 else []), "down", "h")
        await settled(pilot)

        assert await photo(app, pilot) == picture_of


@sizes
async def test_pass(picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """Solved: when it comes back, and where to go from here."""
    services = PracticeServices()
    services.workspaces.write(services.folder, "main.py", SOLUTION)
    app = practice_app(services)

    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot)

        assert await photo(app, pilot) == picture_of


@sizes
async def test_app_that_did_not_start(picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """One reason, the rest blocked."""
    services = PracticeServices()
    services.checker.verdicts = {
        "created": Verdict.DID_NOT_START,
        **dict.fromkeys(("refused", "listed", "deleted"), Verdict.BLOCKED),
    }
    app = practice_app(services)

    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot)

        assert await photo(app, pilot) == picture_of


@sizes
async def test_solution(picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """The solution beside the learner's code, or below it."""
    services = PracticeServices()
    services.practice.solution(services.folder)
    app = practice_app(services)

    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press(*(["escape"] if size[0] >= 110 else []), "s")
        await settled(pilot)

        assert await photo(app, pilot) == picture_of


@sizes
async def test_price_of_the_solution(picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """The question before the solution."""
    app = practice_app(PracticeServices())

    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press(*(["escape"] if size[0] >= 110 else []), "s")
        await settled(pilot)

        assert await photo(app, pilot) == picture_of


@sizes
async def test_versions(picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """Earlier states."""
    services = PracticeServices()
    services.practice.keep(services.practice.open(services.folder.id), "check")
    services.workspaces.write(services.folder, "main.py", SOLUTION)
    services.practice.reset(services.folder)
    app = practice_app(services)

    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press(*(["escape"] if size[0] >= 110 else []), "v")
        await settled(pilot)

        assert await photo(app, pilot) == picture_of


@sizes
async def test_version(picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """What going back to an earlier state would change; it was judged, and so the list tells how."""
    services = PracticeServices()
    await services.practice.check(services.practice.open(services.folder.id))
    services.workspaces.write(services.folder, "main.py", SOLUTION)
    app = practice_app(services)

    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press("f9")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)

        assert await photo(app, pilot) == picture_of
