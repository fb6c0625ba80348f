"""A failure and its step as the evidence that a report shows, every part safe to print."""

from __future__ import annotations

import json

from quizapp.checker.answer import Sent
from quizapp.checker.failure import StepFailedError
from quizapp.checker.wording import clean, line
from quizapp.domain.check import Check
from quizapp.domain.report import Evidence, Found, Verdict
from quizapp.domain.request import Request
from quizapp.domain.run import CodeLine
from quizapp.domain.steps.base import Step
from quizapp.domain.steps.request import RequestStep


def evidence(failure: StepFailedError, check: Check, step: Step) -> Evidence:
    """What supports the verdict; the checker's own hint takes the place of the pack's where it knows better."""
    answer = failure.answer
    sent = failure.sent or (answer.sent.summary if answer else "")
    got = failure.got or (answer.summary if answer else "")
    did_not_start = failure.verdict is Verdict.DID_NOT_START
    hints = [failure.hint] if failure.hint else [step.hint] if step.hint else list(check.hints)
    return Evidence(
        sent=clean(sent),
        got=clean(got),
        expected=clean(failure.expected),
        found=[_safe(found) for found in failure.found],
        likely=failure.likely,
        why="" if did_not_start else step.why or check.why,
        hints=hints,
        learn="" if did_not_start else step.concept or check.concept or "",
        repeat=failure.repeat or (answer.sent.curl if answer else ""),
        row=clean(failure.row),
        request=_request(answer.sent if answer else None, step),
    )


def _request(sent: Sent | None, step: Step) -> Request | None:
    """The request, to be sent again by hand: as it was sent, else as the step has it if nothing is to be filled in."""
    if not isinstance(step, RequestStep):
        return None
    if sent is None:
        sent = Sent(step.method, step.path, body=json.dumps(step.json_body) if step.has_json else "")
        if "${" in f"{sent.target}{sent.body}":
            return None
    kind = "application/json" if step.has_json else "application/x-www-form-urlencoded" if step.form else ""
    headers = [(clean(name), line(value)) for name, value in sent.headers]
    if kind and not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("content-type", kind))
    body = "" if step.multipart is not None else clean(sent.body)
    return Request(method=sent.method, target=sent.target, headers=tuple(headers), body=body)


def _safe(found: Found) -> Found:
    spot = found.spot
    if spot is not None:
        spot = CodeLine(file=line(spot.file), line=spot.line, function=line(spot.function), code=clean(spot.code))
    return Found(say=clean(found.say), spot=spot)
