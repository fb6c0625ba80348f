"""The engine: which process serves which check, what blocks what, and verdicts of every kind."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Any

import pytest

from quizapp.checker.engine import SandboxChecker
from quizapp.domain.report import CheckResult, Report, Verdict
from quizapp.runner.sandbox import ForkSandbox
from tests.checked_app import one_file, only, steps_task, task

pytestmark = pytest.mark.asyncio(loop_scope="module")

COUNTER = """
COUNT = [0]

@app.get("/count")
def count():
    COUNT[0] += 1
    return {"count": COUNT[0]}

@app.get("/crash")
def crash():
    import os
    os._exit(3)

@app.get("/")
def home():
    return {"ok": True}
"""


def get(path: str, **rest: Any) -> dict[str, Any]:
    """A GET step."""
    return {"GET": path, "expect": 200, **rest}


def verdicts(report: Report) -> list[str]:
    """Every check's verdict, in order."""
    return [result.verdict.value for result in report.checks]


async def run(checker: SandboxChecker, checks: list[Mapping[str, Any]], app: str = COUNTER, **options: Any) -> Report:
    """Check an app of one file."""
    return await checker.check(task(checks, app="main:app"), one_file(app), **options)


async def test_checks_share_a_process_unless_they_are_fresh(checker: SandboxChecker) -> None:
    """What counts or stores says `fresh` and starts from nothing; the others follow each other in one process."""
    counts = {"GET": "/count", "expect": {"json": {"count": 1}}}
    again = {"GET": "/count", "expect": {"json": {"count": 2}}}

    report = await run(checker, [{"steps": [counts]}, {"steps": [again]}, {"steps": [counts], "fresh": True}])

    assert verdicts(report) == ["passed", "passed", "passed"]


@pytest.mark.parametrize("fresh", [False, True])
async def test_requests_that_are_sent_at_once_start_one_app(checker: SandboxChecker, fresh: bool) -> None:
    """Nothing was asked of the app before: each of them would start its own, and the last would be taken for all."""
    checks = [
        {
            "id": "first",
            "fresh": fresh,
            "steps": [
                {"GET": "/count", "together": 4, "expect": {"statuses": {200: 4}}},
                get("/count", expect={"status": 200, "json": {"count": 5}}),
            ],
        },
        {"id": "second", "steps": [get("/count", expect={"status": 200, "json": {"count": 1 if fresh else 6}})]},
    ]

    report = await run(checker, checks)

    assert verdicts(report) == ["passed", "passed"]


async def test_a_crash_fails_its_check_alone(checker: SandboxChecker) -> None:
    """The check during which the process ends has crashed; the next one gets a new process."""
    report = await run(checker, [{"steps": [get("/count")]}, {"steps": [get("/crash")]}, {"steps": [get("/")]}])

    assert verdicts(report) == ["passed", "crashed", "passed"]
    assert report.checks[1].message.startswith("Your app's process ended while it answered GET /crash: ")
    assert report.verdict is Verdict.CRASHED


async def test_a_loop_without_end_is_told_with_its_line(checker: SandboxChecker) -> None:
    """An app that never answers is ended long before the deadline if one line holds the loop; the line is shown."""
    app = """
@app.get("/spin")
async def spin():
    while True:
        pass

@app.get("/")
def home():
    return {}
"""

    began = time.monotonic()
    report = await run(checker, [{"steps": [get("/spin")]}, {"steps": [get("/")]}], app)

    assert verdicts(report) == ["timed out", "passed"]
    assert report.checks[0].message == "Your event loop is frozen: one line has held it since the request came."
    assert [found.spot.line in {7, 8} for found in report.checks[0].evidence.found if found.spot] == [True]
    assert time.monotonic() - began < 9


async def test_a_loop_without_end_in_a_plain_def_is_told_with_its_line(
    checker: SandboxChecker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It runs in a worker thread and lets the event loop go: what tells it is the processor time that it uses."""
    monkeypatch.setattr("quizapp.checker.client.REQUEST_DEADLINE", 50.0)  # a busy machine gives that time later
    app = """
@app.get("/spin")
def spin():
    number = 0
    while True:
        number += 1

@app.get("/")
def home():
    return {}
"""

    report = await run(checker, [{"steps": [get("/")]}, {"steps": [get("/spin")]}, {"steps": [get("/")]}], app)

    assert verdicts(report) == ["passed", "timed out", "passed"]
    told = report.checks[1]
    assert told.message == "Your function does not come to an end: it has been computing ever since the request came."
    assert [(found.say, found.spot.line in {8, 9}) for found in told.evidence.found if found.spot] == [
        ("still running in spin()", True)
    ]
    assert told.evidence.got.startswith("no answer for ")


async def test_a_thread_that_waits_is_not_taken_for_one_that_computes(checker: SandboxChecker) -> None:
    """A plain handler may take longer than we look for loops, as long as it only waits, however often it wakes up."""
    app = """
import time

@app.get("/slow")
def slow():
    for _ in range(34):
        time.sleep(0.1)
    return {}
"""

    report = await run(checker, [{"steps": [get("/slow")]}], app)

    assert verdicts(report) == ["passed"]


WORKER = """
import asyncio, threading, time
never = asyncio.Event()

async def worker():
    await asyncio.sleep(3600)

@app.on_event("startup")
async def begin():
    app.state.worker = asyncio.create_task(worker())
"""
MIDDLEWARE = """
@app.middleware("http")
async def outer(request, call_next):
    return await call_next(request)

@app.middleware("http")
async def inner(request, call_next):
    return await call_next(request)
"""
ASYNC_HANDLER = """
@app.get("/")
async def home():
    await never.wait()  # here
"""
PLAIN_HANDLER = """
@app.get("/")
def home():
    threading.Event().wait()  # here
"""
DEPENDENCY = """
from fastapi import Depends

async def home():
    async with asyncio.timeout(None):
        await never.wait()  # here

@app.get("/")
async def root(home=Depends(home)):
    return {}
"""
HELD_MIDDLEWARE = """
@app.middleware("http")
async def home(request, call_next):
    await never.wait()  # here
    return await call_next(request)

@app.get("/")
async def root():
    return {}
"""


@pytest.mark.parametrize(
    "app",
    [
        WORKER + ASYNC_HANDLER,
        WORKER + PLAIN_HANDLER,
        WORKER + DEPENDENCY,
        WORKER + HELD_MIDDLEWARE,
        WORKER + MIDDLEWARE + ASYNC_HANDLER,
        WORKER + MIDDLEWARE + PLAIN_HANDLER,
        WORKER + MIDDLEWARE + DEPENDENCY,
    ],
    ids=["async", "plain", "dependency", "middleware", "async behind", "plain behind", "dependency behind"],
)
async def test_a_wait_without_end_meets_the_deadline(
    app: str, checker: SandboxChecker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An app that waits for what never comes, and lets the loop go, is told at the deadline which line of it waits."""
    monkeypatch.setattr("quizapp.checker.client.REQUEST_DEADLINE", 1.0)

    result = only(await run(checker, [{"steps": [get("/")]}], app))

    assert result.verdict is Verdict.TIMED_OUT
    assert result.message == "Your app did not finish GET / in time: no answer within 1 s."
    (found,) = result.evidence.found
    assert found.say == "it waits in home()"
    assert found.spot is not None
    assert found.spot.code.endswith("# here")


async def test_a_wait_without_end_is_not_told_by_another_thread(
    checker: SandboxChecker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another request has going on in a thread is not where an async def waits."""
    monkeypatch.setattr("quizapp.checker.client.REQUEST_DEADLINE", 1.0)
    other = "\n@app.get('/other')\ndef other():\n    threading.Event().wait()\n"
    began = "\n@app.on_event('startup')\nasync def both():\n    threading.Thread(target=other, daemon=True).start()\n"

    result = only(await run(checker, [{"steps": [get("/")]}], WORKER + ASYNC_HANDLER + other + began))

    (found,) = result.evidence.found
    assert found.say == "it waits in home()"


async def test_a_failure_blocks_what_builds_on_it(checker: SandboxChecker) -> None:
    """Blocked is not failed, and says what must pass first."""
    checks = [
        {"id": "one", "title": "The first", "steps": [get("/nothing")]},
        {"id": "two", "steps": [get("/")], "after": ["one"]},
        {"id": "three", "steps": [get("/")], "after": ["two"]},
        {"id": "four", "steps": [get("/")]},
    ]

    report = await run(checker, checks)

    assert verdicts(report) == ["failed", "blocked", "blocked", "passed"]
    assert report.checks[1].message == "It builds on “The first”, which must pass first."
    assert (report.passed, report.score) == (1, 0.25)


async def test_only_named_checks_run_with_what_they_build_on(checker: SandboxChecker) -> None:
    """A check alone brings the checks that it comes after."""
    checks = [
        {"id": "one", "steps": [get("/")]},
        {"id": "two", "steps": [get("/")]},
        {"id": "three", "steps": [get("/")], "after": ["one"]},
    ]

    report = await run(checker, checks, only=["three"])

    assert [result.id for result in report.checks] == ["one", "three"]


@pytest.mark.parametrize(
    ("app", "message", "line"),
    [
        ("def f(:\n    pass\n", "Your app did not start: SyntaxError while it was imported.", 4),
        ("x = missing\n", "Your app did not start: NameError while it was imported.", 4),
        ("import nothing_of_that_name\n", "Your app did not start: ModuleNotFoundError while it was imported.", 4),
        ("raise SystemExit(3)\n", "Your app did not start: its process ended.", 4),
        ("del app\n", "Your app did not start: main defines no app.", None),
        (
            "def app():\n    return 1\n",
            "Your app did not start: main:app is a function that makes an app: call it, app = app().",
            None,
        ),
        (
            """
from contextlib import asynccontextmanager
@asynccontextmanager
async def life(app):
    raise RuntimeError("no model")
    yield
app = FastAPI(lifespan=life)
""",
            "Your app did not start: its lifespan raised RuntimeError.",
            8,
        ),
    ],
)
async def test_an_app_that_does_not_start(checker: SandboxChecker, app: str, message: str, line: int | None) -> None:
    """The first result says why, with the learner's line; the others are blocked by it."""
    report = await run(checker, [{"steps": [get("/")]}, {"steps": [get("/")]}], app)

    assert verdicts(report) == ["did not start", "blocked"]
    assert report.checks[0].message == message
    assert [found.spot.line for found in report.checks[0].evidence.found if found.spot] == ([line] if line else [])
    assert report.checks[1].message == "The app did not start, so this could not be checked."


async def test_code_is_judged_even_if_the_app_does_not_start(checker: SandboxChecker) -> None:
    """A check that needs no app is not blocked."""
    report = await run(
        checker,
        [{"steps": [get("/")]}, {"steps": [{"code": "main.py", "must": [{"imports": "fastapi.FastAPI"}]}]}],
        "raise ValueError\n",
    )

    assert verdicts(report) == ["did not start", "passed"]


async def test_results_are_told_one_by_one(checker: SandboxChecker) -> None:
    """A screen can show each verdict as it falls."""
    seen: list[CheckResult] = []

    report = await run(checker, [{"steps": [get("/")]}, {"steps": [get("/")]}], on_result=seen.append)

    assert seen == report.checks


async def test_a_seed_repeats_a_run(checker: SandboxChecker) -> None:
    """The report names its seed, and the seed brings the same values back."""
    checks = [{"probe": {"n": {"int": [1, 10**6]}}, "steps": [{"GET": "/", "expect": {"json": {"n": "${n}"}}}]}]

    first = await run(checker, checks)
    again = await run(checker, checks, seed=first.seed)
    other = await run(checker, checks, seed=first.seed + 1)

    assert only(first).evidence.expected == only(again).evidence.expected
    assert only(first).evidence.expected != only(other).evidence.expected


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ("- {GET: '/${id}', expect: 200}", "nothing is called id here; known names: none"),
        ("- {GET: /, expect: {json: {$match: '${1 + 1}'}}}", None),
        ("- {peer: ann, recv: 1}", "no peer is called ann; open it first with {ws: ..., as: ann}"),
        ("- {wait: 6s}\n- {wait: 6s}", "the waits of one check may not add up to more than 10 s"),
        ("- {GET: /, with: {a: [1], b: [1, 2]}, expect: 200}", "the columns of `with` have different lengths: 1, 2"),
        ("- {GET: /, save: {x: nonsense}}", "'nonsense' cannot be saved"),
        ("- {openapi: {operations: {FETCH /: $present}}}", "'FETCH /' is no operation"),
    ],
)
async def test_a_pack_at_fault_is_not_the_learners_failure(
    checker: SandboxChecker, steps: str, told: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What makes no sense in a check is told as the check's fault."""

    async def no_time(_seconds: float) -> None:
        return None

    monkeypatch.setattr("quizapp.checker.steps.dispatch._sleep", no_time)

    result = only(await checker.check(steps_task(steps, app="main:app"), one_file(COUNTER)))

    if told is None:
        assert result.verdict in {Verdict.FAILED, Verdict.CHECKER_FAULT}
    else:
        assert result.verdict is Verdict.CHECKER_FAULT
        assert result.message.startswith(f"This check is at fault, not your code: {told}")


async def test_our_own_fault_is_a_verdict(checker: SandboxChecker, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug of ours never looks like a failure of the learner's, and never ends the run."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("quizapp.checker.engine.draw", broken)

    report = await run(checker, [{"steps": [get("/")]}, {"steps": [get("/")]}])

    assert verdicts(report) == ["checker fault", "checker fault"]
    assert report.checks[0].message == "The checker itself failed, your code was not judged: ZeroDivisionError: oops"


async def test_a_cancelled_run_leaves_no_process() -> None:
    """Whoever stops waiting leaves nothing behind."""
    sandbox = ForkSandbox()
    launched: list[Any] = []
    started = asyncio.Event()
    launch = sandbox.launch

    async def noted(order: Any) -> Any:
        launched.append(await launch(order))
        started.set()
        return launched[-1]

    sandbox.launch = noted  # type: ignore[method-assign]  # to see each launch
    app = "import asyncio\n@app.get('/')\nasync def home():\n    await asyncio.sleep(60)\n"
    running = asyncio.create_task(run(SandboxChecker(sandbox), [{"steps": [get("/")]}], app))
    await started.wait()
    await launched[0].started()
    await asyncio.sleep(0.05)

    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    assert running.cancelled()
    assert launched[0].ended() is not None
    await sandbox.close()
