"""Practice: coding tasks, edited by the learner and judged on their running app."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from quizapp.domain.activity import ActivityEvent
from quizapp.domain.card import rate
from quizapp.domain.fields import Model
from quizapp.domain.folder import TaskFolder
from quizapp.domain.items.identity import ItemId
from quizapp.domain.ports.checker import Checker
from quizapp.domain.ports.clock import Clock
from quizapp.domain.ports.library import Library
from quizapp.domain.ports.progress import Progress
from quizapp.domain.ports.reports import Reports
from quizapp.domain.ports.sandbox import Sandbox
from quizapp.domain.ports.scheduling import Scheduler
from quizapp.domain.ports.workspaces import Workspaces
from quizapp.domain.report import CheckResult, Report, Verdict
from quizapp.domain.run import Isolation
from quizapp.domain.selection import Listing
from quizapp.domain.session import Attempt
from quizapp.services.answering import new_id, review_of
from quizapp.services.lastrun import LastRuns, PracticeOutcome
from quizapp.services.taskstate import TaskState, has_passed, state_of
from quizapp.services.versions import Version, versions_of


class Place(Model):
    """Where in the learner's files the cursor stood."""

    path: str
    row: int
    column: int


class PracticeService:
    """Opens workspaces, checks them, opens hints and solutions, and keeps count of what helped."""

    def __init__(
        self,
        *,
        library: Library,
        workspaces: Workspaces,
        sandbox: Sandbox,
        checker: Checker,
        progress: Progress,
        scheduler: Scheduler,
        clock: Clock,
        reports: Reports | None = None,
        trusts: Callable[[str], bool] = lambda pack: True,  # noqa: ARG005 - a pack is trusted unless somebody says no
    ) -> None:
        self._trusts = trusts
        self._library = library
        self._workspaces = workspaces
        self._sandbox = sandbox
        self._checker = checker
        self._progress = progress
        self._scheduler = scheduler
        self._clock = clock
        self._opened: dict[ItemId, float] = {}
        self._runs = LastRuns(workspaces, progress, reports)
        self._places: dict[ItemId, Place] = {}

    def tasks(self) -> list[TaskState]:
        """Every coding task, in roadmap order."""
        now = self._clock.now()
        return [
            state_of(each, self._progress.attempts(item=each.id), self._progress.card(each.id), now)
            for each in self._library.listings(kinds=("task",))
        ]

    def following(self, folder: TaskFolder) -> Listing | None:
        """The next task of the roadmap that was never passed; after the last one it begins anew."""
        listings = list(self._library.listings(kinds=("task",)))
        here = next((position for position, listing in enumerate(listings) if listing.id == folder.id), -1)
        later = [*listings[here + 1 :], *listings[: max(here, 0)]]
        return next((listing for listing in later if not self._was_passed(listing.id)), None)

    def _was_passed(self, task_id: ItemId) -> bool:
        return any(has_passed(attempt) for attempt in self._progress.attempts(item=task_id))

    def open(self, task_id: ItemId) -> TaskFolder:
        """A task, with the learner's workspace made ready."""
        folder = self._library.task(task_id)
        self._workspaces.open(folder)
        self._opened.setdefault(folder.id, self._clock.monotonic())
        return folder

    def workspace(self, folder: TaskFolder) -> Path:
        """Where the learner's files are, for an editor of their own."""
        return self._workspaces.open(folder)

    def files(self, folder: TaskFolder) -> Sequence[str]:
        """The learner's files, the one to open first at the front."""
        return self._workspaces.files(folder)

    def read(self, folder: TaskFolder, path: str) -> str:
        """A file's text."""
        return self._workspaces.read(folder, path)

    def write(self, folder: TaskFolder, path: str, text: str) -> None:
        """Save a file."""
        self._workspaces.write(folder, path, text)

    def latest(self, folder: TaskFolder) -> PracticeOutcome | None:
        """What the last run came to: with its evidence, or as the history tells it."""
        return self._runs.last(folder)

    def is_stale(self, folder: TaskFolder, outcome: PracticeOutcome) -> bool:
        """Whether the files have changed since that run."""
        return self._runs.is_stale(folder, outcome)

    def leave(self, folder: TaskFolder, place: Place) -> None:
        """Remember where the cursor stood, as long as this process lives."""
        self._places[folder.id] = place

    def place(self, folder: TaskFolder) -> Place | None:
        """Where the cursor stood when the task was left."""
        return self._places.get(folder.id)

    def keep(self, folder: TaskFolder, label: str) -> str | None:
        """Take a snapshot; None if this state is kept already."""
        return self._workspaces.snapshot(folder, label)

    async def warm(self) -> Isolation:
        """Make the sandbox ready, and say what it holds back."""
        await self._sandbox.warm()
        return self._sandbox.isolation

    async def check(
        self,
        folder: TaskFolder,
        *,
        seed: int | None = None,
        on_result: Callable[[CheckResult], None] | None = None,
        sources: Mapping[str, bytes] | None = None,
    ) -> PracticeOutcome:
        """Judge the learner's files and record what came of it.

        Args:
            folder: the task.
            seed: repeats an earlier run's probe values.
            on_result: called with each check's result as it comes.
            sources: judged in place of the workspace (`quizapp check --path`); not recorded.
        """
        digest = None
        if sources is None:
            self._workspaces.snapshot(folder, "check")
            digest = self._workspaces.digest(folder)
            sources = self._workspaces.sources(folder)
        report = await self._checker.check(
            folder.task, sources, seed=seed, on_result=on_result, trusted=self._trusts(folder.pack)
        )
        if digest is None or report.verdict is Verdict.CHECKER_FAULT:
            return PracticeOutcome(report=report, attempt=None, card=self._progress.card(folder.id))
        outcome = self._record(folder, report, digest)
        self._runs.keep(folder, outcome)
        return outcome

    async def try_out(self, folder: TaskFolder, texts: Mapping[str, str]) -> Report:
        """Judge texts that are not saved, in place of the files of their names; nothing is recorded."""
        sources = {**self._workspaces.sources(folder), **{path: text.encode() for path, text in texts.items()}}
        return await self._checker.check(folder.task, folder.with_given(sources), trusted=self._trusts(folder.pack))

    def _record(self, folder: TaskFolder, report: Report, digest: str) -> PracticeOutcome:
        seconds = self._clock.monotonic() - self._opened.get(folder.id, self._clock.monotonic())
        hints, seen = self._help_used(folder)
        attempt = Attempt(
            id=new_id(),
            item=folder.id,
            session=None,
            at=self._clock.now(),
            seconds=seconds,
            response={
                "kind": "checks",
                "verdict": report.verdict,
                "seed": report.seed,
                "checks": {check.id: check.verdict for check in report.checks},
                "sources": digest,
            },
            score=report.score,
            rating=rate(report.score, seconds, folder.task.minutes * 60, hints=hints, solution_seen=seen),
            hints=hints,
            solution_seen=seen,
        )
        card = self._progress.card(folder.id)
        # Failing on the way to a pass is the work itself, not a lapse: only a pass that was due moves the schedule.
        if report.verdict is not Verdict.PASSED or (card is not None and card.due > attempt.at):
            self._progress.record(attempt)
            return PracticeOutcome(report=report, attempt=attempt, card=card, at=attempt.at, sources=digest)
        card = self._scheduler.review(card, folder.id, attempt.rating, attempt.at)
        self._progress.record(attempt, review_of(attempt, attempt.rating), card)
        self._opened[folder.id] = self._clock.monotonic()
        return PracticeOutcome(report=report, attempt=attempt, card=card, at=attempt.at, sources=digest)

    def _last_pass(self, folder: TaskFolder) -> datetime | None:
        attempts = self._progress.attempts(item=folder.id)
        return max((attempt.at for attempt in attempts if has_passed(attempt)), default=None)

    def _help_used(self, folder: TaskFolder) -> tuple[int, bool]:
        """Hints opened and solution seen since the last pass."""
        events = self._since_last_pass(folder)
        hints = sum(event.kind == "hint" for event in events)
        return hints, any(event.kind == "solution" for event in events)

    def _since_last_pass(self, folder: TaskFolder) -> list[ActivityEvent]:
        since = self._last_pass(folder)
        return [event for event in self._progress.events(subject=folder.id) if since is None or event.at > since]

    def hint(self, folder: TaskFolder, check_id: str | None, level: int) -> None:
        """Note that a hint was opened: for a check, or for the whole task. Looking again at one is free."""
        if level > self.hints_opened(folder).get(check_id, 0):
            self._log("hint", folder.id, {"check": check_id, "level": level})

    def hints_opened(self, folder: TaskFolder) -> Mapping[str | None, int]:
        """How many hints were opened since the last pass: by check, and under None for the whole task."""
        opened: dict[str | None, int] = {}
        for event in self._since_last_pass(folder):
            if event.kind == "hint":
                check = event.detail.get("check")
                opened[check] = max(opened.get(check, 0), int(event.detail.get("level", 1)))
        return opened

    def solution_costs(self, folder: TaskFolder) -> bool:
        """Whether opening the solution spoils the next pass. After a pass it does not, until the task is due again."""
        card = self._progress.card(folder.id)
        passed = self._last_pass(folder) is not None
        return not (passed and card is not None and card.due > self._clock.now())

    def has_seen_solution(self, folder: TaskFolder) -> bool:
        """Whether the solution was opened since the last pass, so that opening it again changes nothing."""
        return self._help_used(folder)[1]

    def solution(self, folder: TaskFolder) -> Mapping[str, bytes]:
        """The solution, once the learner asks for it; that is noted, and counts if `solution_costs`."""
        self._log("solution" if self.solution_costs(folder) else "comparison", folder.id, {})
        return folder.solution

    def reset(self, folder: TaskFolder) -> str | None:
        """Back to the starter; what was there is kept as a snapshot, whose id is returned."""
        snapshot = self._workspaces.reset(folder)
        self._log("reset", folder.id, {"snapshot": snapshot})
        self._opened[folder.id] = self._clock.monotonic()
        return snapshot

    def snapshots(self, folder: TaskFolder) -> Sequence[tuple[str, datetime, str]]:
        """Earlier states of the workspace: id, moment, label; the latest first."""
        return self._workspaces.snapshots(folder)

    def versions(self, folder: TaskFolder) -> list[Version]:
        """The same with what the checks said of each."""
        return versions_of(self._workspaces, folder, self._progress.attempts(item=folder.id))

    def contents(self, folder: TaskFolder, snapshot: str) -> Mapping[str, bytes]:
        """The files of an earlier state."""
        return self._workspaces.contents(folder, snapshot)

    def restore(self, folder: TaskFolder, snapshot: str) -> None:
        """Back to an earlier state; the present one is kept as a snapshot."""
        self._workspaces.restore(folder, snapshot)
        self._log("restore", folder.id, {"snapshot": snapshot})

    def _log(self, kind: str, subject: str, detail: dict[str, object]) -> None:
        self._progress.log(ActivityEvent(id=new_id(), kind=kind, subject=subject, at=self._clock.now(), detail=detail))
