"""Compares one answer with one expectation. Pure: nothing is sent, nothing is explained."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from quizapp.checker.answer import Answer, NotJsonError
from quizapp.checker.matchers import ABSENT, Mismatch, compare, matches
from quizapp.checker.paths import PathStoppedError, select
from quizapp.checker.schemas import compare_schema
from quizapp.checker.values import Names, fill
from quizapp.domain.expectation import ExpectResponse, StatusSpec

ANY_SUCCESS: StatusSpec = ["2xx", "3xx"]
"""What is expected where nothing is said of the status."""


def judge(expect: ExpectResponse, answer: Answer, names: Names, *, status: bool = True) -> list[Mismatch]:
    """Where the answer is not as expected; empty if it is. With a wrong status nothing else is compared.

    `status=False` leaves the status alone, for steps that count statuses.
    """
    if status:
        asked = _asked_status(expect)
        if not status_fits(asked, answer.status):
            return [Mismatch("status", "status", asked, answer.status)]
    return [*_outside(expect, answer, names), *_inside(expect, answer, names)]


def _asked_status(expect: ExpectResponse) -> StatusSpec:
    if expect.status is not None:
        return expect.status
    return 422 if expect.invalid else ANY_SUCCESS


def status_fits(asked: StatusSpec, status: int) -> bool:
    """Whether a status is the one, or one of those, that are asked for."""
    if isinstance(asked, list):
        return any(status_fits(each, status) for each in asked)
    if isinstance(asked, str):
        return str(status)[0] == asked[0]
    return status == asked


def _outside(expect: ExpectResponse, answer: Answer, names: Names) -> Iterator[Mismatch]:
    for name, matcher in expect.headers.items():
        yield from compare(fill(matcher, names), header(answer, name), f"header {name.lower()}")
    for name, matcher in expect.cookies.items():
        yield from compare(fill(_whole_cookie(matcher), names), answer.cookies.get(name, ABSENT), f"cookie {name}")
    if expect.asks("url"):
        yield from compare(fill(expect.url, names), answer.path, "url")


def header(answer: Answer, name: str) -> Any:
    """A header's value (several joined by commas), or ABSENT."""
    values = answer.headers.get_list(name)
    return ", ".join(values) if values else ABSENT


def _whole_cookie(matcher: Any) -> Any:
    """`sid: abc` speaks of the value, `sid: {httponly: true}` of the attributes."""
    if isinstance(matcher, str) and matcher not in {"$absent", "$present", "$any"}:
        return {"value": matcher}
    if isinstance(matcher, dict) and "samesite" in matcher and isinstance(matcher["samesite"], str):
        return {**matcher, "samesite": matcher["samesite"].lower()}
    return matcher


def _inside(expect: ExpectResponse, answer: Answer, names: Names) -> Iterator[Mismatch]:
    if expect.asks("body"):
        yield from compare(fill(expect.body, names), answer.text, "body")
    if not (expect.asks("json_body") or expect.asks("json_schema") or expect.at or expect.invalid):
        return
    if expect.asks("json_body") and expect.json_body == "$absent" and not answer.body:
        return
    try:
        document = answer.document
    except NotJsonError as error:
        yield Mismatch("$", "json", expect.json_body, str(error))
        return
    if expect.invalid:
        yield from _compare_errors(fill(expect.invalid, names), document)
    if expect.asks("json_body"):
        yield from compare(fill(expect.json_body, names), document)
    for path, matcher in expect.at.items():
        yield from compare_at(path, fill(matcher, names), document)
    if expect.json_schema is not None:
        yield from compare_schema(fill(expect.json_schema, names), document)


def compare_at(path: str, matcher: Any, document: Any) -> Iterator[Mismatch]:
    """Compare what a path selects; `$absent` holds where the path leads nowhere."""
    try:
        value = select(path, document)
    except PathStoppedError as stop:
        if not matches(matcher, ABSENT):
            yield Mismatch(path, "path", matcher, stop)
        return
    if "*" in path and isinstance(value, list) and not value and matches(matcher, ABSENT):
        return
    yield from compare(matcher, value, path)


def located(document: Any) -> list[tuple[str, str]]:
    """The fields that a 422 names, with the type of each error; empty if it is not in FastAPI's form."""
    errors = document.get("detail") if isinstance(document, dict) else None
    return [
        (".".join(map(str, error["loc"])), str(error.get("type", "")))
        for error in (errors if isinstance(errors, list) else [])
        if isinstance(error, dict) and isinstance(error.get("loc"), list)
    ]


def _compare_errors(asked: dict[str, Any], document: Any) -> Iterator[Mismatch]:
    errors = located(document)
    for place, kind in asked.items():
        there = [each for where, each in errors if where == place]
        if kind == "$absent":
            if there:
                yield Mismatch(place, "invalid", kind, errors)
        elif not any(matches(kind, each) for each in there):
            yield Mismatch(place, "invalid", kind, errors)
