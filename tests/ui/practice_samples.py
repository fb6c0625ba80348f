"""A coding task of four checks, and a checker that reads the learner's text instead of running it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence

from textual.pilot import Pilot

from quizapp.config import Settings
from quizapp.domain.folder import TaskFolder
from quizapp.domain.items.identity import item_id
from quizapp.domain.report import CheckResult, Evidence, Found, Report, Verdict, overall
from quizapp.domain.request import Request
from quizapp.domain.run import CodeLine
from quizapp.domain.task import Task
from quizapp.errors import QuizAppError
from quizapp.ui.screens.practice import PracticeScreen
from quizapp.ui.widgets.verdict import VerdictPane
from tests.fakes import ISOLATION, FakeChecker, FakeLibrary, FakeReports, FakeSandbox, FakeWorkspaces
from tests.ui import samples
from tests.ui.conftest import FakeServices

STARTER = """\
from fastapi import FastAPI

import shop

app = FastAPI()


@app.post("/orders")
def create(order: dict):
    return order
"""

SOLUTION = """\
from fastapi import FastAPI
from pydantic import BaseModel

import shop

app = FastAPI()


class Order(BaseModel):
    item: str


@app.post("/orders", status_code=201)
def create(order: Order) -> Order:
    return order
"""

SHOP = """\
# Comes with the task.
PRICES = {"Pen": 1.5, "[/red]": 2}
"""

BRIEF = """\
An order of `"lots"` pens crashes the shop. Please make it safe:

| Request | Answer |
| --- | --- |
| `POST /orders` with `{"item": "Pen"}` | 201 and the order |
| anything else | 422 |

**Why interviewers ask for it.** They look for what *leaves* the API.
"""


def make_folder() -> TaskFolder:
    """Four checks, of which the last builds on the third."""
    step = {"POST": "/orders", "json": {"item": "Pen"}, "expect": {"status": 201}}
    checks = [
        {"id": "created", "title": "POST /orders answers 201 with the new order", "concept": "http"},
        {"id": "refused", "title": "A wrong item is refused with 422", "concept": "validation"},
        {"id": "listed", "title": 'GET /orders answers a list[Order] such as ["Pen"]'},
        {"id": "deleted", "title": "DELETE /orders/{id} takes it away", "after": ["listed"]},
    ]
    task = Task.model_validate(
        {
            "id": "orders",
            "title": "Orders that can be trusted",
            "topic": "http",
            "intent": "build",
            "difficulty": 2,
            "minutes": 12,
            "brief": BRIEF,
            "given": ["shop.py"],
            "hints": ["Which model does the body have?", "Write `class Order(BaseModel)`."],
            "checks": [{"why": "Clients rely on it.", "steps": [step], **check} for check in checks],
        }
    )
    return TaskFolder(
        id=item_id("demo", "orders"),
        pack="demo",
        task=task,
        starter={"main.py": STARTER.encode(), "shop.py": SHOP.encode()},
        solution={"main.py": SOLUTION.encode(), "shop.py": SHOP.encode()},
    )


def make_other(slug: str, title: str, topic: str = "validation") -> TaskFolder:
    """A task that only has to be there."""
    folder = make_folder()
    task = folder.task.model_copy(update={"id": slug, "title": title, "topic": topic, "difficulty": 4})
    return folder.model_copy(update={"id": item_id("demo", slug), "task": task})


REFUSED = Evidence(
    sent='POST /orders   {"itme": [1]}',
    got="500 Internal Server Error",
    expected="422 Unprocessable Content",
    found=[
        Found(
            say="KeyError: 'item' \x1b[31m[/]",
            spot=CodeLine(file="main.py", line=9, function="create", code="def create(order: dict):"),
        )
    ],
    likely="The body is a `dict`: nothing checks it.",
    why="A client can repair its request only if it is told which field is wrong.",
    hints=["Declare the body as a model.", "`def create(order: Order)`."],
    learn="validation",
    repeat="""curl -i -X POST $APP/orders --json '{"itme": [1]}'""",
)


class TextChecker(FakeChecker):
    """Judges `created` by status_code=201 and `refused` by a BaseModel; the others pass."""

    def __init__(self) -> None:
        super().__init__()
        self.gate: asyncio.Event | None = None
        """A run waits here after its first result."""
        self.error: QuizAppError | None = None
        self.output = "INFO started\n\x1b[2Jprinted [bold]by[/bold] the app\n"
        self.cancelled = 0
        self.request: Request | None = None
        """What the failing check has sent."""

    async def check(
        self,
        task: Task,
        sources: Mapping[str, bytes],
        *,
        seed: int | None = None,
        on_result: Callable[[CheckResult], None] | None = None,
        only: Sequence[str] = (),
        trusted: bool = True,
    ) -> Report:
        """Judge the text, check by check."""
        self.given.append(dict(sources))
        if self.error is not None:
            raise self.error
        results: list[CheckResult] = []
        for check in task.checks:
            result = self._judge(check.id, check.title, sources["main.py"].decode())
            results.append(result)
            await asyncio.sleep(0)
            if on_result:
                on_result(result)
            if self.gate is not None:
                try:
                    await self.gate.wait()
                except asyncio.CancelledError:
                    self.cancelled += 1
                    raise
        return Report(
            task=task.id,
            verdict=overall([result.verdict for result in results]),
            checks=results,
            seed=7,
            isolation=ISOLATION,
            versions={"python": "3.13.1", "fastapi": "0.165.0"},
            elapsed_ms=34.0,
            output=self.output,
        )

    def _judge(self, check: str, title: str, code: str) -> CheckResult:
        if check in self.verdicts:
            return CheckResult(id=check, title=title, verdict=self.verdicts[check], message="As the test says.")
        if check == "created" and "status_code=201" not in code:
            evidence = Evidence(
                sent='POST /orders   {"item": "Pen"}',
                got='200 OK   {"item":"Pen"}',
                expected="201 Created",
                why="201 tells the client that something exists now.",
                hints=["Which status does FastAPI send when nobody names one?"],
            )
            message = "The status is 200, this task asks for 201."
            return CheckResult(id=check, title=title, verdict=Verdict.FAILED, message=message, evidence=evidence)
        if check == "refused" and "BaseModel" not in code:
            message = "Your code raised KeyError where the task expects 422 Unprocessable Content."
            return CheckResult(
                id=check,
                title=title,
                verdict=Verdict.FAILED,
                message=message,
                step=2,
                steps=3,
                evidence=REFUSED.model_copy(update={"request": self.request}),
            )
        return CheckResult(id=check, title=title, verdict=Verdict.PASSED)


class PracticeServices(FakeServices):
    """Three coding tasks; the first one can be solved."""

    def __init__(self, settings: Settings | None = None, *, folder: TaskFolder | None = None) -> None:
        # What depends on how long a key press takes is tried by itself.
        super().__init__(settings=settings or Settings(check_while_typing=False))
        self.folder = folder or make_folder()
        self.workspaces = FakeWorkspaces()
        self.checker = TextChecker()
        self.sandbox = FakeSandbox()
        self.last_reports = FakeReports()
        self.library = FakeLibrary(
            samples.ITEMS,
            tasks=[self.folder, make_other("bodies", "Three small models"), make_other("[b]", "A title with [/red]")],
            topics=samples.TOPICS,
        )

    def restart(self) -> None:
        """As if the program had ended and begun again: what lies on disk stays."""
        self.__dict__.pop("practice", None)
        self.__dict__.pop("serving", None)

    @property
    def main(self) -> str:
        """The learner's file, as it is on the disk."""
        return self.workspaces.read(self.folder, "main.py")


async def settled(pilot: Pilot[None]) -> None:
    """Wait until the task is open, no run is under way, and everything is painted."""
    for _ in range(3):
        await pilot.pause()
    for _ in range(3000):
        screen = pilot.app.screen
        if not isinstance(screen, PracticeScreen):
            break
        is_open = screen.query(VerdictPane) and screen.bench.paths and screen.focused is not None
        if is_open and not screen.verdict.is_judging:
            break
        await asyncio.sleep(0.01)
    await pilot.pause()
    await pilot.pause()
