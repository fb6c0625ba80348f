"""An app is served as it would be elsewhere: real processes, a real server, real requests."""

from __future__ import annotations

import asyncio

import pytest

from quizapp.domain.ports.sandbox import RunningApp, Sandbox
from quizapp.domain.run import CLIENT_HEADER, REQUEST_HEADER, IsolationLevel
from quizapp.errors import SandboxError
from quizapp.runner.agent import observer
from quizapp.runner.sandbox import ForkSandbox
from tests.launches import client, event, launch_of

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(60)]


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


async def test_the_connection_outlives_a_500(sandbox: ForkSandbox) -> None:
    """After an exception the next request may use the same connection."""
    app = await sandbox.launch(launch_of("@app.get('/boom')\nasync def boom():\n    1 / 0\n"))
    async with client(app) as http:
        statuses = [(await http.get(path)).status_code for path in ("/boom", "/health") * 5]

    assert statuses == [500, 200] * 5
    await app.kill()


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
    assert (await event(app, "WS /ws app.done")).kind == "app.done"
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
