"""Backups of the history: what there are, and going back to one."""

from __future__ import annotations

from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from quizapp.domain.safekeeping import Backup
from quizapp.errors import QuizAppError
from quizapp.ui import messages as to
from quizapp.ui.modals.confirm import Answer, ConfirmModal
from quizapp.ui.services import Services
from quizapp.ui.text import clean
from quizapp.ui.widgets.choices import Choices
from quizapp.ui.widgets.page import Page, tell

ABOUT = (
    "A backup is taken each day, and before anything that changes the whole of your history. Enter goes back to one."
)
NONE = "There is no backup yet. The first one is taken today, seconds after the start. Esc goes back."


class BackupsScreen(Page):
    """One line a backup, the latest first."""

    heading = "Backups"

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._backups = services.safekeeping.all()

    def content(self) -> ComposeResult:
        """The lines."""
        yield Static(Content(ABOUT if self._backups else NONE), classes="muted")
        yield Choices(id="backups")

    def on_mount(self) -> None:
        """The lines have the keys."""
        backups = self.query_one(Choices)
        backups.add_options([Option(_line(backup), id=str(number)) for number, backup in enumerate(self._backups)])
        backups.highlighted = 0 if self._backups else None
        backups.focus()

    @on(OptionList.OptionSelected, "#backups")
    def ask(self, event: OptionList.OptionSelected) -> None:
        """Going back is confirmed first."""
        backup = self._backups[int(event.option_id or 0)]

        def answer(chosen: str | None) -> None:
            if chosen == "restore":
                self._restore(backup.path)

        self.app.push_screen(
            ConfirmModal(
                "Go back",
                f"Back to your history as it was on {_when(backup)}?",
                Answer("keep", "No", "Everything stays as it is."),
                Answer("restore", "Go back", "What you have now is kept among the backups."),
            ),
            answer,
        )

    @work(thread=True, exclusive=True)
    def _restore(self, file: Path) -> None:
        try:
            self.services.safekeeping.restore(file)
        except QuizAppError as error:
            self.app.call_from_thread(tell, self, error)
            return
        self.app.call_from_thread(self._go_home)

    def _go_home(self) -> None:
        self.notify("What you had is kept among the backups.", title="This is your history again.", markup=False)
        self.post_message(to.HomeRequested())


def _when(backup: Backup) -> str:
    return f"{backup.at.astimezone():%Y-%m-%d %H:%M}"


def _line(backup: Backup) -> Content:
    size = f"{max(1, backup.size >> 10)} KiB"
    return Content.assemble((_when(backup), "bold"), f"  {size:>9}  ", (clean(backup.reason), "$muted"))
