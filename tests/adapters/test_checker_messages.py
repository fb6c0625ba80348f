"""The messages by which a failure teaches, word for word: real apps, each with one mistake, in the real sandbox."""
# ruff: noqa: E501 - messages are compared as they are shown

from __future__ import annotations

import re
from textwrap import dedent

import pytest

from quizapp.checker.engine import SandboxChecker
from quizapp.domain.report import Report
from quizapp.domain.telling import as_text
from tests.checked_app import sources, steps_task

pytestmark = pytest.mark.asyncio(loop_scope="module")

_TIME = re.compile(r"\d+\.\d+ s|\d+ ms|\d+\.\d×")


def told(report: Report) -> str:
    """The failure as plain text, without the summary, each measured time as N."""
    block = as_text(report, hints_shown=1, width=130).rpartition("\n\n")[0]
    return _TIME.sub("N", re.sub(r" {3,}step", "   step", block))


def expected(text: str) -> str:
    """The text without its indentation."""
    return dedent(text).strip("\n")


async def test_a_wrong_status(checker: SandboxChecker) -> None:
    """A known wrong answer is named; of a wrong status the body is not compared."""
    task = steps_task(
        """
        - POST: /items
          json: {name: Pen, price: 1.5}
          expect: {status: 201, json: {id: $int, name: Pen}}
          wrong: [{got: {status: 200}, say: FastAPI sends 200 unless the decorator has status_code=201.}]
        """,
        check={
            "title": "POST /items answers 201 with the new item",
            "concept": "status-codes",
            "why": "201 tells the client that a new resource exists. 200 only says the request was understood.",
        },
    )

    report = await checker.check(
        task, sources(("app/main.py", ", status_code=201, response_model=Item", ", response_model=Item"))
    )

    assert told(report) == expected(
        """
        ✗ POST /items answers 201 with the new item   step 1/1
          The status is 200, this task asks for 201.
          sent      POST /items   {"name": "Pen", "price": 1.5}
          got       200 OK   {"name":"Pen","price":1.5,"id":1}
          expected  201 Created
          found     your route create()
                    app/main.py:53 @app.post("/items", response_model=Item, tags=["items"])
          likely    FastAPI sends 200 unless the decorator has status_code=201.
          why       201 tells the client that a new resource exists. 200 only says the request was understood.
          learn     status-codes
          repeat    curl -i -X POST $APP/items --json '{"name": "Pen", "price": 1.5}'
        """
    )


async def test_a_field_that_must_not_leave(checker: SandboxChecker) -> None:
    """A leaked field is named; the token in `sent` is cut, the one to repeat is whole."""
    task = steps_task(
        """
        - {POST: /token, form: {username: ann, password: x}, expect: 200, save: {token: $.access_token}}
        - {GET: /users/me, bearer: "${token}", expect: {status: 200, json: {name: ann, password: $absent}}}
        """,
        check={
            "title": "The profile shows no secrets",
            "concept": "response-model",
            "why": "The object you return is not the object that should leave. Without a response model every field leaves.",
            "hints": ["Name what may leave with response_model=UserOut, or with -> UserOut as the return type."],
        },
    )

    report = await checker.check(task, sources(("app/routers/users.py", ", response_model=UserOut", "")))

    lines = told(report).splitlines()
    assert (
        lines[:-1]
        == expected(
            """
        ✗ The profile shows no secrets   step 2/2
          $.password must not be in the response.
          sent      GET /users/me   Authorization: Bearer eyJhbGciOiJ…
          got       200 OK   {"id":7,"name":"ann","password":"hunter2"}
          expected  $.password: not there
          found     your route me()
                    app/routers/users.py:13 @router.get("/me")
          why       The object you return is not the object that should leave. Without a response model every field leaves.
          try       Name what may leave with response_model=UserOut, or with -> UserOut as the return type.
          learn     response-model
        """
        ).splitlines()
    )
    assert re.fullmatch(
        r"  repeat    curl -i \$APP/users/me -H 'Authorization: Bearer [\w-]+\.[\w-]+\.[\w-]+'", lines[-1]
    )


async def test_a_frozen_event_loop(checker: SandboxChecker) -> None:
    """What held the loop is shown by file and line."""
    task = steps_task(
        "- {GET: /slow, together: 5, expect: {status: 200, loop: free, speedup: {$ge: 3}}}",
        check={
            "title": "Five slow calls finish together",
            "concept": "event-loop",
            "why": "An async def runs on the one event loop. While time.sleep() holds it, no other request moves.",
            "hints": [
                "Await something that lets go (asyncio.sleep, an async driver), or write def so that FastAPI uses a thread."
            ],
        },
    )

    report = await checker.check(task, sources(("app/main.py", "await asyncio.sleep(0.15)", "time.sleep(0.15)")))

    assert told(report) == expected(
        """
        ✗ Five slow calls finish together   step 1/1
          Your event loop was frozen: other requests had to wait.
          sent      GET /slow
          got       one call N, 5 calls together N (N)
          expected  5 calls in about the time of one
          found     frozen in slow()
                    app/main.py:78 time.sleep(0.15)
          why       An async def runs on the one event loop. While time.sleep() holds it, no other request moves.
          try       Await something that lets go (asyncio.sleep, an async driver), or write def so that FastAPI uses a thread.
          learn     event-loop
          repeat    curl -i $APP/slow
        """
    )


async def test_an_exception_in_the_learners_code(checker: SandboxChecker) -> None:
    """A 500 is told as the exception and the line that raised it."""
    task = steps_task(
        "- {POST: /items, json: {name: Pen}, expect: {invalid: {body.price: missing}}}",
        check={
            "title": "A wrong item is refused with 422",
            "concept": "validation-errors",
            "why": "A client can repair its request only if it is told which field is wrong.",
            "hints": ["Declare the body as a Pydantic model; FastAPI then answers 422 before your code runs."],
        },
    )
    edits = [
        ("app/main.py", "def create(item: ItemIn)", "def create(item: dict)"),
        ("app/main.py", "**item.model_dump())", 'name=item["name"], price=item["price"])'),
    ]

    report = await checker.check(task, sources(*edits))

    assert told(report) == expected(
        """
        ✗ A wrong item is refused with 422   step 1/1
          Your code raised KeyError where the task expects 422 Unprocessable Content.
          sent      POST /items   {"name": "Pen"}
          got       500 Internal Server Error   Internal Server Error
          expected  422 Unprocessable Content
          found     KeyError: 'price'
                    app/main.py:55 made = Item(id=len(ITEMS) + 1, name=item["name"], price=item["price"])
          why       A client can repair its request only if it is told which field is wrong.
          try       Declare the body as a Pydantic model; FastAPI then answers 422 before your code runs.
          learn     validation-errors
          repeat    curl -i -X POST $APP/items --json '{"name": "Pen"}'
        """
    )


async def test_a_path_with_a_slip(checker: SandboxChecker) -> None:
    """Without a route the learner's own routes are told, the near miss first."""
    task = steps_task(
        "- {GET: /info, expect: {json: {app: demo}}}",
        check={
            "title": "GET /info names the app",
            "concept": "routing",
            "why": "Clients know only the path they were given.",
        },
    )

    report = await checker.check(task, sources(("app/main.py", '@app.get("/info")', '@app.get("/infos")')))

    assert told(report) == expected(
        """
        ✗ GET /info names the app   step 1/1
          No route answers GET /info.
          sent      GET /info
          got       404 Not Found   {"detail":"Not Found"}
          expected  2xx
          found     your routes: GET /infos, GET /users/me, DELETE /users/{uid}, POST /items, GET /items and 13 more
          why       Clients know only the path they were given.
          try       Rename GET /infos to GET /info. A path must match to the letter.
          learn     routing
          repeat    curl -i $APP/info
        """
    )


async def test_planted_bugs_that_got_past(checker: SandboxChecker) -> None:
    """A weak test file is told which bugs it lets live."""
    task = steps_task(
        """
        - {pytest: tests, expect: {passed: {$ge: 1}, failed: 0}}
        - pytest: tests
          mutants:
            - {id: answers 200, edit: {app/main.py: {replace: status_code=201, by: status_code=200}}}
            - {id: accepts a negative price, edit: {app/main.py: {replace: "price: float = Field(gt=0)", by: "price: float"}}}
          expect: {caught: all}
        """,
        check={
            "title": "Your tests catch every planted bug",
            "concept": "testclient",
            "why": "A test that cannot fail protects nothing. Interviewers ask what your test would catch.",
            "hints": ["Send a price of -1 and assert the 422."],
        },
    )

    report = await checker.check(
        task, sources(("tests/test_items.py", '"price": -1}).status_code == 422', '"price": 1}).status_code == 201'))
    )

    assert told(report) == expected(
        """
        ✗ Your tests catch every planted bug   step 2/2
          1 of 2 planted bugs got past your tests.
          expected  every planted bug makes at least one test fail
          found     not caught: accepts a negative price
          why       A test that cannot fail protects nothing. Interviewers ask what your test would catch.
          try       Send a price of -1 and assert the 422.
          learn     testclient
        """
    )


async def test_what_a_plugin_finds(checker: SandboxChecker) -> None:
    """A task's own pytest plugin can object when the learner's tests are over."""
    task = steps_task(
        """
        - pytest: tests
          plugin: |
            import pytest

            @pytest.fixture(autouse=True, scope="session")
            def watch():
                yield
                from app.main import app
                assert app.dependency_overrides, "nothing was overridden"
          expect: {errors: 0}
        """,
        check={"title": "Something is overridden", "why": "So that this can fail."},
    )

    report = await checker.check(task, sources())

    assert report.checks[0].message == "What comes after your tests failed."
    assert report.checks[0].evidence is not None
    assert "nothing was overridden" in report.checks[0].evidence.found[0].say
