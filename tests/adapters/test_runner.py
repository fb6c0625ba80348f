"""The sandbox as the checker uses it: real processes, a real server, real requests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from quizapp.domain.ports.sandbox import RunningApp, Sandbox
from quizapp.domain.run import CLIENT_HEADER, REQUEST_HEADER, Event, IsolationLevel, StartFailure
from quizapp.errors import SandboxError, SandboxRefusedError
from quizapp.runner.agent import observer
from quizapp.runner.sandbox import ForkSandbox
from tests.launches import HEAD, client, launch_of

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(60)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sandbox() -> AsyncIterator[ForkSandbox]:
    """One warm sandbox for all that follows."""
    made = ForkSandbox()
    await made.warm()
    yield made
    await made.close()


async def names(app: RunningApp) -> list[str]:
    """The journal as a journal step reads it."""
    return [event.name for event in await app.journal()]


async def event(app: RunningApp, kind: str) -> Event:
    """The first event of a kind, waited for: the sampler and teardown have threads and turns of their own."""
    for _ in range(100):
        for one in await app.journal():
            if one.kind == kind:
                return one
        await asyncio.sleep(0.02)
    raise AssertionError(f"no {kind} in {await names(app)}")


async def failure(sandbox: Sandbox, source: str, **settings: object) -> StartFailure:
    """Why an app did not start; it must not."""
    app = await sandbox.launch(launch_of(source, **settings))
    failed = await app.started()
    await app.kill()
    assert failed is not None
    return failed


async def test_fits_the_protocol(sandbox: ForkSandbox) -> None:
    """It is what the checker calls a Sandbox, and its apps are RunningApps."""
    fitting: Sandbox = sandbox
    app: RunningApp = await fitting.launch(launch_of())

    assert (await app.kill()).signal == 9


async def test_headers_are_the_domains() -> None:
    """The agent, which imports nothing else of quizapp, repeats the two header names."""
    assert [CLIENT_HEADER.encode(), REQUEST_HEADER.encode()] == [observer.CLIENT_HEADER, observer.REQUEST_HEADER]


async def test_a_request_may_be_sent_at_once(sandbox: ForkSandbox) -> None:
    """It waits in the backlog until the app serves."""
    app = await sandbox.launch(launch_of())

    async with client(app) as http:
        response = await http.get("/health")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert await app.started() is None
    await app.kill()


async def test_versions_are_named(sandbox: ForkSandbox) -> None:
    """A failure can say on which versions it happened."""
    app = await sandbox.launch(launch_of())

    assert {"python", "fastapi", "starlette", "pydantic", "uvicorn"} == app.versions.keys()
    await app.kill()


async def test_every_run_is_fresh(sandbox: ForkSandbox) -> None:
    """Nothing that one run's modules or files held is there in the next."""
    source = """
COUNT = []
@app.get("/count")
def count():
    COUNT.append(1)
    open("seen", "a").write("x")
    return [len(COUNT), len(open("seen").read())]
"""
    seen = []
    for _ in range(2):
        app = await sandbox.launch(launch_of(source))
        async with client(app) as http:
            seen.append((await http.get("/count")).json())
        await app.kill()

    assert seen == [[1, 1], [1, 1]]


async def test_packages_templates_and_env_files(sandbox: ForkSandbox) -> None:
    """Sources lie in the working directory as the learner has them: packages, data, dot files, and the environment."""
    files = {
        "app/__init__.py": b"",
        "app/main.py": b"""
import os
from pathlib import Path
from fastapi import FastAPI
from .deps.common import NAME
app = FastAPI()
@app.get("/")
def root():
    return [NAME, Path("templates/a.html").read_text(), Path(".env").read_text(), os.environ["APP_NAME"], __name__]
""",
        "app/deps/__init__.py": b"",
        "app/deps/common.py": b"NAME = 'deep'\n",
        "templates/a.html": b"<b>",
        ".env": b"A=1",
    }
    app = await sandbox.launch(launch_of(files=files, app="app.main:app", env={"APP_NAME": "Blue"}))

    async with client(app) as http:
        answer = (await http.get("/")).json()

    assert answer == ["deep", "<b>", "A=1", "Blue", "app.main"]
    await app.kill()


async def test_a_learners_file_hides_a_library(sandbox: ForkSandbox) -> None:
    """A module of the learner's with the name of an installed one is the one imported, as everywhere else."""
    source = "import multipart\n@app.get('/x')\ndef x():\n    return multipart.WHOSE\n"
    app = await sandbox.launch(launch_of(source, files={"multipart.py": b"WHOSE = 'mine'\n"}))

    async with client(app) as http:
        answer = (await http.get("/x")).json()

    assert answer == "mine"
    await app.kill()


async def test_no_part_of_the_environment_leaks(sandbox: ForkSandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The app sees a handful of variables and no secret of the person's."""
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hunter2")
    app = await sandbox.launch(launch_of("@app.get('/env')\ndef env():\n    return dict(os.environ)\n"))

    async with client(app) as http:
        found = (await http.get("/env")).json()

    assert "hunter2" not in str(found)
    assert {"PATH", "HOME", "TMPDIR", "LANG"} <= found.keys()
    await app.kill()


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


async def test_our_headers_never_reach_the_app(sandbox: ForkSandbox) -> None:
    """The client's address is honoured, and neither header is seen."""
    source = "@app.get('/who')\ndef who(r: Request):\n    return [r.client.host, r.client.port, sorted(r.headers)]\n"
    app = await sandbox.launch(launch_of(source))
    async with client(app) as http:
        plain = (await http.get("/who")).json()
        other = (await http.get("/who", headers={CLIENT_HEADER: "10.0.0.9", REQUEST_HEADER: "1"})).json()
        ported = (await http.get("/who", headers={CLIENT_HEADER: "10.0.0.9:77"})).json()

    assert plain[:2] == ["127.0.0.1", 50000]
    assert other == ["10.0.0.9", 50000, plain[2]]
    assert ported[:2] == ["10.0.0.9", 77]
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


async def test_the_connection_outlives_a_500(sandbox: ForkSandbox) -> None:
    """After an exception the next request may use the same connection."""
    app = await sandbox.launch(launch_of("@app.get('/boom')\nasync def boom():\n    1 / 0\n"))
    async with client(app) as http:
        statuses = [(await http.get(path)).status_code for path in ("/boom", "/health") * 5]

    assert statuses == [500, 200] * 5
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
    await asyncio.sleep(0)
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


async def test_stop_runs_the_lifespan(sandbox: ForkSandbox) -> None:
    """A stop shuts down in order, exit code 0, and what happened until the end is in the journal."""
    source = """
@asynccontextmanager
async def lifespan(app):
    logging.getLogger("app").info("opened")
    yield
    logging.getLogger("app").info("closed")
    open("closed.txt", "w").write("yes")
app = FastAPI(lifespan=lifespan)
"""
    app = await sandbox.launch(launch_of(source))
    await app.started()

    end = await app.stop()

    assert (end.code, end.signal) == (0, None)
    assert await names(app) == [
        "lifespan begin",
        "log app: opened",
        "lifespan startup",
        "lifespan end",
        "log app: closed",
        "lifespan shutdown",
    ]
    assert await app.files() == {"closed.txt": b"yes"}
    assert app.ended() == end


async def test_written_files(sandbox: ForkSandbox) -> None:
    """What the app wrote or changed is returned, during its life and after; its untouched sources are not."""
    source = """
@app.get("/write")
def write():
    os.makedirs("data", exist_ok=True)
    open("data/a.txt", "w").write("a")
    open("given.txt", "w").write("changed")
    open("big.bin", "wb").write(b"0" * (2 << 20))
"""
    app = await sandbox.launch(launch_of(source, files={"given.txt": b"given", "same.txt": b"same"}))
    async with client(app) as http:
        await http.get("/write")

    living = await app.files()
    await app.kill()

    assert living == {"data/a.txt": b"a", "given.txt": b"changed"}
    assert await app.files() == living


async def test_websocket(sandbox: ForkSandbox) -> None:
    """A WebSocket opens, echoes and closes over the same socket, without a deprecation warning."""
    httpx_ws = pytest.importorskip("httpx_ws")
    import httpx

    source = """
@app.websocket("/ws")
async def ws(socket: WebSocket):
    await socket.accept()
    await socket.send_text((await socket.receive_text()).upper())
    await socket.close(4000)
"""
    app = await sandbox.launch(launch_of(source))
    transport = httpx.AsyncHTTPTransport(uds=app.socket_path, verify=False)
    async with (
        httpx.AsyncClient(transport=transport, trust_env=False) as http,
        httpx_ws.aconnect_ws("http://localhost/ws", http) as session,
    ):
        await session.send_text("hi")
        said = await session.receive_text()
        with pytest.raises(httpx_ws.WebSocketDisconnect) as closed:
            await session.receive_text()

    assert (said, closed.value.code) == ("HI", 4000)
    assert "WS /ws app.done" in await names(app)
    assert "Deprecat" not in app.output()
    await app.kill()


async def test_raw_asgi_app_without_lifespan(sandbox: ForkSandbox) -> None:
    """A bare ASGI function that knows only http is served."""
    source = """
async def app(scope, receive, send):
    assert scope["type"] == "http"
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})
"""
    app = await sandbox.launch(launch_of(source))
    async with client(app) as http:
        status = (await http.get("/")).status_code

    assert status == 204
    assert (await app.stop()).code == 0


async def test_several_at_once(sandbox: ForkSandbox) -> None:
    """Runs do not share anything, and need not wait for each other."""
    apps = await asyncio.gather(
        *(sandbox.launch(launch_of(f"@app.get('/n')\ndef n():\n    return {n}\n")) for n in range(4))
    )
    answers = []
    for app in apps:
        async with client(app) as http:
            answers.append((await http.get("/n")).json())
    await asyncio.gather(*(app.kill() for app in apps))

    assert answers == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("source", "kind", "error", "said", "line"),
    [
        ("def x(:\n", "import error", "SyntaxError", "invalid syntax", 1),
        ("\n1 / 0\n", "import error", "ZeroDivisionError", "division by zero", 2),
        ("import nothing_here\n", "import error", "ModuleNotFoundError", "nothing_here", 1),
        ("raise KeyboardInterrupt\n", "import error", "KeyboardInterrupt", "", 1),
        ("sys.exit(4)\n", "exited", "SystemExit", "sys.exit(4)", 1),
        ("import uvicorn\nuvicorn.run(app)\n", "import error", "RuntimeError", "uvicorn.run() ran at import", 2),
        ("asyncio.run(asyncio.sleep(0))\n", "import error", "RuntimeError", "running event loop", 1),
        ("api = app\ndel app\n", "no app", "AttributeError", "defines no app; it defines api", None),
        ("app = 42\n", "not an app", "TypeError", "int", None),
        ("def app():\n    return FastAPI()\n", "not an app", "TypeError", "app = app()", None),
        (
            "class Odd(Exception):\n    def __str__(self): raise self\nraise Odd\n",
            "import error",
            "Odd",
            "raised Odd",
            3,
        ),
    ],
)
async def test_start_failures(  # noqa: PLR0917 - one row of the table
    sandbox: ForkSandbox, source: str, kind: str, error: str, said: str, line: int | None
) -> None:
    """Each failure is named with its type, a message and the learner's line."""
    failed = await failure(sandbox, source)

    assert (failed.kind, failed.error) == (kind, error)
    assert said in failed.message
    assert (failed.at.line if failed.at else None) == (None if line is None else HEAD.count("\n") + line)


async def test_failing_lifespan(sandbox: ForkSandbox) -> None:
    """A lifespan that raises is a failure of its own kind, with its line and what was printed."""
    source = """
@asynccontextmanager
async def lifespan(app):
    print("connecting")
    raise RuntimeError("db down")
    yield
app = FastAPI(lifespan=lifespan)
"""
    failed = await failure(sandbox, source)

    assert (failed.kind, failed.error, failed.message) == ("lifespan", "RuntimeError", "db down")
    assert failed.at is not None
    assert failed.at.code == 'raise RuntimeError("db down")'
    assert "connecting" in failed.output


async def test_failed_start_leaves_an_exit_code(sandbox: ForkSandbox) -> None:
    """An app that does not start ends by itself with uvicorn's exit code."""
    app = await sandbox.launch(launch_of("1 / 0\n"))
    await app.started()

    end = app.ended()

    assert end is not None
    assert end.code == 3


async def test_pytest_counts(sandbox: ForkSandbox) -> None:
    """Tests among the sources run in the sandbox: counts, names, the last line of each failure."""
    tests = b"""
import pytest
from fastapi.testclient import TestClient
from main import app
def test_good():
    assert TestClient(app).get("/health").json() == {"status": "ok"}
def test_bad():
    assert 1 == 2
@pytest.fixture
def broken():
    raise RuntimeError("set-up")
def test_error(broken): ...
@pytest.mark.anyio
async def test_async(): ...
@pytest.fixture
def anyio_backend():
    return "asyncio"
"""
    run = await sandbox.run_pytest(launch_of(files={"tests/test_it.py": tests}), "tests")

    assert (run.passed, run.failed, run.errors, run.exit_code, run.fault) == (2, 1, 1, 1, None)
    assert run.tests == [f"tests/test_it.py::test_{name}" for name in ("good", "bad", "async")]
    assert run.failures[0] == "tests/test_it.py::test_bad: assert 1 == 2"
    assert "set-up" in run.failures[1]


async def test_pytest_in_reverse(sandbox: ForkSandbox) -> None:
    """Tests that lean on each other's order show it when the order is turned round."""
    tests = b"SEEN = []\ndef test_a():\n    SEEN.append(1)\ndef test_b():\n    assert SEEN\n"
    launch = launch_of(files={"test_order.py": tests})

    forward = await sandbox.run_pytest(launch, "test_order.py")
    backward = await sandbox.run_pytest(launch, "test_order.py", reversed_order=True)

    assert (forward.passed, forward.failed) == (2, 0)
    assert (backward.passed, backward.failed) == (1, 1)
    assert backward.tests == ["test_order.py::test_b", "test_order.py::test_a"]


async def test_pytest_that_cannot_be_collected(sandbox: ForkSandbox) -> None:
    """A test file with an error counts as an error, not as nothing."""
    run = await sandbox.run_pytest(launch_of(files={"tests/test_it.py": b"import nothing_here\n"}), "tests")

    assert (run.passed, run.errors, run.exit_code) == (0, 1, 2)
    assert "nothing_here" in run.failures[0]


async def test_pytest_that_hangs(sandbox: ForkSandbox) -> None:
    """A test that never ends is ended, and the fault names its line."""
    tests = b"def test_hang():\n    while True:\n        pass\n"
    run = await sandbox.run_pytest(launch_of(files={"tests/test_it.py": tests}), "tests", within=2.0)

    assert run.fault is not None
    assert run.fault.kind == "timed out"
    assert run.fault.at is not None
    assert (run.fault.at.file, run.fault.at.function) == ("tests/test_it.py", "test_hang")


async def test_pytest_that_ends_the_process(sandbox: ForkSandbox) -> None:
    """os._exit in a test is a fault, with its exit code."""
    tests = b"import os\ndef test_exit():\n    os._exit(7)\n"
    run = await sandbox.run_pytest(launch_of(files={"tests/test_it.py": tests}), "tests")

    assert run.fault is not None
    assert (run.exit_code, run.fault.kind) == (7, "exited")


async def test_connections_to_itself(sandbox: ForkSandbox) -> None:
    """A task that needs it may open TCP connections to itself, and to nobody else."""
    if sandbox.isolation.level is not IsolationLevel.FULL:
        pytest.skip("takes namespaces")
    source = """
def attempt(family, kind, address):
    try:
        with socket.socket(family, kind) as s:
            s.settimeout(1)
            s.connect(address)
            return "reached"
    except OSError as error:
        return type(error).__name__
@app.get("/try")
def attempts():
    server = socket.create_server(("127.0.0.1", 0))
    return [
        attempt(socket.AF_INET, socket.SOCK_STREAM, server.getsockname()),
        attempt(socket.AF_INET, socket.SOCK_STREAM, ("192.0.2.1", 80)),
        attempt(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 80)),
        attempt(socket.AF_UNIX, socket.SOCK_STREAM, "/run/any.sock"),
    ]
"""
    app = await sandbox.launch(launch_of(source, network="loopback"))
    async with client(app) as http:
        answer = (await http.get("/try")).json()

    assert answer == ["reached", "OSError", "PermissionError", "PermissionError"]
    await app.kill()


async def test_sources_outside_of_the_folder(sandbox: ForkSandbox) -> None:
    """A path that leads out is refused before anything runs."""
    with pytest.raises(SandboxError, match="no path inside"):
        await sandbox.launch(launch_of(files={"../evil.py": b""}))


async def test_level_and_layers(sandbox: ForkSandbox) -> None:
    """On a Linux with Landlock and seccomp every layer that can be had is had, and the rest is accounted for."""
    isolation = sandbox.isolation

    assert isolation.level >= IsolationLevel.STRONG
    assert {*isolation.layers, *isolation.missing} == {"namespaces", "landlock", "seccomp", "limits"}


@pytest.mark.parametrize(
    ("without", "level"),
    [
        (["namespaces"], IsolationLevel.STRONG),
        (["namespaces", "landlock"], IsolationLevel.LIMITED),
        (["seccomp"], IsolationLevel.NONE),
        (["namespaces", "landlock", "seccomp", "limits"], IsolationLevel.NONE),
    ],
)
async def test_levels_are_what_was_proved(without: list[str], level: IsolationLevel) -> None:
    """With a layer switched off the level falls, and the app runs all the same."""
    sandbox = ForkSandbox(without=without)
    await sandbox.warm()
    app = await sandbox.launch(launch_of())
    async with client(app) as http:
        status = (await http.get("/health")).status_code

    assert sandbox.isolation.level is level
    assert sandbox.isolation.missing.keys() == set(without)
    assert status == 200
    assert (await app.stop()).code == 0
    await sandbox.close()


async def test_untrusted_code_is_refused_without_isolation() -> None:
    """Where nothing is held back, a pack that the person did not trust does not run."""
    sandbox = ForkSandbox(without=["namespaces", "landlock", "seccomp", "limits"])

    with pytest.raises(SandboxRefusedError):
        await sandbox.launch(launch_of(trusted=False))
    app = await sandbox.launch(launch_of(trusted=True))

    assert await app.started() is None
    await sandbox.close()


async def test_connections_to_itself_need_namespaces() -> None:
    """Where allowing them would allow more, the task is told that it cannot be run."""
    sandbox = ForkSandbox(without=["namespaces"])

    with pytest.raises(SandboxError, match=r"127\.0\.0\.1"):
        await sandbox.launch(launch_of(network="loopback"))

    await sandbox.close()


async def test_what_learners_import_is_preloaded() -> None:
    """A library that a run imported is there before the next run starts."""
    source = (
        "PRELOADED = 'wsproto' in sys.modules\nimport wsproto\n@app.get('/was')\ndef was():\n    return PRELOADED\n"
    )
    pytest.importorskip("wsproto")
    sandbox = ForkSandbox()
    answers = []
    while not answers or (not answers[-1] and len(answers) < 100):
        app = await sandbox.launch(launch_of(source))
        async with client(app) as http:
            answers.append((await http.get("/was")).json())
        await app.kill()
        await asyncio.sleep(0.1)

    assert answers[0] is False
    assert answers[-1] is True
    await sandbox.close()


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


async def test_a_zygote_that_is_out_of_date_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a variable changed that processes inherit, the next run is made anew; a living one goes on."""
    source = "@app.get('/tz')\ndef tz():\n    return os.environ.get('TZ')\n"
    sandbox = ForkSandbox()
    first = await sandbox.launch(launch_of(source))
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    second = await sandbox.launch(launch_of(source))
    answers = []
    for app in (first, second):
        async with client(app) as http:
            answers.append((await http.get("/tz")).json())

    assert answers == [None, "Asia/Tokyo"]
    await sandbox.close()
