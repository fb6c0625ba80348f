"""In the tour: below the bar of a real screen it says what is to be done there now."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content
from textual.widgets import Static

from quizapp.ui.keys import spoken
from quizapp.ui.widgets.code import CodeArea
from quizapp.ui.widgets.verdict import VerdictPane
from quizapp.ui.widgets.verdictbar import VerdictBar


class Coach(Static):
    """A sentence or two, told anew whenever other keys mean something: that is when something has happened."""

    def __init__(self, own_keys: Mapping[str, str]) -> None:
        super().__init__(id="coach", markup=False)
        self._own_keys = own_keys

    def on_mount(self) -> None:
        """Follow the screen."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self._tell())
        self._tell()

    def _tell(self) -> None:
        self.update(Content.assemble(("Tour: ", "bold $text-accent"), self.words()))

    def words(self) -> str:
        """What is to be done now. Subclasses say it."""
        raise NotImplementedError

    def key(self, identity: str) -> str:
        """A command's key."""
        return spoken(identity, self._own_keys)


class QuestionCoach(Coach):
    """On a question."""

    def words(self) -> str:
        """How to answer, then what is told."""
        if any(bar.display for bar in self.screen.query(VerdictBar)):
            return (
                "every answer says why it is right or wrong. The line below says when the question comes back. "
                f"{self.key('told.next')} goes on."
            )
        return (
            f"pick by number or letter, then {self.key('answer.submit')}. "
            f"{self.key('answer.unknown')}: not known. {self.key('page.back')} skips this."
        )


class TaskCoach(Coach):
    """On a coding task."""

    def words(self) -> str:
        """From the brief to the code to the verdict."""
        save, leave = self.key("practice.save"), self.key("page.back")
        for verdict in self.screen.query(VerdictPane):
            if verdict.is_judging:
                return "your app is started in the sandbox and gets real requests."
            if verdict.error is not None:
                return f"the checks could not be run. {leave} goes on."
            if verdict.has_passed and not verdict.is_stale:
                return f"solved, by real requests to your running app. {leave} goes on."
            if isinstance(self.screen.focused, CodeArea):
                return f"mend it, then {save}: your app starts and gets real requests."
            if verdict.report is not None:
                return (
                    "each failure says what was sent, what came back and why it matters. "
                    f"{self.key('practice.hint')} is a hint, {self.key('practice.code')} goes to the code."
                )
        return f"this is what is asked. {self.key('practice.code')} goes to the code. {leave} skips this."
