"""What was typed is saved, whatever ends the work; other programs at the same files are noticed, both sides kept."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import pytest

from quizapp.config import Settings
from quizapp.domain.folder import TaskFolder
from quizapp.errors import WorkspaceError
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import TaskRequested
from quizapp.ui.modals.confirm import ConfirmModal
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.practice import PracticeScreen
from quizapp.ui.widgets import workbench
from quizapp.ui.widgets.code import CodeArea
from tests.ui.conftest import notices, shown
from tests.ui.practice_samples import SOLUTION, STARTER, PracticeServices, settled
from tests.ui.practising import WIDE, practice, practising, solve, write


@pytest.fixture
def services() -> PracticeServices:
    """Three tasks, nothing tried."""
    return PracticeServices()


async def test_leaving_saves(services: PracticeServices) -> None:
    """Escape out of the task keeps unsaved text, and it is there on return, with the cursor in its place."""
    async with practising(services) as pilot:
        await write(pilot, "typed = True\n\nthen = left\n")
        practice(pilot).bench.area.cursor_location = (2, 4)
        await pilot.press("escape", "escape")
        await settled(pilot)
        left = pilot.app.screen
        pilot.app.post_message(TaskRequested(services.folder.id))
        await settled(pilot)
        area = practice(pilot).bench.area

    assert isinstance(left, HomeScreen)
    assert services.main == "typed = True\n\nthen = left\n"
    assert area.text == "typed = True\n\nthen = left\n"
    assert area.cursor_location == (2, 4)


async def test_quitting_saves(services: PracticeServices) -> None:
    """Quitting the program in the middle of typing keeps the text."""
    async with practising(services) as pilot:
        await write(pilot, "typed = 1\n")
        await pilot.press("ctrl+q")
        await pilot.pause()

    assert services.main == "typed = 1\n"


async def test_pause_in_typing_saves(services: PracticeServices, monkeypatch: pytest.MonkeyPatch) -> None:
    """Text is saved after a pause without a key for it, and nothing is checked."""
    monkeypatch.setattr(workbench, "SAVE_AFTER", 0.05)
    async with practising(services) as pilot:
        await write(pilot, "typed = 2\n")
        await pilot.pause(0.3)
        saved = services.main

    assert saved == "typed = 2\n"
    assert services.checker.given == []


async def test_failing_save_loses_nothing(services: PracticeServices, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full the text stays, leaving asks, and staying keeps everything."""
    async with practising(services) as pilot:
        await write(pilot, "precious = 1\n")

        def refuse(*_: object) -> None:
            raise WorkspaceError("No space is left on the device.", where="main.py", hint="Free some space.")

        monkeypatch.setattr(services.workspaces, "write", refuse)
        await pilot.press("ctrl+s", "escape", "escape")
        await settled(pilot)
        asked = pilot.app.screen
        await pilot.press("enter")
        await settled(pilot)
        text = practice(pilot).bench.area.text
        told = notices(pilot.app)
        monkeypatch.undo()

    assert isinstance(asked, ConfirmModal)
    assert text == "precious = 1\n"
    assert any("No space is left on the device." in notice and "Free some space." in notice for notice in told)
    assert services.main == "precious = 1\n"


async def test_change_from_outside_is_taken_over_and_checked(services: PracticeServices) -> None:
    """Another editor saves the file: it is shown, judged, and undo brings back what was here."""
    async with practising(services) as pilot:
        services.workspaces.write(services.folder, "main.py", SOLUTION)
        await pilot.pause(1.0)
        await settled(pilot)
        area = practice(pilot).bench.area
        text = area.text
        area.undo()
        undone = area.text

    assert text == SOLUTION
    assert "status_code=201" in services.checker.given[-1]["main.py"].decode()
    assert undone == STARTER


@pytest.mark.parametrize(("keys", "expected"), [(["enter"], "mine = 1\n"), (["down", "enter"], "theirs = 1\n")])
async def test_clash_asks(services: PracticeServices, keys: list[str], expected: str) -> None:
    """Both sides changed the same file: nothing is overwritten before the learner has chosen, and both are kept."""
    async with practising(services) as pilot:
        await write(pilot, "mine = 1\n")
        services.workspaces.write(services.folder, "main.py", "theirs = 1\n")
        await pilot.press("ctrl+s")
        await settled(pilot)
        asked = pilot.app.screen
        untouched = services.main
        await pilot.press(*keys)
        await settled(pilot)
        text = practice(pilot).bench.area.text

    assert isinstance(asked, ConfirmModal)
    assert untouched == "theirs = 1\n"
    assert text == expected
    assert services.main == expected


async def test_own_editor(services: PracticeServices, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key e saves, opens $VISUAL on the file, takes over what it wrote, and checks it."""
    monkeypatch.setenv("VISUAL", "myedit --wait 'a b'")
    called: list[list[str]] = []

    def launch(words: Sequence[str]) -> int:
        called.append(list(words))
        services.workspaces.write(services.folder, "main.py", SOLUTION)
        return 0

    app = QuizApp(services)
    async with app.run_test(size=WIDE) as pilot:
        monkeypatch.setattr(app, "suspend", nullcontext)
        app.push_screen(PracticeScreen(services, services.folder.id, launch=launch))
        await settled(pilot)
        await pilot.press("f4")
        await settled(pilot)
        text = shown(app)

    assert called == [["myedit", "--wait", "a b", str(Path("/workspaces/demo/orders/main.py"))]]
    assert "4 of 4 checks passed" in text


@pytest.mark.parametrize(
    ("value", "says"),
    [("nano", "the built-in editor stays"), ("", "You have no editor of your own set"), ("'", "quotes do not close")],
)
async def test_own_editor_falls_back(
    services: PracticeServices, monkeypatch: pytest.MonkeyPatch, value: str, says: str
) -> None:
    """Where no other editor can be opened, the built-in one stays and the reason is told."""
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", value)
    async with practising(services) as pilot:
        await pilot.press("escape", "e")
        await settled(pilot)
        told = notices(pilot.app)
        focused = pilot.app.focused

    assert any(says in notice for notice in told)
    assert isinstance(focused, CodeArea)


async def test_file_that_is_no_text_is_left_alone(services: PracticeServices) -> None:
    """A database that the app wrote is not opened, is told of once, and stays as it is."""
    services.practice.open(services.folder.id)
    files = services.workspaces._files[services.folder.id]
    files["app.db"] = b"\xff\x00\xfe"
    read = services.workspaces.read

    def refuse_binary(folder: TaskFolder, path: str) -> str:
        if path == "app.db":
            raise WorkspaceError("This file is no text.", where=path)
        return read(folder, path)

    services.workspaces.read = refuse_binary
    async with practising(services) as pilot:
        await pilot.pause(0.8)
        paths = practice(pilot).bench.paths
        told = notices(pilot.app)
        await solve(pilot)

    assert paths == ["main.py", "shop.py"]
    assert sum("This file is no text." in notice for notice in told) == 1
    assert files["app.db"] == b"\xff\x00\xfe"


async def test_clash_is_asked_about_again_at_each_save(services: PracticeServices) -> None:
    """Closing the question decides nothing: nothing is written, and the next save asks again."""
    async with practising(services) as pilot:
        await write(pilot, "mine = 1\n")
        services.workspaces.write(services.folder, "main.py", "theirs = 1\n")
        await pilot.press("ctrl+s")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        between = services.main
        await pilot.press("ctrl+s")
        await settled(pilot)
        again = pilot.app.screen

    assert between == "theirs = 1\n"
    assert isinstance(again, ConfirmModal)


async def test_clash_at_the_end_keeps_both(services: PracticeServices) -> None:
    """Quitting before a clash is settled writes the learner's text and keeps the other one as a version."""
    async with practising(services) as pilot:
        await write(pilot, "mine = 1\n")
        services.workspaces.write(services.folder, "main.py", "theirs = 1\n")

    version, _, label = services.workspaces.snapshots(services.folder)[0]
    services.workspaces.restore(services.folder, version)
    assert label == "changed in another editor"
    assert services.main == "theirs = 1\n"


async def test_settings_can_name_the_own_editor(services: PracticeServices, monkeypatch: pytest.MonkeyPatch) -> None:
    """With `editor = external`, going to the code opens the learner's editor."""
    monkeypatch.setenv("VISUAL", "myedit")
    services.settings = Settings(editor="external")
    called: list[list[str]] = []
    app = QuizApp(services)
    async with app.run_test(size=WIDE) as pilot:
        monkeypatch.setattr(app, "suspend", nullcontext)
        app.push_screen(
            PracticeScreen(services, services.folder.id, launch=lambda words: called.append(list(words)) or 0)
        )
        await settled(pilot)
        await pilot.press("escape", "c")
        await settled(pilot)

    assert [words[0] for words in called] == ["myedit"]


async def test_saving_without_checking(services: PracticeServices) -> None:
    """With check_on_save off, saving only saves; F5 checks."""
    services.settings = Settings(check_on_save=False)
    async with practising(services) as pilot:
        await pilot.press("ctrl+s")
        await settled(pilot)
        saved = len(services.checker.given)
        await pilot.press("f5")
        await settled(pilot)

    assert saved == 0
    assert len(services.checker.given) == 1
