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
        now = self._now
        days = max(len(_day(version, now)) for version in self._versions)
        verdicts = VERDICT + 2 if any(version.checks for version in self._versions) else 0
        lines = (Option(_line(each, _day(each, now).ljust(days), verdicts), id=each.id) for each in self._versions)
        yield Choices(*lines, id="versions")

    def on_mount(self) -> None:
        """Arrows choose at once."""
        for versions in self.query(Choices):
            versions.highlighted = self._place
            versions.focus()

    @on(Choices.OptionSelected)
    def answer(self, event: Choices.OptionSelected) -> None:
        """A state was chosen."""
        self.dismiss(event.option_id)


def _day(version: Version, now: datetime) -> str:
    here, today = version.at.astimezone(), now.astimezone().date()
    return "today" if here.date() == today else f"{here:%Y-%m-%d}"


def _line(version: Version, day: str, verdicts: int) -> Content:
    """A state in one line; `verdicts` are the cells of the column of verdicts, none if no state was judged."""
    if version.checks is None:
        verdict = Content(" " * verdicts)
    else:
        passed, checks = version.checks
        mark, style = (Mark.RIGHT, "$text-success") if passed == checks else (Mark.WRONG, "$text-error")
        verdict = Content.styled(f"{mark} {passed}/{checks}".ljust(verdicts), style)
    label = f"{clean(version.label)} {Mark.DOT} as it is now" if version.is_present else clean(version.label)
    return Content.assemble((f"{day} {version.at.astimezone():%H:%M:%S}", "bold"), "  ", verdict, (label, "$muted"))
