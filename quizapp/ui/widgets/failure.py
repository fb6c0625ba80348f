"""Why a check did not pass: what was sent, what came back, what was asked for, and the line of code behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from quizapp.domain.report import CheckResult, Evidence, Found, Verdict
from quizapp.errors import QuizAppError
from quizapp.ui.text import clean, code, inline
from quizapp.ui.theme import Mark

HEADLINES: dict[Verdict, str] = {
    Verdict.BLOCKED: "Not judged: it builds on a check that did not pass.",
    Verdict.CRASHED: "Your app's process ended while the check ran.",
    Verdict.DID_NOT_START: "Your app did not start.",
    Verdict.TIMED_OUT: "Your app took too long.",
    Verdict.CHECKER_FAULT: "This check could not be carried out.",
}
"""Said when the report has no sentence of its own."""

OUR_FAULT = "The fault is ours, not yours: this run does not count."

INDENT = 10
"""Cells of the column of labels."""


@dataclass(frozen=True)
class Part:
    """A paragraph, or with a label a value that stays in its column."""

    text: Content
    label: str | None = None
    is_hint: bool = False

    def lines(self, width: int) -> Iterator[Content]:
        """The part wrapped to a width."""
        if self.label is None:
            yield from self.text.wrap(width)
            return
        label = self.label
        for line in self.text.wrap(max(10, width - INDENT)):
            yield Content.assemble((f"{label:<{INDENT}}", "$muted"), line)
            label = ""


class FailurePanel(VerticalScroll):
    """The evidence for one check, in the order in which one reads it. One text, because it is painted often."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self._parts: list[Part] = []
        self._subject: tuple[str, CheckResult | None] | None = None
        self._hints = 0

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(id="evidence", markup=False)

    def show(self, title: str, result: CheckResult | None, *, hints: int, why: str = "") -> None:
        """Paint what is known of a check.

        Args:
            title: what holds when the check passes.
            result: what came of it, if it was judged.
            hints: how many of its hints are open; a new one comes into view.
            why: why it matters, told after a pass too.
        """
        is_same = self._subject == (title, result)
        if is_same and self._hints == hints:
            return
        self._subject, self._hints = (title, result), hints
        self._parts = list(_parts(title, result, hints, why))
        self._paint()
        if is_same:
            self.call_after_refresh(self._show_newest_hint)
        else:
            self.scroll_home(animate=False)

    def tell(self, error: QuizAppError) -> None:
        """Paint an error of ours in place of a verdict."""
        self._subject = None
        self._parts = list(_error(error))
        self._paint()
        self.scroll_home(animate=False)

    def on_resize(self) -> None:
        """Wrap anew."""
        self._paint()

    def _width(self) -> int:
        return max(20, self.scrollable_content_region.width)

    def _paint(self) -> None:
        lines = [line for part in self._parts for line in part.lines(self._width())]
        self.query_one("#evidence", Static).update(Content("\n").join(lines))

    def _show_newest_hint(self) -> None:
        end = 0
        row = 0
        for part in self._parts:
            row += len(list(part.lines(self._width())))
            end = row if part.is_hint else end
        if end > self.scroll_y + self.size.height:
            self.scroll_to(y=end - self.size.height, animate=False)


def _parts(title: str, result: CheckResult | None, hints: int, why: str) -> Iterator[Part]:
    if result is None:
        yield Part(Content.styled(clean(title), "bold"))
        yield Part(Content.styled("Not judged yet.", "$muted"))
        return
    step = f"   step {result.step}/{result.steps}" if result.step and result.steps > 1 else ""
    yield Part(Content.assemble((clean(title), "bold"), (step, "$muted")))
    evidence = result.evidence
    if result.verdict is Verdict.PASSED:
        yield Part(Content.styled(f"{Mark.RIGHT} Passed.", "$text-success"))
        yield Part(Content(""))
        yield from _valued("why", inline(why))
        return
    yield Part(inline(result.message or HEADLINES.get(result.verdict, "")))
    if result.verdict is Verdict.CHECKER_FAULT:
        yield Part(Content.styled(OUR_FAULT, "$text-warning"))
    yield Part(Content(""))
    yield from _evidence(evidence)
    yield from _hints(evidence.hints, hints)
    if evidence.learn:
        yield Part(Content.assemble(clean(evidence.learn), ("   l opens its note", "$muted")), "learn")
    yield from _valued("repeat", Content(clean(evidence.repeat)))


def _error(error: QuizAppError) -> Iterator[Part]:
    yield Part(Content.styled(clean(error.message), "bold"))
    yield Part(Content.styled("This run does not count.", "$text-warning"))
    yield from _valued("where", Content(clean(error.where or "")))
    yield from _valued("next", Content(clean(error.hint or "")))


def _evidence(evidence: Evidence) -> Iterator[Part]:
    yield from _valued("row", Content(clean(evidence.row)))
    yield from _valued("sent", Content(clean(evidence.sent)))
    yield from _valued("got", Content(clean(evidence.got)))
    yield from _valued("expected", Content(clean(evidence.expected)))
    for position, found in enumerate(evidence.found):
        yield from _valued("found" if position == 0 else "", _found(found))
    yield from _valued("likely", inline(evidence.likely))
    yield from _valued("why", inline(evidence.why))


def _found(found: Found) -> Content:
    parts = [Content(clean(found.say))] if found.say else []
    if found.spot is not None:
        spot = found.spot
        where = f"{clean(spot.file)}:{spot.line}" + (f" in {clean(spot.function)}()" if spot.function else "")
        parts.append(Content.assemble((where, "$text-accent"), ("   g jumps", "$muted")))
        if spot.code:
            parts.append(Content("    ") + code(spot.code.strip()))
    return Content("\n").join(parts)


def _hints(hints: list[str], opened: int) -> Iterator[Part]:
    for number, hint in enumerate(hints[:opened], 1):
        yield Part(inline(hint), f"hint {number}", is_hint=True)
    left = len(hints) - min(opened, len(hints))
    if left:
        words = "a hint" if not opened else "the next hint"
        yield Part(Content.styled(f"h opens {words} ({left} left)", "$muted"), "hint" if not opened else "")


def _valued(label: str, value: Content) -> Iterator[Part]:
    """A labelled value; an empty one is left out."""
    if value.plain.strip():
        yield Part(value, label)
