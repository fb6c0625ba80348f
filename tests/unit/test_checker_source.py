"""Facts about source: names are found through imports, routes through prefixes, and nothing of it is run."""

from __future__ import annotations

import pytest

from quizapp.checker.answer import Sent
from quizapp.checker.failure import StepFailedError
from quizapp.checker.handlers import handler, leads_to
from quizapp.checker.steps.source import judge_code, matching
from quizapp.checker.syntax import read
from quizapp.domain.steps.source import CodeStep

MAIN = b"""
import time as clock
from time import sleep
from . import helpers
from .routers.users import router as people
from fastapi import FastAPI, APIRouter

app = FastAPI()
router = APIRouter(prefix="/items")
app.include_router(people, prefix="/v1")

@router.get("/{n}")
async def one(n: int):
    clock.sleep(1)
    await run(lambda: sleep(1))

@app.post(path="/made")
def make():
    sleep(1)
    helpers.load()
"""


def sights(kind: str) -> list[tuple[str, str]]:
    """What was seen of a kind, and in what."""
    return [(sight.name, sight.inside[0]) for sight in read("app/main.py", MAIN).sights if sight.kind == kind]


def test_calls_are_resolved_through_imports() -> None:
    """An alias hides nothing, and a lambda inside a coroutine is a function of its own."""
    calls = sights("call")

    assert ("time.sleep", "async def") in calls
    assert calls.count(("time.sleep", "def")) == 2
    assert ("app.helpers.load", "def") in calls
    assert ("fastapi.APIRouter", "") in calls


def test_relative_imports_are_resolved() -> None:
    """A relative import is told by the whole name of its module."""
    assert ("app.routers.users.router", "") in sights("imports")


def test_routes_have_their_routers_prefix() -> None:
    """A path is what a client asks for, as far as the file tells."""
    assert sights("route") == [("/items/{n}", "def"), ("/made", "def")]


@pytest.mark.parametrize(
    ("pattern", "files"),
    [
        ("**/*.py", ["a.py", "b/c.py", "b/d/e.py"]),
        ("*.py", ["a.py"]),
        ("b/**", ["b/c.py", "b/d/e.py"]),
        ("b/*/e.py", ["b/d/e.py"]),
        ("?.py", ["a.py"]),
        ("a.py", ["a.py"]),
        ("[a].py", []),
    ],
)
def test_a_glob_stays_among_the_files(pattern: str, files: list[str]) -> None:
    """Two stars stand for any folders, one for any name."""
    assert matching(pattern, dict.fromkeys(["a.py", "b/c.py", "b/d/e.py", "Dockerfile"], b"")) == files


def judged(sources: dict[str, bytes], **step: object) -> str:
    """The message of a code step, or nothing if it holds."""
    try:
        judge_code(CodeStep.model_validate(step), sources)
    except StepFailedError as failure:
        return failure.message
    return ""


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ({"code": "main.py", "must": [{"call": "*.include_router"}]}, ""),
        ({"code": "main.py", "never": [{"call": "time.sleep", "inside": "class"}]}, ""),
        (
            {"code": "main.py", "never": [{"call": "time.sleep", "inside": "async def"}]},
            "time.sleep() inside async def must not be used in main.py.",
        ),
        ({"code": "main.py", "must": [{"call": "requests.get"}]}, "requests.get() is not used in main.py."),
        ({"code": "main.py", "never": [{"route": "/items/**"}]}, "route /items/** must not be used in main.py."),
        (
            {"code": "main.py", "must": [{"lines": {"$lt": 5}}]},
            "main.py does not have the number of lines that the task asks for.",
        ),
        ({"code": "Dockerfile", "must": [{"text": "^FROM python:3"}]}, ""),
        (
            {"code": "Dockerfile", "never": [{"text": "--reload"}]},
            "text that matches --reload must not be used in Dockerfile.",
        ),
        ({"code": "none.py", "must": [{"text": "x"}]}, "There is no file none.py."),
        ({"code": "broken.py", "must": [{"call": "x"}]}, "broken.py cannot be read as Python."),
    ],
)
def test_a_code_step_is_judged(step: dict[str, object], message: str) -> None:
    """What must be there and what must not, in Python and in any other file."""
    sources = {"main.py": MAIN, "Dockerfile": b"FROM python:3.12\nCMD uvicorn --reload", "broken.py": b"def f(:"}

    assert judged(sources, **step) == message


@pytest.mark.parametrize(
    ("method", "path", "told"),
    [
        ("GET", "/items/7", "your route one()"),
        ("POST", "/made", "your route make()"),
        ("GET", "/made", None),
        ("GET", "/elsewhere", None),
    ],
)
def test_a_request_leads_to_its_function(method: str, path: str, told: str | None) -> None:
    """The route that the app would take is found in the source, or nothing is said."""
    found = handler(Sent(method, path), ["GET /items/{n}", "POST /made"], {"app/main.py": MAIN})

    assert (found.say if found else None) == told


def test_two_candidates_are_none() -> None:
    """Where it is not certain which function a request leads to, no line is shown."""
    text = b'@router.get("/{n}")\ndef one(n: int): ...\n'

    assert handler(Sent("GET", "/a/1"), ["GET /a/{n}", "GET /b/{n}"], {"a.py": text, "b.py": text}) is None


def test_a_step_s_own_sentence_takes_the_pattern_s_place() -> None:
    """A regular expression is no message for a learner; a file that is missing is told all the same."""
    step = CodeStep.model_validate(
        {"code": ".gitignore", "must": [{"text": "^.env$"}], "say": "git does not ignore .env."}
    )

    with pytest.raises(StepFailedError) as unlike:
        judge_code(step, {".gitignore": b"dist/\n"})
    with pytest.raises(StepFailedError) as missing:
        judge_code(step, {"main.py": b""})

    assert (unlike.value.message, unlike.value.expected) == ("git does not ignore .env.", "")
    assert missing.value.message == "There is no file .gitignore."


def test_a_pattern_of_stars_takes_no_longer_than_its_length() -> None:
    """A pack may write any pattern, and the files may have any name."""
    assert matching("**/" * 40 + "x", {"a/" * 60 + "y": b""}) == []


def test_routes_of_an_app_take_no_longer_than_their_length() -> None:
    """An app may name its routes as it likes."""
    assert not leads_to("GET /" + "{a:path}" * 40 + "x", "/" + "a" * 200)


def test_what_python_only_warns_of_is_not_told(recwarn: pytest.WarningsRecorder) -> None:
    """A learner's escape that means nothing goes to nobody's terminal."""
    seen = read("main.py", b"import re\nre.match('\\d', '1')\n")

    assert seen.error is None
    assert [str(warning.message) for warning in recwarn] == []
