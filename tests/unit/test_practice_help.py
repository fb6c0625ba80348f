"""Practice: what is remembered of hints, solutions, runs and places."""

from __future__ import annotations

import pytest

from quizapp.domain.folder import TaskFolder
from quizapp.domain.report import Verdict
from quizapp.services.practice import Place, PracticeService
from tests.fakes import (
    FakeChecker,
    FakeClock,
    FakeLibrary,
    FakeProgress,
    FakeSandbox,
    FakeScheduler,
    FakeWorkspaces,
    make_task,
)


class Bench:
    """Three tasks, and everything around them in reach."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.checker = FakeChecker()
        self.progress = FakeProgress()
        self.folders = [make_task(slug, checks=("answers", "refuses")) for slug in ("first", "second", "third")]
        self.practice = PracticeService(
            library=FakeLibrary(tasks=self.folders),
            workspaces=FakeWorkspaces(),
            sandbox=FakeSandbox(),
            checker=self.checker,
            progress=self.progress,
            scheduler=FakeScheduler(),
            clock=self.clock,
        )

    def open(self, position: int = 0) -> TaskFolder:
        """A task, opened."""
        return self.practice.open(self.folders[position].id)

    async def passes(self, position: int = 0) -> None:
        """A run in which every check passes."""
        await self.practice.check(self.open(position))
        self.clock.advance(seconds=1)


@pytest.fixture
def bench() -> Bench:
    """Nothing tried yet."""
    return Bench()


def test_looking_again_at_a_hint_is_free(bench: Bench) -> None:
    """The same hint is noted once, a further one once more."""
    folder = bench.open()

    for level in (1, 1, 2, 1):
        bench.practice.hint(folder, "answers", level)
    bench.practice.hint(folder, None, 1)

    assert bench.practice.hints_opened(folder) == {"answers": 2, None: 1}
    assert len(bench.progress.events(kind="hint")) == 3


async def test_a_pass_closes_the_hints(bench: Bench) -> None:
    """After a pass every hint has to be asked for anew."""
    folder = bench.open()
    bench.practice.hint(folder, "answers", 1)

    bench.clock.advance(seconds=5)
    await bench.passes()

    assert bench.practice.hints_opened(folder) == {}


async def test_solution_costs_until_the_pass_and_again_when_due(bench: Bench) -> None:
    """Before a pass the solution has its price, after it none, and once the task is due it has it again."""
    folder = bench.open()
    before = bench.practice.solution_costs(folder)

    await bench.passes()
    after = bench.practice.solution_costs(folder)
    bench.clock.advance(days=30)
    due = bench.practice.solution_costs(folder)

    assert (before, after, due) == (True, False, True)


async def test_comparing_after_a_pass_is_no_peeking(bench: Bench) -> None:
    """The solution opened after a pass is noted as a comparison."""
    folder = bench.open()
    await bench.passes()

    bench.practice.solution(folder)

    assert [event.kind for event in bench.progress.events(subject=folder.id)] == ["comparison"]
    assert not bench.practice.has_seen_solution(folder)


async def test_following_task_is_the_next_one_never_passed(bench: Bench) -> None:
    """Passed tasks are skipped, after the last one it begins anew, and when all are passed there is none."""
    await bench.passes(1)

    after_first = bench.practice.following(bench.folders[0])
    after_third = bench.practice.following(bench.folders[2])
    await bench.passes(0)
    await bench.passes(2)
    after_all = bench.practice.following(bench.folders[0])

    assert after_first is not None
    assert after_first.id == bench.folders[2].id
    assert after_third is not None
    assert after_third.id == bench.folders[0].id
    assert after_all is None


async def test_best_run_is_told_in_checks(bench: Bench) -> None:
    """A task tells the best run's checks, not the last one's."""
    await bench.passes()
    bench.checker.verdicts = {"answers": Verdict.FAILED, "refuses": Verdict.FAILED}
    await bench.practice.check(bench.open())

    state = bench.practice.tasks()[0]

    assert state.best_checks == (2, 2)
    assert state.passed
    assert not state.lapsed


async def test_passed_task_lapses_when_due(bench: Bench) -> None:
    """A pass is due again when the scheduler says so."""
    await bench.passes()
    bench.clock.advance(days=30)

    assert bench.practice.tasks()[0].lapsed


async def test_latest_run_and_place_are_remembered(bench: Bench) -> None:
    """Within one process the last run and the cursor's place come back; a fault of ours is no run."""
    folder = bench.open()
    nothing = (bench.practice.latest(folder), bench.practice.place(folder))
    outcome = await bench.practice.check(folder)
    bench.checker.verdicts = {"answers": Verdict.CHECKER_FAULT}
    await bench.practice.check(folder)
    bench.practice.leave(folder, Place(path="main.py", row=3, column=7))

    assert nothing == (None, None)
    assert bench.practice.latest(folder) == outcome
    assert bench.practice.place(folder) == Place(path="main.py", row=3, column=7)
