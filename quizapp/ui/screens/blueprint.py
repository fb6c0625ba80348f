"""A blueprint of one's own: minutes, topics, level, kinds, coding tasks."""

from __future__ import annotations

from typing import TypeVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from quizapp.domain.pack import Blueprint
from quizapp.domain.wording import plural
from quizapp.errors import QuizAppError
from quizapp.services.interview import Wish
from quizapp.ui import messages as to
from quizapp.ui.keys import bindings
from quizapp.ui.modals.phrase import PhraseModal
from quizapp.ui.modals.topics import TopicsModal
from quizapp.ui.services import Services
from quizapp.ui.text import clean
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.interval import section_line
from quizapp.ui.widgets.page import Page
from quizapp.ui.widgets.rows import Menu, Rows

Value = TypeVar("Value")

MINUTES = [10, 15, 20, 30, 45, 60, 75, 90, 120]
LEVELS = {
    (1, 2): "1 to 2, first months",
    (1, 3): "1 to 3, junior",
    (2, 4): "2 to 4, some years",
    (3, 5): "3 to 5, senior",
    (1, 5): "1 to 5, everything",
}
KINDS = {
    "": "all kinds",
    "choice,short,cloze,order,match,predict,spot": "all but answers in your own words",
    "predict,spot,cloze": "code to read",
    "open": "answers in your own words",
}
TASKS = {0: "none", 1: "one", 2: "two"}
MARKS = [0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9]


class BlueprintScreen(Page):
    """Rows of wishes; below them the interview that comes of them."""

    BINDINGS = bindings("blueprint")
    heading = "An interview of your own"

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._wish = Wish()
        self._blueprint: Blueprint | None = None

    def content(self) -> ComposeResult:
        """The wishes, then what comes of them."""
        yield Menu(self._rows(), id="wishes", classes="gap")
        yield Static("What comes of it", classes="heading")
        yield Static(id="outcome", markup=False)

    def on_mount(self) -> None:
        """The rows have the keys."""
        self.query_one(Menu).focus()
        self._build()

    def _rows(self) -> list[tuple[Content, Content]]:
        wish = self._wish
        topics = f"{plural(len(wish.topics), 'topic')}: {', '.join(wish.topics)}" if wish.topics else "all"
        values = {
            "Name": f"{clean(wish.title)}   (Enter changes it)",
            "Minutes": f"{wish.minutes:g}",
            "Level": LEVELS[wish.level],
            "Kinds": KINDS[",".join(wish.kinds)],
            "Topics": f"{topics}   (Enter chooses)",
            "Coding tasks": TASKS[wish.tasks],
            "Adaptive": "yes: each question follows from the answers before" if wish.adaptive else "no",
            "Pass mark": f"{wish.pass_mark:.0%}",
        }
        return [
            (Content.styled(f" {name:<13}", "bold"), Content.styled(value, "$text-accent"))
            for name, value in values.items()
        ]

    def _build(self) -> None:
        for row, (label, text) in zip(self.query_one(Menu).rows, self._rows(), strict=True):
            row.tell(label, text)
        outcome = self.query_one("#outcome", Static)
        try:
            self._blueprint = self.services.interviews.shelf.build(self._wish)
        except QuizAppError as error:
            self._blueprint = None
            outcome.update(Content.styled(f"{Mark.WRONG} {clean(str(error))}", "$text-error"))
        else:
            outcome.update(Content("\n").join([section_line(section) for section in self._blueprint.sections]))
        self.refresh_bindings()

    def action_change(self, by: int) -> None:
        """The next value of the row under the cursor, or the one before."""
        wish = self._wish
        changes: dict[int, dict[str, object]] = {
            1: {"minutes": float(_next(MINUTES, int(wish.minutes), by))},
            2: {"level": _next(list(LEVELS), wish.level, by)},
            3: {"kinds": [kind for kind in _next(list(KINDS), ",".join(wish.kinds), by).split(",") if kind]},
            5: {"tasks": _next(list(TASKS), wish.tasks, by)},
            6: {"adaptive": not wish.adaptive},
            7: {"pass_mark": _next(MARKS, wish.pass_mark, by)},
        }
        row = self.query_one(Menu).cursor
        if row in changes:
            self._wish = wish.model_copy(update=changes[row])
            self._build()

    @on(Rows.Picked, "#wishes")
    def ask(self, event: Rows.Picked) -> None:
        """Enter asks for a name or topics, and changes what has few values."""
        event.stop()
        if event.position == 0:
            say = "What the interview is called; one of the same name takes the place of the earlier."
            modal = PhraseModal("Name", say, self._wish.title, longest=60)
            self.app.push_screen(modal, self._rename)
        elif event.position == 4:
            topics = self.services.overview.roadmap()
            self.app.push_screen(TopicsModal(topics, self._wish.topics), self._choose)
        else:
            self.action_change(1)

    def _rename(self, title: str | None) -> None:
        if title and (name := clean(title).strip()):
            self._wish = self._wish.model_copy(update={"title": name})
            self._build()

    def _choose(self, topics: list[str] | None) -> None:
        if topics is not None:
            self._wish = self._wish.model_copy(update={"topics": topics})
            self._build()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Nothing begins that asks nothing."""
        return self._blueprint is not None if action in {"begin", "keep"} else True

    def _keep(self) -> str:
        assert self._blueprint is not None
        return self.services.interviews.shelf.save(self._blueprint).id

    def action_keep(self) -> None:
        """Keep it and go back to the list."""
        with self.telling():
            self._keep()
            self.notify("Kept among the interviews.")
            self.dismiss()

    def action_begin(self) -> None:
        """Keep it and go on to its introduction."""
        with self.telling():
            self.post_message(to.BriefingRequested(self._keep()).instead())


def _next(values: list[Value], value: Value, by: int) -> Value:
    place = values.index(value) if value in values else 0
    return values[(place + by) % len(values)]
