"""Practising by keyboard: edit, save, verdict, hint, fix, pass; and nothing that was typed is ever lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path

import pytest
from textual.pilot import Pilot

from quizapp.config import Settings
from quizapp.domain.card import Rating
from quizapp.domain.folder import TaskFolder
from quizapp.domain.report import Verdict
from quizapp.domain.run import IsolationLevel
from quizapp.errors import SandboxError, WorkspaceError
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import TaskRequested
from quizapp.ui.modals.confirm import ConfirmModal
from quizapp.ui.modals.solution import SolutionModal
from quizapp.ui.modals.versions import VersionsModal
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.practice import PracticeScreen
from quizapp.ui.screens.topic import TopicScreen
from quizapp.ui.widgets import workbench
from quizapp.ui.widgets.code import CodeArea
from tests.ui.conftest import notices, shown
from tests.ui.practice_samples import SOLUTION, STARTER, PracticeServices, settled

WIDE = (120, 40)
NARROW = (80, 24)


@pytest.fixture
def services() -> PracticeServices:
    """Three tasks, nothing tried."""
    return PracticeServices()


@asynccontextmanager
async def practising(services: PracticeServices, size: tuple[int, int] = WIDE) -> AsyncIterator[Pilot[None]]:
    """The app with the task open and everything settled."""
    app = QuizApp(services, opening=TaskRequested(services.folder.id))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield pilot


def practice(pilot: Pilot[None]) -> PracticeScreen:
    """The screen."""
    screen = pilot.app.screen
    assert isinstance(screen, PracticeScreen)
    return screen


async def write(pilot: Pilot[None], text: str) -> None:
    """Put a text into the editor in place of what is there, as a paste does."""
    area = practice(pilot).bench.area
    assert area is not None
    area.focus()
    area.select_all()
    area.replace(text, (0, 0), area.document.end)
    await settled(pilot)


async def solve(pilot: Pilot[None]) -> None:
    """Write the solution and save it."""
    await write(pilot, SOLUTION)
    await pilot.press("ctrl+s")
    await settled(pilot)


async def test_brief_code_and_isolation_are_shown(services: PracticeServices) -> None:
    """A task opens with what is asked, the starter, and what the sandbox holds back."""
    async with practising(services) as pilot:
        text = shown(pilot.app)

    assert "An order of" in text
    assert '@app.post("/orders")' in text
    assert "sandbox: full" in text
    assert "Your code can't reach the network" in text


async def test_failing_starter_to_pass_by_keyboard(services: PracticeServices) -> None:
    """Save, read the failure, open a hint, jump to the line, mend it, save: passed."""
    async with practising(services) as pilot:
        await pilot.press("ctrl+s")
        await settled(pilot)
        first = shown(pilot.app)
        await pilot.press("escape", "down", "h")
        await settled(pilot)
        hinted = shown(pilot.app)
        await pilot.press("g")
        await settled(pilot)
        row, _ = practice(pilot).bench.area.cursor_location
        await solve(pilot)
        last = shown(pilot.app)

    assert "✗ 2 of 4 checks passed" in first
    assert "The status is 200, this task asks for 201." in first
    assert "KeyError: 'item' [/]" in hinted
    assert "main.py:9 in create()" in hinted
    assert "hint 1" in hinted
    assert "Declare the body as a model." in hinted
    assert "`def create(order: Order)`" not in hinted
    assert row == 8
    assert "✓ 4 of 4 checks passed" in last
    assert "Solved: every check passed." in last
    assert [attempt.rating for attempt in services.progress.attempts()] == [Rating.AGAIN, Rating.GOOD]
    assert services.progress.attempts()[-1].hints == 1


async def test_pass_names_due_date_and_next_task(services: PracticeServices) -> None:
    """A pass says when the task comes back, and n opens the next one."""
    async with practising(services) as pilot:
        await solve(pilot)
        await pilot.press("escape")
        await settled(pilot)
        text = shown(pilot.app)
        await pilot.press("n")
        await settled(pilot)
        title = practice(pilot).bar.title

    assert "It comes back in 5 days." in text
    assert "next: Three small models" in text
    assert title == "Three small models"


async def test_hint_is_counted_once(services: PracticeServices) -> None:
    """Looking at an open hint again, after leaving and coming back, costs nothing more."""
    async with practising(services) as pilot:
        await pilot.press("ctrl+s")
        await settled(pilot)
        await pilot.press("escape", "h", "h", "h")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        pilot.app.post_message(TaskRequested(services.folder.id))
        await settled(pilot)
        text = shown(pilot.app)

    assert "hint 1    Which status does FastAPI send" in text
    assert len(services.progress.events(kind="hint")) == 1


async def test_task_hint_beside_the_brief(services: PracticeServices) -> None:
    """Where the brief has the keys, h opens a hint of the whole task."""
    async with practising(services, NARROW) as pilot:
        await pilot.press("h", "end")
        await settled(pilot)
        text = shown(pilot.app)

    assert "Hint 1 of 2  Which model does the body have?" in text
    assert "h opens the next hint (1 left)" in text


async def test_narrow_terminal_shows_one_pane(services: PracticeServices) -> None:
    """At 80 columns brief, code and checks take turns, and saving turns to the checks."""
    async with practising(services, NARROW) as pilot:
        brief = shown(pilot.app)
        await pilot.press("c")
        await settled(pilot)
        code = shown(pilot.app)
        await pilot.press("ctrl+s")
        await settled(pilot)
        checks = shown(pilot.app)

    assert "An order of" in brief
    assert "app = FastAPI()" not in brief
    assert "app = FastAPI()" in code
    assert "An order of" not in code
    assert "2 of 4 checks passed" in checks


async def test_output_of_the_app(services: PracticeServices) -> None:
    """What the app printed is shown without its terminal escapes, its brackets as they are."""
    async with practising(services) as pilot:
        await pilot.press("ctrl+s")
        await settled(pilot)
        await pilot.press("escape", "4")
        await settled(pilot)
        text = shown(pilot.app)

    assert "printed [bold]by[/bold] the app" in text
    assert "--seed 7" in text


async def test_latest_save_wins(services: PracticeServices) -> None:
    """A save during a run ends that run, and the verdict is that of the newer text."""
    services.checker.gate = asyncio.Event()
    async with practising(services) as pilot:
        await pilot.press("ctrl+s")
        await pilot.pause(0.05)
        running = practice(pilot).verdict.is_judging
        await write_during_run(pilot)
        await pilot.press("ctrl+s")
        await pilot.pause(0.05)
        services.checker.gate.set()
        await settled(pilot)
        text = shown(pilot.app)

    assert running
    assert services.checker.cancelled == 1
    assert "4 of 4 checks passed" in text
    assert len(services.progress.attempts()) == 1


async def write_during_run(pilot: Pilot[None]) -> None:
    """As `write`, without waiting for the run."""
    area = practice(pilot).bench.area
    area.replace(SOLUTION, (0, 0), area.document.end)
    await pilot.pause()


async def test_results_are_painted_as_they_come(services: PracticeServices) -> None:
    """While a run goes on, what is judged so far can be seen, and how far it is."""
    services.checker.gate = asyncio.Event()
    async with practising(services) as pilot:
        await pilot.press("ctrl+s")
        await pilot.pause(0.4)
        text = shown(pilot.app)
        services.checker.gate.set()
        await settled(pilot)

    assert "Checking" in text
    assert "1 of 4" in text
    assert "✗ failed" in text
    assert "· waiting" in text


async def test_verdict_says_when_code_has_changed_since(services: PracticeServices) -> None:
    """A verdict on older code says so, until that code is back."""
    async with practising(services) as pilot:
        await pilot.press("ctrl+s")
        await settled(pilot)
        await pilot.press("x")
        await settled(pilot)
        changed = shown(pilot.app)
        await pilot.press("backspace")
        await settled(pilot)
        back = shown(pilot.app)

    assert "edited since" in changed
    assert "edited since" not in back


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


async def test_reset_and_restore(services: PracticeServices) -> None:
    """Starting over asks, keeps a version, says so; the version brings everything back."""
    async with practising(services) as pilot:
        await write(pilot, "work = 1\n")
        await pilot.press("escape", "R")
        await settled(pilot)
        asked = pilot.app.screen
        await pilot.press("down", "enter")
        await settled(pilot)
        after_reset = practice(pilot).bench.area.text
        told = notices(pilot.app)
        await pilot.press("v")
        await settled(pilot)
        listed = pilot.app.screen
        await pilot.press("enter")
        await settled(pilot)
        restored = practice(pilot).bench.area.text

    assert isinstance(asked, ConfirmModal)
    assert after_reset == STARTER
    assert any("kept as a version" in notice for notice in told)
    assert isinstance(listed, VersionsModal)
    assert restored == "work = 1\n"


async def test_reset_can_be_declined(services: PracticeServices) -> None:
    """The first answer, and Escape, change nothing."""
    async with practising(services) as pilot:
        await write(pilot, "work = 1\n")
        await pilot.press("escape", "R")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        text = practice(pilot).bench.area.text

    assert text == "work = 1\n"
    assert services.practice.snapshots(services.folder) == []


async def test_solution_says_its_price_first(services: PracticeServices) -> None:
    """The solution is shown only after a yes, counts, and is asked for once."""
    async with practising(services) as pilot:
        await pilot.press("escape", "s")
        await settled(pilot)
        asked = shown(pilot.app)
        before = len(services.progress.events(kind="solution"))
        await pilot.press("down", "enter")
        await settled(pilot)
        solution = shown(pilot.app)
        await pilot.press("escape", "s")
        await settled(pilot)
        again = pilot.app.screen
        await pilot.press("escape")
        await settled(pilot)
        await solve(pilot)

    assert "the task comes back soon" in asked
    assert before == 0
    assert "- def create(order: dict):" in solution
    assert "+ class Order(BaseModel):" in solution
    assert isinstance(again, SolutionModal)
    assert services.progress.attempts()[-1].rating is Rating.AGAIN


async def test_solution_after_a_pass_is_free(services: PracticeServices) -> None:
    """After a pass the solution opens without a question and costs nothing."""
    async with practising(services) as pilot:
        await solve(pilot)
        await pilot.press("escape", "s")
        await settled(pilot)
        opened = pilot.app.screen

    assert isinstance(opened, SolutionModal)
    assert services.progress.events(kind="solution") == []


async def test_checker_fault_does_not_count(services: PracticeServices) -> None:
    """A fault of ours says so, and no attempt is recorded."""
    services.checker.verdicts["created"] = Verdict.CHECKER_FAULT
    async with practising(services, NARROW) as pilot:
        await pilot.press("ctrl+s")
        await settled(pilot)
        text = shown(pilot.app)

    assert "checker fault" in text
    assert "The fault is ours, not yours: this run does not count." in text
    assert services.progress.attempts() == []


async def test_app_that_does_not_start(services: PracticeServices) -> None:
    """An app that does not start is told on the first check, and the others are blocked."""
    services.checker.verdicts = {
        "created": Verdict.DID_NOT_START,
        **dict.fromkeys(("refused", "listed", "deleted"), Verdict.BLOCKED),
    }
    async with practising(services) as pilot:
        await pilot.press("ctrl+s")
        await settled(pilot)
        text = shown(pilot.app)

    assert "✗ did not start" in text
    assert "– blocked" in text
    assert "As the test says." in text


async def test_sandbox_that_cannot_run(services: PracticeServices) -> None:
    """An error of the sandbox is told with where and what next; the screen goes on working."""
    services.checker.error = SandboxError("The sandbox cannot fork.", where="zygote", hint="Close other programs.")
    async with practising(services) as pilot:
        await pilot.press("ctrl+s")
        await settled(pilot)
        failed = shown(pilot.app)
        services.checker.error = None
        await solve(pilot)
        passed = shown(pilot.app)

    assert "The sandbox cannot fork." in failed
    assert "where     zygote" in failed
    assert "next      Close other programs." in failed
    assert "4 of 4 checks passed" in passed


async def test_missing_isolation_is_said(services: PracticeServices, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a sandbox the screen says what the code may do."""
    bare = services.sandbox.isolation.model_copy(update={"level": IsolationLevel.NONE})
    monkeypatch.setattr(type(services.sandbox), "isolation", bare)
    async with practising(services) as pilot:
        text = shown(pilot.app)

    assert "no sandbox" in text
    assert "Your code runs with your full rights" in text


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


async def test_given_file_is_read_only(services: PracticeServices) -> None:
    """A file that comes with the task is shown, says so, and takes no text."""
    async with practising(services) as pilot:
        await pilot.press("f3", "x")
        await settled(pilot)
        area = practice(pilot).bench.area
        text = shown(pilot.app)

    assert area.path == "shop.py"
    assert "x" not in area.text.splitlines()[0].split()
    assert "shop.py read-only" in text
    assert '"[/red]": 2' in text


async def test_new_file(services: PracticeServices) -> None:
    """A file can be added, shown, written and judged."""
    async with practising(services) as pilot:
        await pilot.press("ctrl+n", *"routers/a", "full_stop", *"py", "enter")
        await settled(pilot)
        await pilot.press("x", "ctrl+s")
        await settled(pilot)

    assert services.checker.given[-1]["routers/a.py"] == b"x"


async def test_learn_opens_the_topic_of_the_check(services: PracticeServices) -> None:
    """The key l leads to the note of the topic behind the failure."""
    async with practising(services) as pilot:
        await pilot.press("ctrl+s")
        await settled(pilot)
        await pilot.press("escape", "down", "l")
        await settled(pilot)
        screen = pilot.app.screen
        text = shown(pilot.app)

    assert isinstance(screen, TopicScreen)
    assert "alidation" in text


async def test_copy_curl(services: PracticeServices) -> None:
    """The key y copies the request that failed."""
    async with practising(services) as pilot:
        await pilot.press("ctrl+s")
        await settled(pilot)
        await pilot.press("escape", "down", "y")
        await settled(pilot)
        copied = pilot.app.clipboard

    assert copied == """curl -i -X POST $APP/orders --json '{"itme": [1]}'"""


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


async def test_latest_run_is_there_on_return(services: PracticeServices) -> None:
    """Coming back within the same program shows the last verdict with its evidence."""
    async with practising(services) as pilot:
        await pilot.press("ctrl+s")
        await settled(pilot)
        await pilot.press("escape", "escape")
        await settled(pilot)
        pilot.app.post_message(TaskRequested(services.folder.id))
        await settled(pilot)
        text = shown(pilot.app)

    assert "✗ 2 of 4 checks passed" in text
    assert "The status is 200, this task asks for 201." in text


async def test_three_panes_on_a_broad_terminal(services: PracticeServices) -> None:
    """From 165 columns on, brief, code and checks are all in sight."""
    async with practising(services, (180, 45)) as pilot:
        await pilot.press("ctrl+s")
        await settled(pilot)
        text = shown(pilot.app)

    assert "An order of" in text
    assert "app = FastAPI()" in text
    assert "2 of 4 checks passed" in text


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
