"""Why a check did not pass: what was sent, what came back, what was asked for, and the line of code behind it."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
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


class Row(Horizontal):
    """A label that stays in its column, and a value that wraps beside it."""

    def __init__(self, label: str, value: Content) -> None:
        super().__init__()
        self._label = label
        self._value = value

    def compose(self) -> ComposeResult:
        """Both in one line."""
        yield Static(Content.styled(self._label, "$text-muted"), classes="failure--label", markup=False)
        yield Static(self._value, classes="failure--value", markup=False)


class FailurePanel(VerticalScroll):
    """The evidence for one check, in the order in which one reads it."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self._painted: object = None

    def show(self, title: str, result: CheckResult | None, *, hints: int) -> None:
        """Paint what is known of a check; `hints` says how many of its hints are open."""
        if self._painted != (title, result, hints):
            self._paint((title, result, hints), _rows(title, result, hints))

    def tell(self, error: QuizAppError) -> None:
        """Paint an error of ours in place of a verdict."""
        self._paint(error, _error(error))

    def _paint(self, what: object, rows: Iterator[Widget]) -> None:
        self._painted = what
        self.remove_children()
        self.mount_all(rows)
        self.scroll_home(animate=False)


def _rows(title: str, result: CheckResult | None, hints: int) -> Iterator[Widget]:
    if result is None:
        yield Static(Content.styled(clean(title), "bold"), classes="failure--title")
        yield Static(Content.styled("Not judged yet.", "$text-muted"))
        return
    step = f"   step {result.step}/{result.steps}" if result.step and result.steps > 1 else ""
    yield Static(Content.assemble((clean(title), "bold"), (step, "$text-muted")), classes="failure--title")
    evidence = result.evidence
    if result.verdict is Verdict.PASSED:
        yield Static(Content.styled(f"{Mark.RIGHT} Passed.", "$text-success"))
        if evidence.why:
            yield from _row("why", inline(evidence.why))
        return
    yield Static(inline(result.message or HEADLINES.get(result.verdict, "")), classes="failure--headline")
    if result.verdict is Verdict.CHECKER_FAULT:
        yield Static(Content.styled(OUR_FAULT, "$text-warning"))
    yield from _evidence(evidence)
    yield from _hints(evidence.hints, hints)
    if evidence.learn:
        yield from _row("learn", Content.assemble(clean(evidence.learn), ("   l opens its note", "$text-muted")))
    if evidence.repeat:
        yield from _row("repeat", Content(clean(evidence.repeat)))


def _error(error: QuizAppError) -> Iterator[Widget]:
    yield Static(Content(clean(error.message)), classes="failure--headline")
    yield Static(Content.styled(OUR_FAULT, "$text-warning"))
    yield from _row("where", Content(clean(error.where or "")))
    yield from _row("next", Content(clean(error.hint or "")))


def _evidence(evidence: Evidence) -> Iterator[Widget]:
    yield from _row("row", Content(clean(evidence.row)))
    yield from _row("sent", Content(clean(evidence.sent)))
    yield from _row("got", Content(clean(evidence.got)))
    yield from _row("expected", Content(clean(evidence.expected)))
    for position, found in enumerate(evidence.found):
        yield from _row("found" if position == 0 else "", _found(found))
    yield from _row("likely", inline(evidence.likely))
    yield from _row("why", inline(evidence.why))


def _found(found: Found) -> Content:
    parts = [Content(clean(found.say))] if found.say else []
    if found.spot is not None:
        spot = found.spot
        where = f"{clean(spot.file)}:{spot.line}" + (f" in {clean(spot.function)}()" if spot.function else "")
        parts.append(Content.styled(where, "$text-accent"))
        if spot.code:
            parts.append(Content("    ") + code(spot.code.strip()))
    return Content("\n").join(parts)


def _hints(hints: list[str], opened: int) -> Iterator[Widget]:
    for number, hint in enumerate(hints[:opened], 1):
        yield from _row(f"hint {number}", inline(hint))
    left = len(hints) - min(opened, len(hints))
    if left:
        words = "a hint" if not opened else "the next hint"
        yield from _row("hint" if not opened else "", Content.styled(f"h opens {words} ({left} left)", "$text-muted"))


def _row(label: str, value: Content) -> Iterator[Widget]:
    if value.plain.strip():
        yield Row(label, value)
