"""One question of an interview that is over: what was asked, what was said, what is right."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from quizapp.domain.grading import Grade
from quizapp.domain.items.said import Open
from quizapp.domain.wording import plural
from quizapp.errors import QuizAppError
from quizapp.services.interview import Debrief, QuestionLine
from quizapp.ui.services import Services
from quizapp.ui.text import clean, inline
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.feedback import Feedback, verdict
from quizapp.ui.widgets.material import Material
from quizapp.ui.widgets.modal import Modal
from quizapp.ui.widgets.page import tell
from quizapp.ui.widgets.points import Points
from quizapp.ui.widgets.prose import Prose
from quizapp.ui.words import span_words


class AnsweredModal(Modal[Debrief]):
    """Stem, material, feedback. Answers with the new debrief if a point was overruled."""

    def __init__(self, services: Services, debrief: Debrief, line: QuestionLine) -> None:
        super().__init__()
        self._services = services
        self._debrief = debrief
        self._line = line
        self._has_changed = False
        self.heading = f"Question {line.number}"

    def content(self) -> ComposeResult:
        """As after a study answer, the question above it."""
        line = self._line
        yield Static(self._verdict(line.grade), id="answered", classes="gap", markup=False)
        yield Prose(line.item.stem, classes="stem gap")
        yield Material(line.item)
        for follow_up in line.follow_ups:
            said = f"you said: {clean(follow_up.said)}" if follow_up.said else "nothing added"
            asked = Content.assemble(("Asked after it: ", "$muted"), inline(follow_up.ask), (f"\n{said}", "$muted"))
            yield Static(asked, classes="gap", markup=False)
        overrulable = isinstance(line.item, Open) and bool(line.attempt)
        yield Feedback(line.item, line.grade, line.order, overrulable=overrulable)

    def on_mount(self) -> None:
        """Where points can be overruled, they have the keys."""
        for points in self.query(Points):
            points.take_focus()

    def _verdict(self, grade: Grade) -> Content:
        line = self._line
        if not line.answered:
            return Content.styled(f"{Mark.BLOCKED} {'Not answered' if line.reached else 'Not reached'}", "bold $muted")
        words, style = verdict(grade)
        colour = {"right": "$text-success", "wrong": "$text-error", "partly": "$text-warning"}.get(style, "$muted")
        notes = [f"{span_words(line.seconds)}, expected {span_words(line.item.seconds)}"]
        if line.changes:
            notes.append(f"changed {plural(line.changes, 'time')}")
        if line.overruled:
            notes.append("overruled by you")
        return Content.assemble((words, f"bold {colour}"), f" {Mark.DOT} ", f" {Mark.DOT} ".join(notes))

    @on(Points.Overruled)
    def overrule(self, event: Points.Overruled) -> None:
        """The candidate's word on a point takes the place of the grader's."""
        event.stop()
        try:
            self._debrief = self._services.interviews.overrule(
                self._debrief.session, self._line.attempt, event.point, said=event.said
            )
        except QuizAppError as error:
            tell(self, error)
            return
        self._has_changed = True
        self._line = next(line for line in self._debrief.lines if line.attempt == self._line.attempt)
        self.query_one(Points).tell(self._line.grade)
        self.query_one("#answered", Static).update(self._verdict(self._line.grade))

    def action_close(self) -> None:
        """Close, with what was changed."""
        self.dismiss(self._debrief if self._has_changed else None)
