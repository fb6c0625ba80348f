"""Why there is no answer at all: the app did not start, crashed, raised, froze or broke off."""

from __future__ import annotations

import re

from quizapp.checker.answer import Sent
from quizapp.checker.client import UnansweredError
from quizapp.checker.failure import StepFailedError
from quizapp.checker.judge import ANY_SUCCESS
from quizapp.checker.served import Served
from quizapp.checker.telling import status_line
from quizapp.checker.wording import clean, clip, line
from quizapp.domain.expectation import StatusSpec
from quizapp.domain.report import Found, Verdict
from quizapp.domain.run import Event, Exit, StartFailure

_HOMES = {
    **dict.fromkeys(
        ("APIRouter", "BackgroundTasks", "Body", "Cookie", "Depends", "FastAPI", "File", "Form"), "fastapi"
    ),
    **dict.fromkeys(("Header", "HTTPException", "Path", "Query", "Request", "Response", "Security"), "fastapi"),
    **dict.fromkeys(("UploadFile", "WebSocket", "status"), "fastapi"),
    **dict.fromkeys(("BaseModel", "ConfigDict", "Field", "field_validator", "model_validator"), "pydantic"),
    **dict.fromkeys(("Annotated", "Any", "Literal", "Optional"), "typing"),
}
"""Names that tasks are solved with, and where they are imported from."""
_PLACE = re.compile(r" \((?:/|[A-Za-z]:\\).*\)$")
"""Where Python found a module: a path of this machine, which helps nobody to spell a name."""

UNFIT = "ResponseValidationError"
CERTAIN = frozenset({UNFIT, "NameError", "UnboundLocalError", "ImportError", "ModuleNotFoundError"})
"""Exceptions whose cause is plain from what they say: no guess of a pack's is better."""


def tell_exception(failure: StepFailedError, asked: StatusSpec, raised: Event) -> None:
    """Name what the learner's code raised, and where."""
    error, message = clean(raised.error), clip(line(raised.message), 300)
    where = "" if asked == ANY_SUCCESS else f" where the task expects {status_line(asked)}"
    failure.message = f"Your code raised {error}{where}."
    failure.raised = error
    if error == UNFIT:
        failure.message, failure.hint = _tell_unfit(message)
    elif "coroutine" in message or "'async_generator' object" in message:
        failure.message = "A coroutine was used without await."
        failure.hint = "Write await before the call of the async function."
    elif error == "NameError":
        failure.hint = _name_hint(message)
    elif error == "AssertionError" and "status code" in message.lower():
        failure.message = "Your code sends a body with a status that has none."
    failure.found = [Found(say=f"{error}: {message}" if message else error, spot=raised.spot)]
    if error == "PermissionError":
        failure.found.append(Found(say="the sandbox starts no other program and opens no file outside your own folder"))
    elif "name resolution" in message or error in {"gaierror", "ConnectError"}:
        failure.found.append(Found(say="the sandbox has no way out to the network"))


def _tell_unfit(message: str) -> tuple[str, str]:
    """Headline and hint for a returned value that its response model refuses; three mistakes show in the value."""
    if "(got HTTPException(" in message:
        return (
            "Your code returned an HTTPException instead of raising it.",
            "raise HTTPException(...), not return: a returned one is taken for the answer.",
        )
    if "(got <coroutine object " in message:
        return "A coroutine was returned without await.", "Write await before the call of the async function."
    if message.startswith("response: ") and message.endswith("(got None)"):
        return (
            "Your function returned None, which does not fit its response model.",
            "Return the value on every way through the function. Where there is none, raise HTTPException.",
        )
    return (
        "What your function returns does not fit its response model.",
        "Return every field that the response model names, each of its type.",
    )


async def explain_silence(error: UnansweredError, served: Served) -> StepFailedError:
    """The failure of a step that got no whole answer: crashed, frozen, or broken off."""
    failure = StepFailedError("", sent=error.sent.summary, got=str(error), expected="an answer", repeat=error.sent.curl)
    if error.trouble in {"closed", "no connection"}:
        ended = await served.ended()
        if ended is not None:
            return crashed(failure, error.sent.route, ended, served.running.output())
        failure.message = f"Your app did not answer {error.sent.route}: {error}."
        raised = await served.exception(error.sent.number)
        if raised is not None:
            tell_exception(failure, ANY_SUCCESS, raised)
            failure.message = f"Your code raised {clean(raised.error)} in the middle of the answer."
    elif error.trouble == "deadline":
        await _tell_deadline(failure, error, served)
    elif error.trouble == "other origin":
        failure.message = f"The app sends the client away: {error}."
    elif error.trouble == "redirects":
        failure.message = f"The app redirects without end: {error}."
    else:
        failure.message = f"The answer to {error.sent.route} cannot be read: {error}."
    return failure


async def ended_early(failure: StepFailedError, what: str, served: Served) -> bool:
    """Whether the app's process is gone; the failure then says so."""
    ended = await served.ended(within=0.2)
    if ended is None:
        return False
    crashed(failure, what, ended, served.running.output())
    return True


async def raised_while(failure: StepFailedError, number: int, served: Served) -> bool:
    """Whether the learner's code raised while it served that request; the failure then says what and where."""
    raised = await served.exception(number, within=0.1)
    if raised is None:
        return False
    tell_exception(failure, ANY_SUCCESS, raised)
    return True


def crashed(failure: StepFailedError, what: str, ended: Exit, output: str) -> StepFailedError:
    """The app's process is gone."""
    failure.verdict = Verdict.CRASHED
    failure.spoils_app = True
    reason = clean(ended.reason)
    if not reason:
        reason = f"signal {ended.signal}" if ended.signal else f"exit code {ended.code}"
    failure.message = f"Your app's process ended while it answered {what}: {reason}."
    failure.expected = "a process that lives on"
    failure.found = [printed_last(output)] if output.strip() else []
    return failure


def printed_last(output: str) -> Found:
    """The end of what the app printed."""
    tail = [clip(each, 200) for each in clean(output).splitlines() if each.strip()][-3:]
    return Found(say="\n".join(["it printed last:", *tail]))


async def _tell_deadline(failure: StepFailedError, error: UnansweredError, served: Served) -> None:
    failure.verdict = Verdict.TIMED_OUT
    failure.spoils_app = True
    failure.message = f"Your app did not finish {error.sent.route} in time: {error}."
    stalled = [event for event in await served.journal() if event.kind in _STALLS and event.spot is not None]
    if stalled:
        failure.message = f"{_STALLS[stalled[-1].kind]}: {error}."
        failure.found = [held(stalled[-1])]
    elif (line := await served.where(error.sent.number)) is not None:
        where = f" in {clean(line.function)}()" if line.function else ""
        failure.found = [Found(say=f"it waits{where}", spot=line)]


_STALLS = {
    "loop.blocked": "Your event loop is frozen",
    "thread.busy": "Your function does not come to an end",
}


def endless(sent: Sent, stall: Event, waited: float, row: str) -> StepFailedError:
    """The failure of a step that waits for an app which one line keeps busy for good."""
    since = "one line has held it" if stall.kind == "loop.blocked" else "it has been computing ever"
    return StepFailedError(
        f"{_STALLS[stall.kind]}: {since} since the request came.",
        sent=sent.summary,
        repeat=sent.curl,
        got=f"no answer for {waited:.0f} s",
        expected="an answer",
        found=[held(stall)],
        verdict=Verdict.TIMED_OUT,
        row=row,
        spoils_app=True,
    )


def held(event: Event) -> Found:
    """Where the loop was held, or a worker thread."""
    name = event.spot.function if event.spot else event.function
    where = f" in {clean(name)}()" if name else ""
    return Found(say=f"frozen{where}" if event.kind == "loop.blocked" else f"still running{where}", spot=event.spot)


def explain_start(failure: StartFailure) -> StepFailedError:
    """The failure of an app that does not serve."""
    message = clip(_PLACE.sub("", line(failure.message)), 300)
    error = clean(failure.error)
    said = f"{error}: {message}" if error and message else error or message
    found = [Found(say=said, spot=failure.at)] if said or failure.at else []
    head = {
        "import error": f"Your app did not start: {error or 'an error'} while it was imported.",
        "no app": f"Your app did not start: {message}.",
        "not an app": f"Your app did not start: {message}.",
        "lifespan": f"Your app did not start: its lifespan raised {error}."
        if error
        else f"Your app did not start: {message}.",
        "exited": "Your app did not start: its process ended.",
        "timed out": "Your app did not start in time.",
        "killed": "Your app did not start: its process was killed.",
    }[failure.kind]
    if failure.kind in {"no app", "not an app"}:
        found = [Found(say=said, spot=failure.at)] if failure.at else []
    if failure.output.strip() and not failure.at:
        found.append(printed_last(failure.output))
    return StepFailedError(
        head,
        expected="a running app",
        found=found,
        hint=_start_hint(failure),
        verdict=Verdict.DID_NOT_START,
        spoils_app=True,
    )


def _start_hint(failure: StartFailure) -> str:
    if failure.kind == "timed out":
        return "What stands at the top of a file runs before the first request: nothing there may wait or loop."
    if failure.error == "ModuleNotFoundError":
        return "Is the name spelt right, and is the package one of those that are installed here?"
    if failure.error in {"SyntaxError", "IndentationError", "TabError"}:
        return "Python could not read the file. Look at that line, and at the one before it."
    if failure.error == "ImportError":
        return "Is the name spelt as the module spells it? Capitals count: FastAPI, HTTPException."
    if failure.error == "NameError":
        return _name_hint(failure.message)
    if "valid Pydantic field type" in failure.message:
        return "A class in the signature of that route is no model: is (BaseModel) missing behind its name?"
    return "Run the file by itself first: uvicorn main:app --reload shows the whole traceback."


def _name_hint(message: str) -> str:
    """What to do about a name that is not known: import it, if it is one of those that everybody forgets."""
    name = message.partition("'")[2].partition("'")[0]
    if name in _HOMES:
        return f"It is not imported. Write at the top of the file: from {_HOMES[name]} import {name}"
    return "Is the name imported, and defined above the line that uses it?"
