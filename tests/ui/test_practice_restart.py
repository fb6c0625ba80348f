"""The last verdict of a task outlives the program, and says when its code is another one by now."""

from __future__ import annotations

import pytest

from quizapp.ui.widgets.desk import Desk
from tests.ui.conftest import shown
from tests.ui.practice_samples import SOLUTION, PracticeServices, settled
from tests.ui.practising import NARROW, WIDE, practice, practising, solve


@pytest.fixture
def services() -> PracticeServices:
    """Three tasks, nothing tried."""
    return PracticeServices()


async def judged(services: PracticeServices) -> None:
    """One run of the starter, then the program ends."""
    async with practising(services, NARROW) as pilot:
        await pilot.press("ctrl+s")
        await settled(pilot)
    services.restart()


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_last_verdict_is_there_after_a_restart(services: PracticeServices, size: tuple[int, int]) -> None:
    """With its evidence, its output and its time; nothing is run or recorded for it."""
    await judged(services)
    async with practising(services, size) as pilot:
        await pilot.press("escape")
        await settled(pilot)
        checks = shown(pilot.app)
        await pilot.press("4")
        await settled(pilot)
        output = shown(pilot.app)

    assert "✗ 2 of 4 checks passed" in checks
    assert "The status is 200, this task asks for 201." in checks
    assert services.clock.now().strftime("%b %Y") in checks
    assert "edited since" not in checks
    assert "printed [bold]by[/bold] the app" in output
    assert len(services.checker.given) == len(services.progress.attempts()) == 1


async def test_code_that_changed_meanwhile_is_told(services: PracticeServices) -> None:
    """Another editor wrote the file while quizapp was closed."""
    await judged(services)
    services.workspaces.write(services.folder, "main.py", SOLUTION)
    async with practising(services) as pilot:
        text = shown(pilot.app)
        await solve(pilot)
        solved = shown(pilot.app)

    assert "edited since" in text
    assert "edited since" not in solved
    assert "4 of 4 checks passed" in solved


async def test_a_report_that_is_gone_leaves_the_verdicts(services: PracticeServices) -> None:
    """From another machine's history, or an older quizapp: what passed and what did not, and how to see why."""
    await judged(services)
    services.last_reports.kept.clear()
    async with practising(services, NARROW) as pilot:
        await pilot.press("escape")
        await settled(pilot)
        text = shown(pilot.app)
        hints = practice(pilot).verdict.result.evidence.hints
        await pilot.press("4")
        await settled(pilot)
        output = shown(pilot.app)

    assert "✗ 2 of 4 checks passed" in text
    assert "Check again (r) to see it." in " ".join(text.split())
    assert hints == []
    assert "Nothing has run yet." in output


async def test_a_newer_run_of_another_machine_counts(services: PracticeServices) -> None:
    """The history knows of a later attempt than the report: the attempt's verdicts stand there."""
    await judged(services)
    services.clock.advance(days=1)
    reports, services.last_reports = services.last_reports, type(services.last_reports)()
    async with practising(services) as pilot:
        await solve(pilot)
    services.last_reports = reports
    services.restart()
    async with practising(services) as pilot:
        text = shown(pilot.app)

    assert "✓ 4 of 4 checks passed" in text


async def test_a_task_never_run_says_so(services: PracticeServices) -> None:
    """Nothing is made up."""
    async with practising(services, NARROW) as pilot:
        await pilot.press("3")
        await settled(pilot)
        text = shown(pilot.app)
        screen = practice(pilot)

    assert isinstance(screen, Desk)
    assert "4 checks, not run yet." in text
