"""The desk whose texts are judged: it shows the verdict, and says when the verdict is about other texts by now."""

from __future__ import annotations

from textual import on

from quizapp.ui.widgets.desk import WIDE, Desk
from quizapp.ui.widgets.editor import Editor
from quizapp.ui.widgets.page import tell
from quizapp.ui.widgets.verdict import VerdictPane
from quizapp.ui.widgets.workbench import Workbench


class JudgedDesk(Desk):
    """Has what is saved judged, and follows what becomes of it."""

    _judged: dict[str, str] | None = None
    """The texts that the verdict in sight is about."""

    def texts(self) -> dict[str, str]:
        """Every file as it stands in the editor."""
        return {path: self.bench.text(path) for path in self.bench.paths}

    async def _judge(self, *, turn: bool = True) -> None:
        """Judge what is saved, and turn to the checks if asked to."""
        self._judged = self.texts()
        self.verdict.judge()
        if not turn:
            return
        if self.size.width < WIDE:
            await self._turn_to("checks")
        elif self._side != "checks":
            self._side = "checks"
            await self._arrange()

    @on(VerdictPane.Moved)
    async def follow_run(self) -> None:
        """A run ended, or its code was changed since."""
        await self._name_panes()
        self.refresh_bindings()

    @on(Editor.Edited)
    async def follow_edit(self, event: Editor.Edited) -> None:
        """A text changed."""
        event.stop()
        if self._judged is not None and not self.verdict.is_judging:
            self.verdict.is_stale = self.texts() != self._judged
        await self._name_panes()

    @on(Workbench.Rested)
    async def follow_rest(self) -> None:
        """Everything is saved."""
        await self._name_panes()

    @on(Workbench.Troubled)
    def tell_trouble(self, event: Workbench.Troubled) -> None:
        """A file cannot be read or written."""
        tell(self, event.error)
