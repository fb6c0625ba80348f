"""One question of an interview that is over: what was asked, what was said, what is right."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from quizapp.services.interview import DebriefLine
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.feedback import Feedback, verdict
from quizapp.ui.widgets.material import Material
from quizapp.ui.widgets.modal import Modal
from quizapp.ui.widgets.prose import Prose
from quizapp.ui.words import span_words


class AnsweredModal(Modal[None]):
    """Stem, material, feedback."""

    def __init__(self, line: DebriefLine, number: int) -> None:
        super().__init__()
        self._line = line
        self.heading = f"Question {number}"

    def content(self) -> ComposeResult:
        """As after a study answer, the question above it."""
        line = self._line
        if line.answered:
            words, style = verdict(line.grade)
            took = f" {Mark.DOT} {span_words(line.seconds)}, expected {span_words(line.item.seconds)}"
        else:
            words, style, took = f"{Mark.BLOCKED} Not reached", "muted", ""
        yield Static(Content.assemble((words, "bold"), (took, "")), classes=f"{style} gap", markup=False)
        yield Prose(line.item.stem, classes="stem gap")
        yield Material(line.item)
        yield Feedback(line.item, line.grade, line.order)
