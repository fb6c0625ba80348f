"""Steps that look at what happened inside the app: its journal and its log."""

from __future__ import annotations

from quizapp.domain.expectation import JournalFacts, LogFacts
from quizapp.domain.steps.base import Step, Wait


class JournalStep(Step):
    """What happened inside the app, in which order and how often."""

    ACTIONS = ("journal",)

    journal: JournalFacts
    within: Wait = 0.3


class LogStep(Step):
    """What the app logged: objects with `logger`, `level`, `message`."""

    ACTIONS = ("logs",)

    logs: LogFacts
    within: Wait = 0.3
