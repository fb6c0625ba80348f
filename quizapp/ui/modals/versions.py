"""Earlier states of a workspace, the latest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static
from textual.widgets.option_list import Option

from quizapp.ui.text import clean
from quizapp.ui.widgets.choices import Choices
from quizapp.ui.widgets.modal import Modal


class VersionsModal(Modal[str]):
    """Answers with the id of the state to go back to."""

    heading = "Versions"
    footnote = "enter goes back to it · esc closes"

    def __init__(self, versions: Sequence[tuple[str, datetime, str]], now: datetime) -> None:
        super().__init__()
        self._versions = versions
        self._now = now

    def content(self) -> ComposeResult:
        """One line a state."""
        if not self._versions:
            yield Static(Content("No version is kept yet. Each check keeps one."), classes="muted")
            return
        yield Static(Content("What you have now is kept as a version before you go back."), classes="muted")
        yield Choices(
            *(Option(_line(at, label, self._now), id=version) for version, at, label in self._versions), id="versions"
        )

    def on_mount(self) -> None:
        """Arrows choose at once."""
        for versions in self.query(Choices):
            versions.focus()

    @on(Choices.OptionSelected)
    def answer(self, event: Choices.OptionSelected) -> None:
        """A state was chosen."""
        self.dismiss(event.option_id)


def _line(at: datetime, label: str, now: datetime) -> Content:
    here, today = at.astimezone(), now.astimezone().date()
    day = "today     " if here.date() == today else f"{here:%Y-%m-%d}"
    return Content.assemble((f"{day} {here:%H:%M:%S}", "bold"), "  ", (clean(label), "$muted"))
