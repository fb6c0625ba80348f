"""Apps and packs that mean harm: every one ends in a verdict with a sentence, within a bound, and shows nothing unsafe."""
# ruff: noqa: E501 - steps are written as a pack writes them

from __future__ import annotations

import time
import unicodedata
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from quizapp.checker.engine import SandboxChecker
from quizapp.domain.report import CheckResult, Verdict
from quizapp.domain.telling import as_junit, as_text
from quizapp.runner.sandbox import ForkSandbox
from tests.checked_app import one_file, only, steps_task

pytestmark = pytest.mark.asyncio(loop_scope="module")

STREAM = """
from fastapi.responses import StreamingResponse, Response
import time
"""

HOSTILE_APPS = {
    "a body without end": (
        STREAM + '@app.get("/")\ndef home():\n    return StreamingResponse((b"x" * 65536 for _ in iter(int, 1)))\n',
        "- {GET: /, expect: 200}",
        Verdict.FAILED,
        "the body is larger than 1 MiB",
    ),
    "a slow body without end": (
        STREAM
        + '@app.get("/")\ndef home():\n    def slow():\n        while True:\n            yield b"x"\n            time.sleep(0.02)\n    return StreamingResponse(slow())\n',
        "- {GET: /, expect: 200}",
        Verdict.TIMED_OUT,
        "the answer did not end within 2.5 s",
    ),
    "events without end": (
        STREAM
        + '@app.get("/")\ndef home():\n    return StreamingResponse((b"data: 1\\n\\n" for _ in iter(int, 1)), media_type="text/event-stream")\n',
        "- {GET: /, stream: sse, expect: {events: [$any]}}",
        Verdict.FAILED,
        "the stream has more than 1000 events",
    ),
    "headers of a megabyte": (
        STREAM + '@app.get("/")\ndef home():\n    return Response("x", headers={"x": "y" * 1_000_000})\n',
        "- {GET: /, expect: 200}",
        Verdict.FAILED,
        "the headers are larger than 64 KiB",
    ),
    "a compressed bomb": (
        STREAM
        + """
import gzip
BOMB = gzip.compress(bytes(10_000_000), 1)
@app.get("/")
def home():
    return Response(BOMB, headers={"content-encoding": "gzip"})
""",
        "- {GET: /, expect: 200}",
        Verdict.FAILED,
        "the body is larger than 1 MiB when decompressed",
    ),
    "JSON a hundred thousand levels deep": (
        STREAM
        + '@app.get("/")\ndef home():\n    return Response("[" * 100_000 + "]" * 100_000, media_type="application/json")\n',
        "- {GET: /, expect: {json: [1]}}",
        Verdict.FAILED,
        "it is nested too deeply to be read",
    ),
    "a number of a million digits": (
        STREAM + '@app.get("/")\ndef home():\n    return Response("9" * 1_000_000, media_type="application/json")\n',
        "- {GET: /, expect: {json: 1}}",
        Verdict.FAILED,
        "The body is not JSON",
    ),
    "NaN in JSON": (
        STREAM + '@app.get("/")\ndef home():\n    return Response(\'{"a": NaN}\', media_type="application/json")\n',
        "- {GET: /, expect: {json: {a: 1}}}",
        Verdict.FAILED,
        "NaN is no JSON value",
    ),
    "wrong in three hundred thousand places": (
        STREAM
        + '@app.get("/")\ndef home():\n    return Response("[" + "0," * 300_000 + "0]", media_type="application/json")\n',
        "- {GET: /, expect: {json: {$each: 1}}}",
        Verdict.FAILED,
        "$[0] is 0, the task asks for 1.",
    ),
    "terminal commands everywhere": (
        STREAM
        + """
import logging
EVIL = "\\x1b]0;owned\\x07\\x1b[2J\\u202e[/]\\x9b"
@app.get("/")
def home():
    logging.getLogger(EVIL).warning(EVIL)
    print(EVIL)
    return {EVIL: EVIL, "a": [EVIL]}
""",
        '- {GET: /, expect: {json: {a: ["x"], b: 1}}}',
        Verdict.FAILED,
        "$.a[0] is",
    ),
    "terminal commands in an exception": (
        '@app.get("/")\ndef home():\n    raise type("E\\x1b[31m", (Exception,), {})("\\x1b[2J\\x00boom")\n',
        "- {GET: /, expect: 200}",
        Verdict.FAILED,
        "Your code raised E",
    ),
    "an exception that cannot be told": (
        'class Odd(Exception):\n    def __str__(self):\n        raise KeyError("no")\n@app.get("/")\ndef home():\n    raise Odd\n',
        "- {GET: /, expect: 200}",
        Verdict.FAILED,
        "Your code raised Odd",
    ),
    "an exit in a handler": (
        'import os\n@app.get("/")\ndef home():\n    os._exit(0)\n',
        "- {GET: /, expect: 200}",
        Verdict.CRASHED,
        "Your app's process ended while it answered GET /",
    ),
    "an exit among many calls at once": (
        'import os\n@app.get("/")\nasync def home():\n    os._exit(1)\n',
        "- {GET: /, together: 20, expect: 200}",
        Verdict.CRASHED,
        "Your app's process ended while it answered GET /",
    ),
    "all files closed": (
        'import os\n@app.get("/")\ndef home():\n    os.closerange(3, 200)\n    return {}\n',
        "- {GET: /, expect: 200}",
        None,
        "",
    ),
    "a flood of records": (
        'import logging\n@app.get("/")\ndef home():\n    for n in range(50_000):\n        logging.getLogger("x").info("n %s", n)\n    return {}\n',
        "- {GET: /, expect: 200}\n- {logs: {has: [{message: n 49999}]}}",
        None,
        "",
    ),
    "a flood of output": (
        '@app.get("/")\ndef home():\n    for n in range(3000):\n        print("x" * 10_000)\n    return {}\n',
        "- {GET: /, expect: 200}\n- {GET: /, expect: 201}",
        None,
        "",
    ),
    "a message of two megabytes": (
        'from fastapi import WebSocket\n@app.websocket("/ws")\nasync def ws(socket: WebSocket):\n    await socket.accept()\n    await socket.send_text("x" * 2_000_000)\n',
        "- {ws: /ws}\n- {peer: it, recv_text: hi}",
        Verdict.FAILED,
        "it could not receive",
    ),
    "a handshake that never ends": (
        'import asyncio\nfrom fastapi import WebSocket\n@app.websocket("/ws")\nasync def ws(socket: WebSocket):\n    await asyncio.sleep(60)\n',
        "- {ws: /ws}",
        Verdict.FAILED,
        "The WebSocket was neither accepted nor refused within 2.5 s.",
    ),
    "a loop at import": (
        "while True:\n    pass\n",
        "- {GET: /, expect: 200}",
        Verdict.DID_NOT_START,
        "Your app did not start in time.",
    ),
    "a shutdown that never ends": (
        "import time\nfrom contextlib import asynccontextmanager\n@asynccontextmanager\nasync def life(app):\n    yield\n    time.sleep(60)\napp = FastAPI(lifespan=life)\n",
        "- {app: start}\n- {app: stop, expect: {exit: 0}}",
        Verdict.FAILED,
        "The app did not shut down cleanly",
    ),
    "an OpenAPI document that is none": (
        '@app.get("/openapi.json")\ndef fake():\n    return []\napp.router.routes.insert(0, app.router.routes.pop())\n',
        "- {openapi: {info: $any}}",
        Verdict.FAILED,
        "The OpenAPI document is no object.",
    ),
    "an OpenAPI document of traps": (
        """
BODY = {"content": {"application/json": {"schema": {"$ref": "#/x"}}}}
DOC = {"paths": {"/": {"post": {"requestBody": BODY}}}, "x": {"$ref": "#/x", "minLength": 10**9}}
app.openapi = lambda: DOC
@app.post("/")
def home():
    return {}
""",
        "- {POST: /, fuzz: {from: openapi}, expect: 422}",
        Verdict.FAILED,
        "The body of this operation has no rules that could be broken.",
    ),
}

HOSTILE_STEPS = {
    "a path that explodes": ('- {GET: /, expect: {at: {"$[*][*][*]": $any}}}', "more than 20000 values"),
    "a body of gigabytes": (
        "- {POST: /, multipart: {f: {name: x, size: 900 MB}}, expect: 200}",
        "is larger than 16777216",
    ),
    "an expression of gigabytes": (
        "- {POST: /, json: \"${'x' * 9999999999}\", expect: 200}",
        "the text would be too long",
    ),
    "a line break in a header": ('- {GET: /, headers: {x: "a\\nb"}, expect: 200}', "has a line break in it"),
    "a line break in an address": ('- {GET: /, client: "1\\r\\nhost: evil", expect: 200}', "has a line break in it"),
    "a line break in a cookie": ('- {GET: /, cookies: {a: "b\\r\\nx: y"}, expect: 200}', "has a line break in it"),
    "another host by a capture": (
        '- {GET: /1, save: {x: $}, expect: 200}\n- {GET: "/${x}", expect: 200}',
        "is no path on the app",
    ),
    "a mutant that does not apply": (
        "- {pytest: t, mutants: [{id: x, edit: {main.py: {replace: nowhere, by: y}}}], expect: {caught: all}}",
        "stands 0 times",
    ),
}


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def checker() -> AsyncIterator[SandboxChecker]:
    """The real checker in the real sandbox, shared by the tests of this file."""
    sandbox = ForkSandbox()
    yield SandboxChecker(sandbox)
    await sandbox.close()


@pytest.fixture(autouse=True)
def short_deadlines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds that the tests can wait for."""
    monkeypatch.setattr("quizapp.checker.client.REQUEST_DEADLINE", 2.5)
    monkeypatch.setattr("quizapp.checker.steps.handshake.REQUEST_DEADLINE", 2.5)
    monkeypatch.setattr("quizapp.checker.steps.app.STOP_WITHIN", 1.0)


def is_safe(text: str) -> bool:
    """Whether a terminal would only show it."""
    return all(
        character in "\n\t" or (unicodedata.category(character) not in {"Cc", "Cs"} and character not in "\u202e\u2066")
        for character in text
    )


def all_text(result: CheckResult) -> str:
    """Everything that a screen may show of a result."""
    return "\n".join(_strings(result.model_dump(mode="json")))


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for part in parts for text in _strings(part)]


@pytest.mark.parametrize("name", HOSTILE_APPS)
async def test_a_hostile_app_meets_a_bound(checker: SandboxChecker, name: str) -> None:
    """A verdict and a sentence, soon, safe to show; and the next check runs as if nothing had been."""
    app, steps, verdict, told = HOSTILE_APPS[name]
    began = time.monotonic()

    report = await checker.check(steps_task(steps, app="main:app"), one_file(app), seed=1)

    result = only(report)
    assert result.verdict is not Verdict.CHECKER_FAULT, result.message
    if verdict is not None:
        assert (result.verdict, told in result.message) == (verdict, True), result.message
    assert is_safe(all_text(result))
    assert is_safe(as_text(report, hints_shown=3))
    assert is_safe(as_junit(report))
    assert len(as_text(report)) < 8000
    assert time.monotonic() - began < 25


@pytest.mark.parametrize("name", HOSTILE_STEPS)
async def test_a_hostile_pack_meets_a_bound(checker: SandboxChecker, name: str) -> None:
    """What a pack may write cannot take the machine, and the sentence says which bound was met."""
    steps, told = HOSTILE_STEPS[name]
    app = '@app.get("/")\ndef home():\n    return [[[0] * 100] * 100] * 4\n@app.get("/1")\ndef one():\n    return "/evil.example"\n@app.post("/")\ndef post():\n    return {}\n'

    result = only(await checker.check(steps_task(steps, app="main:app"), one_file(app), seed=1))

    assert result.verdict in {Verdict.FAILED, Verdict.CHECKER_FAULT}
    assert "The checker itself failed" not in result.message
    assert told in f"{result.message} {result.evidence.found}"


async def test_a_matcher_as_deep_as_a_pack_may_write(checker: SandboxChecker) -> None:
    """Nearly forty levels are compared; more are refused when the pack is read."""
    deep = "[" * 38 + "1" + "]" * 38
    task = steps_task(f"- {{GET: /, expect: {{json: {deep}}}}}", app="main:app")

    result = only(await checker.check(task, one_file(f'@app.get("/")\ndef home():\n    return {deep}\n')))

    assert (result.verdict, result.message) == (Verdict.PASSED, "")
