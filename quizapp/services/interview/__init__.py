"""Interviews: held without feedback, kept, looked back at, compared, exported."""

from __future__ import annotations

from quizapp.services.interview.changes import Change, changes
from quizapp.services.interview.coding import CodingDesk, Room
from quizapp.services.interview.comparison import Comparison, Difference, compare
from quizapp.services.interview.debrief import CodeLine, Debrief, Judged, NextStep, QuestionLine
from quizapp.services.interview.own import Wish
from quizapp.services.interview.service import InterviewService
from quizapp.services.interview.shelf import OWN
from quizapp.services.interview.view import BlueprintChoice, Clocks, Held, Mark, Phase, Stand

__all__ = [
    "OWN",
    "BlueprintChoice",
    "Change",
    "Clocks",
    "CodeLine",
    "CodingDesk",
    "Comparison",
    "Debrief",
    "Difference",
    "Held",
    "InterviewService",
    "Judged",
    "Mark",
    "NextStep",
    "Phase",
    "QuestionLine",
    "Room",
    "Stand",
    "Wish",
    "changes",
    "compare",
]
