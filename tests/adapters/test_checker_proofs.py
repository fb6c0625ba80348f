"""Proofs of items and answers that they state, held against what a real app sends."""

from __future__ import annotations

from typing import Any

import pytest

from quizapp.checker.engine import SandboxChecker
from quizapp.domain.items.base import Proof
from quizapp.domain.items.predicted import Predict

pytestmark = pytest.mark.asyncio(loop_scope="module")


ITEM = """
from fastapi import FastAPI
app = FastAPI()

@app.post("/items", status_code=201)
def make(item: dict):
    return {"name": item["name"], "id": 1}
"""


def predict(**answers: Any) -> Predict:
    """An item that states these answers of POST /items."""
    return Predict.model_validate(
        {
            "id": "made",
            "kind": "predict",
            "topic": "basics",
            "difficulty": 1,
            "seconds": 30,
            "stem": "What comes back?",
            "explanation": "That.",
            "app": ITEM,
            "request": {"POST": "/items", "json": {"name": "Pen"}},
            "asks": [{"say": f"The {of}?", "of": of, "answer": answer} for of, answer in answers.items()],
        }
    )


async def test_a_stated_answer_is_compared_with_the_real_one(checker: SandboxChecker) -> None:
    """Status, body, header and path, each by what really comes back."""
    item = predict(status=201, body='{"name":"Pen","id":1}', **{"$.id": 1, "header content-type": "application/json"})

    report = await checker.predict(item)

    assert (report.holds, report.message) == (True, "")
    assert len(report.exchanges) == 1
    assert report.exchanges[0].sent == 'POST /items\n\n{\n  "name": "Pen"\n}'
    assert report.exchanges[0].got.startswith("201 Created\n")


async def test_a_wrong_stated_answer_is_named_with_the_real_one(checker: SandboxChecker) -> None:
    """The author reads what was stated and what is so."""
    report = await checker.predict(predict(status=200, **{"$.id": True, "$.nothing": 1}))

    assert not report.holds
    assert report.message == (
        "“The status?” (status): stated 200, really 201; “The $.id?” ($.id): stated true, really 1; "
        "“The $.nothing?” ($.nothing): stated 1, really nothing there"
    )


async def test_a_proof_holds_or_says_what_does_not(checker: SandboxChecker) -> None:
    """A proof is a check without a learner; its exchanges are kept to show."""
    step = {"POST": "/items", "json": {"name": "Pen"}}
    holds = Proof.model_validate({"app": ITEM, "steps": [{**step, "expect": 201}]})
    fails = Proof.model_validate({"app": ITEM, "steps": [{**step, "expect": 200}]})
    broken = Proof.model_validate({"app": "app = 1 +", "steps": [{**step, "expect": 200}]})

    reports = [await checker.prove(proof) for proof in (holds, fails, broken)]

    assert [report.holds for report in reports] == [True, False, False]
    assert reports[1].message.startswith("The status is 201, this task asks for 200. Got 201 Created")
    assert reports[2].message.startswith("Your app did not start: SyntaxError while it was imported.")
    assert [len(report.exchanges) for report in reports] == [1, 1, 0]


async def test_a_proof_for_another_version_is_skipped(checker: SandboxChecker) -> None:
    """A claim about versions that are not installed is neither held nor broken."""
    proof = Proof.model_validate({"app": ITEM, "steps": [{"GET": "/", "expect": 404}], "requires": "<0.100"})

    report = await checker.prove(proof)

    assert not report.holds
    assert report.skipped.startswith("It holds for FastAPI <0.100; here is 0.")


async def test_a_proof_that_needs_another_version_to_start_is_skipped(checker: SandboxChecker) -> None:
    """What is missing here may be what that version brought, so failing to start is no verdict."""
    app = "from fastapi import what_comes_with_version_nine\n"
    steps = [{"GET": "/", "expect": 200}]
    later = Proof.model_validate({"app": app, "steps": steps, "requires": ">=9"})
    now = Proof.model_validate({"app": app, "steps": steps, "requires": ">=0.100"})

    reports = [await checker.prove(proof) for proof in (later, now)]

    assert reports[0].skipped.startswith("It holds for FastAPI >=9; here is 0.")
    assert (reports[1].skipped, reports[1].message[:22]) == ("", "Your app did not start")
