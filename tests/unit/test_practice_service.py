"""Practice: what a check run records, and what help costs."""

from __future__ import annotations

import pytest

from quizapp.domain.card import Rating
from quizapp.domain.folder import TaskFolder
from quizapp.domain.items.identity import ItemId
from quizapp.domain.report import CheckResult, Verdict
from quizapp.services.lastrun import LastRuns
from quizapp.services.practice import PracticeService
from tests.fakes import (
    FakeChecker,
    FakeClock,
    FakeLibrary,
    FakeProgress,
    FakeReports,
    FakeSandbox,
    FakeScheduler,
    FakeWorkspaces,
    make_task,
)

TASK = ItemId("demo/hello")


class Bench:
    """A practice service with everything around it in reach."""

    def __init__(self) -> None:
        self.checker = FakeChecker()
        self.clock = FakeClock()
        self.progress = FakeProgress()
        self.workspaces = FakeWorkspaces()
        self.practice = PracticeService(
            library=FakeLibrary(tasks=[make_task("hello", checks=("answers", "refuses")), make_task("other")]),
            workspaces=self.workspaces,
            sandbox=FakeSandbox(),
            checker=self.checker,
            progress=self.progress,
            scheduler=FakeScheduler(),
            clock=self.clock,
        )

    def open(self) -> TaskFolder:
        """The task, opened."""
        return self.practice.open(TASK)


async def test_a_failing_run_is_an_attempt_and_no_lapse() -> None:
    """Failing on the way is the work itself: recorded, without a review."""
    bench = Bench()
    bench.checker.verdicts = {"refuses": Verdict.FAILED}

    outcome = await bench.practice.check(bench.open())

    assert outcome.report.verdict is Verdict.FAILED
    assert [attempt.score for attempt in bench.progress.attempts(item=TASK)] == [0.5]
    assert bench.progress.reviews() == []


async def test_a_pass_moves_the_schedule_once() -> None:
    """The pass makes a card; passing again before it is due is recorded and moves nothing."""
    bench = Bench()
    folder = bench.open()
    bench.clock.advance(seconds=600)

    first = await bench.practice.check(folder)
    second = await bench.practice.check(folder)

    assert first.attempt
    assert first.attempt.seconds == 600
    assert first.attempt.rating is Rating.GOOD
    assert second.card == first.card == bench.progress.card(TASK)
    assert len(bench.progress.reviews()) == 1


async def test_seeing_the_solution_before_the_pass_costs_the_rating_not_the_pass() -> None:
    """The verdict stays passed; the card comes back soon."""
    bench = Bench()
    folder = bench.open()
    bench.practice.solution(folder)
    bench.clock.advance(seconds=60)

    outcome = await bench.practice.check(folder)

    assert outcome.report.verdict is Verdict.PASSED
    assert outcome.attempt
    assert outcome.attempt.solution_seen
    assert outcome.attempt.rating is Rating.AGAIN


async def test_hints_lower_the_rating() -> None:
    """Two hints make a quick pass a hard one."""
    bench = Bench()
    folder = bench.open()
    bench.practice.hint(folder, "answers", 1)
    bench.practice.hint(folder, "answers", 2)
    bench.clock.advance(seconds=60)

    outcome = await bench.practice.check(folder)

    assert outcome.attempt
    assert (outcome.attempt.hints, outcome.attempt.rating) == (2, Rating.HARD)


async def test_a_fault_of_ours_is_not_recorded() -> None:
    """A checker fault never counts against the learner."""
    bench = Bench()
    bench.checker.verdicts = {"answers": Verdict.CHECKER_FAULT}

    outcome = await bench.practice.check(bench.open())

    assert outcome.attempt is None
    assert bench.progress.attempts() == []


async def test_another_folder_is_judged_and_not_recorded() -> None:
    """`--path` looks at files that are not the workspace."""
    bench = Bench()

    outcome = await bench.practice.check(bench.open(), sources={"main.py": b"app = 1"})

    assert outcome.attempt is None
    assert bench.checker.given == [{"main.py": b"app = 1"}]


async def test_results_come_one_by_one() -> None:
    """The screen paints each check as it is judged."""
    bench = Bench()
    seen: list[CheckResult] = []

    await bench.practice.check(bench.open(), on_result=seen.append)

    assert [result.id for result in seen] == ["answers", "refuses"]


async def test_every_check_keeps_a_snapshot() -> None:
    """What was judged can be gone back to."""
    bench = Bench()
    folder = bench.open()
    await bench.practice.check(folder)
    bench.practice.write(folder, "main.py", "app = 2\n")
    await bench.practice.check(folder)

    oldest = bench.practice.snapshots(folder)[-1][0]
    bench.practice.restore(folder, oldest)

    assert bench.practice.read(folder, "main.py") == "app = None\n"


def test_a_reset_loses_nothing() -> None:
    """The state before a reset is a snapshot, and can be restored."""
    bench = Bench()
    folder = bench.open()
    bench.practice.write(folder, "main.py", "mine = True\n")

    snapshot = bench.practice.reset(folder)

    assert bench.practice.read(folder, "main.py") == "app = None\n"
    assert snapshot
    bench.practice.restore(folder, snapshot)
    assert bench.practice.read(folder, "main.py") == "mine = True\n"


async def test_the_list_of_tasks_says_how_far_each_is() -> None:
    """Never tried, or the best share of checks."""
    bench = Bench()
    bench.checker.verdicts = {"refuses": Verdict.FAILED}
    await bench.practice.check(bench.open())

    states = {state.listing.id: (state.best, state.passed) for state in bench.practice.tasks()}

    assert states == {TASK: (0.5, False), ItemId("demo/other"): (None, False)}


@pytest.mark.parametrize(
    "response",
    [{"checks": {"answers": ["passed"], "refuses": "passed"}, "seed": "one"}, {"checks": {"refuses": "passed"}}],
)
async def test_a_history_of_another_shape_is_told_as_far_as_it_goes(response: dict[str, object]) -> None:
    """What came by a merge may hold any JSON: a verdict that is none is left out, a seed that is none is no seed."""
    bench = Bench()
    folder = bench.open()
    outcome = await bench.practice.check(folder)
    assert outcome.attempt
    bench.progress.record(outcome.attempt.model_copy(update={"id": "merged", "response": response}))

    found = LastRuns(bench.workspaces, bench.progress, FakeReports()).last(folder)

    assert found is not None
    assert [check.id for check in found.report.checks] == ["refuses"]
    assert found.report.seed == 0
