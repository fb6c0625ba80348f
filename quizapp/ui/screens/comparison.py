"""Two interviews side by side: the whole, by criterion, by topic."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from quizapp.domain.interview.score import Share
from quizapp.domain.session import Session
from quizapp.services.interview import Difference
from quizapp.services.interview.verdict import DIFFERENT, range_words
from quizapp.ui.services import Services
from quizapp.ui.text import clean
from quizapp.ui.widgets.page import Page
from quizapp.ui.widgets.scale import scale
from quizapp.ui.words import day_words

BAR = 20
STYLES = {"better": "$text-success", "worse": "$text-error"}


class ComparisonScreen(Page):
    """The earlier one above, the later one below; a difference is told only where the ranges do not touch."""

    heading = "Two interviews"

    def __init__(self, services: Services, one: Session, other: Session) -> None:
        super().__init__(services)
        self._comparison = services.interviews.compare(one, other)

    def content(self) -> ComposeResult:
        """Whose they are, then the differences."""
        comparison = self._comparison
        before, after = comparison.before.session, comparison.after.session
        yield Static(
            Content.assemble(
                ("then ", "bold"),
                f"{day_words(before.started)}  {clean(before.title)}\n",
                ("now  ", "bold"),
                f"{day_words(after.started)}  {clean(after.title)}",
            ),
            id="standing",
            markup=False,
        )
        if before.blueprint != after.blueprint:
            yield Static(Content.styled(DIFFERENT, "$text-warning"), classes="gap", markup=False)
        yield from _told([comparison.whole])
        yield Static("By criterion", classes="heading")
        yield from _told(comparison.criteria)
        yield Static("By topic", classes="heading")
        yield from _told(comparison.topics)

    def on_mount(self) -> None:
        """The arrows scroll."""
        self.body.can_focus = True
        self.body.focus()


def _told(differences: list[Difference]) -> Iterator[Static]:
    for one in differences:
        change = "" if not one.change else f" {one.change:+.0%}".replace("%", " points")
        yield Static(
            Content.assemble(
                (f" {clean(one.name)}", "bold"),
                (f"  {one.word}", STYLES.get(one.word, "$muted")),
                (change, "$muted"),
                "\n   then ",
                _share(one.before),
                "\n   now  ",
                _share(one.after),
            ),
            markup=False,
        )


def _share(share: Share | None) -> Content:
    if share is None:
        return Content.styled("not asked", "$muted")
    return Content.assemble(scale(share, BAR), f"  {range_words(share)}")
