"""Backups of the history: what there are, and going back to one."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from quizapp.domain.safekeeping import Backup
from quizapp.domain.work import Advance
from quizapp.ui import messages as to
from quizapp.ui.keys import bindings
from quizapp.ui.modals.confirm import Answer, ConfirmModal
from quizapp.ui.services import Services
from quizapp.ui.text import clean
from quizapp.ui.widgets.choices import Choices
from quizapp.ui.widgets.work import Work, WorkPage

ABOUT = (
    "A backup is taken each day, and before anything that changes the whole of your history. Enter goes back to one."
)
MEBIBYTE = 1 << 10
"""Kibibytes."""
NONE = "There is no backup yet. The first one is taken today, seconds after the start. Esc goes back."


class BackupsScreen(WorkPage):
    """One line a backup, the latest first."""

    BINDINGS = bindings("backups")
    heading = "Backups"

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._backups = services.safekeeping.all()

    def content(self) -> ComposeResult:
        """The lines, below what goes on."""
        yield Static(id="backups-about", classes="muted gap", markup=False)
        yield Work(lambda: self.services.clock)
        yield Choices(id="backups", classes="gap")

    def on_mount(self) -> None:
        """The lines have the keys."""
        self._list()
        self.query_one(Choices).focus()

    def _fill(self) -> None:
        """List what there is now."""
        with self.telling():
            self._backups = self.services.safekeeping.all()
            self._list()

    def _list(self) -> None:
        self.query_one("#backups-about", Static).update(ABOUT if self._backups else NONE)
        backups = self.query_one(Choices)
        backups.clear_options()
        backups.add_options([Option(_line(backup), id=str(number)) for number, backup in enumerate(self._backups)])
        backups.highlighted = 0 if self._backups else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """One work at a time."""
        return action != "take" or not (self.is_mounted and self.work.is_busy)

    @on(OptionList.OptionSelected, "#backups")
    def ask(self, event: OptionList.OptionSelected) -> None:
        """Going back is confirmed first."""
        if self.work.is_busy:
            return
        backup = self._backups[int(event.option_id or 0)]

        def answer(chosen: str | None) -> None:
            if chosen == "restore":
                self.work.begin(
                    "The way back",
                    lambda watch: self.services.safekeeping.restore(backup.path, watch=watch),
                    lambda _: self._go_home(),
                    doing=Advance("reading"),
                )

        self.app.push_screen(
            ConfirmModal(
                "Go back",
                f"Back to your history as it was on {_when(backup)}?",
                Answer("keep", "No", "Everything stays as it is."),
                Answer("restore", "Go back", "What you have now is kept among the backups."),
            ),
            answer,
        )

    def action_take(self) -> None:
        """A backup now."""
        self.work.begin(
            "The backup",
            lambda watch: self.services.safekeeping.take(watch=watch),
            self._show_taken,
            doing=Advance("copying"),
        )

    def _show_taken(self, backup: Backup) -> None:
        self.app.notify(f"Your history as it was at {_when(backup)} is kept.", title="Backed up.", markup=False)
        if self.is_attached:
            self._fill()

    def _go_home(self) -> None:
        self.app.notify("What you had is kept among the backups.", title="This is your history again.", markup=False)
        self.app.post_message(to.HomeRequested())


def _when(backup: Backup) -> str:
    return f"{backup.at.astimezone():%Y-%m-%d %H:%M}"


def _line(backup: Backup) -> Content:
    kibibytes = max(1, backup.size >> 10)
    size = f"{kibibytes} KiB" if kibibytes < MEBIBYTE else f"{kibibytes / MEBIBYTE:.1f} MiB"
    return Content.assemble((_when(backup), "bold"), f"  {size:>9}  ", (clean(backup.reason), "$muted"))
