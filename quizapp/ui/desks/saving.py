"""The desk whose texts are saved: on a key, before anything that reads the files, and on leaving."""

from __future__ import annotations

from textual import work

from quizapp.errors import QuizAppError
from quizapp.ui.desks.judged import JudgedDesk
from quizapp.ui.modals.confirm import Answer, ConfirmModal
from quizapp.ui.modals.filename import FilenameModal
from quizapp.ui.widgets.page import tell


class SavingDesk(JudgedDesk):
    """Nothing that was typed is thrown away unasked."""

    def _save(self) -> bool:
        """Write what is unsaved; False when not all of it could be written."""
        with self.telling():
            self.bench.save()
        return not self.bench.unsaved

    @work(group="ask")
    async def action_new_file(self) -> None:
        """Add a file."""
        name = await self.app.push_screen_wait(FilenameModal())
        if name is None or not self._save():
            return
        if name in self.bench.paths:
            await self.bench.show(name)
            return
        with self.telling():
            self._practice.write(self._folder, name, "")
            await self.bench.reload()
            await self.bench.show(name)
            await self._turn_to("code")

    def action_back(self) -> None:
        """Save what is unsaved, and leave."""
        self._leave()

    @work(group="ask")
    async def _leave(self) -> None:
        """Leave; what cannot be saved is not thrown away unasked."""
        try:
            self.bench.save()
        except QuizAppError as error:
            tell(self, error)
            answers = (
                Answer("stay", "Stay", "Your text stays in the editor."),
                Answer("leave", "Leave", "What is not saved is lost."),
            )
            question = f"{', '.join(self.bench.unsaved)} could not be saved."
            if await self.app.push_screen_wait(ConfirmModal("Not saved", question, *answers)) != "leave":
                return
            self.bench.discard()
        if self.bench.unsaved:
            return  # another program changed the same file: that question is on the screen
        self.bench.remember()
        self.dismiss()
