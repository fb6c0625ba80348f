"""One coding task of an interview that is over: what passed, what did not and why, and how the code grew."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from quizapp.domain.report import Verdict
from quizapp.domain.wording import clock, plural
from quizapp.services.interview import Change, CodeLine, changes
from quizapp.ui.text import clean
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.checks import SIGNS
from quizapp.ui.widgets.modal import Modal
from quizapp.ui.words import span_words

COLOURS = {"+": "$text-success", "-": "$text-error", "@": "$text-primary"}


class CodedModal(Modal[None]):
    """Checks, then runs with their differences."""

    def __init__(self, line: CodeLine) -> None:
        super().__init__()
        self._line = line
        self.heading = f"Question {line.number}: {line.title}"

    def content(self) -> ComposeResult:
        """The result, the checks, the way there."""
        line = self._line
        yield Static(self._summary(), classes="gap", markup=False)
        if line.checked is not None:
            yield Static("Checks of the last saved state", classes="heading")
            yield Static(Content("\n").join(_checks(line)), markup=False)
        steps = changes(line.states)
        if steps:
            yield Static("The way there", classes="heading")
        for step in steps:
            yield Static(_step(step), classes="gap", markup=False)

    def _summary(self) -> Content:
        line = self._line
        if not line.begun:
            return Content.styled(f"{Mark.BLOCKED} Not reached", "bold $muted")
        took = f" {Mark.DOT} {span_words(line.seconds)} of {span_words(line.minutes * 60)}"
        runs = f" {Mark.DOT} {plural(len(line.runs), 'run')}"
        if line.checked is None:
            word = "Not judged yet" if line.pending else "Nothing was changed in it"
            return Content.assemble((f"{Mark.BLOCKED} {word}", "bold $muted"), took, runs)
        mark, style = SIGNS[line.checked.verdict]
        count = f"{mark} {line.checked.passed} of {len(line.checked.verdicts)} checks passed"
        return Content.assemble((count, f"bold {style}"), took, runs)


def _checks(line: CodeLine) -> Iterator[Content]:
    assert line.checked is not None
    for name, verdict in line.checked.verdicts.items():
        mark, style = SIGNS[verdict]
        found = line.checked.messages.get(name, "") if verdict is not Verdict.PASSED else ""
        told = (f"\n    {clean(found)}", "$muted") if found else ("", "")
        yield Content.assemble((f" {mark} ", style), clean(line.checked.titles.get(name, name)), told)


def _step(step: Change) -> Content:
    saves = f", {plural(step.saves, 'save')} before it" if step.saves else ""
    parts: list[Content | tuple[str, str]] = [
        (f"{clock(step.at)}  {step.title}", "bold"),
        (saves, "$muted"),
    ]
    if not step.diff:
        parts.append(("\n  no change", "$muted"))
    parts += [(f"\n  {row}", COLOURS.get(row[:1], "$muted")) for row in clean(step.diff).splitlines()]
    return Content.assemble(*parts)
