"""Practising by keyboard: edit, save, verdict, fix, pass; what runs is seen, and what goes wrong is told."""

from __future__ import annotations

import asyncio

import pytest
from textual.pilot import Pilot

from quizapp.domain.card import Rating
from quizapp.domain.report import Verdict
from quizapp.domain.run import IsolationLevel
from quizapp.errors import SandboxError
from quizapp.ui.messages import TaskRequested
from quizapp.ui.widgets.strip import Tab
from tests.ui.conftest import shown
from tests.ui.practice_samples import SOLUTION, PracticeServices, settled
from tests.ui.practising import NARROW, practice, practising, solve


@pytest.fixture
def services() -> PracticeServices:
    """Three tasks, nothing tried."""
    return PracticeServices()


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


async def test_line_that_was_found_says_below_what_is_wrong_with_it(services: PracticeServices) -> None:
    """Where the code hides the checks, the finding stands below it after the jump."""
    async with practising(services, (80, 24)) as pilot:
        await pilot.press("ctrl+s")
        await settled(pilot)
        await pilot.press("down", "g")
        await settled(pilot)
        text = shown(pilot.app)

    assert "✗ failed" not in text
    assert "main.py:9 " in text.splitlines()[-2]


async def test_pane_and_file_that_are_shown_are_underlined_without_colours(
    services: PracticeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A background alone does not tell them where there are no colours."""
    monkeypatch.setenv("NO_COLOR", "1")

    async with practising(services, (80, 24)) as pilot:
        await pilot.press("3")
        await settled(pilot)
        underlined = [tab.tab_name for tab in pilot.app.screen.query(Tab) if tab.styles.text_style.underline]

    assert underlined == ["checks", "main.py"]


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
    assert "› running" in text
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


async def test_given_file_is_read_only(services: PracticeServices) -> None:
    """A file that comes with the task is shown, says so, and takes no text."""
    async with practising(services) as pilot:
        await pilot.press("f3", "z")
        await settled(pilot)
        area = practice(pilot).bench.area
        text = shown(pilot.app)

    assert area.path == "shop.py"
    assert "z" not in area.text.splitlines()[0].split()
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
