"""An interview as it stands now: read, brought up to the present moment, saved, its closed sections kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from quizapp.domain.interview.course import Course
from quizapp.domain.items.any import Item
from quizapp.domain.items.identity import ItemId
from quizapp.domain.ports.clock import Clock
from quizapp.domain.ports.interviews import InterviewRecords
from quizapp.domain.ports.library import Library
from quizapp.domain.ports.progress import Progress
from quizapp.errors import NotFoundError
from quizapp.services.interview.keeping import Keeper

_ITEM: TypeAdapter[Item] = TypeAdapter(Item)


class Ledger:
    """The one place where the time of interviews is looked at and where they are written."""

    def __init__(
        self, library: Library, progress: Progress, records: InterviewRecords, *, keeper: Keeper, clock: Clock
    ) -> None:
        self._library = library
        self._progress = progress
        self._records = records
        self._keeper = keeper
        self._clock = clock
        self._texts: dict[str, dict[ItemId, Item]] = {}
        self.attended = False
        """Whether somebody sits before it though no sign of life comes, as when lines are read from a terminal."""

    def look(self, session: str) -> Course:
        """The interview as it stands now. Sections that closed since the last look are kept, and it is saved."""
        course = self._records.course(session)
        if course is None:
            raise NotFoundError("This interview was not recorded.", hint="Hold a new one.")
        now = course.at(self._clock.reading(), present=self.attended)
        happened = (now.ended, len(now.shifts), len(now.absences))
        unkept = any(one.closed is not None and not one.kept for one in now.stretches)
        if unkept or happened != (course.ended, len(course.shifts), len(course.absences)):
            return self.keep(now)
        return now

    def keep(self, course: Course) -> Course:
        """Save an interview; answers of closed sections become attempts first, so that none is lost in between."""
        for place, stretch in enumerate(course.stretches):
            if stretch.closed is not None and not stretch.kept:
                self._records.save(course)
                self._keeper.keep(course.session, place, stretch, self.texts(course.session))
                course = course.keep(place)
        self._mirror(course)
        self._records.save(course)
        return course

    def _mirror(self, course: Course) -> None:
        """Let the session tell when the interview ends, by the wall clock as it is set now."""
        session = self._progress.session(course.session)
        if session is None or session.ended is not None:
            return
        deadline: datetime | None = course.seen.wall + timedelta(seconds=course.left)
        if course.paused:
            deadline = None
        before = session.deadline
        moved = (deadline is None) != (before is None) or (
            deadline is not None and before is not None and abs((deadline - before).total_seconds()) > 1
        )
        if course.ended is not None:
            self._progress.save_session(session.model_copy(update={"ended": course.seen.wall}))
        elif moved:
            self._progress.save_session(session.model_copy(update={"deadline": deadline}))

    def ask(self, session: str, names: Sequence[ItemId]) -> None:
        """Keep the questions' texts as they are now."""
        listings = [self._library.listing(name) for name in names]
        texts = {one.id: self._library.item(one.id) for one in listings if one is not None and one.kind != "task"}
        self._records.ask(session, texts)
        self._texts.setdefault(session, {}).update(texts)

    def texts(self, session: str) -> Mapping[ItemId, Item]:
        """The questions of an interview as they were asked."""
        if session not in self._texts:
            asked = self._records.asked(session)
            self._texts[session] = {name: _ITEM.validate_python(body) for name, body in asked.items()}
        return self._texts[session]
