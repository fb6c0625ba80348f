"""Interviews that are over: found, looked back at, compared, written to files, overruled."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from quizapp.domain.ports.interviews import InterviewRecords
from quizapp.domain.ports.progress import Progress
from quizapp.domain.session import Session, SessionKind
from quizapp.errors import NotFoundError, UsageError
from quizapp.paths import ensure
from quizapp.services.interview.comparison import Comparison, compare
from quizapp.services.interview.debrief import Debrief
from quizapp.services.interview.debriefing import Debriefing
from quizapp.services.interview.ledger import Ledger
from quizapp.services.interview.own import slug
from quizapp.services.interview.report import FORMATS
from quizapp.services.interview.report.file import written
from quizapp.services.interview.view import Held


class Archive:
    """Everything about interviews but holding one."""

    def __init__(
        self,
        progress: Progress,
        records: InterviewRecords,
        ledger: Ledger,
        debriefing: Debriefing,
        *,
        reports: Path,
    ) -> None:
        self._progress = progress
        self._records = records
        self._ledger = ledger
        self._debriefing = debriefing
        self._reports = reports

    def history(self) -> Sequence[Session]:
        """Interviews that have ended, the latest first."""
        ended = (one for one in self._progress.sessions(kind=SessionKind.INTERVIEW) if one.ended is not None)
        return [session for session in ended if self._records.course(session.id) is not None]

    def held(self, name: str = "") -> Session:
        """An interview that has ended, by the beginning of its id; the latest one without a name.

        Raises:
            NotFoundError: there is none of that name.
        """
        history = self.history()
        found = [session for session in history if session.id.startswith(name)]
        if not found:
            raise NotFoundError(
                f"No interview is called {name}." if name else "No interview was held yet.",
                hint="`quizapp interview list` lists those held." if history else "`quizapp interview` holds one.",
            )
        if name and len(found) > 1:
            raise UsageError(f"{len(found)} interviews begin with {name}.", hint="Write more of the id.")
        return found[0]

    def debrief(self, session: Session) -> Debrief:
        """Look back: every question, what was said, and how it measures against the pass mark."""
        course = self._ledger.look(session.id)
        debrief = self._debriefing.debrief(self._progress.session(session.id) or session)
        is_final = course.ended is not None and not debrief.pending
        if is_final and (course.result, course.standing) != (debrief.result, debrief.standing):
            told = {"result": debrief.result, "standing": debrief.standing}
            self._records.save(course.model_copy(update=told))
        return debrief

    def results(self, limit: int | None = None) -> list[Held]:
        """What interviews came to, the latest first; only those are graded that nobody has looked back at."""
        found = []
        for session in self.history()[:limit]:
            course = self._records.course(session.id)
            if course is None or course.result is None or course.standing is None:
                debrief = self.debrief(session)
                held = Held(
                    session=session,
                    blueprint=debrief.blueprint,
                    result=debrief.result,
                    standing=debrief.standing,
                )
            else:
                held = Held(session=session, blueprint=course.blueprint, result=course.result, standing=course.standing)
            found.append(held)
        return found

    def compare(self, one: Session, other: Session) -> Comparison:
        """Two interviews side by side."""
        return compare(self.debrief(one), self.debrief(other))

    def report(self, session: Session, ending: str) -> str:
        """A debrief as a document: `html`, `md` or `json`."""
        return FORMATS[ending](self.debrief(session))

    def export(self, session: Session, endings: Sequence[str] = ("html", "md", "json")) -> list[Path]:
        """Write the debrief to files in the folder of reports; returns where they are.

        Raises:
            QuizAppError: a file cannot be written.
        """
        folder = ensure(self._reports)
        name = f"{session.started.astimezone():%Y-%m-%d-%H%M}-{slug(session.title)}-{session.id[:6]}"
        return [written(folder / f"{name}.{ending}", self.report(session, ending)) for ending in endings]

    def overrule(self, session: Session, attempt: str, point: str, *, said: bool) -> Debrief:
        """Let the candidate's word on a point take the place of the grader's; the score follows, and it is marked."""
        self._debriefing.overrule(session, attempt, point, said=said)
        return self.debrief(session)
