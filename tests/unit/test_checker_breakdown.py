"""What is said of an app that did not start, or raised: what beginners forget is named, with the line to write."""

from __future__ import annotations

import pytest

from quizapp.checker.breakdown import explain_start, tell_exception
from quizapp.checker.failure import StepFailedError
from quizapp.checker.judge import ANY_SUCCESS
from quizapp.domain.run import Event, StartFailure


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("HTTPException", "from fastapi import HTTPException"),
        ("BaseModel", "from pydantic import BaseModel"),
        ("Optional", "from typing import Optional"),
        ("ordres", "Is the name imported, and defined above the line that uses it?"),
    ],
)
def test_a_name_that_is_not_known_comes_with_its_import(name: str, hint: str) -> None:
    """The same at the start and while a request is answered."""
    message = f"name '{name}' is not defined"
    raised = StepFailedError("")

    started = explain_start(StartFailure(kind="import error", error="NameError", message=message))
    tell_exception(raised, ANY_SUCCESS, Event(at=0.1, number=1, kind="exception", error="NameError", message=message))

    assert started.hint.endswith(hint)
    assert raised.hint == started.hint


@pytest.mark.parametrize(
    "place", ["/home/ann/.venv/lib/python3.12/site-packages/fastapi/__init__.py", r"C:\venv\Lib\fastapi\__init__.py"]
)
def test_a_name_that_a_module_does_not_have_is_told_without_a_path_of_this_machine(place: str) -> None:
    """The path helps nobody to spell; what else stands in brackets stays."""
    failure = StartFailure(
        kind="import error", error="ImportError", message=f"cannot import name 'FastApi' from 'fastapi' ({place})"
    )

    told = explain_start(failure)

    assert [found.say for found in told.found] == ["ImportError: cannot import name 'FastApi' from 'fastapi'"]
    assert "Capitals count" in told.hint


def test_a_class_that_is_no_model_is_told_of_its_base() -> None:
    """FastAPI's own text speaks of Union and of response_model=None, which is not what a beginner forgot."""
    message = "Invalid args for response field! Hint: check that <class 'main.Item'> is a valid Pydantic field type."

    told = explain_start(StartFailure(kind="import error", error="FastAPIError", message=message))

    assert told.hint == "A class in the signature of that route is no model: is (BaseModel) missing behind its name?"


@pytest.mark.parametrize(
    ("message", "headline"),
    [
        (
            "response.id: Field required (got HTTPException(status_code=409, detail='exists'))",
            "Your code returned an HTTPException instead of raising it.",
        ),
        (
            "response: Input should be a valid dictionary (got <coroutine object make at 0x7f>)",
            "A coroutine was returned without await.",
        ),
        (
            "response: Input should be a valid dictionary (got None)",
            "Your function returned None, which does not fit its response model.",
        ),
        (
            "response.name: Input should be a valid string (got None)",
            "What your function returns does not fit its response model.",
        ),
    ],
)
def test_a_returned_value_that_no_model_takes_is_told_by_what_it_is(message: str, headline: str) -> None:
    """A returned exception, a coroutine and None are three mistakes of their own."""
    raised = StepFailedError("")

    tell_exception(
        raised,
        ANY_SUCCESS,
        Event(at=0.1, number=1, kind="exception", error="ResponseValidationError", message=message),
    )

    assert raised.message == headline
