"""What a browser asks before a cross-origin request, judged as a browser judges the answer."""

from __future__ import annotations

from collections.abc import Iterator

from quizapp.checker import curl
from quizapp.checker.answer import Answer, Sent
from quizapp.checker.breakdown import explain_silence
from quizapp.checker.client import UnansweredError
from quizapp.checker.context import CheckContext
from quizapp.checker.explain import explain
from quizapp.checker.failure import StepFailedError
from quizapp.checker.judge import judge
from quizapp.checker.prepared import Prepared, target_of
from quizapp.checker.values import fill_text
from quizapp.checker.wording import clean, line
from quizapp.domain.expectation import ExpectResponse
from quizapp.domain.report import Found
from quizapp.domain.steps.request import PreflightStep

SIMPLE_METHODS = frozenset(["GET", "HEAD", "POST"])


async def run_preflight(step: PreflightStep, context: CheckContext) -> None:
    """Send the preflight and compare what a browser would make of it with what is expected."""
    origin = fill_text(step.origin, context.names)
    told = [("Origin", origin), ("Access-Control-Request-Method", step.method)]
    if step.headers:
        told.append(("Access-Control-Request-Headers", ", ".join(step.headers)))
    path = target_of(step.preflight, None, context.names)
    sent = Sent("OPTIONS", path, tuple(told), curl=curl.command("OPTIONS", path, headers=told, body=[]))
    client = await context.client()
    try:
        answer = await client.send(Prepared("OPTIONS", path, dict(told), {}, follow=False, sent=sent))
    except UnansweredError as error:
        raise await explain_silence(error, await context.app()) from error
    refusals = list(_refusals(step, origin, answer))
    if step.expect.allowed and refusals:
        raise StepFailedError(
            f"A browser would block a page on {line(origin)}.",
            answer,
            got=_got(answer),
            expected=f"access-control-allow-origin: {origin}, for {step.method}",
            found=[Found(say=refusal) for refusal in refusals],
        )
    if not step.expect.allowed and not refusals:
        raise StepFailedError(
            f"A browser would let a page on {line(origin)} in.",
            answer,
            got=_got(answer),
            expected="no access-control-allow-origin for it",
            found=[Found(say=f"access-control-allow-origin: {_allowed_origin(answer)}")],
        )
    await _judge_rest(step, answer, context)


async def _judge_rest(step: PreflightStep, answer: Answer, context: CheckContext) -> None:
    fields: dict[str, object] = {"headers": step.expect.headers}
    fields["status"] = step.expect.status if step.expect.status is not None else ["1xx", "2xx", "3xx", "4xx", "5xx"]
    mismatches = judge(ExpectResponse.model_validate(fields), answer, context.names)
    if mismatches:
        raise await explain(mismatches, answer, await context.app())


def _refusals(step: PreflightStep, origin: str, answer: Answer) -> Iterator[str]:
    """Why a browser would not send the request, by the Fetch standard."""
    allowed = _allowed_origin(answer)
    if allowed not in {"*", origin}:
        yield f"access-control-allow-origin is {allowed or 'missing'}"
        return
    if not 200 <= answer.status < 300:
        yield f"the preflight was answered with {answer.status}"
    methods = _words(answer, "access-control-allow-methods")
    if step.method.upper() not in {*SIMPLE_METHODS, *(word.upper() for word in methods)} and "*" not in methods:
        yield f"access-control-allow-methods is {', '.join(methods) or 'missing'}"
    headers = [word.lower() for word in _words(answer, "access-control-allow-headers")]
    for name in step.headers:
        if name.lower() not in headers and "*" not in headers:
            yield f"access-control-allow-headers does not name {name}"


def _allowed_origin(answer: Answer) -> str:
    return clean(answer.headers.get("access-control-allow-origin", "")).strip()


def _words(answer: Answer, name: str) -> list[str]:
    return [line(word) for word in answer.headers.get(name, "").split(",") if word.strip()]


def _got(answer: Answer) -> str:
    told = [f"{name}: {value}" for name, value in answer.headers.multi_items() if name.startswith("access-control-")]
    return "\n".join([answer.summary, *told])
