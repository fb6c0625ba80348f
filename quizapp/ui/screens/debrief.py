"""After an interview: how it measures against the pass mark, by topic and question by question."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from quizapp.domain.interview import MIN_ANSWERED, Standing
from quizapp.domain.session import Session
from quizapp.services.interview import Debrief, DebriefLine
from quizapp.ui import messages as to
from quizapp.ui.keys import bindings
from quizapp.ui.modals.answered import AnsweredModal
from quizapp.ui.services import Services
from quizapp.ui.text import clean, inline
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.page import Page
from quizapp.ui.widgets.rows import Menu, Row, Rows
from quizapp.ui.words import counted, day_words, span_words

BAR = 20
VERDICTS = {
    Standing.PASSED: (Mark.RIGHT, "right", "Passed: the score lies clearly above the pass mark."),
    Standing.CLOSE: (Mark.PARTLY, "partly", "Too close to call: with so few questions, luck could tip it either way."),
    Standing.NOT_PASSED: (Mark.WRONG, "wrong", "Not passed: the score lies clearly below the pass mark."),
    Standing.NOT_ENOUGH: (
        Mark.BLOCKED,
        "muted",
        f"Not enough data: fewer than {MIN_ANSWERED} questions answered say little.",
    ),
}


class DebriefScreen(Page):
    """Enter on a question shows it again with everything told."""

    BINDINGS = bindings("debrief")
    heading = "Debrief"

    def __init__(self, services: Services, session: Session) -> None:
        super().__init__(services)
        self._debrief = services.interviews.debrief(session)
        self.heading = f"Debrief: {session.title}"

    def content(self) -> ComposeResult:
        """Verdict, topics, questions."""
        debrief = self._debrief
        mark, style, words = VERDICTS[debrief.standing]
        yield Static(f"{mark} {words}", classes=f"{style} verdict", markup=False)
        yield Static(_numbers(debrief), markup=False)
        yield Static("By topic, the weakest first", classes="heading")
        for position, (title, score, count) in enumerate(debrief.by_topic):
            yield Row(position, *_topic(title, score, count))
        yield Static("Questions: Enter opens one", classes="heading")
        yield Menu([_question(line, number) for number, line in enumerate(debrief.lines, 1)])

    def on_mount(self) -> None:
        """The questions have the keys."""
        self.bar.status = day_words(self._debrief.session.started)
        self.query_one(Menu).focus(scroll_visible=False)

    @on(Rows.Picked)
    def open_question(self, event: Rows.Picked) -> None:
        """Show a question again."""
        self.app.push_screen(AnsweredModal(self._debrief.lines[event.position], event.position + 1))

    def action_home(self) -> None:
        """Back to the home screen."""
        self.post_message(to.HomeRequested())

    def action_weakest(self) -> None:
        """Study what went worst."""
        scores: dict[str, list[float]] = {}
        for line in self._debrief.lines:
            scores.setdefault(line.topic, []).append(line.grade.score)
        weak = tuple(topic for topic, values in scores.items() if sum(values) < len(values))
        self.post_message(to.StudyRequested(weak, title="After the interview").instead())


def _numbers(debrief: Debrief) -> Content:
    answered = sum(line.answered for line in debrief.lines)
    mark = f", pass mark {debrief.blueprint.pass_mark:.0%}" if debrief.blueprint else ""
    allowed = f" of {span_words(debrief.blueprint.minutes * 60)}" if debrief.blueprint else ""
    return Content.assemble(
        (f"{debrief.score:.0%}", "bold"),
        f"{mark} {Mark.DOT} {answered} of {counted(len(debrief.lines), 'question')} answered {Mark.DOT} "
        f"{span_words(debrief.seconds)}{allowed}",
    )


def _topic(title: str, score: float, count: int) -> tuple[Content, Content]:
    filled = round(BAR * score)
    return (
        Content.assemble(
            " ", ("━" * filled, "$success"), ("─" * (BAR - filled), "$border"), (f" {score:>4.0%}", "bold")
        ),
        Content.assemble(clean(title), (f"  {counted(count, 'question')}", "$muted")),
    )


def _question(line: DebriefLine, number: int) -> tuple[Content, Content]:
    if not line.answered:
        mark, style, took = Mark.BLOCKED, "$muted", "not reached"
    else:
        mark, style = (
            (Mark.RIGHT, "$text-success")
            if line.grade.right
            else (Mark.PARTLY, "$text-warning")
            if line.grade.score > 0
            else (Mark.WRONG, "$text-error")
        )
        took = f"{span_words(line.seconds)}, expected {span_words(line.item.seconds)}"
    title = line.item.stem.strip().split("\n")[0]
    return (
        Content.assemble((f" {mark} ", style), (f"{number:>2}", "bold")),
        Content.assemble(inline(title), (f"\n{took}", "$muted")),
    )
