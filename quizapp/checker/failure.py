"""How a step ends when it does not hold: the learner's failure, or the pack's own fault."""

from __future__ import annotations

from dataclasses import dataclass, field

from quizapp.checker.answer import Answer
from quizapp.domain.report import Found, Verdict


@dataclass(eq=False)
class StepFailedError(Exception):
    """What a step asks for is not so; every field is ready to be shown."""

    message: str
    """The headline: one plain sentence that names the cause."""
    answer: Answer | None = None
    """The exchange that shows it; `sent`, `got` and `repeat` are told from it unless given."""
    sent: str = ""
    got: str = ""
    expected: str = ""
    found: list[Found] = field(default_factory=list)
    hint: str = ""
    """What to do, where the checker knows better than the pack."""
    row: str = ""
    repeat: str = ""
    """A curl command, where no answer has one."""
    likely: str = ""
    """What the pack says of a wrong answer that it knows."""
    raised: str = ""
    """The type of the exception that the learner's code raised, if it did."""
    verdict: Verdict = Verdict.FAILED
    spoils_app: bool = False
    """The app's process is gone or hangs: the next check gets a new one."""

    def __str__(self) -> str:
        """The headline."""
        return self.message


class PackFaultError(Exception):
    """The pack asks for something that makes no sense; never the learner's fault."""
