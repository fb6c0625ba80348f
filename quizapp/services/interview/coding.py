"""Coding tasks under the clock: a fresh workspace, checks that tell whether and not why, every state kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from quizapp.domain.card import rate
from quizapp.domain.folder import TaskFolder
from quizapp.domain.interview.course import Course
from quizapp.domain.interview.records import Checked, CodeState, StateKind
from quizapp.domain.interview.stretch import EntryKind
from quizapp.domain.items.identity import ItemId
from quizapp.domain.ports.checker import Checker
from quizapp.domain.ports.clock import Clock
from quizapp.domain.ports.interviews import InterviewRecords
from quizapp.domain.ports.library import Library
from quizapp.domain.ports.progress import Progress
from quizapp.domain.ports.sandbox import Sandbox
from quizapp.domain.ports.scheduling import Scheduler
from quizapp.domain.ports.workspaces import Workspaces
from quizapp.domain.report import CheckResult, Evidence, Report, Verdict
from quizapp.domain.selection import Listing
from quizapp.domain.session import Attempt
from quizapp.errors import NotFoundError
from quizapp.services.answering import new_id
from quizapp.services.interview.keeping import Keeper, attempt_id
from quizapp.services.lastrun import PracticeOutcome
from quizapp.services.practice import PracticeService

OWN_DOING = {Verdict.DID_NOT_START, Verdict.CRASHED, Verdict.TIMED_OUT}
"""What anybody sees who starts their own program: told, because an interviewer's laptop would show it too."""


@dataclass(frozen=True)
class Room:
    """What running code needs."""

    library: Library
    sandbox: Sandbox
    checker: Checker
    scheduler: Scheduler
    workspaces: Callable[[str], Workspaces]
    """A set of workspaces of its own for an interview."""
    trusts: Callable[[str], bool] = lambda pack: True  # noqa: ARG005 - a pack is trusted unless somebody says no


class CodingDesk(PracticeService):
    """The practice of one interview: no hints, no solution, no schedule; each save and each run is kept."""

    def __init__(
        self,
        room: Room,
        session: str,
        *,
        records: InterviewRecords,
        progress: Progress,
        keeper: Keeper,
        clock: Clock,
        look: Callable[[str], Course],
    ) -> None:
        super().__init__(
            library=room.library,
            workspaces=room.workspaces(session),
            sandbox=room.sandbox,
            checker=room.checker,
            progress=progress,
            scheduler=room.scheduler,
            clock=clock,
            trusts=room.trusts,
        )
        self._session = session
        self._records = records
        self._keeper = keeper
        self._look = look

    def open(self, task_id: ItemId) -> TaskFolder:
        """A task, with a workspace that nobody has touched, or as the candidate left it."""
        folder = super().open(task_id)
        if not self._records.states(self._session, folder.id):
            self._keep(folder, StateKind.START, self._look(self._session).elapsed)
        return folder

    def write(self, folder: TaskFolder, path: str, text: str) -> None:
        """Save a file; what is saved after the time is up does not count."""
        super().write(folder, path, text)
        self.note(folder)

    def note(self, folder: TaskFolder) -> None:
        """Keep the files as they are on the disk now, if that is new."""
        course = self._look(self._session)
        if self._is_open(course, folder.id):
            self._keep(folder, StateKind.SAVE, course.elapsed)

    @staticmethod
    def _is_open(course: Course, task: ItemId) -> bool:
        stretch = course.stretch
        return stretch is not None and any(entry.item == task for entry in stretch.entries)

    def _keep(self, folder: TaskFolder, kind: StateKind, at: float, checked: Checked | None = None) -> None:
        files = _texts(self._workspaces.sources(folder))
        before = self._records.states(self._session, folder.id)
        if checked is None and before and before[-1].files == files:
            return
        self._records.keep(self._code_state(folder.id, kind, at, files, checked))

    def _code_state(
        self, task: ItemId, kind: StateKind, at: float, files: dict[str, str], checked: Checked | None
    ) -> CodeState:
        name = f"{self._session}.{task}.final" if kind is StateKind.FINAL else new_id()
        return CodeState(
            id=name,
            session=self._session,
            task=task,
            at=at,
            moment=self._clock.now(),
            kind=kind,
            files=files,
            checked=checked,
        )

    async def check(
        self,
        folder: TaskFolder,
        *,
        seed: int | None = None,
        on_result: Callable[[CheckResult], None] | None = None,
        sources: Mapping[str, bytes] | None = None,
    ) -> PracticeOutcome:
        """Judge the candidate's files; the run is kept whole, and the outcome tells whether, not why."""
        self.note(folder)
        at = self._look(self._session).elapsed
        sources = self._workspaces.sources(folder) if sources is None else sources
        tell = None if on_result is None else lambda result: on_result(redacted(result))
        report = await self._checker.check(
            folder.task, sources, seed=seed, on_result=tell, trusted=self._trusts(folder.pack)
        )
        if report.verdict is not Verdict.CHECKER_FAULT and self._is_open(self._look(self._session), folder.id):
            self._records.keep(self._code_state(folder.id, StateKind.CHECK, at, _texts(sources), checked_of(report)))
        shown = report.model_copy(update={"checks": [redacted(result) for result in report.checks]})
        outcome = PracticeOutcome(report=shown, attempt=None, card=None)
        self._runs.keep(folder, outcome)
        return outcome

    def hints_opened(self, folder: TaskFolder) -> Mapping[str | None, int]:  # noqa: ARG002 - there are none here
        """None: an interview has no hints."""
        return {}

    def following(self, folder: TaskFolder) -> Listing | None:  # noqa: ARG002 - as above
        """None: the interview says what comes next."""
        return None

    @staticmethod
    def pending(course: Course, records: InterviewRecords) -> list[tuple[int, int, ItemId]]:
        """Section, place and id of tasks of closed sections whose last state is not judged."""
        if course.ended is None:
            return []
        found = [
            (section, place, entry.item)
            for section, stretch in enumerate(course.stretches)
            for place, entry in enumerate(stretch.entries)
            if entry.kind is EntryKind.TASK
        ]
        judged = {state.task for state in records.states(course.session) if state.kind is StateKind.FINAL}
        begun = {state.task for state in records.states(course.session)}
        return [one for one in found if one[2] in begun - judged]

    async def judge(self, course: Course, section: int, place: int, task: ItemId) -> None:
        """Check the last state that was saved in time, once; an untouched starter earns nothing without a run."""
        stretch = course.stretches[section]
        closed = course.limit if stretch.closed is None else stretch.closed
        kept = self._records.states(self._session, task)
        # Who opens a task in the very moment in which its section closes has done nothing but open it.
        states = [state for state in kept if state.at <= closed] or kept[:1]
        last = states[-1]
        touched = any(state.files != states[0].files for state in states)
        checked, expected = None, stretch.minutes * 60
        try:
            folder = self._library.task(task)
        except NotFoundError:
            # The pack has dropped the task since: the last run counts, if there was one of this state.
            checked = _known(states)
        else:
            expected = folder.task.minutes * 60.0
            if touched:
                checked = _known(states) or await self._judged(folder, last.files)
        self._records.keep(self._code_state(task, StateKind.FINAL, closed, last.files, checked))
        if checked is not None:
            self._attempt(course, section, place, checked, expected=expected)

    async def _judged(self, folder: TaskFolder, files: Mapping[str, str]) -> Checked | None:
        sources = folder.with_given({path: text.encode() for path, text in files.items()})
        report = await self._checker.check(folder.task, sources, trusted=self._trusts(folder.pack))
        return None if report.verdict is Verdict.CHECKER_FAULT else checked_of(report)

    def _attempt(self, course: Course, section: int, place: int, checked: Checked, *, expected: float) -> None:
        """The task's attempt; as in practice only a pass moves the schedule."""
        entry = course.stretches[section].entries[place]
        attempt = Attempt(
            id=attempt_id(self._session, section, place),
            item=entry.item,
            session=self._session,
            at=self._clock.now(),
            seconds=entry.seconds,
            response={
                "kind": "checks",
                "verdict": checked.verdict,
                "seed": checked.seed,
                "checks": dict(checked.verdicts),
            },
            score=checked.score,
            rating=rate(checked.score, entry.seconds, expected),
        )
        if any(known.id == attempt.id for known in self._progress.attempts(session=self._session, undone=True)):
            return
        card = self._progress.card(entry.item)
        if checked.verdict is Verdict.PASSED and (card is None or card.due <= attempt.at):
            self._keeper.record(attempt)
        else:
            self._progress.record(attempt)


def _known(states: Sequence[CodeState]) -> Checked | None:
    """What a run of the very same files came to."""
    return next((one.checked for one in reversed(states) if one.checked and one.files == states[-1].files), None)


def _texts(sources: Mapping[str, bytes]) -> dict[str, str]:
    found = {}
    for path, content in sources.items():
        try:
            found[path] = content.decode()
        except UnicodeDecodeError:
            continue  # a database that the app wrote is no answer
    return found


def redacted(result: CheckResult) -> CheckResult:
    """Whether a check passed, and nothing of why; how one's own program ended is no secret."""
    message = result.message if result.verdict in OWN_DOING else ""
    return CheckResult(
        id=result.id,
        title=result.title,
        verdict=result.verdict,
        message=message,
        seconds=result.seconds,
        evidence=Evidence(),
    )


def checked_of(report: Report) -> Checked:
    """What is kept of a run."""
    return Checked(
        verdict=report.verdict,
        verdicts={check.id: check.verdict for check in report.checks},
        titles={check.id: check.title for check in report.checks},
        messages={check.id: _found(check) for check in report.checks if check.verdict is not Verdict.PASSED},
        seed=report.seed,
        output=report.output[-4000:],
    )


def _found(check: CheckResult) -> str:
    evidence = check.evidence
    likely = "" if not evidence.likely or evidence.likely in check.message else evidence.likely
    return " ".join(filter(None, [check.message, likely]))
