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
