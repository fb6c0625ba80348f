"""The desk that tries the code while it is typed."""

from __future__ import annotations

from textual import on
from textual.content import Content
from textual.timer import Timer

from quizapp.domain.report import Report, Verdict
from quizapp.domain.syntax import fault
from quizapp.ui.desks.saving import SavingDesk
from quizapp.ui.text import clean
from quizapp.ui.widgets.editor import Editor
from quizapp.ui.widgets.verdict import VerdictPane

PAUSE = 1.2
"""Seconds without a keystroke after which the text is tried."""
TOO_LONG = 2.0
"""Seconds of the last run from which on a task is judged on save only: who types should not pay for it."""


class TriedDesk(SavingDesk):
    """Judges the text at each pause, beside what is saved and without a trace.

    Nothing is saved, recorded or scheduled: half a thought is no attempt. Neither a pane nor a cursor moves. What does
    not even start (it is being written) leaves the verdict before in its place and is told in a line at the foot.
    """

    _tried: dict[str, str] | None = None
    """The texts that were tried last, whatever came of it."""
    _rest: Timer | None = None

    @on(Editor.Edited)
    def try_later(self) -> None:
        """A text changed: the pause begins anew."""
        settings = self.services.settings
        is_new = bool(self.bench.unsaved) or self._tried is not None
        if settings.check_while_typing and settings.check_on_save and is_new:
            if self._rest is not None:
                self._rest.stop()
            self._rest = self.set_timer(PAUSE, self._try)

    def _try(self) -> None:
        texts = self.texts()
        report = self.verdict.report
        if texts == self._judged or not self.bench.unsaved:
            self.forget_trial()  # what was wrong on the way back is gone
            return
        is_slow = report is not None and report.elapsed_ms > TOO_LONG * 1000
        if texts == self._tried or self.verdict.is_judging or is_slow:
            return
        self._tried = texts
        wrong = fault(texts)
        if wrong is None:
            self.verdict.try_out(texts)
        else:
            self.say_below(Content.styled(clean(wrong), "$muted"))

    @on(VerdictPane.Tried)
    def take_trial(self, event: VerdictPane.Tried) -> None:
        """What came of a text; of one that is another by now nothing is told."""
        if event.texts != self.texts() or self.verdict.is_judging:
            return
        if event.report.verdict is Verdict.DID_NOT_START:
            self.say_below(Content.styled(_why_not(event.report), "$muted"))
        elif event.report.verdict is not Verdict.CHECKER_FAULT:
            self.say_below(None)
            self._judged = event.texts
            self.verdict.take_trial(event.report)

    @on(VerdictPane.Began)
    def forget_trial(self) -> None:
        """What is saved is judged now, and tells for itself."""
        self._tried = None
        self.say_below(None)


def _why_not(report: Report) -> str:
    check = next(check for check in report.checks if check.verdict is Verdict.DID_NOT_START)
    found = next(iter(check.evidence.found), None)
    where = f"{found.spot.file}:{found.spot.line} " if found is not None and found.spot is not None else ""
    said = found.say if found is not None else ""
    return clean(f"{where}{said or check.message}").replace("\n", " ")
