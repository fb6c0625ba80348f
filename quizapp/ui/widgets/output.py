"""What the learner's app printed, and under which circumstances it ran."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from quizapp.domain.report import Report
from quizapp.domain.run import Isolation
from quizapp.ui.text import clean


class OutputPane(VerticalScroll):
    """The end of both streams of the last run."""

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(Content.styled("Nothing has run yet.", "$muted"), id="printed", markup=False)
        yield Static(id="circumstances", markup=False)

    def show(self, report: Report) -> None:
        """Paint a run's output."""
        printed = clean(report.output).strip("\n")
        self.query_one("#printed", Static).update(
            Content(printed) if printed else Content.styled("Your app printed nothing.", "$muted")
        )
        versions = ", ".join(f"{name} {version}" for name, version in report.versions.items())
        lines = [f"Run with {versions}." if versions else "", f"The same values again: --seed {report.seed}"]
        self.circumstances([*filter(None, lines), *_missing(report.isolation)])
        self.scroll_end(animate=False)

    def circumstances(self, lines: list[str]) -> None:
        """Paint what stands below the output."""
        self.query_one("#circumstances", Static).update(Content.styled(clean("\n".join(lines)), "$muted"))


def _missing(isolation: Isolation) -> list[str]:
    return [isolation.sentence, *(f"{layer}: {reason}" for layer, reason in isolation.missing.items())]
