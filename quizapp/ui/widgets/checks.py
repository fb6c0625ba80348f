"""The checks of a task, each with its verdict, and what the chosen one found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from quizapp.domain.check import Check
from quizapp.domain.report import CheckResult, Report, Verdict
from quizapp.errors import QuizAppError
from quizapp.ui.text import clean
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.choices import Lines
from quizapp.ui.widgets.failure import FailurePanel

SIGNS: dict[Verdict, tuple[str, str]] = {
    Verdict.PASSED: (Mark.RIGHT, "$text-success"),
    Verdict.FAILED: (Mark.WRONG, "$text-error"),
    Verdict.BLOCKED: (Mark.BLOCKED, "$muted"),
    Verdict.CRASHED: (Mark.WRONG, "$text-error"),
    Verdict.DID_NOT_START: (Mark.WRONG, "$text-error"),
    Verdict.TIMED_OUT: (Mark.WRONG, "$text-error"),
    Verdict.CHECKER_FAULT: ("!", "$text-warning"),
}
"""Mark and colour; the word beside them is the verdict's own."""

PATIENCE = 0.12
"""Seconds in which verdicts are gathered before they are painted."""


class ChecksPane(Vertical):
    """A line that sums up, the list, and below it the evidence for the check under the cursor."""

    class Turned(Message):
        """Another check is under the cursor."""

    def __init__(self, checks: Sequence[Check], *, id: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self._titles = {check.id: check.title for check in checks}
        self._whys = {check.id: check.why for check in checks}
        self._results: dict[str, CheckResult] = {}
        self._is_running = False
        self._hints: dict[str | None, int] = {}
        self._painted: dict[str, Content] = {}
        self._soon: Timer | None = None

    def compose(self) -> ComposeResult:
        """Summary, list, evidence."""
        yield Static(id="summary", markup=False)
        yield Static(id="outcome", markup=False)
        yield Lines(*(Option(self._line(check), id=check) for check in self._titles), id="check-list")
        yield FailurePanel(id="failure")

    def on_mount(self) -> None:
        """The first check is chosen."""
        self.list.highlighted = 0
        self.conclude(Content(""))

    @property
    def list(self) -> OptionList:
        """The list."""
        return self.query_one("#check-list", OptionList)

    @property
    def failure(self) -> FailurePanel:
        """The evidence."""
        return self.query_one(FailurePanel)

    @property
    def chosen(self) -> str | None:
        """The id of the check under the cursor."""
        option = self.list.highlighted_option
        return option.id if option else None

    @property
    def result(self) -> CheckResult | None:
        """What came of the check under the cursor."""
        return self._results.get(self.chosen or "")

    @property
    def judged(self) -> int:
        """How many checks of this run are done."""
        return len(self._results)

    def say(self, summary: Content) -> None:
        """How things stand, in a line."""
        self.query_one("#summary", Static).update(summary, layout=False)

    def conclude(self, outcome: Content) -> None:
        """What a pass means and where to go from here; empty text hides it."""
        line = self.query_one("#outcome", Static)
        if line.content != outcome:
            line.update(outcome)
            line.display = bool(outcome.plain)

    def fail(self, error: QuizAppError) -> None:
        """The run could not be made at all."""
        self.finish(None)
        self.failure.tell(error)

    def begin(self) -> None:
        """A run begins: what an earlier one said no longer holds, but stays in sight until there is news."""
        self._results = {}
        self._is_running = True
        self._paint_soon()

    def receive(self, result: CheckResult) -> None:
        """A verdict."""
        self._results[result.id] = result
        self._paint_soon()

    def _paint_soon(self) -> None:
        """Paint what has come, a few times a second at most: a quick run is painted once, at its end."""
        if self._soon is None:
            self._soon = self.set_timer(PATIENCE, self._paint_now)

    def _paint_now(self) -> None:
        if self._soon is not None:
            self._soon.stop()
            self._soon = None
        width = max((len(result.verdict) for result in self._results.values()), default=0)
        for check in self._titles:
            self._paint(check, max(width, len("waiting")))
        if not self._is_running or self.result is not None:
            self._explain()

    def finish(self, report: Report | None, *, follow: bool = True) -> None:
        """The run is over; without a report it came to nothing.

        Args:
            report: what came of it.
            follow: whether the cursor goes to a check that did not pass.
        """
        self._is_running = False
        self._results = {result.id: result for result in report.checks} if report else {}
        chosen = self.result
        if follow and (chosen is None or chosen.verdict in (Verdict.PASSED, Verdict.BLOCKED)):
            verdicts = [self._results[check].verdict if check in self._results else None for check in self._titles]
            wanted = (None, Verdict.PASSED, Verdict.BLOCKED)
            first = next((place for place, verdict in enumerate(verdicts) if verdict not in wanted), None)
            if first is not None:
                self.list.highlighted = first
        self._paint_now()

    def open_hints(self, opened: Mapping[str | None, int]) -> None:
        """Show these many hints, by check."""
        self._hints = dict(opened)
        self._explain()

    @on(OptionList.OptionHighlighted, "#check-list")
    def explain_chosen(self, event: OptionList.OptionHighlighted) -> None:
        """The cursor moved."""
        event.stop()
        self._explain()
        self.post_message(self.Turned())

    def _explain(self) -> None:
        check = self.chosen
        if check is not None:
            hints = self._hints.get(check, 0)
            self.failure.show(self._titles[check], self._results.get(check), hints=hints, why=self._whys[check])

    def _paint(self, check: str, width: int) -> None:
        line = self._line(check, width)
        if self._painted.get(check) != line:
            self._painted[check] = line
            self.list.replace_option_prompt(check, line)

    def _line(self, check: str, width: int = len("waiting")) -> Content:
        result = self._results.get(check)
        if result is None and self._is_running:
            is_next = check == next((each for each in self._titles if each not in self._results), None)
            mark, style, word = (Mark.CURSOR, "", "running") if is_next else ("·", "$muted", "waiting")
        elif result is None:
            mark, style, word = "·", "$muted", "not run"
        else:
            (mark, style), word = SIGNS[result.verdict], result.verdict.value
        return Content.assemble((f"{mark} {word:<{width}}", style), "  ", clean(self._titles[check]))
