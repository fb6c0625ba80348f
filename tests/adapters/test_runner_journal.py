"""What the sandbox tells of a running app: its journal, its routes, who held the loop, what was replaced."""

from __future__ import annotations

import pytest

from quizapp.domain.ports.sandbox import Sandbox
from quizapp.domain.run import REQUEST_HEADER, StartFailure
from quizapp.runner.sandbox import ForkSandbox
from tests.launches import HEAD, client, event, launch_of, names

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(60)]


async def failure(sandbox: Sandbox, source: str, **settings: object) -> StartFailure:
    """Why an app did not start; it must not."""
    app = await sandbox.launch(launch_of(source, **settings))
    failed = await app.started()
    await app.kill()
    assert failed is not None
    return failed


async def test_journal_of_a_request(sandbox: ForkSandbox) -> None:
    """Request, start and end of the answer, and the app's end, each with the checker's number."""
    app = await sandbox.launch(launch_of())
    async with client(app) as http:
        await http.get("/health", headers={REQUEST_HEADER: "7"})
    await event(app, "app.done")

    journal = await app.journal()

    assert [one.name for one in journal] == [
        "lifespan begin",
        "lifespan startup",
        "GET /health request",
        "GET /health response.start",
        "GET /health response.end",
        "GET /health app.done",
    ]
    assert [one.number for one in journal] == [None, None, 7, 7, 7, 7]
    assert journal[3].status == 200
    assert sorted(one.at for one in journal) == [one.at for one in journal]
    await app.kill()


async def test_journal_of_an_exception(sandbox: ForkSandbox) -> None:
    """An exception is told with the learner's own line, after the 500 has been sent."""
    source = "def price(x):\n    return x['price']\n@app.get('/boom')\nasync def boom():\n    return price({})\n"
    app = await sandbox.launch(launch_of(source))
    async with client(app) as http:
        response = await http.get("/boom")
    await event(app, "app.done")
    raised = await event(app, "exception")

    assert response.status_code == 500
    assert (raised.error, raised.message, raised.request) == ("KeyError", "'price'", "GET /boom")
    assert raised.spot is not None
    assert (raised.spot.file, raised.spot.line, raised.spot.function) == ("main.py", HEAD.count("\n") + 2, "price")
    assert raised.spot.code == "return x['price']"
    assert "KeyError: 'price'" in app.output()
    await app.kill()


async def test_journal_of_logs(sandbox: ForkSandbox) -> None:
    """Records are noted with logger and level whether or not the learner set up a handler; debug records are not."""
    source = """
log = logging.getLogger("app.jobs")
@app.get("/log")
def write():
    log.debug("no"); log.info("job %d done", 3); log.warning("careful")
"""
    app = await sandbox.launch(launch_of(source))
    async with client(app) as http:
        await http.get("/log")

    logs = [(one.logger, one.level, one.message) for one in await app.journal() if one.kind == "log"]

    assert logs == [("app.jobs", "INFO", "job 3 done"), ("app.jobs", "WARNING", "careful")]
    await app.kill()


async def test_basic_config_is_the_learners(sandbox: ForkSandbox) -> None:
    """logging.basicConfig() works as if nobody listened."""
    source = "logging.basicConfig(format='MINE %(message)s', level=logging.INFO)\nlogging.info('hello')\n"
    app = await sandbox.launch(launch_of(source))
    await app.started()

    assert "MINE hello" in app.output()
    await app.kill()


async def test_trace_tells_a_yield_from_an_await(sandbox: ForkSandbox) -> None:
    """Dependencies with yield, sync and async, are followed; an await is no yield, and teardown follows the answer."""
    source = """
async def adb():
    await asyncio.sleep(0)
    yield 1
    await asyncio.sleep(0.05)
def sdb():
    yield 2
async def plain():
    await asyncio.sleep(0.001)
    return 3
def failing():
    raise ValueError("no")
@app.get("/db")
async def db(a=Depends(adb), s=Depends(sdb), p=Depends(plain)):
    return a + s + p
@app.get("/fail")
def fail(f=Depends(failing)): ...
"""
    traced = ["main:adb", "main:sdb", "main:plain", "main:failing", "main:nobody"]
    app = await sandbox.launch(launch_of(source, trace=traced))
    async with client(app) as http:
        total = (await http.get("/db")).json()
        await http.get("/fail")
    # The second request is over while teardown of the first still goes on.
    await event(app, "adb return")
    await event(app, "exception")

    journal = [one for one in await app.journal() if one.kind == "trace"]
    phases = {name: [one.phase for one in journal if one.function == name] for name in traced}
    order = [name for name in await names(app) if name in ("adb yield", "GET /db response.end", "adb resume")]

    assert total == 6
    assert phases["main:adb"] == ["start", "yield", "resume", "return"]
    assert phases["main:sdb"] == ["start", "yield", "resume", "return"]
    assert phases["main:plain"] == ["start", "return"]
    assert phases["main:failing"] == ["start", "raise"]
    assert [one.message for one in journal if one.function == "main:nobody"] == ["not found"]
    assert order == ["adb yield", "GET /db response.end", "adb resume"]
    await app.kill()


async def test_a_blocked_loop_names_the_line(sandbox: ForkSandbox) -> None:
    """Code that holds the event loop is found, with its line and for how long; code that lets go is not."""
    source = """
@app.get("/block")
async def block():
    time.sleep(0.25)
@app.get("/free")
async def free():
    await asyncio.sleep(0.25)
@app.get("/thread")
def thread():
    time.sleep(0.25)
"""
    app = await sandbox.launch(launch_of(source))
    async with client(app) as http:
        await http.get("/free")
        await http.get("/thread")
        before = [one for one in await app.journal() if one.kind == "loop.blocked"]
        await http.get("/block")

    blocked = await event(app, "loop.blocked")

    assert before == []
    assert blocked.spot is not None
    assert (blocked.spot.function, blocked.spot.code) == ("block", "time.sleep(0.25)")
    assert blocked.seconds is not None
    assert 0.05 < blocked.seconds < 5
    await app.kill()


async def test_what_goes_wrong_in_a_given_file_is_told_where_it_was_called(sandbox: ForkSandbox) -> None:
    """Nobody may change a line of such a file: a held loop and an exception name the learner's own."""
    support = b"import time\n\ndef wait():\n    time.sleep(0.25)\n\ndef fall():\n    raise RuntimeError('down')\n"
    source = """
import support
@app.get("/wait")
async def wait():
    support.wait()
@app.get("/fall")
async def fall():
    support.fall()
"""
    app = await sandbox.launch(launch_of(source, files={"support.py": support}, given=["support.py"]))
    async with client(app) as http:
        await http.get("/wait")
        await http.get("/fall")

    spots = [(await event(app, kind)).spot for kind in ("loop.blocked", "exception")]
    await app.kill()

    assert [(spot.file, spot.code) for spot in spots if spot is not None] == [
        ("main.py", "support.wait()"),
        ("main.py", "support.fall()"),
    ]


async def test_where_nothing_of_the_learners_ran_a_given_line_is_told(sandbox: ForkSandbox) -> None:
    """Better than none."""
    support = b"raise RuntimeError('down')\n"
    failed = await failure(
        sandbox,
        head="from support import app",
        files={"support.py": support},
        given=["support.py", "main.py"],
        source="",
    )

    assert failed.at is not None
    assert (failed.at.file, failed.at.line) == ("support.py", 1)


async def test_routes_in_order(sandbox: ForkSandbox) -> None:
    """The learner's routes as registered, routers and mounts included, without FastAPI's own."""
    source = """
from fastapi import APIRouter
router = APIRouter(prefix="/users")
@router.get("/{id}")
def user(id: int): ...
@app.api_route("/both", methods=["POST", "GET"])
def both(): ...
app.include_router(router, prefix="/v1")
@app.websocket("/ws")
async def ws(w: WebSocket): ...
sub = FastAPI(openapi_url=None)
@sub.get("/in")
def inner(): ...
app.mount("/sub", sub)
"""
    app = await sandbox.launch(launch_of(source))
    await app.started()

    assert await app.routes() == [
        "GET /health",
        "GET /both",
        "POST /both",
        "GET /v1/users/{id}",
        "WS /ws",
        "GET /sub/in",
    ]
    await app.kill()


async def test_overrides(sandbox: ForkSandbox) -> None:
    """A dependency gives way to a value, a model built from one, or an HTTP error."""
    source = """
from pydantic import BaseModel
class User(BaseModel):
    id: int
def value(): return 1
def user(): return None
def denied(): return None
@app.get("/value")
def v(x=Depends(value)): return x
@app.get("/user")
def u(x=Depends(user)): return [type(x).__name__, x.id]
@app.get("/denied")
def d(x=Depends(denied)): ...
"""
    overrides = {
        "main:value": {"return": {"a": [1]}},
        "main:user": {"return": {"id": 42}, "as": "main:User"},
        "main:denied": {"raise": {"status": 403, "detail": "no"}},
    }
    app = await sandbox.launch(launch_of(source, overrides=overrides))
    async with client(app) as http:
        answers = [await http.get(path) for path in ("/value", "/user", "/denied")]

    assert [one.json() for one in answers] == [{"a": [1]}, ["User", 42], {"detail": "no"}]
    assert answers[2].status_code == 403
    await app.kill()


async def test_an_override_that_finds_nothing(sandbox: ForkSandbox) -> None:
    """The start fails and says which name is not there."""
    failed = await failure(sandbox, "", overrides={"main:nobody": {"return": 1}})

    assert (failed.kind, failed.error) == ("import error", "AttributeError")
    assert "nobody" in failed.message


async def test_a_flood_of_logs_leaves_room_for_requests(sandbox: ForkSandbox) -> None:
    """However much an app logs, its requests stay in the journal, and the journal stays small."""
    source = "@app.get('/log')\ndef log():\n    for _ in range(4000): logging.warning('x' * 3000)\n"
    app = await sandbox.launch(launch_of(source))
    async with client(app) as http:
        await http.get("/log")
        await http.get("/health")

    journal = await app.journal()

    assert "GET /health response.end" in [one.name for one in journal]
    assert 100 < len([one for one in journal if one.kind == "log"]) <= 2000
    assert sum(len(one.message) for one in journal) < 1_000_000
    await app.kill()
