"""What a check run found: one model from which the screen, plain text, JSON and JUnit are drawn."""

from __future__ import annotations

from enum import StrEnum

from quizapp.domain.fields import Model, Moment
from quizapp.domain.request import Request
from quizapp.domain.run import CodeLine, Isolation


class Verdict(StrEnum):
    """How a check, or a whole task, came out."""

    PASSED = "passed"
    FAILED = "failed"
    BLOCKED = "blocked"
    """Not judged, because an earlier check that it builds on failed."""
    CRASHED = "crashed"
    """The learner's process ended while the check ran."""
    DID_NOT_START = "did not start"
    TIMED_OUT = "timed out"
    CHECKER_FAULT = "checker fault"
    """Our own fault; never counts against the learner."""


class Found(Model):
    """Evidence from the learner's own code or app: a sentence, and a line if there is one."""

    say: str
    spot: CodeLine | None = None


class Evidence(Model):
    """What supports a verdict, each part ready to be shown as text; an empty part is left out."""

    sent: str = ""
    got: str = ""
    expected: str = ""
    found: list[Found] = []
    likely: str = ""
    """A known wrong answer that this one matches."""
    why: str = ""
    hints: list[str] = []
    """From a nudge to nearly the answer; shown one at a time, on a key."""
    learn: str = ""
    """The topic that explains it."""
    repeat: str = ""
    """A curl command; `$APP` stands for the address of the app while it is kept running."""
    row: str = ""
    """Which row of a table, or which call of several."""
    request: Request | None = None
    """The request, to be sent again by hand; None for a step that sends none."""


class CheckResult(Model):
    """One check's verdict and its evidence."""

    id: str
    title: str
    verdict: Verdict
    message: str = ""
    """The headline of a failure: one plain sentence."""
    step: int = 0
    """The step that failed, counted from 1; 0 when none did."""
    steps: int = 0
    evidence: Evidence = Evidence()
    seconds: float = 0.0


class Report(Model):
    """A whole run of a task's checks."""

    task: str
    verdict: Verdict
    checks: list[CheckResult]
    seed: int
    """Repeats the run exactly: `--seed`."""
    isolation: Isolation
    versions: dict[str, str]
    elapsed_ms: float
    output: str = ""
    """The end of what the app printed."""

    @property
    def passed(self) -> int:
        """How many checks passed."""
        return sum(check.verdict is Verdict.PASSED for check in self.checks)

    @property
    def score(self) -> float:
        """The share of checks that passed, 0 to 1."""
        return self.passed / len(self.checks) if self.checks else 0.0


class KeptReport(Model):
    """A report that outlives the process that made it."""

    report: Report
    at: Moment
    sources: str
    """The digest of the files that it judged (`Workspaces.digest`)."""


_GRAVITY = (
    Verdict.CHECKER_FAULT,
    Verdict.DID_NOT_START,
    Verdict.TIMED_OUT,
    Verdict.CRASHED,
    Verdict.FAILED,
    Verdict.BLOCKED,
)


def overall(verdicts: list[Verdict]) -> Verdict:
    """A task's verdict: passed if every check did, else the gravest."""
    return next((grave for grave in _GRAVITY if grave in verdicts), Verdict.PASSED)


class Exchange(Model):
    """One real request and its answer, as text to show."""

    sent: str
    got: str


class ProofReport(Model):
    """What happened when a proof ran."""

    holds: bool
    message: str = ""
    exchanges: list[Exchange] = []
    skipped: str = ""
    """Why it could not run here: another FastAPI version, or no isolation."""
