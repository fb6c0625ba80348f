"""Where the learner stands, read from the services and put into words: what the home screen shows.

It loads the services' models, which the home screen itself does without: its frame is painted before they are there.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from datetime import datetime
from typing import NamedTuple

from textual.content import Content

from quizapp.domain.session import Session, SessionKind
from quizapp.domain.wording import plural
from quizapp.services.overview import Overview, OverviewService, TopicProgress
from quizapp.services.tour import Offer
from quizapp.ui import messages as to
from quizapp.ui.services import Services
from quizapp.ui.text import clean
from quizapp.ui.theme import Mark

BAR = 10
"""Cells of a topic's bar."""
ROOMY = 60
"""Cells of a line from which on there is room for the whole bar."""


class Standing(NamedTuple):
    """The numbers of one moment."""

    overview: Overview
    state: Hashable
    """Another value when they have to be counted again."""
    service: OverviewService
    """Who counted: another one after a change of the settings, or of the file that the history is in."""
    tour: Offer = Offer.NONE
    """Whether somebody is to be shown around."""

    @classmethod
    def of(cls, services: Services) -> Standing:
        """Count now.

        Raises:
            QuizAppError: packs or history cannot be read.
        """
        overview = services.overview.overview()
        if is_overdue(overview, services.clock.now()):
            # Its answers count from the moment at which its time was up, not from when somebody looks.
            services.interviews.resumable()
            overview = services.overview.overview()
        offer = services.tour.offer(fresh=overview.untouched)
        return cls(overview, services.overview.state(), services.overview, offer)

    def holds(self, services: Services) -> bool:
        """Whether counting now would give the same, but for what comes due as time passes.

        Raises:
            QuizAppError: packs or history cannot be read any more.
        """
        timed = any(session.deadline is not None for session, _ in self.overview.open_sessions)
        return (
            not timed
            and self.service is services.overview
            and self.state == services.overview.state()
            and self.tour is services.tour.offer(fresh=self.overview.untouched)
        )

    @property
    def fresh(self) -> bool:
        """Whether nothing has been answered yet."""
        return self.overview.untouched

    def left(self, now: datetime) -> Session | None:
        """The latest session that can still be gone on with."""
        left = resumable(self.overview, now)
        return left[0] if left else None

    def left_in_words(self, now: datetime) -> str:
        """What is left of that session; empty without one."""
        left = resumable(self.overview, now)
        return left_words(*left) if left else ""

    def resuming(self, now: datetime) -> to.Requested | None:
        """The wish to go on with that session."""
        session = self.left(now)
        if session is None:
            return None
        wish = to.InterviewRequested if session.kind is SessionKind.INTERVIEW else to.StudyRequested
        return wish(resume=session)

    def words(self, key: Callable[[str], str]) -> Content:
        """The lines on top.

        Args:
            key: tells the key of a command, such as `home.study`.
        """
        if not self.overview.total:
            advice = Content.assemble((key("home.packs"), "bold $accent"), " adds one, or switches one on.")
            return Content.assemble(("No pack here has questions. ", "bold"), advice)
        tour, study = (key("home.tour"), "bold $accent"), (key("home.study"), "bold $accent")
        match self.tour:
            case Offer.FIRST:
                offer = Content.assemble(
                    "\nNew here? ", tour, " shows you around in two minutes, ", study, " begins at once."
                )
            case Offer.GO_ON:
                offer = Content.assemble("\nThe tour was broken off: ", tour, " goes on with it.")
            case Offer.NONE:
                offer = Content.assemble("\nPress ", study, " to begin.") if self.fresh else Content("")
        return Content.assemble(self._numbers(), offer)

    def _numbers(self) -> Content:
        overview = self.overview
        if self.fresh:
            waiting = f"{plural(overview.total, 'question or task is', 'questions and tasks are')} waiting."
            return Content.assemble(("Welcome. ", "bold"), waiting)
        return Content.assemble(
            (f"{Mark.DUE} {due_words(overview)}", "bold $text-warning" if overview.due else "$muted"),
            "   ",
            (f"{Mark.OPEN} {overview.new} new", ""),
            "   ",
            (f"{Mark.RIGHT} {overview.known} of {overview.total} known", "$muted"),
            (f"   {Mark.FLAG} {overview.leeches} forgotten often" if overview.leeches else "", "$text-warning"),
        )

    def topics(self, width: int) -> Iterator[tuple[Content, str | None]]:
        """The roadmap's lines, each with its topic's id; a phase has none."""
        for phase, members in self.overview.phases:
            known, total = sum(topic.known for topic in members), sum(topic.total for topic in members)
            yield Content.assemble(clean(phase), Content.styled(f"  {known} of {total}", "$muted")), None
            for topic in members:
                yield topic_line(topic, width), topic.id


def resumable(overview: Overview, now: datetime) -> tuple[Session, int] | None:
    """The latest session that can still be gone on with; an interview whose time is up cannot."""
    return next(
        (left for left in overview.open_sessions if left[0].deadline is None or left[0].deadline > now),
        None,
    )


def is_overdue(overview: Overview, now: datetime) -> bool:
    """Whether an interview was left whose time has run out since."""
    return any(session.deadline is not None and session.deadline <= now for session, _ in overview.open_sessions)


def left_words(session: Session, count: int) -> str:
    """What is left of a session: its questions, or of an interview its time."""
    if session.kind is not SessionKind.INTERVIEW:
        return f"{session.title}: {count} to come"
    if session.deadline is None:
        return f"{session.title}: paused"
    return f"{session.title}: the clock runs, until {session.deadline.astimezone():%H:%M}"


def due_words(overview: Overview) -> str:
    """What is due: `12 questions and 1 task due`. A study session asks the questions, practice the tasks."""
    counts = [
        plural(count, noun)
        for count, noun in ((overview.due_questions, "question"), (overview.due_tasks, "task"))
        if count
    ]
    return f"{' and '.join(counts)} due" if counts else "nothing due"


def topic_line(topic: TopicProgress, width: int) -> Content:
    """A topic in one line: mark, title, bar, words."""
    if not topic.total:
        mark, style, word = Mark.BLOCKED, "$muted", "empty"
    elif topic.due:
        mark, style, word = Mark.DUE, "$text-warning", f"{topic.due} due"
    elif topic.known >= topic.total:
        mark, style, word = Mark.RIGHT, "$text-success", "known"
    elif topic.seen:
        mark, style, word = Mark.PARTLY, "$text-primary", "begun"
    else:
        mark, style, word = Mark.OPEN, "$muted", "new"
    cells = BAR if width >= ROOMY else BAR // 2
    filled = round(cells * topic.known / topic.total) if topic.total else 0
    tail = f"{topic.known:>3} of {topic.total:<3} {word:<8}"
    room = max(8, width - cells - len(tail) - 6)
    title = clean(topic.title)
    title = title if len(title) <= room else title[: room - 1] + "…"
    return Content.assemble(
        (f" {mark} ", style),
        f"{title:<{room}} ",
        ("━" * filled, "$success"),
        ("─" * (cells - filled), "$border"),
        (f" {tail}", style if topic.due else "$muted"),
    )
