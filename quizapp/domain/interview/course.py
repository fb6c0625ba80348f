"""The course of one interview: its parts, what was answered, and its own time. Pure: every step takes a reading.

Time is kept as seconds of the interview (`elapsed`), anchored to a reading of the clocks that is stored with it. What
is left follows from the anchor whenever somebody looks; nothing is counted while the program runs, so that a crash, a
kill, a suspended machine or a clock that was set change nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from quizapp.domain.fields import Model, Moment
from quizapp.domain.interview.score import Share, Standing
from quizapp.domain.interview.stretch import Closing, Entry, Stretch
from quizapp.domain.pack import Blueprint
from quizapp.domain.reading import Reading, passed, shifted

BREAK_SECONDS = 60.0
"""Granted on top for each step from one section to the next."""
ABSENCE_SECONDS = 30.0
"""A gap between two looks that is told in the debrief: the program was closed, or the machine slept."""


class Pause(Model):
    """A stop of the clock that the candidate asked for."""

    at: float
    """Seconds of the interview."""
    since: Moment
    seconds: float = 0.0


class Absence(Model):
    """A time in which nobody looked, while the clock ran on."""

    at: float
    seconds: float


class Shift(Model):
    """The computer's clock was set while the interview ran."""

    at: float
    seconds: float
    """Forwards above 0."""


class Course(Model):
    """Everything that is known of one interview but the texts of its questions."""

    session: str
    blueprint: Blueprint
    pack: str
    stretches: list[Stretch]
    limit: float
    """Seconds that the interview may take in all."""
    elapsed: float = 0.0
    """Seconds of the interview at `seen`."""
    seen: Reading
    paused: bool = False
    pauses: list[Pause] = []
    absences: list[Absence] = []
    shifts: list[Shift] = []
    ended: float | None = None
    result: Share | None = None
    """What the last look back came to, so that a list need not grade every answer again."""
    standing: Standing | None = None

    @property
    def place(self) -> int:
        """Which section is open, or comes next; the number of sections when all are closed."""
        return next((place for place, one in enumerate(self.stretches) if one.closed is None), len(self.stretches))

    @property
    def stretch(self) -> Stretch | None:
        """The section that is open."""
        place = self.place
        return self.stretches[place] if place < len(self.stretches) and self.stretches[place].is_open else None

    @property
    def left(self) -> float:
        """Seconds left in all, at `seen`."""
        return max(0.0, self.limit - self.elapsed)

    @property
    def section_left(self) -> float | None:
        """Seconds left in the open section, at `seen`."""
        stretch = self.stretch
        return None if stretch is None or stretch.deadline is None else max(0.0, stretch.deadline - self.elapsed)

    def at(self, now: Reading, *, present: bool = False) -> Course:
        """The course as it stands now: overdue sections closed, the whole ended if its time is up.

        Args:
            now: of the clocks.
            present: somebody sat before it since the last look, so a long gap is no absence.
        """
        if self.ended is not None:
            return self
        gone = passed(self.seen, now)
        shift = shifted(self.seen, now)
        changed: dict[str, Any] = {"seen": now}
        if shift:
            changed["shifts"] = [*self.shifts, Shift(at=self.elapsed, seconds=shift)]
        if self.paused:
            # A pause that lasts over a kill is still a pause: the last thing that was asked of the clock is to stand.
            *others, last = self.pauses
            changed["pauses"] = [*others, last.model_copy(update={"seconds": last.seconds + gone})]
            return self.model_copy(update=changed)
        over = max(0.0, self.elapsed + gone - self.limit)
        # The moment of its end, however late somebody looks.
        changed["seen"] = now.model_copy(update={"wall": now.wall - timedelta(seconds=over)})
        changed["elapsed"] = self.elapsed + gone - over
        if gone > ABSENCE_SECONDS and not present:
            seconds = min(gone, self.limit - self.elapsed)
            changed["absences"] = [*self.absences, Absence(at=self.elapsed, seconds=seconds)]
        return _overdue(self.model_copy(update=changed))

    def begin(self) -> Course:
        """Begin the section that comes next; its deadline is set here, once."""
        place = self.place
        if self.ended is not None or self.paused or self.stretch is not None:
            return self
        stretch = self.stretches[place]
        deadline = min(self.limit, self.elapsed + stretch.minutes * 60)
        return _with(self, place, stretch.model_copy(update={"begun": self.elapsed, "deadline": deadline}))

    def close(self) -> Course:
        """The candidate closes the open section; after the last one the interview is over."""
        if self.stretch is None:
            return self
        course = _close(self, self.elapsed, Closing.BY_HAND)
        return _end(course) if course.place == len(course.stretches) else course

    def end(self) -> Course:
        """The candidate ends the interview."""
        if self.ended is not None:
            return self
        course = self.unpause()
        return _end(_close(course, course.elapsed, Closing.ENDED) if course.stretch else course)

    def pause(self) -> Course:
        """Stop the clock."""
        if self.paused or self.ended is not None:
            return self
        return self.model_copy(
            update={"paused": True, "pauses": [*self.pauses, Pause(at=self.elapsed, since=self.seen.wall)]}
        )

    def unpause(self) -> Course:
        """Let the clock run again."""
        return self.model_copy(update={"paused": False})

    def entry(self, place: int) -> Entry:
        """A question of the open section."""
        stretch = self.stretch
        assert stretch is not None
        return stretch.entries[place]

    def put(self, place: int, entry: Entry, *, current: int | None = None) -> Course:
        """A question of the open section, changed."""
        stretch = self.stretch
        assert stretch is not None
        entries = [*stretch.entries[:place], entry, *stretch.entries[place + 1 :]]
        changed = {"entries": entries, "current": stretch.current if current is None else current}
        return _with(self, self.place, stretch.model_copy(update=changed))

    def go_to(self, place: int) -> Course:
        """Show another question of the open section."""
        stretch = self.stretch
        if stretch is None or not 0 <= place <= len(stretch.entries):
            return self
        return _with(self, self.place, stretch.model_copy(update={"current": place}))

    def insert(self, place: int, entries: Sequence[Entry], *, drawn: int = 0) -> Course:
        """More questions for the open section, before a place."""
        stretch = self.stretch
        assert stretch is not None
        later = [_moved(entry, place, len(entries)) for entry in stretch.entries[place:]]
        changed = {
            "entries": [*stretch.entries[:place], *entries, *later],
            "to_draw": stretch.to_draw - drawn,
        }
        return _with(self, self.place, stretch.model_copy(update=changed))

    def keep(self, place: int) -> Course:
        """The answers of a section are among the attempts now."""
        return _with(self, place, self.stretches[place].model_copy(update={"kept": True}))


def _with(course: Course, place: int, stretch: Stretch) -> Course:
    stretches = [*course.stretches[:place], stretch, *course.stretches[place + 1 :]]
    return course.model_copy(update={"stretches": stretches})


def _overdue(course: Course) -> Course:
    stretch = course.stretch
    if stretch is not None and stretch.deadline is not None and course.elapsed >= stretch.deadline:
        course = _close(course, stretch.deadline, Closing.TIME)
    if course.elapsed >= course.limit or course.place == len(course.stretches):
        course = _end(course)
    return course


def _close(course: Course, at: float, closing: Closing) -> Course:
    """The open section closes; what stands in its answer fields counts."""
    stretch = course.stretch
    assert stretch is not None
    moment = course.seen.wall - timedelta(seconds=course.elapsed - at)
    entries = [_given(entry, moment) for entry in stretch.entries]
    changed = {"closed": at, "closing": closing, "entries": entries}
    return _with(course, course.place, stretch.model_copy(update=changed))


def _end(course: Course) -> Course:
    at = course.elapsed
    stretches = [
        one if one.closed is not None else one.model_copy(update={"closed": at, "closing": Closing.ENDED})
        for one in course.stretches
    ]
    return course.model_copy(update={"stretches": stretches, "ended": at})


def _moved(entry: Entry, place: int, by: int) -> Entry:
    if entry.of is None or entry.of < place:
        return entry
    return entry.model_copy(update={"of": entry.of + by})


def _given(entry: Entry, at: Moment) -> Entry:
    if entry.draft is None:
        return entry
    if entry.response is not None:
        return entry.model_copy(update={"draft": None})  # what was given stands over what was begun anew
    return entry.model_copy(update={"response": entry.draft, "draft": None, "at": at})


def total_seconds(blueprint: Blueprint) -> float:
    """The whole interview with its breaks."""
    return blueprint.minutes * 60 + BREAK_SECONDS * (len(blueprint.sections) - 1)
