"""How it stands with the interview, in one line of the home screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from quizapp.errors import QuizAppError
from quizapp.ui.widgets.page import tell

if TYPE_CHECKING:
    from quizapp.services.plan import Outlook, PlanService


class OutlookLine(Static):
    """Days left, minutes a day, what is to be expected; nothing without a date."""

    class Foreseen(Message):
        """It is known now how it stands."""

        def __init__(self, outlook: Outlook) -> None:
            self.outlook = outlook
            super().__init__()

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id, markup=False)
        self._outlook: Outlook | None = None

    def on_mount(self) -> None:
        """There is nothing to say yet."""
        self.display = False

    @work(thread=True, exclusive=True, group="outlook")
    def foresee(self, plan: PlanService) -> None:
        """Find out, then show it and post `Foreseen`: rehearsing the days to come takes a moment."""
        worker = get_current_worker()
        try:
            outlook = plan.outlook()
        except QuizAppError as error:
            if not worker.is_cancelled:
                self.app.call_from_thread(self.call_later, tell, self, error)
            return
        if outlook is not None and not worker.is_cancelled:
            self.app.call_from_thread(self.call_later, self._show, outlook)

    def _show(self, outlook: Outlook) -> None:
        self._outlook = outlook
        self.display = True
        self.on_resize()
        self.post_message(self.Foreseen(outlook))

    def on_resize(self) -> None:
        """Where there is little room, say less."""
        if self._outlook is not None:
            words = self._outlook.in_words(self.size.width or self.screen.size.width - 4)
            self.update(Content.styled(words, "$text-warning" if self._outlook.passed else "$text-accent"))
