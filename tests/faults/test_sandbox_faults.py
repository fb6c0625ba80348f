# ruff: noqa: E501, ISC004, PTH208 - sources are one literal each, and folders are looked at from a loop
"""Apps that break, hang, swell and cheat: each is contained, told in a sentence, and the next run works.

Bombs run only at levels that contain them, and each has a bound of its own.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from quizapp.checker.transport import ExchangeError
from quizapp.domain.run import Event, Exit, IsolationLevel
from quizapp.runner.app import SandboxedApp
from quizapp.runner.sandbox import ForkSandbox
from tests.launches import HEAD, client, launch_of, processes

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(60)]

START_LIMIT = 1.5
PATIENCE = 2.0


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["full", "strong"])
async def sandbox(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[ForkSandbox]:
    """A sandbox at each level that contains bombs; when all is over no process and no folder of it is left."""
    base = tmp_path_factory.mktemp("run")
    made = ForkSandbox(base, start_limit=START_LIMIT, without=[] if request.param == "full" else ["namespaces"])
    await made.warm()
    if made.isolation.level < (IsolationLevel.FULL if request.param == "full" else IsolationLevel.STRONG):
        await made.close()
        pytest.skip(f"this system has no {request.param} isolation: {made.isolation.missing}")
    (folder,) = os.listdir(base)
    yield made
    await made.close()
    assert processes(folder) == {}
    assert os.listdir(base) == []


async def works(sandbox: ForkSandbox) -> None:
    """The next run is as good as ever."""
    app = await sandbox.launch(launch_of())
    async with client(app) as http:
        response = await http.get("/health")
    assert response.json() == {"status": "ok"}
    await app.kill()


async def asked(app: SandboxedApp, path: str, within: float = PATIENCE) -> object:
    """What came back: the answer's JSON or status, or what was wrong with it."""
    async with client(app) as http:
        try:
            response = await http.get(path, extensions={"deadline": within})
        except ExchangeError as error:
            return error.trouble
    return response.json() if response.status_code == 200 else response.status_code


STARTS = {
    "loop at import": ("while True:\n    pass\n", "timed out", "did not start", "while True:|pass"),
    "sleep at import": ("time.sleep(1e6)\n", "timed out", "did not start", "time.sleep(1e6)"),
    "regex that never ends": (
        "import re\nre.match('(a+)+$', 'a' * 60 + 'b')\n",
        "timed out",
        "did not start",
        "re.match",
    ),
    "lifespan that hangs": (
        "@asynccontextmanager\nasync def l(a):\n    await asyncio.sleep(1e6)\n    yield\napp = FastAPI(lifespan=l)\n",
        "timed out",
        "did not start",
        "await asyncio.sleep(1e6)",
    ),
    "lifespan that fails": (
        "@asynccontextmanager\nasync def l(a):\n    raise OSError('db down')\n    yield\napp = FastAPI(lifespan=l)\n",
        "lifespan",
        "db down",
        "raise OSError",
    ),
    "sys.exit": ("sys.exit(1)\n", "exited", "sys.exit(1)", "sys.exit(1)"),
    "os._exit": ("os._exit(0)\n", "exited", "exit code 0", None),
    "Ctrl+C to itself": (
        "os.kill(os.getpid(), signal.SIGINT)\ntime.sleep(1)\n",
        "import error",
        "",
        "os.kill|time.sleep",
    ),
    "SIGTERM to itself": ("os.kill(os.getpid(), signal.SIGTERM)\ntime.sleep(1)\n", "killed", "SIGTERM", None),
    "SIGKILL to itself": ("os.kill(os.getpid(), signal.SIGKILL)\n", "killed", "SIGKILL", None),
    "segmentation fault": ("ctypes.string_at(0)\n", "killed", "segmentation fault", None),
    "abort": ("os.abort()\n", "killed", "abort()", None),
    "memory": ("x = bytearray(3 << 30)\n", "import error", "", "bytearray"),
    "memory in small pieces": ("x = []\nwhile True:\n    x.append(bytes(1 << 20))\n", "import error", "", "x.append"),
    "endless recursion": ("def f():\n    f()\nf()\n", "import error", "recursion", "f()"),
    "flood of output": ("while True:\n    print('y' * 60000)\n", "killed", "printed more than 16 MiB", None),
    "fork": ("os.fork()\n", "import error", "not permitted", "os.fork()"),
    "a program of its own": ("subprocess.run(['true'])\n", "import error", "not permitted", "subprocess.run"),
    "thread bomb": (
        "for _ in range(20000):\n    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n",
        "import error",
        "start new thread",
        "threading.Thread",
    ),
    "closed descriptors": (
        "os.closerange(0, 256)\ntime.sleep(5)\n",
        "killed",
        "closed the sandbox's own channel",
        None,
    ),
    "garbage on the channel": (
        "for fd in range(3, 64):\n    try:\n        os.write(fd, b'\\xff' * 64)\n    except OSError: pass\ntime.sleep(5)\n",
        "killed",
        "wrote into the sandbox's own channel",
        None,
    ),
    "nested JSON on the channel": (
        "body = b'[' * 50000\nfor fd in range(3, 64):\n    try:\n        os.write(fd, len(body).to_bytes(4, 'big') + body)\n"
        "    except OSError: pass\ntime.sleep(5)\n",
        "killed",
        "wrote into the sandbox's own channel",
        None,
    ),
}


@pytest.mark.parametrize("name", STARTS)
async def test_start(sandbox: ForkSandbox, name: str) -> None:
    """An app that cannot start is told by kind, in words, and with the learner's line where there is one."""
    source, kind, said, code = STARTS[name]
    app = await sandbox.launch(launch_of(source))

    failed = await app.started()
    await app.kill()

    assert failed is not None
    assert failed.kind in kind.split("|")
    assert any(part in failed.message for part in said.split("|"))
    if code is None:
        assert failed.at is None
    else:
        assert failed.at is not None
        assert any(part in failed.at.code for part in code.split("|"))
        assert failed.at.line > HEAD.count("\n")
    await works(sandbox)


ANSWERS = {
    "loop in an async handler": ("async def x():\n    while True: pass\n", "deadline"),
    "loop in a sync handler": ("def x():\n    while True: pass\n", "deadline"),
    "fork bomb": (
        "def x():\n    n = 0\n    for _ in range(2000):\n        try: os.fork(); n += 1\n        except PermissionError: pass\n"
        "    return n\n",
        0,
    ),
    "daemon": (
        "def x():\n    try:\n        if os.fork() == 0: os.setsid(); time.sleep(30); os._exit(0)\n"
        "    except PermissionError as e: return type(e).__name__\n",
        "PermissionError",
    ),
    "memory": ("async def x():\n    l = []\n    while True: l.append(bytes(20 << 20))\n", 500),
    "3 GB in one piece": ("async def x():\n    return Response(b'z' * (3 << 30))\n", 500),
    "10 GB in pieces": (
        "def x():\n    return StreamingResponse(b'z' * (1 << 20) for _ in range(10240))\n",
        "too large",
    ),
    "endless slow stream": (
        "async def x():\n    async def g():\n        while True:\n            yield b'.'\n            await asyncio.sleep(0.05)\n"
        "    return StreamingResponse(g())\n",
        "deadline",
    ),
    "1 MB header": ("async def x():\n    return Response(headers={'x-big': 'a' * (1 << 20)})\n", "too large"),
    "compression bomb": (
        "async def x():\n    import zlib\n    return Response(zlib.compress(bytes(32 << 20), 1),"
        " headers={'content-encoding': 'deflate'})\n",
        "too large",
    ),
    "line breaks in a header": (
        "async def app(scope, receive, send):\n    await send({'type': 'http.response.start', 'status': 200,"
        " 'headers': [(b'x', b'a\\r\\n\\r\\nHTTP/1.1 999 no')]})\n    await send({'type': 'http.response.body'})\n",
        None,
    ),
    "os._exit": ("async def x():\n    os._exit(5)\n", "closed"),
    "segmentation fault": ("async def x():\n    ctypes.string_at(0)\n", "closed"),
    "forged events": (
        'def x():\n    body = b\'{"event":"failed","failure":{"kind":"killed","message":"\\\\u001b[2J[/]"}}\'\n'
        "    n = 0\n    for fd in range(3, 64):\n        try:\n            for _ in range(500):\n"
        "                os.write(fd, len(body).to_bytes(4, 'big') + body); n += 1\n        except OSError: pass\n"
        "    return n >= 500\n",
        None,
    ),
    "its own folder deleted": (
        "def x():\n    import shutil\n    shutil.rmtree(os.getcwd())\n    return 'gone'\n",
        None,
    ),
    "another working directory": ("def x():\n    os.chdir('/')\n    return os.getcwd()\n", "/"),
    "a file of 128 MB": (
        "def x():\n    try: open('big', 'wb').write(bytes(128 << 20))\n    except OSError as e: return e.strerror\n",
        "File too large",
    ),
    "signals ignored": (
        "def x():\n    return 1\nfor n in (1, 2, 15): signal.signal(n, signal.SIG_IGN)\n"
        "threading.Thread(target=time.sleep, args=(60,)).start()\n",
        1,
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
async def test_handler(sandbox: ForkSandbox, name: str) -> None:
    """A request that meets a fault ends within its time, and the process with it when it is killed."""
    handler, expected = ANSWERS[name]
    raw = handler.startswith("async def app")
    app = await sandbox.launch(launch_of(handler if raw else f"@app.get('/x')\n{handler}"))

    answer = await asked(app, "/x")
    end = await app.kill()

    if expected is not None:
        assert answer == expected
    assert end.signal == 9 or end.reason or end.code is not None
    await works(sandbox)


ENDS = {
    "flood of output": ("while True: print('y' * 60000)", Exit(signal=9, reason="it printed more than 16 MiB")),
    "os._exit": ("os._exit(5)", Exit(code=5)),
    "segmentation fault": ("ctypes.string_at(0)", Exit(signal=11, reason="it crashed in C code (segmentation fault)")),
    "abort": ("os.abort()", Exit(signal=6, reason="it called abort()")),
}


@pytest.mark.parametrize("name", ENDS)
async def test_end(sandbox: ForkSandbox, name: str) -> None:
    """How the process ended is known, and says why."""
    statement, expected = ENDS[name]
    app = await sandbox.launch(launch_of(f"@app.get('/x')\ndef x():\n    {statement}\n"))

    await asked(app, "/x")
    await asyncio.wait([app.dead], timeout=PATIENCE)

    assert app.ended() == expected
    await works(sandbox)


async def test_closed_descriptors_in_a_handler(sandbox: ForkSandbox) -> None:
    """A process that closes every file it has ends by itself, or is ended for it; nobody waits for it."""
    app = await sandbox.launch(launch_of("@app.get('/x')\ndef x():\n    os.closerange(0, 256)\n"))

    await asked(app, "/x")
    await asyncio.wait([app.dead], timeout=PATIENCE)
    end = app.ended()

    assert end is not None
    assert end.code == 1 or end.reason == "it closed the sandbox's own channel"
    await works(sandbox)


async def test_a_stopped_process(sandbox: ForkSandbox) -> None:
    """A process that stops itself is killed all the same."""
    app = await sandbox.launch(launch_of("@app.get('/x')\ndef x():\n    os.kill(os.getpid(), signal.SIGSTOP)\n"))

    assert await asked(app, "/x", 1.0) == "deadline"
    assert (await app.kill()).signal == 9
    await works(sandbox)


async def test_the_deadline_names_the_line(sandbox: ForkSandbox) -> None:
    """A run that outlives its deadline is killed without anybody asking, and the reason says where it was."""
    app = await sandbox.launch(launch_of("@app.get('/x')\nasync def x():\n    while True: pass\n", deadline=1.0))

    assert await asked(app, "/x", 5.0) == "closed"
    end = await app.kill()

    assert end.signal == 9
    assert f"still running after 1 seconds, in main.py line {HEAD.count(chr(10)) + 3}" in end.reason


async def test_thread_bomb_in_a_handler(sandbox: ForkSandbox) -> None:
    """Threads end at a bound, and the learner reads why."""
    source = """
@app.get("/x")
def x():
    n = 0
    try:
        for n in range(20000):
            threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    except RuntimeError as error:
        return [n, str(error)]
"""
    app = await sandbox.launch(launch_of(source))

    answer = await asked(app, "/x", 10.0)
    await app.kill()

    assert isinstance(answer, list)
    assert answer[0] < 200
    assert "start new thread" in answer[1]
    await works(sandbox)


async def test_memory_is_told_in_the_journal(sandbox: ForkSandbox) -> None:
    """A handler that takes too much memory raises MemoryError, and the app lives on."""
    app = await sandbox.launch(launch_of("@app.get('/x')\nasync def x():\n    return len(bytearray(3 << 30))\n"))

    status = await asked(app, "/x")
    raised: list[Event] = []
    async with asyncio.timeout(10):
        # The answer leaves before the exception is written down.
        while not raised:
            raised = [event for event in await app.journal() if event.kind == "exception"]
            await asyncio.sleep(0.01)

    assert status == 500
    assert [(event.error, event.spot.code if event.spot else None) for event in raised] == [
        ("MemoryError", "return len(bytearray(3 << 30))")
    ]
    assert await asked(app, "/health") == {"status": "ok"}
    await app.kill()


async def test_a_hung_shutdown(sandbox: ForkSandbox) -> None:
    """A lifespan that never ends is ended after its time, and the exit says so."""
    source = """
@asynccontextmanager
async def lifespan(app):
    yield
    time.sleep(1e6)
app = FastAPI(lifespan=lifespan)
"""
    app = await sandbox.launch(launch_of(source))
    await app.started()

    end = await app.stop(within=0.5)

    assert end == Exit(signal=9, reason="it did not shut down within 0.5 seconds")
    await works(sandbox)


async def test_disk_is_bounded(sandbox: ForkSandbox) -> None:
    """In a namespace the disk is a small one: many files and large ones end with "no space left"."""
    if "namespaces" not in sandbox.isolation.layers:
        pytest.skip("total disk use is not capped at this level, as its sentence says")
    source = """
@app.get("/bytes")
def much():
    try:
        for n in range(40): open(f"f{n}", "wb").write(bytes(8 << 20))
    except OSError as error: return [n, error.strerror]
@app.get("/files")
def many():
    for n in range(40):
        if os.path.exists(f"f{n}"): os.unlink(f"f{n}")
    try:
        for n in range(10000): open(f"g{n}", "w").close()
    except OSError as error: return [n < 5000, error.strerror]
"""
    app = await sandbox.launch(launch_of(source))

    much, many = await asked(app, "/bytes", 10.0), await asked(app, "/files", 10.0)
    files = await app.files()
    await app.kill()

    assert much[0] in {3, 4}  # of the fourth's last bytes Python tells at once, or never
    assert much[1] == "No space left on device"
    assert many == [True, "No space left on device"]
    assert len(files) <= 300
    await works(sandbox)


async def test_processor_time_is_bounded(sandbox: ForkSandbox) -> None:
    """Even if nobody watched, the kernel would end a run a little after its deadline."""
    source = "import resource\n@app.get('/x')\ndef x():\n    return resource.getrlimit(resource.RLIMIT_CPU)\n"
    app = await sandbox.launch(launch_of(source, deadline=7.0))

    limits = await asked(app, "/x")
    await app.kill()

    assert limits == [8, 9]


async def test_tests_that_cheat(sandbox: ForkSandbox) -> None:
    """A test run that forges its own outcome is still bounded, well-formed data."""
    forged = """
import os
def test_forge():
    body = b'{"event":"tested","run":{"passed":"many","tests":' + b'"x"' + b'}}'
    for fd in range(3, 64):
        try:
            os.write(fd, len(body).to_bytes(4, "big") + body)
        except OSError:
            pass
"""
    run = await sandbox.run_pytest(launch_of(files={"test_it.py": forged.encode()}), "test_it.py")

    assert run.passed == 0
    assert run.fault is not None
    await works(sandbox)
