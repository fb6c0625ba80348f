"""What a learner holds to be wrong or unclear in a question."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static, TextArea

from quizapp.ui.keys import bindings
from quizapp.ui.widgets.modal import Modal
from quizapp.ui.widgets.typing import Sheet


class DoubtModal(Modal[str]):
    """Answers with the learner's words."""

    BINDINGS = bindings("doubting")
    heading = "Report a doubt"
    footnote = "ctrl+s writes it down · esc closes"

    def content(self) -> ComposeResult:
        """What happens with it, then the page."""
        yield Static(
            "What is wrong, or unclear? It is written into a file of yours, with the question as it was shown, for you"
            " to send to the pack's authors. Nothing is sent by itself.",
            classes="muted",
            markup=False,
        )
        yield Sheet(highlight_cursor_line=False, classes="gap", placeholder="what an author should know")

    def on_mount(self) -> None:
        """Letters go to the page."""
        self.begin_at(TextArea)

    def action_keep(self) -> None:
        """Take the words; without any, go on waiting."""
        words = self.query_one(TextArea).text
        if words.strip():
            self.dismiss(words)
        else:
            self.notify("Write a few words first.", timeout=4, markup=False)
