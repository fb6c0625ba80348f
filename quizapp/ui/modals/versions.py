"""Earlier states of a workspace, the latest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static
from textual.widgets.option_list import Option

from quizapp.services.versions import Version
from quizapp.ui.text import clean
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.choices import Choices
from quizapp.ui.widgets.modal import Modal

VERDICT = 7
"""Cells of the column that tells how many checks passed."""


class VersionsModal(Modal[str]):
    """Answers with the id of the state to look at."""

    heading = "Versions"
    footnote = "enter shows what it would change · esc closes"

    def __init__(self, versions: Sequence[Version], now: datetime, *, place: int = 0) -> None:
        """A list.

        Args:
            versions: the states, the latest first.
            now: what is today.
            place: where the cursor stands at first.
        """
        super().__init__()
        self._versions = versions
        self._now = now
        self._place = place

    def content(self) -> ComposeResult:
        """One line a state."""
        if not self._versions:
            yield Static(Content("No version is kept yet. Each check keeps one."), classes="muted")
            return
        yield Static(Content("What you have now is kept as a version before you go back."), classes="muted")
        yield Choices(*(Option(_line(version, self._now), id=version.id) for version in self._versions), id="versions")

    def on_mount(self) -> None:
        """Arrows choose at once."""
        for versions in self.query(Choices):
            versions.highlighted = self._place
            versions.focus()

    @on(Choices.OptionSelected)
    def answer(self, event: Choices.OptionSelected) -> None:
        """A state was chosen."""
        self.dismiss(event.option_id)


def _line(version: Version, now: datetime) -> Content:
    here, today = version.at.astimezone(), now.astimezone().date()
    day = "today     " if here.date() == today else f"{here:%Y-%m-%d}"
    if version.checks is None:
        verdict = Content(" " * VERDICT)
    else:
        passed, checks = version.checks
        mark, style = (Mark.RIGHT, "$text-success") if passed == checks else (Mark.WRONG, "$text-error")
        verdict = Content.styled(f"{mark} {passed}/{checks}".ljust(VERDICT), style)
    label = f"{clean(version.label)} {Mark.DOT} as it is now" if version.is_present else clean(version.label)
    return Content.assemble((f"{day} {here:%H:%M:%S}", "bold"), "  ", verdict, "  ", (label, "$muted"))
