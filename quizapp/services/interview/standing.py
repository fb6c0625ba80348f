"""Where an interview stands, as it is shown. Pure."""

from __future__ import annotations

from datetime import datetime

from quizapp.domain.grading import Response
from quizapp.domain.interview.course import Course
from quizapp.domain.interview.stretch import EntryKind, Stretch
from quizapp.domain.items.any import Item
from quizapp.domain.session import Session
from quizapp.services.answering import Showing, shown_order
from quizapp.services.interview.view import Clocks, Mark, Phase, Stand


def clocks_of(course: Course) -> Clocks:
    """What is before the candidate, and how much time is left."""
    stretch = course.stretch
    if course.ended is not None:
        phase = Phase.ENDED
    elif course.paused:
        phase = Phase.PAUSED
    elif stretch is None:
        phase = Phase.BREAK
    elif stretch.current >= len(stretch.entries):
        phase = Phase.REVIEW
    else:
        coding = stretch.entries[stretch.current].kind is EntryKind.TASK
        phase = Phase.CODING if coding else Phase.ASKING
    return Clocks(
        phase=phase,
        place=course.place,
        current=stretch.current if stretch else 0,
        section=course.section_left,
        whole=course.left,
    )


def marks_of(stretch: Stretch) -> list[Mark]:
    """Every question of a section, as the review lists it."""
    return [
        Mark(
            number=number,
            title=entry.ask or entry.title,
            kind=entry.kind,
            answered=entry.response is not None,
            begun=entry.draft is not None,
            marked=entry.marked,
        )
        for number, entry in enumerate(stretch.entries, 1)
    ]


def showing_of(stand: Stand, stretch: Stretch, session: Session, item: Item) -> Stand:
    """The same with the question that is shown."""
    entry = stretch.entries[stretch.current]
    showing = Showing(
        session=session,
        id=entry.item,
        item=item,
        topic=entry.topic,
        order=shown_order(session, entry.item, item, showing=1),
        position=stretch.current + 1,
        total=len(stretch.entries) + stretch.to_draw,
    )
    said = ""
    if entry.of is not None:
        response = stretch.entries[entry.of].response or {}
        said = str(response.get("text", ""))
    entered = entry.draft if entry.draft is not None else entry.response
    return stand.model_copy(update={"showing": showing, "ask": entry.ask, "said": said, "entered": entered})


def timed(course: Course, seconds: float, draft: Response | None) -> Course:
    """The course after so many more seconds on the question that is shown, with what stands in its field."""
    stretch = course.stretch
    if stretch is None or course.paused or stretch.current >= len(stretch.entries):
        return course
    entry = stretch.entries[stretch.current]
    body = None if draft is None else draft.model_dump(mode="json")
    kept = None if body == entry.response else body
    changed = {"seconds": entry.seconds + max(0.0, seconds), "draft": kept}
    return course.put(stretch.current, entry.model_copy(update=changed))


def regiven(course: Course, at: datetime) -> Course:
    """Who goes back to an answered question, changes the answer and moves on has given the new one."""
    stretch = course.stretch
    if stretch is None or stretch.current >= len(stretch.entries):
        return course
    entry = stretch.entries[stretch.current]
    if entry.draft is None or entry.response is None:
        return course
    changed = {"response": entry.draft, "draft": None, "at": at, "changes": entry.changes + 1}
    return course.put(stretch.current, entry.model_copy(update=changed))
