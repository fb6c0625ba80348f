"""Facts about the app's own OpenAPI document."""

from __future__ import annotations

from typing import Any

from quizapp.checker.answer import NotJsonError
from quizapp.checker.breakdown import explain_silence
from quizapp.checker.client import UnansweredError
from quizapp.checker.context import CheckContext
from quizapp.checker.explain import explain
from quizapp.checker.failure import PackFaultError, StepFailedError
from quizapp.checker.judge import compare_at
from quizapp.checker.matchers import ABSENT, Mismatch, compare
from quizapp.checker.telling import tell
from quizapp.checker.values import fill
from quizapp.checker.wording import clean, listed, shown
from quizapp.domain.report import Found
from quizapp.domain.request import METHODS
from quizapp.domain.steps.request import OpenApiStep

DOCUMENT = "/openapi.json"


async def read_document(context: CheckContext) -> dict[str, Any]:
    """The app's OpenAPI document."""
    client = await context.client()
    try:
        answer = await client.get(DOCUMENT)
    except UnansweredError as error:
        raise await explain_silence(error, await context.app()) from error
    if answer.status != 200:
        failure = await explain([Mismatch("status", "status", 200, answer.status)], answer, await context.app())
        failure.message = f"The OpenAPI document cannot be read: {DOCUMENT} answers {answer.status}."
        raise failure
    try:
        document = answer.document
    except NotJsonError as error:
        raise StepFailedError(f"The OpenAPI document is not JSON: {error}.", answer) from error
    if not isinstance(document, dict):
        raise StepFailedError("The OpenAPI document is no object.", answer)
    return document


async def run_openapi(step: OpenApiStep, context: CheckContext) -> None:
    """Compare parts of the document; the first that differs is the headline."""
    document = await read_document(context)
    facts, names = step.openapi, context.names
    components = _part(document, "components")
    mismatches: list[Mismatch] = []
    if "info" in facts.model_fields_set:
        mismatches += compare(fill(facts.info, names), document.get("info", ABSENT), "info")
    for operation, matcher in facts.operations.items():
        mismatches += compare(fill(matcher, names), _operation(document, operation), operation)
    for name, matcher in facts.schemas.items():
        mismatches += compare(fill(matcher, names), _part(components, "schemas").get(name, ABSENT), f"schema {name}")
    for name, matcher in facts.security_schemes.items():
        there = _part(components, "securitySchemes").get(name, ABSENT)
        mismatches += compare(fill(matcher, names), there, f"security scheme {name}")
    for path, matcher in facts.at.items():
        mismatches += compare_at(path, fill(matcher, names), document)
    if mismatches:
        raise _told(mismatches, document)


def _part(document: dict[str, Any], name: str) -> dict[str, Any]:
    part = document.get(name)
    return part if isinstance(part, dict) else {}


def _operation(document: dict[str, Any], written: str) -> Any:
    method, _, path = written.partition(" ")
    if method.upper() not in METHODS or not path.startswith("/"):
        raise PackFaultError(f"{written!r} is no operation: write it like POST /items")
    return _part(_part(document, "paths"), path).get(method.lower(), ABSENT)


def _told(mismatches: list[Mismatch], document: dict[str, Any]) -> StepFailedError:
    first = mismatches[0]
    told = tell(first)
    failure = StepFailedError(
        f"In your OpenAPI document: {told.message.replace('must not be in the response', 'must not be there')}",
        got="" if first.actual is ABSENT else f"{clean(first.path)}: {_got(first)}",
        expected="\n".join(tell(each).expected for each in mismatches[:4]),
    )
    failure.sent = f"GET {DOCUMENT}"
    if first.kind == "missing" and first.path.split(" ")[0] in METHODS and first.path.count(".") == 0:
        paths = _part(document, "paths")
        operations = [f"{method.upper()} {path}" for path in paths for method in _part(paths, path)]
        failure.found = [Found(say=f"documented: {clean(listed(operations))}")]
    elif first.path.startswith("schema ") and first.kind == "missing" and "." not in first.path:
        names = list(_part(_part(document, "components"), "schemas"))
        failure.found = [Found(say=f"your schemas: {clean(listed(names))}")]
    return failure


def _got(mismatch: Mismatch) -> str:
    return shown(str(mismatch.actual) if mismatch.kind == "path" else mismatch.actual)
