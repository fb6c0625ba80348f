"""How an app starts and ends, and how it fails to."""

from __future__ import annotations

import pytest

from quizapp.domain.ports.sandbox import Sandbox
from quizapp.domain.run import StartFailure
from quizapp.runner.sandbox import ForkSandbox
from tests.launches import HEAD, launch_of, names

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(60)]


async def failure(sandbox: Sandbox, source: str, **settings: object) -> StartFailure:
    """Why an app did not start; it must not."""
    app = await sandbox.launch(launch_of(source, **settings))
    failed = await app.started()
    await app.kill()
    assert failed is not None
    return failed


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
