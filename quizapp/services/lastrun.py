"""What the last run of a coding task came to, also when another process made it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from quizapp.domain.card import Card
from quizapp.domain.fields import Model
from quizapp.domain.folder import TaskFolder
from quizapp.domain.items.identity import ItemId
from quizapp.domain.ports.progress import Progress
from quizapp.domain.ports.reports import Reports
from quizapp.domain.ports.workspaces import Workspaces
from quizapp.domain.report import CheckResult, Evidence, KeptReport, Report, Verdict, overall
from quizapp.domain.run import Isolation, IsolationLevel
from quizapp.domain.session import Attempt

GONE = "What it found was not kept here. Check again (r) to see it."


class PracticeOutcome(Model):
    """What came of a check run. The attempt is on disk by the time that anybody sees this."""

    report: Report
    attempt: Attempt | None
    """None for a fault of ours, which never counts, and for a run that is not recorded."""
    card: Card | None
    at: datetime | None = None
    """When it was made, if it was recorded."""
    sources: str = ""
    """The digest of the files that it judged (`Workspaces.digest`)."""


class LastRuns:
    """Remembers the last run of each task: at hand for this process, in `reports` for the next one."""

    def __init__(self, workspaces: Workspaces, progress: Progress, reports: Reports | None) -> None:
        """Nothing is remembered yet.

        Args:
            workspaces: whether files have changed since.
            progress: what the history says, where no report was kept.
            reports: where reports outlive the process; None for an interview, which tells nothing of practice.
        """
        self._workspaces = workspaces
        self._progress = progress
        self._reports = reports
        self._latest: dict[ItemId, PracticeOutcome] = {}

    def keep(self, folder: TaskFolder, outcome: PracticeOutcome) -> None:
        """Remember a run."""
        self._latest[folder.id] = outcome
        if self._reports is not None and outcome.at is not None:
            kept = KeptReport(report=outcome.report, at=outcome.at, sources=outcome.sources)
            self._reports.keep(folder, kept)

    def last(self, folder: TaskFolder) -> PracticeOutcome | None:
        """The last run; None if there was none, or if nothing of it holds for the task as it is now."""
        if folder.id not in self._latest and self._reports is not None:
            found = self._remembered(folder, self._reports)
            if found is not None:
                self._latest[folder.id] = found
        return self._latest.get(folder.id)

    def is_stale(self, folder: TaskFolder, outcome: PracticeOutcome) -> bool:
        """Whether the files have changed since that run."""
        return bool(outcome.sources) and outcome.sources != self._workspaces.digest(folder)

    def _remembered(self, folder: TaskFolder, reports: Reports) -> PracticeOutcome | None:
        attempts = self._progress.attempts(item=folder.id)
        attempt = next((each for each in reversed(attempts) if each.session is None), None)
        if attempt is None:
            return None
        kept = reports.last(folder)
        if kept is None or kept.at < attempt.at:
            kept = _told_by(folder, attempt)
        checks = [check for check in kept.report.checks if folder.task.check(check.id) is not None]
        if not checks:
            return None
        verdict = overall([check.verdict for check in checks])
        report = kept.report.model_copy(update={"checks": checks, "verdict": verdict})
        card = self._progress.card(folder.id)
        return PracticeOutcome(report=report, attempt=attempt, card=card, at=kept.at, sources=kept.sources)


def _told_by(folder: TaskFolder, attempt: Attempt) -> KeptReport:
    """As much as the history tells: verdicts without evidence, of an older quizapp or from another machine."""
    response = attempt.response if isinstance(attempt.response, dict) else {}
    verdicts, seed = response.get("checks"), response.get("seed")
    checks = list(_checks(folder, verdicts if isinstance(verdicts, dict) else {}))
    report = Report(
        task=folder.task.id,
        verdict=overall([check.verdict for check in checks]),
        checks=checks,
        seed=seed if isinstance(seed, int) else 0,
        isolation=Isolation(level=IsolationLevel.NONE),
        versions={},
        elapsed_ms=0.0,
    )
    return KeptReport(report=report, at=attempt.at, sources=str(response.get("sources", "")))


def _checks(folder: TaskFolder, verdicts: dict[str, object]) -> Sequence[CheckResult]:
    found = []
    for check in folder.task.checks:
        if verdicts.get(check.id) in list(Verdict):  # which may be anything that JSON holds, so no key
            verdict = Verdict(str(verdicts[check.id]))
            evidence = Evidence(why=check.why, hints=list(check.hints), learn=check.concept or "")
            found.append(
                CheckResult(
                    id=check.id,
                    title=check.title,
                    verdict=verdict,
                    message="" if verdict is Verdict.PASSED else GONE,
                    evidence=Evidence() if verdict is Verdict.PASSED else evidence,
                )
            )
    return found
