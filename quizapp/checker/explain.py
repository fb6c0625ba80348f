"""Why an answer is not as expected: the one sentence that names the real cause, with the learner's own line.

The app knows more than its answer shows: its routes, and what its code raised. So we ask the process before we speak.
"""

from __future__ import annotations

import re
from difflib import get_close_matches

from quizapp.checker.answer import Answer, NotJsonError, Sent
from quizapp.checker.breakdown import tell_exception
from quizapp.checker.failure import StepFailedError
from quizapp.checker.handlers import handler, leads_to
from quizapp.checker.judge import ANY_SUCCESS, located, status_fits
from quizapp.checker.matchers import ABSENT, Mismatch
from quizapp.checker.served import Served
from quizapp.checker.telling import Told, status_line, statuses, tell
from quizapp.checker.wording import clean, line, listed, phrase
from quizapp.domain.expectation import StatusSpec
from quizapp.domain.report import Found
from quizapp.domain.wording import plural

SHOWN_MISMATCHES = 4


async def explain(mismatches: list[Mismatch], answer: Answer, served: Served, *, row: str = "") -> StepFailedError:
    """The failure of a step whose answer is not as expected."""
    first = mismatches[0]
    if first.kind == "status":
        failure = await _explain_status(first.wanted, answer, served)
    else:
        failure = _explain_content(mismatches, answer)
    if not any(found.spot for found in failure.found):
        answered = handler(answer.sent, await served.routes() or [], served.launch.sources)
        failure.found += [answered] if answered else []
    failure.row = row
    return failure


def _explain_content(mismatches: list[Mismatch], answer: Answer) -> StepFailedError:
    try:
        document = answer.document
    except NotJsonError:
        document = ABSENT
    told = _known_mistake(mismatches[0], answer, document) or tell(mismatches[0], document)
    lines = [told.expected, *(tell(each).expected for each in mismatches[1:SHOWN_MISMATCHES])]
    if len(mismatches) > SHOWN_MISMATCHES:
        lines.append(f"and {len(mismatches) - SHOWN_MISMATCHES} more")
    found = [Found(say=told.found)] if told.found else []
    return StepFailedError(told.message, answer, expected="\n".join(lines), found=found, hint=told.hint)


def _known_mistake(first: Mismatch, answer: Answer, document: object) -> Told | None:
    """Mistakes that show in the whole body rather than at one place of it."""
    expected = tell(first, document).expected
    if document is None and first.kind in {"type", "value", "missing", "path"}:
        return Told("The answer is null: your function returns nothing here.", expected, hint="Return the value.")
    if isinstance(document, str) and document[:1] in {"{", "["} and first.kind in {"type", "value", "path"}:
        return Told(
            "The body is a string that holds JSON: it was encoded twice.",
            expected,
            hint="Return the object itself; FastAPI turns it into JSON.",
        )
    if first.kind == "json" and 300 <= answer.status < 400 and "location" in answer.headers:
        message, hint = _redirected(answer)
        return Told(message or f"The answer is a redirect to {line(answer.headers['location'])}.", expected, hint=hint)
    if first.kind == "json" and not answer.body:
        return Told("The body is empty, the task asks for JSON.", expected)
    return None


async def _explain_status(asked: StatusSpec, answer: Answer, served: Served) -> StepFailedError:
    failure = StepFailedError(tell(Mismatch("status", "status", asked, answer.status)).message, answer)
    failure.expected = status_line(asked)
    if answer.status >= 500:
        raised = await served.exception(answer.sent.number)
        if raised is not None:
            tell_exception(failure, asked, raised)
    elif answer.status in {404, 405}:
        await _tell_routing(failure, answer.sent, answer, served)
    elif answer.status == 422:
        _tell_refusal(failure, asked, answer)
    elif 300 <= answer.status < 400:
        _tell_redirect(failure, answer)
    elif 200 <= answer.status < 300:
        _tell_acceptance(failure, asked, answer)
    elif answer.status in {401, 403}:
        _tell_no_entry(failure, asked, answer)
    return failure


async def _tell_routing(failure: StepFailedError, sent: Sent, answer: Answer, served: Served) -> None:
    routes = await served.routes()
    if routes is None:
        return
    here = [route for route in routes if leads_to(route, sent.path)]
    methods = [route.partition(" ")[0] for route in here]
    if answer.status == 405 or (here and sent.method not in methods and "WS" not in methods):
        allowed = listed(sorted(set(methods))) or line(answer.headers.get("allow", ""))
        failure.message = f"The path {line(sent.path)} exists, but not for {sent.method}."
        failure.found = [Found(say=f"your routes for it: {listed(here)}" if here else f"allowed: {allowed}")]
        if here:
            failure.hint = f"Declare it with @app.{sent.method.lower()}(...)."
    elif not here and not any(route.startswith("MOUNT") and _is_under(route, sent.path) for route in routes):
        near = _near_route(sent, routes)
        rest = [route for route in routes if route != near]
        failure.message = f"No route answers {sent.route}."
        told = listed([*([near] if near else []), *rest])
        failure.found = [Found(say=f"your routes: {told}" if told else "your app has no routes")]
        if near:
            failure.hint = f"Rename {near} to {sent.route}. A path must match to the letter."
        else:
            failure.hint = f"Add a route that answers {sent.route}; a router must also be included in the app."
    elif here:
        own = next((route for route in here if route.startswith(f"{sent.method} ")), here[0])
        answered = handler(sent, routes, served.launch.sources)
        failure.found = [answered or Found(say=f"answered by your route {clean(own)}")]


def _is_under(route: str, path: str) -> bool:
    prefix = route.partition(" ")[2].rstrip("/")
    return path == prefix or path.startswith(f"{prefix}/")


def _near_route(sent: Sent, routes: list[str]) -> str:
    """The route that was perhaps meant: a slip in the path, or another prefix before the same end."""
    mine = [route for route in routes if route.startswith(f"{sent.method} ")]
    same_end = [route for route in mine if len(sent.path) > 2 and route.endswith(sent.path)]
    close = get_close_matches(sent.route, mine, 1, 0.75)
    for route in [*close, *same_end]:
        return route
    bare = sent.path.rstrip("/")
    return next((route for route in mine if route.partition(" ")[2].rstrip("/") == bare), "")


def _tell_refusal(failure: StepFailedError, asked: StatusSpec, answer: Answer) -> None:
    try:
        errors = located(answer.document)
    except NotJsonError:
        errors = []
    if not errors or (not status_fits(ANY_SUCCESS, answer.status) and _asks_for_error(asked)):
        _list_errors(failure, errors)
        return
    where, kind = errors[0]
    more = f" and {plural(len(errors) - 1, 'other field')}" if len(errors) > 1 else ""
    failure.message = f"FastAPI refused the request: {clean(where)} is {_in_words(kind)}{more}."
    _list_errors(failure, errors)
    if where.startswith("query.") and answer.sent.body and kind == "missing":
        failure.hint = (
            "A parameter of a plain type is looked for in the query. A body needs a Pydantic model, or Body()."
        )


def _list_errors(failure: StepFailedError, errors: list[tuple[str, str]]) -> None:
    if errors:
        failure.found = [Found(say="refused: " + listed([f"{clean(where)} ({clean(kind)})" for where, kind in errors]))]


def _asks_for_error(asked: StatusSpec) -> bool:
    parts = asked if isinstance(asked, list) else [asked]
    return all(str(each)[0] in "45" for each in parts)


def _in_words(kind: str) -> str:
    return {
        "missing": "missing",
        "int_parsing": "no integer",
        "int_type": "no integer",
        "float_parsing": "no number",
        "float_type": "no number",
        "bool_parsing": "no boolean",
        "string_type": "no string",
        "list_type": "no list",
        "dict_type": "no object",
        "model_attributes_type": "no object",
        "model_type": "no object",
        "extra_forbidden": "not allowed",
    }.get(kind, f"wrong ({clean(kind)})")


def _tell_redirect(failure: StepFailedError, answer: Answer) -> None:
    message, failure.hint = _redirected(answer)
    location = line(answer.headers.get("location", "")) or "nowhere"
    failure.message = message or f"The status is {answer.status}, a redirect to {location}."


def _redirected(answer: Answer) -> tuple[str, str]:
    """Message and hint where the redirect only adds or drops a slash; two empty strings for any other."""
    target = re.sub(r"^https?://[^/]*", "", line(answer.headers.get("location", ""))).partition("?")[0]
    path = answer.sent.path
    if target == path or target.rstrip("/") != path.rstrip("/"):
        return "", ""
    message = f"{answer.sent.route} is redirected to {target}: your route is declared with another slash at its end."
    return message, f"Declare the path as {path}, to the letter."


def _tell_acceptance(failure: StepFailedError, asked: StatusSpec, answer: Answer) -> None:
    try:
        document = answer.document
    except NotJsonError:
        return
    if isinstance(document, dict) and {"status_code", "detail"} <= document.keys():
        failure.message = "Your code returned an HTTPException instead of raising it."
        failure.hint = "raise HTTPException(...), not return: a returned one is sent as data, with status 200."
    elif (
        isinstance(document, list)
        and len(document) == 2
        and isinstance(document[1], int)
        and not isinstance(document[1], bool)
        and status_fits(asked, document[1])
    ):
        failure.message = f"Your function returned a pair, and FastAPI sent it as a list with status {answer.status}."
        failure.hint = (
            "FastAPI does not read a status from a tuple: set status_code in the decorator, or raise HTTPException."
        )
    elif _asks_for_error(asked):
        failure.message = f"The request was accepted with {answer.status}, this task asks for {statuses(asked)}."


def _tell_no_entry(failure: StepFailedError, asked: StatusSpec, answer: Answer) -> None:
    if _asks_for_error(asked):
        return
    carried = [
        name.lower()
        for name, _ in answer.sent.headers
        if name.lower() in {"authorization", "x-api-key", "x-key", "cookie"}
    ]
    with_what = f"although it carries {listed(carried)}" if carried else "and it carries no credentials, on purpose"
    failure.message = f"The app refused the request with {phrase(answer.status)}, {with_what}."
