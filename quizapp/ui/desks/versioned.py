"""The desk with earlier states of the files, and ways back to them."""

from __future__ import annotations

from collections.abc import Sequence

from textual import work

from quizapp.services.versions import Version
from quizapp.ui.desks.saving import SavingDesk
from quizapp.ui.modals.confirm import Answer, ConfirmModal
from quizapp.ui.modals.diff import VersionModal
from quizapp.ui.modals.versions import VersionsModal
from quizapp.ui.words import day_words


class VersionedDesk(SavingDesk):
    """Each way back keeps what was there, so that it can be gone again."""

    @work(group="ask")
    async def action_reset(self) -> None:
        """Back to the starter."""
        answers = (
            Answer("no", "Keep my code", "Nothing changes."),
            Answer("yes", "Start over", "Your code is kept as a version first; v brings it back."),
        )
        question = "All files go back to the starter."
        if (
            await self.app.push_screen_wait(ConfirmModal("Start over?", question, *answers)) != "yes"
            or not self._save()
        ):
            return
        with self.telling():
            before = self.texts()
            self._practice.reset(self._folder)
            await self.bench.reload()
            is_new = self.texts() != before
            self.notify("Your code is kept as a version: v lists them." if is_new else "It was the starter already.")

    @work(group="ask")
    async def action_versions(self) -> None:
        """Choose an earlier state and go back to it."""
        with self.telling():
            if not self._save():
                return
            version = await self._chosen(self._practice.versions(self._folder))
            if version is None or not self._save():
                return
            self._practice.restore(self._folder, version)
            await self.bench.reload()
            self.notify("Restored. What you had is kept as a version too, and ctrl+z in a text brings it back.")

    async def _chosen(self, versions: Sequence[Version]) -> str | None:
        """The state to go back to, chosen from the list and looked at before; Escape leads back to the list."""
        place = 0
        while True:
            now = self.services.clock.now()
            chosen = await self.app.push_screen_wait(VersionsModal(versions, now, place=place))
            if chosen is None:
                return None
            place = next(number for number, version in enumerate(versions) if version.id == chosen)
            theirs = self._folder.with_given(self._practice.contents(self._folder, chosen))
            texts = {path: content.decode(errors="replace") for path, content in theirs.items()}
            heading = f"Back to {day_words(versions[place].at)}"
            if await self.app.push_screen_wait(VersionModal(heading, self.texts(), texts)):
                return chosen
