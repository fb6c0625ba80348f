"""The end of a study session: what it came to, and where to go from here."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from quizapp.domain.items.identity import ItemId
from quizapp.domain.selection import Selection, Source
from quizapp.domain.session import Session
from quizapp.domain.wording import plural
from quizapp.services.study import Line, Summary
from quizapp.ui import messages as to
from quizapp.ui.keys import bindings
from quizapp.ui.services import Services
from quizapp.ui.text import inline
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.page import Page
from quizapp.ui.widgets.rows import Row
from quizapp.ui.words import RATINGS


class SummaryScreen(Page):
    """Right at once, and each item with its rating."""

    BINDINGS = bindings("summary")
    heading = "Session done"

    def __init__(self, services: Services, session: Session) -> None:
        super().__init__(services)
        self._summary: Summary = services.study.finish(session)

    def content(self) -> ComposeResult:
        """The count, then the lines."""
        summary = self._summary
        yield Static(
            Content.assemble(
                (f"{summary.right_at_once} of {plural(len(summary.lines), 'question')} right at once", "bold"),
                (f" {Mark.DOT} {plural(summary.answered, 'answer')} in all", "$muted"),
            ),
            id="standing",
            markup=False,
        )
        titles = {topic.id: topic.topic.title for topic in self.services.overview.roadmap()}
        for position, line in enumerate(summary.lines):
            yield Row(position, *_line(line, titles.get(line.topic, line.topic)))

    def on_mount(self) -> None:
        """The arrows scroll."""
        self.body.can_focus = True
        self.body.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Tasks are offered when there was a topic, another try when something was not right."""
        needs = {"practice": self._summary.lines, "undo": self._summary.lines, "redo": self._missed}
        return bool(needs.get(action, True))

    def action_again(self) -> None:
        """Another session."""
        self.post_message(to.StudyRequested().instead())

    @property
    def _missed(self) -> tuple[ItemId, ...]:
        return tuple(line.item for line in self._summary.lines if line.score < 1)

    def action_redo(self) -> None:
        """What was not right, once more."""
        selection = Selection(sources=(Source.MISSED,), items=self._missed)
        self.post_message(to.StudyRequested(selection=selection, title=selection.title).instead())

    def action_undo(self) -> None:
        """Take the last answer back, and go on from there."""
        session = self._summary.session
        with self.telling():
            if self.services.study.undo(session) is not None:
                reopened = session.model_copy(update={"ended": None})
                self.post_message(to.StudyRequested(resume=reopened).instead())

    def action_practice(self) -> None:
        """The tasks of the topic that went worst."""
        worst = min(self._summary.lines, key=lambda line: line.score)
        self.post_message(to.TasksRequested(worst.topic).instead())

    def action_home(self) -> None:
        """Back to the home screen."""
        self.post_message(to.HomeRequested())

    def action_back(self) -> None:
        """Escape goes home as well."""
        self.action_home()


def _line(line: Line, topic: str) -> tuple[Content, Content]:
    if line.score >= 1:
        mark, style = Mark.RIGHT, "bold $text-success"
    elif line.score > 0:
        mark, style = Mark.PARTLY, "bold $text-warning"
    else:
        mark, style = Mark.WRONG, "bold $text-error"
    tries = f" {Mark.DOT} {line.tries} tries" if line.tries > 1 else ""
    return (
        Content.styled(f" {mark} ", style),
        Content.assemble(
            inline(line.title),
            "\n",
            (f"{RATINGS[line.rating]} {Mark.DOT} ", "$muted"),
            inline(topic).stylize_before("$muted"),
            (tries, "$muted"),
        ),
    )
