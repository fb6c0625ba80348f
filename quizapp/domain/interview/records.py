"""What is kept of interviews beside sessions and attempts."""

from __future__ import annotations

from enum import StrEnum

from quizapp.domain.fields import Model, Moment
from quizapp.domain.items.identity import ItemId
from quizapp.domain.pack import Blueprint
from quizapp.domain.report import Verdict


class StateKind(StrEnum):
    """Why a state of the candidate's files was kept."""

    START = "start"
    SAVE = "save"
    CHECK = "check"
    FINAL = "final"


class Checked(Model):
    """What a check run came to: which checks passed, and of the last run also what each of them found."""

    verdict: Verdict
    verdicts: dict[str, Verdict]
    """By the check's id."""
    titles: dict[str, str]
    """What holds when a check passes, by its id."""
    messages: dict[str, str] = {}
    """What a check that did not pass found, by its id."""
    seed: int
    output: str = ""

    @property
    def passed(self) -> int:
        """How many checks passed."""
        return sum(verdict is Verdict.PASSED for verdict in self.verdicts.values())

    @property
    def score(self) -> float:
        """The share of checks that passed."""
        return self.passed / len(self.verdicts) if self.verdicts else 0.0


class CodeState(Model):
    """The candidate's files of one coding task at one moment. Never changed, never deleted."""

    id: str
    session: str
    task: ItemId
    at: float
    """Seconds of the interview."""
    moment: Moment
    kind: StateKind
    files: dict[str, str]
    """Path and text; a file that is no text is left out."""
    checked: Checked | None = None


class OwnBlueprint(Model):
    """A blueprint that the learner has made."""

    id: str
    """`own/<blueprint>`."""
    pack: str
    """The pack that it draws from."""
    made: Moment
    blueprint: Blueprint
